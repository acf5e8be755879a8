"""Lonsun 龙讯: /public/column/{organ}?type=3 is any unit's column of annual reports."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.cms import paging
from crawler.cms.generic import Generic
from crawler.cms.markup import text_of
from crawler.cms.page import Ask, DetailPage, ListPage, Page, Part, date_in
from crawler.cms.script import number, told
from crawler.titles import Way, column_judge

# Addresses as Lonsun's own source builds them; sites put a prefix before (/zwgk/public/column/…).
_MARKS = re.compile(
    r"/public/column/\d+|/public/\d+/\d+\.html|/site/label/8888|/site/tpl/\d+|/content/column/\d+"
)
_ORGAN = re.compile(r"/public/column/(\d+)")
_NEWS_COLUMN = re.compile(r"/content/column/\d+")
_TEMPLATE = re.compile(r"/site/tpl/\d+")  # the province has one such page a year
_LABEL = re.compile(r"(?:https?:/)?/?[\w./:-]*/site/label/8888")
_PAGES = re.compile(r"\bpageCount[\"']?\s*[:=]\s*[\"']?(\d+)")
_BLOCKS = ".xxgk_nav_list, .xxgk_navli, .xxgk_nav_con, ul.doc_list"
_REPORTS = "政府信息公开年报"  # what Lonsun calls the lists of type 3
_COLUMN_OF_REPORTS, _CATALOGUE = "3", "4"  # the parameter `type`; units keep reports in either
# What the label that fills a list is told. The page's script knows the site and the template.
_TOLD = ("siteId", "pageSize", "catId", "file")
_OF_ADDRESS = ("type", "catId")
_FIXED = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "pageSize": "15",
    "action": "list",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
}
_TITLE_LENGTH = "100"  # sites ask for 50 characters and print cut titles


class Lonsun(Generic):
    """Asks each unit for its column; the first page of a list may stand in the page or not."""

    name = "lonsun"

    def recognises(self, page: Page) -> bool:
        """Tell by the form of addresses, the page's own or those it links to."""
        return bool(_MARKS.search(page.url) or _MARKS.search(page.text))

    def columns(self, page: Page) -> tuple[Part, ...]:
        """Give the column of annual reports of every unit that the page links to."""
        organs = _organs(page).values()
        return tuple(Part(_typed(url, _COLUMN_OF_REPORTS), _REPORTS) for url in organs)

    def list_page(self, page: Page) -> ListPage:
        """Read a unit's column, a page of the catalogue, a yearly template or a page of a list."""
        if page.ask is not None and page.ask.known("column"):
            return self._fragment(page, page.ask)
        nodes = tuple(_nodes(page))
        within = (*nodes, *_units(page), *_years(page))
        asked = _query(page.url)
        if within and asked.get("type") == _CATALOGUE and "catId" not in asked:
            return ListPage((), parts=within)  # the whole catalogue is no list of reports
        blocks = "".join(page.selector.css(_BLOCKS).getall())
        if shown := self.entries(page.within(blocks)):
            return ListPage(shown, (*_following(page), *paging.next_links(page)), within)
        if not nodes:
            within = (*_catalogue(page), *within)
        if first := _label(page, page.url, 1):
            return ListPage(self.entries(page), parts=(*map(Part, first), *within))
        plain = super().list_page(page)
        further = (*_following(page), *plain.next_pages)
        return ListPage(plain.entries, further, (*within, *plain.parts), plain.total)

    def detail_page(self, page: Page) -> DetailPage:
        """Read an article; what its tags leave out stands above the text."""
        detail = super().detail_page(page)
        day, source = page.selector.css(".fbsj"), page.selector.css(".res")
        told_source = text_of(source[0]).partition("：")[2].strip() if source else ""
        return replace(
            detail,
            published=detail.published or (date_in(text_of(day[0])) if day else None),
            source=detail.source or told_source or None,
        )

    def _fragment(self, page: Page, ask: Ask) -> ListPage:
        """Read what the label gives: entries, or 暂无相关信息."""
        asked = dict(ask.context)
        entries = super().entries(page.within(page.text, asked["column"]))
        here, pages = int(asked["page"]), number(asked.get("pages"))
        if not entries or (pages is not None and here >= pages):
            return ListPage(entries)
        return ListPage(entries, (_turned(ask, here + 1),))


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def _organs(page: Page) -> dict[str, str]:
    """Give (id, address without query) of the units of this host that a page links to."""
    host = urlsplit(page.url).netloc
    urls = [url.partition("?")[0] for url, _ in page.links if urlsplit(url).netloc == host]
    return {organ[1]: url for url in urls if (organ := _ORGAN.search(url))}


