"""What is printed of a Word document, and what of it may be no part of the number beside it."""

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import docx
import pytest
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from extract.blocks import Document, Paragraph, UnreadableError
from extract.grid import RAISED, STRUCK, Cell, Grid
from extract.read import read_report
from extract.readers import office
from extract.readers.docx import read_docx
from extract.report import Status
from tests.documents import FOLDER, SAMPLES
from tests.documents.archives import zipped

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TABLE = "<table><tr><td>规章</td><td>3</td></tr></table>"


def packed(document: Word) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def ask(instruction: str) -> str:
    return f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"


def add(document: Word, runs: str) -> None:
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')} {MATH}>{runs}</w:p>"))


def prose(runs: str, document: Word | None = None) -> list[str]:
    """Give the paragraphs of a document of one, with these runs."""
    document = document or docx.Document()
    add(document, runs)
    blocks = read_docx(packed(document)).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def cell(runs: str) -> Cell:
    """Give the cell of a table of one, with these runs."""
    document = docx.Document()
    table = document.add_table(1, 1)
    paragraph = parse_xml(f"<w:p {nsdecls('w')} {MATH}>{runs}</w:p>")
    table.cell(0, 0).paragraphs[0]._p.addprevious(paragraph)
    return only_grid(read_docx(packed(document))).cells[0]


def only_grid(document: Document) -> Grid:
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return grid


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]


