"""Text objects of a PDF page that leave no ink, or hardly any: white on white, or seen through."""

from collections.abc import Sequence

import pypdfium2.raw as pdfium

from extract.page import BBox
from extract.readers.fixed_layout import THIN
from extract.readers.pdfium_calls import numbers_of_all, plain

# Of 255: a colour of no less than the first in red, green and blue is white; text less dense than
# the second is a watermark.
_WHITE = 250
_DENSE = 128

_fill_colour = plain(pdfium.FPDFPageObj_GetFillColor)
_bounds = plain(pdfium.FPDFPageObj_GetBounds)
_stroke_width = plain(pdfium.FPDFPageObj_GetStrokeWidth)
_draw_mode = plain(pdfium.FPDFPath_GetDrawMode)
_is_seen_through = plain(pdfium.FPDFPageObj_HasTransparency)
_render_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode)


def unseen_texts(texts: Sequence[int], others: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Give those of the text objects that cannot be seen.

    `others` are the page's other objects with their kinds. White text is seen if one of them
    stands around it that is no white shape. What is only outlined has no colour to ask for.
    """
    colours = numbers_of_all(_fill_colour, texts, "I", (0, 1, 2, 3))
    red, green, blue, dense = (colours[n::4] for n in range(4))
    if max(red, default=0) < _WHITE and min(dense, default=_DENSE) >= _DENSE:  # as nearly always
        return frozenset()
    told = zip(texts, red, green, blue, dense, strict=True)
    filled = [mark for mark in told if _render_mode(mark[0]) == pdfium.FPDF_TEXTRENDERMODE_FILL]
    faint = {
        text
        for text, _, _, _, thick in filled
        if thick < _DENSE and (thick or _is_seen_through(text))  # else 0 stands for a pattern
    }
    white = [text for text, r, g, b, thick in filled if thick and min(r, g, b) >= _WHITE]
    backed = _boxes([mark for mark, kind in others if _covers(mark, kind)]) if white else []
    unbacked = {
        text
        for text, (x0, low, x1, high) in zip(white, _boxes(white), strict=True)
        if not any(a < x1 and x0 < c and b < high and low < d for a, b, c, d in backed)
    }
    return frozenset(faint | unbacked)


def _boxes(marks: Sequence[int]) -> list[BBox]:
    """Give the boxes of objects in the page's own space: left, bottom, right, top."""
    found = numbers_of_all(_bounds, marks, "f", (0, 1, 2, 3))
    return list(zip(*(found[n::4] for n in range(4)), strict=True))


def _covers(mark: int, kind: int) -> bool:
    """Whether an object that is no text may cover paper with something else than white."""
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = numbers_of_all(_draw_mode, [mark], "i", (0, 1))
    if stroke and numbers_of_all(_stroke_width, [mark], "f", (0,))[0] > THIN:
        return True
    red, green, blue, dense = numbers_of_all(_fill_colour, [mark], "I", (0, 1, 2, 3))
    return bool(fill) and not (dense and min(red, green, blue) >= _WHITE)
