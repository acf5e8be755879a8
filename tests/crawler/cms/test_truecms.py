"""TrueCMS: the hidden list and what comes after it."""

from urllib.parse import parse_qsl, urlsplit

from crawler.cms import family_of, named
from crawler.cms.page import Ask, ListEntry, ListPage, Page

HOST = "https://www.x.gov.cn"
COLUMN = f"{HOST}/ntsrmzf/szfwj/szfwj.html"
SCRIPT = (
    "<script>({columnId:'0f3c-1',proxyUrl:'/truecms/messageController/getMessage.do'})</script>"
)


def item(number: int) -> str:
    link = f'<a href="/ntsrmzf/szfwj/content/{number}.html" title="甲局第{number}号">甲局…</a>'
    return f"<li>{link}<span>2024-01-25</span></li>"


def read(shown: int) -> ListPage:
    hidden = "".join(item(number) for number in range(shown))
    page = Page(COLUMN, f'<div id="initData"><ul>{hidden}</ul></div>{SCRIPT}')
    return family_of(page).list_page(page)


def query(ask: Ask) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(ask.url).query))


def test_the_hidden_list_is_read() -> None:
    listing = read(59)
    assert len(listing.entries) == 59
    assert listing.entries[0] == ListEntry(
        f"{HOST}/ntsrmzf/szfwj/content/0.html", "甲局第0号", "2024-01-25"
    )
    assert [ask.is_guess for ask in listing.next_pages] == [True]  # 59 should be the whole list


def test_a_full_list_goes_on_at_its_61st_entry() -> None:
    (ask,) = read(60).next_pages
    assert not ask.is_guess
    assert query(ask) == {
        "columnId": "0f3c-1",
        "startrecord": "61",
        "endrecord": "80",
        "perpage": "20",
        "callback": "cb",
    }
    assert ("Referer", COLUMN) in ask.headers  # 如皋 answers 404 without


def test_a_page_that_hides_no_list_is_asked_for_from_the_start() -> None:
    (part,) = read(0).parts
    assert query(part.ask)["startrecord"] == "1"


def test_an_answer_packs_its_records_in_xml_in_json_in_a_call() -> None:
    (ask,) = read(60).next_pages
    records = "<record><![CDATA[<li><a href='/c/61.html'>乙局</a><span>2024-01-24</span></li>]]>"
    store = f"<datastore><totalrecord>{{}}</totalrecord>{records}</record></datastore>"
    text = 'cb({"result":"' + store + '"});'
    listing = named("truecms").list_page(Page(ask.url, text.replace("{}", "120"), ask))
    assert listing.entries == (ListEntry(f"{HOST}/c/61.html", "乙局", "2024-01-24"),)
    assert [query(following)["startrecord"] for following in listing.next_pages] == ["62"]
    assert listing.total == 120
    last = named("truecms").list_page(Page(ask.url, text.replace("{}", "61"), ask))
    assert last.next_pages == ()