class TestHidden:
    """Word does not print it, so no reader of the document sees it."""

    @pytest.mark.parametrize("value", ["", 'w:val="1"', 'w:val="true"'])
    def test_hidden_text_is_left_out(self, value: str) -> None:
        assert prose(run("12") + run("9", f"<w:vanish {value}/>")) == ["12"]

    def test_text_that_is_said_not_to_be_hidden_stays(self) -> None:
        assert prose(run("12") + run("9", '<w:vanish w:val="0"/>')) == ["129"]

    def test_a_paragraph_whose_mark_is_hidden_is_printed(self) -> None:
        assert prose("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + run("12")) == ["12"]

    @pytest.mark.parametrize("kind", [WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.PARAGRAPH])
    def test_text_of_a_hidden_style_and_of_one_based_on_it(self, kind: WD_STYLE_TYPE) -> None:
        document = docx.Document()
        document.styles.add_style("Hidden", kind).font.hidden = True
        document.styles.add_style("Under", kind).base_style = document.styles["Hidden"]
        if kind == WD_STYLE_TYPE.CHARACTER:
            shown = prose(run("12") + run("9", '<w:rStyle w:val="Under"/>'), document)
            assert shown == ["12"]
        else:
            own = run("3", '<w:vanish w:val="0"/>')
            style = '<w:pPr><w:pStyle w:val="Under"/></w:pPr>'
            assert prose(style + run("9") + own, document) == ["3"]

    def test_styles_based_on_each_other_say_nothing(self) -> None:
        document = docx.Document()
        one = document.styles.add_style("One", WD_STYLE_TYPE.CHARACTER)
        other = document.styles.add_style("Other", WD_STYLE_TYPE.CHARACTER)
        document.styles.add_style("Hidden", WD_STYLE_TYPE.CHARACTER).font.hidden = True
        one.base_style, other.base_style = other, one
        assert prose(run("9", '<w:rStyle w:val="One"/>'), document) == ["9"]

    def test_a_hidden_row_is_no_row(self) -> None:
        document = docx.Document()
        table = document.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "1", "2"
        table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
        assert shape(only_grid(read_docx(packed(document)))) == [(0, 0, 1, 1, "1")]

    def test_a_table_anchored_in_hidden_text_is_hidden(self) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>盒中</w:t></w:r></w:p></w:txbxContent>"
        hidden = f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict>{box}</w:pict></w:r>"
        assert prose(run("12") + hidden) == ["12"]


class TestSigns:
    """Characters that Word writes as elements of their own."""

    def test_hyphens_tabs_and_line_ends(self) -> None:
        runs = "<w:r><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>2</w:t></w:r>"
        assert cell(runs).text == "-12"
        runs = "<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t><w:cr/><w:t>4</w:t></w:r>"
        assert cell(runs).text == "1 2\n3\n4"

    @pytest.mark.parametrize("code", ["F0BE", "F02D", "D800", "zz", "FFFFFFFF"])
    def test_a_symbol_that_only_its_font_explains_has_no_meaning(self, code: str) -> None:
        assert cell(f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>').text == "\ufffd"

    def test_a_symbol_with_a_code_of_its_own_is_that_character(self) -> None:
        assert cell('<w:r><w:sym w:font="Wingdings" w:char="2014"/></w:r>').text == "—"

    def test_the_same_symbol_written_as_text(self) -> None:
        assert cell(run("\uf0be")).text == "\ufffd"

    def test_a_formula_is_not_its_pieces(self) -> None:
        half = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>"
        assert cell(half).text == "\ufffd"

    def test_a_figure_of_symbols_counts_as_not_read(self) -> None:
        document, target = sample_with_cell(1, 3, 3)
        target.text = ""
        symbol = f'<w:r {nsdecls("w")}><w:sym w:font="Symbol" w:char="F037"/></w:r>'
        target.paragraphs[0]._p.append(parse_xml(symbol))
        report = read_report(packed(document), "004.docx")
        (figure,) = (f for f in report.figures if f.address == RECEIVED)
        assert (figure.value, figure.confidence) == (None, 0.0)

    def test_what_a_field_in_the_instruction_of_another_gave_is_not_printed(self) -> None:
        def mark(kind: str) -> str:
            return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

        page = f"{mark('begin')}{ask('PAGE')}{mark('separate')}{run('7')}{mark('end')}"
        outer = f"{mark('begin')}{ask('IF ')}{page}{ask(' = 1')}{mark('separate')}{run('385')}"
        assert cell(outer + mark("end")).text == "385"
        assert cell(run("3") + page).text == "37"
        assert cell(mark("begin") + run("12")).text == "12", "it is damaged"

    def test_what_an_instruction_draws_is_not_known(self) -> None:
        assert cell(ask(" EQ \\o\\ac(○,1)")).text == "\ufffd"

    def test_the_text_that_a_reading_aid_stands_over(self) -> None:
        ruby = (
            f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby>"
        )
        assert prose(ruby + "</w:r>" + run("字")) == ["汉字"]


RECEIVED = "applications.received.natural_person"


def sample_with_cell(table: int, row: int, column: int) -> tuple[Word, docx.table._Cell]:
    document = docx.Document(str(FOLDER / "004.docx"))
    return document, document.tables[table].cell(row, column)


class TestMarks:
    """What is raised or struck through is printed, but may be no part of the number."""

    @pytest.mark.parametrize(
        ("mark", "doubt"),
        [
            ('<w:vertAlign w:val="superscript"/>', RAISED),
            ('<w:position w:val="10"/>', RAISED),
            ("<w:strike/>", STRUCK),
            ("<w:dstrike/>", STRUCK),
        ],
    )
    def test_the_cell_has_both_readings_and_a_doubt(self, mark: str, doubt: str) -> None:
        found = cell(run("12") + run("3", mark))
        assert (found.text, found.doubt, found.others) == ("123", doubt, ("12",))

    @pytest.mark.parametrize(
        "look",
        [
            '<w:vertAlign w:val="subscript"/>',
            '<w:strike w:val="false"/>',
            "<w:b/>",
            '<w:position w:val="-6"/>',
        ],
    )
    def test_other_looks_leave_no_doubt(self, look: str) -> None:
        found = cell(run("12") + run("3", look))
        assert (found.text, found.doubt, found.others) == ("123", "", ())

    def test_a_mark_without_ink_leaves_no_doubt(self) -> None:
        assert cell(run("12") + run(" ", "<w:strike/>")).doubt == ""

    def test_marks_by_a_style(self) -> None:
        document = docx.Document()
        style = document.styles.add_style("Reference", WD_STYLE_TYPE.CHARACTER)
        style.font.superscript = True
        paragraph = document.add_table(1, 2).cell(0, 1).paragraphs[0]
        paragraph.add_run("12")
        paragraph.add_run("3", style)
        left, right = only_grid(read_docx(packed(document))).cells
        assert (left.doubt, right.doubt, right.others) == ("", RAISED, ("12",))

    def test_a_mark_in_a_cell_that_continues_one_above(self) -> None:
        document = docx.Document()
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(1, 0))
        last = table.rows[1]._tr.tc_lst[0].p_lst[0]
        last.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r>"))
        merged = only_grid(read_docx(packed(document))).cells[0]
        assert (merged.rowspan, merged.text, merged.others) == (2, "7", ("",))

    @pytest.mark.parametrize("look", ["superscript", "strike"])
    def test_the_sums_of_the_form_tell_the_number_from_the_mark(self, look: str) -> None:
        document, target = sample_with_cell(1, 3, 3)
        setattr(target.paragraphs[0].add_run("3").font, look, True)
        report = read_report(packed(document), "004.docx")
        assert {(f.table, f.row, f.column): f.value for f in report.figures} == SAMPLES[-1].figures
        assert report.status is Status.COMPLETE

    def test_where_no_sum_tells_the_figure_is_doubtful(self) -> None:
        document, target = sample_with_cell(0, 2, 1)
        target.paragraphs[0].add_run("3").font.superscript = True
        report = read_report(packed(document), "004.docx")
        (figure,) = (f for f in report.figures if f.address == "proactive_disclosure.rules.issued")
        assert figure.confidence < 1
        assert any(RAISED in warning for warning in report.warnings)


def merged_table(rows: Sequence[Sequence[str]]) -> Grid:
    """Give the grid of a table; a cell is written e.g. “甲 hMerge=restart vMerge=”."""
    written = ""
    for row in rows:
        written += "<w:tr>"
        for entry in row:
            text, *merges = entry.split(" ")
            tags = (merge.partition("=") for merge in merges)
            properties = "".join(f'<w:{n} w:val="{v}"/>' if v else f"<w:{n}/>" for n, _, v in tags)
            written += f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"
        written += "</w:tr>"
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}>{written}</w:tbl>"))
    return only_grid(read_docx(packed(document)))


