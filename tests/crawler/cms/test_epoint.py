"""Epoint: from the column to the common script to the service."""

import json

import pytest

from crawler.cms import family_of, named
from crawler.cms.page import Ask, ListEntry, ListPage, Page

HOST = "https://www.x.gov.cn"
COLUMN = f"{HOST}/dynamic/zwgk/govInfoPub.html?categorynum=003006&deptcode=12"
PAGE = '<script src="/js/webBuilderCommon.js"></script>'
SITE = 'var siteInfo={"siteGuid":"7eb5f7f1","projectName":"/EWB-FRONT"};'
ROW = {
    "title": "甲局2023年政府…",
    "realtitle": "甲局2023年政府信息公开工作年度报告",
    "infourl": "/003/003006/20240125/6c2f.html",
    "infodate": "2024-01-25",
}
ENTRY = ListEntry(
    f"{HOST}/003/003006/20240125/6c2f.html", "甲局2023年政府信息公开工作年度报告", "2024-01-25"
)


def first(url: str = COLUMN, text: str = PAGE, site: str = SITE) -> Ask:
    """Follow the column to the first request for its list."""
    page = Page(url, text)
    ask = family_of(page).list_page(page).parts[0].ask
    return named("epoint").list_page(Page(ask.url, site, ask)).parts[0].ask


def answer(ask: Ask, *rows: object, total: object = None) -> ListPage:
    text = json.dumps({"custom": {"data": rows, "total": total}})
    return named("epoint").list_page(Page(ask.url, text, ask))


def test_the_common_script_says_what_the_service_wants() -> None:
    page = Page(COLUMN, PAGE)
    (part,) = family_of(page).list_page(page).parts
    assert part.ask.url == f"{HOST}/js/webBuilderCommon.js"
    ask = first()
    assert ask.url == f"{HOST}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
    assert json.loads(ask.body or "") == {
        "deptcode": "12",
        "categorynum": "003006",
        "pageIndex": 0,
        "pageSize": 20,
        "siteGuid": "7eb5f7f1",
    }


@pytest.mark.parametrize(
    ("url", "category"),
    [
        ("/001/001004/subPage.html", "001004"),
        ("/multilevelList.html?categoryNum=003", "003"),
        ("/dynamic/zw/openlist.html?categorynum=003006", "003006"),
    ],
)
def test_the_column_is_told_by_the_address(url: str, category: str) -> None:
    assert json.loads(first(HOST + url).body or "")["categorynum"] == category


def test_one_site_wants_the_fields_wrapped() -> None:
    site = SITE.replace("EWB-FRONT", "EWB_YK_Mid")
    value = json.loads(first(site=site).body or "")
    assert (value["token"], value["params"]["categorynum"]) == ("", "003006")


def test_rows_are_entries_under_their_whole_titles() -> None:
    listing = answer(first(), ROW, total=41)
    assert (listing.entries, listing.total) == ((ENTRY,), 41)
    indices = [json.loads(ask.body or "")["pageIndex"] for ask in listing.next_pages]
    assert indices == [1, 2]  # 2 where page 0 is page 1 again


@pytest.mark.parametrize("name", ["infourl", "visiturl", "linkurl"])
def test_a_row_names_its_address_in_one_of_three_fields(name: str) -> None:
    row = ROW | {"infourl": ""} | {name: ROW["infourl"]}
    assert answer(first(), row).entries == (ENTRY,)


def test_where_pages_count_from_1_page_0_is_empty() -> None:
    (part,) = answer(first()).parts
    assert json.loads(part.ask.body or "")["pageIndex"] == 1
    assert answer(part.ask).parts == ()


def test_a_list_ends_with_its_total() -> None:
    second = answer(first(), ROW, total=20).next_pages[0]
    assert answer(second, ROW, total=20).next_pages == ()


def test_a_common_script_that_says_nothing_leads_nowhere() -> None:
    page = Page(COLUMN, PAGE)
    ask = family_of(page).list_page(page).parts[0].ask
    for text in ("", "<html>404</html>", "var siteInfo={}"):
        assert named("epoint").list_page(Page(ask.url, text, ask)) == ListPage(())
