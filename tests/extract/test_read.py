"""Whole documents: identity, what is no report, and contradictions that are told."""

import gc
from typing import Any

import pytest

from extract.attribution import Hints
from extract.form.edition import editions
from extract.grid import Grid
from extract.read import read_report
from extract.report import Report, Status
from tests.extract.forms import applications


def table(grid: Grid) -> str:
    rows = (
        "".join(
            f"<td rowspan={c.rowspan} colspan={c.colspan}>{c.text}</td>" for c in grid.starting(row)
        )
        for row in grid.rows()
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def page(title: str = "", body: str = "", fill: str = "0", head: str = "") -> bytes:
    grid = applications(lambda _row, _column: fill)
    return (
        f"<html><head><meta charset='utf-8'>{head}</head><body><h1>{title}</h1><div>{body}"
        f"<p>一、总体情况</p><p>甲。</p>{table(grid)}<p>六、其他需要报告的事项</p><p>无。</p></div>"
        "<p>主办单位：某某县人民政府办公室</p></body></html>"
    ).encode()


def read(data: bytes, **hints: Any) -> Report:
    return read_report(data, "page.html", Hints(**hints))


def test_a_table_that_is_missing_makes_a_partial_report() -> None:
    report = read(page("渠县司法局2023年政府信息公开工作年度报告"))
    assert report.status is Status.PARTIAL
    assert "not found: proactive_disclosure, the whole table" in report.warnings
    assert not {f.table for f in report.figures} & {"proactive_disclosure"}


def test_what_the_document_lacks_comes_from_the_portal() -> None:
    report = read(
        page("政府信息公开工作年度报告"),
        title="县司法局2023年政府信息公开工作年度报告",
        region_code="511725",
        published="2024-01-19",
    )
    assert (report.agency, report.report_year, report.region_code) == ("渠县司法局", 2023, "511725")
    assert report.published == "2024-01-19"


def test_the_documents_own_word_goes_before_the_portals() -> None:
    report = read(
        page("渠县司法局2023年政府信息公开工作年度报告"),
        title="卫辉市司法局2022年政府信息公开工作年度报告",
        region_code="410781",
    )
    assert (report.agency, report.report_year, report.region_code) == ("渠县司法局", 2023, "511725")
    assert any("2023" in warning and "2022" in warning for warning in report.warnings)
    assert any("渠县司法局" in warning and "卫辉市司法局" in warning for warning in report.warnings)
    assert any("511725" in warning and "410781" in warning for warning in report.warnings)


def test_a_title_and_a_period_of_different_years_are_told() -> None:
    body = "<p>统计期限自2021年1月1日起，至2021年12月31日止。</p>"
    report = read(page("田黄镇2020年政府信息公开工作年度报告", body))
    assert report.report_year == 2020
    assert any("2020" in warning and "2021" in warning for warning in report.warnings)


def test_without_any_year_that_before_publication_is_taken_and_told() -> None:
    head = '<meta name="PubDate" content="2024/01/30 17:07:13">'
    report = read(page("渠县司法局政府信息公开工作年度报告", head=head))
    assert (report.report_year, report.published) == (2023, "2024-01-30")
    assert any("2024-01-30" in warning for warning in report.warnings)


def test_regions_of_one_name_are_told_apart_by_the_portal() -> None:
    title = "鼓楼区司法局2023年政府信息公开工作年度报告"
    assert read(page(title)).region_code is None
    assert read(page(title), region_code="320106").region_code == "320106"
    assert read(page("南京市" + title)).region_code == "320106"


def test_a_blank_form_is_no_report() -> None:
    assert read(page("政府信息公开工作年度报告格式", fill="")).status is Status.NOT_A_REPORT


@pytest.mark.parametrize(
    "body",
    [
        "<p>关于做好2023年政府信息公开工作年度报告编制发布工作的通知</p><p>各乡镇：</p>",
        "<ul><li><a href='a'>渠县司法局2023年政府信息公开工作年度报告</a></li></ul>",
        "<p>2023年法治政府建设年度报告</p><table><tr><td>1</td><td>2</td></tr></table>",
    ],
)
def test_pages_that_are_no_report(body: str) -> None:
    report = read_report(f"<html><body>{body}</body></html>".encode(), "page.html")
    assert report.status is Status.NOT_A_REPORT
    assert report.figures == ()
    assert report.error is None


def test_a_report_without_tables_keeps_its_sections() -> None:
    body = "".join(
        f"<p>{heading}</p><p>某段。</p>"
        for heading in ("一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况")
    )
    title = "<h1>渠县司法局2010年政府信息公开工作年度报告</h1>"
    report = read_report(f"<html><body>{title}{body}</body></html>".encode(), "page.html")
    assert (report.status, report.edition, report.report_year) == (
        Status.PARTIAL,
        "narrative",
        2010,
    )
    assert len(report.sections) == 3
    assert report.warnings == ()


def test_a_heading_with_nothing_read_under_it_is_told() -> None:
    """As where the table is a picture."""
    empty = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    prose = "<p>{}</p><p>某段。</p>"
    body = prose.format("一、总体情况") + "".join(f"<p>{heading}</p>" for heading in empty)
    body += prose.format("五、存在的主要问题及改进情况") + prose.format("六、其他需要报告的事项")
    title = "<h1>渠县司法局2023年政府信息公开工作年度报告</h1>"
    report = read_report(f"<html><body>{title}{body}</body></html>".encode(), "page.html")
    assert report.status is Status.PARTIAL
    assert [w.split("“")[1].split("”")[0] for w in report.warnings] == empty


def test_the_page_after_the_report_is_no_part_of_section_six() -> None:
    report = read(page("渠县司法局2023年政府信息公开工作年度报告"))
    assert report.sections[-1].text == "无。"


def test_gbk_pages_with_a_wrong_or_no_charset() -> None:
    text = page("渠县司法局2023年政府信息公开工作年度报告").decode()
    for charset in ("gb2312", "gbk"):
        data = text.replace("utf-8", charset).encode("gb18030")
        assert read(data).agency == "渠县司法局"
    data = text.replace("<meta charset='utf-8'>", "").encode("gb18030")
    assert read(data).agency == "渠县司法局"


def test_every_edition_is_numbered_and_named_without_gaps() -> None:
    assert len(editions()["2021"].missing(set())) == 200
    for edition in editions().values():
        addresses = list(edition.addresses())
        assert len(addresses) == len(set(addresses))
        for check in edition.checks:
            table = next(t for t in edition.tables if t.name == check.table)
            known = set(table.columns) if check.per == "row" else {r.name for r in table.rows}
            assert set(check.left) <= known
            # A row of another edition may stand in a check that editions share.
            assert set(check.right) & known


@pytest.mark.parametrize("data", [page("渠县司法局2023年度报告"), b"%PDF-1.7 torn"])
def test_how_often_python_looks_for_cycles_is_as_it_was_after_a_reading(data: bytes) -> None:
    before = gc.get_threshold()
    read(data)
    assert gc.get_threshold() == before
