"""Downloader middlewares: what is asked, of whom, and that every answer is kept."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.robotstxt import RobotParser

from crawler.addresses import REFUSED
from crawler.archive import Archive, Capture, posted_url
from crawler.challenges import challenge_in
from crawler.outcomes import Outcome, Refused
from crawler.tally import Count

if TYPE_CHECKING:
    from crawler.spiders.portal import PortalSpider

# Flags of a response whose body comes from the archive.
ARCHIVED, UNCHANGED = Outcome.ARCHIVED, Outcome.UNCHANGED

# RFC 9309 §2.4: robots.txt should not be kept for longer.
_ROBOTS_HOURS = 24
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class _OfCrawler:
    """What all middlewares here share: the crawler, and its spider once there is one."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def spider(self) -> "PortalSpider":
        """The spider: the only one of the project."""
        return cast("PortalSpider", self.crawler.spider)


class RegistryHosts(_OfCrawler):
    """Refuses hosts that are not of the registry, redirects too: copies of portals abound."""

    def process_request(self, request: Request) -> None:
        """Raise Refused for a foreign host."""
        if not self.spider.follows(request.url):
            raise Refused(
                Outcome.OFFSITE, f"{_host(request)} is no host of the registry, nor under one"
            )


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt rules, with a name for the refusal, and its Crawl-delay kept."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise Refused if robots.txt forbids the address."""
        if rp is None:
            return
        self._slow_down(rp, _host(request))
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


class LeaveAlone(_OfCrawler):
    """Leaves a host alone for the rest of the run once a firewall answered or it said: too often.

    Challenges are reported, never solved.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._left: dict[str, str] = {}

    def process_request(self, request: Request) -> None:
        """Raise Refused for a host that is left alone."""
        if why := self._left.get(_host(request)):
            raise Refused(Outcome.HOST_LEFT_ALONE, f"left alone for this run after {why}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Raise Refused in the place of a challenge page or of the status 429."""
        if ARCHIVED in response.flags or UNCHANGED in response.flags:
            return response
        cookies = b"; ".join(response.headers.getlist("Set-Cookie")).decode("latin-1")
        firewall = challenge_in(response.status, response.body, cookies)
        if firewall is not None:
            outcome, why = Outcome.CHALLENGE_PAGE, f"firewall {firewall}, status {response.status}"
        elif response.status == 429:
            outcome, why = Outcome.RATE_LIMITED, "status 429"
        else:
            return response
        self._left[_host(request)] = f"{why} at {response.url}"
        refusal = Refused(outcome, why)
        if request.errback is None:  # robots.txt: nobody else would hear of it
            self.spider.run.failed(request, refusal)
        raise refusal


class NamedRefusal(_OfCrawler):
    """Gives the failure to find a permitted address its own name, before Retry sees it."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise Refused where the address guard left no address of the host."""
        host = _host(request)
        if isinstance(exception, CannotResolveHostError) and host in REFUSED:
            raise Refused(
                Outcome.ADDRESS_REFUSED,
                f"{host} leads to the private address {REFUSED[host]}; loopback alone can be "
                "permitted, with the setting ALLOW_LOOPBACK",
            ) from exception


class Archiving(_OfCrawler):
    """Keeps every answer, and answers from the archive what need not be asked again.

    `request.meta`: `keep_known` true for articles and documents; `document` true where a web page
    would be the wrong answer; `listed` what the list says of them now; `recheck` true where the
    portal is to be asked in any case; `since` the moment from which on an answer is not asked for
    twice; afterwards `capture` has the Capture of the body.
    """

    @property
    def archive(self) -> Archive:
        """The archive of this crawl."""
        return self.spider.archive

    def process_request(self, request: Request) -> Response | None:
        """Give the archived body; or set the conditions if it is due for a check."""
        for name in _CONDITIONS:  # a redirect or retry brings those of its forerunner
            request.headers.pop(name, None)
        request.meta.pop("held", None)
        held, is_due = self._held(request)
        if held is not None:
            answer = self._answer(request, held, ARCHIVED)
            # A firewall's page may have been kept before its signature was known.
            sound = not challenge_in(held.status, answer.body)
            if sound and not is_due:
                return answer
            if sound and held.status == HTTPStatus.OK:
                self._make_conditional(request, held)
        if home := request.meta.get("portal"):
            self.spider.run.tally.add(home, Count.REQUESTS)
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the answer to disk before anyone reads it."""
        if ARCHIVED in response.flags:
            return response
        headers = _pairs(response.headers)
        sent = _pairs(request.headers)
        held: Capture | None = request.meta.get("held")
        if response.status == HTTPStatus.NOT_MODIFIED and held is not None:
            self.archive.unchanged(held.url, headers, request_headers=sent)
            return self._answer(request, held, UNCHANGED)
        posted = request.body if request.method == "POST" else None
        url = response.url if posted is None else posted_url(response.url, posted)
        capture = self.archive.keep(
            url, response.status, headers, response.body, request_headers=sent, posted=posted
        )
        request.meta["capture"] = capture
        if held is not None and held.sha256 == capture.sha256:
            response.flags.append(UNCHANGED)
        return response

    def _held(self, request: Request) -> tuple[Capture | None, bool]:
        """Give what the archive holds for a request, and whether the portal is asked anyway."""
        url = _address(request)
        meta, known = request.meta, self.spider.known
        if "dont_obey_robotstxt" in meta:  # Scrapy's own request for robots.txt
            day_ago = datetime.now(UTC) - timedelta(hours=_ROBOTS_HOURS)
            return known.since(url, day_ago.strftime("%Y-%m-%dT%H:%M:%SZ")), False
        if meta.get("recheck"):
            return self.archive.latest(url, HTTPStatus.OK), True
        document = bool(meta.get("document"))
        since = meta.get("since")
        if since and (held := known.since(url, since, document=document)):
            return held, False
        if not meta.get("keep_known"):
            return self.archive.latest(url, HTTPStatus.OK), True
        held = known.held(url, document=document)
        return held, held is not None and known.is_due(held, meta.get("listed"))

    def _make_conditional(self, request: Request, held: Capture) -> None:
        request.meta["held"] = held
        for name, value in zip(_CONDITIONS, (held.etag, held.last_modified), strict=True):
            if value:
                request.headers[name] = value

    def _answer(self, request: Request, held: Capture, flag: str) -> Response:
        body, told = self.archive.answer(held)
        names = ("Content-Type", "Location")
        headers = Headers({name: told[name.lower()] for name in names if name.lower() in told})
        request.meta["capture"] = held
        url = request.url
        kind = responsetypes.from_args(headers=headers, url=url, body=body)
        return kind(url=url, status=held.status, headers=headers, body=body, flags=[flag])


def _address(request: Request) -> str:
    """Give the address that the archive knows the answer to a request by."""
    return request.url if request.method == "GET" else posted_url(request.url, request.body)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
