"""A table as cells with spans, each cell with its Place: where all formats meet.

`Grid` is what every reader gives and all that the form is read from.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import attrgetter
from typing import NamedTuple, Self

from extract.report import Place

# Doubts of a cell in which a mark stands that may be read as a part of its number.
RAISED = "a raised mark stands in it"
STRUCK = "part of it is struck through"


class Cell(NamedTuple):
    """A rectangle of a grid. `text` is as printed, lines separated by a line feed.

    A cell with ink that gives no text, or only part of one, is `unread`, and never blank. A text
    that may be another has a `doubt`, in words, and `others`: what else the ink may say.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    place: Place
    unread: bool = False
    doubt: str = ""
    others: tuple[str, ...] = ()

    @property
    def rows(self) -> range:
        """Grid rows that the cell covers."""
        return range(self.row, self.row + self.rowspan)

    @property
    def columns(self) -> range:
        """Grid columns that the cell covers."""
        return range(self.column, self.column + self.colspan)

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.unread and not self.text.strip()

    def moved(self, rows: int) -> Self:
        """Give the same cell so many rows lower."""
        return tuple.__new__(type(self), (self[0] + rows, *self[1:]))  # twice as fast as Cell(…)


_COLUMN = attrgetter("column")


@dataclass(frozen=True)
class Grid:
    """A table. No two cells cover the same slot; a slot may be covered by none.

    `edges` are the x positions of the column borders, one more than there are columns, for
    formats with pages; None for flow formats.
    """

    cells: tuple[Cell, ...]
    edges: tuple[float, ...] | None = None

    @cached_property
    def height(self) -> int:
        """Count of grid rows."""
        return max([cell.row + cell.rowspan for cell in self.cells], default=0)

    @cached_property
    def width(self) -> int:
        """Count of grid columns."""
        return max([cell.column + cell.colspan for cell in self.cells], default=0)

    @cached_property
    def _covering(self) -> dict[int, list[Cell]]:
        rows: dict[int, list[Cell]] = defaultdict(list)
        unsorted: set[int] = set()  # few are: most readers give cells in their order
        for cell in self.cells:
            for number in (cell.row,) if cell.rowspan == 1 else cell.rows:
                row = rows[number]
                if row and row[-1].column > cell.column:
                    unsorted.add(number)
                row.append(cell)
        for number in unsorted:
            rows[number].sort(key=_COLUMN)
        return rows

    def at(self, row: int, column: int) -> Cell | None:
        """Give the cell that covers a slot."""
        cells = self.covering(row)
        number = bisect_right(cells, column, key=_COLUMN)
        cell = cells[number - 1] if number else None
        return cell if cell and column < cell.column + cell.colspan else None

    def starting(self, row: int) -> list[Cell]:
        """Give the cells whose first row this is, from left to right."""
        return [cell for cell in self.covering(row) if cell.row == row]

    def covering(self, row: int) -> list[Cell]:
        """Give the cells that cover any slot of a row, from left to right, each once."""
        return self._covering.get(row, [])

    def rows(self) -> Iterator[int]:
        """Row numbers, from the top."""
        return iter(range(self.height))


def lay_out(rows: Iterable[Iterable[tuple[int, int, str]]], table: int) -> Grid:
    """Make a Grid of rows of (rowspan, colspan, text), as flow formats give them.

    A cell takes the first slot of its row that no cell from above covers (the table model of
    HTML). `table` is the number of the table in its document. A rowspan that runs past the last
    row is cut there.
    """
    listed = [list(row) for row in rows]
    new = tuple.__new__  # Cell(…) takes twice as long
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, entries in enumerate(listed):
        column = 0
        for rowspan, colspan, text in entries:
            while taken and (row, column) in taken:
                column += 1
            width = 1 if colspan == 1 else _free_width(taken, row, column, colspan)
            height = 1 if rowspan == 1 else min(rowspan or len(listed), len(listed) - row)
            place = new(Place, (None, None, table, row, column))
            cells.append(new(Cell, (row, column, height, width, text, place, False, "", ())))
            if height > 1:
                below_it = product(range(row + 1, row + height), range(column, column + width))
                taken.update(below_it)
            column += width
    return Grid(tuple(cells))


