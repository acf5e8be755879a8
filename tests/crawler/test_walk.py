"""The way through a portal: which links lead on, and which title speaks."""

import pytest

from crawler.cms.page import Attachment, DetailPage, ListEntry, Page
from crawler.registry import Portal
from crawler.titles import Answer
from crawler.walk import (
    Stage,
    article_verdict,
    attachment_verdict,
    column_name,
    columns_on,
    columns_within,
    entry_verdict,
    is_reports_column,
    navigation_on,
)

HOME = "http://www.x.gov.cn/"
PORTAL = Portal(HOME, "511725")
STAGE = Stage(PORTAL).in_column("政府信息公开年报", f"{HOME}zfxxgk/nb/")
TITLE = "甲局2023年政府信息公开工作年度报告"
OTHER = "乙镇2022年政府信息公开工作年度报告"


def links(*pairs: tuple[str, str]) -> Page:
    return Page(HOME, "".join(f'<a href="{href}">{text}</a>' for href, text in pairs))


def test_a_column_is_found_by_the_text_of_its_link_first() -> None:
    page = links(
        ("/col/col123/", "政府信息公开年报"),
        ("/zwgk/xxgknb/", "更多"),
        ("/wznb/", "政府网站年报"),
        ("http://xxgk.x.gov.cn/nb/", "信息公开年报"),
        ("http://www.clone.com/nb/", "政府信息公开年报"),
    )
    assert columns_on(page, PORTAL) == [
        (f"{HOME}col/col123/", "政府信息公开年报"),
        ("http://xxgk.x.gov.cn/nb/", "信息公开年报"),
    ]


def test_a_column_without_a_telling_text_is_found_by_its_path() -> None:
    page = links(("/zwgk/zfxxgknb/", "更多"), ("/zwgk/zfxxgknb/202401/t20240119_1.html", TITLE))
    assert columns_on(page, PORTAL) == [(f"{HOME}zwgk/zfxxgknb/", "更多")]


def test_the_likeliest_way_is_tried_first() -> None:
    page = links(
        ("/zwgk/", "政务公开"),
        ("/a/", "新闻"),
        ("/fd/", "法定主动公开内容"),
        ("/gk/", "政府信息公开"),
        ("/xxgk/", "栏目"),
        ("http://other.gov.cn/", "政府信息公开"),
    )
    assert navigation_on(page, PORTAL) == [
        f"{HOME}{path}/" for path in ("gk", "fd", "zwgk", "xxgk")
    ]


def test_years_and_units_under_the_column_are_followed_and_nothing_beside_it() -> None:
    page = links(
        ("/zfxxgk/nb/2023n/", "2023年"),
        ("/zfxxgk/nb/bm/index.html", "部门"),
        ("/zfxxgk/nb/", "政府信息公开年报"),
        ("/zfxxgk/nb/202401/t20240119_1.html", TITLE),
        ("/zfxxgk/nb/nlist.htm", "政府信息公开年报"),
        ("/other/2023n/", "2023年"),
        ("/zfxxgk/zn/", "政府信息公开指南"),
    )
    assert columns_within(page, STAGE) == [
        f"{HOME}zfxxgk/nb/2023n/",
        f"{HOME}zfxxgk/nb/bm/index.html",
        f"{HOME}zfxxgk/nb/",
        f"{HOME}zfxxgk/nb/nlist.htm",
    ]


def test_a_column_at_the_root_of_a_host_has_nothing_under_it() -> None:
    stage = Stage(PORTAL).in_column("年报", f"{HOME}list.jsp?id=3")
    assert columns_within(links(("/2023n/", "2023年")), stage) == []


@pytest.mark.parametrize(
    ("tag", "name", "answer"),
    [
        ("ColumnType", "信息公开年报", True),
        ("ColumnName", "政府信息公开年报", True),
        ("ColumnName", "政府网站工作年度报表", False),
        ("ColumnName", "通知公告", False),
    ],
)
def test_a_page_may_say_itself_that_it_is_the_column(tag: str, name: str, answer: bool) -> None:
    assert is_reports_column(Page(HOME, f'<meta name="{tag}" content="{name}">')) is answer


def detail(title: str | None) -> DetailPage:
    return DetailPage(title, None, None, None, ())


def test_a_cut_title_is_completed_by_the_article() -> None:
    entry = ListEntry("u", "甲局2023年政府信…", None)
    assert entry_verdict(entry, STAGE).answer is Answer.WEAK
    assert article_verdict(detail(TITLE), entry, STAGE)[0] == TITLE
    assert article_verdict(detail(TITLE), entry, STAGE)[1].answer is Answer.YES
    website = "甲局2023年政府信息公开网站工作年度报表"
    assert article_verdict(detail(website), entry, STAGE)[1].answer is Answer.NO


def test_the_articles_own_title_may_refuse_what_the_list_promised() -> None:
    entry = ListEntry("u", TITLE, None)
    _, verdict = article_verdict(detail(f"图解：{TITLE}"), entry, STAGE)
    assert (verdict.answer, verdict.rule) == (Answer.NO, "interpretation")


def test_the_menus_link_to_the_column_is_no_entry() -> None:
    undated = ListEntry("u", "政府信息公开年报", None)
    assert entry_verdict(undated, STAGE).rule == "column_link"
    dated = ListEntry("u", "政府信息公开工作年度报告", "2024-01-19")
    assert entry_verdict(dated, STAGE).answer is Answer.YES


@pytest.mark.parametrize(
    ("tags", "linked", "name"),
    [
        ('<meta name="ColumnName" content="信息公开年报">', "更多", "信息公开年报"),
        ('<meta name="ColumnName" content="头部">', "政府信息公开年报", "政府信息公开年报"),
        ("", "更多", "更多"),
        ("", None, None),
    ],
)
def test_a_column_is_called_what_its_page_or_its_link_says(
    tags: str, linked: str | None, name: str | None
) -> None:
    assert column_name(Page(HOME, tags), Stage(PORTAL, column=linked)) == name


@pytest.mark.parametrize("own", [None, "", "附件.pdf"])
def test_a_title_tag_that_says_nothing_leaves_the_word_to_the_list(own: str | None) -> None:
    title, verdict = article_verdict(detail(own), ListEntry("u", TITLE, None), STAGE)
    assert (title, verdict.answer) == (TITLE, Answer.YES)


@pytest.mark.parametrize(
    ("name", "title", "unit", "answer"),
    [
        ("附件1.pdf", TITLE, "甲局", Answer.YES),
        (f"{OTHER}.doc", OTHER, "乙镇", Answer.YES),
        ("政府信息公开情况统计表.xls", "政府信息公开情况统计表", None, Answer.NO),
        ("", TITLE, "甲局", Answer.YES),
    ],
)  # fmt: skip
def test_an_attachment_speaks_for_itself_or_its_page_does(
    name: str, title: str, unit: str | None, answer: Answer
) -> None:
    of_page = entry_verdict(ListEntry("u", TITLE, None), STAGE)
    got, verdict = attachment_verdict(Attachment("u", name), TITLE, of_page, STAGE)
    assert (got, verdict.unit, verdict.answer) == (title, unit, answer)
