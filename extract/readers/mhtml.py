"""MHTML: a page saved with its pictures, as browsers and Word write it; Python's mail library."""

from email import message_from_bytes, policy
from email.message import Message
from urllib.parse import urljoin

from w3lib.encoding import html_to_unicode

from extract.blocks import Document, UnreadableError
from extract.readers.html import read_html


def read_mhtml(data: bytes) -> Document:
    """Read the page; raises UnreadableError if there is none, or if it holds no text."""
    message = message_from_bytes(data, policy=policy.compat32)
    page = _page_of(message)
    return read_html(_in_utf8(page), _Parts(message, page))


def page_in(data: bytes) -> bytes:
    """Give the page, in UTF-8 if its encoding is named outside it.

    Of several the first is the page (RFC 2387, 3.2); others stand in frames, or at the top and foot
    of what Word prints. Raises UnreadableError if there is none.
    """
    return _in_utf8(_page_of(message_from_bytes(data, policy=policy.compat32)))


def _page_of(message: Message) -> Message:
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    raise UnreadableError("the saved page (MHTML) is cut short: no page is in it; fetch it again")


def _in_utf8(part: Message) -> bytes:
    page = part.get_payload(decode=True)
    charset = part.get_content_charset()
    if not isinstance(page, bytes) or charset is None:
        return page if isinstance(page, bytes) else b""
    _, text = html_to_unicode(f"text/html; charset={charset}", page)
    return text.encode("utf-8-sig", "replace")  # the mark goes before what the page says


class _Parts(dict[str, bytes]):
    """The files saved with a page, unpacked when they are asked for by what a `src` says.

    It says their Content-Location, in full or from that of the page, or cid: and their Content-ID
    (RFC 2557, 5 and 8).
    """

    def __init__(self, message: Message, page: Message) -> None:
        self._base = page.get("Content-Location", "").strip()
        self._parts: dict[str, Message] = {}
        for part in message.walk():
            if location := part.get("Content-Location", "").strip():
                self._parts[urljoin(self._base, location)] = part
            if name := part.get("Content-ID", "").strip().strip("<>"):
                self._parts[f"cid:{name}"] = part

    def __missing__(self, source: str) -> bytes:
        part = self._parts[source if source.startswith("cid:") else urljoin(self._base, source)]
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
