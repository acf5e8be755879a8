"""The statistics tables of 2008 to 2018 in a document's grids: their heads, rows and cells.

A table is recognised by its heads, which every layout has: a name, a unit and at least one count.
One without units is known by the indicators under its head of names.

Fujian: 指标名称, 计量单位, 2012年度, 历年累计
国办发〔2014〕32号: 序号, 统计指标, 单位, one count or several
Gansu: 指标名称, 计量单位, 代码, 本期实际, 本年累计

Heads set twice side by side are two panels of one table, the left one first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from extract.form.indicators import vocabulary
from extract.form.outline import is_of_which, mark_of
from extract.form.text import fold, readable
from extract.grid import Cell, Grid
from extract.numbers import read_number
from extract.report import Place


@dataclass(frozen=True)
class Count:
    """A column of counts, and that of the sums up to then, if it has one."""

    head: str  # "" in a table without heads
    columns: range
    cumulative_head: str | None = None
    cumulative_columns: range | None = None

    @property
    def all_columns(self) -> tuple[range, ...]:
        """Its columns and those of its sums."""
        return tuple(c for c in (self.columns, self.cumulative_columns) if c is not None)


@dataclass(frozen=True)
class Panel:
    """The columns under one head of names. `unit` and `ordinal` are one column each, or none."""

    rows: range  # those of the heads
    ordinal: int | None  # None: no column numbers the rows
    names: range
    unit: int | None
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Line:
    """A row of a panel. `beside` are the cells before its own name, that head several rows."""

    panel: Panel
    ordinal: str
    beside: tuple[Cell, ...]
    name: tuple[Cell, ...]
    unit: Cell | None
    cells: tuple[Cell, ...]  # all that cover the row

    def under(self, columns: range) -> list[Cell]:
        """Give the cells in some columns; none where the row is cut short, or is one long name."""
        start, stop = columns.start, columns.stop
        return [
            c
            for c in self.cells
            if c.column < stop and start < c.column + c.colspan and c not in self.name
        ]

    @property
    def text(self) -> str:
        """The name as printed, without the blanks that only set the page."""
        return readable(" ".join(cell.text for cell in self.name).replace("\n", " "))

    @property
    def place(self) -> Place:
        """Where its name stands, or what there is of the row."""
        return (self.name or self.cells)[0].place

    def shared(self, cell: Cell) -> bool:
        """Whether a cell of counts lies under several heads, or beside several names."""
        columns = [c for count in self.panel.counts for c in count.all_columns]
        height = max((c.rowspan for c in self.name), default=1)
        return cell.rowspan > height or sum(_meet(cell.columns, c) for c in columns) > 1

    @cached_property
    def bare(self) -> bool:
        """Whether it has nothing but a name."""
        figures = (
            c for count in self.panel.counts for r in count.all_columns for c in self.under(r)
        )
        return all(c.blank for c in (*figures, *([self.unit] if self.unit else [])))

    @property
    def counted(self) -> bool:
        """Whether it has a unit of measure, or a number where one should be."""
        if self.unit is not None and vocabulary().measures(self.unit.text):
            return True
        under = (cell for count in self.panel.counts for cell in self.under(count.columns))
        return any(read_number(cell.text).value is not None for cell in under)


@dataclass(frozen=True)
class Table:
    """A grid, looked at as a statistics table: its heads and its rows, each found once."""

    grid: Grid

    @cached_property
    def heads(self) -> dict[int, tuple[Panel, ...]]:
        """Each row that heads columns with the panels under it; none in other grids."""
        return dict(_heads_of(self.grid))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows without the heads, panel after panel.

        A row that a page break parted is one again: of its two parts one has a part of the name
        only.
        """
        lines: list[Line] = []
        for line in _lines(self):
            if lines and _torn(lines[-1], line):
                held = lines[-1]
                lines[-1] = replace(line if held.bare else held, name=held.name + line.name)
            else:
                lines.append(line)
        return tuple(lines)


def _torn(upper: Line, lower: Line) -> bool:
    """Whether two rows are one: the name is known in one only, or a bracket goes over the break.

    At the top of a page, what has neither a number nor counts goes on the name above it.
    """
    if not (upper.bare or lower.bare) or (upper.panel.names, upper.beside) != (
        lower.panel.names,
        lower.beside,
    ):
        return False
    knows, one, other = vocabulary().knows, fold(upper.text), fold(lower.text)
    if upper.place.page != lower.place.page and not (upper.bare or knows(other)):
        return mark_of(other).words == other  # a heading has a number, or is known
    return (one.count("(") > one.count(")") and other.count(")") > other.count("(")) or (
        knows(one + other) and not knows(one) and not knows(other)
    )


def _lines(table: Table) -> Iterator[Line]:
    starts = [*table.heads, table.grid.height]
    for start, stop in pairwise(starts):
        for panel in table.heads[start]:
            for row in range(panel.rows.stop, stop):
                line = _line(table.grid, row, panel)
                if line is not None:
                    yield line


def _heads_of(grid: Grid) -> Iterator[tuple[int, tuple[Panel, ...]]]:
    said = {_says(cell.text) for cell in grid.cells if not cell.text.isdecimal()}
    if "head" not in said:  # as in the tables of the form: not worth a look at each row
        if "measure" in said and (panel := _without_heads(grid)):
            yield 0, (panel,)
        return
    below_heads = 0
    for row in grid.rows():
        if row < below_heads:
            continue
        panels = tuple(_panels(grid, row))
        if panels:
            below_heads = max(panel.rows.stop for panel in panels)
            yield row, panels


