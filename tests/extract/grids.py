"""Random tables with merged cells, and what each format makes of them."""

from dataclasses import dataclass

from hypothesis import strategies as st

from extract.grid import Grid


@dataclass(frozen=True)
class Slot:
    """A cell to draw: its rectangle and its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


def shape(grid: Grid) -> set[Slot]:
    """Give the cells of a grid without their places."""
    return {Slot(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells}


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, list[Slot]]:
    """Give (rows, columns, cells): rectangles that cover a table, blanks and figures in them.

    Every row and every column has a border somewhere inside the table, else it would be none.
    """
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(rows) for c in range(columns)}
    slots: list[Slot] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            width = draw(st.integers(1, 3)) if row else 1
            while any((row, c) not in free for c in range(column, column + width)):
                width -= 1
            height = draw(st.integers(1, 3)) if column else 1
            while any(
                (r, c) not in free
                for r in range(row, row + height)
                for c in range(column, column + width)
            ):
                height -= 1
            text = draw(st.sampled_from(["", "0", "1", "23", "/", "自然人", "总计"]))
            slots.append(Slot(row, column, height, width, text))
            free -= {
                (r, c) for r in range(row, row + height) for c in range(column, column + width)
            }
    return rows, columns, slots


def in_rows(rows: int, slots: list[Slot]) -> list[list[Slot]]:
    """Group cells by their first row, from left to right."""
    return [sorted((s for s in slots if s.row == r), key=lambda s: s.column) for r in range(rows)]
