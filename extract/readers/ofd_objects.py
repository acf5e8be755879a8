"""Objects on a page of an OFD file → characters, ruling lines and pictures, in points.

The rules are those of GB/T 33190-2016. An object has coordinates of its own: its CTM turns and
scales them, then the upper left corner of its Boundary moves them to their place on the page.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise, product, repeat
from typing import Any, NamedTuple

from lxml import etree

from extract.page import BBox, Char
from extract.readers.fixed_layout import rule_along
from extract.ruling import Rule

MM = 72 / 25.4  # points
# Share of the font size above and below the base line in Chinese fonts (宋体: 220 and 36 of 256).
ASCENT, DESCENT = 0.86, 0.14
# Numbers after each operator of a path; the last two are the point it leads to.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_TOKEN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[^\s,]")

Point = tuple[float, float]


class Shown(NamedTuple):
    """A picture on a page: the ID of its resource, where it lies, whether it stands upright."""

    resource: str
    box: BBox
    upright: bool

    @property
    def area(self) -> float:
        """In square points."""
        x0, top, x1, bottom = self.box
        return (x1 - x0) * (bottom - top)


def numbers(text: str | None) -> list[float]:
    """Read numbers apart by blanks; raises ValueError for anything else."""
    found = [float(word) for word in (text or "").split()]
    if not all(map(math.isfinite, found)):
        raise ValueError(f"“{text}” stands in the place of numbers")
    return found


def is_set(drawn: Any, name: str, *, default: bool) -> bool:
    """Give a yes or no of an object, in the words of XML."""
    return drawn.get(name, str(default).lower()) in ("true", "1")


def _number(element: Any, name: str, default: float | None = None) -> float:
    written = element.get(name)
    return default if written is None and default is not None else _one(written, name)


def _one(written: str | None, name: str) -> float:
    found = numbers(written)
    if len(found) != 1:
        raise ValueError(f"“{written or ''}” stands in the place of one number ({name})")
    return found[0]


def chars_of(drawn: Any) -> Iterator[Char]:
    """Give the characters of a TextObject; of another object, none."""
    if etree.QName(drawn).localname != "TextObject":
        return
    space = _Space(drawn)
    size = _number(drawn, "Size")
    stretch = _number(drawn, "HScale", 1)
    x = y = 0.0
    for code in drawn.iterfind("{*}TextCode"):
        # A TextCode without X or Y begins where the one before it began.
        x, y = _number(code, "X", x), _number(code, "Y", y)
        text = "".join(code.itertext())
        for char, at_x, at_y, width in _set(code, text, (x, y), size, stretch):
            heights = (at_y - ASCENT * size, at_y + DESCENT * size)
            yield Char(char, *space.box(product((at_x, at_x + width), heights)))


def _set(
    code: Any, text: str, start: Point, size: float, stretch: float
) -> Iterator[tuple[str, float, float, float]]:
    """Give each character with its place on the base line and its width.

    DeltaX and DeltaY are the steps from one character to the next. Where neither gives one, the
    characters follow each other by their widths: nobody prints them on top of each other.
    """
    across = chain(_steps(code.get("DeltaX")), repeat(None))
    down = chain(_steps(code.get("DeltaY")), repeat(None))
    x, y = start
    for char, step_x, step_y in zip(text, across, down, strict=False):
        width = _width(char, size, stretch, step_x)
        yield char, x, y, width
        x += step_x if step_x is not None else 0 if step_y else width
        y += step_y or 0


def _width(char: str, size: float, stretch: float, step: float | None) -> float:
    """Give a character's width: a step that is shorter, or the font's, Latin half as wide.

    A letter may be wider than that; a figure is not, so that 1 0 stays apart.
    """
    wide = unicodedata.east_asian_width(char) in "WFA"
    usual = size * stretch * (1 if wide else 0.5)
    if step is None or step <= 0:
        return usual
    return min(step, size * stretch if char.isalpha() else usual)


def _steps(written: str | None) -> Iterator[float]:
    """Read steps; `g n v` stands for n times v. Lazily, as n is anybody's word."""
    words = iter((written or "").split())
    for word in words:
        if word == "g":
            count = int(next(words, ""))
            yield from repeat(_one(next(words, ""), "g"), count)
        else:
            yield _one(word, "step")


