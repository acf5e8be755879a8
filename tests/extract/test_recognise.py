"""What is a report and what is none: by the figures and the headings, then by what it is called."""

import pytest

from extract.form.title import Scope, refusal, scope_in
from extract.read import read_report
from extract.report import Report, Status
from tests.extract.test_read import page

PROSE = "".join(
    f"<p>{heading}</p><p>某段。</p>"
    for heading in (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "五、存在的主要问题及改进情况",
    )
)


def of_prose(title: str, around: str = "", head: str = "") -> Report:
    text = (
        f"<html><head>{head}</head><body>{around}<h1>{title}</h1><div>{PROSE}</div></body></html>"
    )
    return read_report(text.encode(), "page.html")


# Titles met on portals; unit and year as the report must give them.
REPORTS = [
    ("龙游县人民政府办公室2023年政府信息公开工作年度报告", "龙游县人民政府办公室", 2023),
    ("刚察县人民政府办公室2023年度政府信息公开工作年度报告", "刚察县人民政府办公室", 2023),
    ("2019年县教育和科学技术局政府信息公开工作年度报告", "县教育和科学技术局", 2019),
    ("2024年南关区永吉街道办事处政府信息公开工作年度报告", "南关区永吉街道办事处", 2024),
    ("2022年上海市政府信息公开工作年度报告", "上海市人民政府", 2022),
    ("国家税务总局2010年政府信息公开年度报告", "国家税务总局", 2010),
    ("县政府办2022年度政府信息公开年报", "县政府办", 2022),
    ("渠县司法局2023年信息公开工作年度报告", "渠县司法局", 2023),
    ("渠县司法局2023年政务公开工作年度报告", "渠县司法局", 2023),
    ("安徽省人民政府2017年政府信息公开工作报告", "安徽省人民政府", 2017),
    ("渠县司法局政府信息公开工作年度报告（2023年）", "渠县司法局", 2023),
    ("2021年政府信息公开工作年度报告", None, 2021),
    ("政府信息公开工作年度报告", None, None),
    ("榆盘镇2021年政府信息公开工作年度报告", "榆盘镇", 2021),
    (
        "宣汉县教育和科学技术局2020年政府信息公开重点工作年度报告",
        "宣汉县教育和科学技术局",
        2020,
    ),
    ("宿州市人民政府2019年政府信息公开工作年度报告（图片版）", "宿州市人民政府", 2019),
    ("关于印发《渠县司法局2023年政府信息公开工作年度报告》的通知", "渠县司法局", 2023),
    ("桐梓县2022年政府信息公开工作年度报告", "桐梓县人民政府", 2022),
    ("渠县教育局及所属单位2022年政府信息公开工作年度报告", "渠县教育局", 2022),
    ("河东乡2022年政府信息公开工作年度报告", "河东乡", 2022),
]


@pytest.mark.parametrize(("title", "agency", "year"), REPORTS)
def test_a_report_without_tables_by_its_title(
    title: str, agency: str | None, year: int | None
) -> None:
    report = of_prose(title)
    assert report.status is Status.PARTIAL
    assert (report.agency, report.report_year) == (agency, year)


# Each with headings of a report under it, and yet none.
OTHERS = [
    ("渠县政府网站2023年政府网站工作年度报表", "website"),
    ("渠县政府网站与政务新媒体2023年度报表", "website"),
    ("渠县财政局2023年法治政府建设年度报告", "rule_of_law"),
    ("渠县2023年依法行政工作报告", "rule_of_law"),
    ("2024年渠县政府工作报告", "work_report"),
    ("怀化市人民政府办公室关于认真做好2021年政府信息公开工作年度报告编制发布工作的通知", "notice"),
    ("关于报送2023年政府信息公开年报的函", "notice"),
    ("渠县2023年政府信息公开工作年度报告格式", "template"),
    ("图解：渠县2023年政府信息公开工作年度报告", "interpretation"),
    ("一图读懂渠县司法局2023年政府信息公开工作年度报告", "interpretation"),
    ("渠县司法局2023年政府信息公开工作年度报告解读", "interpretation"),
    ("政府信息公开年报目录", "guide"),
    ("历年政府信息公开年报", "index"),
    ("渠县2023年政府信息公开年报汇总", "index"),
    ("渠县司法局政府信息公开指南", "guide"),
    ("渠县2023年政府信息公开工作要点", "guide"),
    ("德阳市政府信息公开工作年度报告制度", "guide"),
    ("渠县2017年政府信息公开情况统计表", "form_only"),
    ("渠县2023年上半年政府信息公开工作报告", "part_of_a_year"),
    ("渠县2023年第三季度政府信息公开工作报告", "part_of_a_year"),
    ("渠县2023年财政预决算公开情况", "finance"),
    ("某公司2023年企业年报", "enterprise"),
    ("渠县公共企事业单位2023年信息公开年度报告", "enterprise"),
    ("渠县第一中学2023年信息公开年度报告", "enterprise"),
    ("渠县2023年社会信用体系年度报告", "other_yearly"),
    ("渠县2023年国民经济和社会发展统计公报", "other_yearly"),
    ("渠县2023年政府信息公开工作第三方评估报告", "assessment"),
    ("关于2023年政府信息公开工作情况的通报", "notice"),
    ("渠县发布2023年政府信息公开年报", "publicity"),
    ("关于渠县司法局2023年政府信息公开工作年度报告的更正", "correction"),
]


