"""Marks on the pages of a PDF, straight from pdfium: characters, ruling lines, pictures.

The fast reading: a page takes a few milliseconds. Positions come out in points from the upper left
corner of the page as it is shown.
"""

import math
from array import array
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extract.blocks import UnreadableError
from extract.page import BBox, Char, Page
from extract.readers.fixed_layout import refuse_books
from extract.readers.pdf_directions import directions_of, main_direction, quarter_at, sideways_in
from extract.readers.pdf_frame import Frame
from extract.readers.pdf_shapes import Shapes
from extract.readers.pdfium_calls import (
    asked_of_all,
    floats_of_all,
    number_of,
    plain,
    room_for_floats,
)
from extract.readers.stand_in_font import read_without_fonts_of_the_machine

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is locked with a password; ask the agency for an open copy",
    pdfium.FPDF_ERR_SECURITY: "the PDF is locked in a way of its own; ask for an open copy",
}
# What no font maps to a character. It is no digit and no label, so its cell counts as not read.
UNMAPPED = "\ufffd"
_NO_MARKS = frozenset("\0\n\r\ufffe\uffff")
_IDEOGRAPHS = "\u2e80"
# Share of a character's size that stands above its base line: fonts say all sorts of things of
# their heights, and lines of print are told by them.
_ABOVE = 0.86
# Characters of heights that differ less than this are of one font and size, in points.
_SAME_HEIGHT = 0.1
# No character is wider than so many times its size; a font that says so is taken for square.
_WIDEST = 2.5

_count = plain(pdfium.FPDFText_CountChars)
_get_text = plain(pdfium.FPDFText_GetText)
_code = plain(pdfium.FPDFText_GetUnicode)
_matrix = plain(pdfium.FPDFText_GetMatrix)
_origin = plain(pdfium.FPDFText_GetCharOrigin)
_font_size = plain(pdfium.FPDFText_GetFontSize)
_loose_box = plain(pdfium.FPDFText_GetLooseCharBox)
_object = plain(pdfium.FPDFText_GetTextObject)
_is_generated = plain(pdfium.FPDFText_IsGenerated)
_has_no_meaning = plain(pdfium.FPDFText_HasUnicodeMapError)


class Turned(NamedTuple):
    """What is printed sideways on a page whose other text is upright, as a wide table may be."""

    page: Page  # of that alone, set upright
    rest: tuple[Char, ...]  # characters of the page without it


@dataclass(frozen=True)
class Marked:
    """A page with what else must be known of it to read it."""

    page: Page
    pictured: float  # share of the page that pictures cover, at most 1
    dots_per_inch: int  # of the largest picture; 0 if there is none
    hidden: bool  # whether all of its text is invisible, as under the picture of a scan
    unmapped: int  # characters that its fonts give no meaning
    pictures: tuple[BBox, ...]  # where they lie on the page as read
    turned: Turned | None = None


def marked_pages(data: bytes, without: Collection[int] = ()) -> Iterator[Marked]:
    """Give the pages one by one, but for those of some numbers.

    Raises UnreadableError if the file is damaged or locked.
    """
    with opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        refuse_books(count, "PDF")
        for number in range(1, count + 1):
            if number not in without:
                with _loaded(document, number) as page:
                    yield _marked(page, number)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Open a PDF; raises UnreadableError with the reason if pdfium cannot."""
    read_without_fonts_of_the_machine()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        reason = _REASONS.get(pdfium.FPDF_GetLastError())
        raise UnreadableError(reason or "the PDF is damaged; fetch it again")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _loaded(document: Any, number: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if page and _is_filled_in(page):  # what stands on the page becomes part of it
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise UnreadableError(f"page {number} of the PDF is damaged; fetch it again")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _is_filled_in(page: Any) -> bool:
    """Whether text stands on a page as annotations: fields of a form, or typed over the print."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET):
            return True
    return False


def _marked(page: Any, number: int) -> Marked:
    shapes = Shapes(page)
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise UnreadableError(f"the text of page {number} of the PDF is damaged; fetch it again")
    try:
        directions = directions_of(text)
        rotated = pdfium.FPDFPage_GetRotation(page)
        turn = main_direction(directions, rotated)
        frame = Frame(page, rotated + turn)
        letters = _Letters(text, frame, shapes.unseen, apart=len(directions) > 1)
        letters.take_all()
        sideways = sideways_in(directions, frame.turns) if turn == 0 else None
        turned = None if sideways is None else _turned(page, number, text, shapes, frame, sideways)
        hidden = bool(letters.chars and shapes.pictured) and _is_hidden(text)
    finally:
        pdfium.FPDFText_ClosePage(text)
    chars, rules = tuple(letters.chars), tuple(shapes.rules(frame))
    to_shown = frame.turned_back(turn)
    return Marked(
        Page(
            *(number, frame.width, frame.height, chars, rules),
            to_shown=to_shown,
            turned=letters.turned,
        ),
        min(1.0, shapes.pictured / (frame.width * frame.height or 1.0)),
        shapes.dots_per_inch,
        hidden=hidden,
        unmapped=letters.unmapped,
        pictures=tuple(shapes.pictures(frame)),
        turned=turned,
    )


