"""A report as a document: one set of figures in one style, as the bytes of a format."""

import html
import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import docx
from docx.shared import Pt

from benchmarks import ofd, pictured, scan, spreadsheet, word97
from benchmarks.canvas import Canvas, PdfCanvas
from benchmarks.figures import FigureSet
from benchmarks.indicators import StatisticsSet
from benchmarks.layouts import (
    PROSE,
    SECTIONS,
    Style,
    Table,
    section_four,
    section_three,
    section_two,
)
from benchmarks.press import Press
from extract.grid import lay_out

Figures = FigureSet | StatisticsSet


def content(figures: Figures, how: Style) -> Iterator[str | Table]:
    """Paragraphs and tables of a report, in order."""
    yield figures.title
    yield f"本报告的统计期限为{figures.year}年1月1日至{figures.year}年12月31日。"
    if isinstance(figures, StatisticsSet):
        yield "附件：政府信息公开情况统计表"
        yield figures.table()
        return
    tables = {1: section_two(figures, how), 2: [section_three(figures, how)]}
    tables[3] = [section_four(figures, how)]
    for number, heading in enumerate(SECTIONS):
        yield heading
        yield from tables.get(number, [PROSE])


def as_html(figures: Figures, how: Style, seed: int) -> bytes:
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


def as_docx(figures: Figures, how: Style, seed: int) -> bytes:  # noqa: ARG001 - one signature
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


def as_doc(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a document of Word 97, or of WPS."""
    return word97.doc(as_docx(figures, how, seed))


def as_xlsx(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a workbook of Excel."""
    return spreadsheet.xlsx(_sheets(figures, how, seed))


def as_xls(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a workbook of Excel 97, or of WPS."""
    return spreadsheet.xls(_sheets(figures, how, seed))


def _sheets(figures: Figures, how: Style, seed: int) -> list[spreadsheet.Sheet]:
    """Set a report on one sheet, or a sheet a section; headings in one cell or over the page."""
    chance = random.Random(seed)  # noqa: S311 - layout, not secrets
    top, left, gap, width = (chance.choice(c) for c in ((0, 1), (0, 1), (0, 1), (1, 10, 15)))
    apart, as_text = chance.random() < 0.3, chance.random() < 0.3
    sheets: list[spreadsheet.Sheet] = []
    for item in content(figures, how):
        if not sheets or (apart and item in SECTIONS):
            sheets.append(spreadsheet.Sheet(f"Sheet{len(sheets) + 1}"))
            row = top
        if isinstance(item, str):
            sheets[-1].put(row, left, 1, width, item)
            row += 1 + gap
            continue
        grid = lay_out(item, 0)
        for c in grid.cells:
            value = c.text if as_text else _as_number(c.text)
            sheets[-1].put(row + c.row, left + c.column, c.rowspan, c.colspan, value)
        row += grid.height + gap
    return sheets


def _as_number(text: str) -> str | int | float:
    if text.isascii() and text.isdecimal():
        return int(text)
    return float(text) if re.fullmatch(r"[0-9]+\.[0-9]+", text) else text


def as_pdf(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a PDF: ruled tables, rows and cells broken by pages, page numbers."""
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrets
    return _printed(figures, how, chance, PdfCanvas)


def as_open_pdf(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a PDF whose tables have no rules, or rules in one direction, or no inner columns."""
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrets
    return _printed(figures, how, chance, PdfCanvas, ("none", "level", "upright", "frame"))


def as_ofd(figures: Figures, how: Style, seed: int) -> bytes:
    """Give an OFD file, set as the PDF is."""
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrets
    habit = ofd.HABITS[seed % len(ofd.HABITS)]
    return _printed(figures, how, chance, partial(ofd.ofd_canvas, habit=habit))


def as_scan(figures: Figures, how: Style, seed: int, dpi: int) -> bytes:
    """Give scanned pages, set as the PDF is: pictures in a PDF or in a TIFF."""
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrets
    canvas = partial(scan.scan_canvas, how=scan.habit(seed, dpi), seed=seed)
    return _printed(figures, how, chance, canvas)


def as_pictured_html(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a page of a portal whose tables are pictures; of each fourth, all of it is."""
    give = pictured.all_pictured if seed % 4 == 0 else pictured.with_tables_pictured
    return give(figures.title, content(figures, how), seed)


def as_pictured_pdf(figures: Figures, how: Style, seed: int) -> bytes:
    """Give a PDF with text whose tables are pictures."""
    return pictured.in_pages(content(figures, how), seed)


def _printed(
    figures: Figures,
    how: Style,
    chance: random.Random,
    canvas: Callable[[float, float], Canvas],
    strokes: Sequence[str] = ("line", "rect", "thin"),
) -> bytes:
    press = Press(chance, canvas, strokes)
    for item in content(figures, how):
        if isinstance(item, str):
            press.paragraph(item)
        else:
            press.table(item)
    return press.close()


FORMATS: dict[str, Callable[[Figures, Style, int], bytes]] = {
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "xls": as_xls,
    "pdf": as_pdf,
    "open pdf": as_open_pdf,
    "ofd": as_ofd,
}
# These need fonts or programs of the machine, and seconds a document; so what runs over all formats
# leaves them out.
SLOW: dict[str, Callable[[Figures, Style, int], bytes]] = {
    "doc": as_doc,
    "scan150": partial(as_scan, dpi=150),
    "scan200": partial(as_scan, dpi=200),
    "scan300": partial(as_scan, dpi=300),
    "pictured html": as_pictured_html,
    "pictured pdf": as_pictured_pdf,
}
