"""A page as marks: characters, ruling lines, and the lines of text that characters make.

Positions are in points from the upper left corner of the page.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extract.form.text import is_blank
from extract.grid import Grid
from extract.ruling import Rule

BBox = tuple[float, float, float, float]


class Char(NamedTuple):
    """One character as printed."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """Height in points, near enough the size of the font."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of its box, which decides the cell it stands in."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


# Characters by the number of the cell that they stand in.
ByCell = dict[int, list[Char]]


# x and y of the page as read → a·x + c·y + e and b·x + d·y + f of the page as shown.
Affine = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Page:
    """The marks of one page, upright and straight. `number` is from 1.

    `tables` are grids that a reader made itself, with boxes of the page as read. `to_shown` leads
    from there to the page as shown; None if it was read as it is shown. `turned` are characters
    that do not stand upright, with the quarter turns clockwise that set them so.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    tables: tuple[Grid, ...] = ()
    to_shown: Affine | None = None
    turned: Mapping[Char, int] = field(default_factory=dict)

    def as_shown(self, box: BBox) -> BBox:
        """Give the box around a box of the page as read, on the page as shown."""
        if self.to_shown is None:
            return box
        a, b, c, d, e, f = self.to_shown
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        return round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1)


@dataclass(frozen=True, eq=False)  # one is told from another by what it is, not by its characters
class Line:
    """A line of prose, its characters from left to right."""

    page: int
    chars: tuple[Char, ...]

    @cached_property
    def text(self) -> str:
        """What it says."""
        return spaced(self.chars)

    @property
    def x0(self) -> float:
        """Left end."""
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.chars[-1].x1

    @cached_property
    def top(self) -> float:
        """Upper end."""
        return min([char.top for char in self.chars])

    @cached_property
    def size(self) -> float:
        """Height of its characters: the median, the lower of two."""
        sizes = sorted([bottom - top for _, _, top, _, bottom in self.chars])
        return sizes[(len(sizes) - 1) // 2]


def lines_of(chars: Sequence[Char]) -> list[tuple[Char, ...]]:
    """Group characters into lines, from the top; each line from left to right.

    A character printed again in its own place, as bold is faked, is one character. Lines have no
    blanks at their ends, and one that is all blank is left out.
    """
    if len(chars) == 1:  # as in most cells
        return [] if is_blank(chars[0][0]) else [(chars[0],)]
    if len({char[4] for char in chars}) == 1:  # so do all characters of most cells
        line = _set_in_order([*chars])
        return [line] if line else []
    rows: list[list[Char]] = []
    last = reach = 0.0  # middle of the last one, and how far down the next may be on its line
    for char in sorted(chars, key=lambda c: c[2] + c[4]):
        _, _, top, _, bottom = char
        middle, near = (top + bottom) / 2, 0.4 * (bottom - top)
        if not rows or middle > reach or middle > last + near:
            rows.append([])
        rows[-1].append(char)
        last, reach = middle, middle + near
    return [line for row in rows if (line := _set_in_order(row))]


_X0 = itemgetter(1)
# The same character printed again nearer than this is the same character, in points.
_HAIR = 1.0
# … and so is the same digit nearer than this share of its size: a shadow.
_SHADOW = 0.2


def _set_in_order(row: list[Char]) -> tuple[Char, ...]:
    row.sort(key=_X0)
    start, end = 0, len(row)
    while end and is_blank(row[end - 1].text):
        end -= 1
    while start < end and is_blank(row[start].text):
        start += 1
    line = row[start:end]
    again = [
        right
        for left, right in pairwise(line)
        if right[0] != left[0] or not _printed_again(left, right)
    ]
    return (*line[:1], *again)


# Print with letter-spacing sets ideographs equally far apart, to a tenth of a point: farther than
# this share of their size, no farther than that. So many pairs show it if a third is looked at.
_FEWEST_SPACED = 14
_SPACED, _MOST_SPACED = 0.1, 1.3
_IDEOGRAPHS = "\u2e80"


def letter_spacing(chars: Sequence[Char]) -> float:
    """Give by how many points the letters of words are set apart on a page; 0 if they are not."""
    found = Counter(
        [
            round(gap, 1)
            for (one, _, top, end, bottom), (other, start, *_) in zip(
                chars[::3], chars[1::3], strict=False
            )
            if one > _IDEOGRAPHS < other
            and _SPACED * (size := bottom - top) < (gap := start - end) < _MOST_SPACED * size
        ]
    )
    spacing, times = max(found.items(), key=itemgetter(1), default=(0.0, 0))
    return spacing if times > max(_FEWEST_SPACED, found.total() / 2) else 0.0


def closed_up(chars: Sequence[Char], spacing: float) -> list[Char]:
    """Give characters without the letter-spacing: each as wide as it is far to the next.

    Two columns stand farther apart than that, as far as half a character of their headings.
    """
    closed: list[Char] = []
    for line in lines_of(chars):
        for left, right in pairwise(line):
            near = 0 < right.x0 - left.x1 < spacing + _SPACED * right.size
            closed.append(left._replace(x1=right.x0) if near else left)
        closed.append(line[-1])
    return closed


def _printed_again(left: Char, right: Char) -> bool:
    """Whether of two equal characters the second is the first again, or its shadow."""
    apart = right.x0 - left.x0
    near = max(_HAIR, _SHADOW * left.size) if left.text.isdecimal() else _HAIR
    # Half of its own width, too, is nearer than the next character of narrow print.
    return apart < min(near, (left.x1 - left.x0) / 2 or near)


def spaced(line: Sequence[Char]) -> str:
    """Give a line's text, with a blank where the print leaves a gap, so that 1 0 is never 10."""
    if len(line) == 1:  # as in most cells
        return line[0][0].strip()
    said: list[str] = []
    before, reached = "", 0.0
    for text, x0, top, x1, bottom in line:
        if said and x0 - reached > 0.3 * (bottom - top) and before.strip() and text.strip():
            said.append(" ")
        said.append(text)
        before, reached = text, x1
    return "".join(said).strip()
