"""PDF as programs really make it: turned pages, sideways tables, watermarks, pictures of pages."""

import io
import random
from collections.abc import Callable
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from benchmarks.canvas import FONT, PdfCanvas
from benchmarks.figures import FigureSet, figure_set
from benchmarks.layouts import PROSE, SECTIONS, section_four, style
from benchmarks.press import Press
from benchmarks.render import as_open_pdf, as_pdf
from extract.layout import read_pages
from extract.read import read_report
from extract.readers.pdf_by_pdfium import marked_pages
from extract.readers.pdf_by_pdfplumber import plumbed_pages
from extract.readers.pdfium_calls import asked_of_all, floats_of_all, number_of, plain
from extract.report import Report
from extract.ruling import Rule

SEED = 1


@pytest.fixture(scope="module")
def figures() -> FigureSet:
    return figure_set(SEED)


@pytest.fixture(scope="module", params=[as_pdf, as_open_pdf])
def upright(figures: FigureSet, request: pytest.FixtureRequest) -> bytes:
    made: bytes = request.param(figures, style(SEED), SEED)
    return made


def changed(data: bytes, change: Callable[[pdfium.PdfPage], object]) -> bytes:
    document = pdfium.PdfDocument(data)
    for page in document:
        change(page)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def values(report: Report) -> dict[tuple[str, str, str], object]:
    return {(f.table, f.row, f.column): f.value for f in report.figures}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_the_wrong_way_is_read_and_places_are_on_the_page_as_shown(
    upright: bytes, figures: FigureSet, turn: int
) -> None:
    report = read_report(changed(upright, lambda page: page.set_rotation(turn)), "turned.pdf")
    assert values(report) == figures.values()
    box = read_report(upright, "upright.pdf").figures[0].place.bbox
    assert box is not None
    x0, top, x1, bottom = box
    width, height = pdfium.PdfDocument(upright)[0].get_size()
    expected = {
        90: (height - bottom, x0, height - top, x1),
        180: (width - x1, height - bottom, width - x0, height - top),
        270: (top, width - x1, bottom, width - x0),
    }
    assert report.figures[0].place.bbox == pytest.approx(expected[turn], abs=0.1)


def test_a_sheet_drawn_sideways_and_turned_back_is_upright(
    upright: bytes, figures: FigureSet
) -> None:
    def lay_down(page: pdfium.PdfPage) -> None:
        width, height = page.get_size()
        page.set_mediabox(0, 0, height, width)
        raw.FPDFPage_TransFormWithClip(page, raw.FS_MATRIX(0, 1, -1, 0, height, 0), None)
        page.set_rotation(90)

    sideways = changed(upright, lay_down)
    assert all(marked.page.to_shown is None for marked in marked_pages(sideways))
    report = read_report(sideways, "sideways.pdf")
    assert values(report) == figures.values()
    place, expected = report.figures[0].place, read_report(upright, "upright.pdf").figures[0].place
    assert place.page == expected.page
    assert place.bbox == pytest.approx(expected.bbox, abs=1.5)


def test_what_is_filled_into_the_fields_of_a_form_is_read() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.setFont(FONT, 10)
    for column, text in enumerate(("信息内容", "本年制发件数")):
        canvas.rect(40 + 120 * column, 200, 120, 30)
        canvas.rect(40 + 120 * column, 170, 120, 30)
        canvas.drawString(50 + 120 * column, 210, text)
    canvas.drawString(50, 180, "规章")
    canvas.acroForm.textfield(value="7", x=170, y=175, width=60, height=20, borderWidth=0)
    canvas.save()
    report = read_report(file.getvalue(), "form.pdf")
    assert [figure.raw for figure in report.figures] == ["7"]


