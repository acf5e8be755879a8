"""What the objects of a page draw besides characters: ruling lines and pictures, by pdfium."""

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium

from extract.page import BBox
from extract.readers.fixed_layout import rule_along
from extract.readers.pdfium_calls import (
    asked_of_all,
    floats_of_all,
    ints_of_all,
    number_of,
    plain,
    room_for_floats,
)
from extract.ruling import Rule

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Forms may stand in forms; deeper than this only a trap nests.
_DEEPEST = 8
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_MOVE, _CURVE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_BEZIERTO
# A line is level or upright if it strays less than this on its way, in points.
_STRAIGHT = 0.5


_object_of_page = plain(pdfium.FPDFPage_GetObject)
_count_of_form = plain(pdfium.FPDFFormObj_CountObjects)
_object_of_form = plain(pdfium.FPDFFormObj_GetObject)
_kind = plain(pdfium.FPDFPageObj_GetType)
_matrix_of = plain(pdfium.FPDFPageObj_GetMatrix)
_pixels = plain(pdfium.FPDFImageObj_GetImagePixelSize)
_draw_mode = plain(pdfium.FPDFPath_GetDrawMode)
_count_of_path = plain(pdfium.FPDFPath_CountSegments)
_segment = plain(pdfium.FPDFPath_GetPathSegment)
_segment_kind = plain(pdfium.FPDFPathSegment_GetType)
_segment_point = plain(pdfium.FPDFPathSegment_GetPoint)


class Shapes:
    """What the objects of a page draw besides characters, in the page's own space."""

    def __init__(self, page: Any) -> None:
        self.shapes: list[tuple[list[Point], bool]] = []  # and whether its sides are lines
        self.pictured = 0.0  # square points
        self.dots_per_inch = 0
        self._largest = 0.0
        count = pdfium.FPDFPage_CountObjects(page)
        self._take_all(asked_of_all(_object_of_page, number_of(page), count), _SAME)

    def _take_all(self, objects: Sequence[int], over: Matrix, depth: int = 0) -> None:
        """Take the objects of a page, or of a form in it that `over` places."""
        paths: list[int] = []
        for mark, kind in zip(objects, map(_kind, objects), strict=True):
            if kind == _TEXT:  # nearly all
                continue
            if kind == _PATH:
                paths.append(mark)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._take_picture(mark, over)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inside = asked_of_all(_object_of_form, mark, _count_of_form(mark))
                self._take_all(inside, _matrix(mark, over), depth + 1)
        self._take_paths(paths, over)

    def rules(self, point: Callable[[float, float], Point]) -> Iterator[Rule]:
        """Give the lines that the shapes draw."""
        for points, lined in self.shapes:
            placed = [point(x, y) for x, y in points]
            if rule := rule_along(around(placed)):  # also borders that browsers fill
                yield rule
            elif lined:
                yield from _sides(placed)

    def _take_picture(self, mark: int, over: Matrix) -> None:
        at = _matrix(mark, over)  # of the unit square
        corners = _moved([(0, 0), (1, 0), (1, 1), (0, 1)], at)
        x0, low, x1, high = around(corners)
        size = (x1 - x0) * (high - low)
        self.pictured += size
        if size > self._largest:
            self._largest = size
            self.dots_per_inch = _dots_per_inch(mark, max(x1 - x0, high - low))
        self.shapes.append((corners, False))  # some programs draw lines as pictures

    def _take_paths(self, paths: Sequence[int], over: Matrix) -> None:
        modes = ints_of_all(_draw_mode, paths, each=2)
        drawn = [  # others are paths to clip by
            (path, bool(stroke))
            for path, fill, stroke in zip(paths, modes[::2], modes[1::2], strict=True)
            if fill or stroke
        ]
        kept = [path for path, _ in drawn]
        placed = zip(drawn, _subpaths(kept), _matrices(kept, over), strict=True)
        for (_, stroked), subpaths, at in placed:
            for points, straight in subpaths:
                self.shapes.append((_moved(points, at), stroked and straight))


def _dots_per_inch(picture: int, longest: float) -> int:
    """Give the resolution of a picture whose longer side is so many points."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not _pixels(picture, ctypes.addressof(wide), ctypes.addressof(high)):
        return 0
    return round(max(wide.value, high.value) * 72 / longest)


def _subpaths(paths: Sequence[int]) -> Iterator[list[tuple[list[Point], bool]]]:
    """Give the runs of each path, each as its points and whether it has straight sides only.

    A run that is closed comes from pdfium with its first point as its last.
    """
    counts = list(map(_count_of_path, paths))
    of_path = chain.from_iterable(map(repeat, paths, counts))
    segments = list(map(_segment, of_path, chain.from_iterable(map(range, counts))))
    kinds = list(map(_segment_kind, segments))
    points = _points(segments)
    start = 0
    for count in counts:
        end = start + count
        mine = kinds[start:end]
        if mine.count(_MOVE) == 1 and mine[0] == _MOVE:  # as nearly all
            begins = [start]
        else:
            begins = [n for n in range(start, end) if kinds[n] == _MOVE]
        yield [
            (points[n:after], _CURVE not in kinds[n:after])
            for n, after in pairwise([*begins, end])
            if after - n > 1
        ]
        start = end


def _points(segments: Sequence[int]) -> list[Point]:
    """Give the point that each segment leads to."""
    room, start = room_for_floats(2 * len(segments))
    end, step = start + len(room) * room.itemsize, 2 * room.itemsize
    xs, ys = range(start, end, step), range(start + room.itemsize, end, step)
    deque(map(_segment_point, segments, xs, ys), maxlen=0)
    return list(zip(room[::2], room[1::2], strict=True))


def _sides(points: list[Point]) -> Iterator[Rule]:
    """Give the level and upright sides of a shape."""
    for (x, y), (far_x, far_y) in pairwise(points):
        wide, high = abs(far_x - x), abs(far_y - y)
        if wide <= _STRAIGHT or high <= _STRAIGHT:
            if wide >= high:
                middle = (y + far_y) / 2
                yield Rule(min(x, far_x), middle, max(x, far_x), middle)
            else:
                middle = (x + far_x) / 2
                yield Rule(middle, min(y, far_y), middle, max(y, far_y))


def _matrix(mark: int, over: Matrix) -> Matrix:
    """Give an object's matrix, that of the forms around it applied."""
    (matrix,) = _matrices([mark], over)
    return matrix


def _matrices(marks: Sequence[int], over: Matrix) -> list[Matrix]:
    """Give each object's matrix. All that come here have one: paths, pictures and forms."""
    numbers = floats_of_all(_matrix_of, marks, count=len(marks), each=6)
    own = zip(*(numbers[n::6] for n in range(6)), strict=True)
    return [matrix if over is _SAME else _one_in_another(matrix, over) for matrix in own]


def _one_in_another(matrix: Matrix, over: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    p, q, r, s, t, u = over
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(points: Iterable[Point], at: Matrix) -> list[Point]:
    a, b, c, d, e, f = at
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def around(points: Iterable[Point]) -> BBox:
    """Give the box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
