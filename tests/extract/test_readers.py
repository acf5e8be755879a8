"""What each reader makes of the markup and the marks that agencies' programs write."""

import io
from collections.abc import Callable, Sequence

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfgen.canvas import Canvas

from extract.blocks import Block, Paragraph
from extract.grid import Grid
from extract.readers.docx import read_docx
from extract.readers.html import decode, read_html
from extract.readers.pdf import read_pdf


def shown(blocks: Sequence[Block]) -> list[object]:
    """Paragraphs as text, grids as rows of text."""
    return [
        b.text if isinstance(b, Paragraph) else [[c.text for c in b.starting(r)] for r in b.rows()]
        for b in blocks
    ]


def page(body: str) -> list[object]:
    return shown(read_html(f"<html><body>{body}</body></html>".encode()).blocks)


def packed(document: Word) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class TestHtml:
    """Pages of portals, most of them pasted from Word."""

    def test_words_split_over_spans_and_fonts_are_one_word(self) -> None:
        assert page("<p><span>三</span>、<font>本</font><span>年<o:p></o:p></span>度</p>") == [
            "三、本年度"
        ]

    def test_breaks_and_paragraphs_in_a_cell_are_lines_of_it(self) -> None:
        body = "<table><tr><td><p>商业</p><p>企业</p></td><td>结果<br>维持</td></tr></table>"
        assert page(body) == [[["商业\n企业", "结果\n维持"]]]

    def test_blank_cells_stay_blank(self) -> None:
        body = "<table><tr><td>&nbsp;</td><td><p><o:p>&nbsp;</o:p></p></td><td></td></tr></table>"
        assert page(body) == [[["", "", ""]]]

    def test_what_stands_in_the_fields_of_a_table_is_its_text(self) -> None:
        cells = (
            "<td><input value='12' readonly></td><td><input type=text value='0'>件</td>"
            "<td><input type=hidden value='7'></td><td><input type=text></td>"
            "<td><input type=checkbox value='1'></td>"
        )
        search = "<p>正文<input type=text value='请输入关键字'></p>"
        assert page(f"{search}<table><tr>{cells}</tr></table>") == [
            "正文", [["12", "0件", "", "", ""]],
        ]  # fmt: skip

    def test_tables_that_hold_tables_only_set_the_page(self) -> None:
        body = "<table><tr><td>上文<table><tr><td>1</td></tr></table>下文</td></tr></table>"
        assert page(body) == ["上文", [["1"]], "下文"]

    def test_what_nobody_sees_is_not_read(self) -> None:
        body = (
            "<script>var a = '正文';</script><style>p {}</style><p style='display: none'>甲</p>"
            "<p hidden>乙</p><!-- <p>丙</p> --><p>正文</p>"
        )
        assert page(body) == ["正文"]

    def test_text_of_a_table_outside_its_cells_is_named(self) -> None:
        document = read_html(
            b"<html><body><table><caption>\xe8\xa1\xa8</caption><tr>12<td>3</td></tr></table></body>"
        )
        assert document.warnings == ("table 0: “12” stands in it outside its cells",)

    def test_tags_of_the_national_standard(self) -> None:
        document = read_html(
            "<html><head><META NAME='ArticleTitle' content='甲'><meta name='PubDate' "
            "content='2024/1/30 17:07:13'><meta content='县政府办公室' name='ContentSource'></head>"
            "<body><h1>乙</h1></body></html>".encode()
        )
        assert document.titles == ("甲", "乙")
        assert (document.published, document.source) == ("2024-01-30", "县政府办公室")

    def test_a_date_that_is_none_is_left_out(self) -> None:
        data = b"<html><head><meta name='PubDate' content='2024-13-45'></head><body>x</body></html>"
        assert read_html(data).published is None

    def test_what_a_style_hides_is_not_read(self) -> None:
        body = (
            "<p style='visibility: hidden'>甲</p><p>12<span style='font-size:0px'>乙</span></p>"
            "<div style='font-size:0'><p style='font-size:14px'>正文</p></div>"
            "<p style='line-size:0.5em'>完</p>"
        )
        assert page(body) == ["12", "正文", "完"]

    def test_a_heading_that_is_seen_goes_before_one_that_is_not(self) -> None:
        body = "<div style='display:none'><h1>2020年</h1></div><h1>2021年</h1><p>x</p>"
        assert read_html(f"<html><body>{body}</body>".encode()).titles == ("2021年", "2020年")

    def test_a_table_that_is_not_ended_ends_where_the_next_begins(self) -> None:
        body = (
            "<table><tr><td>规章</td><td>1</td></tr><h2>三、</h2>"
            "<table><tr><td>总计</td><td>2</td></tr></table><p>完</p>"
        )
        blocks = read_html(f"<html><body>{body}</body>".encode()).blocks
        assert [b.text if isinstance(b, Paragraph) else b.cells[1].text for b in blocks] == [
            *("1", "三、", "2", "完")
        ]

    def test_tables_behind_a_tab_are_told_of(self) -> None:
        table = "<table><tr><td>12</td></tr></table>"
        shown = f"<p>{'政府信息公开。' * 60}</p>{table}"
        document = read_html(
            f"<html><body>{shown}<div style='display:none'>{table}</div></body>".encode()
        )
        assert sum(isinstance(block, Grid) for block in document.blocks) == 1
        assert "a part with tables (1)" in document.warnings[0]

    def test_an_article_that_a_script_shows_is_read_and_told_of(self) -> None:
        article = (
            f"<div style='visibility: hidden; opacity: 0;'><p>{'政府信息公开。' * 60}</p></div>"
        )
        document = read_html(f"<html><body><p>微信</p>{article}</body>".encode())
        assert "政府信息公开" in str(document.blocks)
        assert "until a script shows it" in document.warnings[0]

    @pytest.mark.parametrize(
        "mark",
        [
            *("sup", "del", "s", "strike"),
            "span style='vertical-align: super;font-size:9pt'",
            "font style='text-decoration:line-through'",
            "a href='#note1'",
            "span class='note small'",
        ],
    )
    def test_a_mark_in_a_cell_is_named_and_the_text_without_it_is_the_other_reading(
        self, mark: str
    ) -> None:
        tag = mark.partition(" ")[0]
        style = "<style>.note { vertical-align: super } .small { color: red }</style>"
        body = f"<table><tr><td>12<{mark}>1</{tag}></td><td>12</td></tr></table>"
        (grid,) = read_html(f"<html>{style}<body>{body}</body>".encode()).blocks
        assert isinstance(grid, Grid)
        marked, plain = grid.cells
        assert (marked.text, marked.others) == ("121", ("12",))
        assert marked.doubt
        assert not plain.doubt

    @pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030", "utf-8", ""])
    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
    def test_charsets_by_evidence(self, declared: str, encoding: str) -> None:
        """Pages that were moved from one system to another still name their old encoding."""
        text = f"<meta charset='{declared}'><p>政府信息公开工作年度报告，㐂镕</p>"
        decoded, warnings = decode(text.encode(encoding) * 20)
        assert "年度报告" in decoded
        assert warnings == []

    def test_characters_that_are_lost_are_counted(self) -> None:
        _, warnings = decode("<meta charset='utf-8'><p>公开</p>".encode() + b"\xff\xfe\xff")
        assert warnings == ["3 characters of the page could not be decoded"]


