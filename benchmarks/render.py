"""A report as a document: one set of figures in one style, as the bytes of a format."""

import html
import io
import random
from collections.abc import Callable, Iterator, Sequence

import docx
from docx.shared import Pt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.figures import FigureSet
from benchmarks.layouts import (
    PROSE,
    SECTIONS,
    Style,
    Table,
    section_four,
    section_three,
    section_two,
)
from extract.grid import Cell, lay_out

FONT = "STSong-Light"  # every PDF reader has its own glyphs for it; nothing is embedded
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def content(figures: FigureSet, how: Style) -> Iterator[str | Table]:
    """Paragraphs and tables of a report, in order."""
    yield figures.title
    yield f"本报告的统计期限为{figures.year}年1月1日至{figures.year}年12月31日。"
    tables = {1: section_two(figures, how), 2: [section_three(figures, how)]}
    tables[3] = [section_four(figures, how)]
    for number, heading in enumerate(SECTIONS):
        yield heading
        yield from tables.get(number, [PROSE])


def as_html(figures: FigureSet, how: Style, seed: int) -> bytes:
    """Give a page of a portal, its cells plain or pasted from Word."""
    chance = random.Random(seed)  # noqa: S311 - markup, not secrets
    word = chance.random() < 0.5

    def cell(text: str) -> str:
        shown = html.escape(text)
        if not word:
            return shown or "&nbsp;"
        spans = "".join(f"<span lang=EN-US>{c}</span>" for c in shown) if len(text) < 6 else shown
        return f"<p class=MsoNormal>{spans}<o:p></o:p></p>"

    parts = [f"<html><head><meta charset=utf-8><title>{figures.title}</title></head><body><div>"]
    for item in content(figures, how):
        if isinstance(item, str):
            parts.append(f"<p>{html.escape(item)}</p>")
            continue
        rows = (
            "".join(f"<td rowspan={r} colspan={c}>{cell(text)}</td>" for r, c, text in row)
            for row in item
        )
        parts.append("<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    parts.append("</div><p>主办单位：某某县人民政府</p></body></html>")
    return "".join(parts).encode()


def as_docx(figures: FigureSet, how: Style, seed: int) -> bytes:  # noqa: ARG001 - one signature
    """Give a Word document."""
    document = docx.Document()
    for item in content(figures, how):
        if isinstance(item, str):
            document.add_paragraph(item)
            continue
        grid = lay_out(item, 0)
        table = document.add_table(grid.height, grid.width, "Table Grid")
        for c in grid.cells:
            last = table.cell(c.row + c.rowspan - 1, c.column + c.colspan - 1)
            merged = table.cell(c.row, c.column).merge(last)
            merged.paragraphs[0].add_run(c.text).font.size = Pt(8)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_pdf(figures: FigureSet, how: Style, seed: int) -> bytes:
    """Give a PDF: ruled tables, rows and cells broken by pages, page numbers."""
    file = io.BytesIO()
    press = _Press(file, random.Random(seed))  # noqa: S311 - geometry, not secrets
    for item in content(figures, how):
        if isinstance(item, str):
            press.paragraph(item)
        else:
            press.table(item)
    press.close()
    return file.getvalue()


class _Press:
    """Sets lines and tables on pages; a table goes on where a page ends, inside a row too."""

    def __init__(self, file: io.BytesIO, chance: random.Random) -> None:
        self.width, self.height = chance.choice([(595, 842), (842, 595), (612, 792)])
        self.margin: float = chance.choice([40, 72, 90])
        self.size = chance.choice([7.5, 9, 10.5, 12])
        self.stroke = chance.choice(["line", "rect", "thin"])
        self.foot = chance.choice(["- {} -", "— {} —", "{}", ""])
        self.canvas = Canvas(file, pagesize=(self.width, self.height))
        self.page = 1
        self.y: float = self.margin

    @property
    def pitch(self) -> float:
        return self.size * 1.3

    @property
    def inside(self) -> float:
        return self.width - 2 * self.margin

    def close(self) -> None:
        self._end_page()
        self.canvas.save()

    def paragraph(self, text: str) -> None:
        per_line = int(self.inside // self.size)
        for start in range(0, len(text), per_line):
            if self.y + self.pitch > self.height - self.margin:
                self._turn()
            self._print(text[start : start + per_line], self.margin, self.y)
            self.y += self.pitch
        self.y += self.pitch * 0.5

    def table(self, rows: Table) -> None:
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
        for char in cell.text:
            width = self.size if ord(char) > 255 else self.size / 2
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
            self._turn()
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
            self._turn()
            return row, offset
        end = last + 1 if torn else last
        for cell in cells:
            if cell.row >= end or cell.row + cell.rowspan <= row:
                continue
            self._draw(cell, lines, edges, tops, row, end, bottom)
        used = bottom - tops[-2] if torn else 0.0
        self.y = bottom
        if last < len(heights):
            self._turn()
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
            self._print(text.pop(0), left + 2, top + 1)
            top += self.pitch

    def _box(self, left: float, top: float, right: float, bottom: float) -> None:
        y = self.height - bottom
        if self.stroke == "rect":
            self.canvas.rect(left, y, right - left, bottom - top)
            return
        for x0, y0, x1, y1 in (
            (left, y, right, y),
            (left, y + bottom - top, right, y + bottom - top),
            (left, y, left, y + bottom - top),
            (right, y, right, y + bottom - top),
        ):
            if self.stroke == "line":
                self.canvas.line(x0, y0, x1, y1)
            else:
                self.canvas.rect(x0, y0, max(x1 - x0, 0.5), max(y1 - y0, 0.5), stroke=0, fill=1)

    def _print(self, text: str, x: float, top: float) -> None:
        self.canvas.setFont(FONT, self.size)
        self.canvas.drawString(x, self.height - top - self.size, text)

    def _turn(self) -> None:
        self._end_page()
        self.page += 1
        self.y = self.margin

    def _end_page(self) -> None:
        self.canvas.setFont(FONT, 9)
        foot = self.foot.format(self.page)
        self.canvas.drawCentredString(self.width / 2, self.margin / 2, foot)
        self.canvas.showPage()


FORMATS: dict[str, Callable[[FigureSet, Style, int], bytes]] = {
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
}
