"""A spider that looks where the home pages of a region's portals link to; it reads no report."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from crawler import regions
from crawler.cms.page import Page
from crawler.link_tree import (
    Answered,
    Link,
    directories,
    home_of,
    is_official,
    portal_links,
    site_name,
)
from crawler.outcomes import Outcome
from crawler.spiders.portal import PortalSpider
from crawler.walk import Stage


class LinkTreeSpider(PortalSpider):
    """Asks the portals of the region GONGKAI_REGIONS, and the portals below that they link to.

    Yields a `Link` for every link to the portal of a region directly below, and an `Answered` for
    each of these whose address is not in the registry as it stands. Of each portal below one page
    is asked.
    """

    name = "link_tree"
    regions: regions.Regions
    linked: set[tuple[str, str]]  # region code and address of the links seen

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See `PortalSpider.from_crawler`."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.regions = regions.load()
        spider.linked = set()
        return spider

    def follows(self, url: str) -> bool:
        """Tell whether an address is under gov.cn."""
        return is_official(url, allow_loopback=self.settings.getbool("ALLOW_LOOPBACK"))

    async def start(self) -> AsyncIterator[Any]:
        """Begin at the portals of the region itself."""
        for portal in self.portals:
            if portal.region_code == self.settings["GONGKAI_REGIONS"]:
                yield self._asked(portal.home_url, self.parse_links, Stage(portal))

    def parse_links(self, response: Response, stage: Stage) -> Iterator[Link | Request]:
        """Look on a page for links to portals below, on the home page also for pages of them."""
        page = self._html(response)
        if page is None:
            return
        for link in portal_links(page, stage.portal.region_code or "", self.regions):
            yield from self._follow_link(link, stage)
        if stage.level == 0:
            for url in directories(page, stage.portal):
                yield self._asked(url, self.parse_links, stage.deeper())

    def parse_linked(
        self,
        response: Response,
        stage: Stage,  # noqa: ARG002 — it makes `failed` try the other scheme
        link: Link,
    ) -> Iterator[Answered]:
        """Take the home page of a portal below."""
        page = self._html(response)
        if page is not None:
            yield Answered(link, home_of(response.url), site_name(page))

    def _follow_link(self, link: Link, stage: Stage) -> Iterator[Link | Request]:
        if (link.region.code, link.url) in self.linked or not self.follows(link.url):
            return
        self.linked.add((link.region.code, link.url))
        yield link
        known = (p.home_url for p in self.portals if p.region_code == link.region.code)
        if link.url not in known:
            yield self._asked(link.url, self.parse_linked, stage, link=link)

    def _asked(self, url: str, callback: Any, stage: Stage, **more: Any) -> Request:
        passed = {"stage": stage, **more}
        meta = {"portal": home_of(url)}
        return Request(url, callback, errback=self.failed, cb_kwargs=passed, meta=meta)

    def _html(self, response: Response) -> Page | None:
        if isinstance(response, HtmlResponse):
            return Page(response.url, response.text)
        problem = "no web page came; look at it in a browser"
        home = response.meta["portal"]
        self.run.problem(response.url, home, Outcome.TYPE_MISMATCH, problem)
        return None
