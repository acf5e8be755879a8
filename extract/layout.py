"""Marks on a page → paragraphs and grids; the one place where geometry becomes structure.

Readers of fixed-layout formats (PDF, OFD) give `Page`s of characters and ruling lines; positions
are in points from the upper left corner of the page as it is shown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.blocks import Block, Paragraph
from extract.form.text import SPACES, fold, readable
from extract.grid import Cell, Grid
from extract.report import Place
from extract.ruling import Area, Rule, table_areas


@dataclass(frozen=True)
class Char:
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
    """The marks of one page. `number` is from 1; `tables` are grids that a reader made itself."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    tables: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class _Line:
    """A line of prose, its characters from left to right."""

    page: int
    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        return _spaced(self.chars)

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @property
    def top(self) -> float:
        return min(char.top for char in self.chars)

    @property
    def size(self) -> float:
        return median(char.size for char in self.chars)


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
    areas = table_areas(page.rules)
    prose: list[Char] = []
    inside: list[list[Char]] = [[] for _ in areas]
    for char in page.chars:
        for area, chars in zip(areas, inside, strict=True):
            if area.holds(*char.middle):
                chars.append(char)
                break
        else:
            prose.append(char)
    placed: list[tuple[float, _Line | Grid]] = []
    for area, chars in zip(areas, inside, strict=True):
        if any(char.text.strip() for char in chars):
            placed.append((area.top, _grid(area, chars, page.number, warnings)))
        else:
            prose.extend(chars)
    for table in page.tables:
        tops = (cell.place.bbox[1] for cell in table.cells if cell.place.bbox)
        placed.append((min(tops, default=0.0), table))
    for line_chars in lines_of(prose):
        line = _Line(page.number, line_chars)
        placed.append((line.top, line))
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def _grid(area: Area, chars: Sequence[Char], page: int, warnings: list[str]) -> Grid:
    texts: dict[int, list[Char]] = {}
    doubtful: set[int] = set()
    for word in _words(chars):
        homes = [area.cell_at(*char.middle) for char in word]
        for home, char in zip(homes, word, strict=True):
            texts.setdefault(home, []).append(char)
        if len(set(homes)) > 1:
            doubtful.update(homes)
            text = "".join(char.text for char in word)
            warnings.append(f"page {page}: “{text}” stands across a ruling line, in two cells")
    cells = []
    for number, box in enumerate(area.cells):
        text = "\n".join(_spaced(line) for line in lines_of(texts.get(number, ())))
        place = Place(page=page, bbox=area.bbox(box))
        cells.append(
            Cell(box.row, box.column, box.rowspan, box.colspan, text, place, number in doubtful)
        )
    return Grid(tuple(cells), area.xs)


def lines_of(chars: Iterable[Char]) -> Iterator[tuple[Char, ...]]:
    """Group characters into lines, from the top; each line from left to right."""
    line: list[Char] = []
    for char in sorted(chars, key=lambda c: (c.middle[1], c.x0)):
        if line and abs(char.middle[1] - line[-1].middle[1]) > 0.4 * min(char.size, line[-1].size):
            yield from _without_blank_ends(line)
            line = []
        line.append(char)
    yield from _without_blank_ends(line)


def _without_blank_ends(line: list[Char]) -> Iterator[tuple[Char, ...]]:
    line.sort(key=lambda char: char.x0)
    inked = [n for n, char in enumerate(line) if SPACES.sub("", char.text)]
    if inked:
        yield tuple(line[inked[0] : inked[-1] + 1])


def _words(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Runs of characters on a line that touch each other; blanks end a run."""
    for line in lines_of(chars):
        word: list[Char] = []
        for char in line:
            blank = not SPACES.sub("", char.text)
            if word and (blank or char.x0 - word[-1].x1 > 0.15 * char.size):
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
