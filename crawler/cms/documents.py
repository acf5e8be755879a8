"""Documents that an article offers or shows in a frame."""

import re

from parsel import Selector

from crawler.cms.markup import attribute, label, plain, text_of
from crawler.cms.page import Attachment, Page, is_document, viewed_document

# Addresses that give documents whatever their suffix: VSB names them in the answer only, Hanweb
# downfile.jsp, Lonsun OpennessContent and FastDFS, NFCMS /attachment/0/….
_DOWNLOADS = re.compile(
    r"/system/_content/download\.jsp\?|/downfile\.jsp\?|/OpennessContent/download/"
    r"|/attachment/(?:\d+/)+\d+\.(?!png|jpe?g|gif)|/group\d+/M\d\d/[\w/+-]+\.(?!png|jpe?g|gif)"
)
# 秦安 (VSB) renders the article itself to these; they are no uploads.
_RENDERED = re.compile(r"^【?下载(?:Word|PDF)(?:版|文档)?】?$", re.IGNORECASE)
_FRAMES = "//iframe/@src | //embed/@src | //object/@data"


def attachments_of(page: Page) -> tuple[Attachment, ...]:
    """Give the documents, each once."""
    found: dict[str, Attachment] = {}
    for anchor in page.selector.xpath("//a | //file"):  # iList.jsp writes <file href>
        url, text = _address(page, anchor), text_of(anchor)
        name = plain(attribute(anchor, "download")) or label(anchor)
        if url and not _RENDERED.match(text) and _is_offered(anchor, url, name, text):
            found.setdefault(url, Attachment(url, name or text or attribute(anchor, "alt")))
    for source in page.selector.xpath(_FRAMES).getall():
        shown = document_in_frame(page, source)
        if shown:
            found.setdefault(shown, Attachment(shown, ""))
    return tuple(found.values())


def document_in_frame(page: Page, source: str) -> str | None:
    """Give the document that a frame shows, by itself or in a viewer such as pdf.js."""
    url = page.absolute(source)
    shown = url and (viewed_document(url) or url)
    return shown if shown and is_document(shown) else None


def _address(page: Page, anchor: Selector) -> str | None:
    """Give where a link leads; the editor of TRS keeps an address of its own in `oldsrc`."""
    return page.link(anchor) or page.absolute(attribute(anchor, "oldsrc"))


def _is_offered(anchor: Selector, url: str, *names: str) -> bool:
    marked = attribute(anchor, "appendix") or attribute(anchor, "attachment-id")
    alternative = attribute(anchor, "alt")
    return bool(marked or _DOWNLOADS.search(url) or is_document(url, alternative, *names))
