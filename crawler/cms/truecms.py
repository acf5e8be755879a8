"""TrueCMS: up to 60 entries hidden in the page, the others from getMessage.do."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from crawler.cms.datastore import Datastore
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, ListEntry, ListPage, Page, Part
from crawler.cms.rows import row_entries
from crawler.cms.script import told

_NAME = "messageController/getMessage.do"
_PROGRAM = re.compile(r"""(?:https?:/)?/[\w./:-]*messageController/getMessage\.do""")
_SHOWN = 60  # entries that a page holds at the most; one with fewer should be the whole list
_PER_PAGE = 20  # more gives 404 at 如皋, and nothing at 南通 above 50


class TrueCms(Generic):
    """Reads the hidden list, then asks for what comes after it."""

    name = "truecms"

    def recognises(self, page: Page) -> bool:
        """Tell by the program that gives the records."""
        return _NAME in page.text and bool(_PROGRAM.search(page.text))

    def list_page(self, page: Page) -> ListPage:
        """Read a column or an answer of getMessage.do."""
        if page.ask is not None and page.ask.known("column"):
            return _answer(page, page.ask)
        program = _PROGRAM.search(page.text)
        column = told(page.text, "columnId").get("columnId")
        entries = self.entries(page)
        if program is None or not column:
            return ListPage(entries)
        base = f"{page.absolute(program[0])}?{urlencode({'columnId': column})}"
        first = _ask(base, page.url, len(entries) + 1)
        if 0 < len(entries) < _SHOWN:
            first = replace(first, is_guess=True)
        return ListPage(entries, (first,)) if entries else ListPage((), parts=(Part(first),))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the hidden list, whose entries need no date; else what any page would give."""
        rows = page.selector.css("#initData li")
        if not rows:
            return super().entries(page)
        return row_entries(page, [(anchor, row) for row in rows for anchor in row.css("a")])


def _ask(base: str, column: str, start: int) -> Ask:
    place = {
        "startrecord": start,
        "endrecord": start + _PER_PAGE - 1,
        "perpage": _PER_PAGE,
        "callback": "cb",
    }
    context = (("base", base), ("column", column), ("start", str(start)))
    return Ask(f"{base}&{urlencode(place)}", None, (("Referer", column),), context)


def _answer(page: Page, ask: Ask) -> ListPage:
    """Read cb({"result":"<datastore>…"})."""
    value = page.value()
    result = value.get("result") if isinstance(value, dict) else None
    stores = Datastore.all_in(result) if isinstance(result, str) else []
    if not stores or not stores[0].records:
        return ListPage(())
    asked = dict(ask.context)
    start, total = int(asked["start"]) + len(stores[0].records), stores[0].total
    following = _ask(asked["base"], asked["column"], start)
    is_last = total is not None and start > total
    entries = stores[0].entries(page, asked["column"])
    return ListPage(entries, () if is_last else (following,), total=total)
