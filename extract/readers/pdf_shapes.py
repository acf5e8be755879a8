"""What the objects of a page draw besides characters: ruling lines and pictures, by pdfium."""

import ctypes
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extract.page import BBox
from extract.readers.fixed_layout import rule_along
from extract.ruling import Rule

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Forms may stand in forms; deeper than this only a trap nests.
_DEEPEST = 8
# A line is level or upright if it strays less than this on its way, in points.
_STRAIGHT = 0.5


def _objects_of_page(page: Any) -> Iterator[Any]:
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield pdfium.FPDFPage_GetObject(page, number)


def _objects_of_form(form: Any) -> Iterator[Any]:
    for number in range(pdfium.FPDFFormObj_CountObjects(form)):
        yield pdfium.FPDFFormObj_GetObject(form, number)


class Shapes:
    """What the objects of a page draw besides characters, in the page's own space."""

    def __init__(self, page: Any) -> None:
        self.shapes: list[tuple[list[Point], bool]] = []  # and whether its sides are lines
        self.pictured = 0.0  # square points
        self.dots_per_inch = 0
        self._largest = 0.0
        self._take_all(_objects_of_page(page), _SAME)

    def _take_all(self, objects: Iterable[Any], over: Matrix, depth: int = 0) -> None:
        """Take the objects of a page, or of a form in it that `over` places."""
        for mark in objects:
            kind = pdfium.FPDFPageObj_GetType(mark)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._take_path(mark, over)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._take_picture(mark, over)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                self._take_all(_objects_of_form(mark), _matrix(mark, over), depth + 1)

    def rules(self, point: Callable[[float, float], Point]) -> Iterator[Rule]:
        """Give the lines that the shapes draw."""
        for points, lined in self.shapes:
            placed = [point(x, y) for x, y in points]
            if rule := rule_along(around(placed)):  # also borders that browsers fill
                yield rule
            elif lined:
                yield from _sides(placed)

    def _take_picture(self, mark: Any, over: Matrix) -> None:
        at = _matrix(mark, over)  # of the unit square
        corners = [_moved(at, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
        x0, low, x1, high = around(corners)
        size = (x1 - x0) * (high - low)
        self.pictured += size
        if size > self._largest:
            self._largest = size
            self.dots_per_inch = _dots_per_inch(mark, max(x1 - x0, high - low))
        self.shapes.append((corners, False))  # some programs draw lines as pictures

    def _take_path(self, mark: Any, over: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(mark, fill, stroke)
        if not fill.value and not stroke.value:
            return  # a path to clip by
        at = _matrix(mark, over)
        for points, straight in _subpaths(mark):
            self.shapes.append(
                ([_moved(at, x, y) for x, y in points], bool(stroke.value) and straight)
            )


def _dots_per_inch(picture: Any, longest: float) -> int:
    """Give the resolution of a picture whose longer side is so many points."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(picture, wide, high):
        return 0
    return round(max(wide.value, high.value) * 72 / longest)


def _subpaths(path: Any) -> Iterator[tuple[list[Point], bool]]:
    """Give each run of a path as its points, and whether it has straight sides only."""
    points: list[Point] = []
    straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _sides(points: list[Point]) -> Iterator[Rule]:
    """Give the level and upright sides of a shape."""
    for one, other in pairwise(points):
        x0, top, x1, bottom = box = around([one, other])
        if min(x1 - x0, bottom - top) <= _STRAIGHT and (rule := rule_along(box)):
            yield rule


def _matrix(mark: Any, over: Matrix) -> Matrix:
    """Give an object's matrix, that of the forms around it applied."""
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(mark, own):
        return over
    if over is _SAME:
        return own.a, own.b, own.c, own.d, own.e, own.f
    a, b, c, d, e, f = over
    return (
        own.a * a + own.b * c,
        own.a * b + own.b * d,
        own.c * a + own.d * c,
        own.c * b + own.d * d,
        own.e * a + own.f * c + e,
        own.e * b + own.f * d + f,
    )


def _moved(at: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = at
    return a * x + c * y + e, b * x + d * y + f


def around(points: Iterable[Point]) -> BBox:
    """Give the box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
