"""A page as the families read it, and the shapes they read out of it. No request is made here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlencode, urljoin, urlsplit

from parsel import Selector

from crawler.cms.markup import attribute, label

# What agencies attach. Pictures are another matter, most are decoration: see `pictures.py`.
DOCUMENT_SUFFIXES = frozenset(
    ".pdf .doc .docx .wps .rtf .odt .mht .mhtml .xls .xlsx .et .ofd .zip .rar".split()  # noqa: SIM905 — reads as the list it is
)

# 2026-02-14, 2026/02/14, 2026.02.14, 2025年12月04日, also in brackets or with a time behind.
# An index number such as 2026-02-00018 is no date, hence no digit may follow.
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|(?!\d))"
)
# Dates in addresses, of entry rather than of publication, hence the last resort. In the order of
# the patterns: TRS …/202401/t20240119_1001.html, Shanghai and Epoint …/20240119/<id>.html, Liaoning
# …/20240119101207123/index.shtml; Hanweb …/art/2024/1/19/…, Henan …/2024/01-19/1.html; Hebei
# …/202401/19/<uuid>.html.
_DATES_IN_URL = (
    re.compile(r"/t?((?:19|20)\d\d)(\d\d)(\d\d)(?:_\d+\.|/|\d{4,11}/index\.)"),
    re.compile(r"/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)/(\d\d)/"),
)
# <a onclick="isDownLoad(this,'URL')">, jumpToDetail('./202605/t….html'), openUrl('http://…'), and
# an assignment to location.href
_ONCLICK = re.compile(
    r"""(?:\w\(\s*(?:this\s*,\s*)?|=\s*)['"]([^'"]*(?:/|\.s?html?(?=['"]))[^'"]*)['"]"""
)
_JUMP = re.compile(r"""location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*['"]([^'"]+)['"]""")
_CALLBACK = re.compile(r"[\w$.]+\(\s*(.*)\)\s*;?", re.DOTALL)
_REFRESH = re.compile(r"""url\s*=\s*['"]?([^'"\s>]+)""", re.IGNORECASE)
_JUMP_PAGE_LENGTH = 1500  # jump pages of portals are 160 bytes to 1.5 kB long


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list."""

    url: str
    title: str
    date: str | None  # YYYY-MM-DD
    source: str | None = None  # the publishing unit, where the list names it
    attachments: tuple["Attachment", ...] = ()  # documents that the list itself offers

    @property
    def is_cut(self) -> bool:
        """Whether the list shows only the beginning of the title."""
        return self.title.endswith(("…", "...", "．．．"))


@dataclass(frozen=True)
class Ask:
    """A request for a page of a list, made as the CMS's own script would make it."""

    url: str
    body: str | None = None  # sent by POST; None means GET
    headers: tuple[tuple[str, str], ...] = ()  # such as Referer, without which some answer 403
    # What the family must know again when the answer comes, such as the address of the column.
    context: tuple[tuple[str, str], ...] = ()
    is_guess: bool = False  # no page says that there is something; that there is not is no failure

    @classmethod
    def form(cls, url: str, fields: Mapping[str, str], **more: Any) -> Self:
        """Make a POST of form fields."""
        return cls._posting(url, urlencode(fields), "application/x-www-form-urlencoded", **more)

    @classmethod
    def json(cls, url: str, value: object, **more: Any) -> Self:
        """Make a POST of JSON."""
        text = json.dumps(value, ensure_ascii=False)
        return cls._posting(url, text, "application/json; charset=utf-8", **more)

    @classmethod
    def _posting(cls, url: str, body: str, media_type: str, **more: Any) -> Self:
        headers = (("Content-Type", media_type), *more.pop("headers", ()))
        return cls(url, body, headers, **more)

    @property
    def identity(self) -> tuple[str, str | None]:
        """What tells two requests apart."""
        return self.url, self.body

    def known(self, name: str) -> str | None:
        """Give a value of the context."""
        return dict(self.context).get(name)


@dataclass(frozen=True)
class Part:
    """A list that a page leads to, and what it is called there."""

    ask: Ask
    name: str | None = None
    # A page of the portal like any other, of whichever family: not an answer to a script.
    is_page: bool = False


@dataclass(frozen=True)
class ListPage:
    """One page of a list."""

    entries: tuple[ListEntry, ...]
    # Requests that may give the page after this one; the first whose answer has new entries is it.
    next_pages: tuple[Ask, ...] = ()
    parts: tuple[Part, ...] = ()  # lists that the page is made of, each with pages of its own
    total: int | None = None  # entries that the whole list says it has


@dataclass(frozen=True)
class Attachment:
    """A document that a page offers."""

    url: str
    name: str  # as printed, with its suffix if the page shows it


