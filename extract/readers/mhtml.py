"""MHTML: a page saved with its pictures, as browsers and Word write it; Python's mail library."""

from email import message_from_bytes, policy

from w3lib.encoding import html_to_unicode

from extract.blocks import Document, UnreadableError
from extract.readers.html import read_html


def read_mhtml(data: bytes) -> Document:
    """Read the page; raises UnreadableError if there is none, or if it holds no text."""
    return read_html(page_in(data))


def page_in(data: bytes) -> bytes:
    """Give the page, in UTF-8 if its encoding is named outside it.

    Of several the first is the page (RFC 2387, 3.2); others stand in frames, or at the top and foot
    of what Word prints. Raises UnreadableError if there is none.
    """
    for part in message_from_bytes(data, policy=policy.compat32).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if not isinstance(page, bytes) or charset is None:
                return page if isinstance(page, bytes) else b""
            _, text = html_to_unicode(f"text/html; charset={charset}", page)
            return text.encode("utf-8-sig", "replace")  # the mark goes before what the page says
    raise UnreadableError("the saved page (MHTML) is cut short: no page is in it; fetch it again")