class TestDocx:
    """Documents of Word and WPS."""

    def test_paragraphs_and_tables_in_their_order(self) -> None:
        document = docx.Document()
        document.add_paragraph("一、总体情况")
        document.add_table(1, 1).cell(0, 0).text = "1"
        document.add_paragraph("完")
        assert shown(read_docx(packed(document)).blocks) == ["一、总体情况", [["1"]], "完"]

    def test_a_cell_that_continues_one_above_is_one_cell(self) -> None:
        document = docx.Document()
        table = document.add_table(3, 2)
        table.cell(0, 0).merge(table.cell(2, 0)).text = "三、本年度办理结果"
        (block,) = read_docx(packed(document)).blocks
        assert isinstance(block, Grid)
        assert [(c.text, c.rowspan) for c in block.starting(0)] == [
            ("三、本年度办理结果", 3),
            ("", 1),
        ]

    def test_tracked_changes_are_read_as_accepted(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("公开")
        xml = '<w:{0} {1} w:id="1" w:author="a"><w:r><w:{2}>{3}</w:{2}></w:r></w:{0}>'
        paragraph._p.append(parse_xml(xml.format("del", nsdecls("w"), "delText", "旧")))
        paragraph._p.append(parse_xml(xml.format("ins", nsdecls("w"), "t", "新")))
        assert shown(read_docx(packed(document)).blocks) == ["公开新"]

    def test_a_deleted_row_is_no_row(self) -> None:
        document = docx.Document()
        table = document.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "1", "2"
        table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
        assert shown(read_docx(packed(document)).blocks) == [[["1"]]]

    def test_fields_give_their_result_and_not_their_code(self) -> None:
        document = docx.Document()
        run = document.add_paragraph("第")._p
        run.append(parse_xml(f"<w:r {nsdecls('w')}><w:instrText>PAGE</w:instrText></w:r>"))
        run.append(parse_xml(f"<w:fldSimple {nsdecls('w')}><w:r><w:t>7</w:t></w:r></w:fldSimple>"))
        assert shown(read_docx(packed(document)).blocks) == ["第7"]

    def test_content_controls_hold_paragraphs_and_tables(self) -> None:
        document = docx.Document()
        table = document.add_table(1, 1)
        table.cell(0, 0).text = "1"
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        table._tbl.addprevious(control)
        control[0].append(table._tbl)
        assert shown(read_docx(packed(document)).blocks) == [[["1"]]]

    def test_a_text_box_is_read_once(self) -> None:
        document = docx.Document()
        box = "<w:txbxContent><w:p><w:r><w:t>盒中</w:t></w:r></w:p></w:txbxContent>"
        mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        document.add_paragraph("外")._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')} {mc}><mc:AlternateContent><mc:Choice Requires='wps'>"
                f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
                "</mc:Fallback></mc:AlternateContent></w:r>"
            )
        )
        assert shown(read_docx(packed(document)).blocks) == ["外", "盒中"]

    def test_a_nested_table_is_a_table_of_its_own(self) -> None:
        document = docx.Document()
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "外"
        cell.add_table(1, 1).cell(0, 0).text = "内"
        assert shown(read_docx(packed(document)).blocks) == ["外", [["内"]]]


