"""The requests of the spider: what each carries to its callback and to the middlewares."""

from collections.abc import Callable, Sequence
from typing import Any

from scrapy import Request

from crawler.cms.page import Ask, ListEntry, Part
from crawler.cms.pictures import Picture
from crawler.items import Finding, Listed
from crawler.rota import Walk
from crawler.walk import Stage

# Scrapy asks for the highest first: columns bring reports, other pages only may bring columns.
_COLUMN_FIRST = 10


class Asking:
    """Makes requests; every one of a walk that goes on is answered from what it archived before."""

    def __init__(self, spider: Any, walk_of: Callable[[str], Walk]) -> None:
        self._spider = spider
        self._walk_of = walk_of

    def way(self, url: str, stage: Stage) -> Request:
        """Ask for a page that may lead to a column."""
        return self._made(url, self._spider.parse_way, stage, passed={"stage": stage})

    def list(
        self, ask: Ask, stage: Stage, family: str | None = None, others: Sequence[Ask] = ()
    ) -> Request:
        """Ask for a page of a list; with a family, that one reads the answer."""
        asked = {"ask": ask, "family": family} if family is not None else {}
        return self._made(
            ask.url,
            self._spider.parse_list,
            stage,
            method="GET" if ask.body is None else "POST",
            body=ask.body or "",
            headers=dict(ask.headers),
            passed={"stage": stage, "others": others, **asked},
            priority=_COLUMN_FIRST,
        )

    def part(self, part: Part, stage: Stage, family: str) -> Request:
        """Ask for a list that a family told of; a page of the portal is read as any other."""
        return self.list(part.ask, stage, None if part.is_page else family)

    def entry(self, entry: ListEntry, stage: Stage, *, document: bool, recheck: bool) -> Request:
        """Ask for what an entry leads to, unless the archive holds it."""
        meta = {"keep_known": True, "listed": Listed.of(entry), "document": document}
        return self._made(
            entry.url,
            self._spider.parse_entry,
            stage,
            passed={"entry": entry, "stage": stage},
            meta=meta | ({"recheck": True} if recheck else {}),
            dont_filter=recheck,
        )

    def document(self, url: str, finding: Finding, stage: Stage) -> Request:
        """Ask for a document that a page offers, unless the archive holds it."""
        meta = {"keep_known": True, "listed": finding.listed, "document": True}
        parse = self._spider.parse_document
        return self._made(url, parse, stage, passed={"finding": finding}, meta=meta)

    def picture(self, picture: Picture, finding: Finding, stage: Stage) -> Request:
        """Ask for a picture on a page, unless the archive holds it."""
        meta = {
            "keep_known": True,
            "listed": finding.listed,
            "found_as": finding.capture.url,
            "document": True,
        }
        passed = {"picture": picture, "finding": finding}
        parse = self._spider.parse_picture
        # An entry of a list may be the same picture; the page would wait for it without end.
        return self._made(picture.url, parse, stage, passed=passed, meta=meta, dont_filter=True)

    def _made(
        self,
        url: str,
        callback: Any,
        stage: Stage,
        *,
        passed: dict[str, Any],
        meta: dict[str, Any] | None = None,
        **more: Any,
    ) -> Request:
        home = stage.portal.home_url
        walk = self._walk_of(home)
        told = {"portal": home, **({"since": walk.began_at} if walk.resumes else {})}
        return Request(
            url,
            callback,
            errback=self._spider.failed,
            cb_kwargs=passed,
            meta=told | (meta or {}),
            **more,
        )
