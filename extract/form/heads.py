"""The headings of the form in a grid: which cells head columns, of which table, and under what."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from extract.form.lexicon import LAST_YEAR, Lexicon, lexicon
from extract.form.text import fold
from extract.grid import Cell, Grid

# Labels of a row of figures stand in so many columns at most; what stands beyond heads columns.
_MOST_LABELS = 3


# What heads a column that numbers the rows, and is no part of the form.
_ORDINALS = {"行次", "行号", "序号", "编号", "代码"}


class Heading(NamedTuple):
    """A cell that heads a column of the form."""

    cell: Cell
    column: str
    misprinted: bool  # it is taken for what its words are nearest to


@dataclass(frozen=True)
class Head:
    """A block of heading rows: those that head columns, from the left, and their table."""

    table: str
    headings: tuple[Heading, ...]
    grid: Grid
    rows: Sequence[int]

    @property
    def first_column(self) -> int:
        """Where the figures begin; what stands before is a label."""
        return self.headings[0].cell.column

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Column and colspan of each heading."""
        return [(heading.cell.column, heading.cell.colspan) for heading in self.headings]

    @cached_property
    def names(self) -> list[str]:
        """Column of the form that each heading names."""
        return [heading.column for heading in self.headings]

    @cached_property
    def misprinted(self) -> bool:
        """Whether one of them is."""
        return any(heading.misprinted for heading in self.headings)

    @cached_property
    def apart(self) -> set[int]:
        """Columns of the grid, left of the figures, that number the rows or are of last year."""
        cells = (cell for row in self.rows for cell in self.grid.covering(row))
        left = (cell for cell in cells if cell.column < self.first_column)
        return {
            cell.column
            for cell in left
            if fold(cell.text) in _ORDINALS or LAST_YEAR.search(fold(cell.text))
        }

    @cached_property
    def over(self) -> dict[int, tuple[str, ...]]:
        """Labels above each heading, by its column in the grid, outermost first, each once.

        They name the row where none stands beside it. Where a merged cell came apart, its label
        stands over the first column of its group.
        """
        first = self.headings[0].column
        groups = {h.cell.column for h in self.headings if h.column == first}
        return {
            h.cell.column: _labels_over(self.grid, self.rows, h.cell, groups) for h in self.headings
        }


def headed_rows(grid: Grid) -> Iterator[tuple[int, Head | None]]:
    """Each row with the head it completes; rows of a head that are not its last are left out."""
    words = lexicon()
    block: list[int] = []
    for row in grid.rows():
        if is_heading(grid, row, words):
            block.append(row)
            continue
        head = _head(grid, block, words) if block else None
        if block and head is None and all(c.blank for c in grid.covering(row)):
            continue  # an empty strip, left by a page break inside the heading
        if head is not None:
            yield block[-1], head
        block = []
        yield row, None


def is_heading(grid: Grid, row: int, words: Lexicon) -> bool:
    """Whether a row heads columns, and is not a row of figures that was left blank.

    Two headings make it one, whatever else stands in it. With one, or none where a heading spans
    several rows, everything in the row must be a label, but for a blank corner, or the rest of
    merged cells that came apart.
    """
    labels: list[str] = []
    figures = 0
    for cell in grid.covering(row):
        if cell.row != row:
            continue
        if cell.text.isdecimal():
            figures += bool(labels)  # before them it is the number of the row
        elif not cell.blank:
            labels.append(cell.text)
    if not labels or (figures and len(labels) < 2):  # the label of a row of figures
        return False
    heads = len([text for text in labels if words.columns_of(text)])
    if heads > 1 or figures:
        return heads > 1
    unknown = [text for text in labels if not words.knows(text)]
    if unknown and not (heads and all(map(words.resembles_column, unknown))):
        return False
    cells = grid.starting(row)
    if len(labels) > 1 and any(c.column >= _MOST_LABELS and not c.blank for c in cells):
        return True
    corner = cells[0].blank and cells[0].rowspan > 1  # over the labels of the rows
    return len(labels) + corner == len(cells) or (heads == 1 and len(labels) > 1)


def _head(grid: Grid, rows: Sequence[int], words: Lexicon) -> Head | None:
    lowest: dict[int, Cell] = {}  # over each column
    for row in rows:
        for cell in grid.covering(row):
            if words.columns_of(cell.text):
                lowest.update(dict.fromkeys(cell.columns, cell))
    leaves = list(dict.fromkeys(lowest[column] for column in sorted(lowest)))
    votes: dict[str, int] = {}
    for leaf in leaves:
        for table, _ in words.columns_of(leaf.text):
            votes[table] = votes.get(table, 0) + 1
    if not votes:
        return None
    table = max(sorted(votes), key=lambda name: votes[name])  # sorted: a tie falls the same way
    columns: dict[Cell, str] = {}
    for leaf in leaves:
        named = [column for of, column in words.columns_of(leaf.text) if of == table]
        if len(named) == 1:
            columns[leaf] = named[0]
    misprinted = {
        cell: nearest
        for cell in _unknown(grid, rows, columns, words)
        if (nearest := words.misprinted_column(table, cell.text))
    }
    headed = sorted((columns | misprinted).items(), key=lambda of: of[0].column)
    headings = tuple(Heading(leaf, column, leaf in misprinted) for leaf, column in headed)
    return Head(table, headings, grid, rows)


def _unknown(
    grid: Grid, rows: Sequence[int], known: Iterable[Cell], words: Lexicon
) -> Iterator[Cell]:
    """Give the cells of the last heading row that stand beside known headings and are none."""
    headed = {column for cell in known for column in cell.columns}
    for cell in grid.covering(rows[-1]):
        if not cell.blank and not headed & set(cell.columns) and not words.knows(cell.text):
            yield cell


def _labels_over(
    grid: Grid, rows: Sequence[int], leaf: Cell, groups: Container[int]
) -> tuple[str, ...]:
    above: list[Cell] = []
    for row in (row for row in rows if row < leaf.row):
        cell = grid.at(row, leaf.column)
        while cell and cell.blank and cell.column and cell.column not in groups:
            cell = grid.at(row, cell.column - 1)
        if cell and not cell.blank and (leaf.column in cell.columns or cell.column in groups):
            above.append(cell)
    return tuple(dict.fromkeys(cell.text for cell in above))
