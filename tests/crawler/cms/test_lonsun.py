"""Lonsun: units, their columns, the label that fills a list."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.cms import family_of, named
from crawler.cms.page import Ask, ListEntry, ListPage, Page

HOST = "https://www.x.gov.cn"
COLUMN = f"{HOST}/public/column/6596221?type=3&action=list"
LINK = (
    '<a href="/public/6596221/36511111.html" title="甲局2023年政府信息公开工作年度报告" '
    'target="_blank">甲局2023年政府…</a>'
)
ENTRY = ListEntry(
    f"{HOST}/public/6596221/36511111.html", "甲局2023年政府信息公开工作年度报告", "2024-01-26"
)
LIST = (
    f'<ul class="clearfix xxgk_nav_list"><li>{LINK}<span class="date">2024-01-26</span></li></ul>'
)
SCRIPT = """<meta name="SiteId" content="6786551"><script>$.ajax({type: 'GET', url:
'/site/label/8888?IsAjax=1&labelName=publicInfoList&siteId=6786551&pageSize=18&length=50&organId=1'
+ '&file=/c3/hs/publicInfoList_newest'}, {pageCount:7})</script>"""


def read(text: str, url: str = COLUMN) -> ListPage:
    page = Page(url, text)
    return family_of(page).list_page(page)


def query(ask: Ask) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(ask.url).query))


def parts(listing: ListPage) -> list[str]:
    return [part.ask.url for part in listing.parts]


def test_every_unit_that_a_page_links_to_has_a_column_of_reports() -> None:
    text = """<a href="/zwgk/public/column/1681?type=4&amp;action=list">甲局</a>
    <a href="/zwgk/public/column/1681?type=2">指南</a><a href="/zwgk/public/column/1682">乙镇</a>
    <a href="https://www.other.gov.cn/public/column/9">他县</a>"""
    page = Page(f"{HOST}/", text)
    columns = family_of(page).columns(page)
    assert [part.ask.url for part in columns] == [
        f"{HOST}/zwgk/public/column/1681?type=3&action=list",
        f"{HOST}/zwgk/public/column/1682?type=3&action=list",
    ]
    assert {part.name for part in columns} == {"政府信息公开年报"}


def test_the_page_shows_its_entries_and_the_label_gives_the_next() -> None:
    listing = read(LIST + SCRIPT)
    assert listing.entries == (ENTRY,)
    (following,) = listing.next_pages
    assert urlsplit(following.url).path == "/site/label/8888"
    assert query(following) == {
        "IsAjax": "1",
        "dataType": "html",
        "labelName": "publicInfoList",
        "siteId": "6786551",
        "pageSize": "18",
        "pageIndex": "2",
        "action": "list",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "length": "100",
        "organId": "6596221",
        "type": "3",
        "file": "/c3/hs/publicInfoList_newest",
    }
    assert ("Referer", COLUMN) in following.headers


def test_a_list_of_one_page_needs_no_label() -> None:
    listing = read(LIST + SCRIPT.replace("pageCount:7", "pageCount:1"))
    assert (listing.next_pages, listing.parts) == ((), ())


def test_a_column_that_shows_nothing_is_asked_for_from_its_first_page() -> None:
    (part,) = read(SCRIPT).parts
    assert query(part.ask)["pageIndex"] == "1"


@pytest.mark.parametrize("pages", [0, 1])
def test_an_empty_column_leads_to_the_catalogue_of_its_unit(pages: int) -> None:
    listing = read(SCRIPT.replace("pageCount:7", f"pageCount:{pages}") + "暂无相关信息")
    assert parts(listing)[1:] == [f"{HOST}/public/column/6596221?type=4&action=list"]


def test_the_catalogue_gives_the_nodes_that_are_named_as_reports_are() -> None:
    text = """<a href="/public/column/1?type=4&amp;catId=7&amp;action=list">信息公开年报</a>
    <a href="/public/column/1?type=4&amp;catId=8&amp;action=list">财政预算</a>"""
    url = f"{HOST}/public/column/1?type=4&action=list"
    listing = read(text + SCRIPT, url)
    assert listing.entries == ()
    page, label = listing.parts
    assert page.ask.url == f"{HOST}/public/column/1?type=4&catId=7&action=list"
    assert {name: query(label.ask)[name] for name in ("organId", "type", "catId")} == {
        "organId": "1",
        "type": "4",
        "catId": "7",
    }


def test_the_tree_beside_a_list_leads_to_the_other_units() -> None:
    tree = '<a href="/public/column/6596221?type=4">甲</a><a href="/public/column/2?type=4">乙</a>'
    assert parts(read(tree + LIST)) == [f"{HOST}/public/column/2?type=3&action=list"]


@pytest.mark.parametrize(
    "fragment",
    [
        LIST,
        LIST.replace("xxgk_nav_list", "xxgk_nav_list t4"),
        f'<div class="xxgk_navli"><ul><li><div>{LINK}</div></li><li>2024-01-26</li></ul></div>',
        f'<div class="xxgk_navli">{LINK}<span class="date">2024-01-26</span></div>',
        f'<div class="xxgk_nav_con"><ul><li>{LINK}<span>2024-01-26</span></li></ul></div>',
    ],
)
def test_the_fragments_of_the_label(fragment: str) -> None:
    ask = read(SCRIPT).parts[0].ask
    listing = named("lonsun").list_page(Page(ask.url, fragment, ask))
    assert listing.entries == (ENTRY,)
    assert [query(following)["pageIndex"] for following in listing.next_pages] == ["2"]


def test_the_label_ends_with_the_last_page() -> None:
    ask = read(SCRIPT.replace("pageCount:7", "pageCount:1")).parts[0].ask
    assert named("lonsun").list_page(Page(ask.url, LIST, ask)).next_pages == ()


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("/zwgk/public/column/1?type=3", "/zwgk/site/label/8888"),
        ("/public/column/1?type=3", "/site/label/8888"),
    ],
)
def test_the_label_has_the_prefix_of_its_column(column: str, label: str) -> None:
    text = '<meta name="SiteId" content="1">'
    assert urlsplit(read(text, HOST + column).parts[0].ask.url).path == label


def test_the_page_itself_knows_its_label_better() -> None:
    text = """<meta name="SiteId" content="1"><script>'/hs/zwgk/site/label/8888?a'</script>"""
    assert urlsplit(read(text).parts[0].ask.url).path == "/hs/zwgk/site/label/8888"


@pytest.mark.parametrize(
    ("address", "following"),
    [("", "pageIndex=2"), ("?pageIndex=2", "pageIndex=3"), ("?pageIndex=x", "pageIndex=2")],
)
def test_news_columns_count_in_their_address(address: str, following: str) -> None:
    url = f"{HOST}/content/column/6787231"
    text = f'<ul class="doc_list"><li class="odd">{LINK}<span>2024-01-26</span></li></ul>'
    listing = read(text, url + address)
    assert listing.entries == (ENTRY,)
    assert [ask.url for ask in listing.next_pages] == [f"{url}?{following}"]


def test_a_template_of_one_year_leads_to_those_of_other_years() -> None:
    menu = '<a href="/site/tpl/7931?nav=4&amp;year=2024">2024年</a><a href="/site/tpl/1">首页</a>'
    listing = read(f"{menu}<ul><li>{LINK}</li></ul>", f"{HOST}/site/tpl/8611")
    assert [entry.url for entry in listing.entries] == [ENTRY.url]
    assert parts(listing) == [f"{HOST}/site/tpl/7931?nav=4&year=2024"]


def test_an_article_without_tags_says_above_its_text_when_and_whose_it_is() -> None:
    page = Page(
        ENTRY.url,
        '<h1 class="wztit">甲局年报</h1><span class="fbsj">发布时间：2024-01-26 09:00</span>'
        '<span class="res">信息来源：甲局</span><div class="wzcon j-fontContent">'
        '<a href="/group6/M00/00/1A/wKg.docx">附</a></div>',
    )
    detail = family_of(page).detail_page(page)
    assert (detail.title, detail.published, detail.source) == ("甲局年报", "2024-01-26", "甲局")
    assert [each.url for each in detail.attachments] == [f"{HOST}/group6/M00/00/1A/wKg.docx"]