def _typed(organ_url: str, kind: str) -> Ask:
    return Ask(f"{organ_url.partition('?')[0]}?type={kind}&action=list")


def _units(page: Page) -> Iterator[Part]:
    """Give the columns of the other units in the tree beside a list."""
    own = _ORGAN.search(urlsplit(page.url).path)
    for organ, url in _organs(page).items():
        if own is None or organ != own[1]:
            yield Part(_typed(url, _COLUMN_OF_REPORTS), _REPORTS)


def _nodes(page: Page) -> Iterator[Part]:
    """Give the nodes of the catalogue that are named as annual reports are, but for this page."""
    here = _query(page.url).get("catId")
    for url, text in page.links:
        node = _ORGAN.search(url) and _query(url).get("catId")
        if node and node != here and column_judge(text) is Way.REPORTS:
            yield Part(Ask(url), text)
            yield from (Part(ask, text) for ask in _label(page, url, 1))


def _catalogue(page: Page) -> list[Part]:
    """Give the catalogue of a unit whose column of type 3 is empty; it may have such a node."""
    pages = _PAGES.search(page.text)
    is_column = _ORGAN.search(page.url) and _query(page.url).get("type") == _COLUMN_OF_REPORTS
    if not is_column or (pages and int(pages[1]) > 1):
        return []
    return [Part(_typed(page.url, _CATALOGUE), _REPORTS)]


def _years(page: Page) -> Iterator[Part]:
    if _TEMPLATE.search(page.url):
        for url, text in page.links:
            if _TEMPLATE.search(url) and url != page.url and column_judge(text) is Way.WITHIN:
                yield Part(Ask(url))


def _following(page: Page) -> tuple[Ask, ...]:
    """Ask for the page after one that shows its entries."""
    pages, query = _PAGES.search(page.text), _query(page.url)
    here = number(query.get("pageIndex")) or 1
    if pages and here >= int(pages[1]):
        return ()
    if _NEWS_COLUMN.search(page.url):  # their index_1.html is a 404
        turned = urlencode(query | {"pageIndex": str(here + 1)})
        return (Ask(f"{page.url.partition('?')[0]}?{turned}"),)
    return _label(page, page.url, here + 1)


def _label(page: Page, list_url: str, place: int) -> tuple[Ask, ...]:
    """Ask the label that fills a unit's list, as the page's script would; pages count from 1."""
    organ = _ORGAN.search(list_url)
    given = told(page.scripts, *_TOLD)
    if not given.get("file", "/").startswith("/"):  # not the template but some other script's
        del given["file"]
    site = given.get("siteId") or page.meta("SiteId")
    if organ is None or not site:
        return ()
    fields = _FIXED | given | {"siteId": site, "organId": organ[1], "length": _TITLE_LENGTH}
    fields |= {name: value for name, value in _query(list_url).items() if name in _OF_ADDRESS}
    named = _LABEL.search(page.text)
    url = page.absolute(named[0] if named else f"{list_url[: organ.start()]}/site/label/8888")
    context = {"column": list_url}
    if list_url == page.url and (pages := _PAGES.search(page.text)):
        context["pages"] = pages[1]
    headers = (("Referer", list_url), ("X-Requested-With", "XMLHttpRequest"))
    first = Ask(f"{url}?{urlencode(fields)}", None, headers, tuple(context.items()))
    return (_turned(first, place),)


def _turned(ask: Ask, place: int) -> Ask:
    url, _, query = ask.url.partition("?")
    fields = dict(parse_qsl(query, keep_blank_values=True)) | {"pageIndex": str(place)}
    context = dict(ask.context) | {"page": str(place)}
    return replace(ask, url=f"{url}?{urlencode(fields)}", context=tuple(context.items()))
