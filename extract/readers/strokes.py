"""The ruling lines of a straightened page: long thin runs of ink that meet others.

Strokes of characters are short, and what they make up is smaller than a table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from extract.readers.columns_of_digits import is_column
from extract.readers.dashes import is_parted
from extract.readers.hanging import without_hanging
from extract.readers.raster import POINT, Mask
from extract.ruling import TOUCHING, Rule

# Lengths in points. No stroke of a text in 10.5 points is so long; no column is narrower than the
# shortest level line and no row lower than the shortest upright one.
SHORTEST_LEVEL = 18.0
SHORTEST_UPRIGHT = 12.0
THICKEST = 4.5
# A line drawn whole may be broken by this much; dots and dashes of one line stand nearer than that.
CRACK = 0.8
GAP, SHORTEST_DOTTED = 2.6, 28.0
# So much of the sides of a line may be ink: of both sides, but of one drawn whole and longer than
# strokes of text of one only, for text may stand on it and a second line beside it.
CLOSED_SIDE, BESIDE = 0.3, (0.2, 1.1)  # from there to there, in points
LONG_LEVEL, LONG_UPRIGHT = 100.0, SHORTEST_UPRIGHT
# Letters stand as near in a line of text as dots in a level line; lines of text do not.
LONG_DOTTED_LEVEL, LONG_DOTTED_UPRIGHT = float("inf"), 100.0
# Lines that meet nearer than this make one table. A line ends no farther from the one that holds
# it than that, strokes of text do; one that nothing holds is so long.
MEETING = 4.0
HELD = 1.4
SHORTEST_LOOSE = 45.0
# Pieces of one line: that far apart at most, along it and across. Between shorter pieces than
# that, which may be strokes of text, only a crack is bridged.
BREAK = 15.0
OFF_LINE = 1.3
SHORTEST_PIECE = 22.0
# What runs on so little past the last line across is a stroke of text that touches.
LONGEST_TAIL = 14.0
# Between two lines across, a line leaves no longer gap; what is drawn to less than that share and
# crossed by ink in more than the other is text. Seen so many pixels from the lines.
LONGEST_GAP = 3.5
WHOLLY_DRAWN, CROSSED = 0.95, 0.05
EDGE = 3
SMALLEST_TABLE = 40.0


@dataclass(frozen=True)
class Ruling:
    """Ruling lines in points, and the ink that they are drawn with."""

    rules: tuple[Rule, ...]
    mask: Mask


def find_ruling(ink: Mask) -> Ruling:
    """Find the ruling lines of a page's ink."""
    flipped = np.ascontiguousarray(ink.T)
    level = _strokes(ink, SHORTEST_LEVEL, LONG_LEVEL, LONG_DOTTED_LEVEL)
    upright = _strokes(flipped, SHORTEST_UPRIGHT, LONG_UPRIGHT, LONG_DOTTED_UPRIGHT)
    upright = [stroke for stroke in upright if not _is_column(stroke, level)]
    kept = _in_tables([*_joined(level), *map(_flipped, _joined(upright))], ink)
    mask = np.zeros_like(ink)
    for stroke in kept:
        part = mask[stroke.top : stroke.bottom, stroke.left : stroke.right]
        np.maximum(part, stroke.ink, out=part)
    return Ruling(tuple(stroke.rule for stroke in kept), mask)


@dataclass(frozen=True)
class _Stroke:
    """A run of ink; its box in pixels, and the ink in it."""

    left: int
    top: int
    right: int
    bottom: int
    ink: Mask
    level: bool = True

    @property
    def rule(self) -> Rule:
        if self.level:
            y = (self.top + self.bottom) / 2 / POINT
            return Rule(self.left / POINT, y, self.right / POINT, y)
        x = (self.left + self.right) / 2 / POINT
        return Rule(x, self.top / POINT, x, self.bottom / POINT)


def _flipped(stroke: _Stroke) -> _Stroke:
    ink = np.ascontiguousarray(stroke.ink.T)
    return _Stroke(stroke.top, stroke.left, stroke.bottom, stroke.right, ink, not stroke.level)


def _strokes(ink: Mask, shortest: float, long: float, long_dotted: float) -> list[_Stroke]:
    """Find the level strokes: those drawn whole, and those of dots and dashes."""
    whole = list(_runs(ink, CRACK, shortest, long, with_edges=True))
    # Of dots and dashes, the edges would reach into text.
    dotted = _runs(ink, GAP, SHORTEST_DOTTED, long_dotted, with_edges=False)
    parted = (s for s in dotted if is_parted(np.any(s.ink > 0, axis=0), shortest))
    return [*whole, *(s for s in parted if not any(_within(s, other) for other in whole))]


