"""Hanweb's four ways to give a list: jpage, search.jsp, the publish server, plain links."""

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from crawler.cms import family_of, named
from crawler.cms.page import Ask, ListEntry, ListPage, Page

COLUMN = "https://www.x.gov.cn/col/col1229165988/index.html"
GROUP = (
    '<a href="./dataproxy.jsp?page=5&appid=1&webid=3095&path=/&columnid=1229165988'
    '&unitid=6101313&webname=明川门户"></a>'
)
LINK = '<a href="/art/2020/8/14/art_1_2.html" title="甲局2019年政府信息公开工作年度报告">甲…'
ENTRY = ListEntry(
    "https://www.x.gov.cn/art/2020/8/14/art_1_2.html",
    "甲局2019年政府信息公开工作年度报告",
    "2020-08-14",
)


def store(*records: str, total: int = 6163) -> str:
    kept = "".join(f"<record><![CDATA[{record}]]></record>" for record in records)
    return (
        f"<datastore><totalrecord>{total}</totalrecord><totalpage>309</totalpage>"
        f"<nextgroup><![CDATA[{GROUP}]]></nextgroup><recordset>{kept}</recordset></datastore>"
    )


def column(*records: str, total: int = 6163, more: str = "") -> Page:
    script = "jpage({totalRecord:6163,proxyUrl:'/module/web/jpage/dataproxy.jsp'})"
    kept = f'<script type="text/xml">{store(*records, total=total)}</script>'
    return Page(COLUMN, f"<div><ul></ul>{kept}</div><script>{script}</script>{more}")


def read(page: Page) -> ListPage:
    return family_of(page).list_page(page)


def query(ask: Ask) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(ask.url).query))


@pytest.mark.parametrize(
    "record",
    [
        f"<li>{LINK}</a><span>2020-08-14</span></li>",
        f"<li>{LINK}</a><b>2020-08-14</b></li>",
        f"<li>{LINK}<i>2020-08-14</i></a></li>",
        f"<li style=<br/>{LINK}</a><span>2020-08-14</span></li>",
        f"<li style=<br/>>{LINK}</a><span>2020-08-14</span></li>",
        f"<tr><td width=620>{LINK}</a></td><td width=100>2020-08-14</td></tr>",
        f"<p>{LINK}</a><span>[2020-08-14]</span></p>",
        f"{LINK}</a> 2020/08/14",
        f"</div><li>{LINK}</a><span>\n 2020-\n08-14 </span></li>",
        f"<li>{LINK}</a></li>",  # the date of the address
    ],
)
def test_a_record_is_read_in_whatever_markup_it_is_packed(record: str) -> None:
    assert read(column(record)).entries == (ENTRY,)


def test_a_record_may_be_escaped_instead_of_packed() -> None:
    record = "&lt;li&gt;&lt;a href='/a.html'&gt;甲局报告&lt;/a&gt;&lt;/li&gt;"
    text = f"<datastore><record>{record}</record></datastore>"
    page = Page(COLUMN, f'<script type="text/xml">{text}</script>')
    assert [entry.title for entry in read(page).entries] == ["甲局报告"]


def test_more_is_asked_for_by_page_and_by_record_from_the_first_on() -> None:
    listing = read(column(LINK))
    assert listing.total == 6163
    first, second, *_ = listing.next_pages
    assert urlsplit(first.url).path == "/module/web/jpage/dataproxy.jsp"
    assert query(first) == {
        "col": "1",
        "appid": "1",
        "webid": "3095",
        "path": "/",
        "columnid": "1229165988",
        "sourceContentType": "1",
        "unitid": "6101313",
        "webname": "明川门户",
        "permissiontype": "0",
        "page": "1",
        "startrecord": "1",
        "endrecord": "100",
        "perpage": "100",
    }
    assert (query(second)["page"], query(second)["startrecord"]) == ("2", "101")
    assert ("Referer", COLUMN) in first.headers


def test_a_group_that_holds_the_whole_list_needs_no_more() -> None:
    assert read(column(LINK, total=1)).next_pages == ()


