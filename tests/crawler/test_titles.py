"""Titles as portals print them, and what each must be taken for."""

import pytest

from crawler.titles import Answer, Way, column_judge, judge, path_judge
from extract.form.text import fold_title

POSITIVE = [
    ("龙游县人民政府办公室2023年政府信息公开工作年度报告", 2023, "龙游县人民政府办公室"),
    ("刚察县人民政府办公室2023年度政府信息公开工作年度报告", 2023, "刚察县人民政府办公室"),
    ("2019年县教育和科学技术局政府信息公开工作年度报告", 2019, "县教育和科学技术局"),
    ("2024年南关区永吉街道办事处政府信息公开工作年度报告", 2024, "南关区永吉街道办事处"),
    ("2022年上海市政府信息公开工作年度报告", 2022, "上海市"),
    ("国家税务总局2010年政府信息公开年度报告", 2010, "国家税务总局"),
    ("县政府办2022年度政府信息公开年报", 2022, "县政府办"),
    ("榆盘镇2021年政府信息公开工作年度报告", 2021, "榆盘镇"),
    ("2021年政府信息公开工作年度报告", 2021, None),
    ("桐梓县2022年政府信息公开工作年度报告", 2022, "桐梓县"),
    (
        "宣汉县教育和科学技术局2020年政府信息公开重点工作年度报告",
        2020,
        "宣汉县教育和科学技术局",
    ),
    ("宿州市人民政府2019年政府信息公开工作年度报告（图片版）", 2019, "宿州市人民政府"),
    ("渠县司法局政府信息公开工作年度报告（2023年）", 2023, "渠县司法局"),
    ("渠县司法局二〇二三年政府信息公开工作年度报告", 2023, "渠县司法局"),
    ("渠县司法局２０２３年政府信息公开工作\n 年度 报告", 2023, "渠县司法局"),
    ("我局2023年政府信息公开工作年度报告", 2023, "我局"),
    ("2024年1月发布的渠县2023年政府信息公开工作年度报告", 2023, "渠县"),
    ("某局2023年信息公开年度报告", 2023, "某局"),
    ("2023年度某县信息公开年报", 2023, "某县"),
    ("某局2023年政务公开工作年度报告", 2023, "某局"),
]

# The unit's name holds a word that would speak against the title.
UNITS_WITH_NEGATIVE_WORDS = ["统计局", "法制办", "网信办", "财政局", "考核办", "方志办", "培训中心"]

NEGATIVE = [
    ("渠县政府网站2023年政府网站工作年度报表", "website"),
    ("政府网站监管年度报表（2023年度）", "website"),
    ("某县政府网站与政务新媒体2023年度报表", "website"),
    ("渠县2023年政府网站工作年度报告", "website"),
    ("渠县司法局2023年法治政府建设年度报告", "rule_of_law"),
    ("渠县2023年法治政府建设工作情况报告", "rule_of_law"),
    ("2024年渠县政府工作报告", "work_report"),
    ("怀化市人民政府办公室关于认真做好2021年政府信息公开工作年度报告编制发布工作的通知", "notice"),
    ("关于印发2021年政府信息公开工作年度报告格式的通知", "template"),
    ("图解渠县2023年政府信息公开工作年度报告", "interpretation"),
    ("【图解】渠县司法局2023年政府信息公开工作年度报告", "interpretation"),
    ("渠县司法局2023年政府信息公开工作年度报告解读", "interpretation"),
    ("德阳市政府信息公开工作年度报告制度", "guide"),
    ("渠县2023年政府信息公开工作要点", "guide"),
    ("渠县司法局政府信息公开指南", "guide"),
    ("渠县2020年政府信息公开情况统计表", "form_only"),
    ("渠县2023年上半年政府信息公开工作报告", "part_of_a_year"),
    ("渠县2023年第三季度政府信息公开工作报告", "part_of_a_year"),
    ("渠县2023年部门决算公开情况报告", "finance"),
    ("市属国有企业2023年信息公开年度报告", "enterprise"),
    ("某某大学2023年信息公开年度报告", "enterprise"),
    ("2023年政府信息公开工作第三方评估报告", "assessment"),
    ("关于渠县司法局2023年政府信息公开工作年度报告的更正公告", "notice"),
    ("XX局2023年政府信息公开工作年度报告", "template"),
    ("渠县发布2023年政府信息公开年报", "publicity"),
    ("渠县2023年政府信息公开年报汇总", "index"),
    ("渠县2023年交通运输工作总结", "no_core"),
    ("渠县2023年国民经济和社会发展统计公报", "other_yearly"),
]


@pytest.mark.parametrize(("title", "year", "unit"), POSITIVE)
def test_a_report_is_taken_with_its_year_and_unit(title: str, year: int, unit: str | None) -> None:
    verdict = judge(title)
    assert (verdict.answer, verdict.year, verdict.unit) == (Answer.YES, year, unit)


