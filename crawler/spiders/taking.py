"""What the spider takes: articles, the documents and the pictures on them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler import findings
from crawler.albums import Albums
from crawler.archive import Capture
from crawler.arrival import freshness
from crawler.cms.page import DetailPage, ListEntry, Page
from crawler.cms.pictures import Picture, pictures_of
from crawler.items import Finding
from crawler.outcomes import Outcome
from crawler.spiders.following import Following
from crawler.tally import Count
from crawler.walk import Stage

Found = Iterator[Request | Finding]


class Taking(Following):
    """A spider that hands on what it finds, a page once its pictures have come."""

    albums: Albums

    def parse_document(self, response: Response, finding: Finding) -> Found:
        """Take a document. A web page in its place is a problem, no finding."""
        if self._is_document(response, finding):
            yield self._counted(response, finding)

    def parse_picture(self, response: Response, picture: Picture, finding: Finding) -> Found:
        """Take a picture; a web page in its place is a problem."""
        came = self._is_document(response, finding)
        yield from self._settled(picture, response.meta["capture"] if came else None)

    def _article(
        self, response: Response, page: Page, detail: DetailPage, entry: ListEntry, stage: Stage
    ) -> Found:
        """Judge an article by its own title; take it, and the documents attached or its pictures.

        Pictures may be the report where no document is; beside one they are decoration.
        """
        finding, verdict = findings.of_article(response, detail, entry, stage)
        if finding is None:
            self._reject(verdict.rule, stage)
            return
        offered = []
        for url, carried, judged in findings.of_documents(finding, detail, verdict, stage):
            if carried is None:
                self._reject(judged.rule, stage)
            else:
                offered.append((url, carried))
        pictures = () if offered else self._bounded(pictures_of(page), finding, stage)
        known = self.known.pictures(finding.capture.url) if pictures else ()
        finding = replace(self._counted(response, finding), pictures=known)
        for picture in self.albums.begin(finding, pictures):
            yield self.ask.picture(picture, finding, stage)
        yield from self.albums.completed()
        for url, carried in offered:
            yield from self._document(url, carried, stage)

    def _bounded(
        self, pictures: Sequence[Picture], finding: Finding, stage: Stage
    ) -> Sequence[Picture]:
        """Give as many pictures as are asked for of a page, and note if it has more."""
        most = self.settings.getint("GONGKAI_MAX_PICTURES")
        if len(pictures) > most:
            problem = f"the page shows {len(pictures)} pictures, {most} were asked for; raise "
            problem += "GONGKAI_MAX_PICTURES for more"
            home, after = stage.portal.home_url, pictures[most].url
            self.run.problem(after, home, Outcome.TOO_MANY_PICTURES, problem, finding.page_url)
        return pictures[:most]

    def _settled(self, picture: Picture, capture: Capture | None = None) -> Found:
        """Take what came of a picture, and hand on the pages that waited for it alone."""
        self.albums.settle(picture, capture)
        yield from self.albums.completed()

    def _is_document(self, response: Response, finding: Finding) -> bool:
        if not isinstance(response, HtmlResponse):
            return True
        problem = "a web page came in the place of a document; look at it in a browser"
        home, page_url = response.meta["portal"], finding.page_url
        self.run.problem(response.url, home, Outcome.TYPE_MISMATCH, problem, page_url)
        return False

    def _counted(self, response: Response, finding: Finding) -> Finding:
        home = response.meta["portal"]
        self.run.tally.add(home, Count.DOCUMENTS)
        self.run.tally.add(home, freshness(response))
        return replace(finding, capture=response.meta["capture"])
