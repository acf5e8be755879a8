"""Marks on the pages of a PDF, straight from pdfium: characters, ruling lines, pictures.

The fast reading: a page takes a few milliseconds. Positions come out in points from the upper left
corner of the page as it is shown.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extract.blocks import UnreadableError
from extract.page import Affine, BBox, Char, Page
from extract.readers.fixed_layout import refuse_books
from extract.readers.pdf_shapes import Point, Shapes, around

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "the PDF is locked with a password; ask the agency for an open copy",
    pdfium.FPDF_ERR_SECURITY: "the PDF is locked in a way of its own; ask for an open copy",
}
# What no font maps to a character. It is no digit and no label, so its cell counts as not read.
UNMAPPED = 0xFFFD
_NO_MARKS = frozenset((0, 0x0A, 0x0D, 0xFFFE, 0xFFFF))
_BLANK = 0x20
_IDEOGRAPHS = 0x2E80
_SURROGATES = (0xD800, 0xDFFF)
# Share of a character's size that stands above its base line: fonts say all sorts of things of
# their heights, and lines of print are told by them.
_ABOVE = 0.86
# No character is wider than so many times its size; a font that says so is taken for square.
_WIDEST = 2.5
_QUARTER = math.pi / 2
# Text that runs otherwise than in quarter turns, by more than this share of one, is a watermark.
_ASLANT = 0.05


@dataclass(frozen=True)
class Marked:
    """A page with what else must be known of it to read it."""

    page: Page
    pictured: float  # share of the page that pictures cover, at most 1
    dots_per_inch: int  # of the largest picture; 0 if there is none
    hidden: bool  # whether all of its text is invisible, as under the picture of a scan
    unmapped: int  # characters that its fonts give no meaning


def marked_pages(data: bytes) -> Iterator[Marked]:
    """Give the pages one by one; raises UnreadableError if the file is damaged or locked."""
    with opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        refuse_books(count, "PDF")
        for index in range(count):
            with _loaded(document, index) as page:
                yield _marked(page, index + 1)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Open a PDF; raises UnreadableError with the reason if pdfium cannot."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        reason = _REASONS.get(pdfium.FPDF_GetLastError())
        raise UnreadableError(reason or "the PDF is damaged; fetch it again")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _loaded(document: Any, index: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise UnreadableError(f"page {index + 1} of the PDF is damaged; fetch it again")
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _marked(page: Any, number: int) -> Marked:
    shapes = Shapes(page)
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise UnreadableError(f"the text of page {number} of the PDF is damaged; fetch it again")
    try:
        directions = _directions(text)
        rotated = pdfium.FPDFPage_GetRotation(page)
        turn = _main_direction(directions, rotated)
        frame = _Frame(page, rotated + turn)
        letters = _Letters(text, frame, apart=len(directions) > 1)
        letters.take_all()
        hidden = bool(letters.chars and shapes.pictured) and _is_hidden(text)
    finally:
        pdfium.FPDFText_ClosePage(text)
    chars, rules = tuple(letters.chars), tuple(shapes.rules(frame.point))
    to_shown = frame.turned_back(turn)
    return Marked(
        Page(number, frame.width, frame.height, chars, rules, to_shown=to_shown),
        min(1.0, shapes.pictured / (frame.width * frame.height or 1.0)),
        shapes.dots_per_inch,
        hidden=hidden,
        unmapped=letters.unmapped,
    )


# Text that runs otherwise than the rest of a page has at least so many characters.
_FEWEST_ASIDE = 3


def _directions(text: Any) -> Counter[int | None]:
    """Count characters by the quarter turns that set them upright, None if they run aslant."""
    found: Counter[int | None] = Counter()
    for index in range(0, pdfium.FPDFText_CountChars(text), _FEWEST_ASIDE):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        found[_quarter(angle) if angle else 0] += 1
    return found


def _main_direction(directions: Counter[int | None], rotated: int) -> int:
    """Quarter turns clockwise that set most text of a page upright, after the page's own turn."""
    along = [(count, -way) for way, count in directions.items() if way is not None]
    return (-max(along)[1] - rotated) % 4 if along else 0