def test_an_answer_goes_on_where_its_records_end() -> None:
    ask = read(column(LINK)).next_pages[0]
    listing = named("hanweb-jpage").list_page(Page(ask.url, store(LINK, LINK), ask))
    assert listing.entries == (ENTRY,)
    (following,) = listing.next_pages
    assert (query(following)["page"], query(following)["startrecord"]) == ("2", "3")


def test_an_answer_that_holds_the_whole_list_ends_it() -> None:
    ask = read(column(LINK, total=2)).next_pages[0]
    answer = store(LINK, LINK, total=2)
    assert named("hanweb-jpage").list_page(Page(ask.url, answer, ask)).next_pages == ()


def test_without_nextgroup_the_script_and_the_address_say_the_ids() -> None:
    text = """<script type="text/xml"><datastore><totalrecord>99</totalrecord></datastore></script>
    <form id="jpageform_77"></form><script>({webid:'5'})</script>"""
    asks = read(Page(COLUMN, text)).next_pages
    assert {urlsplit(ask.url).path for ask in asks} == {
        "/module/web/jpage/dataproxy.jsp",
        "/module/jpage/dataproxy.jsp",
    }
    ids = {name: query(asks[0])[name] for name in ("webid", "columnid", "unitid")}
    assert ids == {"webid": "5", "columnid": "1229165988", "unitid": "77"}


def test_units_of_one_page_are_lists_of_their_own() -> None:
    second = f'<script type="text/xml">{store("<a href=/b.html>乙局报告</a>")}</script>'
    listing = read(column(LINK, more=second))
    assert [entry.title for entry in listing.entries] == [ENTRY.title, "乙局报告"]
    assert len(listing.parts) == 2
    assert listing.next_pages == ()


def test_the_xml_may_stand_outside_a_script() -> None:
    assert read(Page(COLUMN, f"<div>{store(LINK)}</div>")).entries == (ENTRY,)


def test_where_the_page_holds_the_links_themselves_they_are_read() -> None:
    text = f"<ul><li>{LINK}</a><span>2020-08-14</span></li></ul><script>'/dataproxy.jsp'</script>"
    assert read(Page(COLUMN, text)).entries == (ENTRY,)


# search.jsp

XXGK = """<iframe src="/module/xxgk/tree.jsp?divid=div1229106886&amp;area=&amp;standardXxgk=1">
</iframe><script>({divid:'div1229106886',infotypeId:'B001A012',jdid:'1756',area:'',sortfield:'',
standardXxgk:'1'})</script>"""


def test_search_jsp_is_asked_as_the_page_would() -> None:
    (part,) = read(Page(COLUMN, XXGK)).parts
    ask = part.ask
    assert ask.url == "https://www.x.gov.cn/module/xxgk/search.jsp?standardXxgk=1&currpage=1"
    form = dict(parse_qsl(ask.body or ""))
    assert form == {
        "divid": "div1229106886",
        "infotypeId": "B001A012",
        "jdid": "1756",
        "requestUrl": COLUMN,
        "standardXxgk": "1",
        "currpage": "1",
    }
    referer = "https://www.x.gov.cn/module/xxgk/tree.jsp?divid=div1229106886&area=&standardXxgk=1"
    assert ("Referer", referer) in ask.headers


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("?vc_xxgkarea=113700000045022274&jh=264", "area", "113700000045022274"),
        ("?number=KL051103", "infotypeId", "KL051103"),
    ],
)
def test_the_address_may_say_the_area_or_the_topic(address: str, name: str, value: str) -> None:
    (part,) = read(Page(COLUMN + address, "<script>'/module/xxgk/search.jsp'</script>")).parts
    form = parse_qs(part.ask.body or "")
    assert form[name] == [value]
    assert form["divid"] == ["div1229165988"]
    assert form["sortfield"] == ["createdatetime:0,orderid:0"]


def answer(markup: str) -> ListPage:
    (part,) = read(Page(COLUMN, XXGK)).parts
    return named("hanweb-xxgk").list_page(Page(part.ask.url, markup, part.ask))


