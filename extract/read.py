"""One document in, one Report out: the only way into this package."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from extract.assemble import Origin, assemble
from extract.attribution import Hints
from extract.blocks import NO_PICTURES, Document, Pictures, UnreadableError
from extract.formats import ARCHIVES, format_of
from extract.pictured import with_pictures, with_pictures_of_pages
from extract.report import Report, Status, unconfirmed
from extract.second_opinion import agree, leaves_doubt, pages_in_question, reconciled

# A reading makes some hundred thousand objects, hardly any of them in cycles. To look for cycles
# after each 700, as Python does by itself, took 8 % of the time.
_OBJECTS_UNLOOKED = 50_000

_NOT_READ = {
    **dict.fromkeys(ARCHIVES, "it is an archive of files; unpack it and read the files in it"),
    "unknown": "its bytes are of no format that reports come in; fetch it again",
}


def read_report(
    data: bytes, source: str, hints: Hints | None = None, pictures: Pictures = NO_PICTURES
) -> Report:
    """Read a document. Never raises for what the bytes hold: that gives status `unreadable`.

    `pictures` are those of a page of HTML, as far as they are at hand.
    """
    digest = hashlib.sha256(data).hexdigest()
    kind = format_of(data)
    try:
        with _cycles_sought_seldom():
            return _read(data, Origin(source, digest, kind), hints or Hints(), pictures)
    except UnreadableError as error:
        reason = str(error)
    except (RecursionError, MemoryError) as error:
        reason = f"it is nested or packed beyond what a report needs ({type(error).__name__})"
    except Exception as error:  # noqa: BLE001 - parsers raise anything on damaged bytes; it is kept
        reason = (
            f"reading the {kind} failed ({type(error).__name__}: {error}); fetch it again, and if "
            "it opens elsewhere, report this"
        )
    return Report(source, digest, kind, Status.UNREADABLE, error=reason)


def _read(data: bytes, origin: Origin, hints: Hints, pictures: Pictures) -> Report:
    """Read a document; what it was read with is gone when this ends, before cycles are sought."""
    kind = origin.format
    read = partial(assemble, origin=origin, hints=hints)
    document = open_document(kind, data, pictures)
    report = read(document)
    if document.flow and report.status is not Status.COMPLETE:
        return with_pictures(document, report, hints, read)
    if document.pictured and report.status is not Status.COMPLETE:
        again = partial(_read_with_pictures, kind, data, read)
        report = with_pictures_of_pages(document, report, again)
    if kind == "pdf" and not document.recognised and leaves_doubt(report):
        return _asked_again(data, report, hints)
    return report


@contextmanager
def _cycles_sought_seldom() -> Iterator[None]:
    youngest, *older = gc.get_threshold()
    gc.set_threshold(youngest and max(youngest, _OBJECTS_UNLOOKED), *older)  # 0: not at all
    try:
        yield
    finally:
        gc.set_threshold(youngest, *older)


def _read_with_pictures(kind: str, data: bytes, read: Callable[[Document], Report]) -> Report:
    """Read a document with pages, and the pictures that stand in their text."""
    if kind == "pdf":
        from extract.readers.pdf import read_pdf_with_pictures as with_them
    else:
        from extract.readers.ofd import read_ofd_with_pictures as with_them
    return read(with_them(data))


def _asked_again(data: bytes, first: Report, hints: Hints) -> Report:
    """Read a PDF with another library, too."""
    try:
        second = _second_reading(data, first, hints)
    except Exception as error:  # noqa: BLE001 - the first reading stands, whatever befell this one
        warning = f"a second reading, by another library, failed ({type(error).__name__}: {error})"
        return unconfirmed(replace(first, warnings=(*first.warnings, warning)))
    return reconciled(first, second)


def _second_reading(data: bytes, first: Report, hints: Hints) -> Report:
    """Read the pages in question again; all, if a figure there is read otherwise."""
    from extract.readers.pdf import read_pdf_again

    origin = Origin(first.source, first.sha256, first.format)
    if pages := pages_in_question(first):
        second = assemble(read_pdf_again(data, pages), origin, hints)
        if agree(first, second):
            return second
    return assemble(read_pdf_again(data), origin, hints)


def open_document(kind: str, data: bytes, pictures: Pictures = NO_PICTURES) -> Document:
    """Give what stands in a document of a format, before anything is read from it.

    `pictures` are those of a page of HTML, as far as they are at hand.

    Raises UnreadableError, and what the libraries that read the format raise on damaged bytes.
    """
    if not data:
        raise UnreadableError("the file is empty; fetch it again")
    if kind in _NOT_READ:
        raise UnreadableError(_NOT_READ[kind])
    if kind == "html":
        from extract.readers.html import read_html

        return read_html(data, pictures)
    return _reader(kind)(data)


def _reader(kind: str) -> Callable[[bytes], Document]:
    """Import a reader when it is needed: each brings a library that takes time to load."""
    if kind == "pdf":
        from extract.readers.pdf import read_pdf as read
    elif kind == "docx":
        from extract.readers.docx import read_docx as read
    elif kind in ("doc", "wordml", "rtf", "odt", "fodt"):
        from extract.readers.doc import READERS

        return READERS[kind]
    elif kind in ("xls", "xlsx"):
        from extract.readers.sheet import read_workbook as read
    elif kind == "ofd":
        from extract.readers.ofd import read_ofd as read
    elif kind == "scan":
        from extract.readers.scan import read_image as read
    else:
        from extract.readers.mhtml import read_mhtml as read
    return read
