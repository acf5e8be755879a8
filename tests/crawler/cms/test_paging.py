"""Where the pages of a list are looked for."""

import pytest

from crawler.cms import named
from crawler.cms.page import Page
from tests.crawler.cms.reading import COLUMN, SITE, ahead, answer, brief, listing


def rows(count: int, at: str = "/zwgk/zfxxgknb") -> str:
    return "".join(
        f"<li><a href='{at}/a{n}.html'>甲局报告</a><b>2024-01-25</b></li>" for n in range(count)
    )


def test_the_number_after_this_one_comes_first() -> None:
    text = "<a href='list3.html'>3</a><a href='list1.html'>1</a><a href='list2.html'>2</a>"
    read = listing(rows(10) + text)
    assert ahead(read) == [f"{COLUMN}list2.html", f"{COLUMN}list3.html"]
    second = answer(rows(10) + text, read.next_pages[0], "generic")
    assert ahead(second) == [f"{COLUMN}list3.html"]


def test_the_last_of_numbered_pages_ends_the_list() -> None:
    read = listing(rows(10) + "<a href='l1.html'>1</a><a href='l2.html'>2</a>")
    last = answer(rows(10) + "<a href='l1.html'>1</a>", read.next_pages[0], "generic")
    assert last.next_pages == ()


@pytest.mark.parametrize(
    ("url", "second"),
    [
        (
            f"{COLUMN}list.shtml",
            ["list_1.shtml", "list_2.shtml", "index_1.html", "index_2.html", "list.shtml?page=2"],
        ),
        (COLUMN, ["index_1.html", "index_2.html", "2", "?page=2"]),
        (f"{COLUMN}index.html", ["index_1.html", "index_2.html", "index.html?page=2"]),
        (f"{COLUMN}show.jsp?id=7", ["show.jsp?id=7&page=2"]),
    ],
)
def test_a_full_page_without_links_has_its_second_guessed(url: str, second: list[str]) -> None:
    read = listing(rows(10), url)
    assert ahead(read) == [COLUMN + name for name in second]
    assert all(ask.is_guess for ask in read.next_pages)


def test_a_first_page_with_a_number_of_its_own_is_counted_on() -> None:
    assert ahead(listing(rows(10), f"{COLUMN}list-1.html"))[0] == f"{COLUMN}list-2.html"


@pytest.mark.parametrize(
    "text", [rows(9), rows(12) + "<p>共1页</p>", rows(12) + "<p>共12条</p>", "", "<p>共3页</p>"]
)
def test_nothing_is_guessed_where_nothing_more_is_likely(text: str) -> None:
    assert ahead(listing(text)) == []


@pytest.mark.parametrize(
    "sign",
    [
        "<p>共 3 页</p>",
        "<p>共20条记录</p>",
        "<span class='page-info'>1/3</span>",
        "<script>var countPage = 3</script>",
        "<a href='javascript:go(2)'>下一页</a>",
    ],
)
def test_a_short_page_that_says_there_is_more_has_its_second_guessed(sign: str) -> None:
    assert ahead(listing(rows(3) + sign))


def test_what_was_guessed_right_is_counted_on() -> None:
    guess = listing(rows(10)).next_pages[1]
    third = answer(rows(10), guess, "generic").next_pages
    assert [ask.url for ask in third] == [f"{COLUMN}index_3.html"]


def test_of_a_guessed_page_only_entries_of_the_column_count() -> None:
    guess = listing(rows(10)).next_pages[0]
    assert brief(answer(rows(10, "/xwzx/yw"), guess, "generic")) == []
    assert len(answer(rows(10), guess, "generic").entries) == 10


def test_articles_may_lie_elsewhere_than_the_column() -> None:
    guess = listing(rows(10, "/a/b")).next_pages[0]
    assert len(answer(rows(10, "/a/b"), guess, "generic").entries) == 10


def test_a_list_tells_how_long_it_is() -> None:
    assert listing(rows(2) + "<div>共 12 条</div>").total == 12
    assert listing(rows(2)).total is None


@pytest.mark.parametrize(
    "text",
    [
        "<script>window.location.href='./jbxx/'</script>",
        "<script>location.replace('./jbxx/')</script>",
        "<meta http-equiv='Refresh' content='0; url=./jbxx/'>",
    ],
)
def test_a_column_that_only_jumps_is_what_it_jumps_to(text: str) -> None:
    (part,) = listing(text).parts
    assert (part.ask.url, part.is_page) == (f"{COLUMN}jbxx/", True)


def test_a_shell_is_the_list_in_its_frame() -> None:
    text = """<iframe src="/class/1/list.html"></iframe><iframe src="/visitcount.htm"></iframe>
    <iframe src="http://other.gov.cn/list.html"></iframe><iframe src="/a/report.pdf"></iframe>
    <iframe src="/pdfjs/web/viewer.html?file=%2Fx.pdf"></iframe>"""
    assert [part.ask.url for part in listing(text).parts] == [f"{SITE}/class/1/list.html"]


def test_a_page_of_a_list_is_read_without_its_frames_again() -> None:
    ask = listing(rows(10)).next_pages[0]
    page = Page(ask.url, "<iframe src='/class/1/list.html'></iframe>", ask)
    assert named("generic").list_page(page).parts == ()
