"""Further pages of static lists: links to them, counts, and where they are likely to be."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.cms.markup import text_of
from crawler.cms.page import Ask, ListEntry, Page
from crawler.titles import Answer, judge

_NEXT = re.compile(r"^(下一?页|后一?页|[>»›]+|next)[\s>»›]*$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,3}$")
_LINKS = 3  # numbered links that are worth trying; more of them are a calendar
_FULL = 10  # entries; a shorter page is the only one
_PAGES_CALLED = re.compile(r"""\b(?:countPage|totalPages?|pageCount)["']?\s*[:=]\s*["']?(\d+)""")
_RECORDS_CALLED = re.compile(
    r"""\b(?:totalRecords?|recordCount|totalCount)["']?\s*[:=]\s*["']?(\d+)"""
)
_PAGES = re.compile(r"共\s*(\d+)\s*页")
_RECORDS = re.compile(r"共(?:有)?\s*(\d+)\s*条")
_PLACE = re.compile(r"^\s*\d+\s*/\s*(\d+)\s*页?\s*$")  # SiteServer: <span class="page-info">1/12
_PAGERS = "//*[contains(@class, 'page') or contains(@id, 'page')]"
_DYNAMIC = ("jsp", "aspx", "asp", "php", "do", "action")


def number_of(page: Page) -> int:
    """Give which page of its list this is, from 1."""
    return int((page.ask and page.ask.known("page")) or 1)


def next_links(page: Page) -> tuple[Ask, ...]:
    """Give the pages that may follow by links: `rel=next` and 下一页 first, then numbers."""
    here = number_of(page)
    links = [(page.link(a), text_of(a)) for a in page.selector.xpath("//a")]
    ahead = [page.absolute(h) for h in page.selector.xpath("//*[@rel='next']/@href").getall()]
    ahead += [url for url, text in links if _NEXT.match(text)]
    numbered = [(int(text), url) for url, text in links if _NUMBER.match(text)]
    later = sorted((n, url) for n, url in numbered if url and n > here)[:_LINKS]
    found = {url: here + 1 for url in ahead if url}
    for n, url in later:
        found.setdefault(url, n)
    return tuple(
        Ask(url, context=(("page", str(n)),)) for url, n in found.items() if url != page.url
    )


def has_links(page: Page) -> bool:
    """Tell whether the page links to other pages of its list, before it or behind it."""
    return any(
        page.link(a) and (_NEXT.match(text := text_of(a)) or _NUMBER.match(text))
        for a in page.selector.xpath("//a")
    )


def pages_in_all(page: Page) -> int | None:
    """Give the number of pages that the list says it has."""
    printed = [_PLACE.match(text_of(pager)) for pager in page.selector.xpath(_PAGERS)]
    told = (_PAGES.search(text_of(page.selector)), _PAGES_CALLED.search(page.scripts), *printed)
    return next((int(match[1]) for match in told if match), None)


def total(page: Page) -> int | None:
    """Give the number of entries that the list says it has."""
    told = _RECORDS.search(text_of(page.selector)) or _RECORDS_CALLED.search(page.scripts)
    return int(told[1]) if told else None


def may_go_on(page: Page, entries: Sequence[ListEntry]) -> bool:
    """Tell whether a list may have a page after this one: it says so, or it is full."""
    if not entries:  # a script fills it
        return False
    pages, records = pages_in_all(page), total(page)
    if pages is not None:
        return pages > number_of(page)
    if records is not None and number_of(page) == 1:
        return records > len(entries)
    listed = [e for e in entries if e.date or judge(e.title).answer is not Answer.NO]
    waits = any(_NEXT.match(text_of(a)) for a in page.selector.xpath("//a"))
    return waits or len(listed) >= _FULL


def guesses(page: Page, entries: Sequence[ListEntry]) -> tuple[Ask, ...]:
    """Give addresses that the second page of an unknown list may have, the likeliest first.

    Of the answers only those entries count that lie where the list or its first page has them:
    the same address may be another office's list or the news of the home page.
    """
    among = " ".join(dict.fromkeys([_place(page.url), *_commonest_place(entries)]))
    asks: dict[str, Ask] = {}
    for template, first in _templates(page.url):
        context = (("template", template), ("n", str(first)), ("page", "2"), ("among", among))
        ask = Ask(template.replace("{n}", str(first)), context=context, is_guess=True)
        asks.setdefault(ask.url, ask)
    return tuple(ask for url, ask in asks.items() if url != page.url)


def guessed_again(page: Page) -> tuple[Ask, ...]:
    """Give the page after one that was guessed, by the same pattern."""
    known = dict(page.ask.context) if page.ask else {}
    if "template" not in known:
        return ()
    after = str(int(known["n"]) + 1)
    turned = known | {"n": after, "page": str(number_of(page) + 1)}
    url = known["template"].replace("{n}", after)
    return (Ask(url, context=tuple(turned.items()), is_guess=True),)


def in_place(page: Page, entries: tuple[ListEntry, ...]) -> tuple[ListEntry, ...]:
    """Leave out the entries of a guessed page that lie elsewhere than those of the first."""
    among = page.ask.known("among") if page.ask else None
    if among is None:
        return entries
    return tuple(
        e for e in entries if any(urlsplit(e.url).path.startswith(p) for p in among.split())
    )


def with_number(url: str, name: str, number: int | str) -> str:
    """Put a page's number into the query of an address."""
    parts = urlsplit(url)
    fields = dict(parse_qsl(parts.query, keep_blank_values=True)) | {name: str(number)}
    return parts._replace(query=urlencode(fields, safe="{}")).geturl()


def _templates(url: str) -> Iterator[tuple[str, int]]:
    """Give (address with {n}, number of the second page); page 2 is `_1` on most, `_2` on some."""
    parts = urlsplit(url.replace("{", "%7B").replace("}", "%7D"))
    folder, _, file = parts.path.rpartition("/")
    stem, _, suffix = file.rpartition(".")
    if parts.query or suffix.lower() in _DYNAMIC:
        yield with_number(parts.geturl(), "page", "{n}"), 2
        return
    static = []
    if stem:
        if found := re.fullmatch(r"(.*(?<!\d))1", stem):  # 1.html (陕西), list-1.html (河南)
            static.append((f"{found[1]}{{n}}.{suffix}", 2))
        static += [(f"{stem}_{{n}}.{suffix}", 1), (f"{stem}_{{n}}.{suffix}", 2)]
    static += [("index_{n}.html", 1), ("index_{n}.html", 2)]
    if not file:
        static.append(("{n}", 2))
    for name, first in static:
        yield parts._replace(path=f"{folder}/{name}").geturl(), first
    yield with_number(parts.geturl(), "page", "{n}"), 2  # 湖南: index.html?page=2


def _place(url: str) -> str:
    """Give the first two folders of an address."""
    folders = urlsplit(url).path.rpartition("/")[0].split("/")[1:3]
    return "/" + "".join(f"{folder}/" for folder in folders if folder)


def _commonest_place(entries: Sequence[ListEntry]) -> list[str]:
    return [place for place, _ in Counter(_place(e.url) for e in entries).most_common(1)]
