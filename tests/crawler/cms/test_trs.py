"""TRS WCM: recognising, lists of the provinces, pagers, tabs, lists that scripts fetch."""

import json

import pytest

from crawler.cms import family_of
from crawler.cms.page import Page
from tests.crawler.cms.reading import COLUMN, SITE, ahead, answer, brief, family, fields, listing


@pytest.mark.parametrize(
    "text",
    [
        '<a href="./202401/t20240119_1003.html">x</a>',
        '<a href="/gggs/t27414981.shtml">x</a>',
        '<script>createPageHTML(28, 0, "index", "html")</script>',
        '<div class="trs_editor_view TRS_UEDITOR trs_paper_default"></div>',
        '<a href="./P020260612389613086419.xls">x</a>',
    ],
)
def test_trs_is_known_by_addresses_pager_and_editor(text: str) -> None:
    assert family(text) == "trs"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<script>createPageHTML('page_div',10, 1,'xlist','shtml',189);</script>", "ucap"),
        ('<a href="/info/1103/7719.htm">x</a><a href="t1.htm">y</a>', "vsb"),
        ('<a href="/zwgk/content/post_9469010.html">x</a>', "nfcms"),
        ("<p>createPageHTML</p>", "generic"),
    ],
)
def test_what_looks_alike_is_left_to_its_own_family(text: str, name: str) -> None:
    assert family(text) == name


def test_the_pager_within_a_comment_is_not_read() -> None:
    text = """<!--<script>createPageHTML(99, 0, "index", "html")</script>-->
    <script>createPageHTML(2, 0, "index", "html")</script>"""
    read = listing(text)
    assert ahead(read) == [f"{COLUMN}index_1.html"]
    second = '<script>createPageHTML(2, 1, "index", "html")</script>'
    assert answer(second, read.next_pages[0], "trs").next_pages == ()


def test_where_the_first_page_calls_itself_1_the_second_is_index_2() -> None:
    read = listing('<script>createPageHTML(3, 1, "index", "shtml")</script>', COLUMN)
    assert ahead(read) == [f"{COLUMN}index_2.shtml"]
    second = answer(
        '<script>createPageHTML(3, 2, "index", "shtml")</script>', read.next_pages[0], "trs"
    )
    assert ahead(second) == [f"{COLUMN}index_3.shtml"]
    third = answer(
        '<script>createPageHTML(3, 3, "index", "shtml")</script>', second.next_pages[0], "trs"
    )
    assert third.next_pages == ()


ROW = '<li><a href="./202401/t20240119_1003.html">某局报告</a><b>2024-01-19</b></li>'


@pytest.mark.parametrize(
    ("script", "second"),
    [
        ("var countPage = 3", ["index_1.html", "index_2.html"]),
        ('$(".pagination").pagination({totalPage: 3})', ["index_2.html", "index_1.html"]),
        ("var countPage = 1", []),
    ],
)
def test_a_count_of_pages_alone_leaves_two_ways_to_number_them(
    script: str, second: list[str]
) -> None:
    read = listing(f"{ROW}<script>{script}</script>")
    assert ahead(read) == [COLUMN + name for name in second]


def test_the_way_that_was_right_is_kept() -> None:
    text = f'{ROW}<script>$(".pagination").pagination({{totalPage: 3}})</script>'
    second = answer(text, listing(text).next_pages[0], "trs")
    assert ahead(second) == [f"{COLUMN}index_3.html"]
    assert answer(text, second.next_pages[0], "trs").next_pages == ()


@pytest.mark.parametrize(
    "link", ["/zwgk/xxgk/index.html?state=1", "/zwgk/xxgk/index.html?x=1&state=0"]
)
def test_of_the_disclosure_tabs_the_third_holds_the_reports(link: str) -> None:
    page = Page(f"{SITE}/", f'<a href="{link}">平台</a><a href="/xw/t20240101_1.html">新闻</a>')
    (part,) = family_of(page).columns(page)
    assert fields(part.ask)["state"] == "3"
    assert (part.name, part.is_page) == ("政府信息公开年报", True)


