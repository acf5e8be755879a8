"""Spreadsheets: what a person sees in a sheet, as paragraphs and grids."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from benchmarks.figures import figure_set
from benchmarks.layouts import Style, section_four
from benchmarks.spreadsheet import Sheet, Value, xls, xlsx
from extract.blocks import Document, Paragraph, UnreadableError
from extract.formats import format_of
from extract.grid import Cell, Grid, lay_out
from extract.read import read_report
from extract.readers.sheet import read_workbook
from extract.report import Place, Status
from pipelines.workers import Job, Workers
from tests.extract.grids import Slot, tables

Writer = Callable[[Sequence[Sheet]], bytes]
both = pytest.mark.parametrize("write", [xlsx, xls])


def sheet(*rows: Sequence[Value]) -> Sheet:
    """Fill a sheet row by row; "" is a cell without a value."""
    made = Sheet("表")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            made.put(row, column, 1, 1, value)
    return made


def shown(document: Document) -> list[object]:
    """Paragraphs as text, grids as rows of text."""
    return [
        b.text if isinstance(b, Paragraph) else [[c.text for c in b.starting(r)] for r in b.rows()]
        for b in document.blocks
    ]


def formatted(value: float, code: str) -> Cell:
    """Give the cell of a number with a format."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx([sheet(["规章", 1, 2, 3])])))
    book["表"]["B1"] = value
    book["表"]["B1"].number_format = code
    file = io.BytesIO()
    book.save(file)
    (grid,) = read_workbook(file.getvalue()).blocks
    assert isinstance(grid, Grid)
    return grid.cells[1]


class TestCells:
    """The text and the place of a cell."""

    @both
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (5, "5"),
            (0, "0"),
            (-0.0, "0"),
            (-5, "-5"),
            (2.5, "2.5"),
            (160.5964, "160.5964"),
            (75394432.52, "75394432.52"),
            (0.1 + 0.2, "0.3"),
            (1e20, "100000000000000000000"),
            ("0", "0"),
            ("/", "/"),
            (" １２ ", "１２"),
        ],
    )
    def test_as_a_person_sees_it(self, write: Writer, value: Value, text: str) -> None:
        (grid,) = read_workbook(write([sheet(["总计", value])])).blocks
        assert isinstance(grid, Grid)
        assert [c.text for c in grid.starting(0)] == ["总计", text]

    @both
    def test_its_place_is_that_in_its_sheet(self, write: Writer) -> None:
        far = Sheet("二", {(6, 3): "总计", (6, 4): 12})
        grid = read_workbook(write([sheet(["规章", 1]), far])).blocks[1]
        assert isinstance(grid, Grid)
        assert [c.place for c in grid.starting(0)] == [
            Place(table=1, row=6, column=3),
            Place(table=1, row=6, column=4),
        ]

    @both
    @given(table=tables())
    @settings(max_examples=60, deadline=None)
    def test_merged_cells_are_spans(
        self, write: Writer, table: tuple[int, int, list[Slot]]
    ) -> None:
        rows, columns, slots = table
        drawn = Sheet("表")
        for s in slots:
            drawn.put(s.row, s.column, s.rowspan, s.colspan, s.text)
        frame = [(rows, c) for c in range(columns)] + [(r, columns) for r in range(rows)]
        for row, column in frame:
            drawn.put(row, column, 1, 1, "总计")
        (grid,) = read_workbook(write([drawn])).blocks
        assert isinstance(grid, Grid)
        found = {
            Slot(
                c.place.row or 0,
                c.place.column or 0,
                c.rowspan,
                c.colspan,
                c.text,
            )
            for c in grid.cells
            if not c.blank
        }
        assert found == {s for s in slots if s.text} | {Slot(r, c, 1, 1, "总计") for r, c in frame}

    def test_merged_ranges_that_overlap_give_no_slot_to_two_cells(self) -> None:
        drawn = sheet(["规章", 1, 2], ["总计", 3, 4])
        drawn.merged = [(0, 0, 1, 2), (0, 1, 2, 2)]
        (grid,) = read_workbook(xls([drawn])).blocks
        assert isinstance(grid, Grid)
        slots = [(r, c) for cell in grid.cells for r in cell.rows for c in cell.columns]
        assert len(slots) == len(set(slots))


