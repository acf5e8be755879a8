"""Which strokes of a page rule a table: they hold each other, and end where others cross them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from extract.readers.raster import POINT, Mask
from extract.readers.stroke import Stroke
from extract.ruling import TOUCHING

# Lines that meet nearer than this make one table. A line ends no farther from the one that holds
# it than that, strokes of text do; one that nothing holds is so long.
MEETING = 4.0
HELD = 1.4
SHORTEST_LOOSE = 45.0
# What runs on so little past the last line across is a stroke of text that touches.
LONGEST_TAIL = 14.0
# Between two lines across, a line leaves no longer gap; what is drawn to less than that share and
# crossed by ink in more than the other is text. Seen so many pixels from the lines.
LONGEST_GAP = 3.5
WHOLLY_DRAWN, CROSSED = 0.95, 0.05
EDGE = 3
SMALLEST_TABLE = 40.0


def in_tables(strokes: Sequence[Stroke], ink: Mask) -> list[Stroke]:
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


def _trimmed(stroke: Stroke, others: Sequence[Stroke], ink: Mask) -> Stroke | None:
    """Cut off what runs on past the last line across, and ends that are strokes of text."""
    across = [o for o in others if _meet(stroke, o)]
    if not stroke.level:
        on_side = _trimmed_level(stroke.flipped(), [o.flipped() for o in across], ink.T)
        return on_side.flipped() if on_side else None
    return _trimmed_level(stroke, across, ink)


def _trimmed_level(stroke: Stroke, across: Sequence[Stroke], ink: Mask) -> Stroke | None:
    spots = merged(sorted((o.left, o.right) for o in across))
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


def merged(spots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one of lines across that lie too near for a cell between them."""
    apart = [spots[0]]
    for start, end in spots[1:]:
        if start - apart[-1][1] <= MEETING * POINT:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _is_text(stroke: Stroke, span: tuple[int, int], ink: Mask) -> bool:
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


def _is_held(stroke: Stroke, others: Sequence[Stroke]) -> bool:
    """Whether both its ends lie on strokes across it; a long one may end in the open."""
    across = [other for other in others if _meet(stroke, other)]
    start, end = (stroke.left, stroke.right) if stroke.level else (stroke.top, stroke.bottom)
    if end - start >= SHORTEST_LOOSE * POINT:
        return len(across) >= 2
    at = [(o.left, o.right) if stroke.level else (o.top, o.bottom) for o in across]
    return all(any(a - HELD * POINT <= x <= b + HELD * POINT for a, b in at) for x in (start, end))


def _meet(one: Stroke, other: Stroke) -> bool:
    reach = MEETING * POINT
    return one.level != other.level and (
        one.left - reach <= other.right
        and other.left - reach <= one.right
        and one.top - reach <= other.bottom
        and other.top - reach <= one.bottom
    )


def _groups(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    groups: list[list[Stroke]] = []
    for stroke in strokes:
        mine = [g for g in groups if any(_meet(stroke, other) for other in g)]
        groups = [*(g for g in groups if g not in mine), [stroke, *(s for g in mine for s in g)]]
    return groups


def _is_table(strokes: Sequence[Stroke]) -> bool:
    width = max(s.right for s in strokes) - min(s.left for s in strokes)
    height = max(s.bottom for s in strokes) - min(s.top for s in strokes)
    return width >= SMALLEST_TABLE * POINT and height >= TOUCHING * POINT
