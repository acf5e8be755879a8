"""TRS WCM (拓尔思), and the directories of static files that look like it."""

import re
from urllib.parse import urlsplit

from crawler.cms.generic import Generic
from crawler.cms.marks import Marks
from crawler.cms.page import Ask, ListEntry, Page, Part, date_in, date_in_url
from crawler.cms.paging import number_of, pages_in_all, with_number

# Detail …/YYYYMM/tYYYYMMDD_ID.html, 广西 …/t27414981.shtml; attachments P0 and images W0 with 17 or
# more digits.
_MARKS = Marks(
    r"t\d{8}(?<=\bt\d{8})(?:_\d+)?\.s?html?",
    r"P0(?<=\bP0)\d{17}",
    r"W0(?<=\bW0)\d{17}",
    "TRS_Editor",
    "trs_editor_view",
    "TRS_UEDITOR",
    r"fdzd_gknr(?<=\bfdzd_gknr)\b",  # the menu of the disclosure pages of 湖南
)
# createPageHTML(28, 0, "index", "html"): pages in all, this page from 0, name, suffix. UCAP has a
# function of the same name whose first argument is the id of an element. Some Beijing sections
# count records first: createPageHTML(records, pages, this page, name, suffix).
_PAGER = re.compile(
    r"""createPage(?:HTML)?\(\s*(?:\d+\s*,\s*)*?(\d+)\s*,\s*(\d+)\s*,\s*["']([^"']+)["']"""
    r"""\s*,\s*["'](\w+)["']"""
)
# 上海: $(".pagination").pagination({totalPage: N}), page 2 at index_2.html.
_FROM_ONE = re.compile(r"pagination\(\s*\{")
_NUMBERED = re.compile(r"^(.*?)(?:[_-](\d{1,4}))?\.(s?html?)$")
# Lists written by script: var url = "./202602/t….shtml"; var title = "…"; writeln("2026-02-14").
_WRITTEN = re.compile(
    r"""\burl\s*=\s*(["'])([^"'\n]*/t\d{8}[^"'\n]*)\1(.*?)\btitle\s*=\s*(["'])(.+?)\4(.*?)"""
    r"""(?=\burl\s*=\s*["']|$)""",
    re.DOTALL,
)
# Tabs of the disclosure page: 湖南 index.html?state=3, 内蒙古 ?gk=4 are the annual reports.
_TABS = {"state": "3", "gk": "4"}
_TAB_LINK = re.compile(r"[?&](state|gk)=\d\b")
_TAB_READ = re.compile(r"""\(\s*["'](state|gk)["']\s*\)""")  # getQueryString("state")


class Trs(Generic):
    """Lists in directories, page n at `index_{n-1}.html`; the rest is as everywhere."""

    name = "trs"

    def recognises(self, page: Page) -> bool:
        """Tell by the form of addresses, of the pager and of the editor's classes."""
        text = page.text
        return _MARKS.stand_in(page.url) or bool(_PAGER.search(text)) or _MARKS.stand_in(text)

    def columns(self, page: Page) -> tuple[Part, ...]:
        """Give the tab of annual reports of disclosure pages: those linked to, or this one."""
        tabs = [(url, _TAB_LINK.search(url)) for url, _ in page.links]
        tabs.append((page.url, _TAB_READ.search(page.scripts)))
        found = dict.fromkeys(
            with_number(url, tab[1], _TABS[tab[1]])
            for url, tab in tabs
            if tab and "gk" in urlsplit(url).path
        )
        return tuple(Part(Ask(url), "政府信息公开年报", is_page=True) for url in found)

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the entries, from scripts where the page writes its list itself."""
        return _written_entries(page) or super().entries(page)

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Give the one next page that the pager's script would link to.

        Most count from 0, so that page 2 is index_1; where the first page calls itself 1, it is
        index_2 (太原).
        """
        call = _PAGER.search(page.scripts)
        if call is None:
            return super().next_pages(page)
        pages, current, name, suffix = int(call[1]), int(call[2]), call[3], call[4]
        numbered = _NUMBERED.match(_file(page))
        is_first = numbered is not None and numbered[2] is None
        counts_from_one = (current == 1 and is_first) or _knows(page, "counts_from", "1")
        url = page.absolute(f"{name}_{current + 1}.{suffix}")
        if url is None or current + 1 >= pages + counts_from_one:
            return ()
        return (Ask(url, context=(("counts_from", str(int(counts_from_one))),)),)

    def unlinked_pages(self, page: Page, entries: tuple[ListEntry, ...]) -> tuple[Ask, ...]:
        """Give the next page where a script says only how many there are."""
        if pages_in_all(page) is None:
            return super().unlinked_pages(page, entries)
        numbered = _NUMBERED.match(_file(page))
        if numbered is None:
            return super().unlinked_pages(page, entries)
        here = number_of(page)
        stem, suffix = numbered[1], numbered[3]
        if page.ask is not None and numbered[2]:  # the pages before were found by this count
            numbers = [int(numbered[2]) + 1]
        else:
            numbers = [here + 1, here] if _FROM_ONE.search(page.scripts) else [here, here + 1]
        context = (("page", str(here + 1)),)
        urls = [page.absolute(f"{stem}_{number}.{suffix}") for number in numbers]
        return tuple(Ask(url, context=context, is_guess=True) for url in urls if url)


def _file(page: Page) -> str:
    return urlsplit(page.url).path.rpartition("/")[2] or "index.html"


def _knows(page: Page, name: str, value: str) -> bool:
    return page.ask is not None and page.ask.known(name) == value


def _written_entries(page: Page) -> tuple[ListEntry, ...]:
    found = []
    for _, href, between, _, title, behind in _WRITTEN.findall(page.scripts):
        if url := page.absolute(href):
            day = date_in(behind) or date_in(between) or date_in_url(url)
            found.append(ListEntry(url, " ".join(title.split()), day))
    return tuple(found)
