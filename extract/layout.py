"""Marks on a page → paragraphs and grids; the one place where geometry becomes structure.

Readers of fixed-layout formats (PDF, OFD) give `Page`s of characters and ruling lines; positions
are in points from the upper left corner of the page as it is shown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from statistics import median, median_low
from typing import NamedTuple

from extract.blocks import Block, Paragraph
from extract.form.text import fold, is_blank, readable
from extract.grid import Cell, Grid
from extract.report import Place
from extract.ruling import Area, Rule, table_areas

BBox = tuple[float, float, float, float]


class Char(NamedTuple):
    """One character as printed."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """Height in points, near enough the size of the font."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of its box, which decides the cell it stands in."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """The marks of one page, upright. `number` is from 1.

    `tables` are grids that a reader made itself. `turn` are the quarter turns clockwise by which
    the page as shown was turned to be read.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    tables: tuple[Grid, ...] = ()
    turn: int = 0

    def as_shown(self, box: BBox) -> BBox:
        """Give where a box of the page as read stands on the page as shown."""
        x0, top, x1, bottom = box
        return (
            box,
            (top, self.width - x1, bottom, self.width - x0),
            (self.width - x1, self.height - bottom, self.width - x0, self.height - top),
            (self.height - bottom, x0, self.height - top, x1),
        )[self.turn]


@dataclass(frozen=True)
class _Line:
    """A line of prose, its characters from left to right."""

    page: int
    chars: tuple[Char, ...]

    @cached_property
    def text(self) -> str:
        return _spaced(self.chars)

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @cached_property
    def top(self) -> float:
        return min(char.top for char in self.chars)

    @cached_property
    def size(self) -> float:
        return median_low(char.size for char in self.chars)


def read_pages(pages: Sequence[Page]) -> tuple[list[Block], list[str]]:
    """Give the blocks of all pages in reading order, and warnings.

    Page numbers and running heads are left out. A word that stands in two cells of a table at
    once is warned of by name: its cells cannot be trusted.
    """
    warnings: list[str] = []
    flow: list[_Line | Grid] = []
    for page in pages:
        flow.extend(_page_flow(page, warnings))
    furniture = _running_lines(flow, {page.number: page.height for page in pages})
    kept = [item for item in flow if not (isinstance(item, _Line) and item in furniture)]
    return list(_paragraphs(kept, max((page.width for page in pages), default=0))), warnings


def _page_flow(page: Page, warnings: list[str]) -> list[_Line | Grid]:
    prose: Sequence[Char] = page.chars
    placed: list[tuple[float, _Line | Grid]] = []
    for area in table_areas(page.rules):
        inside, outside = _parted(prose, area)
        if any(char.text.strip() for char in inside):
            placed.append((area.top, _grid(area, inside, page, warnings)))
            prose = outside
    for table in page.tables:
        tops = (cell.place.bbox[1] for cell in table.cells if cell.place.bbox)
        placed.append((min(tops, default=0.0), table))
    for chars in lines_of(prose):
        line = _Line(page.number, chars)
        placed.append((line.top, line))
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def _parted(chars: Sequence[Char], area: Area) -> tuple[list[Char], list[Char]]:
    """Give the characters that stand inside a table, and the others."""
    inside: list[Char] = []
    outside: list[Char] = []
    for char in chars:
        (inside if area.holds(*char.middle) else outside).append(char)
    return inside, outside


def _grid(area: Area, chars: Sequence[Char], page: Page, warnings: list[str]) -> Grid:
    inside: dict[int, list[Char]] = {}
    for char in chars:
        inside.setdefault(area.cell_at(*char.middle), []).append(char)
    lines = {number: list(lines_of(inside[number])) for number in inside}
    doubtful: set[int] = set()
    if any(_at_a_border(line, area, number) for number in lines for line in lines[number]):
        doubtful = _torn_words(area, chars, page, warnings)
    cells = []
    for number, box in enumerate(area.cells):
        text = "\n".join(map(_spaced, lines.get(number, ())))
        place = Place(page=page.number, bbox=page.as_shown(area.bbox(box)))
        cells.append(
            Cell(box.row, box.column, box.rowspan, box.colspan, text, place, number in doubtful)
        )
    return Grid(tuple(cells), area.xs)


# Characters of a word stand nearer to each other than this share of their size.
_IN_A_WORD = 0.15


def _at_a_border(line: Sequence[Char], area: Area, cell: int) -> bool:
    """Whether a cell's line comes so near to its border that its word may go on beyond."""
    box = area.cells[cell]
    left, right = area.xs[box.column], area.xs[box.column + box.colspan]
    first, last = line[0], line[-1]
    return first.x0 - left < _IN_A_WORD * first.size or right - last.x1 < _IN_A_WORD * last.size


def _torn_words(area: Area, chars: Sequence[Char], page: Page, warnings: list[str]) -> set[int]:
    """Give the numbers of the cells that share a word with another, and warn of each word."""
    torn: set[int] = set()
    for word in _words(chars):
        homes = {area.cell_at(*char.middle) for char in word}
        if len(homes) > 1:
            torn |= homes
            text = "".join(char.text for char in word)
            warnings.append(
                f"page {page.number}: “{text}” stands across a ruling line, in two cells"
            )
    return torn


