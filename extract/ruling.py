"""Ruling lines → the cells they enclose.

A table is a set of lines that touch. Its lines give borders in x and y and so a net of slots;
slots with no line between them are one cell. The table's outer border counts as drawn even where
a page break left it out, so every point inside the table lies in exactly one cell.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import chain, pairwise
from typing import NamedTuple

# Lines nearer than this are one line drawn twice or in pieces, in points.
TOUCHING = 3.0
# Lines that differ less than this in place are in line, in points.
_IN_LINE = 0.5
# A line shorter than this is a dot, of a level line or of an upright one.
_DOT = 2.0
# A drawing has more lines than this on a page; of those of a table in it, the longest tell.
_MOST = 2000
# A border is drawn between two slots if lines cover this share of it.
DRAWN = 0.6
# A box smaller than this in both directions is a mark, not a table, in points.
SMALLEST = 12.0


class Rule(NamedTuple):
    """A straight line: `top == bottom` if level, `x0 == x1` if upright. In points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


class Box(NamedTuple):
    """A cell as the slots that it covers."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True)
class Area:
    """One table of a page: its borders and its cells, which together cover every slot once."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Box, ...]

    @property
    def top(self) -> float:
        """Where the table begins."""
        return self.ys[0]

    @cached_property
    def _owner(self) -> list[list[int]]:
        owner = [[0] * (len(self.xs) - 1) for _ in self.ys[1:]]
        for number, box in enumerate(self.cells):
            for row in owner[box.row : box.row + box.rowspan]:
                row[box.column : box.column + box.colspan] = [number] * box.colspan
        return owner

    def cell_at(self, x: float, y: float) -> int:
        """Give the number of the cell that a point inside lies in."""
        # The outermost borders are not looked at, so that a point beyond them is in the next cell.
        column = bisect_right(self.xs, x, 1, len(self.xs) - 1) - 1
        row = bisect_right(self.ys, y, 1, len(self.ys) - 1) - 1
        return self._owner[row][column]

    def continuing(self, before: "Area") -> "Area":
        """Give the area with those columns at its left that only the table before it shows.

        Browsers draw no border beside a cell that a page breaks, if the whole page is of it.
        """
        left, right = self.xs[0], self.xs[-1]
        lacking = [x for x in before.xs if x < left - TOUCHING]
        shared = [x for x in before.xs if abs(x - left) <= TOUCHING]
        if not lacking or not shared or abs(before.xs[-1] - right) > TOUCHING:
            return self
        count, rows = len(lacking), len(self.ys) - 1
        cells = [Box(0, column, rows, 1) for column in range(count)]
        cells += [box._replace(column=box.column + count) for box in self.cells]
        return Area((*lacking, *self.xs), self.ys, tuple(cells))

    def borders(self, box: Box) -> tuple[float, float, float, float]:
        """Give where a cell's borders stand: x0, top, x1, bottom."""
        row, column, rowspan, colspan = box
        return self.xs[column], self.ys[row], self.xs[column + colspan], self.ys[row + rowspan]

    @cached_property
    def bboxes(self) -> list[tuple[float, float, float, float]]:
        """Each cell's (x0, top, x1, bottom), to a tenth of a point."""
        xs, ys = [round(x, 1) for x in self.xs], [round(y, 1) for y in self.ys]
        return [
            (xs[column], ys[row], xs[column + colspan], ys[row + rowspan])
            for row, column, rowspan, colspan in self.cells
        ]


def table_areas(rules: Iterable[Rule]) -> list[Area]:
    """Find the tables that ruling lines draw, from the top. Lone lines draw none."""
    return areas_and_lines(rules)[0]


def areas_and_lines(rules: Iterable[Rule]) -> tuple[list[Area], list[Rule]]:
    """Give the tables, and the level lines that touch no other."""
    groups = _touching(_run_together(rules))
    areas = [area for group in groups if (area := _area(group))]
    lone = [group[0] for group in groups if len(group) == 1 and group[0].level]
    return sorted(areas, key=lambda area: area.top), lone


def _run_together(rules: Iterable[Rule]) -> list[Rule]:
    """Make one line of those that run on from each other.

    Each cell may draw its own sides, and a dotted or dashed side comes dot by dot.
    """
    level: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    upright: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for x0, top, x1, bottom in rules:
        wide, high = x1 - x0, bottom - top
        if wide >= high:
            level[round(top / _IN_LINE)].append((x0, x1, top))
            if wide < _DOT:
                x = (x0 + x1) / 2
                upright[round(x / _IN_LINE)].append((top - wide / 2, top + wide / 2, x))
        else:
            upright[round(x0 / _IN_LINE)].append((top, bottom, x0))
            if high < _DOT:
                y = (top + bottom) / 2
                level[round(y / _IN_LINE)].append((x0 - high / 2, x0 + high / 2, y))
    across = chain.from_iterable(map(_whole, level.values()))
    down = chain.from_iterable(map(_whole, upright.values()))
    whole = [
        *(Rule(start, at, end, at) for start, end, at in across if end - start >= _DOT),
        *(Rule(at, start, at, end) for start, end, at in down if end - start >= _DOT),
    ]
    return whole if len(whole) <= _MOST else nlargest(_MOST, whole, key=_length)


