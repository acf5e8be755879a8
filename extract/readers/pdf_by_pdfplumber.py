"""Marks on the pages of a PDF as pdfplumber gives them: the slow reading, a second opinion.

It and pdfium share no code, so that what both say of a figure is what is printed.
"""

import io
import logging
import math
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from extract.blocks import UnreadableError
from extract.page import BBox, Char, Page
from extract.readers.fixed_layout import refuse_books, rule_along
from extract.ruling import Rule

# It says what is odd about every font, on standard error; what there is to say is in the report.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def plumbed_pages(data: bytes, numbers: Collection[int] | None = None) -> list[Page]:
    """Give the pages of these numbers, from 1; None: all.

    Raises UnreadableError if the file is damaged or locked.
    """
    wanted = None if numbers is None else sorted(numbers)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=wanted) as pdf:
            refuse_books(len(pdf.pages), "PDF")
            return list(_pages(pdf))
    except PdfminerException as error:
        raise UnreadableError(_reason(error.args[0] if error.args else error)) from error
    except (PDFException, PSException) as error:
        raise UnreadableError(_reason(error)) from error


def _reason(error: object) -> str:
    if isinstance(error, PDFPasswordIncorrect):
        return "the PDF is locked with a password; ask the agency for an open copy"
    return f"the PDF is damaged ({error or type(error).__name__}); fetch it again"


def _pages(pdf: Any) -> Iterator[Page]:
    for page in pdf.pages:
        told = [(Char(char["text"], *_box(char)), char) for char in page.chars]
        yield Page(
            number=page.page_number,
            width=float(page.width),
            height=float(page.height),
            chars=tuple(char for char, _ in told),
            rules=tuple(_rules(page)),
            turned={char: turn for char, of in told if (turn := _turns(of["matrix"]))},
        )
        page.close()  # pdfplumber keeps every page's objects until told otherwise


def _turns(matrix: Sequence[float]) -> int:
    """Give the quarter turns clockwise, nearest to it, that set a character upright."""
    along, up = matrix[:2]  # where its line runs
    return round(math.atan2(up, along) / (math.pi / 2)) % 4


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
