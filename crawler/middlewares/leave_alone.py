"""Leaves a host alone for the rest of the run: it refused us, said "too often", or does not answer.

Challenges are reported, never solved. A short Retry-After is waited for, with the whole host.
"""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Request, Response

from crawler.challenges import challenge_in
from crawler.middlewares.base import OfCrawler
from crawler.outcomes import Outcome, Refused

_FROM_ARCHIVE = {Outcome.ARCHIVED, Outcome.UNCHANGED}
_LONGEST_WAIT = 120.0  # seconds; who asks for more is asked again by the next run
_WAITS = 3  # times that a host is waited for in one run
_SILENCES = 9  # attempts in a row that found nobody: three pages, three attempts each


class LeaveAlone(OfCrawler):
    """Raises Refused for requests to a host that is left alone."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._left: dict[str, str] = {}
        self._until: dict[str, float] = {}
        self._waits: Counter[str] = Counter()
        self._silences: Counter[str] = Counter()

    async def process_request(self, request: Request) -> None:
        """Raise Refused for a host that is left alone; wait for one that asked for time."""
        host = _host(request)
        if (wait := self._until.get(host, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        if why := self._left.get(host):
            raise Refused(Outcome.HOST_LEFT_ALONE, f"left alone for this run after {why}")

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Raise Refused in the place of a challenge page and of "too often"."""
        if _FROM_ARCHIVE & set(response.flags):
            return response
        host = _host(request)
        self._silences.pop(host, None)
        cookies = b"; ".join(response.headers.getlist("Set-Cookie")).decode("latin-1")
        is_home = request.url == request.meta.get("portal")
        firewall = challenge_in(response.status, response.body, cookies, is_home=is_home)
        if firewall is not None:
            told = f"firewall {firewall}, status {response.status}"
            raise self._refused(request, Outcome.CHALLENGE_PAGE, told)
        wait = _retry_after(response)
        if response.status != 429 and not (response.status == 503 and wait is not None):
            return response
        if wait is None or wait > _LONGEST_WAIT or self._waits[host] >= _WAITS or _is_own(request):
            asked = f", Retry-After {wait:.0f} s" if wait is not None else ""
            raise self._refused(request, Outcome.RATE_LIMITED, f"status {response.status}{asked}")
        self._waits[host] += 1
        self._until[host] = time.monotonic() + wait
        self._hold_queue(request, wait)
        return request.replace(dont_filter=True)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count the attempts that found nobody; raise Refused after too many in a row."""
        if not isinstance(exception, DownloadFailedError | DownloadTimeoutError | OSError):
            return
        host = _host(request)
        self._silences[host] += 1
        if self._silences[host] >= _SILENCES:
            self._left[host] = f"{_SILENCES} attempts without an answer"

    def _hold_queue(self, request: Request, wait: float) -> None:
        """Keep back what waits for this host in the downloader: as if a request had just gone."""
        downloader: Any = self.crawler.engine and self.crawler.engine.downloader
        slot = downloader and downloader.slots.get(request.meta.get("download_slot"))
        if slot:
            slot.lastseen = time.monotonic() + wait

    def _refused(self, request: Request, outcome: Outcome, why: str) -> Refused:
        self._left[_host(request)] = f"{why} at {request.url}"
        refusal = Refused(outcome, why)
        if _is_own(request):  # nobody else would hear of it
            self.spider.run.failed(request, refusal)
        return refusal


def _is_own(request: Request) -> bool:
    """Tell whether a request is Scrapy's own for robots.txt."""
    return request.errback is None


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc


def _retry_after(response: Response) -> float | None:
    """Give the seconds that a portal asks us to wait (RFC 9110 §10.2.3); None if it does not."""
    told = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if not told:
        return None
    if told.isdecimal():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
