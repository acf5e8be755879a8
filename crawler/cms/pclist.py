"""The platform of /pc/list.html: the first page as JSON in a script, the others from /queryList."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.cms.generic import Generic
from crawler.cms.markup import plain
from crawler.cms.page import Ask, Attachment, ListEntry, ListPage, Page, Part, date_in
from crawler.cms.script import carried_list, told

_PATHS = re.compile(r"/pc/list\.html|/(?:pc|common)/content/content_\d{10,}\.html")
_QUERY = "/queryList"
_LIST = re.compile(r"^/([^/]+)/(?:[^/]+/)*?([^/]+)/pc/list\.html$")  # /{site}/{column}/pc/list.html
_OLD_LIST = re.compile(r"/(col\d+)/index\.html$")  # departments of 江西 kept their old addresses
_PAGE_SIZE = "15"


class PcList(Generic):
    """Reads `articleList` and the answers of /queryList, which hold the same in other words."""

    name = "pclist"

    def recognises(self, page: Page) -> bool:
        """Tell by the form of addresses, and by the program that pages the lists."""
        return bool(_PATHS.search(page.url) or re.search(rf"{_QUERY}\b", page.text))

    def list_page(self, page: Page) -> ListPage:
        """Read a column, or an answer of /queryList."""
        if page.ask is not None and page.ask.known("column"):
            return _answer(page, page.ask)
        carried = carried_list(page.text, "articleList")
        entries = _entries(page, carried)
        forms = _forms(page, len(carried))
        if entries:
            return ListPage(entries, tuple(_ask(page.url, form, 2) for form in forms))
        if not forms:
            return super().list_page(page)
        parts = tuple(Part(_ask(page.url, form, 1)) for form in forms)
        return ListPage(self.entries(page), parts=parts)

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """Give the documents that the markup offers, then those that only its JSON names."""
        files = _files(page, carried_list(page.text, "articleFiles"))
        found = {each.url: each for each in (*super().attachments(page), *files)}
        return tuple(found.values())


def _forms(page: Page, shown: int) -> list[dict[str, str]]:
    """Fill the form of /queryList from the page's script and address, for each name of the column.

    Sites name the column by its code, which is its folder too, or by its id.
    """
    given = told(page.text, "webSiteCode", "channelCode", "channelId", "pageSize", "perPage")
    path = urlsplit(page.url).path
    slugs, old = _LIST.search(path), _OLD_LIST.search(path)
    if slugs:
        given = {"webSiteCode": slugs[1]} | given
    code = given.get("channelCode") or (slugs and slugs[2]) or (old and old[1])
    columns = {"channelId[]": given.get("channelId"), "channelCode[]": code}
    if "channelCode" in given:
        columns.pop("channelId[]")
    if "webSiteCode" not in given:
        return []
    form = {
        "pageSize": str(shown or given.get("pageSize") or given.get("perPage") or _PAGE_SIZE),
        "webSiteCode[]": given["webSiteCode"],
        "sort": "sortNum",
        "order": "desc",
        "notReturnContent": "true",  # the text of every article would come with the list
    }
    units = told(page.text, "unitid")
    return [form | units | {name: value} for name, value in columns.items() if value]


def _ask(column: str, form: Mapping[str, str], page: int) -> Ask:
    headers = (("Referer", column), ("X-Requested-With", "XMLHttpRequest"))
    context = (("column", column), ("page", str(page)))
    form = dict(form) | {"current": str(page)}
    return Ask.form(urljoin(column, _QUERY), form, headers=headers, context=context)


def _answer(page: Page, ask: Ask) -> ListPage:
    """Read {"data":{"results":[{"source":{…}}]}}."""
    value = page.value()
    data = value.get("data") if isinstance(value, dict) else None
    results = data.get("results") if isinstance(data, dict) else None
    asked = dict(ask.context)
    sources = [result.get("source") for result in _objects(results)]
    entries = _entries(page.within("", asked["column"]), _objects(sources))
    form = dict(parse_qsl(ask.body or ""))
    following = (_ask(asked["column"], form, int(asked["page"]) + 1),) if entries else ()
    return ListPage(entries, following)


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _entries(page: Page, rows: Iterable[Mapping[str, Any]]) -> tuple[ListEntry, ...]:
    found: dict[str, ListEntry] = {}
    for row in rows:
        title = plain(str(row.get("title") or row.get("showTitle") or ""))
        url = _address(page, row)
        if url and title:
            files = _files(page, _objects(row.get("articleFiles")))
            day = date_in(str(row.get("pubDate") or ""))
            found.setdefault(url, ListEntry(url, title, day, attachments=files))
    return tuple(found.values())


def _address(page: Page, row: Mapping[str, Any]) -> str | None:
    """Give where an article stands: `urls` is JSON within a string, {"pc": "/…"}."""
    urls = row.get("urls")
    try:
        urls = json.loads(urls) if isinstance(urls, str) else urls
    except ValueError:
        urls = None
    told_url = urls.get("pc") if isinstance(urls, dict) else None
    if told_url:
        return page.absolute(str(told_url))
    beside = _LIST.search(urlsplit(page.url).path)
    return page.absolute(f"content/content_{row['id']}.html") if beside and row.get("id") else None


def _files(page: Page, files: Iterable[Mapping[str, Any]]) -> tuple[Attachment, ...]:
    found = []
    for file in files:
        host, path = str(file.get("domainName") or ""), str(file.get("filePath") or "")
        if path and (url := page.absolute(urljoin(host, path))):
            found.append(Attachment(url, str(file.get("fileName") or "")))
    return tuple(found)
