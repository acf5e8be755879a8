"""What the objects of a page draw besides characters: ruling lines and pictures, by pdfium."""

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium

from extract.page import Affine, BBox
from extract.readers.fixed_layout import rule_along
from extract.readers.pdf_frame import Frame, Point, around, moved
from extract.readers.pdf_unseen import unseen_texts
from extract.readers.pdfium_calls import (
    asked_of_all,
    floats_of_all,
    number_of,
    numbers_of_all,
    plain,
    room_for_floats,
)
from extract.ruling import Rule

_SAME: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Forms may stand in forms; deeper than this only a trap nests.
_DEEPEST = 8
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_MOVE, _CURVE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_BEZIERTO
# Segments of a rectangle: its corners, and the first of them again.
_OF_BOX = 5
# A line is level or upright if it strays less than this on its way, in points.
_STRAIGHT = 0.5


_object_of_page = plain(pdfium.FPDFPage_GetObject)
_count_of_form = plain(pdfium.FPDFFormObj_CountObjects)
_object_of_form = plain(pdfium.FPDFFormObj_GetObject)
_kind = plain(pdfium.FPDFPageObj_GetType)
_matrix_of = plain(pdfium.FPDFPageObj_GetMatrix)
_bounds = plain(pdfium.FPDFPageObj_GetBounds)  # left, bottom, right, top; not of the line's width
_pixels = plain(pdfium.FPDFImageObj_GetImagePixelSize)
_draw_mode = plain(pdfium.FPDFPath_GetDrawMode)
_count_of_path = plain(pdfium.FPDFPath_CountSegments)
_segment = plain(pdfium.FPDFPath_GetPathSegment)
_segment_kind = plain(pdfium.FPDFPathSegment_GetType)
_segment_point = plain(pdfium.FPDFPathSegment_GetPoint)


class Shapes:
    """What the objects of a page draw besides characters, in the page's own space."""

    def __init__(self, page: Any) -> None:
        self._runs: list[tuple[list[Point], Affine, bool]] = []  # and whether its sides are lines
        self._filled: list[float] = []  # boxes: left, top, right, bottom of one by one
        self.pictured = 0.0  # square points
        self._pictures: list[float] = []  # as in _filled
        self.dots_per_inch = 0
        self._largest = 0.0
        count = pdfium.FPDFPage_CountObjects(page)
        objects = asked_of_all(_object_of_page, number_of(page), count)
        kinds = list(map(_kind, objects))
        texts = [mark for mark, kind in zip(objects, kinds, strict=True) if kind == _TEXT]
        others = [told for told in zip(objects, kinds, strict=True) if told[1] != _TEXT]
        self.unseen = unseen_texts(texts, others)  # of the page's text objects
        self._take_all(others, _SAME)

    def _take_all(self, objects: Iterable[tuple[int, int]], over: Affine, depth: int = 0) -> None:
        """Take the objects, with their kinds, of a page, or of a form in it that `over` places."""
        paths: list[int] = []
        for mark, kind in objects:
            if kind == _PATH:
                paths.append(mark)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._take_picture(mark, over)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inside = asked_of_all(_object_of_form, mark, _count_of_form(mark))
                told = zip(inside, map(_kind, inside), strict=True)
                self._take_all(told, _matrix(mark, over), depth + 1)
        self._take_paths(paths, over)

    def pictures(self, frame: Frame) -> Iterator[BBox]:
        """Give where pictures lie on the page as read."""
        return zip(*frame.boxes(self._pictures), strict=True)

    def rules(self, frame: Frame) -> list[Rule]:
        """Give the lines that the shapes draw, on the page as read."""
        boxes = zip(*frame.boxes(self._filled), strict=True)
        found = [rule for box in boxes if (rule := rule_along(box))]  # as browsers draw borders
        before, over = _SAME, frame.matrix
        for points, at, lined in self._runs:
            if at != before:
                before, over = at, _one_in_another(at, frame.matrix)
            placed = moved(points, over)
            rectangle = _rectangle(placed)
            box = rectangle or around(placed)
            if rule := rule_along(box):
                found.append(rule)
            elif lined:
                found += _sides_of_box(box) if rectangle else _sides(placed)
        return found

    def _take_picture(self, mark: int, over: Affine) -> None:
        at = _matrix(mark, over)  # of the unit square
        corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        x0, low, x1, high = around(moved(corners, at))
        size = (x1 - x0) * (high - low)
        self.pictured += size
        self._pictures += (x0, high, x1, low)
        if size > self._largest:
            self._largest = size
            self.dots_per_inch = _dots_per_inch(mark, max(x1 - x0, high - low))
        self._runs.append((corners, at, False))  # some programs draw lines as pictures

    def _take_paths(self, paths: Sequence[int], over: Affine) -> None:
        modes = numbers_of_all(_draw_mode, paths, "i", (0, 1))
        counts = list(map(_count_of_path, paths))
        drawn: list[tuple[int, int, bool]] = []
        filled: list[int] = []
        on_page = over is _SAME
        for path, count, fill, stroke in zip(paths, counts, modes[::2], modes[1::2], strict=True):
            if fill and not stroke and on_page and count == _OF_BOX:
                filled.append(path)
            elif fill or stroke:  # others are paths to clip by
                drawn.append((path, count, bool(stroke)))
        self._filled += numbers_of_all(_bounds, filled, "f", (0, 3, 2, 1))
        kept = [path for path, _, _ in drawn]
        subpaths = _subpaths(kept, [count for _, count, _ in drawn])
        for (_, _, stroked), runs, at in zip(drawn, subpaths, _matrices(kept, over), strict=True):
            self._runs += [(points, at, stroked and straight) for points, straight in runs]