class TestMerges:
    """Cells are merged in the ways of all versions of Word."""

    def test_a_cell_that_continues_the_one_before_it(self) -> None:
        grid = merged_table([["甲 hMerge=restart", " hMerge=continue", " hMerge", "乙"]])
        assert shape(grid) == [(0, 0, 1, 3, "甲"), (0, 3, 1, 1, "乙")]

    def test_a_block_merged_both_ways(self) -> None:
        grid = merged_table(
            [
                ["甲 hMerge=restart vMerge=restart", " hMerge vMerge=restart", "1"],
                [" hMerge=restart vMerge", " hMerge vMerge", "2"],
                ["乙", "丙", "3"],
            ]
        )
        assert shape(grid) == [
            *((0, 0, 2, 2, "甲"), (0, 2, 1, 1, "1"), (1, 2, 1, 1, "2")),
            *((2, 0, 1, 1, "乙"), (2, 1, 1, 1, "丙"), (2, 2, 1, 1, "3")),
        ]

    def test_a_cell_that_continues_none_is_a_cell(self) -> None:
        """The cell that began in its column ended rows above, under a wider one."""
        grid = merged_table([["甲", "乙"], ["丙 gridSpan=2"], ["丁", "戊 vMerge"]])
        assert shape(grid)[-2:] == [(2, 0, 1, 1, "丁"), (2, 1, 1, 1, "戊")]

    def test_a_span_wider_than_any_table_costs_no_time(self) -> None:
        grid = merged_table([["甲 vMerge=restart", "乙 vMerge=restart gridSpan=2000000000"]])
        assert grid.width < 1000


def with_chunk(name: str, media_type: str, data: bytes) -> bytes:
    """Give a document in which a file stands that Word takes in when it opens it."""
    document = docx.Document()
    part = Part(PackURI(f"/word/{name}"), media_type, data, document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.A_F_CHUNK)
    chunk = OxmlElement("w:altChunk")
    chunk.set(qn("r:id"), relation)
    document.element.body.insert(0, chunk)
    return packed(document)


class TestChunks:
    """Programs that make documents of web pages put the page in as it is (w:altChunk)."""

    def test_a_page(self) -> None:
        page = f"<html><body>{TABLE}</body></html>".encode()
        document = read_docx(with_chunk("a.htm", "text/html", page))
        assert [c.text for c in only_grid(document).cells] == ["规章", "3"]

    def test_a_saved_page(self) -> None:
        mail = EmailMessage()
        mail.set_content(f"<html><body>{TABLE}</body></html>", subtype="html", charset="gb2312")
        document = read_docx(with_chunk("a.mht", "message/rfc822", mail.as_bytes()))
        assert [c.text for c in only_grid(document).cells] == ["规章", "3"]

    def test_a_document(self) -> None:
        inner = docx.Document()
        add(inner, run("内"))
        data = with_chunk("a.docx", "application/octet-stream", packed(inner))
        assert [b.text for b in read_docx(data).blocks if isinstance(b, Paragraph)] == ["内"]

    def test_what_is_not_read_is_named(self) -> None:
        data = with_chunk("a.rtf", "application/rtf", b"{\\rtf1 a}")
        with pytest.raises(UnreadableError, match="its format is rtf; save the document with Word"):
            read_docx(data)

    def test_what_is_missing_is_named(self) -> None:
        document = docx.Document()
        add(document, run("外"))
        chunk = OxmlElement("w:altChunk")
        chunk.set(qn("r:id"), "rId99")
        document.element.body.insert(0, chunk)
        (warning,) = read_docx(packed(document)).warnings
        assert "is missing" in warning


def strict() -> bytes:
    """Give a document as Word saves it as “Strict Open XML Document”: by other names."""
    names = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"officeDocument/relationships"
        ),
    }
    parts = {}
    with zipfile.ZipFile(FOLDER / "004.docx") as package:
        for name in package.namelist():
            data = package.read(name)
            for usual, other in names.items():
                data = data.replace(usual, b"http://purl.oclc.org/ooxml/" + other)
            parts[name] = data
    return zipped(parts)


@pytest.mark.skipif(office.office() is None, reason="LibreOffice is not installed")
def test_a_strict_document_is_read_by_way_of_libreoffice() -> None:
    report = read_report(strict(), "004.docx")
    assert (report.format, report.status) == ("docx", Status.COMPLETE)
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == SAMPLES[-1].figures
    assert report.warnings == (office.CONVERTED,)


def test_without_libreoffice_the_reason_names_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office", lambda: None)
    assert "Strict Open XML" in (read_report(strict(), "004.docx").error or "")
