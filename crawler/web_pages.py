"""The web pages of an archive as the CMS families read them."""

from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse

from crawler.archive import Archive
from crawler.challenges import challenge_in
from crawler.cms.page import Page


def web_pages(archive: Archive) -> list[Page]:
    """Give the pages that came, oldest first; robots.txt and the pages of firewalls are none."""
    pages = []
    for capture in archive.captures():
        if capture.status != HTTPStatus.OK or capture.media_type != "text/html":
            continue
        body, headers = archive.answer(capture)
        is_page = urlsplit(capture.url).path != "/robots.txt"
        if is_page and not challenge_in(capture.status, body):
            told = {"Content-Type": headers.get("content-type", "")}
            pages.append(Page(capture.url, HtmlResponse(capture.url, body=body, headers=told).text))
    return pages