@pytest.mark.parametrize("turn", [90, -90])
def test_a_table_that_is_printed_sideways_on_an_upright_page_is_read(turn: int) -> None:
    figures, how = figure_set(SEED), style(SEED)
    canvas = PdfCanvas(595, 842)
    canvas.text(figures.title, 60, 40, 14)
    canvas.text(SECTIONS[4], 60, 90, 10)
    canvas.text(PROSE, 60, 110, 10)
    with canvas.turned(turn):
        press = Press(random.Random(SEED), lambda _width, _height: canvas)  # noqa: S311 - geometry
        press.width, press.height, press.margin, press.size, press.y = 842, 595, 60, 9, 200
        press.table(section_four(figures, how))
    canvas.end_page()
    report = read_report(canvas.data(), "page.pdf")
    name = "reconsideration_litigation"
    assert values(report) == {a: v for a, v in figures.values().items() if a[0] == name}
    assert report.title == figures.title
    first, last = (report.figures[n].place.bbox or (0, 0, 0, 0) for n in (0, -1))
    assert first[0] == pytest.approx(last[0], abs=0.1), "they stand one above the other"
    assert (first[1] > last[1]) is (turn == 90)


@pytest.mark.parametrize("sideways", ["heads", "figures", "both"])
@pytest.mark.parametrize("turn", [90, -90])
def test_labels_and_figures_set_sideways_in_their_cells_are_read(sideways: str, turn: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont(FONT, 6)

    def cell(text: str, x: float, y: float, size: tuple[float, float], *, upright: bool) -> None:
        wide, high = size
        canvas.rect(x, y, wide, high)
        canvas.saveState()
        canvas.translate(x + wide / 2, y + high / 2)
        canvas.rotate(0 if upright else turn)
        canvas.drawCentredString(0, -2, text)
        canvas.restoreState()

    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    upright_heads, upright_figures = sideways == "figures", sideways == "heads"
    cell("行政复议", 60, 700, (150, 20), upright=True)
    for n, text in enumerate(results):
        cell(text, 60 + 30 * n, 620, (30, 80), upright=upright_heads)
        cell(str(10 + n), 60 + 30 * n, 590, (30, 30), upright=upright_figures)
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    cell("一、本年新收政府信息公开申请数量", 60, 370, (180, 30), upright=True)
    canvas.rect(60, 400, 180, 80)
    for n, text in enumerate(heads):
        cell(text, 240 + 40 * n, 400, (40, 80), upright=upright_heads)
        cell(str(100 + n), 240 + 40 * n, 370, (40, 30), upright=upright_figures)
    canvas.save()
    report = read_report(file.getvalue(), "sideways.pdf")
    printed = [*range(100, 107), *range(10, 15)]
    assert [figure.value for figure in report.figures] == printed
    assert all(figure.confidence == 1 for figure in report.figures)


def test_a_watermark_across_the_table_is_not_part_of_its_cells() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.setFont(FONT, 10)
    for column, (head, figure) in enumerate([("信息内容", "规章"), ("本年制发件数", "7")]):
        for row, text in enumerate((head, figure)):
            canvas.rect(40 + 120 * column, 200 - 30 * row, 120, 30)
            canvas.drawString(50 + 120 * column, 210 - 30 * row, text)
    canvas.saveState()
    canvas.translate(150, 150)
    canvas.rotate(45)
    canvas.drawString(0, 0, "888888888888888888")
    canvas.restoreState()
    canvas.save()
    report = read_report(file.getvalue(), "watermark.pdf")
    assert [figure.raw for figure in report.figures] == ["7"]


@pytest.mark.parametrize(
    ("ink", "paper", "seen"),
    [
        (Color(1, 1, 1), None, False),
        (Color(1, 1, 1), Color(1, 1, 1), False),
        (Color(1, 1, 1), Color(0, 0, 0.4), True),
        (Color(0, 0, 0, alpha=0.1), None, False),
        (Color(0, 0, 0, alpha=0), None, False),
        (Color(0.6, 0.6, 0.6), None, True),
        (Color(0, 0, 0), Color(1, 1, 1), True),
    ],
)
def test_text_that_cannot_be_seen_is_no_part_of_a_cell(
    ink: Color, paper: Color | None, seen: bool
) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.setFont(FONT, 10)
    canvas.rect(40, 200, 100, 30)
    if paper:
        canvas.setFillColor(paper)
        canvas.rect(50, 205, 80, 20, stroke=0, fill=1)
    canvas.setFillColor(Color(0, 0, 0))
    canvas.drawString(60, 210, "199")
    canvas.setFillColor(ink)
    canvas.drawString(75, 210, "7")
    canvas.save()
    (page,) = (marked.page for marked in marked_pages(file.getvalue()))
    assert "".join(char.text for char in page.chars) == ("1997" if seen else "199")


def test_bold_that_is_faked_by_printing_twice_is_read_once() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.setFont(FONT, 10)
    for x in (40, 40.3):
        canvas.drawString(x, 200, "一、总体情况11")
    canvas.save()
    (page,) = (marked.page for marked in marked_pages(file.getvalue()))
    blocks, _ = read_pages([page])
    assert [getattr(block, "text", None) for block in blocks] == ["一、总体情况11"]


def test_a_picture_in_the_text_of_a_page_is_told_of() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    canvas.setFont(FONT, 10)
    for line in range(5):
        canvas.drawString(40, 280 - 14 * line, "主动公开政府信息情况如下表所示。")
    canvas.drawInlineImage(Image.new("RGB", (200, 100), "grey"), 40, 20, 300, 150)
    canvas.save()
    report = read_report(file.getvalue(), "picture.pdf")
    assert "page 1: a picture stands in its text and was not read" in report.warnings


def test_the_side_that_closes_a_shape_is_a_line() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    shape = canvas.beginPath()
    shape.moveTo(40, 40)
    for x, y in ((240, 40), (240, 240), (40, 240)):
        shape.lineTo(x, y)
    shape.close()
    canvas.drawPath(shape)
    canvas.save()
    (marked,) = marked_pages(file.getvalue())
    assert Rule(40, 60, 40, 260) in marked.page.rules
    assert len(marked.page.rules) == 4


def test_several_shapes_of_one_path_are_apart() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300))
    path = canvas.beginPath()
    for y in (100, 200):
        path.moveTo(40, y)
        path.lineTo(240, y)
    canvas.drawPath(path)
    canvas.save()
    (marked,) = marked_pages(file.getvalue())
    assert sorted(marked.page.rules) == [Rule(40, 100, 240, 100), Rule(40, 200, 240, 200)]


