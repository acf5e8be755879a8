"""What is read by way of LibreOffice, which makes a DOCX of it.

That is DOC and WPS (both are Word 97's format), Word 2003's XML, RTF and OpenDocument.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

from extract.blocks import Document, UnreadableError
from extract.readers.docx import read_docx
from extract.readers.office import CONVERTED, to_docx
from extract.readers.package import guard

# What Office makes of any document with a password is an OLE file with this stream.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# [MS-DOC] 2.5.1, FibBase: wIdent, nFib (C0 to 112), six bytes, then flags; bit 8 is fEncrypted.
_FIB = re.compile(rb"\xec\xa5(?:[\xc0-\xd9]\x00|[\x01-\x12]\x01).{6}(..)", re.DOTALL)
_FIB_ENCRYPTED = 0x0100
_SECTOR = 512


# What the list of parts says of one that needs a password (OpenDocument 1.2, part 3).
_ODF_LIST, _ODF_ENCRYPTED = "META-INF/manifest.xml", b"encryption-data"


def read_doc(data: bytes) -> Document:
    """Read a Word 97 or WPS document.

    Raises UnreadableError if it is damaged or locked, or if LibreOffice is not installed.
    """
    name = "Word 97 or WPS file"
    if _ENCRYPTED in data or _is_locked(data):
        raise _locked(name)
    return _read(data, name, "MS Word 97")


def read_rtf(data: bytes) -> Document:
    """Read an RTF document; raises UnreadableError as `read_doc` does."""
    if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):  # LibreOffice takes what there is for all
        raise UnreadableError("the RTF file is cut short; fetch it again")
    return _read(data, "RTF file", "Rich Text Format")


def read_odt(data: bytes) -> Document:
    """Read an OpenDocument text or a template of one; raises UnreadableError as `read_doc` does."""
    name = "OpenDocument text"
    guard(data, name)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if _ODF_LIST in package.namelist() and _ODF_ENCRYPTED in package.read(_ODF_LIST):
            raise _locked(name)
    return _read(data, name, "writer8")


def read_flat_odt(data: bytes) -> Document:
    """Read an OpenDocument text that is one XML file; raises UnreadableError as `read_doc` does."""
    return _read_xml(data, "flat OpenDocument text", "OpenDocument Text Flat XML")


def read_word_2003_xml(data: bytes) -> Document:
    """Read the XML of Word 2003, which programs like to fill in; raises as `read_doc` does."""
    return _read_xml(data, "Word 2003 XML file", "MS Word 2003 XML")


def _read_xml(data: bytes, name: str, import_filter: str) -> Document:
    if b"<!DOCTYPE" in data:  # no program writes one; in text it would be &lt;!DOCTYPE
        raise UnreadableError(f"the {name} defines XML entities; it was not opened")
    return _read(data, name, import_filter)


def _locked(name: str) -> UnreadableError:
    return UnreadableError(f"the {name} is locked with a password; ask the agency for an open copy")


def _read(data: bytes, name: str, import_filter: str) -> Document:
    document = read_docx(to_docx(data, name, import_filter))
    return replace(document, warnings=(*document.warnings, CONVERTED))


def _is_locked(data: bytes) -> bool:
    for start in range(_SECTOR, len(data), _SECTOR):
        fib = _FIB.match(data, start)
        if fib:
            return bool(int.from_bytes(fib[1], "little") & _FIB_ENCRYPTED)
    return False


# By the names that formats have in extract.formats.
READERS: dict[str, Callable[[bytes], Document]] = {
    "doc": read_doc,
    "wordml": read_word_2003_xml,
    "rtf": read_rtf,
    "odt": read_odt,
    "fodt": read_flat_odt,
}
