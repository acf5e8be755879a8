"""Statistics tables of 2008 to 2018: every layout gives its rows as printed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.indicators import forms, statistics_set
from benchmarks.layouts import style
from benchmarks.render import FORMATS
from benchmarks.spreadsheet import Sheet, xlsx
from benchmarks.statistics import measure
from extract.attribution import Hints
from extract.blocks import Paragraph
from extract.form.indicators import vocabulary
from extract.grid import Grid, lay_out
from extract.read import read_report
from extract.report import Place, Report, Status, to_json_line
from extract.statistics import Statistics, read_statistics

FUJIAN = "指标名称|计量\n单位|2012\n年度|历年累计"


def grid(*rows: str, number: int = 0) -> Grid:
    """Lay a table out of rows of texts parted by |, where 3*文字 is a cell over three columns."""
    return lay_out([[_cell(text) for text in row.split("|")] for row in rows], number)


def _cell(text: str) -> tuple[int, int, str]:
    span, star, words = text.partition("*")
    return (1, int(span), words) if star and span.isdigit() else (1, 1, text)


def read(*blocks: Grid | Paragraph) -> Statistics:
    return read_statistics(blocks)


def shown(statistics: Statistics) -> list[tuple[int, str, str | None, str]]:
    return [(i.number, i.name, i.unit, i.raw) for i in statistics.indicators]


def page(title: str, *tables: Grid) -> bytes:
    drawn = "".join(
        "<table>"
        + "".join(
            "<tr>"
            + "".join(f"<td colspan={c.colspan}>{c.text}</td>" for c in table.starting(row))
            + "</tr>"
            for row in table.rows()
        )
        + "</table>"
        for table in tables
    )
    return f"<html><meta charset=utf-8><h1>{title}</h1><div><p>甲。</p>{drawn}</div>".encode()


def test_fujian_prints_a_year_and_the_sum_up_to_it() -> None:
    (indicator,) = read(grid(FUJIAN, "2. 政府公报\n公开|条|0|7")).indicators
    assert (indicator.name, indicator.unit, indicator.code) == (
        "2.政府公报公开",
        "条",
        "published_in_gazette",
    )
    assert (indicator.column, indicator.raw, indicator.value) == ("2012年度", "0", 0)
    assert (indicator.cumulative_column, indicator.cumulative) == ("历年累计", 7)


def test_several_counts_of_a_row_stand_side_by_side_under_its_number() -> None:
    table = grid("序号|统 计 指 标|单位|部门统计数|社区统计数", "1|制发规范性文件总数|件|3|/")
    assert [(i.number, i.column, i.value, i.raw) for i in read(table).indicators] == [
        (1, "部门统计数", 3, "3"),
        (1, "社区统计数", None, "/"),
    ]


def test_gansu_letters_its_columns_and_sums_up_the_year() -> None:
    table = grid(
        "指 标 名 称|计量单位|代码|本期实际|本年累计", "甲|乙|丙|1|2", "申请总数|条|10|4|9"
    )
    (indicator,) = read(table).indicators
    assert (indicator.name, indicator.column, indicator.value) == ("申请总数", "本期实际", 4)
    assert (indicator.cumulative_column, indicator.cumulative) == ("本年累计", 9)


def test_heads_in_two_rows_are_named_from_the_outside_in() -> None:
    table = lay_out(
        [
            [(2, 1, "统计指标"), (2, 1, "单位"), (1, 2, "统计数"), (2, 1, "备注")],
            [(1, 1, "部门"), (1, 1, "乡镇")],
            [(1, 1, "收到申请数"), (1, 1, "件"), (1, 1, "1"), (1, 1, "2"), (1, 1, "无")],
        ],
        0,
    )
    assert [(i.column, i.value) for i in read(table).indicators] == [
        ("统计数 › 部门", 1),
        ("统计数 › 乡镇", 2),
    ]


def test_heads_set_twice_are_read_panel_after_panel() -> None:
    table = grid("指标|单位|数量|指标|单位|数量", "甲类|条|1|丙类|件|3", "乙类|条|2|丁类|件|4")
    assert shown(read(table)) == [
        (1, "甲类", "条", "1"),
        (2, "乙类", "条", "2"),
        (3, "丙类", "件", "3"),
        (4, "丁类", "件", "4"),
    ]


@pytest.mark.parametrize(
    "heading", ["2*一、主动公开情况|", "一、主动公开情况|----|", "3*一、主动公开情况"], ids=str
)
def test_a_heading_is_a_row_without_unit_and_number(heading: str) -> None:
    first, second = read(grid("统计指标|单位|统计数", heading, "（一）信息数|条|5")).indicators
    assert (first.name, first.unit, first.raw, first.value, first.code) == (
        "一、主动公开情况",
        None,
        "",
        None,
        "proactive_disclosure",
    )
    assert (second.number, second.parent) == (2, 1)


def test_a_cell_beside_several_rows_is_a_heading_too() -> None:
    rows = [
        [(1, 2, "统计指标"), (1, 1, "单位"), (1, 1, "统计数")],
        [(2, 1, "收到申请数"), (1, 1, "其他方式"), (1, 1, "件"), (1, 1, "1")],
        [(1, 1, "当面申请数"), (1, 1, "件"), (1, 1, "2")],
        [(1, 2, "举报投诉数量"), (1, 1, "件"), (1, 1, "3")],
    ]
    assert [(i.name, i.code, i.parent) for i in read(lay_out(rows, 0)).indicators] == [
        ("收到申请数", "received", None),
        ("其他方式", "received_otherwise", 1),
        ("当面申请数", "received_in_person", 1),
        ("举报投诉数量", "complaints", None),
    ]


def test_of_which_beside_several_rows_is_printed_before_the_first() -> None:
    rows = [
        [(1, 2, "统计指标"), (1, 1, "单位"), (1, 1, "统计数")],
        [(1, 2, "申请总数"), (1, 1, "件"), (1, 1, "3")],
        [(2, 1, "其中："), (1, 1, "1.当面申请数"), (1, 1, "件"), (1, 1, "1")],
        [(1, 1, "2.信函申请数"), (1, 1, "件"), (1, 1, "2")],
    ]
    assert [(i.name, i.parent) for i in read(lay_out(rows, 0)).indicators] == [
        ("申请总数", None),
        ("其中：1.当面申请数", 1),
        ("2.信函申请数", 1),
    ]


def test_zero_blank_and_sign_stay_three_things() -> None:
    table = grid(FUJIAN, "甲|条|0|0", "乙|条||", "丙|条|/|—")
    assert [(i.raw, i.value, i.cumulative_raw, i.cumulative) for i in read(table).indicators] == [
        ("0", 0, "0", 0),
        ("", None, "", None),
        ("/", None, "—", None),
    ]


def test_ordinals_in_a_column_of_their_own_tell_what_a_row_is_a_part_of() -> None:
    rows = ("四|行政复议数量|件|2", "（一）|被依法纠错数|件|1", "五|行政诉讼数量|件|0")
    indicators = read(
        grid("序号|指标名称|单位|2016年", *rows, "（一）|被依法纠错数|件|1")
    ).indicators
    assert [(i.name, i.code, i.parent) for i in indicators] == [
        ("行政复议数量", "reconsideration", None),
        ("被依法纠错数", "reconsideration_corrected", 1),
        ("行政诉讼数量", "litigation", None),
        ("被依法纠错数", "litigation_corrected", 3),
    ]


def test_ordinals_that_count_the_rows_are_no_outline() -> None:
    rows = ("1|一、主动公开情况||", "2|（一）主动公开政府信息数|条|5", "3|其中：规范性文件|条|1")
    indicators = read(grid("序号|统计指标|单位|统计数", *rows)).indicators
    assert [i.parent for i in indicators] == [None, 1, 2]


def test_rows_of_a_page_grid_finer_than_the_table_are_rows_once() -> None:
    heads = [(1, 1, text) for text in ("统计指标", "单位", "统计数")]
    rows = [heads, [(2, 1, "收到申请数"), (2, 1, "件"), (2, 1, "3")], []]
    assert shown(read(lay_out(rows, 0))) == [(1, "收到申请数", "件", "3")]


def test_a_number_beside_two_names_is_given_to_none() -> None:
    heads = [(1, 1, text) for text in ("统计指标", "单位", "统计数")]
    rows = [heads, [(1, 1, "当面申请数"), (1, 1, "件"), (2, 1, "3")]]
    rows.append([(1, 1, "传真申请数"), (1, 1, "件")])
    statistics = read(lay_out(rows, 0))
    assert [(i.raw, i.value) for i in statistics.indicators] == [("3", None), ("3", None)]
    assert not statistics.complete


def test_a_table_without_a_cumulative_column_has_no_blank_for_it() -> None:
    (indicator,) = read(grid("指标|单位|数量", "甲|条|1")).indicators
    assert (indicator.cumulative_column, indicator.cumulative_raw) == (None, None)


@pytest.mark.parametrize(
    ("unit", "raw", "value"),
    [
        ("件", "5件", 5),
        ("人次", "1,024人次", 1024),
        ("万元", "12.5", Decimal("12.5")),
        ("万元", "5000元", Decimal("0.5")),
        ("元", "0.3万元", 3000),
        ("件", "约五百", None),
    ],
)
def test_numbers_are_read_in_the_unit_of_their_row(
    unit: str, raw: str, value: int | Decimal | None
) -> None:
    (indicator, _) = read(grid("指标|单位|数量", f"甲|{unit}|{raw}", "乙|条|1")).indicators
    assert (indicator.raw, indicator.value) == (raw, value)


def test_a_row_that_is_cut_short_makes_the_table_incomplete() -> None:
    statistics = read(grid(FUJIAN, "甲|条|1|2", "乙|条|3"))
    assert not statistics.complete
    assert any("乙" in warning and "cut short" in warning for warning in statistics.warnings)


def test_a_number_under_two_heads_is_given_to_none() -> None:
    first, second = read(grid(FUJIAN, "甲|条|2*7", "乙|条|1|2")).indicators
    assert (first.raw, first.value, first.confidence) == ("7", None, 0)
    assert (second.value, second.confidence) == (1, 1)


def test_a_sign_under_two_heads_holds_for_both() -> None:
    statistics = read(grid(FUJIAN, "甲|条|2*/", "乙|条|1|2"))
    first, _ = statistics.indicators
    assert (first.raw, first.cumulative_raw, statistics.complete) == ("/", "/", True)


def test_what_stands_around_a_table_in_its_grid_is_left_to_others() -> None:
    above, under = "4*附件1：统计表", "4*填报人：某某"
    statistics = read(grid(above, FUJIAN, "甲|条|1|2", under))
    assert len(statistics.indicators) == 1
    texts = [c.text for b in statistics.rest if isinstance(b, Grid) for c in b.cells]
    assert texts == ["附件1：统计表", "填报人：某某"]


@pytest.mark.parametrize(
    "rows",
    [
        ("项目|单位|数量", "信息发布|司法局|12", "信息发布|财政局|7"),  # 单位: an agency
        ("信息内容|本年制发件数|本年废止件数", "规章|0|0"),
        ("指标名称|计量单位", "主动公开信息数|条"),
        ("指标名称|计量单位|数量", "主动公开信息数||"),
        ("项目|数量", "主动公开信息数|7", "会议|3", "培训|2", "检查|9"),
    ],
)
def test_tables_of_other_kinds_are_left_alone(rows: tuple[str, ...]) -> None:
    table = grid(*rows)
    statistics = read(table)
    assert (statistics.indicators, statistics.rest) == ([], [table])


def test_a_table_without_units_is_known_by_its_indicators() -> None:
    rows = ("一、主动公开情况|", "主动公开信息数|7", "收到申请数|3", "政府信息公开专项经费|12.5")
    statistics = read(grid("统计指标|统计数", *rows))
    assert [(i.code, i.unit, i.value) for i in statistics.indicators] == [
        ("proactive_disclosure", None, None),
        ("information_published", None, 7),
        ("received", None, 3),
        ("funds", None, Decimal("12.5")),
    ]
    assert [i.confidence for i in statistics.indicators] == [1, 1, 1, 0.5]
    (warning,) = statistics.warnings
    assert "no unit" in warning


def test_a_page_break_parts_no_table_and_no_name() -> None:
    upper = grid("统计指标|单位|统计数", "其中：危及国家安全、公共|件|4")
    lower = grid("安全、经济安全和社会稳定||", "行政复议数量|件|0", number=1)
    assert shown(read(upper, lower)) == [
        (1, "其中：危及国家安全、公共安全、经济安全和社会稳定", "件", "4"),
        (2, "行政复议数量", "件", "0"),
    ]


def test_a_name_that_is_not_known_goes_on_at_the_top_of_a_page() -> None:
    upper, lower = (
        replace(g, cells=tuple(c._replace(place=Place(page)) for c in g.cells))
        for page, g in enumerate(
            [
                grid("统计指标|单位|统计数", "通过村务公开栏等渠道公开的|件|4"),
                grid("各类信息||", "（二）其他情况||", "行政复议数量|件|0"),
            ],
            start=1,
        )
    )
    assert [name for _, name, _, _ in shown(read(upper, lower))] == [
        "通过村务公开栏等渠道公开的各类信息",
        "（二）其他情况",
        "行政复议数量",
    ]


@pytest.mark.parametrize("between", ["续表", "— 2 —", "（接上页）"])
def test_a_line_between_the_pieces_of_a_table_parts_it_not(between: str) -> None:
    upper = grid("统计指标|单位|统计数", "申请总数|件|4")
    lower = grid("行政复议数量|件|0", "行政诉讼数量|件|1", number=1)
    statistics = read(upper, Paragraph(between), lower)
    assert [i.value for i in statistics.indicators] == [4, 0, 1]
    assert statistics.rest == [Paragraph(between)]
    other = grid("责任人|单位|电话", "甲|办公室|12345678", number=1)
    assert read(upper, Paragraph(between), other).rest == [Paragraph(between), other]


def test_what_stands_over_the_heads_on_each_page_is_no_row() -> None:
    over = "3*填报单位：渠县司法局"
    upper = grid(over, "统计指标|单位|统计数", "申请总数|件|4")
    lower = grid(over, "统计指标|单位|统计数", "行政复议数量|件|0", number=1)
    assert [name for _, name, _, _ in shown(read(upper, lower))] == ["申请总数", "行政复议数量"]


KNOWN = ("申请总数|件|4", "行政复议数量|件|0", "行政诉讼数量|件|1")


def test_the_unit_may_stand_last() -> None:
    rows = (f"{name}|{count}|{unit}" for name, unit, count in (row.split("|") for row in KNOWN))
    assert [(unit, raw) for _, _, unit, raw in shown(read(grid("统计指标|数量|单位", *rows)))] == [
        ("件", "4"),
        ("件", "0"),
        ("件", "1"),
    ]


@pytest.mark.parametrize("heads", [(), ("主要指标|计量单位|2012年",), ("统计事项|单位|数",)])
def test_a_table_is_known_by_its_indicators_where_its_names_have_another_head_or_none(
    heads: tuple[str, ...],
) -> None:
    statistics = read(grid(*heads, *KNOWN))
    assert [(i.unit, i.value) for i in statistics.indicators] == [("件", 4), ("件", 0), ("件", 1)]
    assert all(i.column for i in statistics.indicators) is bool(heads)


def test_heads_printed_again_on_the_next_page_are_no_rows() -> None:
    upper, lower = grid(FUJIAN, "申请总数|条|1|2"), grid(FUJIAN, "其中：1.当面|条|3|4", number=1)
    assert [(i.number, i.parent) for i in read(upper, lower).indicators] == [(1, None), (2, 1)]


def test_rows_of_two_tables_are_numbered_through() -> None:
    first, second = (
        grid(FUJIAN, "其中：1.当面|条|1|2"),
        grid(FUJIAN, "其中：2.传真|条|3|4", number=1),
    )
    indicators = read(first, Paragraph("附件2"), second).indicators
    assert [(i.number, i.parent) for i in indicators] == [(1, None), (2, None)]


def codes(form: str) -> dict[str, str | None]:
    heads, rows = "统计指标|单位|统计数", forms()[form]["rows"]
    table = grid(heads, *(f"{name}|{unit}|{'1' if unit else ''}" for name, unit in rows))
    return {f"{i.number} {i.name}": i.code for i in read(table).indicators}


def test_every_row_of_the_national_form_has_a_code_of_its_own() -> None:
    found = codes("national")
    assert [name for name, code in found.items() if code is None] == []
    assert len(set(found.values())) == len(forms()["national"]["rows"])


def test_equal_names_are_told_apart_by_the_heading_above() -> None:
    found = {name.split()[-1]: code for name, code in codes("national").items()}
    assert found["（三）其他情形数"] == "litigation_other"
    assert list(codes("national").values()).count("reconsideration_other") == 1


def test_a_name_without_an_exact_meaning_has_no_code() -> None:
    unknown = [name.split()[-1] for name, code in codes("gansu").items() if code is None]
    assert "网站专栏页面访问量" in unknown
    assert "(5)“免予公开范围1”数" in unknown
    assert len(unknown) == 17


def test_an_ending_that_only_says_number_does_not_count() -> None:
    rows = ("其它形式申请|条|1", "行政复议总数|件|1", "制发规范性文件|件|1")
    assert [i.code for i in read(grid("指标|单位|数量", *rows)).indicators] == [
        "received_otherwise",
        "reconsideration",
        "normative_documents_issued",
    ]


def test_a_row_may_name_several_units() -> None:
    (indicator,) = read(grid("指标|单位（条/件）|数量", "收到申请数|（条、件）|1")).indicators
    assert indicator.unit == "（条、件）"


def test_the_datas_codes_stand_under_codes_that_there_are() -> None:
    words = vocabulary()
    known = {m.code for meanings in words._meanings.values() for m in meanings}
    assert {u for ms in words._meanings.values() for m in ms for u in m.under} <= known
    assert {s.total for s in words.sums} | {c for s in words.sums for p in s.parts for c in p} <= (
        known
    )


CHANNELS = ("其中：1.当面申请数|条|{}|18", "2.网上申请数|条|0|0", "3.信函、传真申请数|条|3|3")


def test_parts_of_a_total_are_added_up_for_each_column() -> None:
    rows = [row.format(18) for row in CHANNELS]
    (year, all_years) = read(grid(FUJIAN, "受理依申请公开信息总数|条|20|21", *rows)).checks
    assert (year.check, year.subject) == ("indicators_received_by_channel", "row 1, 2012年度")
    assert (year.left, year.right, year.passed) == (20, 21, False)
    assert (all_years.subject, all_years.passed) == ("row 1, 历年累计", True)


def test_a_sum_is_not_tried_where_a_part_is_missing() -> None:
    rows = [row.format(18) for row in CHANNELS]
    assert read(grid(FUJIAN, "受理依申请公开信息总数|条|20|21", *rows[:2])).checks == []


def test_channels_of_publication_may_overlap_and_are_no_sum() -> None:
    rows = ("主动公开信息数|条|5|5", "其中：1.网站公开|条|4|4", "2.政府公报公开|条|3|3")
    assert read(grid(FUJIAN, *rows)).checks == []


TITLE = "平川县人民政府2012年政府信息公开工作年度报告"


def report_of(title: str, *tables: Grid) -> Report:
    return read_report(page(title, *tables), "page.html", Hints())


def test_a_report_with_such_a_table_is_of_that_edition_whatever_its_year() -> None:
    report = report_of(TITLE.replace("2012", "2019"), grid(FUJIAN, "甲|条|1|2"))
    assert (report.status, report.edition, report.report_year) == (Status.COMPLETE, "2014", 2019)


def test_a_table_alone_is_a_report_if_it_counts_disclosure() -> None:
    rows = ("主动公开信息数|条|5|5", "行政复议数|件|0|0")
    report = report_of("统计表", grid(FUJIAN, *rows))
    assert (report.status, report.edition, report.report_year) == (Status.COMPLETE, "2014", 2012)


def test_statistics_of_other_things_are_no_report() -> None:
    table = grid("指标名称|计量单位|2012年", "地区生产总值|亿元|123.4", "粮食产量|万元|5")
    assert report_of("2012年统计公报", table).status is Status.NOT_A_REPORT


def test_a_blank_table_is_no_report() -> None:
    rows = ("主动公开信息数|条||", "行政复议数|件||")
    assert report_of(TITLE, grid(FUJIAN, *rows)).status is Status.NOT_A_REPORT


def test_a_table_that_was_not_read_whole_makes_a_partial_report() -> None:
    report = report_of(TITLE, grid(FUJIAN, "甲|条|1|2", "乙|条|3"))
    assert (report.status, report.edition) == (Status.PARTIAL, "2014")


def test_a_report_with_indicators_outlives_json() -> None:
    report = report_of(TITLE, grid(FUJIAN, "甲|万元|1.25|/", "3*一、乙|", "丙|条||0"))
    assert Report.from_json_line(to_json_line(report)) == report
    assert report.to_json()["indicators"][0]["cumulative_raw"] == "/"


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "xls", "pdf", "ofd"])
def test_the_forms_are_read_in_every_format(kind: str) -> None:
    for seed in (0, 4, 6, 8):
        document = statistics_set(seed)
        found = measure(document, read_report(FORMATS[kind](document, style(seed), seed), kind))
        assert found["all exact"] == 1, (seed, dict(found))


NAMES = st.text("公开信息数申请答复其他方式总件次", min_size=2, max_size=12)
RAWS = st.sampled_from(["0", "1", "23", "2026", "", "/", "—", "12.5", "若干"])
ROWS = st.tuples(NAMES, st.sampled_from(["条", "件", "人次", "万元"]), RAWS, RAWS)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS))
def test_any_rows_come_back_as_printed(rows: list[tuple[str, str, str, str]]) -> None:
    rows.append(("行政复议数", "件", "0", "0"))  # a table that counts nothing is a blank
    report = report_of(TITLE, grid(FUJIAN, *map("|".join, rows)))
    assert [(i.name, i.unit, i.raw, i.cumulative_raw) for i in report.indicators] == rows
    assert report.status is Status.COMPLETE


def test_a_heading_alone_in_a_row_of_a_sheet_keeps_its_row() -> None:
    sheet = Sheet("Sheet1")
    lines = [
        FUJIAN,
        "一、主动公开情况|||",
        "主动公开信息数|条|5|",
        "二、回应解读情况|||",
        "政策解读稿件发布数|篇|2|7",
    ]
    for row, line in enumerate(lines, start=3):
        for column, text in enumerate(line.split("|"), start=1):
            sheet.put(row, column, 1, 1, int(text) if text.isdecimal() else text)
    report = read_report(xlsx([sheet]), "report.xlsx")
    assert [(i.name, i.place.row) for i in report.indicators] == [
        ("一、主动公开情况", 4),
        ("主动公开信息数", 5),
        ("二、回应解读情况", 6),
        ("政策解读稿件发布数", 7),
    ]
