"""A page as marks: characters, ruling lines, and the lines of text that characters make.

Positions are in points from the upper left corner of the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from statistics import median_low
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


# x and y of the page as read → a·x + c·y + e and b·x + d·y + f of the page as shown.
Affine = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Page:
    """The marks of one page, upright and straight. `number` is from 1.

    `tables` are grids that a reader made itself, with boxes of the page as read. `to_shown` leads
    from there to the page as shown; None if it was read as it is shown.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    tables: tuple[Grid, ...] = ()
    to_shown: Affine | None = None

    def as_shown(self, box: BBox) -> BBox:
        """Give the box around a box of the page as read, on the page as shown."""
        if self.to_shown is None:
            return box
        a, b, c, d, e, f = self.to_shown
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        return round(min(xs), 1), round(min(ys), 1), round(max(xs), 1), round(max(ys), 1)


@dataclass(frozen=True)
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
        return min(char.top for char in self.chars)

    @cached_property
    def size(self) -> float:
        """Height of its characters."""
        return median_low(char.size for char in self.chars)


def lines_of(chars: Iterable[Char]) -> Iterator[tuple[Char, ...]]:
    """Group characters into lines, from the top; each line from left to right.

    A character printed again in its own place, as bold is faked, is one character.
    """
    line: list[Char] = []
    last = reach = 0.0  # middle of the last one, and how far down the next may be on its line
    for char in sorted(chars, key=lambda c: c.top + c.bottom):
        middle, near = (char.top + char.bottom) / 2, 0.4 * (char.bottom - char.top)
        if line and middle > min(reach, last + near):
            yield from _set_in_order(line)
            line = []
        line.append(char)
        last, reach = middle, middle + near
    yield from _set_in_order(line)


# The same character printed again nearer than this is the same character, in points.
_HAIR = 1.0


def _set_in_order(line: list[Char]) -> Iterator[tuple[Char, ...]]:
    """Give a line from left to right, without blanks at its ends; nothing if it is all blank."""
    if len(line) > 1:  # most cells hold a lone digit
        line.sort(key=itemgetter(1))
    inked = [n for n, char in enumerate(line) if not is_blank(char.text)]
    if inked:
        yield tuple(_printed_once(line[inked[0] : inked[-1] + 1]))


def _printed_once(line: Sequence[Char]) -> Iterator[Char]:
    last: Char | None = None
    for char in line:
        if last is None or char.text != last.text or char.x0 - last.x0 >= _HAIR:
            yield char
        last = char


def spaced(line: Sequence[Char]) -> str:
    """Give a line's text, with a blank where the print leaves a gap, so that 1 0 is never 10."""
    text = line[0].text if line else ""
    for left, right in pairwise(line):
        gap = right.x0 - left.x1
        if gap > 0.3 * right.size and left.text.strip() and right.text.strip():
            text += " "
        text += right.text
    return text.strip()
