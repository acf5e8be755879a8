"""What robots.txt permits, and how fast."""

from typing import Any

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.robotstxt import RobotParser

from crawler.middlewares.base import host_of
from crawler.outcomes import Outcome, Refused


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt rules, with a name for the refusal, and its Crawl-delay kept."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise Refused if robots.txt forbids the address."""
        if rp is None:
            return
        self._slow_down(rp, host_of(request))
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as refusal:
            raise Refused(Outcome.ROBOTS_DISALLOWED, "robots.txt forbids it") from refusal

    def _slow_down(self, rp: RobotParser, host: str) -> None:
        wanted = rp.crawl_delay(self._default_useragent)
        downloader: Any = self.crawler.engine and self.crawler.engine.downloader
        if not wanted or not downloader:
            return
        delay = max(wanted, self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        # Slots come and go with their requests, hence both: those to come, and the present one.
        downloader.per_slot_settings.setdefault(host, {})["delay"] = delay
        if host in downloader.slots:
            downloader.slots[host].delay = delay