def _is_column(upright: _Stroke, level: Sequence[_Stroke]) -> bool:
    """Whether an upright line, given flipped, is digits that stand below each other."""
    x = (upright.top + upright.bottom) // 2
    across = [
        (line.top - upright.left, line.bottom - upright.left)
        for line in level
        if line.left <= x <= line.right and upright.left <= line.top <= upright.right
    ]
    spots = _merged(sorted(across)) if across else []
    return is_column(np.any(upright.ink, axis=0), spots)


def _within(one: _Stroke, other: _Stroke) -> bool:
    reach = round(POINT)
    return (
        other.left - reach <= one.left
        and one.right <= other.right + reach
        and other.top - reach <= one.top
        and one.bottom <= other.bottom + reach
    )


def _runs(
    ink: Mask, gap: float, shortest: float, long: float, *, with_edges: bool
) -> Iterator[_Stroke]:
    """Find runs of ink; those that are so long may have one side closed."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(gap * POINT) + 1), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(shortest * POINT)), np.uint8))
    if with_edges:
        runs = cv2.dilate(runs, np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for number in range(1, count):
        left, top, width, height, _ = (int(n) for n in boxes[number])
        part = np.s_[top : top + height, left : left + width]
        own = np.where(labels[part] == number, ink[part], 0).astype(np.uint8)
        found = _Stroke(left, top, left + width, top + height, own)
        stroke = found if _is_thin(found) else _bare(found)
        worse = width < long * POINT
        if _is_thin(stroke) and sorted(_sides(stroke, ink))[int(worse)] <= CLOSED_SIDE:
            yield _bare(stroke)


def _bare(stroke: _Stroke) -> _Stroke:
    """Give a level stroke without the text that hangs on it."""
    ink = without_hanging(stroke.ink)
    rows = np.flatnonzero(ink.any(axis=1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    return replace(stroke, top=stroke.top + first, bottom=stroke.top + last, ink=ink[first:last])


def _is_thin(stroke: _Stroke) -> bool:
    """Whether it is as thin as a line is; measured down each column, for it may be askew."""
    inked = stroke.ink[:, stroke.ink.any(axis=0)] > 0
    first, last = inked.argmax(axis=0), inked[::-1].argmax(axis=0)
    return bool(np.percentile(len(inked) - last - first, 98) <= THICKEST * POINT)


def _sides(stroke: _Stroke, ink: Mask) -> Iterator[float]:
    """Give the share of ink in the strips along it, above and below."""
    near, far = (round(n * POINT) for n in BESIDE)
    for top, bottom in (
        (stroke.top - far, stroke.top - near),
        (stroke.bottom + near, stroke.bottom + far),
    ):
        strip = ink[max(top, 0) : max(bottom, 0), stroke.left : stroke.right]
        yield np.count_nonzero(strip) / max(strip.size, 1)


def _joined(strokes: Sequence[_Stroke]) -> list[_Stroke]:
    """Put together level strokes that are pieces of one line."""
    lines: list[_Stroke] = []
    for stroke in sorted(strokes, key=lambda s: s.left):
        for n, line in enumerate(lines):
            apart = abs((line.top + line.bottom) - (stroke.top + stroke.bottom)) / 2
            shorter = min(line.right - line.left, stroke.right - stroke.left)
            bridge = BREAK if shorter >= SHORTEST_PIECE * POINT else CRACK
            if apart <= OFF_LINE * POINT and stroke.left - line.right <= bridge * POINT:
                lines[n] = _one_of(line, stroke)
                break
        else:
            lines.append(stroke)
    return lines


def _one_of(one: _Stroke, other: _Stroke) -> _Stroke:
    left, right = min(one.left, other.left), max(one.right, other.right)
    top, bottom = min(one.top, other.top), max(one.bottom, other.bottom)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for piece in (one, other):
        part = ink[piece.top - top : piece.bottom - top, piece.left - left : piece.right - left]
        np.maximum(part, piece.ink, out=part)
    return _Stroke(left, top, right, bottom, ink)


def _in_tables(strokes: Sequence[_Stroke], ink: Mask) -> list[_Stroke]:
    """Leave out strokes that end in the open, and those that make up less than a table."""
    kept = list(strokes)
    while True:
        held = [s for s in kept if _is_held(s, kept)]
        if len(held) == len(kept):
            break
        kept = held
    tables = [group for group in _groups(kept) if _is_table(group)]
    trimmed = (_trimmed(stroke, group, ink) for group in tables for stroke in group)
    return [stroke for stroke in trimmed if stroke]


def _trimmed(stroke: _Stroke, others: Sequence[_Stroke], ink: Mask) -> _Stroke | None:
    """Cut off what runs on past the last line across, and ends that are strokes of text."""
    across = [o for o in others if _meet(stroke, o)]
    if not stroke.level:
        flipped = _trimmed_level(_flipped(stroke), [_flipped(o) for o in across], ink.T)
        return _flipped(flipped) if flipped else None
    return _trimmed_level(stroke, across, ink)


def _trimmed_level(stroke: _Stroke, across: Sequence[_Stroke], ink: Mask) -> _Stroke | None:
    spots = _merged(sorted((o.left, o.right) for o in across))
    spans = [(a, b) for (_, a), (b, _) in pairwise(spots) if b - a > 2 * EDGE]
    if spots[0][0] - stroke.left >= LONGEST_TAIL * POINT:
        spans.insert(0, (stroke.left, spots[0][0]))
    if stroke.right - spots[-1][1] >= LONGEST_TAIL * POINT:
        spans.append((spots[-1][1], stroke.right))
    while spans and _is_text(stroke, spans[0], ink):
        spans.pop(0)
    while spans and _is_text(stroke, spans[-1], ink):
        spans.pop()
    if not spans:
        return None
    reach = round(MEETING * POINT)  # a corner may lie that far off
    left, right = max(spans[0][0] - reach, stroke.left), min(spans[-1][1] + reach, stroke.right)
    kept = stroke.ink[:, left - stroke.left : right - stroke.left]
    return replace(stroke, left=left, right=right, ink=kept)


def _merged(spots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one of lines across that lie too near for a cell between them."""
    merged = [spots[0]]
    for start, end in spots[1:]:
        if start - merged[-1][1] <= MEETING * POINT:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_text(stroke: _Stroke, span: tuple[int, int], ink: Mask) -> bool:
    """Whether glyphs stand where a level stroke seems to run: they cross it, or leave a gap."""
    start, end = max(span[0] + EDGE, stroke.left), min(span[1] - EDGE, stroke.right)
    drawn = stroke.ink[:, start - stroke.left : max(end, start) - stroke.left].any(axis=0)
    inked = [span[0] + EDGE, *(start + np.flatnonzero(drawn)).tolist(), span[1] - EDGE]
    if max(b - a for a, b in pairwise(inked)) > LONGEST_GAP * POINT:
        return True
    above = ink[max(stroke.top - EDGE, 0), start:end] > 0
    below = ink[min(stroke.bottom + EDGE - 1, len(ink) - 1), start:end] > 0
    crossed = np.count_nonzero(above & below)
    length = span[1] - span[0] - 2 * EDGE
    return bool(crossed > CROSSED * length and np.count_nonzero(drawn) < WHOLLY_DRAWN * length)


