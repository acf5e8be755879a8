"""One spider for all portals: home, disclosure page, column of annual reports, lists, reports."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler import registry, walk
from crawler.archive import Archive
from crawler.cms import family_of
from crawler.cms.page import DetailPage, ListEntry, Page, is_document
from crawler.items import Finding, Listed
from crawler.outcomes import Outcome, outcome_of
from crawler.run import Run
from crawler.tally import Count
from crawler.titles import Answer, Verdict
from crawler.walk import Stage

Found = Iterator[Request | Finding]

# Scrapy asks for the highest first: columns bring reports, other pages only may bring columns.
_COLUMN_FIRST = 10
# What a portal that answers on the other of http and https only gives on this one.
_WRONG_SCHEME = frozenset(
    {Outcome.CONNECT_REFUSED, Outcome.CONNECT_TIMEOUT, Outcome.TLS_FAILURE, Outcome.DNS_FAILURE}
)


class PortalSpider(Spider):
    """Walks the portals of GONGKAI_REGISTRY, of GONGKAI_REGIONS if given, into GONGKAI_DATA.

    Yields a `Finding` for every body that may be a report.
    """

    name = "portal"
    portals: list[registry.Portal]
    hosts: frozenset[str]
    run: Run

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Put GONGKAI_CONTACT into the User-Agent."""
        super().update_settings(settings)
        agent = settings["USER_AGENT"].replace("{contact}", settings["GONGKAI_CONTACT"])
        settings.set("USER_AGENT", agent, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Read the registry and open the archive. Raises RegistryError, and ValueError."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        if settings.getfloat("DOWNLOAD_DELAY") <= 0:
            # Scrapy 2.19 marks a request as under way only after it has looked for the next one.
            raise ValueError(
                "DOWNLOAD_DELAY must be above 0 seconds: without a pause Scrapy sends a host "
                "several requests at once; 0.01 is enough on loopback"
            )
        known = registry.load(Path(settings["GONGKAI_REGISTRY"]))
        spider.hosts = frozenset(host for portal in known for host in portal.hosts)
        spider.portals = registry.select(known, settings["GONGKAI_REGIONS"].split(","))
        spider.run = Run(crawler, spider.portals)
        crawler.signals.connect(spider.closing, signals.spider_closed)
        crawler.signals.connect(spider.own_fault, signals.spider_error)
        return spider

    @property
    def archive(self) -> Archive:
        """The archive of this crawl, for the pipelines too; closed when the spider is."""
        return self.run.archive

    def follows(self, url: str) -> bool:
        """Tell whether an address is on a host of the registry or on a sub-host."""
        return registry.is_under(urlsplit(url).hostname or "", self.hosts)

    async def start(self) -> AsyncIterator[Any]:
        """Begin with the columns known, then with the home page."""
        for portal in self.portals:
            stage = Stage(portal)
            for column in portal.columns:
                yield self._list_request(column.url, stage.in_column(None, column.url))
            yield self._request(portal.home_url, self.parse_way, stage)

    def parse_way(self, response: Response, stage: Stage) -> Found:
        """Look on a page of the way for columns of reports, else for pages nearer to one."""
        page = _page(response)
        if page is None:
            return
        if walk.is_reports_column(page):
            yield from self.parse_list(response, stage.in_column(page.column, response.url))
            return
        columns = walk.columns_on(page, stage.portal)
        for url, text in columns:
            yield self._list_request(url, stage.in_column(text, url))
        if columns or stage.level >= walk.LEVELS_TO_COLUMN:
            return
        jump = page.jump()
        for url in [jump] if jump else walk.navigation_on(page, stage.portal):
            yield self._request(url, self.parse_way, stage.deeper())

    def parse_list(self, response: Response, stage: Stage) -> Found:
        """Read a page of a column: its entries, the next page, the columns it is divided into."""
        page = _page(response)
        if page is None:
            return
        home = stage.portal.home_url
        self.run.column_found(home)
        self.run.tally.add(home, Count.LIST_PAGES)
        stage = replace(stage, column=walk.column_name(page, stage), list_url=response.url)
        family = family_of(page)
        listing = family.list_page(page)
        fresh = [entry for entry in listing.entries if entry.url not in stage.seen]
        stage.seen.update(entry.url for entry in fresh)
        for entry in fresh:
            yield from self._follow(entry, stage)
        if fresh:
            yield from self._next_page(listing.next_pages, stage)
        inner = walk.columns_within(page, stage) if stage.level < walk.LEVELS_IN_COLUMN else []
        for url in inner:
            yield self._list_request(url, replace(stage.deeper(), seen=set(), pages=1))
        detail = family.detail_page(page)
        if walk.is_article(page, detail, stage):  # a column may hold, or be, a single article
            entry = ListEntry(response.url, detail.title or "", detail.published)
            yield from self._article(response, detail, entry, stage)
        elif not (fresh or inner or stage.pages > 1):
            problem = "the column shows no entry; look at it in a browser: scripts may fill it"
            self.run.problem(response.url, home, Outcome.LIST_STUB, problem)

    def parse_entry(self, response: Response, entry: ListEntry, stage: Stage) -> Found:
        """Take what an entry leads to: an article, or a document at once."""
        page = _page(response)
        if page is not None and not is_document(entry.url):
            yield from self._article(response, family_of(page).detail_page(page), entry, stage)
        else:
            told = _finding(response, entry, walk.entry_verdict(entry, stage), stage)
            yield from self.parse_document(response, replace(told, page_url=stage.list_url))

    def parse_document(self, response: Response, finding: Finding) -> Found:
        """Take a document. A web page in its place is a problem, no finding."""
        if _page(response) is None:
            yield from self._hand_on(response, finding)
            return
        problem = "a web page came in the place of a document; look at it in a browser"
        home = response.meta["portal"]
        self.run.problem(response.url, home, Outcome.TYPE_MISMATCH, problem)

    def _hand_on(self, response: Response, finding: Finding) -> Found:
        home = response.meta["portal"]
        self.run.tally.add(home, Count.DOCUMENTS)
        self.run.tally.add(home, _freshness(response))
        yield replace(finding, capture=response.meta["capture"])

    def failed(self, failure: Failure) -> Found:
        """Note why a request failed; a home page is tried once more with the other scheme."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if failure.value is None:
            return
        self.run.failed(request, failure.value)
        stage = request.cb_kwargs.get("stage")
        other = other_scheme(request.url)
        if (
            stage
            and other
            and request.url == stage.portal.home_url
            and outcome_of(failure.value) in _WRONG_SCHEME
        ):
            yield self._request(other, self.parse_way, stage)

    def own_fault(self, failure: Failure, response: Response) -> None:
        """Note that a page made the spider itself fail."""
        detail = f"{failure.value!r}; the log has the traceback"
        self.run.problem(response.url, response.meta.get("portal"), Outcome.CRAWLER_ERROR, detail)

    def closing(self, reason: str) -> None:
        """Give account of the run."""
        self.run.finish(reason)

    def _article(
        self, response: Response, detail: DetailPage, entry: ListEntry, stage: Stage
    ) -> Found:
        """Judge an article by its own title; take it and the documents attached to it."""
        title, verdict = walk.article_verdict(detail, entry, stage)
        if verdict.answer is not Answer.YES:
            self._reject(verdict.rule, stage)
            return
        finding = replace(
            _finding(response, entry, verdict, stage),
            title=title,
            agency=detail.source or verdict.unit,
            published=detail.published or entry.date,
            column=stage.column or detail.column,
        )
        yield from self._hand_on(response, finding)
        for attachment in detail.attachments:
            name, judged = walk.attachment_verdict(attachment, title, verdict, stage)
            if judged.answer is Answer.NO:
                self._reject(judged.rule, stage)
                continue
            unit = judged.unit if name != title else None
            carried = replace(finding, title=name, year=judged.year, agency=unit or finding.agency)
            yield from self._kept(attachment.url, self.parse_document, stage, entry, carried)

    def _follow(self, entry: ListEntry, stage: Stage) -> Found:
        self.run.tally.add(stage.portal.home_url, Count.LINKS_SEEN)
        verdict = walk.entry_verdict(entry, stage)
        if verdict.answer is Answer.NO:
            self._reject(verdict.rule, stage)
        else:
            yield from self._kept(entry.url, self.parse_entry, stage, entry)

    def _next_page(self, pages: tuple[str, ...], stage: Stage) -> Found:
        url = next((url for url in pages if url not in stage.seen), None)
        if url is None:
            return
        if stage.pages >= self.settings.getint("GONGKAI_MAX_PAGES"):
            problem = f"read {stage.pages} pages of this list; raise GONGKAI_MAX_PAGES for more"
            self.run.problem(url, stage.portal.home_url, Outcome.LIST_TOO_LONG, problem)
            return
        stage.seen.add(url)
        yield self._list_request(url, replace(stage, pages=stage.pages + 1))

    def _kept(
        self,
        url: str,
        callback: Any,
        stage: Stage,
        entry: ListEntry,
        finding: Finding | None = None,
    ) -> Found:
        """Ask for an article or document, unless the archive holds it."""
        if not self.follows(url):
            self._reject("offsite", stage)
            return
        passed = {"entry": entry, "stage": stage} if finding is None else {"finding": finding}
        listed = asdict(Listed(entry.title, entry.date))
        meta = {
            "portal": stage.portal.home_url,
            "keep_known": True,
            "listed": listed,
            "document": finding is not None or is_document(url),
        }
        yield Request(url, callback, errback=self.failed, cb_kwargs=passed, meta=meta)

    def _request(self, url: str, callback: Any, stage: Stage, priority: int = 0) -> Request:
        return Request(
            url,
            callback,
            errback=self.failed,
            cb_kwargs={"stage": stage},
            meta={"portal": stage.portal.home_url},
            priority=priority,
        )

    def _list_request(self, url: str, stage: Stage) -> Request:
        return self._request(url, self.parse_list, stage, _COLUMN_FIRST)

    def _reject(self, rule: str, stage: Stage) -> None:
        self.run.tally.add(stage.portal.home_url, Count.LINKS_REJECTED, rule)


def _page(response: Response) -> Page | None:
    return Page(response.url, response.text) if isinstance(response, HtmlResponse) else None


def _finding(response: Response, entry: ListEntry, verdict: Verdict, stage: Stage) -> Finding:
    """Give the finding of a body as its list tells of it."""
    return Finding(
        capture=response.meta["capture"],
        region_code=stage.portal.region_code,
        title=entry.title,
        year=verdict.year,
        agency=verdict.unit,
        published=entry.date,
        column=stage.column,
        page_url=response.url,
        listed=Listed(entry.title, entry.date),
    )


def _freshness(response: Response) -> Count:
    if Outcome.ARCHIVED in response.flags:
        return Count.ARCHIVED
    return Count.UNCHANGED if Outcome.UNCHANGED in response.flags else Count.NEW


def other_scheme(url: str) -> str | None:
    """Give the address with https for http and the reverse; None where it names a port."""
    parts = urlsplit(url)
    if parts.port is not None:
        return None
    return parts._replace(scheme="http" if parts.scheme == "https" else "https").geturl()
