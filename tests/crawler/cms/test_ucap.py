"""UCAP: recognising, the pager of six arguments, columns without entries, lists of scripts."""

import json

import pytest

from crawler.cms import family_of
from crawler.cms.page import Attachment, Page
from tests.crawler.cms.reading import COLUMN, SITE, ahead, answer, brief, family, fields, listing

CHANNEL = "db9694580ad74929979e1981b8c534f9"
PAGER = "<script>createPageHTML('page_div',{}, {},'xlist','shtml',189);</script>"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("<UCAPCONTENT><p>x</p></UCAPCONTENT>", COLUMN),
        ('<div id="UCAP-CONTENT"></div>', COLUMN),
        (PAGER.format(10, 1), COLUMN),
        ("", f"{SITE}/gsszf/c100262/202012/275599.shtml"),
        ("", f"{SITE}/fgw/xxgknb/202401/{CHANNEL}.shtml"),
        ("", f"{SITE}/fgw/xxgknb/2024/1/30/{CHANNEL}.shtml"),
        ("", f"{SITE}/hebdlq/c112289c/202602/c01_1108994.shtml"),
        (f"<script>'/common/search/{CHANNEL}?page=1'</script>", COLUMN),
    ],
)
def test_ucap_is_known_by_tags_addresses_and_pager(text: str, url: str) -> None:
    assert family(text, url) == "ucap"


def test_page_n_of_xlist_is_xlist_n() -> None:
    row = """<ul class="pageList newsList"><li><a href="/fgw/xxgknb/202401/1.shtml"
    title="某委2023年政府信息公开工作年度报告">某委2023年…</a><span class="time">
    2024-01-25</span></li></ul>"""
    read = listing(row + PAGER.format(10, 1))
    url = f"{SITE}/fgw/xxgknb/202401/1.shtml"
    assert brief(read) == [(url, "某委2023年政府信息公开工作年度报告", "2024-01-25")]
    assert (ahead(read), read.total) == ([f"{COLUMN}xlist_2.shtml"], 189)
    assert listing(row + PAGER.format(10, 10)).next_pages == ()


def test_a_column_without_entries_is_what_lies_below_it() -> None:
    text = """<a href="./2024/xxgk_list.shtml">2024年</a><a href="/other/xxgk_list.shtml">其他</a>
    <div id="UCAP-CONTENT"></div>"""
    (part,) = listing(text, f"{COLUMN}xxgk_lists.shtml").parts
    assert (part.ask.url, part.name, part.is_page) == (
        f"{COLUMN}2024/xxgk_list.shtml",
        "2024年",
        True,
    )


@pytest.mark.parametrize(
    ("script", "path"),
    [
        (f'"/common/search/{CHANNEL}?page=1&amp;_pageSize=20"', "/common/search/"),
        (f"'/search/{CHANNEL}'", "/search/"),
        (f"'/searchList/{CHANNEL}?page=' + n", "/searchList/"),
        (f"var channelId = '{CHANNEL}'; get('/common/search/' + channelId)", "/common/search/"),
    ],
)
def test_a_channel_is_asked_as_the_page_would(script: str, path: str) -> None:
    text = f"<div id='UCAP-CONTENT'></div><script>{script}</script>"
    (part,) = listing(text).parts
    assert part.ask.url.startswith(f"{SITE}{path}{CHANNEL}?")
    sent = fields(part.ask)
    assert (sent["page"], sent["_isJson"]) == ("1", "true")
    assert sent["_pageSize"] == ("20" if "_pageSize" in script else "15")


def channel(total: int, count: int) -> str:
    results = [
        {"title": "某局报告", "url": f"/k/{n}.shtml", "publishedTimeStr": "2026-09-24 17:18:49"}
        for n in range(count)
    ]
    return json.dumps({"data": {"total": total, "page": 1, "rows": 15, "results": results}})


def test_a_channel_is_read_to_its_end() -> None:
    (part,) = listing(f"<script>'/common/search/{CHANNEL}'</script>").parts
    first = answer(channel(17, 15), part.ask, "ucap")
    assert brief(first)[0] == (f"{SITE}/k/0.shtml", "某局报告", "2026-09-24")
    assert (first.total, fields(first.next_pages[0])["page"]) == (17, "2")
    assert answer(channel(17, 2), first.next_pages[0], "ucap").next_pages == ()
    assert answer(channel(17, 0), part.ask, "ucap").next_pages == ()


def test_the_channel_of_gansu_answers_with_markup() -> None:
    (part,) = listing(f"<script>'/common/search/{CHANNEL}?_isJson=false'</script>").parts
    assert fields(part.ask)["_isJson"] == "false"
    text = """<ul id="body"><li><div class="title"><a href="/gsszf/c100002/1.shtml">标题</a></div>
    <div class="date">2026-01-12</div></li></ul>"""
    read = answer(text, part.ask, "ucap")
    assert brief(read) == [(f"{SITE}/gsszf/c100002/1.shtml", "标题", "2026-01-12")]
    assert fields(read.next_pages[0])["page"] == "2"


def test_hunan_and_suzhou_are_asked_by_post() -> None:
    text = "<script>$.post('http://api.x.gov.cn/search/common/search/100782')</script>"
    (part,) = listing(text).parts
    assert part.ask.url == "http://api.x.gov.cn/search/common/search/100782"
    assert fields(part.ask)["datas[1][key]"] == "publishedTime"
    uuid = "0b1a3c5e-1234-4abc-9def-0123456789ab"
    text = f"""<script>$.post("/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15",
    {{pageIndex: 1, channel_id: "{uuid}"}})</script>"""
    (part,) = listing(text).parts
    assert fields(part.ask) == {"channel_id": uuid, "pageIndex": "1"}
    rows = [{"TITLE": "a", "URL": "/1", "PUBLISHED_TIME_FORMAT": "", "C_FWRQ_FORMAT": "2024-01-02"}]
    packed = json.dumps({"data": {"allRow": 20, "totalPage": 2, "list": rows}})
    read = answer(packed, part.ask, "ucap")
    assert (brief(read), read.total) == ([(f"{SITE}/1", "a", "2024-01-02")], 20)
    assert fields(read.next_pages[0])["pageIndex"] == "2"


@pytest.mark.parametrize("text", ["", "{}", '{"data": []}', '{"data": {"results": "x"}}', "error"])
def test_what_is_no_answer_is_an_empty_list(text: str) -> None:
    (part,) = listing(f"<script>'/common/search/{CHANNEL}'</script>").parts
    read = answer(text, part.ask, "ucap")
    assert (read.entries, read.next_pages) == ((), ())


def test_attachments_lie_under_files() -> None:
    text = '<UCAPCONTENT><a href="/m/c1/202401/u/files/v.pdf">年报</a></UCAPCONTENT>'
    page = Page(COLUMN, text)
    url = f"{SITE}/m/c1/202401/u/files/v.pdf"
    assert family_of(page).attachments(page) == (Attachment(url, "年报"),)