def test_functions_of_pdfium_say_the_same_when_asked_plainly(upright: bytes) -> None:
    page = pdfium.PdfDocument(upright)[0]
    text = raw.FPDFText_LoadPage(page.raw)
    count = raw.FPDFText_CountChars(text)
    told, box = [], raw.FS_RECTF()
    for index in range(count):
        raw.FPDFText_GetLooseCharBox(text, index, box)
        told += [box.left, box.top, box.right, box.bottom]
    number = number_of(text)
    asked = plain(raw.FPDFText_GetLooseCharBox)
    assert floats_of_all(asked, repeat(number), range(count), count=count, each=4) == told
    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(count)]
    assert asked_of_all(plain(raw.FPDFText_GetUnicode), number, count) == codes
    raw.FPDFText_ClosePage(text)


def test_both_libraries_see_the_same_characters_and_rules(upright: bytes) -> None:
    fast = [marked.page for marked in marked_pages(upright)]
    for one, other in zip(fast, plumbed_pages(upright), strict=True):
        assert sorted(c.text for c in one.chars) == sorted(c.text for c in other.chars)
        assert {spot(rule) for rule in one.rules} == {spot(rule) for rule in other.rules}


def spot(rule: Rule) -> tuple[int, ...]:
    return round(rule.x0), round(rule.top), round(rule.x1), round(rule.bottom)
