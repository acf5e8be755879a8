"""Reports whose tables, or pages, are pictures inside a document that flows."""

import base64
import io
import random
import re
import sys
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import docx
import pytest
from docx.shared import Inches
from PIL import Image, ImageDraw

from benchmarks import pictured
from benchmarks.accuracy import measure
from benchmarks.canvas import PdfCanvas
from benchmarks.figures import figure_set
from benchmarks.layouts import PROSE, SECTIONS, Table, section_four, section_three, style
from benchmarks.ofd import ofd_canvas, ofd_package
from benchmarks.render import as_html
from extract.blocks import Document, Picture
from extract.page import Char, Page
from extract.read import open_document, read_report
from extract.readers import beside_text, fixed_layout, mixed_pages, sheets
from extract.readers import pictures as reading
from extract.readers.ofd import drawn
from extract.readers.pdf_by_pdfium import marked_pages
from extract.readers.sheets import Notes, Sheet, sheets_of
from extract.report import Report, Status
from tests.documents import SAMPLES

SEED = 2
FIGURES, STYLE = figure_set(SEED), style(SEED)
LAST_TABLE = "reconsideration_litigation"
SRC = "W020240119.png"
WORD_TEXT = "word/document.xml"
# Of the markup of pictures in WORD_TEXT.
NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }.items()
)


def png(picture: Image.Image) -> bytes:
    return pictured.png(picture)


@pytest.fixture(scope="module")
def last_table() -> bytes:
    """The table of section four, cut out of its page."""
    (picture,) = pictured.printed([section_four(FIGURES, STYLE)], SEED)
    return png(pictured.cut_out(picture))


def page_with(image: str) -> bytes:
    """Give a page with all of a report as text, but for the table of section four: an image."""
    before, _, after = as_html(FIGURES, STYLE, SEED).decode().rpartition("<table")
    return f"{before}{image}{after.partition('</table>')[2]}".encode()


PAGE = page_with(f'<img src=" {SRC} ">')


@pytest.fixture(scope="module")
def report(last_table: bytes) -> Report:
    return read_report(PAGE, "page.html", pictures={SRC: last_table})


def told(report: Report) -> str:
    return "\n".join(report.warnings)


def test_a_table_that_is_a_picture_is_read_in_its_place(report: Report) -> None:
    found = measure(FIGURES, report)
    assert report.status is Status.COMPLETE, report.warnings
    assert (found["all exact"], found["unflagged"]) == (1, 0)
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_figures_of_the_picture_have_their_place_on_it_and_those_of_text_keep_theirs(
    report: Report, last_table: bytes
) -> None:
    with Image.open(io.BytesIO(last_table)) as picture:
        (sheet,), _ = sheets_of(open_document("html", PAGE, {SRC: last_table}))
        width, height = (side * 72 / sheet.dpi for side in picture.size)
    for figure in report.figures:
        if figure.table == LAST_TABLE:
            assert figure.place.page == 1
            assert figure.place.bbox is not None
            x0, top, x1, bottom = figure.place.bbox
            assert 0 <= x0 < x1 <= width + 1
            assert 0 <= top < bottom <= height + 1
        else:
            assert (figure.place.page, figure.confidence) == (None, 1)
    assert f"read from pictures: page 1 is picture 1 ({SRC})" in told(report)


def test_a_sum_that_fails_beside_a_picture_is_not_called_the_source_s_error(
    last_table: bytes,
) -> None:
    text = PAGE.decode()
    start = text.index("本年新收政府信息公开申请数量")
    wrong = re.sub(r">\d+<", ">7777<", text[start:], count=1)
    read = read_report((text[:start] + wrong).encode(), "x", pictures={SRC: last_table})
    failed = [check for check in read.checks if not check.passed]
    assert failed
    assert not any(check.source_error for check in failed)


def test_what_a_picture_adds_to_a_table_of_the_text_is_in_doubt() -> None:
    whole = as_html(FIGURES, STYLE, SEED).decode()
    lacking = re.sub("<tr>(?:(?!<tr>).)*本年新收.*?</tr>", "", whole, count=1, flags=re.DOTALL)
    (picture,) = pictured.printed([section_three(FIGURES, STYLE)], SEED)
    page = lacking.replace("<p>四、", f"<p><img src='{SRC}'></p><p>四、").encode()
    read = read_report(page, "page.html", pictures={SRC: png(pictured.cut_out(picture))})
    added = [figure for figure in read.figures if figure.place.page is not None]
    assert {(figure.table, figure.row) for figure in added} == {("applications", "received")}
    assert all(figure.confidence < 1 for figure in added)
    assert "applications: cells that the text lacks were read from a picture" in told(read)


