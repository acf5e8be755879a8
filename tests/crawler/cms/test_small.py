"""Small families: known by their addresses, counted on by their own pattern."""

import pytest

from crawler.cms import family_of
from crawler.cms.page import Page
from tests.crawler.cms.reading import SITE, ahead, answer, brief, family, fields, listing

UUID = "e434bf9c-1111-4222-8333-444455556666"


def rows(count: int, at: str) -> str:
    return "".join(
        f"<li><a href='{at.format(n=n)}'>某局报告</a><b>2024-01-25</b></li>" for n in range(count)
    )


@pytest.mark.parametrize(
    ("name", "path", "entry", "second"),
    [
        ("siteserver", "/channels/9.html", "/contents/9/{n}.html", "/channels/9_2.html"),
        ("siteserver", "/channels/9_2.html", "/contents/9/{n}.html", "/channels/9_3.html"),
        ("zhuzhou", "/c15/index.html", "/c15/20260626/i{n}.html", "/c15/pages/2.html"),
        ("zhuzhou", "/c15/", "/c15/20260626/i{n}.html", "/c15/pages/2.html"),
        ("ilist", "/info/iList.jsp?cat_id=1", "/g/{n}.htm", "/info/iList.jsp?cat_id=1&cur_page=2"),
        ("ilist", "/iList.jsp?cur_page=2", "/g/{n}.htm", "/iList.jsp?cur_page=3"),
        ("jeecms", "/nb/index.jhtml", "/D49Y/{n}.jhtml", "/nb/index_2.jhtml"),
        ("easysite", "/eportal/ui?pageId=7", "/a/{n}.html", "/eportal/ui?pageId=7&currentPage=2"),
        ("xxgk-list", "/xxgk-list-nb.html", "/xxgk-show-{n}.html", "/xxgk-list-nb-2.html"),
        ("xxgk-list", "/xxgk-list-nb-2.html", "/xxgk-show-{n}.html", "/xxgk-list-nb-3.html"),
        ("asp-net", "/I.aspx?cid=9&page=1", "/S.aspx?id={n}", "/I.aspx?cid=9&page=2"),
        ("phpcms", "/index.php?m=content&a=l", "/n{n}.html", "/index.php?m=content&a=l&page=2"),
        ("shanghai", "/nw12/index.html", "/nw12/20240331/" + "a" * 31 + "{n}.html", None),
    ],
)
def test_the_second_page(name: str, path: str, entry: str, second: str | None) -> None:
    text = rows(10, entry)
    assert family(text, SITE + path) == name
    assert ahead(listing(text, SITE + path)) == [SITE + (second or "/nw12/index_2.html")]


def test_pages_of_columns_with_long_names_are_found_as_anywhere() -> None:
    url = f"{SITE}/columns/{UUID}/index.html"
    text = rows(10, f"/columns/{UUID}/202302/17/" + UUID[:-1] + "{n}.html")
    assert family(text, url) == "hebei-uuid"
    assert ahead(listing(text, url))[0] == f"{SITE}/columns/{UUID}/index_1.html"


def test_links_of_the_family_itself_come_before_the_pattern() -> None:
    text = rows(10, "/contents/9/{n}.html") + "<a href='/channels/9_5.html'>下一页</a>"
    assert ahead(listing(text, f"{SITE}/channels/9.html")) == [f"{SITE}/channels/9_5.html"]


def test_a_short_page_is_the_only_one() -> None:
    assert ahead(listing(rows(9, "/contents/9/{n}.html"), f"{SITE}/channels/9.html")) == []


def test_menus_of_jeecms_are_no_entries() -> None:
    text = rows(1, "/D49Y/{n}.jhtml") + rows(3, "/menu{n}/index.jhtml")
    assert [url for url, _, _ in brief(listing(text, f"{SITE}/nb/index.jhtml"))] == [
        f"{SITE}/D49Y/0.jhtml"
    ]


IGS = """<form action="/igs/front/search.jhtml"><input name="code"
value="c1c8a0a187b3404a9e7e1b048f90610c"><input type="hidden" name="siteId" value="10"></form>"""


def test_the_search_of_igs_finds_reports_by_their_title() -> None:
    page = Page(f"{SITE}/nb/", IGS)
    (ask,) = family_of(page).searches(page)
    sent = fields(ask)
    assert (sent["siteId"], sent["position"], sent["pageNumber"]) == ("10", "TITLE", "1")
    assert {"Referer", "X-Requested-With"} <= {name for name, _ in ask.headers}
    text = """{"page": {"total": 12, "totalPages": 2, "content": [{"url": "https://x/1.html",
    "title": "某县2023年<em>政府信息公开</em>工作年度报告", "trs_time": "2024-01-30"}]}}"""
    read = answer(text, ask, "generic")
    assert brief(read) == [("https://x/1.html", "某县2023年政府信息公开工作年度报告", "2024-01-30")]
    assert (read.total, fields(read.next_pages[0])["pageNumber"]) == (12, "2")


def test_a_list_of_igs_is_asked_with_the_filters_of_its_page() -> None:
    text = "<script>'/igs/front/search/list.html?index=hb-govdoc&filter[SITEID]=54'</script>"
    (part,) = listing(text).parts
    assert fields(part.ask)["filter[SITEID]"] == "54"
    packed = """{"page": {"content": [{"PUBDATE": "2022-01-30T00:00:00", "FileName": "某局报告",
    "DOCPUBURL": "http://x/1.html"},
    {"BT": "乙", "FBRQ": "2022-01-31", "DOCPUBURL": "/2.html"}]}}"""
    assert brief(answer(packed, part.ask, "generic")) == [
        ("http://x/1.html", "某局报告", "2022-01-30"),
        (f"{SITE}/2.html", "乙", "2022-01-31"),
    ]
