"""The platform of /pc/list.html: the first page as JSON in a script, the others from /queryList."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.cms import paging
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, Attachment, ListEntry, ListPage, Page, Part, date_in, plain
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
        return bool(_PATHS.search(page.url) or _QUERY in page.text)

    def list_page(self, page: Page) -> ListPage:
        """Read a column, or an answer of /queryList."""
        if page.ask is not None and page.ask.known("column"):
            return _answer(page, page.ask)
        carried = carried_list(page.text, "articleList")
        entries = _entries(page, carried)
        fields = _fields(page, len(carried))
        if fields is None:
            return ListPage(entries or self.entries(page), paging.next_links(page))
        if entries:
            return ListPage(entries, (_ask(page.url, fields, 2),))
        return ListPage(self.entries(page), parts=(Part(_ask(page.url, fields, 1)),))

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """Give the documents that the markup offers, then those that only its JSON names."""
        files = _files(page, carried_list(page.text, "articleFiles"))
        found = {each.url: each for each in (*super().attachments(page), *files)}
        return tuple(found.values())


def _fields(page: Page, shown: int) -> list[tuple[str, str]] | None:
    """Fill the form of /queryList from the page's script, else from its address."""
    names = ("webSiteCode", "channelCode", "channelId", "pageSize", "perPage", "unitid")
    given = told(page.text, *names)
    path = urlsplit(page.url).path
    if slugs := _LIST.search(path):
        given.setdefault("webSiteCode", slugs[1])
        given.setdefault("channelCode", slugs[2])
    elif old := _OLD_LIST.search(path):
        given.setdefault("channelCode", old[1])
    by = "channelCode" if "channelCode" in given else "channelId"
    if "webSiteCode" not in given or by not in given:
        return None
    size = str(shown) if shown else given.get("pageSize", given.get("perPage", _PAGE_SIZE))
    form = [
        ("pageSize", size),
        ("webSiteCode[]", given["webSiteCode"]),
        (f"{by}[]", given[by]),
        ("sort", "sortNum"),
        ("order", "desc"),
        ("notReturnContent", "true"),  # the text of every article would come with the list
    ]
    if "unitid" in given:
        form += [("unitid", given["unitid"]), ("perPage", size)]
    return form


def _ask(column: str, fields: Iterable[tuple[str, str]], page: int) -> Ask:
    form = dict(fields) | {"current": str(page)}
    headers = (("Referer", column), ("X-Requested-With", "XMLHttpRequest"))
    context = (("column", column), ("page", str(page)))
    return Ask.form(urljoin(column, _QUERY), form, headers=headers, context=context)


def _answer(page: Page, ask: Ask) -> ListPage:
    """Read {"data":{"results":[{"source":{…}}]}}."""
    value = page.value()
    data = value.get("data") if isinstance(value, dict) else None
    results = data.get("results") if isinstance(data, dict) else None
    rows = [each.get("source") for each in results or () if isinstance(each, dict)]
    asked = dict(ask.context)
    shown = page.within("", asked["column"])
    entries = _entries(shown, [row for row in rows if isinstance(row, dict)])
    fields = parse_qsl(ask.body or "")
    following = (_ask(asked["column"], fields, int(asked["page"]) + 1),) if entries else ()
    return ListPage(entries, following)


def _entries(page: Page, rows: Iterable[Mapping[str, Any]]) -> tuple[ListEntry, ...]:
    found: dict[str, ListEntry] = {}
    for row in rows:
        title = plain(str(row.get("title") or row.get("showTitle") or ""))
        url = _address(page, row)
        if url and title:
            files = _files(page, row.get("articleFiles") or ())
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


def _files(page: Page, files: Iterable[Any]) -> tuple[Attachment, ...]:
    found = []
    for file in files:
        path = file.get("filePath") if isinstance(file, dict) else None
        url = path and page.absolute(urljoin(str(file.get("domainName") or ""), str(path)))
        if url:
            found.append(Attachment(url, str(file.get("fileName") or "")))
    return tuple(found)
