"""The ruling lines of a straightened page: long thin runs of ink that meet others.

Strokes of characters are short, and what they make up is smaller than a table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.readers.columns_of_digits import is_column
from extract.readers.dashes import is_parted
from extract.readers.hanging import without_hanging
from extract.readers.raster import POINT, Mask
from extract.readers.stroke import Stroke
from extract.readers.strokes_of_tables import in_tables, merged
from extract.ruling import Rule

# Lengths in points. No stroke of a text in 10.5 points is so long; no column is narrower than the
# shortest level line and no row lower than the shortest upright one.
SHORTEST_LEVEL = 18.0
SHORTEST_UPRIGHT = 12.0
THICKEST = 4.5
# A line drawn whole may be broken by this much; dots and dashes of one line stand nearer than that.
CRACK = 0.8
GAP, SHORTEST_DOTTED = 2.6, 28.0
FEWEST_PARTED = 3  # on a page that draws lines so
# So much of the sides of a line may be ink: of both sides, but of one drawn whole and longer than
# strokes of text of one only, for text may stand on it and a second line beside it.
CLOSED_SIDE, BESIDE = 0.3, (0.2, 1.1)  # from there to there, in points
LONG_LEVEL, LONG_UPRIGHT = 100.0, SHORTEST_UPRIGHT
# Letters stand as near in a line of text as dots in a level line; lines of text do not.
LONG_DOTTED_LEVEL, LONG_DOTTED_UPRIGHT = float("inf"), 100.0
# Pieces of one line: that far apart at most, along it and across. Between shorter pieces than
# that, which may be strokes of text, only a crack is bridged.
BREAK = 15.0
OFF_LINE = 1.3
SHORTEST_PIECE = 22.0


@dataclass(frozen=True)
class Ruling:
    """Ruling lines in points, and the ink that they are drawn with."""

    rules: tuple[Rule, ...]
    mask: Mask


def find_ruling(ink: Mask) -> Ruling:
    """Find the ruling lines of a page's ink."""
    on_side = np.ascontiguousarray(ink.T)
    level, dotted_level = _strokes(ink, SHORTEST_LEVEL, LONG_LEVEL, LONG_DOTTED_LEVEL)
    upright, dotted_upright = _strokes(on_side, SHORTEST_UPRIGHT, LONG_UPRIGHT, LONG_DOTTED_UPRIGHT)
    sure = [s for s in dotted_level if _is_parted(s, SHORTEST_LEVEL)]
    sure_upright = [s for s in dotted_upright if _is_parted(s, SHORTEST_UPRIGHT)]
    if len(sure) + len(sure_upright) < FEWEST_PARTED:  # the page draws its lines whole
        dotted_level, dotted_upright = sure, sure_upright
    level, upright = level + dotted_level, upright + dotted_upright
    upright = [stroke for stroke in upright if not _is_column(stroke, level)]
    kept = in_tables([*_joined(level), *(stroke.flipped() for stroke in _joined(upright))], ink)
    mask = np.zeros_like(ink)
    for stroke in kept:
        part = mask[stroke.top : stroke.bottom, stroke.left : stroke.right]
        np.maximum(part, stroke.ink, out=part)
    return Ruling(tuple(stroke.rule for stroke in kept), mask)


def _strokes(
    ink: Mask, shortest: float, long: float, long_dotted: float
) -> tuple[list[Stroke], list[Stroke]]:
    """Find the level strokes: those drawn whole, and those of dots and dashes."""
    whole = list(_runs(ink, CRACK, shortest, long, with_edges=True))
    # Of dots and dashes, the edges would reach into text.
    dotted = _runs(ink, GAP, SHORTEST_DOTTED, long_dotted, with_edges=False)
    return whole, [s for s in dotted if not any(_within(s, other) for other in whole)]


def _is_parted(stroke: Stroke, shortest: float) -> bool:
    return is_parted(np.any(stroke.ink > 0, axis=0), shortest)


def _is_column(upright: Stroke, level: Sequence[Stroke]) -> bool:
    """Whether an upright line, given flipped, is digits that stand below each other."""
    x = (upright.top + upright.bottom) // 2
    across = [
        (line.top - upright.left, line.bottom - upright.left)
        for line in level
        if line.left <= x <= line.right and upright.left <= line.top <= upright.right
    ]
    spots = merged(sorted(across)) if across else []
    return is_column(np.any(upright.ink, axis=0), spots)


def _within(one: Stroke, other: Stroke) -> bool:
    reach = round(POINT)
    return (
        other.left - reach <= one.left
        and one.right <= other.right + reach
        and other.top - reach <= one.top
        and one.bottom <= other.bottom + reach
    )


def _runs(
    ink: Mask, gap: float, shortest: float, long: float, *, with_edges: bool
) -> Iterator[Stroke]:
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
        found = Stroke(left, top, left + width, top + height, own)
        stroke = found if _is_thin(found) else _bare(found)
        worse = width < long * POINT
        if _is_thin(stroke) and sorted(_sides(stroke, ink))[int(worse)] <= CLOSED_SIDE:
            yield _bare(stroke)


def _bare(stroke: Stroke) -> Stroke:
    """Give a level stroke without the text that hangs on it."""
    ink = without_hanging(stroke.ink)
    rows = np.flatnonzero(ink.any(axis=1))
    first, last = int(rows[0]), int(rows[-1]) + 1
    return replace(stroke, top=stroke.top + first, bottom=stroke.top + last, ink=ink[first:last])


def _is_thin(stroke: Stroke) -> bool:
    """Whether it is as thin as a line is; measured down each column, for it may be askew."""
    inked = stroke.ink[:, stroke.ink.any(axis=0)] > 0
    first, last = inked.argmax(axis=0), inked[::-1].argmax(axis=0)
    return bool(np.percentile(len(inked) - last - first, 98) <= THICKEST * POINT)


def _sides(stroke: Stroke, ink: Mask) -> Iterator[float]:
    """Give the share of ink in the strips along it, above and below."""
    near, far = (round(n * POINT) for n in BESIDE)
    for top, bottom in (
        (stroke.top - far, stroke.top - near),
        (stroke.bottom + near, stroke.bottom + far),
    ):
        strip = ink[max(top, 0) : max(bottom, 0), stroke.left : stroke.right]
        yield np.count_nonzero(strip) / max(strip.size, 1)


def _joined(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Put together level strokes that are pieces of one line."""
    lines: list[Stroke] = []
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


def _one_of(one: Stroke, other: Stroke) -> Stroke:
    left, right = min(one.left, other.left), max(one.right, other.right)
    top, bottom = min(one.top, other.top), max(one.bottom, other.bottom)
    ink = np.zeros((bottom - top, right - left), np.uint8)
    for piece in (one, other):
        part = ink[piece.top - top : piece.bottom - top, piece.left - left : piece.right - left]
        np.maximum(part, piece.ink, out=part)
    return Stroke(left, top, right, bottom, ink)
