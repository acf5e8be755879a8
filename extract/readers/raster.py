"""A picture of a page made ready to read: one resolution, even light, red seals gone, straight.

Pixels are of `DPI` to the inch; `POINT` is how many make a point.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.page import Affine

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]  # 255 where it is so, else 0: what OpenCV works on

# Digits of 7.5 points are 15 pixels high then. Finer pictures read no better and take longer.
DPI = 200
POINT = DPI / 72

STEEPEST = 3.0  # skew that is looked for, in degrees
# Ink takes at least this share of the paper's light, and stands so far out of the noise.
FAINTEST = 0.16
NOISE_TIMES = 4.5
FAINTEST_IN_NOISE = 0.36
FAINTEST_IN_SEAL = 0.3
# In a seal's ink, red outshines the other colours by this many levels.
REDDEST = 20


@dataclass(frozen=True)
class Sheet:
    """A page set straight. `light` is 255 for paper; `red` is where a seal's ink was."""

    light: Grey
    red: Mask
    faintest: float  # share of the paper's light that the faintest ink takes
    from_shown: NDArray[np.float64]  # 2 × 3, pixels of the upright page → pixels here

    @cached_property
    def ink(self) -> Mask:
        """Where ink is, faint ink too, specks of noise among it; but not the faint of a seal."""
        seal = (self.red > 0) & (self.light > 255 * (1 - FAINTEST_IN_SEAL))
        return np.where(seal, 0, ink_of(self.light, self.faintest)).astype(np.uint8)

    @property
    def width(self) -> float:
        """In points."""
        return float(self.light.shape[1] / POINT)

    @property
    def height(self) -> float:
        """In points."""
        return float(self.light.shape[0] / POINT)

    def to_shown(self) -> Affine:
        """Give what leads from points of this sheet to points of the page as shown."""
        (a, c, e), (b, d, f) = cv2.invertAffineTransform(self.from_shown).tolist()
        return a, b, c, d, e / POINT, f / POINT

    def turned(self, quarters: int) -> "Sheet":
        """Give the sheet turned to the left so many quarters."""
        sheet = self
        for _ in range(quarters):
            light, red = (np.ascontiguousarray(np.rot90(a)) for a in (sheet.light, sheet.red))
            turn = np.array([[0.0, 1, 0], [-1, 0, sheet.light.shape[1]], [0, 0, 1]])
            whole = turn @ np.vstack([sheet.from_shown, [0, 0, 1]])
            sheet = Sheet(light, red, sheet.faintest, whole[:2])
        return sheet

    def straightened(self) -> "Sheet":
        """Give the sheet without its skew."""
        angle = _skew(self.ink)
        if not angle:
            return self
        height, width = self.light.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        light, red = (
            cv2.warpAffine(a, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
            for a, paper in ((self.light, (255,)), (self.red, (0,)))
        )
        return Sheet(
            light.astype(np.uint8), red.astype(np.uint8), self.faintest, turn.astype(np.float64)
        )


def ink_of(light: Grey, faintest: float) -> Mask:
    """Give where ink takes more than this share of the light."""
    soft = cv2.GaussianBlur(light, (3, 3), 0.6)
    return np.where(soft < 255 * (1 - faintest), 255, 0).astype(np.uint8)


def sheet_of(image: NDArray[np.uint8], dpi: float) -> Sheet:
    """Make a sheet of a picture, grey or RGB; it is not straightened yet."""
    scale = DPI / dpi
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=how).astype(np.uint8)
    grey, red = (image, np.zeros_like(image)) if image.ndim == 2 else _without_red(image)
    light = _evenly_lit(grey)
    return Sheet(light, red, _faintest(light), np.eye(2, 3))


def _without_red(image: NDArray[np.uint8]) -> tuple[Grey, Mask]:
    """Give the light without what red ink takes of it, and where that was."""
    red, green, blue = cv2.split(image)
    grey = np.maximum(red, cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)).astype(np.uint8)
    excess = cv2.subtract(red, cv2.max(green, blue))
    seal = np.where(cv2.blur(excess, (5, 5)) > REDDEST, 255, 0).astype(np.uint8)
    return grey, cv2.dilate(seal, np.ones((5, 5), np.uint8)).astype(np.uint8)  # JPEG smears it


def _evenly_lit(grey: Grey) -> Grey:
    """Divide by the light of the paper around, so that paper is 255 everywhere."""
    small = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    side = round(30 * POINT / 8) | 1  # wider than any stroke of print
    paper = cv2.dilate(small, np.ones((3, 3), np.uint8))
    paper = cv2.morphologyEx(paper, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), side / 2)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 40), scale=250).astype(np.uint8)


def _faintest(light: Grey) -> float:
    """Set the share of light that ink takes above the noise of the paper."""
    soft = cv2.GaussianBlur(light, (3, 3), 0.6)
    paper = soft[soft > 255 * (1 - FAINTEST_IN_NOISE)].astype(np.float32)
    if not paper.size:
        return FAINTEST
    middle = float(np.median(paper))
    spread = 1.48 * float(np.median(np.abs(paper - middle)))
    dark = 1 - (middle - NOISE_TIMES * spread) / 255
    return min(max(FAINTEST, dark), FAINTEST_IN_NOISE)


def _skew(ink: Mask) -> float:
    """Give the angle by which the page must be turned to be straight; 0 if it nearly is."""
    half = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    angle = 0.0
    for step, reach in ((0.25, STEEPEST), (0.05, 0.25), (0.0125, 0.05)):
        tries = np.arange(angle - reach, angle + reach + step / 2, step)
        angle = float(max(tries, key=lambda a: (_sharpness(half, a), -abs(a))))
    return angle if abs(angle) > 0.02 else 0.0


def _sharpness(ink: Mask, angle: float) -> float:
    """How sharply rows of ink and rows of paper part if the page is turned by this angle."""
    height, width = ink.shape
    shear = np.array([[1, 0, 0], [-np.tan(np.radians(angle)), 1, 0]])
    shear[1, 2] = -shear[1, 0] * width / 2
    turned = cv2.warpAffine(ink, shear, (width, height), flags=cv2.INTER_LINEAR)
    rows = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[:, 0].astype(np.float64)
    return float(np.square(np.diff(rows)).sum())
