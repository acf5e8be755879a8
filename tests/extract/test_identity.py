"""Titles, headings and what is read off them."""

import pytest

from extract.blocks import Paragraph
from extract.form.sections import section_heading
from extract.grid import lay_out
from extract.identity import parse_title, read_identity
from extract.narrative import read_sections, second_report


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("渠县司法局2023年政府信息公开工作年度报告", "渠县司法局", 2023),
        ("阜新市司法局 2023 年政府信息 公开工作年度报告", "阜新市司法局", 2023),
        ("龙游县人民政府办公室２０２３年度政府信息公开工作年度报告", "龙游县人民政府办公室", 2023),
        ("2019年县教育和科学技术局政府信息公开工作年度报告", "县教育和科学技术局", 2019),
        ("国家税务总局2010年政府信息公开年度报告", "国家税务总局", 2010),
        ("安徽省人民政府2017年政府信息公开工作报告", "安徽省人民政府", 2017),
        (
            "宣汉县教育和科学技术局2020年政府信息公开重点工作年度报告",
            "宣汉县教育和科学技术局",
            2020,
        ),
        ("宁强县自然资源局关于2021年度政府信息公开情况的报告", "宁强县自然资源局", 2021),
        ("渠县司法局政府信息公开工作年度报告（2023年）", "渠县司法局", 2023),
        ("渠县司法局二〇二三年政府信息公开工作年度报告", "渠县司法局", 2023),
        ("沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局", "沭阳县发展和改革局", 2023),
        ("2024年1月发布的2023年政府信息公开工作年度报告", None, 2023),
        ("政府信息公开工作年度报告", None, None),
        (
            "当前位置：首页>政府信息公开年报>渠县司法局2023年政府信息公开工作年度报告",
            "渠县司法局",
            2023,
        ),
        ("关于印发《渠县司法局2023年政府信息公开工作年度报告》的通知", "渠县司法局", 2023),
        ("宿州市人民政府2019年政府信息公开工作年度报告（图片版）", "宿州市人民政府", 2019),
    ],
)
def test_a_title_taken_apart(title: str, agency: str | None, year: int | None) -> None:
    parsed = parse_title(title)
    assert parsed is not None
    assert parsed.year == year
    if agency is not None:
        assert parsed.agency == agency


