"""VSB: files that are numbered from the last page on."""

import pytest

from crawler.cms import family_of
from crawler.cms.page import ListEntry, ListPage, Page

HOST = "https://www.x.gov.cn"
MARK = '<script src="/system/resource/js/x.js"></script>'


def read(text: str, path: str) -> ListPage:
    page = Page(HOST + path, text + MARK)
    assert family_of(page).name == "vsb"
    return family_of(page).list_page(page)


@pytest.mark.parametrize(
    ("path", "pager", "following"),
    [
        ("/zfxxgk/nb.htm", "共1432条&nbsp; 1/144", "/zfxxgk/nb/143.htm"),
        ("/zfxxgk/nb/143.htm", "<span>共1432条</span> <span>2/144</span>", "/zfxxgk/nb/142.htm"),
        ("/zfxxgk/nb/2.htm", "共30条 2/3", "/zfxxgk/nb/1.htm"),
    ],
)
def test_the_page_after_this_one(path: str, pager: str, following: str) -> None:
    assert [ask.url for ask in read(pager, path).next_pages] == [HOST + following]


@pytest.mark.parametrize(("path", "pager"), [("/nb/1.htm", "共30条 3/3"), ("/nb.htm", "共3条 1/1")])
def test_the_last_page_has_no_next(path: str, pager: str) -> None:
    assert read(pager, path).next_pages == ()


def test_the_pager_says_how_many_there_are() -> None:
    assert read("共1432条 1/144", "/nb.htm").total == 1432


@pytest.mark.parametrize(
    "line",
    [
        '<li id="line_u6_0"><h2 class="cleafix">{}<span class="time">2026-07-13</span></h2></li>',
        '<table><tr id="line1060_0"><td>{}</td><td>2026/07/13</td></tr></table>',
        '<div id="line_u6_0">{}<span>2026年07月13日</span></div>',
    ],
)
def test_the_lines_of_a_list_and_no_other_links(line: str) -> None:
    link = '<a href="../info/1103/7719.htm" title="甲局2025年年报">甲局…</a>'
    menu = '<ul><li><a href="/a.htm">2026-07-13召开的会议情况</a></li></ul>'
    assert read(f"{menu}{line.format(link)}共1条 1/1", "/zfxxgk/nb.htm").entries == (
        ListEntry(f"{HOST}/info/1103/7719.htm", "甲局2025年年报", "2026-07-13"),
    )


def test_documents_without_those_that_ask_for_a_captcha() -> None:
    url = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;owner=1&amp;wbfileid=2"
    text = (
        f'附件【<a href="{url}">年报.docx</a>】附件【<a href="{url}&amp;codeValue=">年报.docx</a>】'
        '<a href="#">【下载Word】</a><a href="/__local/8/91/95/AB_C_1.docx">附表</a>'
    )
    page = Page(f"{HOST}/info/1/2.htm", text)
    assert [each.name for each in family_of(page).attachments(page)] == ["年报.docx", "附表"]
