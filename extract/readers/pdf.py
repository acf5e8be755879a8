"""PDF: characters and lines from pdfium, or once more and slower from pdfplumber; then `layout`.

A page that is a picture, or whose fonts do not say what their characters mean, is read as a scan.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from extract.blocks import Document, Paragraph, UnreadableError
from extract.form.lexicon import is_entry
from extract.grid import Grid
from extract.layout import read_pages
from extract.page import Page
from extract.readers import pdf_by_pdfium
from extract.readers.fixed_layout import (
    COARSEST,
    FINEST,
    HARDLY_ANY,
    PICTURED,
    document_of,
    refuse_posters,
)
from extract.readers.mixed_pages import MixedPage, document_of_mixed
from extract.readers.pdf_by_pdfium import Marked, Turned
from extract.readers.stand_in_font import fonts_of_the_machine

# %%EOF stands in the last 1,024 bytes of a whole file (PDF 1.7, appendix H.3, note 18).
END_MARK_WITHIN = 1024
# A page is read as a picture, too, if its fonts give more than this share of it no meaning.
_UNMAPPED = 0.05


def read_pdf(data: bytes) -> Document:
    """Read a PDF; raises UnreadableError if it is cut short, locked, damaged or cannot be read."""
    return _read(data, with_pictures=False)


def read_pdf_with_pictures(data: bytes) -> Document:
    """Read a PDF with the pictures that stand in the text of its pages.

    Raises UnreadableError as `read_pdf` does, and if the libraries that it needs are not installed.
    """
    return _read(data, with_pictures=True)


def _read(data: bytes, *, with_pictures: bool) -> Document:
    _refuse_torn(data)
    warnings: list[str] = []
    pages = (_mixed(data, marked, warnings) for marked in pdf_by_pdfium.marked_pages(data))
    return document_of_mixed(pages, "PDF", warnings, with_pictures=with_pictures)


def read_pdf_again(data: bytes, numbers: Collection[int] | None = None) -> Document:
    """Read the text of a PDF with another library, many times slower.

    `numbers` are those of the pages to read so, None all; the others are read as before.

    Raises UnreadableError as `read_pdf` does, and for pages that are pictures.
    """
    from extract.readers.pdf_by_pdfplumber import plumbed_pages

    _refuse_torn(data)
    pages = plumbed_pages(data, numbers)
    if numbers is not None:
        pages += [marked.page for marked in pdf_by_pdfium.marked_pages(data, without=numbers)]
        pages.sort(key=lambda page: page.number)
    return document_of(pages, "PDF")


def _refuse_torn(data: bytes) -> None:
    if b"%%EOF" not in data[-END_MARK_WITHIN:]:
        raise UnreadableError("the PDF is cut short: its end mark is missing; fetch it again")


def _mixed(data: bytes, marked: Marked, warnings: list[str]) -> MixedPage:
    page = _set_upright(marked.page, marked.turned, warnings) if marked.turned else marked.page

    def draw(_boxes: object) -> tuple[Any, float]:
        """Draw the page as finely as its pictures are."""
        dpi = min(max(marked.dots_per_inch or FINEST, COARSEST), FINEST)
        refuse_posters(page.width, page.height)
        return drawn(data, page.number, dpi), dpi

    return MixedPage(page, _is_picture(marked), marked.pictures, draw)


def _set_upright(page: Page, turned: Turned, warnings: list[str]) -> Page:
    """Give a page with the tables that are printed sideways on it; as it is, if there are none.

    Where only labels stand sideways, or only figures, the table itself is upright.
    """
    blocks, doubts = read_pages([turned.page])
    tables = tuple(block for block in blocks if isinstance(block, Grid))
    filled = [is_entry(cell) for table in tables for cell in table.cells if not cell.blank]
    if not any(filled) or all(filled):
        return page
    if prose := "".join(block.text for block in blocks if isinstance(block, Paragraph)):
        doubts.append(f"page {page.number}: “{prose[:40]}” is printed sideways; not read")
    warnings += doubts
    return replace(page, chars=turned.rest, tables=tables)


def _is_picture(marked: Marked) -> bool:
    seen = 0 if marked.hidden else len(marked.page.chars)
    if marked.pictured > PICTURED and seen < HARDLY_ANY:
        return True
    return marked.unmapped > _UNMAPPED * len(marked.page.chars)


def drawn(data: bytes, number: int, dpi: float) -> Any:
    """Draw page `number`, from 1, as it is shown: an array of rows × columns × red, green, blue."""
    from pypdfium2 import PdfDocument

    with fonts_of_the_machine(), PdfDocument(data) as document:
        bitmap = document[number - 1].render(scale=dpi / 72, rev_byteorder=True)
        return bitmap.to_numpy()[:, :, :3].copy()
