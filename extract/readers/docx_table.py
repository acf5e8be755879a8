"""A table of a Word document → a grid: its merged cells, and the marks beside its numbers."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from docx.oxml.ns import qn

from extract.grid import RAISED, STRUCK, Grid, lay_out
from extract.readers.docx_runs import WRAPPERS, Marks, is_on, text_of

_ROW, _CELL, _PARAGRAPH = qn("w:tr"), qn("w:tc"), qn("w:p")
_ROW_PROPERTIES, _PROPERTIES = qn("w:trPr"), qn("w:tcPr")
_SPAN, _MERGED_DOWN, _MERGED_ALONG = qn("w:gridSpan"), qn("w:vMerge"), qn("w:hMerge")
_VALUE, _DELETED, _HIDDEN = qn("w:val"), qn("w:del"), {qn("w:hidden")}
# A span wider than any table is an error of the document; it would cost time only.
_WIDEST = 400


@dataclass
class _Entry:
    """A cell of the grid; of the cells of the document, those that were merged into it."""

    row: int
    rowspan: int
    colspan: int
    cells: list[Any]


def read_table(table: Any, number: int, marks: Marks) -> Grid:
    """Make a grid of a table; `number` is its own in the document.

    What is raised or struck through in a cell stands in its text, as it is printed; the cell has
    a doubt, then, and what it says without.
    """
    rows = list(_entries(table))
    grid = lay_out(
        [[(e.rowspan, e.colspan, _lines(e.cells)) for e in entries] for entries in rows], number
    )
    if not (marks.raised or marks.struck):
        return grid
    cells = list(grid.cells)
    for place, entry in enumerate(chain.from_iterable(rows)):
        bare = _lines(entry.cells, marks.raised | marks.struck)
        if bare != cells[place].text:
            struck = _lines(entry.cells, marks.struck) != cells[place].text
            doubt = STRUCK if struck else RAISED
            cells[place] = cells[place]._replace(doubt=doubt, others=(bare,))
    return Grid(tuple(cells))


def rows_of(table: Any) -> Iterator[Any]:
    """Give the rows that are printed."""
    for child in table:
        if child.tag == _ROW:
            properties = child.find(_ROW_PROPERTIES)
            if properties is None or (
                properties.find(_DELETED) is None and not is_on(properties, _HIDDEN)
            ):
                yield child
        elif child.tag in WRAPPERS:
            yield from rows_of(child)


def cells_of(row: Any) -> Iterator[Any]:
    """Give the cells of a row, merged or not."""
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag in WRAPPERS:
            yield from cells_of(child)


def shown(element: Any, tag: str) -> Iterator[Any]:
    """Elements of a kind below this one; what Word writes twice, for old readers, once."""
    for found in element.iter(tag):
        if not any(above.tag.endswith("}Fallback") for above in found.iterancestors()):
            yield found


def _entries(table: Any) -> Iterator[list[_Entry]]:
    """Join each cell that continues the one above (w:vMerge) or before it (w:hMerge) to that."""
    reaching: dict[int, _Entry] = {}  # grid column → the last cell that began there
    for number, row in enumerate(rows_of(table)):
        entries: list[_Entry] = []
        column = _skipped(row, "w:gridBefore")
        if column:
            entries.append(_Entry(number, 1, column, []))
        before: _Entry | None = None
        for cell in cells_of(row):
            width, along, down = _merging(cell)
            above = reaching.get(column)
            if along and before is not None:
                before.cells.append(cell)
                if before.row == number:
                    before.colspan += width
            elif down and above and above.row + above.rowspan == number:
                above.rowspan += 1
                above.cells.append(cell)
                before = above
            else:
                before = reaching[column] = _Entry(number, 1, width, [cell])
                entries.append(before)
            column += width
        if after := _skipped(row, "w:gridAfter"):
            entries.append(_Entry(number, 1, after, []))
        yield entries


def _skipped(row: Any, name: str) -> int:
    found = row.find(f"{_ROW_PROPERTIES}/{qn(name)}")
    return 0 if found is None else min(max(int(found.get(_VALUE, "0")), 0), _WIDEST)


def _merging(cell: Any) -> tuple[int, bool, bool]:
    """Give how wide a cell is, and whether it continues the one before it and the one above."""
    width, before, above = 1, False, False
    properties = cell.find(_PROPERTIES)
    for child in () if properties is None else properties:
        if child.tag == _SPAN:
            width = min(max(int(child.get(_VALUE, "1")), 1), _WIDEST)
        elif child.tag == _MERGED_DOWN:
            above = child.get(_VALUE) != "restart"
        elif child.tag == _MERGED_ALONG:
            before = child.get(_VALUE) != "restart"
    return width, before, above


def _lines(cells: Sequence[Any], without: Container[Any] = ()) -> str:
    return "\n".join(
        text
        for cell in cells
        for paragraph in shown(cell, _PARAGRAPH)
        if (text := text_of(paragraph, without).strip())
    )