def _is_held(stroke: _Stroke, others: Sequence[_Stroke]) -> bool:
    """Whether both its ends lie on strokes across it; a long one may end in the open."""
    across = [other for other in others if _meet(stroke, other)]
    start, end = (stroke.left, stroke.right) if stroke.level else (stroke.top, stroke.bottom)
    if end - start >= SHORTEST_LOOSE * POINT:
        return len(across) >= 2
    at = [(o.left, o.right) if stroke.level else (o.top, o.bottom) for o in across]
    return all(any(a - HELD * POINT <= x <= b + HELD * POINT for a, b in at) for x in (start, end))


def _meet(one: _Stroke, other: _Stroke) -> bool:
    reach = MEETING * POINT
    return one.level != other.level and (
        one.left - reach <= other.right
        and other.left - reach <= one.right
        and one.top - reach <= other.bottom
        and other.top - reach <= one.bottom
    )


def _groups(strokes: Sequence[_Stroke]) -> list[list[_Stroke]]:
    groups: list[list[_Stroke]] = []
    for stroke in strokes:
        mine = [g for g in groups if any(_meet(stroke, other) for other in g)]
        groups = [*(g for g in groups if g not in mine), [stroke, *(s for g in mine for s in g)]]
    return groups


def _is_table(strokes: Sequence[_Stroke]) -> bool:
    width = max(s.right for s in strokes) - min(s.left for s in strokes)
    height = max(s.bottom for s in strokes) - min(s.top for s in strokes)
    return width >= SMALLEST_TABLE * POINT and height >= TOUCHING * POINT
