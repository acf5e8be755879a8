"""Text that hangs on a ruling line, told from the line.

Where a scan is coarse or blurred, the first line of a cell runs into the ruling line over it. A
line keeps its course; text stands beside it, on one side.
"""

import numpy as np
from numpy.typing import NDArray

from extract.readers.raster import POINT, Mask

# Where a line is that many pixels thicker than it usually is, something hangs on it.
THICKER = 2
# Its course is told by the rest: points so near to one straight line, and so many of them.
OFF_COURSE = 1.3  # in points
ON_COURSE = 0.3  # share of its length
SHORTEST = 40.0  # in points; no course is told of less
# What has ink on both sides of its course in more than this share of its length is text.
CROSSED = 0.05


def without_hanging(ink: Mask) -> Mask:
    """Leave of a level run of ink what lies on its course; all of it if it seems to have none."""
    columns = np.flatnonzero(ink.any(axis=0))
    if len(columns) < SHORTEST * POINT:
        return ink
    inked = ink[:, columns] > 0
    first = inked.argmax(axis=0)
    last = len(inked) - 1 - inked[::-1].argmax(axis=0)
    usual = float(np.percentile(last - first + 1, 25))
    bare = last - first + 1 <= usual + THICKER
    if bare.all():
        return ink
    middles = np.column_stack([columns, (first + last) / 2])
    known = _on_one_line(middles[bare])
    if len(known) < ON_COURSE * len(columns):
        return ink
    course = np.interp(columns, known[:, 0], known[:, 1])
    reach = usual / 2 + 1
    crossed = (first < course - reach) & (last > course + reach)
    if np.count_nonzero(crossed) > CROSSED * len(columns):
        return ink
    on_course = np.zeros_like(ink)
    near = np.abs(np.arange(len(ink))[:, None] - course) <= reach
    on_course[:, columns] = np.where(near, ink[:, columns], 0)
    return on_course


def _on_one_line(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give those of the points (x, y), from the left, that lie near Tukey's resistant line.

    It runs through the medians of the outer thirds, so that a few points far off do not move it.
    """
    third = max(len(points) // 3, 1)
    (x0, y0), (x1, y1) = np.median(points[:third], axis=0), np.median(points[-third:], axis=0)
    line = y0 + (points[:, 0] - x0) * (y1 - y0) / max(x1 - x0, 1)
    near: NDArray[np.bool_] = np.abs(points[:, 1] - line) <= OFF_COURSE * POINT
    return points[near]