def _turned(
    page: Any, number: int, text: Any, shapes: Shapes, upright: Frame, sideways: int
) -> Turned:
    frame = Frame(page, sideways)
    taken, rest = (_Letters(text, f, shapes.unseen, apart=True) for f in (frame, upright))
    taken.take_all(only=sideways)
    rest.take_all(without=sideways)
    back = frame.turned_back((sideways - upright.turns) % 4)
    rules = tuple(shapes.rules(frame))
    chars = tuple(taken.chars)
    whole = Page(number, frame.width, frame.height, chars, rules, to_shown=back)
    return Turned(whole, tuple(rest.chars))


def _is_hidden(text: Any) -> bool:
    """Whether all text is invisible, as what others' character recognition puts on a scan."""
    return all(
        pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index))
        == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        for index in range(pdfium.FPDFText_CountChars(text))
        if not pdfium.FPDFText_IsGenerated(text, index)
    )


class _Letters:
    """The characters of a page in a frame, each as high as its font is large."""

    def __init__(self, text: Any, frame: Frame, unseen: Collection[int], *, apart: bool) -> None:
        """`unseen` are text objects; `apart` is whether some text runs otherwise than the rest."""
        self.chars: list[Char] = []
        self.turned: dict[
            Char, int
        ] = {}  # those that are not upright, with the turns to set them so
        self.unmapped = 0
        self._number = number_of(text)
        self._frame = frame
        self._unseen = unseen
        self._apart = apart
        self._sizes: dict[float, tuple[float, float]] = {}

    def take_all(self, only: int | None = None, without: int | None = None) -> None:
        """Take the characters that run along the page; what runs aslant is a watermark.

        `only` and `without` are quarter turns that set characters upright.
        """
        text, sizes, apart, unseen = self._number, self._sizes, self._apart, self._unseen
        characters = _characters(text)
        indices = range(len(characters))
        boxes = floats_of_all(_loose_box, repeat(text), indices, count=len(indices), each=4)
        placed = zip(indices, characters, *self._frame.boxes(boxes), strict=True)
        take, new = self.chars.append, tuple.__new__  # Char(…) takes twice as long
        height = size = drop = widest = -1.0
        for index, character, x0, top, x1, bottom in placed:
            if character in _NO_MARKS or (character == " " and _is_generated(text, index) == 1):
                continue
            if unseen and _object(text, index) in unseen:
                continue
            turned = self._turned(index, only, without) if apart else 0
            if turned is None:
                continue
            # Without a map pdfium gives the font's own code. Those are small; so only small ones
            # are asked about, which saves a quarter of the time.
            if character < _IDEOGRAPHS and _has_no_meaning(text, index) == 1:
                character = UNMAPPED  # noqa: PLW2901 - what cannot be said
                self.unmapped += 1
            if turned == 0:
                if bottom - top != height:  # most are as high as the one before
                    height = bottom - top
                    high = height // _SAME_HEIGHT
                    size, drop = sizes.get(high) or self._size(index, high, bottom)
                    widest = _WIDEST * size
                bottom -= drop  # noqa: PLW2901 - the same box, made as high as the font is large
                top = bottom - size  # noqa: PLW2901
                if x1 - x0 > widest:
                    x1 = x0 + size  # noqa: PLW2901
            take(new(Char, (character, x0, top, x1, bottom)))
            if turned:
                self.turned[self.chars[-1]] = turned

    def _turned(self, index: int, only: int | None, without: int | None) -> int | None:
        """Give the turns that set a character upright in the frame; None if it is not wanted."""
        quarter = quarter_at(self._number, index)
        if quarter is None or quarter == without or only not in (None, quarter):
            return None
        return (quarter - self._frame.turns) % 4

    def _size(self, index: int, high: float, bottom: float) -> tuple[float, float]:
        """Give a character's size and how far above `bottom` it should end, in points."""
        matrix, at = room_for_floats(6)
        _matrix(self._number, index, at)
        origin = array("d", (0, 0))
        x = origin.buffer_info()[0]
        _origin(self._number, index, x, x + origin.itemsize)
        size = _font_size(self._number, index) * math.hypot(matrix[2], matrix[3])
        base = self._frame.point(*origin)[1]
        found = size, bottom - (base + (1 - _ABOVE) * size)
        self._sizes[high] = found
        return found


def _characters(text: int) -> str:
    """Give a page's characters, all at once where each is one unit of UTF-16."""
    count = _count(text)
    units = array("H", bytes(2 * (count + 1)))  # with the zero at the end
    with suppress(UnicodeDecodeError):
        if _get_text(text, 0, count, units.buffer_info()[0]) == count + 1:
            found = units[:count].tobytes().decode("utf-16-le")
            if len(found) == count:
                return found
    return "".join(map(chr, asked_of_all(_code, text, count)))
