"""Lines of a scan that are drawn with gaps, told from strokes of text in line with each other.

Strokes stand below each other in the lines of a label (请 above 请), and above a line that ends
there: a few pieces, long and short. Dots and dashes are many, or alike.
"""

import numpy as np
from numpy.typing import NDArray

from extract.readers.raster import POINT

# What may break a stroke, in points.
CRACK = 0.8
# Of so many pieces most are alike, differing by less than that share of the median; or they, but
# for the longest, leave hardly any gaps, as dashes do that run together.
MANY, MOST, ALIKE, HARDLY_PARTED = 8, 0.6, 0.5, 0.75
# Fewer are dots or dashes if none is longer than so many times the median, nor than strokes of
# most text are, in points.
FEWEST, LONGER, LONGEST = 4, 3.0, 6.0


def is_parted(drawn: NDArray[np.bool_], shortest: float) -> bool:
    """Whether what is drawn along a line with gaps is dots, dashes, or pieces of a line.

    `shortest` is the least length of a line drawn whole, in points.
    """
    inked = np.flatnonzero(drawn)
    pieces = np.split(inked, np.flatnonzero(np.diff(inked) > CRACK * POINT) + 1)
    lengths = np.array([len(piece) for piece in pieces])
    if lengths.min() >= shortest * POINT:
        return True
    median, longest = float(np.median(lengths)), int(lengths.max())
    if len(lengths) >= MANY:
        alike = np.abs(lengths - median) <= ALIKE * median
        whole = (lengths.sum() - longest) / (inked[-1] - inked[0] + 1 - longest)
        return bool(np.mean(alike) >= MOST or whole >= HARDLY_PARTED)
    most = min(LONGER * median + 1, LONGEST * POINT)  # 1: a pixel is all that dots may have
    return len(lengths) >= FEWEST and longest <= most
