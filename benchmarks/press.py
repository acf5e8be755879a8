"""Sets a report on pages: paragraphs, ruled tables broken by pages, page numbers."""

import random
from collections.abc import Callable, Sequence

from benchmarks.canvas import Canvas, advances
from benchmarks.layouts import Table
from extract.grid import Cell, lay_out

Side = tuple[float, float, float, float]


class Press:
    """Sets lines and tables on pages; a table goes on where a page ends, inside a row too."""

    def __init__(
        self,
        chance: random.Random,
        canvas: Callable[[float, float], Canvas],
        strokes: Sequence[str] = ("line", "rect", "thin"),
    ) -> None:
        """`strokes` are ways to draw the sides of cells, one of which is taken; see `_sides`."""
        self.width, self.height = chance.choice([(595, 842), (842, 595), (612, 792)])
        self.margin: float = chance.choice([40, 72, 90])
        self.size = chance.choice([7.5, 9, 10.5, 12])
        self.stroke = chance.choice(strokes)
        self.foot = chance.choice(["- {} -", "— {} —", "{}", ""])
        self.canvas = canvas(self.width, self.height)
        self.page = 1
        self.y: float = self.margin

    @property
    def pitch(self) -> float:
        """Distance from one line to the next."""
        return self.size * 1.3

    @property
    def inside(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    def close(self) -> bytes:
        """Give the file."""
        self._end_page()
        return self.canvas.data()

    def paragraph(self, text: str) -> None:
        """Set a paragraph."""
        per_line = int(self.inside // self.size)
        for start in range(0, len(text), per_line):
            if self.y + self.pitch > self.height - self.margin:
                self.turn()
            self.canvas.text(text[start : start + per_line], self.margin, self.y, self.size)
            self.y += self.pitch
        self.y += self.pitch * 0.5

    def table(self, rows: Table) -> None:
        """Set a table."""
        grid = lay_out(rows, 0)
        edges = self._edges(grid.width)
        lines = {c: self._wrapped(c, edges) for c in grid.cells}
        heights = self._heights(grid.height, lines)
        row = 0
        offset = 0.0  # of the present row, what earlier pages hold
        while row < grid.height:
            row, offset = self._fill_page(grid.cells, lines, heights, edges, row, offset)
        self.y += self.pitch

    def _edges(self, columns: int) -> list[float]:
        widths = [1.0] * columns
        if columns == 10:
            widths = [0.8, 1.2, 3, *[1.0] * 7]
        whole = sum(widths)
        edges = [self.margin]
        for width in widths:
            edges.append(edges[-1] + self.inside * width / whole)
        return edges

    def _wrapped(self, cell: Cell, edges: Sequence[float]) -> list[str]:
        room = edges[cell.column + cell.colspan] - edges[cell.column] - 4
        lines, line, used = [], "", 0.0
        for char, width in zip(cell.text, advances(cell.text, self.size), strict=True):
            if line and used + width > room:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + width
        return [*lines, line]

    def _heights(self, rows: int, lines: dict[Cell, list[str]]) -> list[float]:
        heights = [self.pitch + 4] * rows
        for cell, text in sorted(lines.items(), key=lambda pair: pair[0].rowspan):
            have = sum(heights[r] for r in cell.rows)
            need = len(text) * self.pitch + 4
            if need > have:
                heights[cell.rows[-1]] += need - have
        return heights

    def _fill_page(
        self,
        cells: Sequence[Cell],
        lines: dict[Cell, list[str]],
        heights: Sequence[float],
        edges: Sequence[float],
        row: int,
        offset: float,
    ) -> tuple[int, float]:
        """Draw what fits of the rows from `row` on; give the row and offset to go on with."""
        room = self.height - self.margin - self.y
        if room < 3 * self.pitch:
            self.turn()
            return row, offset
        tops = [self.y - offset]  # of row, on this page
        last = row
        while last < len(heights) and tops[-1] + heights[last] <= self.y + room:
            tops.append(tops[-1] + heights[last])
            last += 1
        bottom = tops[-1]
        torn = last < len(heights) and self.y + room - bottom > 2 * self.pitch
        if torn:  # the next row goes on over the page
            bottom = (
                self.y
                + int((room - (bottom - self.y)) // self.pitch) * self.pitch
                + (bottom - self.y)
            )
            tops.append(bottom)
        elif last == row:
            self.turn()
            return row, offset
        end = last + 1 if torn else last
        for cell in cells:
            if cell.row >= end or cell.row + cell.rowspan <= row:
                continue
            self._draw(cell, lines, edges, tops, row, end, bottom)
        used = bottom - tops[-2] if torn else 0.0
        self.y = bottom
        if last < len(heights):
            self.turn()
        return last, used

    def _draw(
        self,
        cell: Cell,
        lines: dict[Cell, list[str]],
        edges: Sequence[float],
        tops: Sequence[float],
        row: int,
        end: int,
        bottom: float,
    ) -> None:
        top = max(tops[max(cell.row, row) - row], self.y)
        under = min(tops[min(cell.row + cell.rowspan, end) - row], bottom)
        left, right = edges[cell.column], edges[cell.column + cell.colspan]
        self._box(left, top, right, under)
        text = lines[cell]
        while text and top + self.pitch <= under + 1:
            self.canvas.text(text.pop(0), left + 2, top + 1, self.size)
            top += self.pitch

    def _box(self, left: float, top: float, right: float, bottom: float) -> None:
        if self.stroke == "rect":
            self.canvas.box(left, top, right, bottom, filled=False)
            return
        for x0, y0, x1, y1 in self._sides(left, top, right, bottom):
            if self.stroke == "thin":
                self.canvas.box(x0, y0, max(x1, x0 + 0.5), max(y1, y0 + 0.5), filled=True)
            else:
                self.canvas.line(x0, y0, x1, y1)

    def _sides(self, left: float, top: float, right: float, bottom: float) -> list[Side]:
        """Give the sides of a cell that are drawn."""
        level = [(left, bottom, right, bottom), (left, top, right, top)]
        upright = [(left, top, left, bottom), (right, top, right, bottom)]
        ends = (self.margin, self.width - self.margin)
        outer = [side for side in upright if min(abs(side[0] - end) for end in ends) < 1]
        drawn = {"none": [], "level": level, "upright": upright, "frame": [*level, *outer]}
        return drawn.get(self.stroke, [*level, *upright])

    def turn(self) -> None:
        """Go on to the next page."""
        self._end_page()
        self.page += 1
        self.y = self.margin

    def _end_page(self) -> None:
        foot = self.foot.format(self.page)
        x = (self.width - sum(advances(foot, 9))) / 2
        self.canvas.text(foot, x, self.height - self.margin / 2 - 9, 9)
        self.canvas.end_page()
