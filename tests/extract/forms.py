"""The tables of the form of 2021, drawn from figures, to be broken and misprinted by tests."""

from collections.abc import Callable

from extract.form.edition import FormTable, editions
from extract.grid import Grid, lay_out
from extract.report import Figure

HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
Fill = Callable[[str, str], str]


def applications_table() -> FormTable:
    """Give the form's table of section three."""
    return next(t for t in editions()["2021"].tables if t.name == "applications")


def applications(fill: Fill, relabel: dict[str, str] | None = None) -> Grid:
    """Draw section three: `fill(row, column)` gives what is printed, `relabel` a row's label."""
    table = applications_table()
    rows = [r for r in table.rows if not r.replaces]
    lines: list[list[tuple[int, int, str]]] = [
        [
            (3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
            (1, 7, "申请人情况"),
        ],
        [(2, 1, HEADS[0]), (1, 5, "法人或其他组织"), (2, 1, HEADS[6])],
        [(1, 1, head) for head in HEADS[1:6]],
    ]
    seen: set[str] = set()
    for row in rows:
        label = (relabel or {}).get(row.name, row.labels[0])
        cells: list[tuple[int, int, str]] = []
        if row.name == "disclosed":
            cells.append((len(rows) - 3, 1, "三、本年度办理结果"))
        if row.group and row.group not in seen:
            seen.add(row.group)
            members = sum(r.group == row.group for r in rows)
            cells.append((members, 1, table.groups[row.group][0]))
        top = row.name in ("received", "carried_over_in", "carried_over_out")
        cells.append((1, 3 if top else 1 if row.group else 2, label))
        cells += [(1, 1, fill(row.name, column)) for column in table.columns]
        lines.append(cells)
    return lay_out(lines, table=0)


def cut(grid: Grid, rows: int) -> tuple[Grid, Grid]:
    """Cut a grid between two rows, as a page break does: a cell over the cut goes on, empty."""
    from dataclasses import replace

    upper, lower = [], []
    for cell in grid.cells:
        if cell.row + cell.rowspan <= rows:
            upper.append(cell)
        elif cell.row >= rows:
            lower.append(replace(cell, row=cell.row - rows))
        else:
            upper.append(replace(cell, rowspan=rows - cell.row))
            lower.append(replace(cell, row=0, rowspan=cell.row + cell.rowspan - rows, text=""))
    return Grid(tuple(upper)), Grid(tuple(lower))


def values(figures: dict[tuple[str, str, str], Figure]) -> dict[tuple[str, str], object]:
    """Give values by (row, column)."""
    return {(row, column): f.value for (_, row, column), f in figures.items()}
