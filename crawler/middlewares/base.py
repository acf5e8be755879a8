"""What all middlewares here share: the crawler, and its spider once there is one."""

from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request

if TYPE_CHECKING:
    from crawler.spiders.portal import PortalSpider


class OfCrawler:
    """A middleware of this crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    @property
    def spider(self) -> "PortalSpider":
        """The spider: the only one of the project."""
        return cast("PortalSpider", self.crawler.spider)


def host_of(request: Request) -> str:
    """Give the host that a request goes to."""
    return urlsplit(request.url).hostname or ""
