"""Hanweb 大汉 with "jpage": the page carries the first records as XML, dataproxy.jsp the others."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.cms.datastore import Datastore
from crawler.cms.generic import Generic
from crawler.cms.marks import Marks
from crawler.cms.page import Ask, ListPage, Page, Part
from crawler.cms.script import number, told

_MARKS = Marks(r"dataproxy\.jsp", "<datastore>", r"jpageform_(?<=\bjpageform_)\d")
_PROXY = re.compile(r"""(?<![\w.])(?:https?:/)?/[\w./:-]*dataproxy\.jsp""")
_PROXIES = ("/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp")  # newer, older
_UNIT = re.compile(r"jpageform_(\d+)")
_COLUMN = re.compile(r"/col/col(\d+)/")
# What dataproxy.jsp is told of the list: in the link of nextgroup, else in the page's script.
_NEXT_GROUP = re.compile(r"""dataproxy\.jsp\?([^"'<>\s]+)""")
_FIELDS = ("appid", "webid", "columnid", "unitid", "webname")
_PLACE = ("page", "startrecord", "endrecord", "perpage")
_FIXED = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
_PER_PAGE = 100  # answers are cut at about 300 records
# One group is three pages, and the page shows the first group; what `page` counts, records asked
# for or groups or pages of the site's own size, differs by site. So the second page is looked for
# from the first on: the first answer with something new leaves no gap.
_FIRST_PAGES = range(1, 5)


class HanwebJpage(Generic):
    """Reads the XML; asks for more by page and by record, since sites heed one or the other."""

    name = "hanweb-jpage"

    def recognises(self, page: Page) -> bool:
        """Tell by the XML, or by the program that gives more of it."""
        return _MARKS.stand_in(page.lower)

    def list_page(self, page: Page) -> ListPage:
        """Read the records; entries in the markup itself where there are none (山东)."""
        if page.ask is not None and page.ask.known("base"):
            return _answer(page, page.ask)
        stores = Datastore.all_in(page.scripts) or Datastore.all_in(page.text)
        if not stores:
            return super().list_page(page)
        if len(stores) == 1:
            return _list(page, stores[0], number(told(page.text, "totalRecord").get("totalRecord")))
        # Units of one page, such as a list a year: each is a list of its own.
        lists = [_list(page, store) for store in stores]
        entries = {entry.url: entry for each in lists for entry in each.entries}
        parts = [Part(each.next_pages[0]) for each in lists if each.next_pages]
        return ListPage(tuple(entries.values()), parts=tuple(parts))


def _list(page: Page, store: Datastore, total: int | None = None) -> ListPage:
    total = store.total if store.total is not None else total
    entries = store.entries(page)
    if total is not None and len(store.records) >= total:
        return ListPage(entries, total=total)
    fields = _fields(page, store)
    if "unitid" not in fields or "columnid" not in fields:
        return ListPage(entries, total=total)
    named = _PROXY.search(store.text) or _PROXY.search(page.text)
    proxies = (named[0],) if named else _PROXIES
    bases = [f"{page.absolute(proxy)}?{urlencode(fields)}" for proxy in proxies]
    start = {n: (n - 1) * _PER_PAGE + 1 for n in _FIRST_PAGES}
    asks = tuple(_ask(base, page.url, n, start[n]) for n in _FIRST_PAGES for base in bases)
    return ListPage(entries, asks, total=total)


def _fields(page: Page, store: Datastore) -> dict[str, str]:
    fields = _FIXED | told(page.text, *_FIELDS)
    if linked := _NEXT_GROUP.search(store.text) or _NEXT_GROUP.search(page.text):
        fields |= parse_qsl(linked[1].replace("&amp;", "&"), keep_blank_values=True)
    if unit := _UNIT.search(page.text):
        fields.setdefault("unitid", unit[1])
    column = _COLUMN.search(urlsplit(page.url).path)
    if column_id := page.meta("i_columnid") or (column and column[1]):
        fields.setdefault("columnid", column_id)
    return {name: value for name, value in fields.items() if name not in _PLACE}


def _ask(base: str, column: str, page: int, start: int) -> Ask:
    place = (page, start, start + _PER_PAGE - 1, _PER_PAGE)
    headers = (("Referer", column), ("X-Requested-With", "XMLHttpRequest"))
    context = {"base": base, "column": column, "page": str(page), "start": str(start)}
    query = urlencode(dict(zip(_PLACE, place, strict=True)))
    return Ask(f"{base}&{query}", None, headers, tuple(context.items()))


def _answer(page: Page, ask: Ask) -> ListPage:
    """Read an answer of dataproxy.jsp; it is empty (54 bytes) where the ids are encrypted."""
    store = next(iter(Datastore.all_in(page.text)), None)
    if store is None or not store.records:
        return ListPage(())
    asked = dict(ask.context)
    entries = store.entries(page, asked["column"])
    if asked["page"] == "1" and len(store.records) == store.total:
        return ListPage(entries, total=store.total)
    start = int(asked["start"]) + len(store.records)
    following = _ask(asked["base"], asked["column"], int(asked["page"]) + 1, start)
    return ListPage(entries, (following,), total=store.total)
