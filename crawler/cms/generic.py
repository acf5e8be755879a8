"""Pages of any CMS: the tags of the national standard, the national list template, plain lists."""

import re
from urllib.parse import urlsplit

from crawler.cms import calls, paging
from crawler.cms.documents import attachments_of, document_in_frame
from crawler.cms.markup import text_of
from crawler.cms.page import (
    Ask,
    Attachment,
    DetailPage,
    ListEntry,
    ListPage,
    Page,
    Part,
    date_in,
    date_in_url,
)
from crawler.cms.rows import entries_of

# Frames of a shell page that hold no list (常州, 淮安).
_NO_LIST = re.compile(r"visitcount|login|tree\.jsp|share|footer|header", re.IGNORECASE)


class Generic:
    """Reads any page. The families inherit what they do not do in a way of their own."""

    name = "generic"

    def recognises(self, page: Page) -> bool:  # noqa: ARG002 — takes every page
        """Tell whether a page is of this family."""
        return True

    def columns(self, page: Page) -> tuple[Part, ...]:  # noqa: ARG002 — plain links are walked anyway
        """Give the columns of reports that a page of the portal leads to by other than links."""
        return ()

    def list_page(self, page: Page) -> ListPage:
        """Read a page of a list, or the answer (`page.ask`) to a request of this family for one."""
        if told := calls.answered(page):
            return told
        entries = paging.in_place(page, self.entries(page))
        total = paging.total(page) if entries else None  # else it is that of a script's list
        return ListPage(entries, self.next_pages(page), self.parts(page), total)

    def searches(self, page: Page) -> tuple[Ask, ...]:
        """Give the first request of each search that finds the reports of a column otherwise."""
        return calls.asked_by(page, search=True)

    def detail_page(self, page: Page) -> DetailPage:
        """Read an article."""
        return DetailPage(
            title=page.meta("ArticleTitle") or self._heading(page),
            published=date_in(page.meta("PubDate") or "") or date_in_url(page.url),
            source=page.meta("ContentSource"),
            column=page.column,
            attachments=self.attachments(page),
        )

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the entries of a list, each address once."""
        return entries_of(page)

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Give the pages that may follow: by links, else where the family or any CMS has them."""
        if links := paging.next_links(page):
            return links
        if paging.has_links(page) or not paging.may_go_on(page, entries := self.entries(page)):
            return ()
        return self.unlinked_pages(page, entries)

    def unlinked_pages(self, page: Page, entries: tuple[ListEntry, ...]) -> tuple[Ask, ...]:
        """Give the pages that may follow where no link leads to one and the list may go on."""
        if paging.number_of(page) > 1:
            return paging.guessed_again(page)
        return paging.guesses(page, entries)

    def parts(self, page: Page) -> tuple[Part, ...]:
        """Give the lists within a page: where it jumps to, what its scripts fetch, its frames."""
        if paging.number_of(page) > 1:
            return ()
        if target := page.jump():
            return (Part(Ask(target), is_page=True),)
        fetched = tuple(Part(ask) for ask in calls.asked_by(page))
        return fetched + tuple(Part(Ask(url), is_page=True) for url in _frames(page))

    def attachments(self, page: Page) -> tuple[Attachment, ...]:
        """Give the documents that an article offers or shows in a frame, each once."""
        return attachments_of(page)

    def _heading(self, page: Page) -> str | None:
        heading = page.selector.css("h1")
        title = page.selector.xpath("//title/text()").get() or ""
        return (text_of(heading[0]) if heading else "") or title.strip() or None


def _frames(page: Page) -> list[str]:
    """Give the pages that a page shows in frames and that may hold its list."""
    sources = page.selector.xpath("//iframe/@src").getall()
    urls = dict.fromkeys(page.absolute(s) for s in sources if document_in_frame(page, s) is None)
    return [
        url
        for url in urls
        if url
        and url != page.url
        and urlsplit(url).netloc == urlsplit(page.url).netloc
        and not _NO_LIST.search(url)
    ]
