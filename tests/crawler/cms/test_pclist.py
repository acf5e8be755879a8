"""The /pc/list.html platform: JSON within JSON."""

import json
from urllib.parse import parse_qsl

from crawler.cms import family_of, named
from crawler.cms.page import Attachment, ListEntry, ListPage, Page

HOST = "https://www.zg.gov.cn"
COLUMN = f"{HOST}/zgsrmzf/c00145/pc/list.html"
ROW = {
    "id": "1996819971664617472",
    "title": "甲局<em>2025</em>年政府信息公开工作年度报告",
    "pubDate": "2026-01-05 10:00:00",
    "urls": '{"pc":"/zgsrmzf/c00145/pc/content/content_1996819971664617472.html"}',
}
ENTRY = ListEntry(
    f"{HOST}/zgsrmzf/c00145/pc/content/content_1996819971664617472.html",
    "甲局2025年政府信息公开工作年度报告",
    "2026-01-05",
)


def read(text: str, url: str = COLUMN) -> ListPage:
    page = Page(url, text)
    return family_of(page).list_page(page)


def embedded(*rows: object) -> str:
    return f"<script>var x={{articleList: {json.dumps(rows)}, pageSize:15}}</script>"


def test_the_first_page_is_read_from_the_script() -> None:
    listing = read(embedded(ROW))
    assert listing.entries == (ENTRY,)
    (following,) = listing.next_pages
    assert following.url == f"{HOST}/queryList"
    assert dict(parse_qsl(following.body or "")) == {
        "current": "2",
        "pageSize": "1",  # as many as the page shows, so that none is passed over
        "webSiteCode[]": "zgsrmzf",
        "channelCode[]": "c00145",
        "sort": "sortNum",
        "order": "desc",
        "notReturnContent": "true",
    }


def test_without_urls_the_id_gives_the_address() -> None:
    row = {"id": "1996819971664617472", "title": ENTRY.title, "pubDate": "2026-01-05"}
    assert read(embedded(row)).entries == (ENTRY,)


def test_files_of_the_list_are_attachments() -> None:
    file = {"fileName": "年报.pdf", "filePath": "/f/1.pdf", "domainName": HOST, "totalSize": 1}
    (entry,) = read(embedded(ROW | {"articleFiles": [file, {}, None]})).entries
    assert entry.attachments == (Attachment(f"{HOST}/f/1.pdf", "年报.pdf"),)


def test_files_that_only_the_script_of_an_article_names_are_attachments() -> None:
    file = '[{"fileName":"年报.pdf","filePath":"/f/1.pdf"}]'
    page = Page(ENTRY.url, f"<script>a={{articleFiles:{file}}}</script><a href='/f/2.docx'>附</a>")
    assert family_of(page).attachments(page) == (
        Attachment(f"{HOST}/f/2.docx", "附"),
        Attachment(f"{HOST}/f/1.pdf", "年报.pdf"),
    )


def test_a_list_that_is_filled_by_script_is_asked_for_from_its_first_page() -> None:
    text = "<script>q('/queryList?webSiteCode[]=jxsgyhxxht&unitid=380055&perPage=15')</script>"
    (part,) = read(text, f"{HOST}/col42150/index.html?uid=380055&pageNum=1").parts
    form = dict(parse_qsl(part.ask.body or ""))
    assert form["current"] == "1"
    assert form["channelCode[]"] == "col42150"
    assert form["webSiteCode[]"] == "jxsgyhxxht"
    assert (form["unitid"], form["pageSize"]) == ("380055", "15")


def test_departments_name_their_column_by_its_id() -> None:
    text = "<script>q('/queryList',{webSiteCode:['ycsrfb'],channelId:['19968']})</script>"
    (part,) = read(text, f"{HOST}/zwgk/index.html").parts
    form = dict(parse_qsl(part.ask.body or ""))
    assert form["channelId[]"] == "19968"
    assert "channelCode[]" not in form


def test_a_column_with_an_id_and_a_folder_may_be_asked_for_by_either() -> None:
    by_id, by_code = read(embedded(ROW) + "<script>channelId='19968'</script>").next_pages
    assert dict(parse_qsl(by_id.body or ""))["channelId[]"] == "19968"
    assert dict(parse_qsl(by_code.body or ""))["channelCode[]"] == "c00145"


def test_an_answer_holds_rows_as_the_script_does() -> None:
    ask = read(embedded(ROW)).next_pages[0]
    text = json.dumps({"data": {"results": [{"source": ROW | {"metadata": "{}"}}]}})
    listing = named("pclist").list_page(Page(ask.url, text, ask))
    assert listing.entries == (ENTRY,)
    (following,) = listing.next_pages
    assert dict(parse_qsl(following.body or ""))["current"] == "3"