def test_a_page_that_reads_its_tab_from_the_address_has_one_of_reports() -> None:
    text = '<script>var gk = getUrlParam("gk")</script><a href="t20240101_1.html">x</a>'
    page = Page(f"{SITE}/zwgk/zfxxgk/zfxxgkml/", text)
    assert [p.ask.url for p in family_of(page).columns(page)] == [f"{page.url}?gk=4"]


FUJIAN = """<a href="./t20240119_1003.htm">x</a><script>var recordCount: '3';
$.ajax({url: '/fjdzapp/search', data: {channelid: '229105', sortfield: '-docreltime',
classsql: 'chnlid=373', prepage: 75}})</script>"""


def test_the_search_of_fujian_is_asked_by_the_ids_of_site_and_column() -> None:
    (part,) = listing(FUJIAN).parts
    assert part.ask.url == f"{SITE}/fjdzapp/search"
    sent = fields(part.ask)
    assert (sent["channelid"], sent["classsql"], sent["page"]) == ("229105", "chnlid=373", "1")
    item = {"doctitle": "某镇报告", "docpuburl": "/t1.htm", "docreltime": "2024-01-29 10:00:00"}
    for key in ("data", "docs"):
        read = answer(json.dumps({key: [item], "pageCount": 2}), part.ask, "trs")
        assert brief(read) == [(f"{SITE}/t1.htm", "某镇报告", "2024-01-29")]
        assert fields(read.next_pages[0]) == sent | {"page": "2"}
        last = answer(json.dumps({key: [item], "pageCount": 2}), read.next_pages[0], "trs")
        assert last.next_pages == ()


def test_the_file_of_hubei_lies_beside_the_column() -> None:
    text = """<a href="./t20240119_1003.htm">x</a>
    <script>$.getJSON('./zcwj.json'); $.getJSON('/data/weather.json')</script>"""
    (part,) = listing(text).parts
    assert part.ask.url == f"{COLUMN}zcwj.json"
    item = {
        "URL": "./t1.html",
        "FILENAME": "某局报告",
        "DOCRELTIME": "2024-01-29",
        "PUBLISHER": "某局",
    }
    read = answer(json.dumps({"data": [item]}), part.ask, "trs")
    assert brief(read) == [(f"{COLUMN}t1.html", "某局报告", "2024-01-29")]
    assert (read.entries[0].source, read.next_pages) == ("某局", ())


def test_govsearch_answers_with_a_callback() -> None:
    text = """<a href="./t20240119_1003.htm">x</a><script>var channelId = 58855;
    var u = "http://info.x.gov.cn/govsearch/jsonp/gkml/zf_list.jsp?page=" + n</script>"""
    (part,) = listing(text, f"{SITE}/na/zfxxgknb/").parts
    sent = fields(part.ask)
    assert (sent["lb"], sent["channelId"], sent["pubURL"]) == ("58855", "58855", f"{SITE}/na")
    item = {"title": "公告", "puburl": "http://x.gov.cn/t1.html", "tip": {"dates": "2026-09-30"}}
    text = f"result({json.dumps({'num': 1, 'nPage': 1, 'data': [item]})});"
    read = answer(text, part.ask, "trs")
    assert brief(read) == [("http://x.gov.cn/t1.html", "公告", "2026-09-30")]
    assert (read.total, read.next_pages) == (1, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '{"data": null}',
        '{"data": {"a": 1}}',
        '{"data": [null, 7, {"doctitle": 1, "docpuburl": []}, {"docpuburl": "/a"}]}',
        '{"data": [{"doctitle": "a", "docpuburl": "http://[bad"}], "pageCount": "x"}',
        "<!DOCTYPE html><html><li><a href='/b.html'>某局2023年政府信息公开年报</a></li></html>",
    ],
)
def test_what_is_no_answer_is_an_empty_list(text: str) -> None:
    (part,) = listing(FUJIAN).parts
    read = answer(text, part.ask, "trs")
    assert (read.entries, read.next_pages) == ((), ())
