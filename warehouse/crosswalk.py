"""Which figures may stand in one series across editions: the rows of the table crosswalk."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from warehouse.definitions import read
from warehouse.form_cells import Cell


def crosswalk(cells: Sequence[Cell]) -> Iterator[dict[str, Any]]:
    """Give a row for each cell of any edition and each edition that it is looked for in."""
    definition = read("crosswalk")
    for cell in cells:
        for edition in definition["editions"]:
            yield _row(cell, edition, definition)


def _row(cell: Cell, edition: str, definition: dict[str, Any]) -> dict[str, Any]:
    address = f"{cell.table}.{cell.row}.{cell.column}"
    difference: dict[str, Any] = next(
        (
            entry
            for entry in reversed(definition["difference"])
            if entry["edition"] == edition
            and any(fnmatchcase(address, pattern) for pattern in entry["cells"])
        ),
        {},
    )
    is_in_form = edition in cell.editions
    counterparts = [
        counterpart.format(row=cell.row, column=cell.column)
        for counterpart in difference.get("counterparts", [address] if is_in_form else [])
    ]
    return {
        "table_name": cell.table,
        "row_name": cell.row,
        "column_name": cell.column,
        "edition": edition,
        "is_in_form": is_in_form,
        "counterparts": counterparts,
        "compares": difference.get("compares", "same" if is_in_form else "none"),
        "note": difference.get("note", None if is_in_form else definition["lacking"][edition]),
    }