def _dots_per_inch(picture: int, longest: float) -> int:
    """Give the resolution of a picture whose longer side is so many points."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    if not _pixels(picture, ctypes.addressof(wide), ctypes.addressof(high)):
        return 0
    return round(max(wide.value, high.value) * 72 / longest)


def _subpaths(
    paths: Sequence[int], counts: Sequence[int]
) -> Iterator[list[tuple[list[Point], bool]]]:
    """Give the runs of paths of so many segments: their points, and if all sides are straight.

    A run that is closed comes from pdfium with its first point as its last.
    """
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


def _rectangle(points: Sequence[Point]) -> BBox | None:
    """Give the box of an upright rectangle, which most shapes are; None for others."""
    if len(points) != _OF_BOX or points[0] != points[4]:
        return None
    (x, y), (x1, y1), (far_x, far_y), (x3, y3), _ = points
    if not (
        (x == x1 and y1 == far_y and far_x == x3 and y3 == y)
        or (y == y1 and x1 == far_x and far_y == y3 and x3 == x)
    ):
        return None
    if x > far_x:
        x, far_x = far_x, x
    return (x, y, far_x, far_y) if y <= far_y else (x, far_y, far_x, y)


def _sides_of_box(box: BBox) -> Sequence[Rule]:
    x0, top, x1, bottom = box
    return (
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    )


def _sides(points: Sequence[Point]) -> Iterator[Rule]:
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


def _matrix(mark: int, over: Affine) -> Affine:
    """Give an object's matrix, that of the forms around it applied."""
    (matrix,) = _matrices([mark], over)
    return matrix


def _matrices(marks: Sequence[int], over: Affine) -> list[Affine]:
    """Give each object's matrix. All that come here have one: paths, pictures and forms."""
    numbers = floats_of_all(_matrix_of, marks, count=len(marks), each=6)
    own = zip(*(numbers[n::6] for n in range(6)), strict=True)
    return [matrix if over is _SAME else _one_in_another(matrix, over) for matrix in own]


def _one_in_another(matrix: Affine, over: Affine) -> Affine:
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
