"""A page as the families read it, and the shapes they read out of it. No request is made here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from parsel import Selector

# What agencies attach; images are left out, they are decoration or scans of single pages.
DOCUMENT_SUFFIXES = frozenset(
    ".pdf .doc .docx .wps .xls .xlsx .et .ofd .zip .rar".split()  # noqa: SIM905 — reads as the list it is
)

# 2026-02-14, 2026/02/14, 2026.02.14, 2025年12月04日, also in brackets or with a time behind.
# An index number such as 2026-02-00018 is no date, hence no digit may follow.
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*(?:日|(?!\d))"
)
# TRS: …/202401/t20240119_1001.html. The date of entry, not of publication: the last resort.
_DATE_IN_URL = re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_\d+\.")
# <a onclick="isDownLoad(this,'URL')">, jumpToDetail('./202605/t….html'), openUrl('http://…')
_ONCLICK = re.compile(r"""\w+\(\s*(?:this\s*,\s*)?['"]([^'"]*/[^'"]*)['"]""")
_JUMP = re.compile(r"""location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*['"]([^'"]+)['"]""")
_JUMP_PAGE_LENGTH = 1500  # jump pages of portals are 160 bytes to 1.5 kB long


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list."""

    url: str
    title: str
    date: str | None  # YYYY-MM-DD

    @property
    def is_cut(self) -> bool:
        """Whether the list shows only the beginning of the title."""
        return self.title.endswith(("…", "...", "．．．"))


@dataclass(frozen=True)
class ListPage:
    """One page of a list, and the addresses of pages that may follow it, nearest first."""

    entries: tuple[ListEntry, ...]
    next_pages: tuple[str, ...]


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
    """An HTML page and its address."""

    url: str
    text: str

    @cached_property
    def selector(self) -> Selector:
        """The parsed page; markup in comments is not part of it."""
        return Selector(text=self.text or "<html></html>")

    @cached_property
    def base(self) -> str:
        """The address that relative links start from."""
        href = self.selector.xpath("//base/@href").get()
        return urljoin(self.url, href.strip()) if href else self.url

    def meta(self, name: str) -> str | None:
        """Give a page tag of the national standard (国办发〔2017〕47号), whatever its case."""
        content = self.selector.xpath(
            "//meta[translate(@name, $upper, $lower) = $name]/@content",
            upper="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            lower="abcdefghijklmnopqrstuvwxyz",
            name=name.lower(),
        ).get()
        return (content or "").strip() or None

    @property
    def column(self) -> str | None:
        """The column that the page says it is, or belongs to."""
        return self.meta("ColumnType") or self.meta("ColumnName")

    def link(self, anchor: Selector) -> str | None:
        """Give the address an anchor leads to, from its href or its script; None if nowhere."""
        href = (anchor.attrib.get("href") or "").strip().replace("\\", "/")
        if not href or href.lower().startswith(("javascript:", "#")):
            called = _ONCLICK.search(anchor.attrib.get("onclick", "") + href)
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

    def links(self) -> Iterator[tuple[str, str]]:
        """Give (address, text) of every link."""
        for anchor in self.selector.xpath("//a"):
            if url := self.link(anchor):
                yield url, label(anchor)

    def jump(self) -> str | None:
        """Give where a page that holds nothing but a jump leads."""
        if len(self.text) > _JUMP_PAGE_LENGTH or self.selector.xpath("//a[@href]"):
            return None
        target = _JUMP.search(self.text)
        return self.absolute(target[1]) if target else None


def label(anchor: Selector) -> str:
    """Give the text of a link: its `title` first, since the printed text is often cut."""
    title = " ".join(anchor.attrib.get("title", "").split())
    return title or text_of(anchor)


def text_of(element: Selector) -> str:
    """Give the text within an element, scripts left out, runs of white space as one space."""
    parts = element.xpath(".//text()[not(parent::script) and not(parent::style)]").getall()
    return " ".join("".join(parts).split())


def date_in(text: str) -> str | None:
    """Find the first date in a text, as YYYY-MM-DD."""
    return _iso(_DATE.search(text))


def date_in_url(url: str) -> str | None:
    """Find the date that a TRS address carries, as YYYY-MM-DD."""
    return _iso(_DATE_IN_URL.search(url))


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
