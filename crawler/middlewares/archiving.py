"""Every answer is kept, and what is held need not be asked for again."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from crawler.archive import Capture, posted_url
from crawler.challenges import challenge_in
from crawler.live_archive import LiveArchive
from crawler.middlewares.base import OfCrawler
from crawler.outcomes import Outcome
from crawler.tally import Count

# Flags of a response whose body comes from the archive.
ARCHIVED, UNCHANGED = Outcome.ARCHIVED, Outcome.UNCHANGED

# RFC 9309 §2.4: robots.txt should not be kept for longer.
_ROBOTS_HOURS = 24
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class Archiving(OfCrawler):
    """Keeps every answer, and answers from the archive what need not be asked again.

    `request.meta`: `keep_known` true for articles and documents; `document` true where a web page
    would be the wrong answer; `listed` what the list says of them now; `found_as` the address of
    the page that a picture is of; `recheck` true where the portal is to be asked in any case;
    `since` the moment from which on an answer is not asked for twice; afterwards `capture` has the
    Capture of the body.
    """

    @property
    def archive(self) -> LiveArchive:
        """The archive of this crawl."""
        return self.spider.archive

    def process_request(self, request: Request) -> Response | None:
        """Give the archived body; or set the conditions if it is due for a check.

        Raises ArchiveLostError where an answer could not be kept: then nothing is asked for.
        """
        self.archive.check()
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

    async def process_response(self, request: Request, response: Response) -> Response:
        """Write the answer to disk before anyone reads it."""
        if ARCHIVED in response.flags:
            return response
        headers = _pairs(response.headers)
        sent = _pairs(request.headers)
        held: Capture | None = request.meta.get("held")
        if response.status == HTTPStatus.NOT_MODIFIED and held is not None:
            await self.archive.unchanged(held.url, headers, request_headers=sent)
            return self._answer(request, held, UNCHANGED)
        posted = request.body if request.method == "POST" else None
        url = response.url if posted is None else posted_url(response.url, posted)
        capture = await self.archive.keep(
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
        return held, held is not None and known.is_due(
            held, meta.get("listed"), meta.get("found_as")
        )

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


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
