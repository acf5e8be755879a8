"""Digits below each other in low rows of a scan, which look like an upright line of dots.

Between two level lines a digit leaves room above or below itself, and is one piece; dots are not.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.readers.raster import POINT

# In points: rows that are so low, what may break a stroke, the room that a digit leaves in a row.
LOWEST_ROW, HIGHEST_ROW = 5.0, 12.0
CRACK, ROOM = 0.8, 1.0
FEWEST_ROWS = 2
EDGE = 3  # pixels beside a level line that may be its own


def is_column(drawn: NDArray[np.bool_], lines: Sequence[tuple[int, int]]) -> bool:
    """Whether what is drawn down a column of pixels is digits, in half of its low rows at least.

    `lines` are the level lines across it, from the top, each by its ends in pixels.
    """
    rows = [drawn[a + EDGE : b - EDGE] for (_, a), (b, _) in pairwise(lines)]
    low = [row for row in rows if LOWEST_ROW * POINT < len(row) < HIGHEST_ROW * POINT]
    return len(low) >= FEWEST_ROWS and 2 * sum(map(_is_apart, low)) >= len(low)


def _is_apart(drawn: NDArray[np.bool_]) -> bool:
    """Whether the ink between two level lines is one piece that leaves room beside it."""
    inked = np.flatnonzero(drawn)
    if not len(inked):
        return True
    in_one_piece = bool(np.all(np.diff(inked) <= CRACK * POINT))
    free = len(drawn) - int(inked[-1] - inked[0]) - 1
    return in_one_piece and free >= ROOM * POINT