def _free_width(taken: set[tuple[int, int]], row: int, column: int, colspan: int) -> int:
    """Cut a colspan where a cell from above stands in its way, so that no slot is covered twice."""
    for width in range(1, colspan):
        if (row, column + width) in taken:
            return width
    return max(colspan, 1)


def below(upper: Grid, lower: Grid) -> Grid | None:
    """Put two pieces of one table together, the second under the first; None if they do not fit.

    Pieces with page positions fit if they share their outer borders, or nearly all borders of the
    one that has fewer; their columns are the borders of both. Pieces without positions fit if they
    have as many columns.
    """
    if upper.edges is None or lower.edges is None:
        if upper.width != lower.width:
            return None
        return Grid(upper.cells + tuple(c.moved(upper.height) for c in lower.cells))
    moved = _aligned(upper.edges, lower.edges)
    if moved is None:
        return None
    lower = Grid(lower.cells, moved)
    edges: list[float] = []
    for x in sorted(upper.edges + moved):
        if not edges or not _near(edges[-1], x):
            edges.append(x)
    top = _on_edges(upper, edges)
    bottom = (c.moved(upper.height) for c in _on_edges(lower, edges))
    return Grid((*top, *bottom), tuple(edges))


# Borders of one table on two pages differ by less than this, in points: less than half a digit.
_SAME_BORDER = 3.0
# A page break may leave an outer border undrawn, beside cells that span the whole page. Then so
# many borders of the piece with fewer must stand in the other too.
_SHARED = 0.8
_FEWEST_SHARED = 3


def _aligned(upper: tuple[float, ...], lower: tuple[float, ...]) -> tuple[float, ...] | None:
    """Give the borders of the lower piece as they stand on the page of the upper; None if none fit.

    Margins that are mirrored shift each second page; then all borders must fit once it is undone.
    So they must where a page is of another scale.
    """
    if _share_borders(upper, lower):
        return lower
    by = upper[0] - lower[0]
    moved = tuple(x + by for x in lower)
    few, many = sorted((upper, moved), key=len)
    fits = _near(upper[-1], moved[-1]) and all(any(_near(x, y) for y in many) for x in few)
    if fits and len(few) > _FEWEST_SHARED:
        return moved
    return upper if len(few) > _FEWEST_SHARED and _are_scaled(upper, lower) else None


# Borders of one table on two pages of other sizes differ by less than this share of its width.
_SAME_SHARE = 0.01


def _are_scaled(upper: Sequence[float], lower: Sequence[float]) -> bool:
    """Whether a table is as another but larger or smaller, as on a page that was photographed."""
    if len(upper) != len(lower):
        return False
    (one, *_, end), (other, *_, far) = upper, lower
    shares = (
        ((x - one) / (end - one), (y - other) / (far - other))
        for x, y in zip(upper, lower, strict=True)
    )
    return all(abs(a - b) < _SAME_SHARE for a, b in shares)


def _share_borders(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    if _near(one[0], other[0]) and _near(one[-1], other[-1]):
        return True
    few, many = sorted((one, other), key=len)
    shared = sum(any(_near(x, y) for y in many) for x in few)
    return shared >= max(_FEWEST_SHARED, _SHARED * len(few))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_BORDER


def _nearest(edges: Sequence[float], x: float) -> int:
    """Give the number of the edge nearest to a place, the lower of two."""
    after = bisect_left(edges, x)
    if after and (after == len(edges) or x - edges[after - 1] <= edges[after] - x):
        return after - 1
    return after


def _on_edges(grid: Grid, edges: list[float]) -> Iterator[Cell]:
    assert grid.edges is not None  # noqa: S101 - told to the type checker; `below` has looked
    at = [_nearest(edges, x) for x in grid.edges]
    if at == [*range(len(at))]:  # both have the same borders up to there
        yield from grid.cells
        return
    for cell in grid.cells:
        start, end = at[cell.column], at[cell.column + cell.colspan]
        same = start == cell.column and end == start + cell.colspan
        yield cell if same else cell._replace(column=start, colspan=end - start)
