"""Guangdong: NFCMS, and gkmlpt (政府信息公开目录管理平台), whose tree stands in a script."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from crawler.cms import calls
from crawler.cms.documents import attachments_of
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, Attachment, DetailPage, ListPage, Page, Part
from crawler.titles import Way, column_judge

_PLATFORM = "/gkmlpt/"
_CONFIG = re.compile(r"window\._CONFIG\s*=")
_SID = re.compile(r"""["']?\bSID["']?\s*:\s*["']?(\w+)""")
_TREE = re.compile(r"""["']?\bTREE["']?\s*:\s*(?=\[)""")
_DETAIL = re.compile(r"""["']?\bDETAIL["']?\s*:\s*(?=\{)""")
_ARTICLE = re.compile(r"/content/(?:\w+/)*m?post_\d+\.html")
_COLUMN = "政府信息公开年报"


class Nfcms(Generic):
    """Plain pages with `post_N.html`, and the platform's lists by their API."""

    name = "nfcms"

    def recognises(self, page: Page) -> bool:
        """Tell by addresses, and by the settings that the platform's pages carry."""
        text = page.text
        return bool(
            _PLATFORM in page.url
            or _ARTICLE.search(page.url)
            or (_CONFIG.search(text) and (_SID.search(text) or _TREE.search(text)))
            or _ARTICLE.search(text)
            or self._platforms(page)
        )

    def columns(self, page: Page) -> tuple[Part, ...]:
        """Give the catalogues of reports of the platform, and the platforms of the offices.

        Offices have theirs in a folder: /zqhjj/gkmlpt/index. On a home page that leads on to other
        columns those do not count without the portal's own, or the way to its own would end there.
        """
        own = self._catalogues(page)
        roots = self._platforms(page)
        is_home = urlsplit(page.url).path in ("", "/", "/index.html")
        if is_home and "" not in roots and any(_leads_on(text) for _, text in page.links):
            return own
        platforms = tuple(Part(Ask(url), _COLUMN, is_page=True) for url in roots.values())
        return own + platforms

    def parts(self, page: Page) -> tuple[Part, ...]:
        """Give, besides, the catalogues of reports of the platform."""
        return super().parts(page) + self._catalogues(page)

    def list_page(self, page: Page) -> ListPage:
        """Read a list; of a catalogue with others below it those count what it holds."""
        listing = super().list_page(page)
        has_below = page.ask is not None and page.ask.known("has_below")
        return replace(listing, total=None) if has_below else listing

    def detail_page(self, page: Page) -> DetailPage:
        """Read an article; where the tags say nothing, as its script has it."""
        detail = super().detail_page(page)
        told = _value_behind(_DETAIL, page.scripts)
        title = told.get("title") if isinstance(told, dict) else None
        if page.meta("ArticleTitle") or not isinstance(title, str):
            return detail
        return DetailPage(title, detail.published, detail.source, detail.column, detail.attachments)

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """Give, besides, the documents of the script's text."""
        found = {attachment.url: attachment for attachment in attachments_of(page)}
        told = _value_behind(_DETAIL, page.scripts)
        if isinstance(told, dict):
            packed = told.get("content")
            inner = attachments_of(page.within(packed)) if isinstance(packed, str) else ()
            for attachment in (*inner, *_listed(told.get("attachments"), page)):
                found.setdefault(attachment.url, attachment)
        return tuple(found.values())

    def _platforms(self, page: Page) -> dict[str, str]:
        """Give the platforms that a page links to: folder → address of the first page."""
        found: dict[str, str] = {}
        for url, _ in page.links:
            parts = urlsplit(url)
            folder, platform, _ = parts.path.partition(_PLATFORM)
            inside = _PLATFORM in page.url and url.startswith(page.url.partition(_PLATFORM)[0])
            same = parts.netloc == urlsplit(page.url).netloc
            if platform and same and not inside and not _ARTICLE.search(parts.path):
                start = parts._replace(path=f"{folder}{_PLATFORM}index", query="")
                found.setdefault(folder, start.geturl())
        return found

    def _catalogues(self, page: Page) -> tuple[Part, ...]:
        if _PLATFORM not in page.url and _CONFIG.search(page.scripts) is None:
            return ()
        tree = _value_behind(_TREE, page.scripts)
        start = page.url.partition(_PLATFORM)[0] + f"{_PLATFORM}index"
        if not isinstance(tree, list):  # /gkmlpt/annualreport need not carry it
            is_view = page.url != start and _DETAIL.search(page.scripts) is None
            return (
                (Part(Ask(start), _COLUMN, is_page=True),) if is_view and page.ask is None else ()
            )
        sid = _SID.search(page.scripts)
        platform = _Platform(page, sid[1] if sid else "")
        return tuple(part for node in _nodes(tree) for part in platform.parts(node))


class _Platform:
    """Makes the calls of one platform's API."""

    def __init__(self, page: Page, sid: str) -> None:
        self._page, self._sid = page, sid

    @cached_property
    def _root(self) -> str:
        return self._page.url.partition(_PLATFORM)[0].rstrip("/") + _PLATFORM

    def parts(self, node: dict[str, Any], column: str | None = None) -> Iterator[Part]:
        """Give the lists of a catalogue of reports or, above such, of those below it.

        A list's second page is 404 on some sites though it says it has more (肇庆), so those below
        are asked for as well, and alone if they hold everything.
        """
        name, below = str(node.get("name") or ""), list(_nodes(node.get("children")))
        column = column or (name if column_judge(name) is Way.REPORTS else None)
        for inner in below:
            yield from self.parts(inner, column)
        if column is None:
            return
        if url := self._page.absolute(str(node.get("jump_url") or "")):
            yield Part(Ask(url), column, is_page=True)
        elif not below or _count(node) > sum(map(_count, below)):
            yield from self._list(node, column)

    def _list(self, node: dict[str, Any], column: str) -> Iterator[Part]:
        identity = node.get("id")
        if not str(identity).isdecimal() or node.get("post_count") == 0:
            return
        fields = {"page": "1", "sid": self._sid}
        url = f"{self._root}api/all/{identity}"
        ask = calls.named("gkmlpt").ask(url, self._page.url, fields)
        if node.get("children"):
            ask = replace(ask, context=(*ask.context, ("has_below", "1")))
        yield Part(ask, column)


def _leads_on(text: str) -> bool:
    return column_judge(text) in (Way.REPORTS, Way.NAVIGATION)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    return (node for node in (value if isinstance(value, list) else []) if isinstance(node, dict))


def _count(node: dict[str, Any]) -> int:
    count = node.get("post_count")
    return count if isinstance(count, int) else 0


def _listed(items: Any, page: Page) -> Iterator[Attachment]:
    for item in _nodes(items):
        if url := page.absolute(str(item.get("url") or "")):
            yield Attachment(url, str(item.get("name") or ""))


def _value_behind(key: re.Pattern[str], text: str) -> Any:
    """Give the JSON behind a key of the settings, which as a whole are no JSON."""
    found = key.search(text)
    try:
        return json.JSONDecoder().raw_decode(text, found.end())[0] if found else None
    except ValueError:
        return None
