"""PDF with text: pdfplumber gives characters and lines, `layout` makes blocks of them."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from extract.blocks import Document, UnreadableError
from extract.form.text import SPACES
from extract.layout import Char, Page, read_pages
from extract.ruling import Rule

# A rectangle thinner than this is a drawn line, in points.
THIN = 3.0
# Reports have 5 to 40 pages; a yearbook that quotes one is not ours to read.
MOST_PAGES = 300
# %%EOF stands in the last 1,024 bytes of a whole file (PDF 1.7, appendix H.3, note 18).
END_MARK_WITHIN = 1024
_METADATA_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(data: bytes) -> Document:
    """Read a PDF; raises UnreadableError if it is cut short, locked, damaged or has no text."""
    if b"%%EOF" not in data[-END_MARK_WITHIN:]:
        raise UnreadableError("the PDF is cut short: its end mark is missing; fetch it again")
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise UnreadableError(
                    f"the PDF has {len(pdf.pages)} pages; a report has at most {MOST_PAGES}"
                )
            pictures = any(page.images for page in pdf.pages[:1])
            pages = list(_pages(pdf))
    except PdfminerException as error:
        raise UnreadableError(_reason(error.args[0] if error.args else error)) from error
    except (PDFException, PSException) as error:
        raise UnreadableError(_reason(error)) from error
    if not pages:
        raise UnreadableError("the PDF has no pages; fetch it again")
    if not any(page.chars for page in pages):
        kind = "pictures of pages" if pictures else "pages without text"
        raise UnreadableError(f"the PDF holds {kind}; reading it needs character recognition")
    blocks, warnings = read_pages(pages)
    return Document(tuple(blocks), warnings=tuple(warnings))


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
            chars=tuple(_chars(page)),
            rules=tuple(_rules(page)),
        )
        page.close()  # pdfplumber keeps every page's objects until told otherwise


def _chars(page: Any) -> Iterator[Char]:
    seen: set[tuple[str, int, int]] = set()
    for char in page.chars:
        # Bold is faked by printing a character twice, a hair apart.
        spot = (char["text"], round(char["x0"]), round(char["top"]))
        if spot in seen and SPACES.sub("", char["text"]):
            continue
        seen.add(spot)
        yield Char(char["text"], char["x0"], char["top"], char["x1"], char["bottom"])


def _rules(page: Any) -> Iterator[Rule]:
    for line in page.lines:
        if line["width"] <= THIN or line["height"] <= THIN:
            yield from _straight(line)
    for rect in page.rects:
        if min(rect["width"], rect["height"]) <= THIN:
            yield from _straight(rect)
        elif rect["stroke"]:  # a filled one without a stroke is shading behind prose or a cell
            x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
            yield Rule(x0, top, x1, top)
            yield Rule(x0, bottom, x1, bottom)
            yield Rule(x0, top, x0, bottom)
            yield Rule(x1, top, x1, bottom)


def _straight(mark: dict[str, Any]) -> Iterator[Rule]:
    x, y = (mark["x0"] + mark["x1"]) / 2, (mark["top"] + mark["bottom"]) / 2
    if mark["width"] >= mark["height"]:
        yield Rule(mark["x0"], y, mark["x1"], y)
    else:
        yield Rule(x, mark["top"], x, mark["bottom"])
