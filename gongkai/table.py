"""Rows as an aligned table in plain text; a Chinese character takes two columns of a terminal."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from rich.cells import cell_len

NULL = "NULL"
GAP = "  "

# Shown as escapes: a row stays a line, and no document can send commands to the terminal.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def plain(value: Any) -> str:
    """Give a value as text: 12.500000 as 12.5, a truth as true, a list as JSON."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return str(value)


def aligned(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Give the lines of the table: names, a rule, rows. Nothing is cut off.

    Numbers stand at the right; a null is NULL, an empty string nothing.
    """
    table = list(rows)
    drawn = [_draw(name, [row[number] for row in table]) for number, name in enumerate(columns)]
    for cells in zip(*drawn, strict=True):
        yield GAP.join(cells).rstrip()


def _draw(name: str, values: list[Any]) -> list[str]:
    """Give one column of the table as cells of one width."""
    texts = [NULL if value is None else _one_line(plain(value)) for value in values]
    width = max(map(cell_len, [name, *texts]))
    numeric = all(isinstance(v, int | float | Decimal) for v in values if v is not None)
    cells = []
    for text in [name, "─" * width, *texts]:
        padding = " " * (width - cell_len(text))
        cells.append(padding + text if numeric else text + padding)
    return cells


def _one_line(text: str) -> str:
    return _CONTROL.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)
