"""The tables of the form of 2021, drawn from figures, to be broken and misprinted by tests."""

from collections.abc import Callable

from benchmarks.figures import FigureSet
from benchmarks.layouts import Style, section_three
from extract.form.edition import FormTable, editions
from extract.grid import Grid, lay_out
from extract.report import Figure

Fill = Callable[[str, str], str]


def applications_table() -> FormTable:
    """Give the form's table of section three."""
    return next(t for t in editions()["2021"].tables if t.name == "applications")


def applications(fill: Fill, relabel: dict[str, str] | None = None) -> Grid:
    """Draw section three: `fill(row, column)` gives what is printed, `relabel` a row's label."""
    table = applications_table()
    rows = [row for row in table.rows if not row.replaces]
    printed = {(table.name, r.name, c): fill(r.name, c) for r in rows for c in table.columns}
    drawn = section_three(FigureSet(editions()["2021"], printed, "", 2023), Style())
    other = {row.labels[0]: (relabel or {}).get(row.name, row.labels[0]) for row in rows}
    return lay_out([[(r, c, other.get(text, text)) for r, c, text in row] for row in drawn], 0)


def cut(grid: Grid, rows: int) -> tuple[Grid, Grid]:
    """Cut a grid between two rows, as a page break does: a cell over the cut goes on, empty."""
    upper, lower = [], []
    for cell in grid.cells:
        if cell.row + cell.rowspan <= rows:
            upper.append(cell)
        elif cell.row >= rows:
            lower.append(cell._replace(row=cell.row - rows))
        else:
            upper.append(cell._replace(rowspan=rows - cell.row))
            lower.append(cell._replace(row=0, rowspan=cell.row + cell.rowspan - rows, text=""))
    return Grid(tuple(upper)), Grid(tuple(lower))


def values(figures: dict[tuple[str, str, str], Figure]) -> dict[tuple[str, str], object]:
    """Give values by (row, column)."""
    return {(row, column): f.value for (_, row, column), f in figures.items()}
