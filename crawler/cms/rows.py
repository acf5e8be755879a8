"""Entries of a list in markup: which links are entries, and the date that stands with each."""

import re
from itertools import islice
from typing import Any

from lxml.etree import XPath
from lxml.etree import _Element as Element
from parsel import Selector

from crawler.cms.markup import attribute, label, text_of
from crawler.cms.page import ListEntry, Page, date_in, date_in_url
from crawler.titles import Answer, judge

# The list blocks of the national 政府信息公开平台 template (2019), the same on many CMSes. The left
# menu of that template is a list of links too, so nothing outside the block counts as an entry.
_TEMPLATE_LISTS = ("zfxxgk_zdgkc", "zfxxgk_list_con")
_IN_BLOCK = "//div[contains(concat(' ', normalize-space(@class), ' '), $block)]//a"
# 北京 marks entries with <i class="flag">是</i>; those with an empty mark are tests of the editors.
_ANCHORS = "//a[@href or @onclick][not(ancestor::li[i[@class='flag'][not(normalize-space())]])]"
# An entry is the smallest of these around a link that also holds a date.
_ROWS = ("li", "dd", "dl", "tr", "p", "div", "h4", "ul")
_ROW_LEVELS = 4
_ROWS_PROPER = ("li", "dd", "tr", "p")
_LINKS_IN_A_ROW = 3  # the article, and buttons such as 下载 beside it
_UNDATED = ("li", "dd", "td", "p", "dt")
_SHORTEST_TITLE = 8  # characters; shorter texts of undated links are menus
_LONGEST_DATE = len("[2026年02月14日 17:32:08]") + 1
_PAGER_WORD = re.compile(r"^(\d{1,3}|[<>«»‹›]+|首页|尾页|末页|最后一页|第一页|[上前下后]一?页)$")
_TEXTS: Any = XPath(".//text()[not(parent::script)]", smart_strings=False)
# A date printed behind or before the title within the link, not in an element of its own.
_DAY = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_DAY_AT_AN_END = re.compile(rf"^\s*[\[(]?{_DAY}[\])]?\s+|\s*[\[(]?(?<!\d){_DAY}[\])]?\s*$")


def entries_of(page: Page) -> tuple[ListEntry, ...]:
    """Give the entries of a list, each address once, with its longest title."""
    for block in _TEMPLATE_LISTS:
        anchors = page.selector.xpath(_IN_BLOCK, block=f" {block} ")
        if found := _entries(page, [(a, _around(a.root)) for a in anchors]):
            return found
    anchors = page.selector.xpath(_ANCHORS)
    rows = [(a, _dated_row(a.root)) for a in anchors]
    dated = any(row is not None for _, row in rows)
    return _entries(
        page,
        [
            (a, row or [a.root])
            for a, row in rows
            if row is not None or _is_entry(a, among_dated=dated)
        ],
    )


def _is_entry(anchor: Selector, *, among_dated: bool) -> bool:
    """Tell whether a link without a date is an entry: it reads like one."""
    title = label(anchor)
    stands_in = next(anchor.root.iterancestors(*_UNDATED), None)
    if not among_dated and len(title) >= _SHORTEST_TITLE and stands_in is not None:
        return True
    verdict = judge(title)
    return verdict.answer is not Answer.NO and verdict.year is not None


def _around(anchor: Element) -> list[Element]:
    """Give what stands with a link of a list block: its row, dated or not."""
    return _dated_row(anchor) or list(islice(anchor.iterancestors("li"), 1)) or [anchor]


def _dated_row(anchor: Element) -> list[Element] | None:
    """Give the elements that hold a link and its date and no entry beside it."""
    for row in islice(anchor.iterancestors(*_ROWS), _ROW_LEVELS):
        if _holds_more(row, _LINKS_IN_A_ROW if row.tag in _ROWS_PROPER else 1):
            break
        if date_in(_spaced(row)):
            return [row]
    beside = _until_link(anchor) or _until_link(anchor, before=True)
    return [anchor, *beside] if beside else None


def _holds_more(row: Element, most: int) -> bool:
    """Tell whether an element holds more links than a row may; of a long list few are looked at."""
    found = set()
    for anchor in row.iter("a"):
        found.add((anchor.get("href"), anchor.get("onclick")))
        if len(found - {(None, None)}) > most:
            return True
    return False


def _until_link(anchor: Element, *, before: bool = False) -> list[Element]:
    """Give the dated elements between a link and the next one: 郑州 sets <a>, <ul> by turns."""
    found = []
    for element in anchor.itersiblings(preceding=before):
        if next(element.iter("a"), None) is not None:
            break
        if isinstance(element.tag, str) and date_in(_spaced(element)):
            found.append(element)
    return found


def row_entries(page: Page, rows: list[tuple[Selector, Selector]]) -> tuple[ListEntry, ...]:
    """Give the entries of links whose rows are known, each address once."""
    return _entries(page, [(anchor, [row.root]) for anchor, row in rows])


def _entries(page: Page, rows: list[tuple[Selector, list[Element]]]) -> tuple[ListEntry, ...]:
    found: dict[str, ListEntry] = {}
    for anchor, row in rows:
        url, title = page.link(anchor), label(anchor)
        if url is None or not title or _PAGER_WORD.match(title):
            continue
        if url not in found or len(found[url].title) < len(title):
            day = _day(anchor.root, row, url)
            found[url] = ListEntry(url, _without_date(anchor, title), day)
    return tuple(found.values())


def _day(anchor: Element, row: list[Element], url: str) -> str | None:
    """Give the date of an entry: one that has an element of its own, before one within a text."""
    inner = (element for part in row for element in part.iter("*"))
    alone = (date_in(t) for e in inner if len(t := _spaced(e)) < _LONGEST_DATE)
    whole = " ".join(_spaced(part) for part in row)
    beside = whole.replace(_spaced(anchor), " ")  # the title may hold a date of its own
    return next(filter(None, alone), None) or date_in(beside) or date_in(whole) or date_in_url(url)


def _spaced(element: Element) -> str:
    """Give the texts within an element, apart: 索引号 001 and a date may stand in cells."""
    return " ".join(" ".join(_TEXTS(element)).split())


def _without_date(anchor: Selector, title: str) -> str:
    """Cut a date off the title that stands within the link."""
    if attribute(anchor, "title").strip():
        return title
    for inner in anchor.xpath("./*"):
        text = text_of(inner)
        if date_in(text) and len(text) < _LONGEST_DATE:
            title = title.replace(text, " ")
    return " ".join(_DAY_AT_AN_END.sub(" ", title).split())
