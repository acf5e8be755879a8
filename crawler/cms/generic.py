"""Pages of any CMS: the tags of the national standard, the national list template, plain lists."""

import re

from parsel import Selector

from crawler.cms.page import (
    Attachment,
    DetailPage,
    ListEntry,
    ListPage,
    Page,
    date_in,
    date_in_url,
    is_document,
    label,
    text_of,
    viewed_document,
)

# The list block of the national 政府信息公开平台 template, the same on many CMSes. The left menu of
# that template is a list of links too, so nothing outside the block counts as an entry.
_TEMPLATE_LISTS = ("div.zfxxgk_zdgkc", "div.zfxxgk_list_con")
# Elsewhere an entry is the smallest of these around a link that also holds a date.
_ROW = "ancestor::*[self::li or self::dd or self::tr or self::div or self::h4 or self::ul][{}]"
_ROW_LEVELS = 4
_LINKS_IN_A_ROW = 3  # the article, and buttons such as 下载 beside it
_NEXT = re.compile(r"^(下一?页|下页|后一页|[>»›]+|next)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,3}$")
_SHORTEST_TITLE = 8  # characters; shorter texts of undated links are menus


class Generic:
    """Reads any page. The families inherit what they do not do in a way of their own."""

    name = "generic"

    def recognises(self, page: Page) -> bool:  # noqa: ARG002 — takes every page
        """Tell whether a page is of this family."""
        return True

    def list_page(self, page: Page) -> ListPage:
        """Read a page of a list."""
        return ListPage(self.entries(page), self.next_pages(page))

    def detail_page(self, page: Page) -> DetailPage:
        """Read an article."""
        return DetailPage(
            title=page.meta("ArticleTitle") or self._heading(page),
            published=date_in(page.meta("PubDate") or "") or date_in_url(page.url),
            source=page.meta("ContentSource"),
            column=page.column,
            attachments=self.attachments(page),
        )

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the entries of a list, each address once, with its longest title."""
        for block in _TEMPLATE_LISTS:
            if anchors := page.selector.css(f"{block} li a"):
                return _entries(page, [(a, _row(a, "li")) for a in anchors])
        anchors = page.selector.xpath("//a[@href or @onclick]")
        dated = [(a, row) for a in anchors if (row := _dated_row(a)) is not None]
        if dated:
            return _entries(page, dated)
        plain = page.selector.xpath("//li//a | //dd//a | //td//a")
        return _entries(page, [(a, a) for a in plain if len(label(a)) >= _SHORTEST_TITLE])

    def next_pages(self, page: Page) -> tuple[str, ...]:
        """Give the pages that may follow: `rel=next` and 下一页 first, then numbered links."""
        found: dict[str, None] = {}
        for href in page.selector.xpath("//*[@rel='next']/@href").getall():
            found[page.absolute(href) or ""] = None
        links = [(page.link(a) or "", text_of(a)) for a in page.selector.xpath("//a")]
        found.update({url: None for url, text in links if _NEXT.match(text)})
        found.update({url: None for url, text in links if _NUMBER.match(text)})
        return tuple(url for url in found if url and url != page.url)

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """Give the documents that an article offers or shows in a frame, each once."""
        found: dict[str, Attachment] = {}
        for anchor in page.selector.xpath("//a | //file"):
            url = page.link(anchor)
            name = anchor.attrib.get("download") or label(anchor)
            if url and (is_document(url, name, text_of(anchor)) or anchor.attrib.get("appendix")):
                found.setdefault(url, Attachment(url, name or text_of(anchor)))
        for source in page.selector.xpath("//iframe/@src | //embed/@src | //object/@data").getall():
            url = page.absolute(source)
            shown = url and (viewed_document(url) or url)
            if shown and is_document(shown):
                found.setdefault(shown, Attachment(shown, ""))
        return tuple(found.values())

    def _heading(self, page: Page) -> str | None:
        heading = page.selector.css("h1")
        title = page.selector.xpath("//title/text()").get() or ""
        return (text_of(heading[0]) if heading else "") or title.strip() or None


def _row(anchor: Selector, element: str) -> Selector:
    return anchor.xpath(f"ancestor::{element}[1]")[0]


def _dated_row(anchor: Selector) -> Selector | None:
    """Give the smallest element around a link that holds a date and no entry beside it."""
    for level in range(1, _ROW_LEVELS + 1):
        row = anchor.xpath(_ROW.format(level))
        if not row:
            return None
        links = set(row[0].xpath(".//a/@href").getall())
        if len(links) > (_LINKS_IN_A_ROW if row[0].root.tag in ("li", "dd", "tr") else 1):
            return None
        if date_in(text_of(row[0])):
            return row[0]
    return None


def _entries(page: Page, rows: list[tuple[Selector, Selector]]) -> tuple[ListEntry, ...]:
    found: dict[str, ListEntry] = {}
    for anchor, row in rows:
        url, title = page.link(anchor), label(anchor)
        if url is None or not title:
            continue
        day = date_in(_beside(anchor, row)) or date_in(text_of(row)) or date_in_url(url)
        if url not in found or len(found[url].title) < len(title):
            found[url] = ListEntry(url, _without_date(anchor, title), day)
    return tuple(found.values())


def _beside(anchor: Selector, row: Selector) -> str:
    """Give the row's text without the link's: the title may hold a date of its own."""
    return text_of(row).replace(text_of(anchor), " ")


def _without_date(anchor: Selector, title: str) -> str:
    """Cut a date off the title that stands within the link, in an element of its own."""
    if anchor.attrib.get("title", "").strip():
        return title
    for inner in anchor.xpath("./*"):
        text = text_of(inner)
        if date_in(text) and len(text) < len("[2026年02月14日 17:32]") + 1:
            title = title.replace(text, " ")
    return " ".join(title.split())