class TestPdf:
    """What programs draw to say “here is a table”."""

    @staticmethod
    def drawn(draw: Callable[[Canvas], None]) -> list[object]:
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=(300, 300))
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.save()
        return shown(read_pdf(file.getvalue()).blocks)

    def test_borders_that_a_browser_draws_as_shapes_with_slanted_ends(self) -> None:
        def cell(canvas: Canvas, x: float, y: float, text: str) -> None:
            corners = [(x, y), (x + 80, y), (x + 80, y + 20), (x, y + 20)]
            inner = [(x + 1, y + 1), (x + 79, y + 1), (x + 79, y + 19), (x + 1, y + 19)]
            for n in range(4):
                path = canvas.beginPath()
                path.moveTo(*corners[n])
                for point in (corners[n - 1], inner[n - 1], inner[n]):
                    path.lineTo(*point)
                path.close()
                canvas.drawPath(path, stroke=0, fill=1)
            canvas.drawString(x + 5, y + 6, text)

        def draw(canvas: Canvas) -> None:
            cell(canvas, 50, 200, "1")
            cell(canvas, 132, 200, "2")  # borders apart: border-collapse: separate

        assert self.drawn(draw) == [[["1", "2"]]]

    def test_shading_behind_prose_is_no_table(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFillGray(0.9)
            canvas.rect(50, 190, 200, 30, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(55, 200, "prose")

        assert self.drawn(draw) == ["prose"]

    def test_bold_faked_by_printing_twice_is_one_number(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.rect(50, 190, 100, 30)
            canvas.rect(150, 190, 100, 30)
            for shift in (0, 0.3):
                canvas.drawString(55 + shift, 200, "10")

        assert self.drawn(draw) == [[["10", ""]]]
