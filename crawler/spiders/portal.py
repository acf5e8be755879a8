"""One spider for all portals: home, disclosure page, column of annual reports, lists, reports."""

import gc
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler import findings, registry, walk
from crawler.albums import Albums
from crawler.archive_writer import LOST, ArchiveLostError
from crawler.arrival import asked_for, other_scheme, page_in
from crawler.asking import Asking
from crawler.cms import family_of, named
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, ListEntry, ListPage, Page, is_document
from crawler.known import Known
from crawler.outcomes import Outcome, outcome_of
from crawler.rota import Kind
from crawler.run import Run
from crawler.soft_errors import soft_error
from crawler.spiders.taking import Found, Taking
from crawler.tls import Profile
from crawler.units import Place, directories_on, units_on
from crawler.walk import Stage

# New objects that there are before they are searched for garbage. Python's 700 are those of one
# page; after a few pages most are gone without a search.
_YOUNG = 20_000

# What a portal that answers on the other of http and https only gives on this one.
_WRONG_SCHEME = frozenset(
    {Outcome.CONNECT_REFUSED, Outcome.CONNECT_TIMEOUT, Outcome.TLS_FAILURE, Outcome.DNS_FAILURE}
)


class PortalSpider(Taking):
    """Walks the portals of GONGKAI_REGISTRY, of GONGKAI_REGIONS if given, into GONGKAI_DATA.

    Yields a `Finding` for every body that may be a report.
    """

    name = "portal"
    portals: list[registry.Portal]
    tls_profiles: dict[str, Profile]  # by host

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
        # Scrapy has a line on each answer and item; below the level they need not even be made.
        logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
        known = registry.load(Path(settings["GONGKAI_REGISTRY"]))
        spider.hosts = frozenset(host for portal in known for host in portal.hosts)
        spider.tls_profiles = {p.host: p.tls for p in known if p.tls is not None}
        spider.portals = registry.select(known, settings["GONGKAI_REGIONS"].split(","))
        spider.run = Run(crawler, spider.portals)
        spider.known = Known(spider.run.archive, settings)
        spider.albums = Albums()
        spider.ask = Asking(spider, lambda home: spider.run.walks[home])
        crawler.signals.connect(spider.closing, signals.spider_closed)
        crawler.signals.connect(spider.own_fault, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Begin each portal: by the columns known and the home page, or where news would show."""
        # What is loaded by now stays: to look through it for garbage holds up the reactor.
        gc.freeze()
        gc.set_threshold(_YOUNG)
        for portal in self.portals:
            walked = self.run.begin(portal)
            stage = Stage(portal)
            if walked.kind is Kind.NIGHTLY:
                for front in walked.due:
                    yield self.ask.list(front.ask, stage.at_front(front), front.family)
                continue
            for column in portal.columns:
                yield self.ask.list(Ask(column.url), stage.in_column(None, column.url))
            yield self.ask.way(portal.home_url, stage)

    def parse_way(self, response: Response, stage: Stage) -> Found:
        """Look on a page of the way for columns of reports, else for pages nearer to one."""
        page = self._page(response, stage)
        if page is None:
            return
        if walk.is_empty(page):
            problem = "hardly a word and no link: a firewall, or scripts that fill the page"
            self.run.problem(response.url, stage.portal.home_url, Outcome.EMPTY_PAGE, problem)
            return
        family = family_of(page)
        own = family.columns(page)
        for part in own:
            yield self.ask.part(part, stage.in_column(part.name, part.ask.url), family.name)
        if walk.is_reports_column(page):
            yield from self.parse_list(response, stage.in_column(page.column, response.url))
            return
        columns = walk.columns_on(page, stage.portal)
        for url, text in columns:
            yield self.ask.list(Ask(url), stage.in_column(text, url))
        yield from self._units(page, stage)
        # A single column that a CMS names may be that of one unit among many, and those that a
        # home page links to may be those of one year: the platform is looked at in any case.
        found = len(own) > 1 or columns
        if (found and stage.level > 0) or stage.level >= walk.LEVELS_TO_COLUMN:
            return
        jump = page.jump()
        for url in [jump] if jump else walk.navigation_on(page, stage.portal):
            yield self.ask.way(url, stage.deeper())

    def _units(self, page: Page, stage: Stage) -> Found:
        """Ask for the pages that name units, and on these for the pages of each."""
        if stage.place is Place.DIRECTORY:
            for url in units_on(page, stage.portal):
                yield self.ask.way(url, stage.in_unit())
        elif stage.place is Place.ON_THE_WAY:
            for url in directories_on(page, stage.portal, is_home=stage.level == 0):
                yield self.ask.way(url, stage.among_units())

    def parse_list(
        self,
        response: Response,
        stage: Stage,
        ask: Ask | None = None,
        family: str | None = None,
        others: Sequence[Ask] = (),
    ) -> Found:
        """Read a page of a column: its entries, the next page, the columns it is divided into.

        `ask` and `family` are given where the response answers a request of that family's own,
        `others` are further requests that may give the page that was looked for.
        """
        page = self._page(response, stage, ask)
        if page is None:
            if page_in(response, ask) is None:
                problem = "a document came in the place of a list; look at it in a browser"
                home = stage.portal.home_url
                self.run.problem(response.url, home, Outcome.TYPE_MISMATCH, problem)
            yield from self._turn(others, family, stage)
            return
        reader = named(family) if family else family_of(page)
        listing = reader.list_page(page)
        fresh = {entry.url for entry in listing.entries} - stage.seen
        if stage.pages > 1 and not fresh:
            yield from self._turn(others, family, stage)
            return
        stage = walk.on_list(page, ask or Ask(response.url), family, reader.name, stage)
        judged = [(entry, walk.entry_verdict(entry, stage)) for entry in listing.entries]
        if self.settings.getbool("GONGKAI_LISTS_ONLY"):
            yield from self._remember(response, stage, judged, listing)
            yield from self._within(page, reader, listing, stage)
            return
        news = [r for e, v in judged if e.url in fresh for r in self._follow(response, e, v, stage)]
        stage.seen.update(fresh)
        yield from news
        yield from self._remember(response, stage, judged, listing)
        is_nightly = self.run.walks[stage.portal.home_url].kind is Kind.NIGHTLY
        if news or not is_nightly:
            yield from self._turn(listing.next_pages, reader.name, stage.turned())
        within = [*self._within(page, reader, listing, stage)]
        yield from within
        if ask is None and not (is_nightly and Outcome.UNCHANGED in response.flags):
            shown = walk.has_entries(judged) or within or is_nightly
            yield from self._as_article(response, page, reader, listing, stage, shown=bool(shown))

    def _as_article(
        self,
        response: Response,
        page: Page,
        reader: Generic,
        listing: ListPage,
        stage: Stage,
        *,
        shown: bool,
    ) -> Found:
        """Take the page of a column as the single report it may be; else it must show something."""
        detail = reader.detail_page(page)
        itself = next((e for e in listing.entries if e.url == response.url), None)
        if itself or walk.is_article(page, detail, stage):
            entry = itself or ListEntry(response.url, detail.title or "", detail.published)
            yield from self._article(response, page, detail, entry, stage)
        elif not shown:
            problem = "the column shows no entry; look at it in a browser: scripts may fill it"
            self.run.problem(response.url, stage.portal.home_url, Outcome.LIST_STUB, problem)

    def parse_entry(self, response: Response, entry: ListEntry, stage: Stage) -> Found:
        """Take what an entry leads to: an article, or a document at once."""
        if isinstance(response, HtmlResponse) and not is_document(entry.url):
            page = self._page(response, stage)
            if page is not None and (target := page.jump()):
                yield from self._entry(replace(entry, url=target), stage)
            elif page is not None:
                known = walk.reader_of(page, stage)
                detail = (named(known) if known else family_of(page)).detail_page(page)
                yield from self._article(response, page, detail, entry, stage)
        else:
            told = findings.of_entry(response, entry, walk.entry_verdict(entry, stage), stage)
            yield from self.parse_document(response, replace(told, page_url=stage.list_url))

    def failed(self, failure: Failure) -> Found:
        """Note why a request failed; a page of the way is tried once more with the other scheme."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if failure.value is None:
            return
        if isinstance(failure.value, ArchiveLostError):
            raise CloseSpider(LOST)
        passed = request.cb_kwargs
        if others := passed.get("others"):
            yield from self._turn(others, passed.get("family"), passed["stage"])
        ask: Ask | None = passed.get("ask")
        if ask and ask.is_guess and outcome_of(failure.value) is Outcome.HTTP_4XX:
            return
        other = other_scheme(request.url)
        is_way = "stage" in passed and "entry" not in passed and "scheme" not in request.meta
        if other and is_way and outcome_of(failure.value) in _WRONG_SCHEME:
            yield request.replace(url=other, meta=request.meta | {"scheme": "other"})
        self.run.failed(request, failure.value)
        if "picture" in passed:
            yield from self._settled(passed["picture"])

    def own_fault(self, failure: Failure, response: Response) -> None:
        """Note that a page made the spider itself fail."""
        detail = f"{failure.value!r}; the log has the traceback"
        self.run.problem(response.url, response.meta.get("portal"), Outcome.CRAWLER_ERROR, detail)

    async def closing(self, reason: str) -> None:
        """Give account of the run."""
        gc.unfreeze()
        await self.run.finish(reason)

    def _page(self, response: Response, stage: Stage, ask: Ask | None = None) -> Page | None:
        """Give what came as a page, or note why it is none that was asked for."""
        page = page_in(response, ask)
        if page is None or (ask is not None and ask.body is not None):
            return page
        walked = self.run.walks[stage.portal.home_url]
        sha256, asked = response.meta["capture"].sha256, asked_for(response)
        if asked == stage.portal.home_url:
            walked.home_sha256 = sha256
        is_entry = response.meta.get("keep_known", False)
        is_home_body = sha256 == walked.home_sha256
        wrong = soft_error(page, asked, is_entry=is_entry, is_home_body=is_home_body)
        if wrong is None:
            return page
        if ask is None or not ask.is_guess:
            self.run.problem(asked, stage.portal.home_url, *wrong)
        return None