class TestParagraphs:
    """A sheet has no paragraphs: a row with one text in it that is not the form's is one."""

    @both
    @pytest.mark.parametrize("width", [1, 4])
    def test_titles_and_headings_in_one_cell_or_over_the_page(
        self, write: Writer, width: int
    ) -> None:
        drawn = Sheet("表")
        drawn.put(0, 0, 2, width, "渠县司法局2023年政府信息公开工作年度报告")
        drawn.put(2, 0, 1, width, "三、收到和处理政府信息公开申请情况")
        drawn.put(3, 0, 1, 1, "一、本年新收")
        for column in range(1, 4):
            drawn.put(3, column, 1, 1, column)
        drawn.put(5, 0, 1, width, "六、其他需要报告的事项")
        assert shown(read_workbook(write([drawn]))) == [
            "渠县司法局2023年政府信息公开工作年度报告",
            "三、收到和处理政府信息公开申请情况",
            [["一、本年新收", "1", "2", "3"]],
            "六、其他需要报告的事项",
        ]

    @both
    def test_lines_typed_into_one_cell(self, write: Writer) -> None:
        drawn = sheet(["一、总体情况\n我局高度重视。\r\n\n现报告如下。"])
        assert shown(read_workbook(write([drawn]))) == [
            "一、总体情况",
            "我局高度重视。",
            "现报告如下。",
        ]

    @pytest.mark.parametrize(
        "label", ["行政许可", "行政事业性收費", "第二十条第（五）项", "3", "/"]
    )
    def test_a_label_or_a_figure_stays_in_its_table(self, label: str) -> None:
        (grid,) = read_workbook(xlsx([sheet(["规章", 1], [label, ""], ["总计", 2])])).blocks
        assert isinstance(grid, Grid)

    def test_sheets_that_nobody_sees_are_named_and_not_read(self) -> None:
        document = read_workbook(xlsx([sheet(["甲"]), Sheet("旧", {(0, 0): "乙"}, hidden=True)]))
        assert shown(document) == ["甲"]
        assert document.warnings == ("sheet 1 “旧” is hidden; it was not read",)


