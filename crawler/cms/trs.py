"""TRS WCM (拓尔思), and the directories of static files that look like it."""

import re
from urllib.parse import urlsplit

from crawler.cms.generic import Generic
from crawler.cms.page import ListEntry, Page, date_in, date_in_url

# Detail …/YYYYMM/tYYYYMMDD_ID.html; attachments P0 and images W0 with 17 or more digits.
_MARKS = re.compile(
    r"/t\d{8}_\d+\.s?html?|\bP0\d{17,}|\bW0\d{17,}|TRS_Editor|trs_editor_view|TRS_UEDITOR"
)
# createPageHTML(28, 0, "index", "html"): pages in all, this page from 0, name, suffix. UCAP has a
# function of the same name whose first argument is the id of an element.
_PAGER = re.compile(
    r"""createPage(?:HTML)?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["'](\w+)["']\s*,\s*["'](\w+)["']"""
)
# Some Beijing sections count records too: createPageHTML(records, pages, this page, name, suffix).
_PAGER_WITH_RECORDS = re.compile(
    r"""createPage(?:HTML)?\(\s*\d+\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*["'](\w+)["']\s*,\s*["'](\w+)["']"""
)
# Lists written by script: var url = "./202602/t….shtml"; var title = "…"; writeln("2026-02-14").
_WRITTEN = re.compile(
    r"""var\s+url\s*=\s*["']([^"']+)["'](.*?)var\s+title\s*=\s*["']([^"']+)["'](.*?)(?=var\s+url\b|$)""",
    re.DOTALL,
)


class Trs(Generic):
    """Lists in directories, page n at `index_{n-1}.html`; the rest is as everywhere."""

    name = "trs"

    def recognises(self, page: Page) -> bool:
        """Tell by the form of addresses, of the pager and of the editor's classes."""
        text = page.text
        return bool(_MARKS.search(page.url) or _pager(text) or _MARKS.search(text))

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the entries, from scripts where the page writes its list itself."""
        return _written_entries(page) or super().entries(page)

    def next_pages(self, page: Page) -> tuple[str, ...]:
        """Give the one next page that the pager's script would link to."""
        pager = _pager(page.text)
        if pager is None:
            return super().next_pages(page)
        pages, current, name, suffix = pager
        if current + 1 >= pages:
            return ()
        folder = urlsplit(page.url).path.rpartition("/")[0]
        url = page.absolute(f"{folder}/{name}_{current + 1}.{suffix}")
        return (url,) if url else ()


def _pager(text: str) -> tuple[int, int, str, str] | None:
    found = _PAGER.search(text) or _PAGER_WITH_RECORDS.search(text)
    return (int(found[1]), int(found[2]), found[3], found[4]) if found else None


def _written_entries(page: Page) -> tuple[ListEntry, ...]:
    found = []
    for script in page.selector.xpath("//script/text()").getall():
        for href, between, title, behind in _WRITTEN.findall(script):
            if url := page.absolute(href):
                day = date_in(behind) or date_in(between) or date_in_url(url)
                found.append(ListEntry(url, title.strip(), day))
    return tuple(found)
