"""Families are told apart by what their pages say of themselves; no answer makes one fail."""

import pytest

from crawler.cms import family_of, named
from crawler.cms.page import Ask, Page

HOST = "https://www.x.gov.cn"
PAGES = {
    "hanweb-jpage": [
        ("/col/col1/index.html", "<script>({proxyUrl:'/module/web/jpage/dataproxy.jsp'})</script>"),
        ("/col/col1/", '<script type="text/xml"><datastore></datastore></script>'),
    ],
    "hanweb-jpaas": [
        ("/col/col1/index.html", '<script url="/api-gateway/jpaas-publish-server/front/"></script>')
    ],
    "pclist": [
        ("/zgsrmzf/c00145/pc/list.html", "<ul></ul>"),
        ("/zgsrmzf/c00145/pc/content/content_1996819971664617472.html", "<p>文</p>"),
        ("/a/common/content/content_1996819971664617472.html", "<p>文</p>"),
        ("/col42150/index.html?uid=380055&pageNum=1", "<script>$.post('/queryList')</script>"),
    ],
    "hanweb-xxgk": [
        ("/col/col1/index.html", '<iframe src="/module/xxgk/tree.jsp?area=113"></iframe>'),
        ("/col/col1/", f"<iframe src='{HOST}/module/xxgk/tree.jsp?area=113'></iframe>"),
        ("/module/xxgk/xxgkAnnualReport.jsp?area=113708830043263784&fbtime=2021", "<p>文</p>"),
    ],
    "truecms": [
        ("/a/b/b.html", "<script>({proxyUrl:'/truecms/messageController/getMessage.do'})</script>")
    ],
    "lonsun": [
        ("/public/column/6596221?type=3&action=list", "<ul></ul>"),
        ("/zwgk/public/column/6596221?type=4&catId=1&action=list&nav=3&sub=", "<ul></ul>"),
        ("/public/1681/565412321.html", "<p>文</p>"),
        ("/site/tpl/7931?nav=4&year=2024", "<ul></ul>"),
        ("/content/column/6787231?pageIndex=1", "<ul></ul>"),
        ("/", '<a href="/public/column/6596221?type=4&amp;action=list">政府信息公开</a>'),
    ],
    "epoint": [
        ("/dynamic/zwgk/govInfoPub.html?categorynum=003006&deptcode=1", "<ul></ul>"),
        ("/001/001004/subPage.html", '<script src="/js/webBuilderCommon.js"></script>'),
        ("/a/multilevelList.html?categoryNum=003006", "<ul></ul>"),
    ],
    "vsb": [
        ("/info/1648/47211.htm", "<p>文</p>"),
        ("/zfxxgk/nb.htm", '<a href="../info/1648/47211.htm">文</a>'),
        ("/a.htm", '<form name="_newscontent_fromname"><div id="vsb_content"></div></form>'),
    ],
}


@pytest.mark.parametrize(
    ("family", "path", "text"), [(name, *page) for name, pages in PAGES.items() for page in pages]
)
def test_each_family_knows_its_pages(family: str, path: str, text: str) -> None:
    assert family_of(Page(HOST + path, text)).name == family


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/zfxxgk/202401/t20240119_1.html", '<div class="TRS_Editor">文</div>'),
        ("/zfxxgk/", '<ul><li><a href="/a.html">文</a><span>2024-01-19</span></li></ul>'),
        ("/info/2024.html", "<p>共10条 1/2</p>"),
        ("/public/index.html", "<p>文</p>"),
        ("/a.html", '<a href="https://other.gov.cn/module/xxgk/tree.jsp?area=1">他县</a>'),
        ("/b.html", "<script>$.post('/api/queryListOfNews')</script>"),
        ("/pc/index.html", "<p>content</p>"),
        ("/", ""),
    ],
)
def test_none_claims_the_pages_of_others(path: str, text: str) -> None:
    page = Page(HOST + path, text)
    assert [name for name in PAGES if named(name).recognises(page)] == []


# What a list page of each family is that asks for more.
_COLUMNS = {
    "hanweb-jpage": (
        "/col/col7/index.html",
        (
            "<script type='text/xml'><datastore><totalrecord>9</totalrecord>"
            "<nextgroup><![CDATA[<a href='/d/dataproxy.jsp?columnid=7&unitid=8'></a>]]></nextgroup>"
            "</datastore></script>"
        ),
    ),
    "hanweb-jpaas": (
        "/col/col7/",
        """<div querydata="{'webId':'1','pageId':'2'}">jpaas-publish-server</div>""",
    ),
    "pclist": ("/a/c1/pc/list.html", "<ul></ul>"),
    "hanweb-xxgk": ("/col/col7/", "<script>'/module/xxgk/search.jsp';infotypeId='A'</script>"),
    "truecms": (
        "/a/b/b.html",
        "<script>({columnId:'1',proxyUrl:'/t/messageController/getMessage.do'})</script>",
    ),
    "lonsun": ("/public/column/7?type=3", '<meta name="SiteId" content="1">'),
    "epoint": ("/a.html?categorynum=003", "<script>({siteGuid:'1',projectName:'/E'})</script>"),
}


def first_ask(family: str, path: str, text: str) -> Ask:
    listing = named(family).list_page(Page(HOST + path, text))
    return [*listing.next_pages, *(part.ask for part in listing.parts)][0]


@pytest.mark.parametrize(
    "answer",
    [
        *("", "null", "[]", "{}", "7", "<html><body>502 Bad Gateway</body></html>", "{'a'"),
        *("<datastore>", "<datastore><recordset></recordset></datastore>".ljust(54)),
        *('{"data":null}', '{"data":{"html":null}}', '{"data":{"results":[null,{"source":null}]}}'),
        *('{"custom":{"data":null,"total":null}}', '{"custom":{"data":[null,{}]}}'),
        *('cb({"result":null})', "cb(", "暂无相关信息", "<tr class='tr_main_value_odd'></tr>"),
        '{"data":{"results":[{"source":{"title":"甲","urls":"{"}}]}}',
        '{"data":{"results":7,"html":7},"custom":{"data":7},"result":7}',
    ],
)
@pytest.mark.parametrize("family", _COLUMNS)
def test_a_malformed_answer_is_a_page_without_entries(family: str, answer: str) -> None:
    ask = first_ask(family, *_COLUMNS[family])
    listing = named(family).list_page(Page(ask.url, answer, ask))
    assert listing.entries == ()
    assert listing.next_pages == ()


@pytest.mark.parametrize("family", PAGES)
def test_an_empty_page_is_an_empty_list(family: str) -> None:
    assert named(family).list_page(Page(f"{HOST}/", "")).entries == ()