def _length(rule: Rule) -> float:
    return rule.x1 - rule.x0 + rule.bottom - rule.top


def _whole(pieces: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    """Put pieces of lines that are in line together, each given as its ends and where it is."""
    pieces.sort()
    start, end, at = pieces[0]
    for onward, far, _ in pieces:
        if onward > end + TOUCHING:
            yield start, end, at
            start, end = onward, far
        elif far > end:
            end = far
    yield start, end, at


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group lines that touch, directly or through others."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.top):
        mine, rest = [rule], []
        for group in groups:
            if _touches(rule, group):
                mine += group
            else:
                rest.append(group)
        groups = [*rest, mine]
    return groups


def _touches(rule: Rule, group: Sequence[Rule]) -> bool:
    left, right = rule.x0 - TOUCHING, rule.x1 + TOUCHING
    high, low = rule.top - TOUCHING, rule.bottom + TOUCHING
    for x0, top, x1, bottom in group:
        if x0 <= right and left <= x1 and top <= low and high <= bottom:
            return True
    return False


def _area(rules: Sequence[Rule]) -> Area | None:
    level = [r for r in rules if r.level and r.x1 - r.x0 > TOUCHING]
    upright = [r for r in rules if not r.level and r.bottom - r.top > TOUCHING]
    xs = _borders([r.x0 for r in upright] + [x for r in level for x in (r.x0, r.x1)], upright)
    ys = _borders([r.top for r in level] + [y for r in upright for y in (r.top, r.bottom)], level)
    if len(upright) < 2 or len(level) < 2 or len(xs) < 2 or len(ys) < 2:
        return None
    if xs[-1] - xs[0] < SMALLEST or ys[-1] - ys[0] < SMALLEST:
        return None
    return Area(xs, ys, tuple(_cells(xs, ys, level, upright)))


def _borders(positions: Sequence[float], lines: Sequence[Rule]) -> tuple[float, ...]:
    """Positions of the borders: where lines stand, and the outermost ends of those across."""
    if not positions or not lines:
        return ()
    at = sorted({r.x0 if not r.level else r.top for r in lines} | {min(positions), max(positions)})
    clusters: list[list[float]] = []
    for position in at:
        if clusters and position - clusters[-1][-1] <= TOUCHING:
            clusters[-1].append(position)
        else:
            clusters.append([position])
    return tuple(sum(c) / len(c) for c in clusters)


def _cells(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> Iterable[Box]:
    """Cut the net into rectangles: each slot grows right, then down, until a border is drawn."""
    columns, rows = len(xs) - 1, len(ys) - 1
    beside = [sorted((r.top, r.bottom) for r in upright if abs(r.x0 - x) <= TOUCHING) for x in xs]
    under = [sorted((r.x0, r.x1) for r in level if abs(r.top - y) <= TOUCHING) for y in ys]
    wall = list(zip(*(_drawn(lines, ys) for lines in beside), strict=True))
    floor = [_drawn(lines, xs) for lines in under]
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right, below = column + 1, row + 1
            while right < columns and not (wall[row][right] or taken[row][right]):
                right += 1
            while below < rows and not (
                any(floor[below][column:right]) or any(wall[below][column + 1 : right])
            ):
                below += 1
            for slots in taken[row:below]:
                slots[column:right] = [True] * (right - column)
            yield Box(row, column, below - row, right - column)


def _drawn(lines: Sequence[tuple[float, float]], borders: Sequence[float]) -> list[bool]:
    """Tell of each slot between borders whether lines, given in order, cover most of the way."""
    slots = pairwise(borders)
    if len(lines) == 1:  # as at most borders
        ((begin, stop),) = lines
        return [
            (begin <= start and end <= stop)
            or min(stop, end) - max(begin, start) >= DRAWN * (end - start)
            for start, end in slots
        ]
    drawn = []
    for start, end in slots:
        covered, reached = 0.0, start
        for begin, stop in lines:
            first, last = max(begin, reached), min(stop, end)  # what is not yet covered
            if last > first:
                covered, reached = covered + last - first, last
        drawn.append(covered >= DRAWN * (end - start))
    return drawn
