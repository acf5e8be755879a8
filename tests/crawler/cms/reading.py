"""Reads a text as the spider would: by the family that recognises it."""

from urllib.parse import parse_qsl

from crawler.cms import family_of, named
from crawler.cms.page import Ask, ListPage, Page

SITE = "http://www.x.gov.cn"
COLUMN = f"{SITE}/zwgk/zfxxgknb/"


def family(text: str, url: str = COLUMN) -> str:
    """Give the name of the family that recognises a page."""
    return family_of(Page(url, text)).name


def listing(text: str, url: str = COLUMN) -> ListPage:
    """Read a page that was linked to."""
    page = Page(url, text)
    return family_of(page).list_page(page)


def answer(text: str, ask: Ask, reader: str) -> ListPage:
    """Read the answer to a request of a family."""
    return named(reader).list_page(Page(ask.url, text, ask))


def brief(read: ListPage) -> list[tuple[str, str, str | None]]:
    """Give (address, title, date) of the entries."""
    return [(entry.url, entry.title, entry.date) for entry in read.entries]


def ahead(read: ListPage) -> list[str]:
    """Give the addresses that may be the next page."""
    return [ask.url for ask in read.next_pages]


def fields(ask: Ask) -> dict[str, str]:
    """Give what a request sends, in its query or its body."""
    sent = ask.url.partition("?")[2] if ask.body is None else ask.body
    return dict(parse_qsl(sent, keep_blank_values=True))
