"""Hanweb 大汉, the module of its 政府信息公开目录: search.jsp, and a report a unit and year."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

from crawler.cms import paging
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, ListEntry, ListPage, Page, Part
from crawler.cms.rows import row_entries
from crawler.cms.script import told

_MODULE = "/module/xxgk/"
_HOSTS_OF_MODULE = re.compile(r"(?:https?://([\w.:-]+))?(?:/[\w-]+)*/module/xxgk/")
_TREE = re.compile(r"""/module/xxgk/tree\.jsp[^"'\s<>]*""")
_COLUMN = re.compile(r"/col/col(\d+)/")
_PAGES = re.compile(r"共\s*(\d+)\s*页")
# The form of search.jsp; what a page does not say stays empty.
_FIELDS = (
    *("infotypeId", "jdid", "area", "divid", "vc_title", "vc_number", "vc_filenumber"),
    *("vc_all", "texttype", "fbtime", "sortfield", "requestUrl", "standardXxgk"),
)
# Of these the page's script says what they are for its column.
_TOLD = ("infotypeId", "jdid", "area", "divid", "sortfield", "standardXxgk")
_IDS = ("infotypeId", "area", "jdid")  # one of them says at least which list it is
_SORT = "createdatetime:0,orderid:0"
# xxgkAnnualReport.jsp?area=113708830043263784&fbtime=2021: one page per unit and year.
_ANNUAL = re.compile(
    r"""["']([^"'\s]*xxgkAnnualReport\.jsp\?[^"'\s]*?\bfbtime=(20\d\d)[^"'\s]*)["']"""
)


class HanwebXxgk(Generic):
    """Asks search.jsp, which gives the whole area: the titles tell which entries are reports."""

    name = "hanweb-xxgk"

    def recognises(self, page: Page) -> bool:
        """Tell by the module's address, if it is on the page's own host: portals link to others."""
        if _MODULE in page.url or _MODULE not in page.text:
            return _MODULE in page.url
        hosts = {found[1] for found in _HOSTS_OF_MODULE.finditer(page.text)}
        return bool(hosts & {None, urlsplit(page.url).netloc})

    def list_page(self, page: Page) -> ListPage:
        """Read a column, whose list its script would fetch, or an answer of search.jsp."""
        if page.ask is not None and page.ask.known("column"):
            return self._answer(page, page.ask)
        plain = super().list_page(page)
        entries = {entry.url: entry for entry in plain.entries}
        for entry in _annual_reports(page):
            if entry.url not in entries or "公开" not in entries[entry.url].title:
                entries[entry.url] = entry
        fields = _fields(page)
        if not any(map(fields.get, _IDS)):
            return replace(plain, entries=tuple(entries.values()))
        search = Part(_search(page, fields))
        return ListPage(tuple(entries.values()), paging.next_links(page), (search,))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the rows of the module's old look, else what any page would give."""
        rows = page.selector.css("tr.tr_main_value_odd, tr.tr_main_value_even")
        if not rows:
            return super().entries(page)
        return row_entries(page, [(anchor, row) for row in rows for anchor in row.css("a")])

    def _answer(self, page: Page, ask: Ask) -> ListPage:
        asked = dict(ask.context)
        entries = self.entries(page.within(page.text, asked["column"]))
        number = int(asked["page"])
        pages = _PAGES.search(page.text)
        is_last = number >= int(pages[1]) if pages else not entries
        return ListPage(entries, () if is_last else (_turned(ask, number + 1),))


def _fields(page: Page) -> dict[str, str]:
    """Fill the form of search.jsp from the page's script and address."""
    parts = urlsplit(page.url)
    query = parse_qs(parts.query)
    fields = dict.fromkeys(_FIELDS, "") | {"sortfield": _SORT, "requestUrl": page.url}
    fields |= told(page.text, *_TOLD)
    fields["area"] = query.get("vc_xxgkarea", query.get("area", [fields["area"]]))[0]
    fields["infotypeId"] = fields["infotypeId"] or query.get("number", [""])[0]
    if not fields["divid"] and (column := _COLUMN.search(parts.path)):
        fields["divid"] = f"div{column[1]}"
    return fields


def _search(page: Page, fields: dict[str, str]) -> Ask:
    tree = _TREE.search(page.text)
    referer = (tree and page.absolute(tree[0].replace("&amp;", "&"))) or page.url
    headers = (("Referer", referer), ("X-Requested-With", "XMLHttpRequest"))
    first = Ask.form("", fields, headers=headers, context=(("column", page.url),))
    return _turned(first, 1)


def _turned(ask: Ask, number: int) -> Ask:
    """Ask for another page; some sites read `currpage` from the address, others from the form."""
    asked = dict(ask.context)
    fields = dict(parse_qsl(ask.body or "", keep_blank_values=True)) | {"currpage": str(number)}
    told_twice = {name: fields[name] for name in ("standardXxgk", "currpage") if fields[name]}
    url = urljoin(asked["column"], f"{_MODULE}search.jsp?{urlencode(told_twice)}")
    context = (("column", asked["column"]), ("page", str(number)))
    return replace(ask, url=url, body=urlencode(fields), context=context)


def _annual_reports(page: Page) -> tuple[ListEntry, ...]:
    """Give the reports that a page names by unit and year, in links, options or scripts."""
    found = {}
    for href, year in _ANNUAL.findall(page.text):
        if url := page.absolute(href.replace("&amp;", "&")):
            found[url] = ListEntry(url, f"{year}年政府信息公开年报", None)
    return tuple(found.values())
