"""Tables of the form whose cells come one by one, each a paragraph, as from pages made of `div`.

Which column a figure is of is told by its place in the row alone: the form's own order. So each
figure is in doubt, unless the form's sums confirm it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extract.blocks import Block, Paragraph
from extract.form.edition import FormTable, editions
from extract.form.lexicon import is_filled_in, lexicon
from extract.grid import Cell, Grid
from extract.report import Place

_BY_PLACE = "it stands in no table; its column was told by its place in the row"
_INCOMPLETE = "its row has more or fewer figures than the form"
# Labels of a row, with that of its group.
_LABELS = 2


def with_tables_of_cells(blocks: Sequence[Block]) -> list[Block]:
    """Put tables in the place of the paragraphs that are their labels and figures."""
    found: list[Block] = []
    count = 0
    for is_cell, run in groupby(blocks, key=_is_cell):
        here = list(run)
        texts = [block.text for block in here if isinstance(block, Paragraph)]
        tables = [_grid(part, count + n) for n, part in enumerate(_parts(texts) if is_cell else ())]
        count += len(tables)
        found += tables or here
    return found


def _is_cell(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    return is_filled_in(block.text) or lexicon().knows(block.text)


class _Part(NamedTuple):
    """Rows below one block of headings: their labels and their figures."""

    table: FormTable
    heads: tuple[str, ...]  # in the form's order
    rows: list[tuple[list[str], list[str]]]


def _parts(cells: Sequence[str]) -> list[_Part]:
    """Read a run of labels and figures: labels, then the figures that stand beside them."""
    runs = [list(run) for _, run in groupby(cells, key=is_filled_in)]
    if runs and is_filled_in(runs[0][0]):
        del runs[0]  # figures before any label
    parts: list[_Part] = []
    for labels, figures in zip(runs[::2], runs[1::2], strict=False):
        if headed := _headed(labels):
            parts.append(headed)
        if parts:
            parts[-1].rows.append((labels, figures))
    return parts


def _headed(labels: Sequence[str]) -> _Part | None:
    """Find all headings of one of the form's rows among labels."""
    for table in (table for edition in editions().values() for table in edition.tables):
        named = {
            column: label
            for label in labels
            for of, column in lexicon().columns_of(label)
            if of == table.name
        }
        for row in table.rows:
            if set(row.columns) == set(named):
                return _Part(table, tuple(named[column] for column in row.columns), [])
    return None


def _grid(part: _Part, number: int) -> Grid:
    """Lay a table out; its places are those of the cells in it, as if it were a table."""
    rows = list(_rows(part))
    cells = [
        Cell(0, n, 1, 1, text, _place(number, 0, n))
        for n, text in enumerate(part.heads, start=_LABELS)
    ]
    for row, (labels, figures) in enumerate(rows, start=1):
        spans = (1, 1) if len(labels) == _LABELS else (_LABELS,)
        for column, (text, span) in enumerate(zip(labels, spans, strict=True)):
            cells.append(Cell(row, column, 1, span, text, _place(number, row, column)))
        whole = len(figures) == len(part.heads)
        cells += (
            Cell(
                *(row, column, 1, 1, text, _place(number, row, column)),
                unread=not whole,
                doubt=_BY_PLACE if whole else _INCOMPLETE,
            )
            for column, text in enumerate(figures[: len(part.heads)], start=_LABELS)
        )
    return Grid(tuple(cells))


def _rows(part: _Part) -> Iterator[tuple[list[str], list[str]]]:
    """Give each row with its own labels; one whose labels stand over the headings is several."""
    words, table, wide = lexicon(), part.table.name, len(part.heads)
    for labels, figures in part.rows:
        named = [text for text in labels if words.row_of(table, [text])]
        if len(named) > 1 and len(figures) == wide * len(named):
            for n, label in enumerate(named):
                yield [label], figures[n * wide : (n + 1) * wide]
        elif named:
            before = labels[: labels.index(named[-1])]
            group = [text for text in before if any(of == table for of, _ in words.groups_of(text))]
            yield [*group[-1:], named[-1]], figures


def _place(table: int, row: int, column: int) -> Place:
    return Place(table=table, row=row, column=column)