def lines_of(chars: Iterable[Char]) -> Iterator[tuple[Char, ...]]:
    """Group characters into lines, from the top; each line from left to right.

    A character printed again in its own place, as bold is faked, is one character.
    """
    line: list[Char] = []
    last = reach = 0.0  # middle of the last one, and how far down the next may be on its line
    for char in sorted(chars, key=lambda c: c.top + c.bottom):
        middle, near = (char.top + char.bottom) / 2, 0.4 * (char.bottom - char.top)
        if line and middle > min(reach, last + near):
            yield from _set_in_order(line)
            line = []
        line.append(char)
        last, reach = middle, middle + near
    yield from _set_in_order(line)


# The same character printed again nearer than this is the same character, in points.
_HAIR = 1.0


def _set_in_order(line: list[Char]) -> Iterator[tuple[Char, ...]]:
    """Give a line from left to right, without blanks at its ends; nothing if it is all blank."""
    if len(line) > 1:  # most cells hold a lone digit
        line.sort(key=itemgetter(1))
    inked = [n for n, char in enumerate(line) if not is_blank(char.text)]
    if inked:
        yield tuple(_printed_once(line[inked[0] : inked[-1] + 1]))


def _printed_once(line: Sequence[Char]) -> Iterator[Char]:
    last: Char | None = None
    for char in line:
        if last is None or char.text != last.text or char.x0 - last.x0 >= _HAIR:
            yield char
        last = char


def _words(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Runs of characters on a line that touch each other; blanks end a run."""
    for line in lines_of(chars):
        word: list[Char] = []
        for char in line:
            blank = is_blank(char.text)
            if word and (blank or char.x0 - word[-1].x1 > _IN_A_WORD * char.size):
                yield word
                word = []
            if not blank:
                word.append(char)
        if word:
            yield word


def _spaced(line: Sequence[Char]) -> str:
    """Give a line's text, with a blank where the print leaves a gap, so that 1 0 is never 10."""
    text = line[0].text if line else ""
    for left, right in pairwise(line):
        gap = right.x0 - left.x1
        if gap > 0.3 * right.size and left.text.strip() and right.text.strip():
            text += " "
        text += right.text
    return text.strip()


_PAGE_NUMBER = re.compile(r"[-—–·.~]*(?:第?\d{1,3}页?(?:[/,，]?共?\d{1,3}页?)?)[-—–·.~]*")
_MARGIN = 0.12  # share of the page's height in which running heads and page numbers stand


def _running_lines(flow: Iterable[_Line | Grid], heights: dict[int, float]) -> set[_Line]:
    """Find page numbers, and lines that stand in the margin of most pages with the same words."""
    in_margin = [
        line
        for line in flow
        if isinstance(line, _Line)
        and not _MARGIN < line.chars[0].middle[1] / heights[line.page] < 1 - _MARGIN
    ]
    seen = Counter(_mask(line) for line in in_margin)
    often = max(3, round(0.6 * len(heights)))
    return {
        line
        for line in in_margin
        if _PAGE_NUMBER.fullmatch(fold(line.text)) or seen[_mask(line)] >= often
    }


def _mask(line: _Line) -> str:
    return re.sub(r"\d+", "#", fold(line.text))


def _paragraphs(flow: Sequence[_Line | Grid], width: float) -> Iterator[Block]:
    """Join lines into paragraphs. A full line fills at least half of the page's width."""
    lines = [item for item in flow if isinstance(item, _Line)]
    right = max([line.x1 for line in lines] + [width / 2])
    left = min((line.x0 for line in lines), default=0.0)
    pitch = _pitch(lines)
    paragraph: list[_Line] = []
    for item in flow:
        if isinstance(item, Grid) or (
            paragraph and _starts_anew(paragraph[-1], item, left, right, pitch)
        ):
            yield from _closed(paragraph)
            paragraph = []
        if isinstance(item, Grid):
            yield item
        else:
            paragraph.append(item)
    yield from _closed(paragraph)


def _pitch(lines: Sequence[_Line]) -> float:
    """Usual distance from one line to the next, in points."""
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and b.top > a.top]
    return median(steps) if steps else 0.0


def _starts_anew(last: _Line, line: _Line, left: float, right: float, pitch: float) -> bool:
    """Whether a new paragraph starts.

    The line before ends short, or this one is set in, set apart, or set in another size.
    """
    ends_short = last.x1 < right - 1.5 * last.size
    set_in = line.x0 > left + 1.2 * line.size
    set_apart = last.page == line.page and line.top - last.top > 1.3 * pitch
    other_size = abs(line.size - last.size) > 0.15 * last.size
    return ends_short or set_in or set_apart or other_size


def _closed(paragraph: Sequence[_Line]) -> Iterator[Paragraph]:
    text = readable(" ".join(line.text for line in paragraph))
    if text:
        yield Paragraph(text)
