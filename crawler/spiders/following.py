"""What the spider asks for next: entries, documents, further pages, the parts of a list."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.http import Response

from crawler import findings, registry, walk
from crawler.asking import Asking
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, ListEntry, ListPage, Page, is_document
from crawler.items import Finding, Listed
from crawler.known import Known
from crawler.listing import Judged
from crawler.live_archive import LiveArchive
from crawler.outcomes import Outcome
from crawler.rota import Kind
from crawler.run import Run
from crawler.tally import Count
from crawler.titles import Answer, Verdict
from crawler.walk import Stage


class Following(Spider):
    """A spider that follows what pages lead to, within the registry's hosts and its ceilings."""

    hosts: frozenset[str]
    run: Run
    known: Known
    ask: Asking

    @property
    def archive(self) -> LiveArchive:
        """The archive of this crawl, for the pipelines too; closed when the spider is."""
        return self.run.archive

    def follows(self, url: str) -> bool:
        """Tell whether an address is on a host of the registry or on a sub-host."""
        return registry.is_under(urlsplit(url).hostname or "", self.hosts)

    def _follow(
        self, response: Response, entry: ListEntry, verdict: Verdict, stage: Stage
    ) -> list[Request]:
        """Ask for an entry of a list and for the documents that the list offers with it."""
        home = stage.portal.home_url
        self.run.tally.add(home, Count.LINKS_SEEN)
        if verdict.answer is Answer.NO:
            return self._reject(verdict.rule, stage)
        walked = self.run.walks[home]
        if walked.skips_known and self.known.is_settled(entry.url, Listed.of(entry)):
            self.run.tally.add(home, Count.ARCHIVED)
            return []
        told = findings.of_entry(response, entry, verdict, stage)
        offered = [self._document(file.url, told, stage) for file in entry.attachments]
        return [r for rs in (self._entry(entry, stage), *offered) for r in rs]

    def _remember(
        self, response: Response, stage: Stage, judged: Judged, listing: ListPage
    ) -> Iterator[Request]:
        """Note what a page of a list says; ask for what it no longer says."""
        gone = self.run.listed(response.meta["capture"], stage, judged, listing.total)
        for entry in gone:
            yield from self._entry(entry, stage, recheck=True)

    def _turn(self, pages: Sequence[Ask], family: str | None, stage: Stage) -> Iterator[Request]:
        """Ask for the first of these pages that was not asked for; the others are tried after."""
        waiting = [ask for ask in pages if ask.identity not in stage.asked]
        if not waiting:
            return
        ask, *others = waiting
        if stage.pages > self.settings.getint("GONGKAI_MAX_PAGES"):
            problem = f"read {stage.pages - 1} pages of this list; raise GONGKAI_MAX_PAGES for more"
            self.run.problem(ask.url, stage.portal.home_url, Outcome.LIST_TOO_LONG, problem)
            return
        stage.asked.add(ask.identity)
        yield self.ask.list(ask, stage, family, others)

    def _within(
        self, page: Page, reader: Generic, listing: ListPage, stage: Stage
    ) -> Iterator[Request]:
        """Ask for the lists that a page is divided into, and for what a search finds."""
        walked = self.run.walks[stage.portal.home_url]
        if stage.level < walk.LEVELS_IN_COLUMN:
            for part in listing.parts:
                if not walked.passes_over(part.ask):
                    yield self.ask.part(part, stage.in_part(part.name), reader.name)
            for url in walk.columns_within(page, stage):
                if not walked.passes_over(Ask(url)):
                    yield self.ask.list(Ask(url), stage.in_part())
        if stage.route == "list" and stage.pages == 1 and walked.kind is Kind.FULL:
            for ask in reader.searches(page):
                yield self.ask.list(ask, stage.in_search(), reader.name)

    def _entry(self, entry: ListEntry, stage: Stage, *, recheck: bool = False) -> list[Request]:
        if not self.follows(entry.url):
            detail = "listed as a report, on a host that is not of the registry"
            home = stage.portal.home_url
            self.run.problem(entry.url, home, Outcome.OFFSITE, detail, stage.list_url)
            return self._reject("offsite", stage)
        document = is_document(entry.url)
        return [self.ask.entry(entry, stage, document=document, recheck=recheck)]

    def _document(self, url: str, finding: Finding, stage: Stage) -> list[Request]:
        if not self.follows(url):
            return self._reject("offsite", stage)
        return [self.ask.document(url, finding, stage)]

    def _reject(self, rule: str, stage: Stage) -> list[Request]:
        self.run.tally.add(stage.portal.home_url, Count.LINKS_REJECTED, rule)
        return []
