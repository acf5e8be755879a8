"""From the space of a PDF's page to the page as it is read."""

from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from extract.blocks import UnreadableError
from extract.page import Affine, BBox

Point = tuple[float, float]


class Frame:
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
        self.matrix: Affine = (
            (1.0, 0.0, 0.0, -1.0, -left, top),
            (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            (0.0, -1.0, -1.0, 0.0, top, right),
        )[self.turns]
        self._left, self._top = left, top

    def point(self, x: float, y: float) -> Point:
        """Place a point of the page's own space."""
        ((placed_x, placed_y),) = moved([(x, y)], self.matrix)
        return placed_x, placed_y

    def turned_back(self, turns: int) -> Affine | None:
        """Give what leads from this frame back to one turned so many quarters less."""
        wide, high = self.width, self.height
        return (
            None,
            (0, -1, 1, 0, 0, wide),
            (-1, 0, 0, -1, wide, high),
            (0, 1, -1, 0, high, 0),
        )[turns]

    def boxes(self, numbers: Sequence[float]) -> tuple[Iterable[float], ...]:
        """Place boxes of the page's own space, given as left, top, right, bottom of one by one.

        Give all x0, all tops, all x1, all bottoms.
        """
        lefts, tops, rights, bottoms = (numbers[n::4] for n in range(4))
        if self.turns:
            corners = zip(lefts, tops, rights, bottoms, strict=True)
            placed = [around(moved([(a, d), (c, b)], self.matrix)) for a, b, c, d in corners]
            return tuple(zip(*placed, strict=True)) or ((), (), (), ())
        x, y = self._left, self._top
        if x:  # most pages begin at 0
            lefts, rights = ([place - x for place in places] for places in (lefts, rights))
        return lefts, [y - top for top in tops], rights, [y - bottom for bottom in bottoms]


def moved(points: Iterable[Point], at: Affine) -> list[Point]:
    """Apply a matrix to points."""
    a, b, c, d, e, f = at
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def around(points: Iterable[Point]) -> BBox:
    """Give the box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
