"""The format of a document, by its bytes and never by its name."""

import io
import re
import zipfile

from extract.readers.package import MOST_PARTS, listed_parts

# Formats that hold files, each of which is a document of its own; see extract.members.
ARCHIVES = frozenset({"zip", "rar", "7z"})

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
# A stream of an OLE file that tells which program wrote it; WPS's files have the same. A name in
# the directory is UTF-16, filled up with zeros ([MS-CFB] 2.6.1).
_OLE_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
_ZIP_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
# OpenDocument 1.2, part 3, 3.3: the first file says which kind, and is not packed. A template has
# “-template” behind this.
_ODT = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL)
_RTF = b"{\\rtf"
# Documents that are one XML file, by what stands in their first element.
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|office:document|w:wordDocument)\b")
_XML_ROOTS = {
    b'office:mimetype="application/vnd.oasis.opendocument.text': "fodt",
    b"<w:wordDocument": "wordml",
}
# The head of a mail, as of a page saved with its pictures (RFC 2557).
_MAIL = re.compile(
    rb"\s*(?:[a-z-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*?mime-version:", re.IGNORECASE
)
# A ZIP file may begin with its end, if it is empty (APPNOTE.TXT 4.3.16). RAR 4 and RAR 5 differ in
# what follows (RAR 5.0 archive format, "RAR 5.0 signature").
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED = {b"Rar!\x1a\x07": "rar", b"7z\xbc\xaf\x27\x1c": "7z"}
# What the library for ZIP raises on bytes that are none, or a damaged one.
ZIP_ERRORS = (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p|span|ucap)\b", re.IGNORECASE
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_LOOKED_AT = 65536


def format_of(data: bytes) -> str:
    """Give the name of a format; "unknown" if none fits.

    They are html, mhtml, pdf, scan, docx, doc, wordml, rtf, odt, fodt, xlsx, xls and ofd, and the
    archives zip, rar and 7z. An image is a scan. A file in which a PDF begins within the first
    1,024 bytes is a PDF (PDF 1.7, appendix H.3, note 13), unless it is an archive that holds one
    as it is.
    """
    if data.startswith(_ZIP):
        return _zip_format(data)
    for signature, packed in _PACKED.items():
        if data.startswith(signature):
            return packed
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return next(
            (n for s, n in _OLE_STREAMS.items() if s.encode("utf-16-le").ljust(64, b"\0") in data),
            "doc",
        )
    if data.startswith(_IMAGES):
        return "scan"
    return _text_format(data[:_LOOKED_AT])


def _text_format(start: bytes) -> str:
    if start.startswith(_RTF):
        return "rtf"
    if _XML.match(start):
        for root, name in _XML_ROOTS.items():
            if root in start:
                return name
    if _MAIL.match(start):
        return "mhtml"
    return "html" if _is_html(start) else "unknown"


def _is_html(start: bytes) -> bool:
    """Whether text with a tag of HTML in it begins here; random bytes hold tags, and more."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")  # UTF-16
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls <= len(start) // 1000 and bool(_TAG.search(start))


def _zip_format(data: bytes) -> str:
    if _ODT.match(data):
        return "odt"
    if listed_parts(data) > MOST_PARTS:
        return "zip"  # no document has so many; the library would take all memory to list them
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except ZIP_ERRORS:
        # Cut short: the list of members at the end is lost, their names in the text are not.
        return next((name for m, name in _ZIP_MEMBERS.items() if m.encode() in data), "zip")
    return next((name for member, name in _ZIP_MEMBERS.items() if member in names), "zip")
