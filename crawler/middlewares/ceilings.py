"""How much one run may ask: a vendor's change must not keep it asking for hours."""

import time
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
        self._hours = crawler.settings.getfloat("GONGKAI_MAX_HOURS")
        self._began = time.monotonic()
        self._asked: Counter[str] = Counter()

    def process_request(self, request: Request) -> None:
        """Raise Refused above a ceiling."""
        host = urlsplit(request.url).netloc
        if time.monotonic() - self._began > self._hours * 3600:
            why = f"the run has gone on for {self._hours:g} hours (GONGKAI_MAX_HOURS)"
            raise Refused(Outcome.CEILING, f"{why}; the next run goes on")
        if self._asked[host] >= self._most:
            why = f"{self._most} requests went to {host} (GONGKAI_MAX_REQUESTS)"
            raise Refused(Outcome.CEILING, f"{why}; the next run goes on")
        self._asked[host] += 1
