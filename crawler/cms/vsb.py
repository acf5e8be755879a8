"""VSB 博达: static lists whose files are numbered from the last page on."""

import re
from urllib.parse import urlsplit

from crawler.cms import paging
from crawler.cms.generic import Generic
from crawler.cms.marks import Marks
from crawler.cms.markup import text_of
from crawler.cms.page import Ask, Attachment, ListEntry, ListPage, Page
from crawler.cms.rows import row_entries

_MARKS = Marks(
    r"/info/\d+/\d+\.htm\b",
    "_newscontent_fromname",
    r"vsb_content(?<=\bvsb_content)",
    "v_news_content",
    "/system/_content/",
    "/system/resource/js/",
)
_LINE = re.compile(r"^line\w*_\d+$")  # <li id="line_u6_0">, #line1060_0
_PAGER = re.compile(r"共\s*(\d+)\s*条\s*(\d+)\s*/\s*(\d+)")  # 共1432条  1/144
_FILE = re.compile(r"(.+?)(?:/\d+)?\.html?$")  # /{slug}.htm, /{slug}/{number}.htm


class Vsb(Generic):
    """Reckons each next page anew from the pager's text: the files move when an article comes."""

    name = "vsb"

    def recognises(self, page: Page) -> bool:
        """Tell by the form of addresses and the names that the builder gives."""
        return _MARKS.stand_in(page.url) or _MARKS.stand_in(page.text)

    def list_page(self, page: Page) -> ListPage:
        """Read a list: page P of N is {slug}/{N-P+1}.htm, the first {slug}.htm."""
        found = _PAGER.search(text_of(page.selector))
        if found is None:
            return super().list_page(page)
        total, here, pages = map(int, found.groups())
        return ListPage(
            self.entries(page), (*_next(page, here, pages), *paging.next_links(page)), total=total
        )

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the numbered lines of a list, else what any page would give."""
        lines = [each for each in page.selector.xpath("//*[@id]") if _LINE.match(each.attrib["id"])]
        rows = [(anchor, line) for line in lines for anchor in line.xpath(".//a[@href]")]
        return row_entries(page, rows) if rows else super().entries(page)

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """Give the documents, without those links that answer with a captcha (codeValue)."""
        return tuple(each for each in super().attachments(page) if "codeValue=" not in each.url)


def _next(page: Page, here: int, pages: int) -> tuple[Ask, ...]:
    path = _FILE.match(urlsplit(page.url).path)
    if path is None or here >= pages:
        return ()
    url = page.absolute(f"{path[1]}/{pages - here}.htm")
    return (Ask(url),) if url else ()
