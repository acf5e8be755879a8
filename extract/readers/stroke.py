"""A run of ink on a page that may be a ruling line."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from extract.readers.raster import POINT, Mask
from extract.ruling import Rule


@dataclass(frozen=True)
class Stroke:
    """A run of ink; its box in pixels, and the ink in it."""

    left: int
    top: int
    right: int
    bottom: int
    ink: Mask
    level: bool = True

    @property
    def rule(self) -> Rule:
        """Give the line that it draws, in points."""
        if self.level:
            y = (self.top + self.bottom) / 2 / POINT
            return Rule(self.left / POINT, y, self.right / POINT, y)
        x = (self.left + self.right) / 2 / POINT
        return Rule(x, self.top / POINT, x, self.bottom / POINT)

    def flipped(self) -> Self:
        """Give it on the page set on its side."""
        ink = np.ascontiguousarray(self.ink.T)
        return type(self)(self.top, self.left, self.bottom, self.right, ink, not self.level)
