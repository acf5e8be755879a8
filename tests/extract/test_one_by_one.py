"""Tables of which only the cells are left, one by one: read by the form's order, and doubted."""

from benchmarks.figures import figure_set
from extract.blocks import Paragraph
from extract.form.bind import DOUBTFUL, UNREAD, bind
from extract.form.one_by_one import with_tables_of_cells
from extract.grid import Grid
from extract.read import read_report
from extract.report import Report
from tests.extract.forms import applications, applications_table

ISSUED = ("本年制发件数", "本年废止件数", "现行有效件数")
HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
OVER = ("行政复议", "行政诉讼", *HEADS, "未经复议直接起诉", "复议后起诉", *HEADS, *HEADS)


def page(*cells: str) -> Report:
    """A page of `div` with these cells, in the form's order."""
    body = "".join(f"<div>{cell}</div>" for cell in cells)
    title = "<h1>渠县司法局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>无。</p>"
    return read_report(f"<meta charset=utf-8>{title}<div>{body}</div>".encode(), "page.html")


def test_cells_of_a_table_of_div_are_given_their_columns_and_doubted() -> None:
    grid = applications(lambda row, column: str(len(row) + len(column)))
    cells = [cell.text for row in grid.rows() for cell in grid.starting(row)]
    report = page(*cells)
    rows = [row.name for row in applications_table().rows if not row.replaces]
    assert {(f.row, f.column): f.value for f in report.figures} == {
        (row, column): len(row) + len(column)
        for row in rows
        for column in applications_table().columns
    }
    assert {f.confidence for f in report.figures} == {DOUBTFUL}
    assert any("its column was told by its place" in warning for warning in report.warnings)


def test_labels_over_headings_take_as_many_figures_each() -> None:
    report = page(*OVER, *map(str, range(15)))
    assert [f.value for f in report.figures] == [*range(15)]


def test_a_row_with_a_blank_less_is_not_read() -> None:
    """A blank leaves no paragraph, and so nobody knows whose figure is missing."""
    rows = ("规章", "3", "15", "行政规范性文件", "1", "2", "3")
    report = page("信息内容", *ISSUED, *rows)
    found = {(f.row, f.column): (f.value, f.confidence) for f in report.figures}
    assert found["rules", "issued"] == (None, UNREAD)
    assert found["normative_documents", "in_force"] == (3, DOUBTFUL)


def test_prose_and_what_is_no_heading_stay_as_they_are() -> None:
    blocks = [
        Paragraph(text) for text in ("六、其他需要报告的事项", "无", "其他", "12", "总计", "3")
    ]
    assert with_tables_of_cells(blocks) == blocks
    assert not bind(block for block in blocks if isinstance(block, Grid)).figures


def test_figures_that_sums_confirm_are_doubted_no_more() -> None:
    printed, figures = figure_set(3).printed, figure_set(3).values()
    grid = applications(lambda row, column: printed["applications", row, column])
    report = page(*(cell.text for row in grid.rows() for cell in grid.starting(row)))
    certain = [figure for figure in report.figures if figure.confidence == 1]
    assert len(certain) > len(report.figures) / 2
    assert all(figure.value == figures[figure[:3]] for figure in certain)
