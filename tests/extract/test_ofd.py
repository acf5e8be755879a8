"""OFD: where its marks stand on the page (GB/T 33190-2016), and what is said of bad files."""

import io
import re
import zipfile
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from benchmarks.ofd import HABITS, ofd_canvas, ofd_package
from extract.blocks import Document, Paragraph, UnreadableError
from extract.grid import Grid
from extract.page import Char
from extract.read import read_report
from extract.readers.ofd import read_ofd
from extract.readers.ofd_objects import ASCENT, DESCENT, MM, chars_of, rules_of
from extract.report import Status
from tests.extract.grids import Slot, tables

AREA = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
ONE_PAGE = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>'
DOCUMENT = f"<ofd:CommonData>{AREA}</ofd:CommonData>{ONE_PAGE}"


def drawn(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:ofd="http://www.ofdspec.org/2016">{xml}</x>')[0]


def text(codes: str, attributes: str = 'Boundary="10 20 50 5"', size: float = 4) -> str:
    return f'<ofd:TextObject {attributes} Size="{size}">{codes}</ofd:TextObject>'


def code(written: str, attributes: str = 'X="0" Y="4"') -> str:
    return f"<ofd:TextCode {attributes}>{written}</ofd:TextCode>"


def path(data: str, attributes: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="10 20 100 100" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def chars(xml: str) -> list[Char]:
    return list(chars_of(drawn(xml)))


def starts(xml: str) -> list[float]:
    """Where characters begin, in millimetres."""
    return [round(char.x0 / MM, 3) for char in chars(xml)]


def rules(data: str, attributes: str = "") -> list[tuple[float, ...]]:
    """Rules in millimetres."""
    return [
        tuple(round(at / MM, 2) for at in (r.x0, r.top, r.x1, r.bottom))
        for r in rules_of(drawn(path(data, attributes)))
    ]


def layer(objects: str) -> str:
    return f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"


def page(objects: str) -> Document:
    return read_ofd(ofd_package(DOCUMENT, {"Pages/P.xml": layer(objects)}))


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


class TestText:
    """TextObject and TextCode."""

    def test_a_character_stands_on_its_base_line_from_the_corner_of_the_boundary(self) -> None:
        (char,) = chars(text(code("渠", 'X="1" Y="3"')))
        assert char.x0 == pytest.approx(11 * MM)
        assert char.x1 == pytest.approx(15 * MM)
        assert char.top == pytest.approx((23 - 4 * ASCENT) * MM)
        assert char.bottom == pytest.approx((23 + 4 * DESCENT) * MM)

    def test_steps_lead_from_one_character_to_the_next(self) -> None:
        assert starts(text(code("政府公", 'X="0" Y="4" DeltaX="4.5 5"'))) == [10, 14.5, 19.5]

    def test_equal_steps_may_be_written_as_a_run(self) -> None:
        written = code("政府信息公", 'X="0" Y="4" DeltaX="g 3 4 6"')
        assert starts(text(written)) == [10, 14, 18, 22, 28]

    def test_a_run_is_no_longer_than_its_text(self) -> None:
        assert starts(text(code("政府", 'X="0" Y="4" DeltaX="g 9999999999 4"'))) == [10, 14]

    def test_without_steps_characters_follow_by_their_widths(self) -> None:
        assert starts(text(code("共12件"))) == [10, 14, 16, 18]

    def test_steps_of_nothing_do_not_stack_characters(self) -> None:
        assert starts(text(code("共12", 'X="0" Y="4" DeltaY="g 2 0"'))) == [10, 14, 16]

    def test_steps_down_only_set_a_column(self) -> None:
        column = chars(text(code("总计", 'X="0" Y="4" DeltaY="5"')))
        assert [round(char.x0 / MM) for char in column] == [10, 10]
        assert column[1].top - column[0].top == pytest.approx(5 * MM)

    def test_a_code_without_a_place_begins_where_the_one_before_began(self) -> None:
        codes = code("甲", 'X="2" Y="4"') + code("乙", 'Y="9"') + code("丙", 'X="7"')
        found = chars(text(codes))
        assert [round(char.x0 / MM) for char in found] == [12, 12, 17]
        assert [round((char.top - found[0].top) / MM) for char in found] == [0, 5, 5]

    def test_the_matrix_comes_before_the_boundary(self) -> None:
        scaled = 'Boundary="10 20 50 5" CTM="0.5 0 0 0.5 3 0"'
        (char,) = chars(text(code("渠", 'X="2" Y="4"'), scaled))
        assert char.x0 == pytest.approx((10 + 3 + 1) * MM)
        assert char.size == pytest.approx(2 * MM)

    def test_turned_text_keeps_its_box(self) -> None:
        turned = 'Boundary="10 20 50 50" CTM="0 1 -1 0 0 0"'
        first, second = chars(text(code("总计", 'X="0" Y="0" DeltaX="4"'), turned))
        assert first.x0 == second.x0
        assert second.top - first.top == pytest.approx(4 * MM)
        assert first.size == pytest.approx(4 * MM)

    def test_narrowed_text(self) -> None:
        narrow = 'Boundary="10 20 50 5" HScale="0.5"'
        assert starts(text(code("政府"), narrow)) == [10, 12]

    def test_a_word_of_wide_letters_is_one_word_and_figures_apart_are_two(self) -> None:
        letters = text(code("WWW", 'X="0" Y="4" DeltaX="3.8 3.8"'))
        figures = text(code("10", 'X="0" Y="4" DeltaX="3.8"'), 'Boundary="10 40 50 5"')
        assert prose(page(letters + figures)) == ["WWW", "1 0"]

    def test_characters_marked_up_and_escaped(self) -> None:
        assert [c.text for c in chars(text(code("<![CDATA[<1]]>&amp;")))] == ["<", "1", "&"]

    @pytest.mark.parametrize(
        "bad",
        [
            text(code("渠"), ""),
            text(code("渠"), 'Boundary="1 2 3 4" CTM="1 0 0"'),
            text(code("渠", 'X="left"')),
            text(code("渠", 'X=""')),
            text(code("渠", 'X="inf"')),
            text(code("渠县", 'X="0" Y="0" DeltaX="g 2"')),
            f'<ofd:TextObject Boundary="1 2 3 4">{code("渠")}</ofd:TextObject>',
        ],
    )
    def test_marks_without_a_place_damage_the_file(self, bad: str) -> None:
        with pytest.raises(UnreadableError, match="damaged"):
            page(bad)


class TestPaths:
    """PathObject: S M L Q B A C."""

    def test_a_line(self) -> None:
        assert rules("M 0 0 L 30 0") == [(10, 20, 40, 20)]

    def test_a_rectangle_is_four_lines(self) -> None:
        assert sorted(rules("M 0 0 L 30 0 L 30 8 L 0 8 C")) == sorted(
            [(10, 20, 40, 20), (40, 20, 40, 28), (10, 28, 40, 28), (10, 20, 10, 28)]
        )

    def test_one_path_may_draw_many_lines(self) -> None:
        assert rules("M 0 0 L 30 0 M 0 8 L 30 8 S 0 0 L 0 8") == [
            (10, 20, 40, 20),
            (10, 28, 40, 28),
            (10, 20, 10, 28),
        ]

    def test_a_thin_shape_is_one_line_also_if_it_is_only_filled(self) -> None:
        filled = 'Stroke="false" Fill="true"'
        assert rules("M 0 0 L 30 0 L 30 0.4 L 0 0.4 C", filled) == [(10, 20.2, 40, 20.2)]

    def test_shading_is_no_line(self) -> None:
        assert rules("M 0 0 L 30 0 L 30 8 L 0 8 C", 'Stroke="false" Fill="true"') == []

    @pytest.mark.parametrize("no", ["false", "0"])
    def test_what_is_neither_stroked_nor_filled_is_not_seen(self, no: str) -> None:
        assert rules("M 0 0 L 30 0", f'Stroke="{no}"') == []

    def test_curves_and_slanting_lines_are_none(self) -> None:
        assert rules("M 0 0 Q 5 5 30 0 B 1 1 2 2 0 0 A 5 5 0 1 1 30 0") == []
        assert rules("M 0 0 L 30 30") == []

    def test_the_straight_sides_of_a_rounded_box(self) -> None:
        assert rules("M 2 0 L 28 0 Q 30 0 30 2 L 30 20") == [(12, 20, 38, 20), (40, 22, 40, 40)]

    def test_numbers_need_no_blank_before_an_operator(self) -> None:
        assert rules("M0 0L30,0") == [(10, 20, 40, 20)]

    @pytest.mark.parametrize("data", ["M 0 0 H 30", "L 30 0", "M 0 0 L 30", "M 0 0 L x 1"])
    def test_a_path_that_cannot_be_followed_damages_the_file(self, data: str) -> None:
        with pytest.raises(UnreadableError, match="damaged"):
            page(text(code("渠")) + path(data))


class TestFile:
    """The package and its parts."""

    def test_a_form_in_a_template_is_filled_on_the_page(self) -> None:
        common = f'{AREA}<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
        form = path("M 0 0 L 40 0 L 40 10 L 0 10 C M 20 0 L 20 10") + text(
            code("总计", 'X="2" Y="6" DeltaX="4"')
        )
        figure = text(code("26", 'X="25" Y="6" DeltaX="2"'))
        data = ofd_package(
            f"<ofd:CommonData>{common}</ofd:CommonData>{ONE_PAGE}",
            {
                "Tpls/T.xml": layer(form),
                "Pages/P.xml": '<ofd:Template TemplateID="7" ZOrder="Background"/>' + layer(figure),
            },
        )
        (grid,) = read_ofd(data).blocks
        assert isinstance(grid, Grid)
        assert [cell.text for cell in grid.cells] == ["总计", "26"]

    def test_layers_and_blocks_only_group(self) -> None:
        inner = f"<ofd:PageBlock>{text(code('甲'))}</ofd:PageBlock>"
        other = text(code("乙"), 'Boundary="10 60 50 5"')
        content = f"<ofd:Content><ofd:Layer>{inner}</ofd:Layer><ofd:Layer>{other}</ofd:Layer>"
        document = read_ofd(ofd_package(DOCUMENT, {"Pages/P.xml": content + "</ofd:Content>"}))
        assert prose(document) == ["甲", "乙"]

    def test_what_nobody_sees_is_not_read(self) -> None:
        hidden = 'Boundary="10 60 50 5" Visible="false"'
        pattern = f"<ofd:FillColor><ofd:Pattern>{text(code('丙'))}</ofd:Pattern></ofd:FillColor>"
        shape = path("M 0 0 L 9 9").replace("<ofd:Abb", pattern + "<ofd:Abb")
        assert prose(page(text(code("甲")) + text(code("乙"), hidden) + shape)) == ["甲"]

    def test_a_picture_beside_text_is_named(self) -> None:
        image = '<ofd:ImageObject ResourceID="5" Boundary="0 100 210 100"/>'
        written = text(code("渠" * 50, 'X="0" Y="4" DeltaX="g 49 4"'))
        document = page(written + image)
        assert prose(document) == ["渠" * 50]
        assert document.warnings == ("page 1: a picture stands in its text and was not read",)

    def test_bold_by_printing_twice_is_read_once(self) -> None:
        again = text(code("甲"), 'Boundary="10.1 20 50 5"')
        assert prose(page(text(code("甲")) + again)) == ["甲"]

    def test_pages_come_in_the_order_of_the_list_and_may_have_a_size_of_their_own(self) -> None:
        listed = '<ofd:Page BaseLoc="/Doc_0/B.xml"/><ofd:Page BaseLoc="./X/../A.xml"/>'
        own = "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>"
        data = ofd_package(
            f"<ofd:CommonData/><ofd:Pages>{listed}</ofd:Pages>",
            {"A.xml": own + layer(text(code("二"))), "B.xml": own + layer(text(code("一")))},
        )
        assert prose(read_ofd(data)) == ["一", "二"]

    def test_of_several_documents_the_first_is_read_and_the_others_are_named(self) -> None:
        parts = {"Pages/P.xml": layer(text(code("甲")))}
        document = read_ofd(ofd_package(DOCUMENT, parts, documents=2))
        assert prose(document) == ["甲"]
        assert document.warnings == ("the OFD file holds 2 documents; the first was read",)

    def test_a_drawing_that_is_not_read_is_named(self) -> None:
        document = page(text(code("甲")) + '<ofd:CompositeObject Boundary="0 0 9 9"/>')
        assert document.warnings == ("page 1: a drawing (CompositeObject) was not read",)

    def test_a_namespace_of_a_program_of_its_own(self) -> None:
        data = ofd_package(DOCUMENT, {"Pages/P.xml": layer(text(code("甲")))})
        assert prose(read_ofd(changed(data, b"http://www.ofdspec.org/2016", b"urn:x"))) == ["甲"]

    @given(tables(), st.sampled_from(HABITS))
    @settings(max_examples=30, deadline=None)
    def test_every_character_is_read_once(
        self, table: tuple[int, int, list[Slot]], habit: str
    ) -> None:
        canvas = ofd_canvas(600, 800, habit)
        printed = Counter("第一段")
        canvas.text("第一段", 50, 200, 9)
        for slot in table[2]:
            x, top = 50 + 60 * slot.column, 300 + 30 * slot.row
            canvas.box(x, top, x + 60 * slot.colspan, top + 30 * slot.rowspan, filled=False)
            canvas.text(slot.text, x + 5, top + 10, 9)
            printed.update(slot.text)
        canvas.end_page()
        document = read_ofd(canvas.data())
        cells = [c.text for b in document.blocks if isinstance(b, Grid) for c in b.cells]
        read = "".join([*prose(document), *cells])
        assert Counter(re.sub(r"\s", "", read)) == printed


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Pack a file again with something else in every part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(old, new))
    return file.getvalue()


GOOD = ofd_package(DOCUMENT, {"Pages/P.xml": layer(text(code("甲")))})
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ofd:Page '
BAD = {
    "cut short": (GOOD[: len(GOOD) // 2], "cut short"),
    "no entry": (changed(GOOD, b"DocBody", b"DocHead"), "names no document"),
    "no place": (changed(GOOD, b"Doc_0/Document.xml<", b"<"), "without its place"),
    "no page part": (changed(GOOD, b"Pages/P.xml", b"Pages/Q.xml"), "lacks its part Doc_0/Pages/Q"),
    "outside": (changed(GOOD, b"Pages/P.xml", b"../../../etc/x"), "lacks its part etc/x"),
    "no pages": (changed(GOOD, b"<ofd:Page ID", b"<ofd:Leaf ID"), "no pages"),
    "many pages": (changed(GOOD, b"<ofd:Pages>", b"<ofd:Pages>" + b"<ofd:Page/>" * 300), "at most"),
    "no size": (changed(GOOD, b"0 0 210 297", b"0 0 0 0"), "page 1: it has no size"),
    "no template": (
        changed(GOOD, b"<ofd:Content>", b"<ofd:Template TemplateID='9'/><ofd:Content>"),
        "page 1: it is drawn over a template that is not there",
    ),
    "no XML": (changed(GOOD, b"</ofd:Layer>", b""), "damaged (Doc_0/Pages/P.xml: "),
    "entities": (changed(GOOD, b"<ofd:Page ", LAUGHS), "XML entities"),
    "pictures": (changed(GOOD, b"TextObject", b"ImageObject"), "pages without text"),
    "blank": (changed(GOOD, "甲".encode(), b""), "pages without text"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD)
def test_the_reason_is_given_in_words(data: bytes, reason: str) -> None:
    report = read_report(data, "x.ofd")
    assert (report.format, report.status) == ("ofd", Status.UNREADABLE)
    assert report.error is not None
    assert reason in report.error


def test_a_package_that_unpacks_to_too_much_is_not_opened() -> None:
    bomb = changed(GOOD, b"<ofd:Content>", b" " * 40_000_000 + b"<ofd:Content>")
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(bomb)) as large,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as small,
    ):
        for name in large.namelist():
            small.writestr(name, large.read(name))
    with pytest.raises(UnreadableError, match="unpacks to"):
        read_ofd(file.getvalue())
