"""The ink in the cells of a ruled page: glyphs, specks, what touches a line, and lines of text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from extract.readers.raster import POINT, Grey, Mask, Sheet, ink_of
from extract.readers.strokes import Ruling
from extract.ruling import Area

Bounds = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels

# In points. Smaller ink is noise; a dash, the smallest sign that stands alone, is wider than that.
SPECK = 0.6
SMALLEST_SIGN = 2.2
# Height of a line of text in tables, where the page does not tell.
USUAL_SIZE = 9.0
# A line taller than this, in heights of a line, is several that touch; pieces that make up less
# than the second figure are one, such as the three strokes of 三.
SEVERAL = 1.7
ONE = 1.15
LOWEST_TEXT, TALLEST_TEXT = 4.0, 45.0
NEAREST = 4  # pixels from line to line; what is nearer is noise
# A number: so many digits at most; of a digit and a stop, width and height in heights of the line.
MOST_DIGITS = 16
DIGIT_WIDTH, DIGIT_HEIGHT, STOP_HEIGHT = 0.95, 0.75, 0.35
# So many pixels of a glyph on the edge of a ruling line make it touch.
TOUCHING = 4
DARK = 0.5  # so much of the paper's light takes ink that counts for that, and no halo
RED = 12  # so many pixels of a seal's ink in a cell count
# Under a seal, only what leaves less than this share of the light is print.
PRINT_IN_SEAL = 0.47


@dataclass(frozen=True)
class CellInk:
    """What ink a cell holds."""

    bounds: Bounds  # of the cell
    glyphs: tuple[Bounds, ...]
    specks: tuple[Bounds, ...]  # too large for noise, too small for a sign: stops, dirt
    touching: bool  # a glyph runs into a ruling line
    red: bool  # a seal is pressed on it


@dataclass(frozen=True)
class RuledInk:
    """A page's light and ink without its ruling lines."""

    light: Grey
    ink: Mask
    edges: Mask  # dark pixels beside ruling lines
    red: Mask


def without_rules(sheet: Sheet, ruling: Ruling) -> RuledInk:
    """Paint the ruling lines of a page over, and what a seal has inked."""
    wide = cv2.dilate(ruling.mask, np.ones((3, 3), np.uint8))
    edges = cv2.subtract(cv2.dilate(wide, np.ones((3, 3), np.uint8)), wide)
    painted = (wide > 0) | ((sheet.red > 0) & (sheet.light > 255 * PRINT_IN_SEAL))
    light = np.where(painted, 255, sheet.light).astype(np.uint8)
    ink = np.where(wide > 0, 0, ink_of(light, sheet.faintest)).astype(np.uint8)
    edges = np.where(light < 255 * (1 - DARK), edges, 0)
    return RuledInk(light, ink, edges.astype(np.uint8), sheet.red)


def bounds_of(area: Area, number: int) -> Bounds:
    """Give the bounds of a table's cell."""
    x0, top, x1, bottom = (round(n * POINT) for n in area.bboxes[number])
    return x0, top, x1, bottom


def ink_of_cells(area: Area, page: RuledInk) -> list[CellInk]:
    """Give the ink of each cell of a table; a glyph belongs where its middle is."""
    left, top, _, _ = bounds_of(area, 0)
    right, bottom = round(area.xs[-1] * POINT), round(area.ys[-1] * POINT)
    part = np.s_[top:bottom, left:right]
    count, labels, boxes, middles = cv2.connectedComponentsWithStats(page.ink[part], connectivity=8)
    contact = np.bincount(labels[page.edges[part] > 0], minlength=count)
    glyphs: dict[int, list[Bounds]] = {}
    specks: dict[int, list[Bounds]] = {}
    touching: set[int] = set()
    for n in range(1, count):
        x, y, width, height, size = (int(v) for v in boxes[n])
        if min(width, height) <= 2 and contact[n] * 2 >= size:
            continue  # the edge of a ruling line
        cell = area.cell_at((left + middles[n][0]) / POINT, (top + middles[n][1]) / POINT)
        bounds = (left + x, top + y, left + x + width, top + y + height)
        if max(width, height) >= SMALLEST_SIGN * POINT:
            glyphs.setdefault(cell, []).append(bounds)
            if contact[n] >= TOUCHING:
                touching.add(cell)
        elif max(width, height) >= SPECK * POINT:
            specks.setdefault(cell, []).append(bounds)
    return [
        CellInk(
            bounds := bounds_of(area, number),
            tuple(glyphs.get(number, ())),
            tuple(specks.get(number, ())),
            number in touching,
            _is_red(page.red, bounds),
        )
        for number in range(len(area.cells))
    ]


