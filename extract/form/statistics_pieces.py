"""Statistics tables taken out of a document: told by their heads, put together where parted.

A page parts a table, and so does a sheet: its reader takes a row with a single text, as headings
in these tables are, for a paragraph.
"""

from collections.abc import Iterator, Sequence

from extract.blocks import Block, Paragraph
from extract.form.indicators import is_sign, vocabulary
from extract.form.outline import mark_of
from extract.form.sections import section_heading
from extract.form.statistics_table import Table
from extract.form.text import fold
from extract.grid import Cell, Grid, below
from extract.report import Place

# A paragraph between two pieces of a sheet may be a heading of the table; those are not longer.
_LONGEST_HEADING = 60


def part_tables(blocks: Sequence[Block]) -> tuple[list[Table], list[Block]]:
    """Give the statistics tables of a document, made whole, and its other blocks in their order."""
    tables: list[Table] = []
    rest: list[Block] = []
    between: list[Paragraph] = []
    current: Table | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        whole = _gone_on(current.grid, between, block) if current else None
        if current and whole is None:
            rest += _close(current, tables)
        if whole is None:
            rest += between
            table = Table(block)
            whole = table if table.heads and _measured(table) else None
            rest += [] if whole else [block]
        elif current and not _in_same_sheet(current.grid, block):
            rest += between
        current, between = whole, []
    if current:
        rest += _close(current, tables)
    return tables, rest + between


def _measured(table: Table, above: int = 0) -> bool:
    """Whether most units below the heads, from row `above` on, are units of measure, or none is."""
    units = [
        line.unit.text
        for line in table.lines
        if line.unit and line.unit.row >= above and not is_sign(line.unit.text)
    ]
    return 2 * sum(map(vocabulary().measures, units)) >= len(units)


def _close(table: Table, tables: list[Table]) -> Iterator[Block]:
    """Cut a table out of its grid; what stands above its heads and under its last count is left."""
    grid = table.grid
    counted = [c.row for line in table.lines if line.counted for c in (*line.name, *line.cells)]
    if not counted:
        yield grid
        return
    first, last = next(iter(table.heads)), max(counted)
    if (first, last) == (0, grid.height - 1):
        tables.append(table)
        return
    above = {_printed(grid, row) for row in range(first)}  # 填报单位：…, on each page again
    own = _rows(grid, range(first, last + 1))
    kept = tuple(c for c in own.cells if _printed(own, c.row) not in above)
    tables.append(Table(Grid(kept, grid.edges)))
    for rows in (range(first), range(last + 1, grid.height)):
        if (piece := _rows(grid, rows)).cells:
            yield piece


def _printed(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in grid.covering(row))


def _rows(grid: Grid, rows: range) -> Grid:
    cells = (c.moved(-rows.start) for c in grid.cells if c.row in rows)
    return Grid(tuple(cells), grid.edges)


def _gone_on(upper: Grid, between: Sequence[Paragraph], lower: Grid) -> Table | None:
    """Give both pieces as one table if the second fits; its page may print the heads again.

    A few lines may part them, as 续表 and page numbers do, if the second has no heads of its own.
    """
    if not lower.cells:
        return None
    if _in_same_sheet(upper, lower):
        heading = all(_may_head(p.text) for p in between)
        grid: Grid | None = _in_one_sheet(upper, between, lower) if heading else None
    elif between and (_part(between) or Table(lower).heads):
        return None
    else:
        grid = below(upper, lower)
    whole = Table(grid) if grid else None
    if whole is None or not _measured(whole, above=upper.height):
        return None
    new = (line.text for line in whole.lines if line.name and line.name[0].row >= upper.height)
    return None if between and not any(map(vocabulary().knows, new)) else whole


# So many lines part the pieces of a table at most: a foot, a head, 续表.
_MOST_LINES = 3


def _part(between: Sequence[Paragraph]) -> bool:
    """Whether lines are too many or say too much to stand between the pieces of a table."""
    return len(between) > _MOST_LINES or any(
        section_heading(p.text) or len(fold(p.text)) > _LONGEST_HEADING for p in between
    )


def _in_same_sheet(upper: Grid, lower: Grid) -> bool:
    return _sheet(upper) is not None and _sheet(upper) == _sheet(lower)


def _may_head(text: str) -> bool:
    return len(fold(text)) <= _LONGEST_HEADING and mark_of(text).ordinal > 0


def _sheet(grid: Grid) -> int | None:
    """Give the number of the table or sheet that a grid of a flow format stands in."""
    return grid.cells[0].place.table


def _in_one_sheet(upper: Grid, between: Sequence[Paragraph], lower: Grid) -> Grid:
    """Put a piece of a sheet under another, with the headings between them, column by column.

    A reader of sheets takes a row with a single text for a paragraph, which has no place: its row
    is told by the rows under it.
    """
    shift = _left(lower) - _left(upper)
    top = lower.cells[0].place
    cells = list(upper.cells)
    for number, paragraph in enumerate(between):
        row = None if top.row is None else top.row - len(between) + number
        place = Place(table=top.table, row=row, column=_left(upper))
        cells.append(Cell(upper.height + number, 0, 1, upper.width, paragraph.text, place))
    start = upper.height + len(between)
    cells += (c._replace(row=start + c.row, column=c.column + shift) for c in lower.cells)
    return Grid(tuple(cells))


def _left(grid: Grid) -> int:
    """Give the column of the sheet that the grid's first column is."""
    cell = grid.cells[0]
    return (cell.place.column or 0) - cell.column
