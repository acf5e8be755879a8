"""Marks on pages → paragraphs and grids; the one place where geometry becomes structure.

Readers of fixed-layout formats (PDF, OFD) and of scans give `Page`s.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from extract.blocks import Block
from extract.form.lexicon import is_filled_in, lexicon
from extract.form.text import is_blank
from extract.grid import Cell, Grid
from extract.page import Char, Line, Page, lines_of, spaced
from extract.paragraphs import paragraphs, running_lines
from extract.pieces import with_unruled_tables
from extract.report import Place
from extract.ruling import Area, table_areas


def read_pages(pages: Sequence[Page]) -> tuple[list[Block], list[str]]:
    """Give the blocks of all pages in reading order, and warnings.

    Page numbers and running heads are left out. A word that stands in two cells of a table at
    once is warned of by name: its cells cannot be trusted.
    """
    warnings: list[str] = []
    flow: list[Line | Grid] = []
    for page in pages:
        flow.extend(_page_flow(page, warnings))
    furniture = running_lines(flow, {page.number: page.height for page in pages})
    kept = [item for item in flow if not (isinstance(item, Line) and item in furniture)]
    by_number = {page.number: page for page in pages}
    whole = list(with_unruled_tables(kept, lambda grid: _as_shown(grid, by_number)))
    return list(paragraphs(whole, max((page.width for page in pages), default=0))), warnings


def _page_flow(page: Page, warnings: list[str]) -> list[Line | Grid]:
    prose: Sequence[Char] = page.chars
    placed: list[tuple[float, Line | Grid]] = []
    for area in table_areas(page.rules):
        inside, outside = _parted(prose, area)
        if any(char.text.strip() for chars in inside.values() for char in chars):
            grid = _grid(area, inside, page, warnings)
            if not _rules_lack(grid):
                placed.append((area.top, grid))
                prose = outside
    for table in page.tables:
        tops = (cell.place.bbox[1] for cell in table.cells if cell.place.bbox)
        placed.append((min(tops, default=0.0), _as_shown(table, {page.number: page})))
    for chars in lines_of(prose):
        line = Line(page.number, chars)
        placed.append((line.top, line))
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def _as_shown(table: Grid, pages: Mapping[int, Page]) -> Grid:
    """Give a table its places on the pages as they are shown."""
    if all(page.to_shown is None for page in pages.values()):
        return table
    cells = []
    for cell in table.cells:
        page, box = pages.get(cell.place.page or 0), cell.place.bbox
        if page and box:
            cell = cell._replace(place=cell.place._replace(bbox=page.as_shown(box)))  # noqa: PLW2901 - the same cell, its place as shown
        cells.append(cell)
    return Grid(tuple(cells), table.edges)


# So many figures in one cell are of several: beside each other, or one below the other, where a
# long number in a narrow cell takes up to three lines.
_BESIDE = 3
_STACKED = 5


def _rules_lack(grid: Grid) -> bool:
    """Whether rules are missing between the columns of a table, or between its rows."""
    lines = [cell.text.split("\n") for cell in grid.cells if len(cell.text.split()) > 1]
    stacked = sum(sum(map(is_filled_in, inside)) >= _STACKED for inside in lines)
    return stacked > 1 or any(_runs_over_columns(line) for inside in lines for line in inside)


def _runs_over_columns(line: str) -> bool:
    """Whether a line holds several figures, several labels of the form, or one and a figure."""
    words = line.split()
    figures = sum(map(is_filled_in, words))
    labels = [word for word in words if not is_filled_in(word)]
    if figures >= _BESIDE or (figures and labels and lexicon().knows("".join(labels))):
        return True
    return _labels_among(words) > 1


def _labels_among(words: Sequence[str]) -> int:
    """Count the labels that words make, each as long as can be: 自 然 人 is one, 其他 总计 two."""
    count = start = 0
    while start < len(words):
        ends = range(len(words), start, -1)
        end = next((n for n in ends if lexicon().knows("".join(words[start:n]))), None)
        count += end is not None
        start = end or start + 1
    return count


# Characters by the number of the cell that they stand in.
ByCell = dict[int, list[Char]]


def _parted(chars: Sequence[Char], area: Area) -> tuple[ByCell, list[Char]]:
    """Give the characters that stand inside a table, and the others."""
    inside: ByCell = {}
    outside: list[Char] = []
    left, right, high, low = area.xs[0], area.xs[-1], area.ys[0], area.ys[-1]
    in_cell: list[Char] = []
    x0 = x1 = y0 = y1 = 0.0  # of the cell of the character before, in which most stand
    for char in chars:
        x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
        if x0 <= x < x1 and y0 <= y < y1:
            in_cell.append(char)
        elif high <= y <= low and left <= x <= right:
            number = area.cell_at(x, y)
            x0, y0, x1, y1 = area.borders(area.cells[number])
            in_cell = inside.setdefault(number, [])
            in_cell.append(char)
        else:
            outside.append(char)
    return inside, outside


def _grid(area: Area, inside: ByCell, page: Page, warnings: list[str]) -> Grid:
    lines = {number: lines_of(chars) for number, chars in inside.items()}
    doubtful: set[int] = set()
    if _any_at_a_border(lines, area):
        doubtful = _torn_words(area, [*chain.from_iterable(inside.values())], page, warnings)
    boxes = area.bboxes if page.to_shown is None else map(page.as_shown, area.bboxes)
    new = tuple.__new__  # Cell(…) takes twice as long
    cells = []
    for number, (slots, box) in enumerate(zip(area.cells, boxes, strict=True)):
        text = "\n".join(map(spaced, lines[number])) if number in lines else ""
        place = new(Place, (page.number, box, None, None, None))
        cells.append(new(Cell, (*slots, text, place, number in doubtful, "", ())))
    return Grid(tuple(cells), area.xs)


# Characters of a word stand nearer to each other than this share of their size.
_IN_A_WORD = 0.15


def _any_at_a_border(lines: Mapping[int, Sequence[Sequence[Char]]], area: Area) -> bool:
    """Whether a cell's line comes so near to its border that its word may go on beyond."""
    for number, of_cell in lines.items():
        _, column, _, colspan = area.cells[number]
        left, right = area.xs[column], area.xs[column + colspan]
        for line in of_cell:
            _, x0, top, _, bottom = line[0]
            if x0 - left < _IN_A_WORD * (bottom - top):
                return True
            _, _, top, x1, bottom = line[-1]
            if right - x1 < _IN_A_WORD * (bottom - top):
                return True
    return False


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