@lru_cache(maxsize=8192)  # the form's labels come again and again
def _says(text: str) -> str | None:
    """Tell whether a text may be a head of names or of units, or is a unit of measure."""
    words = vocabulary()
    if words.heads(text, "name") or words.heads(text, "unit"):
        return "head"
    return "measure" if words.measures(text) else None


def _panels(grid: Grid, row: int) -> Iterator[Panel]:
    words = vocabulary()
    cells = grid.covering(row)
    names = [cell for cell in cells if words.heads(cell.text, "name")] or [
        name
        for name, unit in pairwise(cells)
        if words.heads(unit.text, "unit") and _heads_indicators(grid, name)
    ]
    ends = [*(name.column for name in names), grid.width][1:]
    for name, end in zip(names, ends, strict=True):
        right = [cell for cell in cells if name.columns.stop <= cell.column < end]
        unit = next((cell for cell in right if words.heads(cell.text, "unit")), None)
        if unit is None and not _heads_indicators(grid, name):
            continue
        heads = (name, unit) if unit else (name,)
        rows = range(row, max(cell.rows.stop for cell in heads))
        counts = tuple(_counts(grid, rows, range(heads[-1].columns.stop, end)))
        if unit and not counts:  # the unit stands behind them
            counts = tuple(_counts(grid, rows, range(name.columns.stop, unit.column)))
        if counts:
            under = (grid.at(rows.stop, cell.column) for cell in heads)
            lettered = all(cell and words.heads(cell.text, "letters") for cell in under)
            rows = range(row, rows.stop + lettered)
            column = unit.column if unit else None
            yield Panel(rows, _ordinal(cells, name), name.columns, column, counts)


def _without_heads(grid: Grid) -> Panel | None:
    """Give the panel of a table without heads: names, units of measure, and one count."""
    if grid.width != _WITHOUT_HEADS or not _are_indicators(grid, 0, 0):
        return None
    units = [cell.text for row in grid.rows() if (cell := grid.at(row, 1)) and not cell.blank]
    if not units or not all(map(vocabulary().measures, units)):
        return None
    return Panel(range(0), None, range(1), 1, (Count("", range(2, 3)),))


# So many indicators, and more than half of the names: no table of anything else has these.
_FEWEST_INDICATORS = 3


_WITHOUT_HEADS = 3  # columns of a table without heads: name, unit, count


def _heads_indicators(grid: Grid, name: Cell) -> bool:
    """Whether what stands under a head of names are indicators."""
    return _are_indicators(grid, name.column, name.rows.stop)


def _are_indicators(grid: Grid, column: int, start: int) -> bool:
    """Whether what stands in a column, from a row on, are indicators."""
    cells = (grid.at(row, column) for row in range(start, grid.height))
    below = [cell.text for cell in dict.fromkeys(cells) if cell and not cell.blank]
    known = sum(map(vocabulary().knows, below))
    return known >= _FEWEST_INDICATORS and 2 * known > len(below)


def _ordinal(cells: Sequence[Cell], name: Cell) -> int | None:
    """Give the column that numbers the rows, if it stands before their names."""
    before = (cell for cell in cells if cell.columns.stop == name.column)
    return next((c.column for c in before if vocabulary().heads(c.text, "ordinal")), None)


def _counts(grid: Grid, rows: range, columns: range) -> Iterator[Count]:
    words = vocabulary()
    found: list[Count] = []
    for leaf in dict.fromkeys(_leaf(grid, rows, column) for column in columns):
        if leaf is None or words.heads(leaf.text, "neither") or words.heads(leaf.text, "unit"):
            continue
        head = _head_text(grid, rows, leaf)
        before = found[-1] if found else None
        if before and before.cumulative_head is None and words.sums_up(head):
            found[-1] = replace(before, cumulative_head=head, cumulative_columns=leaf.columns)
        else:
            found.append(Count(head, leaf.columns))
    yield from found


def _leaf(grid: Grid, rows: range, column: int) -> Cell | None:
    """Give the lowest text over a column."""
    over = (grid.at(row, column) for row in reversed(rows))
    return next((cell for cell in over if cell is not None and not cell.blank), None)


def _head_text(grid: Grid, rows: range, leaf: Cell) -> str:
    """Give what is printed over a column, outermost first."""
    over = (grid.at(row, leaf.column) for row in rows if row <= leaf.row)
    return " › ".join(dict.fromkeys(fold(c.text) for c in over if c is not None and not c.blank))


def _line(grid: Grid, row: int, panel: Panel) -> Line | None:
    """Take a row apart; None if nothing is printed in it, or nothing that begins there."""
    cells = tuple(grid.covering(row))
    labels = [c for c in cells if _meet(c.columns, panel.names) and not c.blank]
    # A column that numbers the rows may stand under the head of the names.
    labels = [c for c in labels if c is labels[-1] or not fold(c.text).isdecimal()]
    beside = tuple(c for c in labels[:-1] if c.rowspan > 1 and not is_of_which(c.text))
    # 其中 beside several rows is printed before the first of them.
    own = tuple(c for c in labels if c not in beside and (c.row == row or c is labels[-1]))
    unit = None if panel.unit is None else grid.at(row, panel.unit)
    line = Line(panel, _ordinal_of(grid, row, panel), beside, own, unit, cells)
    if unit in labels:
        line = replace(line, unit=None)
    figures = [c for count in panel.counts for r in count.all_columns for c in line.under(r)]
    begun = [c for c in (*own, unit, *figures) if c and c.row == row and not c.blank]
    return line if begun else None


def _ordinal_of(grid: Grid, row: int, panel: Panel) -> str:
    cell = None if panel.ordinal is None else grid.at(row, panel.ordinal)
    return fold(cell.text) if cell and cell.row == row else ""


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
