"""Lines drawn with gaps, as scans show them, and strokes of text that stand in line."""

import numpy as np
import pytest
from numpy.typing import NDArray

from extract.readers.dashes import is_parted
from extract.readers.raster import POINT

SHORTEST = 12.0


def drawn(*lengths: float) -> NDArray[np.bool_]:
    """Ink and gaps in turn, in points."""
    parts = [np.full(round(length * POINT), n % 2 == 0) for n, length in enumerate(lengths)]
    return np.concatenate(parts)


@pytest.mark.parametrize(
    "lengths",
    [
        (1.5, 1.5) * 12 + (1.5,),
        (3.0, 2.0) * 5 + (3.0,),
        (8.3, 0.9, 8.3, 0.9, 32.4, 0.9, 2.2, 1.1, 2.2, 0.9, 7.6, 1.0, 59.0, 0.9, 2.2, 1.0, 8.3),
        (14.0, 1.5, 15.0),
    ],
    ids=["dots", "dashes", "dashes run together", "broken"],
)
def test_dots_dashes_and_pieces_of_a_line_are_a_line(lengths: tuple[float, ...]) -> None:
    assert is_parted(drawn(*lengths), SHORTEST)


@pytest.mark.parametrize(
    "lengths",
    [
        (0.4, 2.5, 8.3, 1.4, 1.1, 2.5, 8.3, 1.8, 1.1),
        (7.6, 1.4, 174.6),
        (0.4, 2.5, 8.3, 1.4, 1.1, 2.5, 7.9, 2.2, 214.2),
    ],
    ids=["请 above 请", "行 above a line", "two lines of a label above a line"],
)
def test_strokes_of_text_in_line_are_none(lengths: tuple[float, ...]) -> None:
    assert not is_parted(drawn(*lengths), SHORTEST)
