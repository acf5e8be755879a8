"""Which way the text of a PDF's page runs: a page may be turned, and so may a table on it."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from extract.readers.pdfium_calls import number_of, plain

_QUARTER = math.pi / 2
# Text that runs otherwise than in quarter turns, by more than this share of one, is a watermark.
_ASLANT = 0.05
# Text that runs otherwise than the rest of a page has at least so many characters; a table more.
_FEWEST_ASIDE, _FEWEST_OF_TABLE = 3, 60

_angle = plain(pdfium.FPDFText_GetCharAngle)
_is_generated = plain(pdfium.FPDFText_IsGenerated)


def directions_of(text: Any) -> Counter[int | None]:
    """Count some characters by the quarter turns that set them upright, None if they run aslant."""
    handle = number_of(text)
    some: Sequence[int] = range(0, pdfium.FPDFText_CountChars(text), _FEWEST_ASIDE)
    angles = Counter(map(_angle, repeat(handle), some))
    if len(angles) > 1:  # blanks that pdfium puts between words are upright in any case
        angles = Counter(_angle(handle, n) for n in some if _is_generated(handle, n) != 1)
    found: Counter[int | None] = Counter()
    for angle, count in angles.items():
        found[_quarter(angle)] += count
    return found


def main_direction(directions: Counter[int | None], rotated: int) -> int:
    """Quarter turns clockwise that set most text of a page upright, after the page's own turn.

    0, if as much is upright already as may be prose beside a table that is turned.
    """
    if directions[rotated] * _FEWEST_ASIDE >= _FEWEST_OF_TABLE:
        return 0
    along = [(count, -way) for way, count in directions.items() if way is not None]
    return (-max(along)[1] - rotated) % 4 if along else 0


def sideways_in(directions: Counter[int | None], upright: int) -> int | None:
    """Give the quarter turns of text that stands otherwise than the rest, if it may be a table."""
    others = [(count, way) for way, count in directions.items() if way not in (None, upright)]
    count, way = max(others, default=(0, None))
    return way if count * _FEWEST_ASIDE >= _FEWEST_OF_TABLE else None


def quarter_at(text: int, index: int) -> int | None:
    """Give the quarter turns clockwise that set a character upright; None if it runs aslant."""
    return _quarter(_angle(text, index))


def _quarter(angle: float) -> int | None:
    """Give quarter turns for an angle as pdfium tells it: clockwise, in radians."""
    turns = angle / _QUARTER
    return None if abs(turns - round(turns)) > _ASLANT else -round(turns) % 4