def test_a_table_that_runs_over_two_pictures_is_one() -> None:
    seed = 12
    figures, how = figure_set(seed), style(seed)
    items: list[str | Table] = [figures.title, SECTIONS[2], section_three(figures, how)]
    report = read_report(pictured.all_pictured(figures.title, items, seed), "pages.html")
    assert {figure.place.page for figure in report.figures} == {1, 2}
    expected = {a: v for a, v in figures.values().items() if a[0] == "applications"}
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == expected
    assert [section.number for section in report.sections] == [3]


# What is passed over, and what is told.


def photograph() -> bytes:
    """Light and dark in hills and valleys, as a photograph of a building or a meeting has them."""
    chance = random.Random(1)  # noqa: S311 - looks, not secrets
    small = Image.new("L", (12, 9))
    small.putdata([chance.randrange(256) for _ in range(12 * 9)])
    return png(small.resize((1200, 900), Image.Resampling.BICUBIC))


def _given(file: bytes | None) -> bytes | None:
    return file


def chosen(*files: bytes | None) -> tuple[list[Sheet], Notes]:
    """Choose among pictures of a document; None is one that is not at hand."""
    flow = [Picture(f"{n}.png", partial(_given, file)) for n, file in enumerate(files, start=1)]
    return sheets_of(Document.flowing(flow))


