"""What the prose says was received, as agencies write it, and when nothing can be said of it."""

import json

import pytest

from extract.read import read_report
from extract.report import Check, Figure, Place, Section
from extract.stated import CHECK, RECEIVED, narrative_agrees, stated_applications
from tests.documents import FOLDER


def prose(text: str, number: int = 1) -> tuple[Section, ...]:
    return (Section(number, "一、总体情况", text),)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("2023 年，我局收到依申请公开申请 0 例，政府信息公开引发的行政复议 0 件。", 0),
        ("今年以来共接收依申请公开0件。", 0),
        ("2023年，我局共受理政府信息公开申请 1 件。", 1),
        ("2023年，共收到政府信息公开申请58件，上年结转3件，共计61件。", 58),
        ("2023年，区政府办公室共收到8份政府信息公开申请，均为自然人申请。", 8),
        ("全年新收政府信息公开申请１，２３４件。", 1234),
        ("收到公民、法人和其他组织提出的政府信息公开申请共计12宗。", 12),
        ("一是收到政府信息依申请公开申请数量为7件；二是答复7件。", 7),
        ("2023年以来,某局未收到公民、法人和其他组织政府信息公开申请。", 0),
        ("2023年，未收到有关政府信息公开申请，相比去年减少2件。", 0),
        ("没有收到依申请公开政府信息的申请。", 0),
        ("未收到任何公民、法人或者其他组织提出的政府信息公开申请。", 0),
        ("未收到政府信息公开申请的情况。", 0),
        ("1月1日至12月31日，收到政府信息公开申请12件，比上年增加3件。", 12),
        ("2023年1-12月，累计收到政府信息公开申请12件，去年同期收到9件。", 12),
        ("自2023年1月1日起至2023年12月31日止，收到政府信息公开申请12件。", 12),
        (
            "共收到政府信息公开申请5件。\n全年收到的5件政府信息公开申请均已答复，收到信息公开申请5件。",
            5,
        ),
    ],
)
def test_one_number_of_new_applications_is_found(text: str, stated: int) -> None:
    assert stated_applications(prose(text), 2023) == stated


@pytest.mark.parametrize(
    "text",
    [
        "依法做好依申请公开工作，完善受理、登记、办理等闭环工作制度。",
        "共对外制发文件8件，其中依申请公开1件，不公开7件。",
        "2023年受理法律援助案件1213件。",
        "全年办结政府信息公开申请12件。",  # of what was decided
        "共收到政府信息公开申请61件（含上年结转3件）。",
        "共收到政府信息公开申请61件，其中上年结转3件。",
        "全市收到政府信息公开申请100件。市教育局收到政府信息公开申请20件。",
        "市本级收到政府信息公开申请20件。",
        "2022年收到政府信息公开申请20件。",
        "收到政府信息公开申请50余件。",
        "收到政府信息公开申请行政复议2件，收到2件政府信息公开申请的行政诉讼。",
        "通过网络收到政府信息公开申请3件。",
        "未收到对政府信息公开申请的投诉。",
        "收到政府信息公开申请若干件。",
        "自条例施行以来，累计收到政府信息公开申请88件。",
        "近三年来共收到政府信息公开申请88件。",
        "第四季度收到政府信息公开申请3件。",
        "1—6月收到政府信息公开申请3件。",
        "1月至6月，收到政府信息公开申请3件。",
        "较去年收到政府信息公开申请9件相比，今年收到12件。",
        "同比上年度收到政府信息公开申请9件有所增长。",
        "未收到不予公开的政府信息公开申请。",
        "没有收到要求减免费用的政府信息公开申请。",
        "未收到涉密的政府信息公开申请。",
        "未收到有关政府信息公开申请方面的投诉。",
        "无受理政府信息公开申请收费情况。",
        "受理政府信息公开申请10件，不予受理2件。",
        "收到自然人政府信息公开申请10件。",
        "收到当面申请政府信息公开申请2件。",
    ],
)
def test_nothing_is_said_where_it_states_none_or_several_or_something_else(text: str) -> None:
    assert stated_applications(prose(text), 2023) is None


def test_only_the_sections_on_the_year_and_on_applications_are_read() -> None:
    text = "共收到政府信息公开申请5件。"
    assert stated_applications(prose(text, 3), 2023) == 5
    assert stated_applications(prose(text, 5), 2023) is None


def total(value: int | None, confidence: float = 1.0) -> dict[tuple[str, str, str], Figure]:
    figure = Figure(*RECEIVED, str(value), value, Place(table=0, row=0, column=0), confidence)
    return {RECEIVED: figure}


FIVE = prose("共收到政府信息公开申请5件。")


@pytest.mark.parametrize(
    ("figures", "check"),
    [
        (total(5), Check(CHECK, "received.total", passed=True, left=5, right=5)),
        (
            total(6),
            Check(CHECK, "received.total", passed=False, left=5, right=6, source_error=True),
        ),
        (total(6, 0.5), Check(CHECK, "received.total", passed=False, left=5, right=6)),
    ],
)
def test_a_difference_is_the_sources_own_only_where_the_table_was_read_without_doubt(
    figures: dict[tuple[str, str, str], Figure], check: Check
) -> None:
    assert narrative_agrees(FIVE, 2023, figures) == (check,)


@pytest.mark.parametrize("figures", [{}, total(None), total(5, 0)])
def test_a_table_without_that_number_is_not_tried(
    figures: dict[tuple[str, str, str], Figure],
) -> None:
    assert narrative_agrees(FIVE, 2023, figures) == ()


@pytest.mark.parametrize("name", ["000.pdf", "001.pdf", "002.html", "003.pdf", "004.docx"])
def test_the_real_reports_agree_with_themselves(name: str) -> None:
    report = read_report((FOLDER / name).read_bytes(), name)
    gold = json.loads((FOLDER / "gold" / f"{name[:3]}.json").read_text("utf-8"))
    number = gold["figures"]["applications"]["received"]["total"]
    tried = [check for check in report.checks if check.check == CHECK]
    expected = Check(CHECK, "received.total", passed=True, left=number, right=number)
    assert tried == [expected]
    assert all(check._replace(source_error=False) == check for check in report.checks)