@pytest.mark.parametrize(
    "text",
    [
        "渠县司法局",
        "2023年法治政府建设年度报告",
        "渠县司法局2023年政府信息公开工作…",
        "等相关规定，编制渠县司法局2023年政府信息公开工作年度报告，所列数据统计期限为2023年。",
        "政府网站工作年度报表（2023年度）",
        "于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》(国办公开办函〔2021〕30号)",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert parse_title(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、总体情况", 1),
        ("—、总体情况", 1),
        ("一、工作基本情况", 1),
        ("总体情况", 1),
        ("二、主动公开政府信息情况", 2),
        ("二、收到和处理政府信息公开申请情况", 3),
        ("三、行政机关收到和处理政府信息公开申请情况", 3),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("四、政府信息公开行政法复议、行政诉讼情况", 4),
        ("五、存在的主要问题及整改措施", 5),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("六、其他需要报告的事项", 6),
        ("六、其他需要报告的事项：", 6),
    ],
)
def test_headings_as_printed(text: str, number: int) -> None:
    heading = section_heading(text)
    assert heading is not None
    assert heading[0] == number


@pytest.mark.parametrize(
    "text",
    [
        "（一）主动公开政府信息情况",
        "（一）主动公开",
        "我局总体情况良好，主动公开政府信息情况如下。",
        "一是总体情况",
        "",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert section_heading(text) is None


def test_prose_run_in_with_its_heading_is_kept() -> None:
    blocks = [
        Paragraph("一、总体情况"),
        Paragraph("甲。"),
        Paragraph("六、其他需要报告的事项： 无（见附件）。"),
    ]
    assert [(s.number, s.heading, s.text) for s in read_sections(blocks)] == [
        (1, "一、总体情况", "甲。"),
        (6, "六、其他需要报告的事项", "无（见附件）。"),
    ]


def test_a_heading_may_be_broken_into_two_lines() -> None:
    lines = ("一、总体情况", "甲。", "三、收到和处理政府信息", "公开申请情况", "乙。")
    assert [(s.heading, s.text) for s in read_sections([*map(Paragraph, lines)])] == [
        ("一、总体情况", "甲。"),
        ("三、收到和处理政府信息公开申请情况", "乙。"),
    ]


def test_prose_may_go_on_behind_a_bold_heading_without_a_sign() -> None:
    heading = "五、存在的主要问题及改进情况"
    assert section_heading(f"{heading}公开内容不够丰富。") == (5, heading, "公开内容不够丰富。")
    assert section_heading("存在的主要问题及改进情况公开内容不够丰富。") is None
    assert section_heading("一、总体情况良好。") is None


def test_a_title_stands_above_prose_of_many_paragraphs_without_a_heading_of_the_form() -> None:
    prose = [Paragraph(f"第{n}段。") for n in range(40)]
    title = "渠县司法局2012年政府信息公开工作年度报告"
    assert [t.text for t in read_identity([Paragraph(title), *prose], ()).titles] == [title]


@pytest.mark.parametrize("above", ["渠县新闻出版局", "渠县残联", "渠县司法局（盖章）"])
def test_a_signature_names_the_agency(above: str) -> None:
    signature = read_identity([Paragraph(above), Paragraph("2024年1月19日")], ()).signature
    assert signature.agency == above.removesuffix("（盖章）")


@pytest.mark.parametrize(
    "text",
    [
        "1月发布的渠县司法局2023年政府信息公开工作年度报告",
        "（一）渠县司法局2023年政府信息公开工作年度报告",
        "1.渠县司法局2023年政府信息公开工作年度报告",
        "【年报】渠县司法局2023年政府信息公开工作年度报告",
        "附件1-1 渠县司法局2023年政府信息公开工作年度报告",
        "渠县司法局（2023年）政府信息公开工作年度报告",
        "渠县司法局2023年1月1日至12月31日政府信息公开工作年度报告",
        "渠县司法局《2023年政府信息公开工作年度报告》",
        "渠县司法局：2023年政府信息公开工作年度报告",
        "渠县司法局2023年政府信息公开工作年度报告全文",
        "渠县司法局政府信息公开2023年度报告",
        "渠县司法局2023年政府信息与政务公开工作年度报告",
        "渠县司法局2023年政务公开暨政府信息公开工作年度报告",
        "渠县司法局2023年度（5月至12月）政府信息公开年度报告",
        "渠县司法局2023年5—12月政府信息公开工作年度报告",
        "渠县司法局2023年政府信息公开工作年度报告及2024年工作计划",
        "渠县司法局关于印发《2023年政府信息公开工作年度报告》的通知",
        "渠县司法局2023年政府信息公开工作年度…",
    ],
)
def test_words_of_the_title_are_none_of_the_agency(text: str) -> None:
    title = parse_title(text)
    assert title is not None
    assert (title.agency, title.year) == ("渠县司法局", 2023)


@pytest.mark.parametrize(
    "after", ["（2024年1月19日）", "（2024年发布）", "（国办公开办函〔2021〕30号）", "(2024-01-19)"]
)
def test_the_year_of_a_date_or_a_document_s_number_is_not_the_report_s(after: str) -> None:
    title = parse_title(f"渠县司法局政府信息公开工作年度报告{after}")
    assert title is not None
    assert title.year is None


def test_the_name_of_a_page_may_be_the_site_s_and_the_article_s() -> None:
    identity = read_identity((), ("渠县人民政府 渠县司法局2023年政府信息公开工作年度报告",))
    assert identity.titles[0].agency == "渠县司法局"


@pytest.mark.parametrize(
    "print_",
    [
        "2022年1月1日至12月31日", "2022年01月01日起至2022年12月31日止", "2022.1.1—2022.12.31",
        "2022-01-01至2022-12-31", "二〇二二年1月1日至12月31日",
    ],
)  # fmt: skip
def test_the_period_as_agencies_print_it(print_: str) -> None:
    blocks = [Paragraph("一、总体情况"), Paragraph(f"统计期限为{print_}。")]
    assert read_identity(blocks, ()).period == 2022


@pytest.mark.parametrize(
    "line",
    [
        "更新时间：2025-03-01 发布时间：2024-01-22",
        "成文日期：2024-01-19 发布日期：2024-01-22",
        "2024-01-22 09:30 来源：司法局",
        "发布于 2024-01-22",
        "统计日期：2023-12-31 日期：2024-01-22",
    ],
)
def test_the_date_of_publication_is_told_from_others(line: str) -> None:
    blocks = [Paragraph("渠县司法局2023年政府信息公开工作年度报告"), Paragraph(line)]
    assert read_identity(blocks, ()).published == "2024-01-22"


def headed(*paragraphs: str, titled: bool = True) -> list[tuple[int, str, str]]:
    found = read_sections([Paragraph(text) for text in paragraphs], titled=titled)
    return [(section.number, section.heading, section.text) for section in found]


OLD = ("一、概述", "甲。", "二、主动公开的情况", "乙。", "三、依申请公开情况", "丙。")


def test_reports_that_keep_to_no_form_head_their_sections_in_other_words() -> None:
    later = (
        "四、复议、诉讼和申诉情况",
        "丁。",
        "五、主要问题和改进措施",
        "戊。",
        "六、其他事项",
        "己。",
    )
    assert [number for number, _, _ in headed(*OLD, *later)] == [1, 2, 3, 4, 5, 6]
    assert headed(*OLD, *later)[4] == (5, "五、主要问题和改进措施", "戊。")


def test_other_words_head_nothing_where_no_title_calls_it_a_report() -> None:
    assert headed(*OLD, titled=False) == []


@pytest.mark.parametrize("mark", ["（一）", "1、", "1.", "第一部分 ", "【一】", "Ⅰ、"])
def test_sections_may_be_numbered_otherwise_if_all_are(mark: str) -> None:
    others = {"一": "六", "1": "6", "Ⅰ": "Ⅵ"}
    last = "".join(others.get(char, char) for char in mark)
    told = headed(f"{mark}总体情况", "甲。", f"{last}其他需要报告的事项", "无。")
    assert [(number, text) for number, _, text in told] == [(1, "甲。"), (6, "无。")]


def test_points_of_a_section_are_no_sections() -> None:
    told = headed(
        "一、总体情况",
        "（一）主动公开情况",
        "乙。",
        "1.依申请公开情况",
        "丙。",
        "六、其他事项",
        "无。",
    )
    assert told == [
        (1, "一、总体情况", "（一）主动公开情况\n乙。\n1.依申请公开情况\n丙。"),
        (6, "六、其他事项", "无。"),
    ]


def test_a_table_of_contents_is_passed_over() -> None:
    contents = ["一、总体情况……1", "二、主动公开政府信息情况......2", "六、其他需要报告的事项 5"]
    body = ["一、总体情况", "甲。", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。"]
    assert [(number, text) for number, _, text in headed(*contents, *body)] == [
        (1, "甲。"), (2, ""), (6, "无。"),
    ]  # fmt: skip


def test_a_second_report_below_the_first_is_told_of() -> None:
    one = ["一、总体情况", "甲。", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。"]
    alone = read_sections([Paragraph(text) for text in one])
    both = read_sections([Paragraph(text) for text in [*one, "渠县民政局", *one]])
    assert second_report(alone) == []
    (warning,) = second_report(both)
    assert "“一、总体情况” stands in it twice" in warning


def test_prose_may_follow_a_heading_without_a_sign() -> None:
    assert headed("一、总体情况2023年，甲。") == [(1, "一、总体情况", "2023年，甲。")]


def test_a_title_set_in_two_lines() -> None:
    blocks = [
        Paragraph("首页 > 政府信息公开 > 政府信息公开年报"),
        Paragraph("渠县司法局"),
        Paragraph("2023年政府信息公开工作年度报告"),
        Paragraph("发布时间：2024-1-3 10:12 来源：司法局"),
        Paragraph("一、总体情况"),
    ]
    identity = read_identity(blocks, ())
    assert (identity.titles[0].agency, identity.titles[0].year) == ("渠县司法局", 2023)
    assert identity.published == "2024-01-03"


def test_a_title_broken_inside_a_word() -> None:
    blocks = [
        Paragraph("字号：大 中 小"),
        Paragraph("银川市兴庆区司法局2024年政府信息公开工作年度报"),
        Paragraph("告"),
        Paragraph("一、总体情况"),
    ]
    (title, *_) = read_identity(blocks, ()).titles
    assert (title.agency, title.year) == ("银川市兴庆区司法局", 2024)


def test_a_line_that_is_no_name_is_not_taken_for_the_agency() -> None:
    blocks = [Paragraph("字号：大 中 小"), Paragraph("2023年政府信息公开工作年度报告")]
    assert [t.agency for t in read_identity(blocks, ()).titles] == [None]


def test_the_table_above_a_document_names_agency_and_date() -> None:
    table = lay_out(
        [
            [(1, 1, "索引号："), (1, 1, "014314799/2024-00018")],
            [
                (1, 1, "发布机构："),
                (1, 1, "沭阳县发展和改革局"),
                (1, 1, "公开日期："),
                (1, 1, "2024-1-17"),
            ],
        ],
        table=0,
    )
    identity = read_identity([table, Paragraph("一、总体情况")], ())
    assert (identity.agency, identity.published) == ("沭阳县发展和改革局", "2024-01-17")


def test_of_several_labels_the_same_one_counts_each_time() -> None:
    table = lay_out(
        [
            [(1, 1, "信息来源"), (1, 1, "县政府网"), (1, 1, "生成日期"), (1, 1, "2020-05-01")],
            [(1, 1, "发布机构"), (1, 1, "渠县司法局"), (1, 1, "发布日期"), (1, 1, "2024-01-19")],
        ],
        table=0,
    )
    identity = read_identity([table, Paragraph("一、总体情况")], ())
    assert (identity.agency, identity.published) == ("渠县司法局", "2024-01-19")


def test_the_period_of_the_figures() -> None:
    blocks = [
        Paragraph("本报告数据统计期限为2023年1月1日至2023年12月31日。"),
        Paragraph("一、总体情况"),
    ]
    assert read_identity(blocks, ()).period == 2023
