"""How much one run may ask: a vendor's change must not keep it asking for hours."""

from collections import Counter
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.middlewares.base import OfCrawler
from crawler.outcomes import Outcome, Refused


class Ceilings(OfCrawler):
    """Stands next to the downloader: counts what really goes to a portal."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._most = crawler.settings.getint("GONGKAI_MAX_REQUESTS")
        self._asked: Counter[str] = Counter()

    def process_request(self, request: Request) -> None:
        """Raise Refused above a ceiling."""
        host = urlsplit(request.url).netloc
        if self._asked[host] >= self._most:
            why = f"{self._most} requests went to {host} (GONGKAI_MAX_REQUESTS)"
            raise Refused(Outcome.CEILING, f"{why}; the next run goes on")
        self._asked[host] += 1