def _is_red(red: Mask, bounds: Bounds) -> bool:
    x0, top, x1, bottom = bounds
    return int(np.count_nonzero(red[top:bottom, x0:x1])) >= RED


def line_height(cells: Sequence[CellInk]) -> float:
    """Give the usual height of a line of text, in pixels."""
    tall = [
        bottom - top
        for cell in cells
        for x0, top, x1, bottom in _runs(cell.glyphs)
        if x1 - x0 > 2.5 * (bottom - top)
    ]
    return median(tall) if tall else USUAL_SIZE * POINT


def lines_in(cell: CellInk, ink: Mask, size: float) -> list[Bounds]:
    """Part the glyphs of a cell into lines of text, from the top; `size` is a line's height."""
    lines: list[Bounds] = []
    for run in _runs(cell.glyphs):
        if lines and run[3] - lines[-1][1] <= ONE * size:
            lines[-1] = _around((lines[-1], run))
        else:
            lines.append(run)
    return [part for line in lines for part in _parted(line, ink, size)]


def is_figure(cell: CellInk, line: Bounds) -> bool:
    """Whether a line is shaped as a number or a sign: narrow glyphs of one height, and stops."""
    height = line[3] - line[1]
    glyphs = [g for g in cell.glyphs if line[1] <= (g[1] + g[3]) / 2 < line[3]]
    return len(glyphs) <= MOST_DIGITS and all(
        x1 - x0 <= DIGIT_WIDTH * height
        and (bottom - top >= DIGIT_HEIGHT * height or bottom - top <= STOP_HEIGHT * height)
        for x0, top, x1, bottom in glyphs
    )


def text_lines(page: RuledInk, areas: Sequence[Area]) -> list[Bounds]:
    """Give the lines of text outside the tables, from the top, read across the whole page."""
    ink = page.ink.copy()
    for area in areas:
        x0, top, x1, bottom = (
            round(n * POINT) for n in (area.xs[0], area.ys[0], area.xs[-1], area.ys[-1])
        )
        ink[top : bottom + 1, x0 : x1 + 1] = 0
    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    smallest, tallest = SMALLEST_SIGN * POINT, TALLEST_TEXT * POINT
    glyphs = tuple(
        (x, y, x + width, y + height)
        for x, y, width, height, _ in boxes[1:].tolist()
        if max(width, height) >= smallest and height <= tallest
    )
    whole = CellInk((0, 0, ink.shape[1], ink.shape[0]), glyphs, (), touching=False, red=False)
    lines = lines_in(whole, ink, line_height([whole]))
    return [line for line in lines if line[3] - line[1] >= LOWEST_TEXT * POINT]


def _runs(glyphs: Sequence[Bounds]) -> list[Bounds]:
    """Join glyphs whose heights overlap."""
    runs: list[list[Bounds]] = []
    bottom = 0
    for glyph in sorted(glyphs, key=lambda g: g[1]):
        if runs and glyph[1] < bottom:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
            bottom = 0
        bottom = max(bottom, glyph[3])
    return [_around(run) for run in runs]


def _around(boxes: Sequence[Bounds]) -> Bounds:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def _parted(line: Bounds, ink: Mask, size: float) -> Iterator[Bounds]:
    """Cut lines that touch where least ink is between them."""
    x0, top, x1, bottom = line
    count = round((bottom - top) / (SEVERAL * size / 1.5))
    if bottom - top < SEVERAL * size or count < 2 or bottom - top < NEAREST * count:
        yield line
        return
    rows = np.count_nonzero(ink[top:bottom, x0:x1], axis=1)
    pitch = (bottom - top) / count
    cuts = [top]
    for n in range(1, count):
        start, end = (round(pitch * (n + part)) for part in (-0.3, 0.3))
        cuts.append(top + start + int(rows[start:end].argmin()))
    for above, below in pairwise([*cuts, bottom]):
        yield x0, above, x1, below
