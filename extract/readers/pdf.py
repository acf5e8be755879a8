"""PDF with text: pdfplumber gives characters and lines, `layout` makes blocks of them."""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from extract.blocks import Document, UnreadableError
from extract.layout import Char, Page
from extract.readers.fixed_layout import (
    BBox,
    document_of,
    printed_once,
    refuse_books,
    rule_along,
)
from extract.ruling import Rule

# %%EOF stands in the last 1,024 bytes of a whole file (PDF 1.7, appendix H.3, note 18).
END_MARK_WITHIN = 1024


def read_pdf(data: bytes) -> Document:
    """Read a PDF; raises UnreadableError if it is cut short, locked, damaged or has no text."""
    if b"%%EOF" not in data[-END_MARK_WITHIN:]:
        raise UnreadableError("the PDF is cut short: its end mark is missing; fetch it again")
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            refuse_books(len(pdf.pages), "PDF")
            pictures = any(page.images for page in pdf.pages[:1])
            pages = list(_pages(pdf))
    except PdfminerException as error:
        raise UnreadableError(_reason(error.args[0] if error.args else error)) from error
    except (PDFException, PSException) as error:
        raise UnreadableError(_reason(error)) from error
    return document_of(pages, "PDF", pictures=pictures)


def _reason(error: object) -> str:
    if isinstance(error, PDFPasswordIncorrect):
        return "the PDF is locked with a password; ask the agency for an open copy"
    return f"the PDF is damaged ({error or type(error).__name__}); fetch it again"


def _pages(pdf: Any) -> Iterator[Page]:
    for page in pdf.pages:
        yield Page(
            number=page.page_number,
            width=float(page.width),
            height=float(page.height),
            chars=tuple(printed_once(_chars(page))),
            rules=tuple(_rules(page)),
        )
        page.close()  # pdfplumber keeps every page's objects until told otherwise


def _chars(page: Any) -> Iterator[Char]:
    for char in page.chars:
        yield Char(char["text"], *_box(char))


def _rules(page: Any) -> Iterator[Rule]:
    # Browsers draw a border as a shape with slanted ends, which is a curve to pdfplumber.
    for mark in (*page.lines, *page.curves):
        if rule := rule_along(_box(mark)):
            yield rule
    for rect in page.rects:
        x0, top, x1, bottom = box = _box(rect)
        if rule := rule_along(box):
            yield rule
        elif rect["stroke"]:  # a filled one without a stroke is shading behind prose or a cell
            yield Rule(x0, top, x1, top)
            yield Rule(x0, bottom, x1, bottom)
            yield Rule(x0, top, x0, bottom)
            yield Rule(x1, top, x1, bottom)


def _box(mark: dict[str, Any]) -> BBox:
    return mark["x0"], mark["top"], mark["x1"], mark["bottom"]