@pytest.mark.parametrize(("title", "rule"), OTHERS)
def test_prose_under_another_title_is_no_report_and_the_rule_is_told(title: str, rule: str) -> None:
    report = of_prose(title)
    assert report.status is Status.NOT_A_REPORT
    assert report.figures == ()
    assert any(f"(rule {rule})" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    "unit",
    [
        *("法制办", "统计局", "网信办", "考核办", "培训中心", "财政局", "网站管理办公室"),
        *("大学城管委会", "企业服务局", "预算审查中心"),
    ],
)
@pytest.mark.parametrize(
    "title",
    [
        "渠县{}2023年政府信息公开工作年度报告",
        "2023年渠县{}政府信息公开工作年度报告",
        "渠县{}2023年度报告",
    ],
)
def test_the_name_of_the_unit_never_speaks_against_its_report(title: str, unit: str) -> None:
    assert refusal(title.format(unit)) is None
    assert of_prose(title.format(unit)).status is Status.PARTIAL


def test_filled_figures_outweigh_the_title_and_the_rule_is_told() -> None:
    title = "转发渠县司法局2023年政府信息公开工作年度报告的通知"
    report = read_report(page(title, fill="3"), "page.html")
    assert report.status is Status.PARTIAL
    assert report.figures
    assert any("(rule notice)" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    "title",
    [
        "XX局2023年政府信息公开工作年度报告",
        "渠县司法局20××年政府信息公开工作年度报告",
        "政府信息公开工作年度报告（模板）",
    ],
)
def test_a_template_with_zeros_is_none_and_with_figures_is_one(title: str) -> None:
    assert read_report(page(title, fill="0"), "page.html").status is Status.NOT_A_REPORT
    assert read_report(page(title, fill="2"), "page.html").status is Status.PARTIAL


@pytest.mark.parametrize("name", ["xxgknb2023.pdf", "2023XXGK年报", "zfxxgk_2023年"])
def test_pinyin_is_no_placeholder(name: str) -> None:
    assert refusal(name) is None


def test_a_report_of_zeros_is_a_report() -> None:
    report = read_report(page("渠县司法局2023年政府信息公开工作年度报告", fill="0"), "page.html")
    assert report.status is Status.PARTIAL
    assert not any("rule" in warning for warning in report.warnings)


def test_what_the_site_says_around_a_report_does_not_speak_against_it() -> None:
    title = "渠县司法局2010年政府信息公开工作年度报告"
    head = f"<title>{title}_政府信息公开目录_渠县人民政府</title>"
    around = "<h1>政府信息公开指南</h1><p>解读回应</p><p>更多</p>"
    assert of_prose(title, around, head).status is Status.PARTIAL
    assert of_prose("渠县人民政府", "<p>更多</p>").status is Status.PARTIAL


def test_a_title_of_a_report_above_nothing_of_one_is_told() -> None:
    page_ = "<h1>渠县司法局2023年政府信息公开工作年度报告</h1><p>请下载附件。</p>"
    report = read_report(f"<html><body>{page_}</body></html>".encode(), "page.html")
    assert report.status is Status.NOT_A_REPORT
    (warning,) = report.warnings
    assert "“渠县司法局2023年政府信息公开工作年度报告” is the title of a report" in warning


def test_headings_of_a_report_without_a_title_are_told() -> None:
    names = ("一、概述", "二、主动公开情况", "三、依申请公开情况", "四、复议、诉讼情况")
    body = "".join(f"<p>{name}</p><p>我局工作有序推进。</p>" for name in names)
    report = read_report(f"<meta charset=utf-8><h1>工作总结</h1>{body}".encode(), "page.html")
    assert report.status is Status.NOT_A_REPORT
    assert "4 of its headings" in report.warnings[-1]


def test_a_page_of_links_is_a_list() -> None:
    links = "".join(
        f"<li><a href='{y}'>渠县司法局{y}年政府信息公开工作年度报告</a></li>"
        for y in range(2018, 2024)
    )
    report = read_report(f"<html><body><ul>{links}</ul></body></html>".encode(), "page.html")
    assert report.status is Status.NOT_A_REPORT
    assert "it names 6 reports and holds none: a list of them" in report.warnings


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("渠县政府办公室本级2023年政府信息公开工作年度报告", Scope.OWN),
        ("渠县教育局（本级）2023年政府信息公开工作年度报告", Scope.OWN),
        ("渠县教育局机关本级2023年政府信息公开工作年度报告", Scope.OWN),
        ("渠县2023年政府信息公开工作年度报告（汇总）", Scope.WHOLE),
        ("全县2023年政府信息公开工作年度报告", Scope.WHOLE),
        ("渠县教育局及所属单位2023年政府信息公开工作年度报告", Scope.WHOLE),
        ("渠县教育局本级及所属单位2023年政府信息公开工作年度报告", Scope.WHOLE),
        ("渠县各级行政机关2023年政府信息公开工作年度报告", Scope.WHOLE),
        ("渠县教育局2023年政府信息公开工作年度报告", None),
        ("渠县公共安全区域中心2023年政府信息公开工作年度报告", None),
    ],
)
def test_whose_figures_a_title_promises(title: str, scope: Scope | None) -> None:
    assert scope_in(title) is scope
    assert of_prose(title).scope == scope
