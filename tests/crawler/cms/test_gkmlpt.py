"""Guangdong: the tree of the platform, its API, the offices' platforms, articles of the script."""

import json
from typing import Any

import pytest

from crawler.cms import family_of
from crawler.cms.page import Attachment, Page
from tests.crawler.cms.reading import SITE, ahead, answer, brief, family, listing

INDEX = f"{SITE}/zqhjj/gkmlpt/index"


def node(number: int, name: str, count: int, *children: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "name": name,
        "post_count": count,
        "children": [*children],
        "jump_url": "",
    }


def platform(*tree: dict[str, Any]) -> str:
    return f"<script>window._CONFIG = {{SID: '758019', TREE: {json.dumps(tree)}, X: 1}}</script>"


def asked(*tree: dict[str, Any]) -> list[str]:
    return [part.ask.url for part in listing(platform(*tree), INDEX).parts]


def api(number: int, page: int = 1) -> str:
    return f"{SITE}/zqhjj/gkmlpt/api/all/{number}?page={page}&sid=758019"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", INDEX),
        ("", f"{SITE}/gkmlpt/annualreport"),
        ('<script>window._CONFIG={"SID":"2","TREE":[]}</script>', SITE),
        ("", f"{SITE}/zwgk/content/post_9469010.html"),
        ("", f"{SITE}/zwgk/content/mpost_123.html"),
        ('<a href="/gkmlpt/index">目录</a>', SITE),
    ],
)
def test_nfcms_is_known_by_addresses_and_settings(text: str, url: str) -> None:
    assert family(text, url) == "nfcms"


def test_a_catalogue_of_reports_is_asked_of_the_platform_in_its_folder() -> None:
    sites = node(1, "政府网站年度报表", 9)
    reports = node(21023, "政府信息公开年报", 12)
    assert asked(node(5, "公开内容", 21, sites, reports)) == [api(21023)]


def test_a_catalogue_is_not_asked_where_those_below_it_hold_everything() -> None:
    years = node(8, "2024年", 7), node(9, "2023年", 5), node(10, "2022年", 0)
    assert asked(node(7, "年度报告", 12, *years)) == [api(8), api(9)]
    assert asked(node(7, "年度报告", 13, *years)) == [api(8), api(9), api(7)]


def test_a_catalogue_may_be_a_page_elsewhere() -> None:
    jump = node(7, "政府信息公开年报", 0) | {"jump_url": "/zwgk/xxgknb/"}
    (part,) = listing(platform(jump), INDEX).parts
    assert (part.ask.url, part.name, part.is_page) == (
        f"{SITE}/zwgk/xxgknb/",
        "政府信息公开年报",
        True,
    )


def test_home_pages_lead_to_the_platforms() -> None:
    office = '<a href="/zqhjj/gkmlpt/index">环境局</a>'
    own = '<a href="/gkmlpt/policy">目录</a>'
    for text, url, expected in (
        (office + own, f"{SITE}/", [INDEX, f"{SITE}/gkmlpt/index"]),
        (office, f"{SITE}/", [INDEX]),
        # The way to the portal's own is still to be found.
        (f'{office}<a href="/zwgk/">政府信息公开</a>', f"{SITE}/", []),
        (office, f"{SITE}/bmpt/", [INDEX]),
    ):
        page = Page(url, text)
        assert [part.ask.url for part in family_of(page).columns(page)] == expected


def articles(count: int, total: int) -> str:
    row = {
        "title": "某局报告",
        "date": 1783353600,
        "publisher": "某局",
        "attachment": [{"id": 1, "name": "x.pdf", "url": "/zqhjj/attachment/0/1/2/3.pdf"}],
    }
    rows = [row | {"url": f"/zqhjj/gkmlpt/content/3/3255/post_{n}.html"} for n in range(count)]
    return json.dumps({"classify": {"id": 7, "post_count": total}, "articles": rows})


def test_the_api_gives_day_unit_and_documents() -> None:
    (part,) = listing(platform(node(7, "年报", 3)), INDEX).parts
    read = answer(articles(2, 3), part.ask, "nfcms")
    first = read.entries[0]
    # 1783353600 is 2026-07-06 16:00 UTC: midnight in China.
    assert brief(read)[0] == (
        f"{SITE}/zqhjj/gkmlpt/content/3/3255/post_0.html",
        "某局报告",
        "2026-07-07",
    )
    assert first.source == "某局"
    url = f"{SITE}/zqhjj/attachment/0/1/2/3.pdf"
    assert first.attachments == (Attachment(url, "x.pdf"),)
    assert (ahead(read), read.total) == ([api(7, 2)], 3)
    assert read.next_pages[0].is_guess  # 肇庆 answers 404
    assert answer(articles(1, 3), read.next_pages[0], "nfcms").next_pages == ()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"articles": 7}', '{"articles": [{"title": "a"}]}', "<html>404</html>"],
)
def test_what_is_no_answer_is_an_empty_list(text: str) -> None:
    (part,) = listing(platform(node(7, "年报", 3)), INDEX).parts
    read = answer(text, part.ask, "nfcms")
    assert (read.entries, read.next_pages) == ((), ())


@pytest.mark.parametrize("tree", ["[{", "[7]", '[{"name": "年报", "children": 7}]', "null"])
def test_a_broken_tree_is_none(tree: str) -> None:
    text = f"<script>window._CONFIG = {{SID: '7', TREE: {tree}}}</script>"
    assert listing(text, INDEX).parts == ()


def test_an_article_is_read_from_the_script_where_tags_are_missing() -> None:
    packed = r"""{"title": "某局2023年年报", "content":
    "\u003Ca href=\u0022/a.docx\u0022\u003E附件\u003C/a\u003E",
    "attachments": [{"name": "b.pdf", "url": "/b.pdf"}]}"""
    page = Page(INDEX, f"<script>window._CONFIG = {{DETAIL: {packed}}}</script>")
    detail = family_of(page).detail_page(page)
    assert detail.title == "某局2023年年报"
    assert detail.attachments == (
        Attachment(f"{SITE}/a.docx", "附件"),
        Attachment(f"{SITE}/b.pdf", "b.pdf"),
    )
