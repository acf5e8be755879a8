"""Ends a run with the hours in which portals may be asked."""

import asyncio
import logging
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler.middlewares.base import OfCrawler
from crawler.night import hours_of, now
from crawler.outcomes import Outcome, Refused

REASON = "hours_over"  # why such a run ended; the next one goes on with its walks

logger = logging.getLogger(__name__)


class Night(OfCrawler):
    """Stands next to the downloader: outside GONGKAI_HOURS no request begins."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hours = hours_of(crawler.settings["GONGKAI_HOURS"])
        self._is_over = self._hours is not None and not self._hours.left(now())
        self._timer: asyncio.TimerHandle | None = None
        crawler.signals.connect(self._watch, signals.spider_opened)
        crawler.signals.connect(self._stop_watching, signals.spider_closed)

    def process_request(self, request: Request) -> None:  # noqa: ARG002 — Scrapy's
        """Raise Refused once the hours are over."""
        if self._is_over:
            raise self._refused()

    def _watch(self) -> None:
        if self._hours is not None:
            left = self._hours.left(now()).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(left, self._end)

    def _stop_watching(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        """Refuse what waits for its pause in the downloader, and close the spider."""
        self._is_over = True
        engine = self.crawler.engine
        if engine is None:
            return
        downloader: Any = engine.downloader
        for slot in downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(self._refused())
        logger.info("the hours %s are over (GONGKAI_HOURS)", self._hours)
        self._closing = asyncio.ensure_future(engine.close_spider_async(reason=REASON))

    def _refused(self) -> Refused:
        why = f"the hours {self._hours} are over (GONGKAI_HOURS); the next run goes on"
        return Refused(Outcome.CEILING, why)