@pytest.mark.parametrize(
    "markup",
    [
        (
            f'<table><tr class="tr_main_value_odd"><td>2020-08-00018</td><td>{LINK}</a></td>'
            "<td>2020-08-14</td></tr></table>"
        ),
        f'<div class="zfxxgk_zdgkc"><ul><li>{LINK}</a><b>2020-08-14</b></li></ul></div>',
    ],
)
def test_rows_of_the_old_look_and_of_the_national_template(markup: str) -> None:
    listing = answer(f"{markup}<div>共3页</div>")
    assert listing.entries == (ENTRY,)
    (following,) = listing.next_pages
    assert "currpage=2" in following.url
    assert parse_qs(following.body or "")["currpage"] == ["2"]


def test_the_last_page_of_a_search_has_no_next() -> None:
    assert answer(f"<ul><li>{LINK}</a></li></ul>共1页").next_pages == ()


def test_reports_by_unit_and_year_are_entries() -> None:
    page = "/module/xxgk/xxgkAnnualReport.jsp?area=1"
    text = f"""<select><option value="{page}&amp;fbtime=2021">2021</option></select>
    <a onclick="go('{page}&fbtime=2020')">2020</a>"""
    assert [(entry.url, entry.title) for entry in read(Page(COLUMN, text)).entries] == [
        (
            "https://www.x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2021",
            "2021年政府信息公开年报",
        ),
        (
            "https://www.x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2020",
            "2020年政府信息公开年报",
        ),
    ]


# The publish server

UNIT = "{'webId':'3185','pageId':'c50e','tagId':'当前栏目_list','tplSetId':'8f1e'}"
SERVER = "/api-gateway/jpaas-publish-server/front/page/build/unit"


@pytest.mark.parametrize("attribute", ["querydata", "queryData"])
def test_each_unit_is_asked_for_with_its_page_within_paramjson(attribute: str) -> None:
    page = Page(COLUMN, f'<script url="{SERVER}" {attribute}="{UNIT}"></script>')
    (part,) = read(page).parts
    assert urlsplit(part.ask.url).path == SERVER
    asked = query(part.ask)
    assert json.loads(asked.pop("paramJson")) == {"pageNo": 1, "pageSize": "15"}
    assert asked == {
        "parseType": "bulidstatic",
        "webId": "3185",
        "tplSetId": "8f1e",
        "pageType": "column",
        "tagId": "当前栏目_list",
        "editType": "null",
        "pageId": "c50e",
    }
    assert ("Referer", COLUMN) in part.ask.headers


def unit(html: str) -> ListPage:
    page = Page(COLUMN, f'<script url="{SERVER}" querydata="{UNIT}"></script>')
    ask = read(page).parts[0].ask
    text = json.dumps({"success": True, "data": {"html": html}})
    return named("hanweb-jpaas").list_page(Page(ask.url, text, ask))


@pytest.mark.parametrize(
    "item",
    [
        f'<ul><li class="clearfix">{LINK}</a><span class="bt-right">2020-08-14</span></li></ul>',
        f"<ul><li>{LINK}<b>2020-08-14</b></a></li></ul>",
        f'<p class="lb-list">{LINK}</a><span>2020-08-14</span></p>',
        f"<table><tr><td>{LINK}</a></td><td>[2020-08-14]</td></tr></table>",
        f'<div class="content-3-left-text">{LINK}</a><span>2020-08-14</span></div>',
    ],
)
def test_the_markup_of_a_unit(item: str) -> None:
    listing = unit(f'{item}<div class="pagination" count="386" rows="15"></div>')
    assert listing.entries == (ENTRY,)
    assert listing.total == 386
    (following,) = listing.next_pages
    assert json.loads(query(following)["paramJson"])["pageNo"] == 2


def test_a_unit_ends_where_its_pager_says() -> None:
    assert unit(f'<li>{LINK}</a></li><div count="15" rows="15"></div>').next_pages == ()