class TestReports:
    """Whole workbooks. tests/extract/test_styles.py reads the form in many settings."""

    @both
    def test_a_last_row_left_blank_is_told_as_not_found(self, write: Writer) -> None:
        """Nothing in the file says whether it is there: no blank is made up."""
        figures = figure_set(1)
        drawn = Sheet("四")
        for c in lay_out(section_four(figures, Style()), 0).cells:
            drawn.put(c.row, c.column, c.rowspan, c.colspan, c.text if c.row < 3 else "")
        title = Sheet("题", {(0, 0): "甲县司法局2023年政府信息公开工作年度报告"})
        other = sheet(["信息内容", "本年处理决定数量"], ["行政许可", 7])
        report = read_report(write([title, other, drawn]), "a.et")
        assert {f.row for f in report.figures} == {"licensing"}
        assert "not found: reconsideration_litigation, the whole table" in report.warnings

    def test_cells_that_were_never_reckoned_are_unread_and_never_blank(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(xlsx([sheet(["规章", 1, 2, 3])])))
        page = book["表"]
        page["B1"] = "=1+1"
        page["C1"].value, page["C1"].data_type = "#REF!", "e"
        file = io.BytesIO()
        book.save(file)
        (grid,) = read_workbook(file.getvalue()).blocks
        assert isinstance(grid, Grid)
        assert [cell.unread for cell in grid.cells] == [False, True, True, False]
        assert all(cell.doubt for cell in grid.cells if cell.unread)

    @pytest.mark.parametrize(
        ("value", "code", "other"),
        [
            (349352579, "0!.0000", None),
            (12345, '0.0,"千"', None),
            (0.55, "0%", None),
            (3.14159, "0.00", "3.14"),
            (3.5, "#,##0", "4"),
        ],
    )
    def test_a_number_that_its_format_shows_as_another_is_in_doubt(
        self, value: float, code: str, other: str | None
    ) -> None:
        cell = formatted(value, code)
        assert cell.doubt
        assert (cell.others, cell.unread) == ((other,) if other else (), other is None)

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (12, "General"),
            (12, "0"),
            (1234567, "#,##0;[Red]-#,##0"),
            (0.1 + 0.2, "0.00"),
            (160.5964, '0.0000_ "万元"'),
            (0, '#,##0;-#,##0;"-"'),
            (12, "@"),
        ],
    )
    def test_a_number_that_is_shown_as_it_is_stored_is_in_none(
        self, value: float, code: str
    ) -> None:
        assert not formatted(value, code).doubt

    def test_cells_in_doubt_that_no_sheet_is_known_of_are_told(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(xlsx([sheet(["规章", 1, 2, 3])])))
        book["表"]["B1"] = "=1+1"
        file, odd = io.BytesIO(), io.BytesIO()
        book.save(file)
        with zipfile.ZipFile(file) as package, zipfile.ZipFile(odd, "w") as copy:
            for name in package.namelist():
                copy.writestr(name, package.read(name))
            copy.writestr("xl/worksheets/lost.xml", package.read("xl/worksheets/sheet1.xml"))
        (warning,) = read_workbook(odd.getvalue()).warnings
        assert warning.startswith("1 cells are in doubt")

    @pytest.mark.parametrize("look", [{"vertAlign": "superscript"}, {"strike": True}])
    def test_a_raised_or_struck_part_of_a_text_is_in_doubt(self, look: dict[str, Any]) -> None:
        book = openpyxl.load_workbook(io.BytesIO(xlsx([sheet(["规章", "12", "12", "3"])])))
        note = TextBlock(InlineFont(**look), "1")
        book["表"]["B1"] = CellRichText(TextBlock(InlineFont(), "12"), note)
        file = io.BytesIO()
        book.save(file)
        (grid,) = read_workbook(file.getvalue()).blocks
        assert isinstance(grid, Grid)
        marked = grid.cells[1]
        assert (marked.text, marked.others, marked.unread) == ("121", ("12",), False)
        assert [bool(cell.doubt) for cell in grid.cells] == [False, True, False, False]

    def test_they_are_told_by_their_bytes(self) -> None:
        assert format_of(xlsx([sheet([1])])) == "xlsx"
        assert format_of(xls([sheet([1])])) == "xls"


class TestBadInput:
    """See also tests/documents/broken.py."""

    @both
    def test_sheets_with_nothing_in_them(self, write: Writer) -> None:
        with pytest.raises(UnreadableError, match="holds no text"):
            read_workbook(write([sheet(), sheet()]))

    def test_an_xls_with_a_password(self) -> None:
        with pytest.raises(UnreadableError, match="password"):
            read_workbook(xls([sheet([1])], locked=True))

    @pytest.mark.parametrize("length", [600, 2000, 4000])
    def test_an_xls_that_is_cut_short(self, length: int) -> None:
        with pytest.raises(UnreadableError, match="fetch it again"):
            read_workbook(xls([sheet(["规章", 1])])[:length])

    @pytest.mark.parametrize("cell", ["XFD1048576", "A60000"])
    def test_cells_far_apart_are_refused_before_memory_is_asked_for(self, cell: str) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0]["B1"], book.worksheets[0][cell] = 1, 2
        file = io.BytesIO()
        book.save(file)
        with pytest.raises(UnreadableError, match="stretch over"):
            read_workbook(file.getvalue())

    def test_cells_far_apart_in_an_xls(self) -> None:
        with pytest.raises(UnreadableError, match="stretch over"):
            read_workbook(xls([Sheet("表", {(0, 0): 1, (60_000, 1): 2})]))

    def test_an_xls_that_asks_for_all_memory_costs_itself_only(self) -> None:
        far = xls([Sheet("表", {(0, 0): 1, (65_535, 65_535): 2})])
        with Workers(1) as workers:
            (bad,) = workers.read(Job("far", far))
            (good,) = workers.read(Job("good", xls([sheet(["规章", 1])])))
        assert bad.report.status is Status.UNREADABLE
        assert good.report.status is Status.NOT_A_REPORT