def paper(width: int = 1240, height: int = 1754, ink: int = 20) -> bytes:
    picture = Image.new("L", (width, height), 235)
    ImageDraw.Draw(picture).rectangle((width // 5, height // 5, width // 4, height // 3), fill=ink)
    return png(picture)


def test_a_page_of_print_is_chosen_and_a_logo_a_button_and_a_photograph_are_not() -> None:
    files = [paper(120, 40), paper(1240, 30), photograph(), paper(), paper(1180, 210)]
    found, notes = chosen(*files)
    assert [(sheet.page, sheet.label) for sheet in found] == [
        (1, "picture 4 (4.png)"), (2, "picture 5 (5.png)"),
    ]  # fmt: skip
    assert notes.always == []
    (note,) = notes.if_incomplete
    assert "picture 3 (3.png) looks like no page of print" in note


def test_paper_in_poor_light_is_still_paper() -> None:
    picture = Image.linear_gradient("L").resize((1240, 1754)).point(lambda level: 110 + level // 4)
    assert len(chosen(png(picture))[0]) == 1


def test_transparent_paper_is_white() -> None:
    picture = Image.new("RGBA", (1240, 1754), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line((100, 300, 1100, 300), fill=(0, 0, 0, 255), width=3)
    assert len(chosen(png(picture))[0]) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_the_size_of_a_picture_is_that_of_its_file_in_any_format(kind: str) -> None:
    file = io.BytesIO()
    Image.open(io.BytesIO(paper())).save(file, kind)
    (sheet,) = chosen(file.getvalue())[0]
    assert sheet.size == (1240, 1754)
    assert sheet.dpi == pytest.approx(150, rel=0.01)


def test_pictures_that_are_equally_wide_have_one_scale() -> None:
    files = [paper(1500, 1980), paper(1500, 290), paper(700, 290)]
    first, second, other = (sheet.dpi for sheet in chosen(*files)[0])
    assert first == second
    assert other == pytest.approx(700 / 11.69, rel=0.01)


def test_a_damaged_picture_is_told_by_its_name_and_the_others_are_chosen() -> None:
    found, notes = chosen(paper()[:900], paper())
    assert [sheet.label for sheet in found] == ["picture 2 (2.png)"]
    (note,) = notes.always
    assert "picture 1 (1.png) is damaged" in note
    assert "fetch it again" in note


def test_what_is_no_picture_and_what_is_not_at_hand_is_told() -> None:
    found, notes = chosen(b"<html>404</html>", None, None)
    assert found == []
    strange, absent = notes.if_incomplete
    assert "picture 1 (1.png) is of no format that is read" in strange
    assert ": 2, first picture 2 (2.png); save the page" in absent


def test_no_more_is_read_than_a_worker_has_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_PICTURES", 2)
    found, notes = chosen(paper(), paper(), paper())
    assert [sheet.page for sheet in found] == [1, 2]
    assert ": 1, first picture 3 (3.png)" in notes.always[0]
    monkeypatch.setattr(sheets, "MOST_SHEETS", 1.5)
    assert len(chosen(paper(), paper())[0]) == 1


def test_a_picture_longer_than_memory_is_told() -> None:
    found, notes = chosen(png(Image.new("1", (800, 9000), 1)), paper())
    assert [sheet.label for sheet in found] == ["picture 2 (2.png)"]
    assert "picture 1 (1.png) is larger than is read at once (800 × 9000 pixels)" in notes.always[0]


def emf(width: int = 900, height: int = 400) -> bytes:
    """Give the head of an Enhanced Metafile ([MS-EMF] 2.3.4.2), which draws nothing."""
    bounds, frame = (0, 0, width, height), (0, 0, width * 26, height * 26)
    numbers = (1, 108, *bounds, *frame)
    head = b"".join(n.to_bytes(4, "little") for n in numbers) + b" EMF" + bytes(64)
    return head.ljust(108, b"\0")


@pytest.mark.parametrize("data", [emf(), b"\x01\x00\x09\x00\x00\x03" + bytes(40)])
def test_a_drawing_of_windows_is_told_by_its_name(data: bytes) -> None:
    _, notes = sheets_of(Document.flowing([Picture("word/media/image1.wmf", lambda: data)]))
    assert "picture 1 (word/media/image1.wmf) is a drawing of Windows" in notes.always[0]
    assert "save the document as a PDF" in notes.always[0]


# When pictures are read, and what is told where they are not.


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading any picture fails the test."""

    def fail(sheet: Sheet, notes: Notes) -> None:
        raise AssertionError(f"{sheet.label} was read, {notes}")

    monkeypatch.setattr(reading, "_page_of", fail)


@pytest.mark.usefixtures("unread")
def test_the_pictures_of_a_report_that_is_complete_without_them_are_not_asked_for() -> None:
    class Pictures(dict[str, bytes]):
        def __missing__(self, source: str) -> bytes:
            raise AssertionError(f"{source} was asked for")

    data = as_html(FIGURES, STYLE, SEED).replace(b"</div>", b'<img src="a.png"></div>')
    report = read_report(data, "x", pictures=Pictures())
    assert (report.status, report.warnings) == (Status.COMPLETE, ())


@pytest.mark.usefixtures("unread")
def test_an_explanation_in_pictures_is_no_report_and_is_not_read() -> None:
    data = pictured.page(
        "图解：渠县司法局2023年政府信息公开工作年度报告", [pictured.image(paper())]
    )
    report = read_report(data, "x")
    assert report.status is Status.NOT_A_REPORT
    assert "interpretation" in told(report)


def test_tables_whose_pictures_are_not_at_hand_are_missing_and_the_pictures_are_told() -> None:
    report = read_report(PAGE, "page.html")
    assert report.status is Status.PARTIAL
    assert f"not at hand, which may hold what is missing: 1, first picture 1 ({SRC})" in (
        told(report)
    )


def test_a_page_that_is_called_a_report_and_shows_only_pictures_is_not_passed_over() -> None:
    data = pictured.page(FIGURES.title, ['<img src="1.jpg">', '<img src="2.jpg">'])
    report = read_report(data, "page.html")
    assert report.status is Status.NOT_A_REPORT
    assert "not at hand, which may hold what is missing: 2" in told(report)


def test_a_page_that_is_called_nothing_of_the_kind_says_nothing_of_its_pictures() -> None:
    data = pictured.page("渠县举行春节联欢", ["新闻", '<img src="1.jpg">'])
    assert read_report(data, "page.html").warnings == ()


def test_without_the_extra_the_rest_is_read_and_the_remedy_is_named(
    last_table: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "extract.readers.scan", raising=False)
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    report = read_report(PAGE, "page.html", pictures={SRC: last_table})
    assert report.status is Status.PARTIAL
    assert {figure.table for figure in report.figures} == {"proactive_disclosure", "applications"}
    assert f"pictures not read: 1, first picture 1 ({SRC}): it is a picture, and rapidocr" in told(
        report
    )
    assert "pip install 'gongkai[ocr]'" in told(report)


def test_nothing_but_pictures_that_cannot_be_read_is_unreadable() -> None:
    report = read_report(b'<html><body><img src="1.jpg"></body></html>', "page.html")
    assert report.status is Status.UNREADABLE
    assert "no text" in (report.error or "")
    assert "not at hand, which may hold what is missing: 1" in (report.error or "")


# Where the bytes of pictures come from.


def bytes_in(document: Document) -> dict[str, bytes | None]:
    return {item.name: item.load() for item in document.flow if isinstance(item, Picture)}


def test_pictures_stand_between_the_paragraphs_where_the_page_shows_them() -> None:
    page = (
        "<img src='top.png'><p>一、总体情况</p><p><img src='a.png'>正文</p>"
        "<p>说明<img src='b.png'></p>"
        "<table><tr><td><img src='c.png'></td></tr></table><p hidden><img src='d.png'></p>"
        "<img src='icon.gif' width=16><img src='logo.svg'><img><p>六、其他需要报告的事项</p>"
    )
    flow = open_document("html", f"<html><body>{page}</body></html>".encode()).flow
    assert [getattr(item, "name", getattr(item, "text", None)) for item in flow] == [
        "一、总体情况", "a.png", "正文", "说明", "b.png", "c.png", "六、其他需要报告的事项",
    ]  # fmt: skip


def test_a_page_may_hold_its_pictures_itself_however_large() -> None:
    data = bytes(8_000_000)
    page = f"<html><body><p>前</p>{pictured.image(data)}<p>后</p></body></html>".encode()
    document = open_document("html", page)
    assert list(bytes_in(document).values()) == [data]
    assert len(document.blocks) == 2


@pytest.mark.parametrize(
    ("src", "head"),
    [
        ("cid:a@b", "Content-ID: <a@b>"),
        ("http://www.x.gov.cn/zfxxgk/a.png", "Content-Location: http://www.x.gov.cn/zfxxgk/a.png"),
        ("./a.png", "Content-Location: http://www.x.gov.cn/zfxxgk/a.png"),
        ("a.png", "Content-Location: a.png"),
    ],
)
def test_a_saved_page_holds_its_pictures_beside_it(src: str, head: str) -> None:
    data = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html; charset=utf-8
Content-Location: http://www.x.gov.cn/zfxxgk/page.html

<html><body><p>x</p><img src="{src}"></body></html>
--x
Content-Type: image/png
Content-Transfer-Encoding: base64
{head}

{base64.b64encode(b"picture").decode()}
--x--
"""
    assert bytes_in(open_document("mhtml", data.encode())) == {src: b"picture"}


@pytest.fixture(scope="module")
def word(last_table: bytes) -> bytes:
    """A Word document in which the table of section four is a picture, and one is deleted."""
    document = docx.Document()
    document.add_paragraph(FIGURES.title)
    for number, heading in enumerate(SECTIONS):
        document.add_paragraph(heading)
        if number != 3:
            document.add_paragraph(PROSE)
        else:
            document.add_picture(io.BytesIO(last_table), Inches(6))
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_picture_in_a_word_document_is_read(word: bytes) -> None:
    report = read_report(word, "x.docx")
    expected = {a: v for a, v in FIGURES.values().items() if a[0] == LAST_TABLE}
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == expected
    assert {f.place.page for f in report.figures} == {1}
    assert "picture 1 (word/media/image1.png)" in told(report)


def test_pictures_of_word_in_old_markup_and_in_tables_are_met_once_and_deleted_ones_not(
    word: bytes,
) -> None:
    drawing = '<w:drawing><a:blip r:embed="{id}"/></w:drawing>'
    old = '<w:pict><v:shape><v:imagedata r:id="{id}"/></v:shape></w:pict>'
    twice = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    inner = f"<w:txbxContent><w:p><w:r>{drawing}</w:r></w:p></w:txbxContent>"
    box = f"<w:pict><v:textbox>{inner}</v:textbox></w:pict>"
    runs = (old, twice, box, f"<w:del><w:r>{drawing}</w:r></w:del>")
    table = f"<w:tbl><w:tr><w:tc><w:p><w:r>{drawing}</w:r></w:p></w:tc></w:tr></w:tbl>"
    body = "".join(f"<w:p><w:r>{run}</w:r></w:p>" for run in runs) + table

    relation = re.findall(r'r:embed="(\w+)"', part_of(word, WORD_TEXT).decode())[0]
    inside = f"<w:body {NAMES}>{body.replace('{id}', relation)}</w:body>"
    xml = re.sub("<w:body>.*</w:body>", inside, part_of(word, WORD_TEXT).decode(), flags=re.DOTALL)
    document = open_document("docx", with_part(word, WORD_TEXT, xml.encode()))
    shown = [item for item in document.flow if isinstance(item, Picture)]
    assert [item.name for item in shown] == ["word/media/image1.png"] * 4
    assert {len(item.load() or b"") > 1000 for item in shown} == {True}


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)


def with_part(package: bytes, name: str, data: bytes) -> bytes:
    """Give a package with another part in the place of one."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return file.getvalue()


# OFD: pages that are pictures.


def ofd_of(
    picture: bytes,
    image: str = 'CTM="210 0 0 297 0 0"',
    file: str = "p.png",
    boundary: str = "0 0 210 297",
    text: str = "",
) -> bytes:
    """Give an OFD file of one page of A4 with a picture, which is all of it but for a text."""
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"{area}<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    media = f'<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>{file}</ofd:MediaFile>'
    shown = f'<ofd:ImageObject ID="7" ResourceID="5" Boundary="{boundary}" {image}/>'
    if text:
        code = f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(text) - 1} 3">{text}</ofd:TextCode>'
        shown += f'<ofd:TextObject Boundary="10 20 190 5" Font="1" Size="3">{code}</ofd:TextObject>'
    data = ofd_package(
        f"<ofd:CommonData>{common}</ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>',
        {
            "Pages/P.xml": f"<ofd:Content><ofd:Layer>{shown}</ofd:Layer></ofd:Content>",
            "DocumentRes.xml": f"<ofd:MultiMedias>{media}</ofd:MultiMedia></ofd:MultiMedias>",
        },
    )
    with zipfile.ZipFile(whole := io.BytesIO(data), "a") as package:
        package.writestr("Doc_0/p.png", picture)
    return whole.getvalue()


@pytest.fixture(scope="module")
def sheet_of_ofd() -> bytes:
    (picture,) = pictured.printed([section_four(FIGURES, STYLE)], SEED)
    return png(picture)


def test_a_page_of_an_ofd_file_that_is_a_picture_is_read_as_a_scan(sheet_of_ofd: bytes) -> None:
    report = read_report(ofd_of(sheet_of_ofd), "x.ofd")
    expected = {a: v for a, v in FIGURES.values().items() if a[0] == LAST_TABLE}
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == expected
    assert all(f.place.page == 1 and f.place.bbox for f in report.figures)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ofd_of(b"\x97JB2\r\n\x1a\n" + bytes(40)), "a format that is not read; print the OFD"),
        (ofd_of(paper()[:900]), "damaged"),
        (ofd_of(paper(), file="q.png"), "not in the file"),
        (ofd_of(paper(), image='CTM="0 297 -210 0 210 0"'), "turned or mirrored"),
    ],
)
def test_a_page_of_an_ofd_file_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    report = read_report(data, "x.ofd")
    assert report.status is Status.UNREADABLE
    assert "page 1 is a picture and was not read: its picture (resource 5)" in (report.error or "")
    assert reason in (report.error or "")


def test_a_page_of_an_ofd_file_is_drawn_if_it_is_a_picture() -> None:
    drawing = drawn(ofd_of(paper()), 1)
    assert drawing is not None
    picture, dpi = drawing
    assert dpi == pytest.approx(150, rel=0.01)
    assert picture.size == (round(210 * dpi / 25.4), round(297 * dpi / 25.4))
    canvas = ofd_canvas(595, 842)
    canvas.text("渠县", 50, 50, 12)
    canvas.end_page()
    assert drawn(canvas.data(), 1) is None


# Pictures in the text of pages.

TITLE = "白鹭县司法局2023年政府信息公开工作年度报告"
PROSE_AND_TABLE: list[str | Table] = [TITLE, SECTIONS[4], PROSE * 3, section_four(FIGURES, STYLE)]
OF_LAST_TABLE = {a: v for a, v in FIGURES.values().items() if a[0] == LAST_TABLE}


def values(report: Report) -> dict[tuple[str, str, str], object]:
    return {(f.table, f.row, f.column): f.value for f in report.figures}


def test_a_table_that_is_a_picture_in_the_text_of_a_pdf_is_read_where_it_stands() -> None:
    data = pictured.in_pages(PROSE_AND_TABLE, SEED)
    report = read_report(data, "x.pdf")
    assert values(report) == OF_LAST_TABLE
    assert report.title == TITLE
    ((x0, top, x1, bottom),) = (box for m in marked_pages(data) for box in m.pictures)
    for figure in report.figures:
        assert figure.place.page == 1
        assert figure.place.bbox is not None
        left, high, right, low = figure.place.bbox
        assert x0 <= left < right <= x1
        assert top <= high < low <= bottom
    assert not any(check.source_error for check in report.checks)


def test_a_table_that_is_a_picture_in_the_text_of_an_ofd_file_is_read(last_table: bytes) -> None:
    image = 'CTM="170 0 0 20 0 0"'
    data = ofd_of(last_table, image, boundary="20 100 170 20", text=TITLE * 3)
    report = read_report(data, "x.ofd")
    assert values(report) == OF_LAST_TABLE
    for figure in report.figures:
        x0, top, x1, bottom = figure.place.bbox or (0, 0, 0, 0)
        assert 20 * 72 / 25.4 <= x0 < x1 <= 190 * 72 / 25.4
        assert 100 * 72 / 25.4 <= top < bottom <= 120 * 72 / 25.4


def test_a_photograph_in_the_text_of_a_pdf_is_not_read_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    canvas = PdfCanvas(595, 842)
    for line in range(4):
        canvas.text(TITLE, 60, 60 + 20 * line, 12)
    with Image.open(io.BytesIO(photograph())) as picture:
        canvas.picture(picture, 60, 300, 400)
    canvas.end_page()
    monkeypatch.setattr(beside_text, "scanned_page", None)
    report = read_report(canvas.data(), "x.pdf")
    assert "page 1: a picture stands in its text and was not read" in report.warnings


def test_more_pictures_beside_text_than_there_is_time_for_are_told_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[int] = []
    monkeypatch.setattr(beside_text, "with_pictures", lambda page, *_: read.append(page.number))
    box = (50.0, 50.0, 550.0, 800.0)  # three quarters of a sheet
    pages = [
        mixed_pages.MixedPage(
            Page(n, 595, 842, (Char("字", 1, 1, 9, 9),), ()), False, [box], lambda _: (None, 200)
        )
        for n in range(1, 15)
    ]
    document = mixed_pages.document_of_mixed(pages, "PDF", with_pictures=True)
    assert read == list(range(1, 11))
    assert sum("a picture stands in its text" in warning for warning in document.warnings) == 14


def test_pictures_on_a_page_that_was_turned_are_told() -> None:
    turned = Page(1, 595, 842, (Char("字", 1, 1, 9, 9),), (), to_shown=(0, 1, -1, 0, 595, 0))
    page = mixed_pages.MixedPage(turned, False, [(50, 50, 550, 800)], lambda _: (None, 200))
    document = mixed_pages.document_of_mixed([page], "PDF", with_pictures=True)
    assert document.warnings == ("page 1: a picture stands in its text and was not read",)
    assert not document.pictured


def test_strips_of_a_picture_are_one_and_what_text_stands_on_is_none() -> None:
    page = Page(1, 600, 800, (), ())
    strips = [(100.0, y, 500.0, y + 20.0) for y in (240.0, 200.0, 220.0)]
    assert fixed_layout.beside_text(strips, page) == [(100.0, 200.0, 500.0, 260.0)]
    assert fixed_layout.beside_text([strips[0]], page) == [], "a strip alone is no table"
    written = tuple(Char("字", 110.0 + 10 * n, 210.0, 120.0 + 10 * n, 220.0) for n in range(20))
    assert fixed_layout.beside_text(strips, replace(page, chars=written)) == []


def test_without_the_extra_the_text_of_a_pdf_is_read_and_its_pictures_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "extract.readers.beside_text", None)
    report = read_report(pictured.in_pages(PROSE_AND_TABLE, SEED), "x.pdf")
    assert report.status is not Status.UNREADABLE
    assert "the pictures in its text were not read" in told(report)


def test_the_real_reports_are_read_without_their_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(document: Document) -> None:
        raise AssertionError(f"the pictures of {document.titles} were read")

    monkeypatch.setattr(reading, "read_pictures", fail)
    for sample in SAMPLES:
        path: Path = sample.path
        assert read_report(path.read_bytes(), path.name).status is Status.COMPLETE