def _is_hidden(text: Any) -> bool:
    """Whether all text is invisible, as what others' character recognition puts on a scan."""
    modes = {
        pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index))
        for index in range(pdfium.FPDFText_CountChars(text))
        if not pdfium.FPDFText_IsGenerated(text, index)
    }
    return modes == {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE}


class _Frame:
    """From a page's own space (y upwards) to the page as read: cut, turned, y downwards."""

    def __init__(self, page: Any, turns: int) -> None:
        """`turns` are quarter turns clockwise."""
        box = pdfium.FS_RECTF()
        if not pdfium.FPDF_GetPageBoundingBox(page, box):
            raise UnreadableError("a page of the PDF has no size; fetch it again")
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        wide, high = right - left, top - bottom
        self.turns = turns % 4
        self.width, self.height = (high, wide) if turns % 2 else (wide, high)
        self.point: Callable[[float, float], Point] = (
            lambda x, y: (x - left, top - y),
            lambda x, y: (y - bottom, x - left),
            lambda x, y: (right - x, y - bottom),
            lambda x, y: (top - y, right - x),
        )[self.turns]
        self._left, self._top = left, top

    def turned_back(self, turns: int) -> Affine | None:
        """Give what leads from this frame back to one turned so many quarters less."""
        wide, high = self.width, self.height
        return (
            None,
            (0, -1, 1, 0, 0, wide),
            (-1, 0, 0, -1, wide, high),
            (0, 1, -1, 0, high, 0),
        )[turns]

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        """Place a box given in the page's own space."""
        if not self.turns:  # nearly always
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        return around([self.point(left, bottom), self.point(right, top)])


def _quarter(angle: float) -> int | None:
    """Quarter turns nearest to an angle in radians, 0 to 3; None if it lies between two."""
    turns = angle / _QUARTER
    return None if abs(turns - round(turns)) > _ASLANT else round(turns) % 4


class _Letters:
    """The characters of a page in a frame, each as high as its font is large."""

    def __init__(self, text: Any, frame: _Frame, *, apart: bool) -> None:
        """`apart` is whether some text runs in another direction than the rest."""
        self.chars: list[Char] = []
        self.unmapped = 0
        self._text = text
        self._frame = frame
        self._apart = apart
        self._sizes: dict[float, tuple[float, float]] = {}

    def take_all(self) -> None:
        """Take the characters that run along the page; what runs aslant is a watermark."""
        text, box, placed = self._text, pdfium.FS_RECTF(), self._frame.box
        for index, code in enumerate(_codes(text)):
            if code in _NO_MARKS:
                continue
            if code == _BLANK and pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            upright = True
            if self._apart:
                quarter = _quarter(pdfium.FPDFText_GetCharAngle(text, index))
                if quarter is None:
                    continue
                upright = quarter == self._frame.turns
            # Without a map pdfium gives the font's own code. Those are small; so only small ones
            # are asked about, which saves a quarter of the time.
            if code < _IDEOGRAPHS and pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
                code = UNMAPPED  # noqa: PLW2901 - what cannot be said
                self.unmapped += 1
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            x0, top, x1, bottom = placed(box.left, box.bottom, box.right, box.top)
            if upright:
                high = round(bottom - top, 1)  # the same height means the same font
                size, drop = self._sizes.get(high) or self._size(index, high, bottom)
                bottom -= drop
                top = bottom - size
                if x1 - x0 > _WIDEST * size:
                    x1 = x0 + size
            self.chars.append(Char(chr(code), x0, top, x1, bottom))

    def _size(self, index: int, high: float, bottom: float) -> tuple[float, float]:
        """Give a character's size and how far above `bottom` it should end, in points."""
        matrix = pdfium.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        pdfium.FPDFText_GetCharOrigin(self._text, index, x, y)
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        base = self._frame.point(x.value, y.value)[1]
        found = size, bottom - (base + (1 - _ABOVE) * size)
        self._sizes[high] = found
        return found


def _codes(text: Any) -> Sequence[int]:
    """Give the code points of a page's characters, all at once where each is one unit of UTF-16."""
    count = pdfium.FPDFText_CountChars(text)
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, units)
    codes: list[int] = units[:count]
    if written == count + 1 and not any(_SURROGATES[0] <= c <= _SURROGATES[1] for c in codes):
        return codes
    return [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]