def rules_of(drawn: Any) -> Iterator[Rule]:
    """Give the ruling lines of a PathObject; of another object, none.

    A thin shape is one line, stroked or filled; of others the sides count if they are stroked.
    """
    stroked = is_set(drawn, "Stroke", default=True)
    shown = stroked or is_set(drawn, "Fill", default=False)
    if not shown or etree.QName(drawn).localname != "PathObject":
        return
    space = _Space(drawn)
    for points, straight in _subpaths(drawn.findtext("{*}AbbreviatedData") or ""):
        whole = rule_along(space.box(points)) if all(straight) else None
        if whole:
            yield whole
        elif stroked:
            for side, is_line in zip(pairwise(points), straight, strict=True):
                rule = rule_along(space.box(side)) if is_line else None
                if rule:
                    yield rule


def _subpaths(data: str) -> Iterator[tuple[list[Point], list[bool]]]:
    """Give each subpath: its points, and of each step between them whether it is straight."""
    points: list[Point] = []
    straight: list[bool] = []
    for operator, operands in _operations(data):
        if operator in "SM":
            if straight:
                yield points, straight
            points, straight = [(operands[0], operands[1])], []
        elif not points:
            raise ValueError(f"a path begins with {operator}, not with a point")
        else:
            points.append((operands[-2], operands[-1]) if operands else points[0])
            straight.append(operator in "LC")
    if straight:
        yield points, straight


def _operations(data: str) -> Iterator[tuple[str, Sequence[float]]]:
    words = iter(_TOKEN.findall(data))
    for operator in words:
        if operator not in _OPERANDS:
            raise ValueError(f"“{operator}” is no operator of a path")
        operands = numbers(" ".join(islice(words, _OPERANDS[operator])))
        if len(operands) != _OPERANDS[operator]:
            raise ValueError(f"a path ends within {operator}")
        yield operator, operands


def pictures_of(drawn: Any) -> Iterator[Shown]:
    """Give the picture of an ImageObject; of another object, none.

    Its CTM makes a rectangle of the unit square (GB/T 33190-2016, 10); without one it fills its
    Boundary.
    """
    if etree.QName(drawn).localname != "ImageObject":
        return
    matrix, corner = numbers(drawn.get("CTM")), numbers(drawn.get("Boundary"))
    width, height = (1.0, 1.0) if matrix or len(corner) != 4 else corner[2:]
    box = _Space(drawn).box(product((0.0, width), (0.0, height)))
    turned = matrix and (any(matrix[1:3]) or matrix[0] < 0 or matrix[3] < 0)
    yield Shown(drawn.get("ResourceID", ""), box, not turned)


class _Space:
    """An object's own coordinates, in millimetres, and where they lie on the page."""

    def __init__(self, drawn: Any) -> None:
        self._matrix = numbers(drawn.get("CTM")) or [1, 0, 0, 1, 0, 0]
        self._corner = numbers(drawn.get("Boundary"))[:2]
        if len(self._matrix) != 6 or len(self._corner) != 2:
            raise ValueError(f"an object ({drawn.get('ID')}) has no place on the page")

    def box(self, corners: Iterable[Point]) -> BBox:
        """Give the box around points, on the page and in points."""
        a, b, c, d, e, f = self._matrix
        left, top = self._corner
        spots = [(a * x + c * y + e + left, b * x + d * y + f + top) for x, y in corners]
        xs, ys = zip(*spots, strict=True)
        return min(xs) * MM, min(ys) * MM, max(xs) * MM, max(ys) * MM