@dataclass(frozen=True)
class DetailPage:
    """One article, with what its tags say; a tag that is missing or empty gives None."""

    title: str | None
    published: str | None  # YYYY-MM-DD
    source: str | None  # ContentSource, the publishing unit
    column: str | None  # ColumnType if it is there, else ColumnName
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class Page:
    """What came from an address: a page, or the answer to what a page's script asks.

    `ask` is the request of the family that it answers; None for a page that was linked to.
    """

    url: str
    text: str
    ask: Ask | None = None

    def within(self, text: str, url: str | None = None) -> "Page":
        """Give markup that was packed into this page or answer, to be read as a page.

        Its links start from `url`, the address of the page that shows it.
        """
        return Page(url or self.url, text, self.ask)

    def value(self) -> Any:
        """Give the JSON or JSONP (`callback({…});`) that this is; None if it is neither."""
        packed = _CALLBACK.fullmatch(self.text.strip())
        try:
            return json.loads(packed[1] if packed else self.text)
        except ValueError:
            return None

    @cached_property
    def lower(self) -> str:
        """The text in lower case, for what pages write in either case."""
        return self.text.lower()

    @cached_property
    def selector(self) -> Selector:
        """The parsed page; markup in comments is not part of it."""
        return Selector(text=self.text or "<html></html>", type="html")

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        href = next((tag.get("href") for tag in self.selector.root.iter("base")), None)
        return urljoin(self.url, href.strip()) if href else self.url

    @cached_property
    def _tags(self) -> dict[str, str]:
        """The contents of the meta tags, the first of each name or http-equiv, in lower case."""
        found: dict[str, str] = {}
        for tag in self.selector.root.iter("meta"):
            name = tag.get("name") or tag.get("http-equiv") or ""
            found.setdefault(name.strip().lower(), (tag.get("content") or "").strip())
        return found

    def meta(self, name: str) -> str | None:
        """Give a page tag of the national standard (国办发〔2017〕47号), whatever its case."""
        return self._tags.get(name.lower()) or None

    @cached_property
    def scripts(self) -> str:
        """What the scripts within the page say; those in comments are not part of it."""
        return "\n".join(self.selector.xpath("//script/text()").getall())

    @property
    def column(self) -> str | None:
        """The column that the page says it is, or belongs to."""
        return self.meta("ColumnType") or self.meta("ColumnName")

    def link(self, anchor: Selector) -> str | None:
        """Give the address an anchor leads to, from its href or its script; None if nowhere."""
        href = attribute(anchor, "href").strip().replace("\\", "/")
        if not href or href.lower().startswith(("javascript:", "#")):
            called = _ONCLICK.search(attribute(anchor, "onclick") + href)
            href = called[1] if called else ""
        return self.absolute(href)

    def absolute(self, href: str) -> str | None:
        """Give an address in full and without its fragment; None if it is not of the web."""
        try:
            url = urljoin(self.base, href.strip()).split("#")[0]
            host = urlsplit(url).hostname
        except ValueError:  # such as an unclosed bracket in the host
            return None
        return url if href and host and url.startswith(("http://", "https://")) else None

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """The (address, text) of every link."""
        anchors = self.selector.xpath("//a")
        return tuple((url, label(anchor)) for anchor in anchors if (url := self.link(anchor)))

    def refresh(self) -> str | None:
        """Give where `<meta http-equiv="refresh" content="0;url=…">` leads."""
        found = _REFRESH.search(self._tags.get("refresh", ""))
        return self.absolute(found[1]) if found else None

    def jump(self) -> str | None:
        """Give where a page that holds nothing but a jump leads."""
        if len(self.text) > _JUMP_PAGE_LENGTH or self.selector.xpath("//a[@href]"):
            return None
        target = _JUMP.search(self.text)
        return self.refresh() or (self.absolute(target[1]) if target else None)


def date_in(text: str) -> str | None:
    """Find the first date in a text, as YYYY-MM-DD."""
    return _iso(_DATE.search(text))


def date_in_url(url: str) -> str | None:
    """Find the date that an address carries, as YYYY-MM-DD."""
    return next((day for p in _DATES_IN_URL if (day := _iso(p.search(url)))), None)


def _iso(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:  # 2023-13-45: no date after all
        return None


def is_document(*names: str | None) -> bool:
    """Tell whether an address or any name given with it has the suffix of a document."""
    return any(suffix_of(name) in DOCUMENT_SUFFIXES for name in names if name)


@lru_cache(maxsize=8192)  # a list names a document, then its article does
def suffix_of(name: str) -> str:
    """Give the suffix of an address or a file name, lower case: `.pdf`, or "" if it has none."""
    parts = urlsplit(name) if "://" in name else None
    if parts is None:
        return PurePosixPath(name.strip()).suffix.lower()
    named = parse_qs(parts.query)  # /download.jsp?filename=report.pdf
    names = [*named.get("filename", []), *named.get("fileName", []), unquote(parts.path)]
    return next((s for n in names if (s := PurePosixPath(n).suffix.lower())), "")


def viewed_document(url: str) -> str | None:
    """Give the document that a pdf.js viewer shows: `viewer.html?file=%2Fx.pdf`."""
    shown = parse_qs(urlsplit(url).query).get("file")
    return urljoin(url, shown[0]) if shown else None
