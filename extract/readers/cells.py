"""The cells of a scanned table: each found by its ruling lines and read alone.

No ink is a blank. Ink that gives no text is not read, and its cell says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from operator import attrgetter

import cv2
import numpy as np

from extract.grid import Cell, Grid
from extract.page import BBox
from extract.readers.characters import HEIGHT, Line, read_lines
from extract.readers.entries import SURE, Seen, certain, entry_like, joined, judged, words
from extract.readers.ink import (
    Bounds,
    CellInk,
    RuledInk,
    ink_of_cells,
    is_figure,
    line_height,
    lines_in,
)
from extract.readers.raster import POINT, Grey
from extract.report import Place
from extract.ruling import Area, Box

# Room around a line, as a share of its height, and the share of its width that is kept: of words
# less does, and the time goes with the width.
WORDS, FIGURES = (0.25, 0.7), (0.16, 1.0)
BEHIND = 0.1
LOWEST_CROP = 6.0  # in points: a dash keeps room above and below it
# Drawn in front of an entry for its second reading; 5 has no double among letters.
DIGIT = "5"
# Specks alone in a cell are dirt if they are smaller, in points; else a sign may have faded.
DIRT = 1.3
UNDER_SEAL = "a seal is pressed on it"


@dataclass
class _Line:
    """A line in a cell: its ink, and what was read of it so far, alone and behind a digit."""

    cell: CellInk
    bounds: Bounds
    figure: bool  # it has the shape of a number or a sign
    alone: Line | None = None
    behind: Line | None = None

    def seen(self) -> Seen | None:
        """Give what it says, as far as the readings so far decide that."""
        if self.behind is None:
            return None if self.alone is None else words([self.alone])
        if self.alone is None:
            return certain(self.behind, self.bounds, self.cell.specks)
        return judged(self.alone, self.behind, self.bounds, self.cell.specks)

    def is_unclear(self) -> bool:
        """Whether it was read as words, narrowed, and not well."""
        return self.behind is None and self.alone is not None and self.alone.score < SURE


def read_tables(areas: Sequence[Area], ruled: RuledInk, page: int) -> list[Grid]:
    """Read the cells of all tables of a page."""
    inks = [ink for area in areas for ink in ink_of_cells(area, ruled)]
    size = line_height(inks)
    cells = [[_Line(c, b, is_figure(c, b)) for b in lines_in(c, ruled.ink, size)] for c in inks]
    _read(cells, ruled.light)
    seen = map(_seen, inks, cells)
    return [
        Grid(
            tuple(map(_cell, area.cells, area.bboxes, seen, repeat(page))),
            # Each page lies otherwise on the glass: pieces of a table share its left border only.
            tuple(x - area.xs[0] for x in area.xs),
        )
        for area in areas
    ]


def _read(cells: Sequence[Sequence[_Line]], light: Grey) -> None:
    """Read figures behind a digit and words alone; what that leaves in doubt, the other way too."""
    lines = list(chain(*cells))
    _read_behind([line for line in lines if line.figure], light)
    _read_alone([line for line in lines if not line.figure], light, WORDS)
    again = [line for cell in cells if _entry(cell) for line in cell if not line.figure]
    _read_behind(again, light)
    _read_alone([line for line in lines if line.seen() is None], light, FIGURES)
    _read_alone([line for line in lines if line.is_unclear()], light, FIGURES)


def _entry(lines: Sequence[_Line]) -> bool:
    """Whether a cell may hold an entry: nothing in it has been read as words."""
    return entry_like("".join(line.alone.text for line in lines if line.alone))


def _read_alone(lines: Sequence[_Line], light: Grey, how: tuple[float, float]) -> None:
    margin, width = how
    crops = [_crop(light, line, margin) for line in lines]
    narrowed = [cv2.resize(c, None, fx=width, fy=1, interpolation=cv2.INTER_AREA) for c in crops]
    for line, read in zip(lines, read_lines([c.astype(np.uint8) for c in narrowed]), strict=True):
        line.alone = max(line.alone or read, read, key=attrgetter("score"))


def _read_behind(lines: Sequence[_Line], light: Grey) -> None:
    crops = [_behind_digit(_crop(light, line, BEHIND)) for line in lines]
    for line, read in zip(lines, read_lines(crops), strict=True):
        line.behind = _without_digit(read)


def _seen(ink: CellInk, lines: Sequence[_Line]) -> Seen:
    """Put what the lines of a cell say together."""
    if not lines:
        return _without_lines(ink)
    if _entry(lines):
        seen = joined([line.seen() or Seen("", unread=True) for line in lines])
    else:
        seen = words([line.alone for line in lines if line.alone])
    if seen.doubt or not (ink.red or ink.touching):
        return seen
    return replace(seen, doubt=UNDER_SEAL if ink.red else "its ink runs into a ruling line")


def _without_lines(ink: CellInk) -> Seen:
    """Judge a cell without glyphs: blank, unless something larger than dirt is in it."""
    largest = max((max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in ink.specks), default=0)
    if largest >= DIRT * POINT:
        return Seen("", unread=True, doubt="there is a little ink in it, which is no sign")
    return Seen("", doubt=UNDER_SEAL if ink.red else "")


def _crop(light: Grey, line: _Line, margin: float) -> Grey:
    """Cut a line of a cell out, with room around it; what lies outside the cell is paper."""
    cell = line.cell.bounds
    x0, top, x1, bottom = line.bounds
    height = max(bottom - top, round(LOWEST_CROP * POINT))
    room = max(round(height * margin), 1)
    extra = (height - (bottom - top)) // 2 + room
    left, upper, right, lower = x0 - room, top - extra, x1 + room, bottom + extra
    inside = (max(left, cell[0]), max(upper, cell[1]), min(right, cell[2]), min(lower, cell[3]))
    crop = np.full((lower - upper, right - left), 255, np.uint8)
    crop[inside[1] - upper : inside[3] - upper, inside[0] - left : inside[2] - left] = light[
        inside[1] : inside[3], inside[0] : inside[2]
    ]
    return crop


def _behind_digit(crop: Grey) -> Grey:
    font, scale, thick = cv2.FONT_HERSHEY_SIMPLEX, HEIGHT / 30, round(HEIGHT / 12)
    (width, height), _ = cv2.getTextSize(DIGIT, font, scale, thick)
    drawn = np.full((HEIGHT, width + 2), 255, np.uint8)
    cv2.putText(drawn, DIGIT, (0, (HEIGHT + height) // 2), font, scale, 0, thick, cv2.LINE_AA)
    wide = max(round(crop.shape[1] * HEIGHT / crop.shape[0]), 1)
    return np.hstack([drawn, cv2.resize(crop, (wide, HEIGHT)).astype(np.uint8)])


def _without_digit(line: Line) -> Line:
    """Take the drawn digit off again; a line that lost it was misread."""
    if not line.text.startswith(DIGIT):
        return Line("", 0.0)
    return Line(line.text[len(DIGIT) :].strip(), line.score)


def _cell(slots: Box, bbox: BBox, seen: Seen, page: int) -> Cell:
    place = Place(page=page, bbox=bbox)
    return Cell(*slots, seen.text, place, seen.unread, seen.doubt, seen.others)
