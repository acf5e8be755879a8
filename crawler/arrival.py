"""What came for a request: as which page it is read, under which address, and whether it is new."""

from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response, TextResponse

from crawler.cms.page import Ask, Page
from crawler.outcomes import Outcome
from crawler.tally import Count


def page_in(response: Response, ask: Ask | None) -> Page | None:
    """Give a response as a page, or as what a family asked for; None for a document."""
    if ask is not None and not isinstance(response, TextResponse):
        return Page(response.url, response.body.decode("utf-8", errors="replace"), ask)
    if isinstance(response, HtmlResponse if ask is None else TextResponse):
        return Page(response.url, response.text, ask)
    return None


def asked_for(response: Response) -> str:
    """Give the address that was asked for, before any redirect."""
    first: str = response.meta.get("redirect_urls", [response.url])[0]
    return first


def freshness(response: Response) -> Count:
    """Tell whether a body is new, changed, unchanged, or was not asked for."""
    if Outcome.ARCHIVED in response.flags:
        return Count.ARCHIVED
    if Outcome.UNCHANGED in response.flags:
        return Count.UNCHANGED
    return Count.CHANGED if "held" in response.meta else Count.NEW


def other_scheme(url: str) -> str | None:
    """Give the address with https for http and the reverse; None where it names a port."""
    parts = urlsplit(url)
    if parts.port is not None:
        return None
    return parts._replace(scheme="http" if parts.scheme == "https" else "https").geturl()
