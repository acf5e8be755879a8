"""UCAP (开普云): static lists with a pager of their own, columns without entries, JSON lists."""

import re
from urllib.parse import urljoin, urlsplit

from crawler.cms.generic import Generic
from crawler.cms.marks import Marks
from crawler.cms.page import Ask, ListPage, Page, Part

_MARKS = Marks(
    "<ucap(?:title|content)>",
    "ucap-content",
    r"/c\d{4,7}[a-z]?/(?:.*/)?[\w-]+\.shtml",
    r"/\d{6}/[0-9a-f]{32}\.shtml",
    r"/\d{4}/\d{1,2}/\d{1,2}/[0-9a-f]{32}\.shtml",  # 四川 …/2024/1/30/<32 hex>.shtml
    r"/\d{6}/c\d\d_\d+\.shtml",  # 黑龙江 …/202403/c07_5894.shtml
    "/(?:common/search|searchlist)/[0-9a-f]{32}",
    r"/search/common/search/\d",
    "interfaceswebzcwj/loaddata",
    "/info/getinfocommon",
)
# createPageHTML('page_div', 10, 1, 'xlist', 'shtml', 189): id of an element, pages in all, this
# page from 1, name, suffix, entries in all. Page n is xlist_n.shtml, the first xlist.shtml.
_PAGER = re.compile(
    r"""createPageHTML\(\s*["'][^"']*["']\s*,\s*["']?(\d+)["']?\s*,\s*["']?(\d+)["']?\s*"""
    r""",\s*["']([^"']+)["']\s*,\s*["'](\w+)["']\s*(?:,\s*["']?(\d+))?"""
)


class Ucap(Generic):
    """Page n at `{name}_{n}.shtml`; what scripts fetch stands in `calls.toml`."""

    name = "ucap"

    def recognises(self, page: Page) -> bool:
        """Tell by the tags around the article, the form of addresses, and the pager."""
        path = urlsplit(page.url).path.lower()
        pager = _PAGER.search(page.text)
        return _MARKS.stand_in(path) or pager is not None or _MARKS.stand_in(page.lower)

    def list_page(self, page: Page) -> ListPage:
        """Read a list; its pager says how many entries there are."""
        listing = super().list_page(page)
        pager = _PAGER.search(page.scripts)
        if pager is None or pager[5] is None:
            return listing
        return ListPage(listing.entries, listing.next_pages, listing.parts, int(pager[5]))

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Give the one next page that the pager's script would link to."""
        pager = _PAGER.search(page.scripts)
        if pager is None:
            return super().next_pages(page)
        pages, current = int(pager[1]), int(pager[2])
        url = page.absolute(f"{pager[3]}_{current + 1}.{pager[4]}")
        return (Ask(url),) if url and current < pages else ()

    def parts(self, page: Page) -> tuple[Part, ...]:
        """Give, besides, the columns below one that holds no entries: xxgk_lists.shtml (镇江)."""
        if not urlsplit(page.url).path.endswith("/xxgk_lists.shtml"):
            return super().parts(page)
        lists = {url: text for url, text in page.links if url.endswith("/xxgk_list.shtml")}
        inner = {u: t for u, t in lists.items() if u.startswith(urljoin(page.url, "."))} or lists
        below = tuple(Part(Ask(url), text or None, is_page=True) for url, text in inner.items())
        return super().parts(page) + below