@pytest.mark.parametrize("office", UNITS_WITH_NEGATIVE_WORDS)
@pytest.mark.parametrize(
    "title", ["渠县{}2023年政府信息公开工作年度报告", "2023年渠县{}政府信息公开工作年度报告"]
)
def test_the_name_of_the_unit_never_speaks_against_the_title(title: str, office: str) -> None:
    verdict = judge(title.format(office))
    assert (verdict.answer, verdict.unit) == (Answer.YES, f"渠县{office}")


def test_a_known_unit_is_cut_off_wherever_it_stands() -> None:
    title = "2023年政府信息公开工作年度报告 中小企业服务中心"
    assert judge(title).rule == "enterprise"
    assert judge(title, agencies=("中小企业服务中心",)).answer is Answer.YES


@pytest.mark.parametrize(("title", "rule"), NEGATIVE)
def test_what_is_no_report_is_refused_by_a_named_rule(title: str, rule: str) -> None:
    verdict = judge(title, column="政府信息公开年报")
    assert (verdict.answer, verdict.rule) == (Answer.NO, rule)


@pytest.mark.parametrize(
    "title",
    [
        "安徽省人民政府2017年政府信息公开工作报告",
        "政府信息公开工作年度报告",
        "渠县司法局2024年度报告",
        "关于发布《渠县司法局2023年政府信息公开工作年度报告》的通知",
    ],
)
def test_a_title_that_says_too_little_is_decided_by_its_column(title: str) -> None:
    assert judge(title).answer is Answer.WEAK
    assert judge(title, column="信息公开年报").answer is Answer.YES
    assert judge(title, column="通知公告").answer is Answer.WEAK


def test_a_bare_title_keeps_its_unit_and_year() -> None:
    verdict = judge("渠县司法局2024年度报告", column="政府信息公开年报")
    assert (verdict.year, verdict.unit) == (2024, "渠县司法局")


def test_zero_width_characters_and_broken_lines_go() -> None:
    assert fold_title("２０２３年\u200b 政府\n信息（公开）") == "2023年政府信息(公开)"


@pytest.mark.parametrize(
    "name",
    [
        "政府信息公开年报",
        "政府信息公开年度报告",
        "政府信息公开工作年度报告",
        "政府信息公开年报专栏",
        "信息公开年报",
        "信息公开年度报告",
        "政务公开年报",
        "政务公开年度报告",
        "公开年报",
        "年度报告",
        "年报",
        "部门信息公开年报",
        "部门年报",
        "乡镇街道年报",
        "各部门年报",
        "历年年报",
        "政府信息公开年报（本级）",
    ],
)
def test_columns_of_reports(name: str) -> None:
    assert column_judge(name) is Way.REPORTS


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("政府网站年报", Way.ELSEWHERE),
        ("政府网站工作年度报表", Way.ELSEWHERE),
        ("法治政府建设年度报告", Way.ELSEWHERE),
        ("统计年报", Way.ELSEWHERE),
        ("企业年报", Way.ELSEWHERE),
        ("政府信息公开指南", Way.ELSEWHERE),
        ("依申请公开", Way.ELSEWHERE),
        ("通知公告", Way.ELSEWHERE),
        ("政府信息公开", Way.NAVIGATION),
        ("信息公开", Way.NAVIGATION),
        ("政务公开", Way.NAVIGATION),
        ("法定主动公开内容", Way.NAVIGATION),
        ("2024年度", Way.WITHIN),
        ("2024", Way.WITHIN),
        ("2024年政府信息公开年报", Way.WITHIN),
        ("镇街", Way.WITHIN),
        ("乡镇（街道）", Way.WITHIN),
        ("县政府", Way.WITHIN),
        ("部门", Way.WITHIN),
    ],
)
def test_other_links(name: str, way: Way) -> None:
    assert column_judge(name) is way


@pytest.mark.parametrize(
    ("path", "way"),
    [
        *((f"/zwgk/{slug}/", Way.REPORTS) for slug in (
            "zfxxgknb", "xxgknb", "gknb", "ndbg", "zfxxgkndbg", "zfxxgkgzndbg", "xxgkndbg",
            "zfgknb", "bmxxgknb", "bmzfxxgknb", "xxgkn142", "xxgknbs", "xxgk_nb", "zfxxgknb_184382",
        )),
        *((f"/zwgk/{slug}/", Way.ELSEWHERE) for slug in (
            "ndbb", "zfwzndbb", "zfwzgzndbb", "zfwznb", "ljzfwzgznb", "fzzfjsndbg", "zfgzbg",
            "zfxxgkzn", "xxgkzd", "tzgg",
        )),
        ("/zfxxgk/", Way.NAVIGATION),
        ("/zwgk/fdzdgknr/", Way.NAVIGATION),
        ("/zwgk/zfxxgknb/2024n/", Way.WITHIN),
        ("/zwgk/zfxxgknb/gb2024/xz2024/index.html", Way.WITHIN),
        ("/gkmlpt/annualreport", Way.REPORTS),
        ("/", Way.ELSEWHERE),
    ],
)  # fmt: skip
def test_paths(path: str, way: Way) -> None:
    assert path_judge(f"http://www.example.gov.cn{path}") is way
