"""Epoint 新点: lists from a REST service; the site's id stands in a script of its own."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.cms import paging
from crawler.cms.generic import Generic
from crawler.cms.marks import Marks
from crawler.cms.markup import plain
from crawler.cms.page import Ask, ListEntry, ListPage, Page, Part, date_in
from crawler.cms.script import number, told

_MARKS = Marks("ewb-front", r"/js/webbuildercommon\.js", "categorynum=", "govinfopub")
_COMMON = re.compile(r"""[\w./:-]*js/webBuilderCommon\.js""")
_CATEGORY_FOLDER = re.compile(r"/(\d{6,})/[^/]*$")  # /001/001004/subPage.html
_ACTION = "/rest/lightfrontaction/getgovinfolist"
# 营口's middleware wants the same fields within {"token": "", "params": {…}}.
_WRAPPING = frozenset({"/EWB_YK_Mid"})
_PAGE_SIZE = 20


class Epoint(Generic):
    """Asks for the site's id, then for the list; most sites count pages from 0, some from 1."""

    name = "epoint"

    def recognises(self, page: Page) -> bool:
        """Tell by the project's name, its common script, and the parameter of its columns."""
        return _MARKS.stand_in(page.url.lower()) or _MARKS.stand_in(page.lower)

    def list_page(self, page: Page) -> ListPage:
        """Read a column, the common script, or an answer of the service."""
        if page.ask is not None and page.ask.known("index"):
            return _answer(page, page.ask)
        if page.ask is not None and page.ask.known("category"):
            return ListPage((), parts=_first(page.text, dict(page.ask.context)))
        column = _column(page)
        if column is None:
            return super().list_page(page)
        script = _COMMON.search(page.text)
        url = page.absolute(script[0] if script else "/js/webBuilderCommon.js")
        parts = _first(page.scripts, column)  # some pages carry the common script's words
        if not parts and url:
            parts = (Part(Ask(url, context=tuple(column.items()))),)
        return ListPage(self.entries(page), paging.next_links(page), parts)


def _column(page: Page) -> dict[str, str] | None:
    """Give the column's number and its department, from the address or the script."""
    parts = urlsplit(page.url)
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    given = told(page.scripts, "categorynum", "categoryNum", "deptcode")
    folder = _CATEGORY_FOLDER.search(parts.path)
    category = (
        query.get("categorynum")
        or given.get("categorynum")
        or given.get("categoryNum")
        or (folder and folder[1])
    )
    if not category:
        return None
    department = query.get("deptcode") or given.get("deptcode") or ""
    return {"column": page.url, "category": category, "department": department}


def _first(script: str, column: Mapping[str, str]) -> tuple[Part, ...]:
    """Ask for the first page, of `siteInfo={"siteGuid":"…","projectName":"/EWB-FRONT"}`."""
    site = told(script, "siteGuid", "projectName")
    if not site.get("siteGuid") or "projectName" not in site:
        return ()
    return (Part(_ask(dict(column) | site, 0)),)


def _ask(known: Mapping[str, str], index: int) -> Ask:
    fields = {
        "deptcode": known["department"],
        "categorynum": known["category"],
        "pageIndex": index,
        "pageSize": _PAGE_SIZE,
        "siteGuid": known["siteGuid"],
    }
    project = known["projectName"].rstrip("/")
    value = {"token": "", "params": fields} if project in _WRAPPING else fields
    context = tuple((dict(known) | {"index": str(index)}).items())
    headers = (("Referer", known["column"]),)
    url = urljoin(known["column"], f"/{project.strip('/')}{_ACTION}")
    return Ask.json(url, value, headers=headers, context=context)


def _answer(page: Page, ask: Ask) -> ListPage:
    """Read {"custom":{"data":[…],"total":N}}."""
    value = page.value()
    custom = value.get("custom") if isinstance(value, dict) else None
    data = custom.get("data") if isinstance(custom, dict) else None
    total = custom.get("total") if isinstance(custom, dict) else None
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    known = dict(ask.context)
    index = int(known["index"])
    entries = _entries(page.within("", urljoin(known["column"], "/")), rows)
    count = number(str(total))
    if not entries:
        # Page 0 of those that count from 1.
        return ListPage((), parts=(Part(_ask(known, 1)),) if index == 0 else ())
    is_last = count is not None and index * _PAGE_SIZE >= count
    # Where page 0 and page 1 are the same, page 2 is the one with something new.
    following = () if is_last else (_ask(known, index + 1), _ask(known, index + 2))
    return ListPage(entries, following[: 2 if index == 0 else 1], total=count)


def _entries(page: Page, rows: list[dict[str, Any]]) -> tuple[ListEntry, ...]:
    found: dict[str, ListEntry] = {}
    for row in rows:
        title = _first_said(row, "realtitle", "title")
        url = page.absolute(_first_said(row, "infourl", "visiturl", "linkurl"))
        if url and title:
            day = date_in(_first_said(row, "infodate", "handsdate"))
            found.setdefault(url, ListEntry(url, plain(title), day))
    return tuple(found.values())


def _first_said(row: Mapping[str, Any], *names: str) -> str:
    return next((str(row[name]) for name in names if row.get(name)), "")
