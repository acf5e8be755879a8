"""Marks on pages → paragraphs and grids; the one place where geometry becomes structure.

Readers of fixed-layout formats (PDF, OFD) and of scans give `Page`s.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from extract.blocks import Block
from extract.form.labels import parse_label
from extract.form.lexicon import is_filled_in, lexicon
from extract.form.text import is_blank
from extract.grid import RAISED, Cell, Grid
from extract.page import (
    ByCell,
    Char,
    Line,
    Page,
    closed_up,
    letter_spacing,
    lines_of,
    spaced,
)
from extract.paragraphs import paragraphs, running_lines
from extract.pieces import with_unruled_tables
from extract.report import Place
from extract.ruling import Area, Rule, areas_and_lines
from extract.spoilt import cut_off, is_overprinted, struck_out, without_notes
from extract.upright import set_upright


def read_pages(pages: Sequence[Page]) -> tuple[list[Block], list[str]]:
    """Give the blocks of all pages in reading order, and warnings.

    Page numbers and running heads are left out. A word that stands in two cells of a table at
    once is warned of by name: its cells cannot be trusted.
    """
    warnings: list[str] = []
    flow: list[Line | Grid] = []
    before: Area | None = None
    for page in pages:
        areas, lines = areas_and_lines(page.rules)
        if areas and before:
            areas[0] = areas[0].continuing(before)
        flow.extend(_page_flow(page, areas, lines, warnings))
        before = areas[-1] if areas else None
    furniture = running_lines(flow, {page.number: page.height for page in pages})
    kept = [item for item in flow if not (isinstance(item, Line) and item in furniture)]
    by_number = {page.number: page for page in pages}
    whole = list(with_unruled_tables(kept, lambda grid: table_as_shown(grid, by_number)))
    return list(paragraphs(whole, max((page.width for page in pages), default=0))), warnings


def _page_flow(
    page: Page, areas: Sequence[Area], lines: Sequence[Rule], warnings: list[str]
) -> list[Line | Grid]:
    prose: Sequence[Char] = page.chars
    spacing = letter_spacing(page.chars)
    placed: list[tuple[float, Line | Grid]] = []
    for area in areas:
        inside, outside, beside = _parted(prose, area)
        inside = set_upright(area, inside, page.turned)
        if area is areas[-1] and area.ys[-1] > _NEAR_THE_END * page.height:
            inside, outside = _with_what_runs_over(area, inside, outside)
        if spacing:
            inside = {number: closed_up(chars, spacing) for number, chars in inside.items()}
        if any(char.text.strip() for chars in inside.values() for char in chars):
            grid = _grid(area, inside, page, warnings)
            if lines:
                grid = _in_doubt(grid, struck_out(area, inside, lines), "a line strikes it out")
            grid = _in_doubt(grid, _run_over(area, inside, beside), "it runs over the border")
            if area.xs[-1] > page.width - _AT_THE_EDGE:
                warnings.append(f"page {page.number}: {_RUNS_OFF}")
                grid = _in_doubt(grid, cut_off(inside, page.width), "the paper ends within it")
            if not _rules_lack(grid):
                placed.append((area.top, grid))
                prose = outside
    for table in page.tables:
        tops = (cell.place.bbox[1] for cell in table.cells if cell.place.bbox)
        placed.append((min(tops, default=0.0), table_as_shown(table, {page.number: page})))
    for chars in lines_of(closed_up(prose, spacing) if spacing else prose):
        line = Line(page.number, chars)
        placed.append((line.top, line))
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def table_as_shown(table: Grid, pages: Mapping[int, Page]) -> Grid:
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
    if len(words) == 1:  # as in most lines
        return False
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


def _parted(chars: Sequence[Char], area: Area) -> tuple[ByCell, list[Char], list[Char]]:
    """Give the characters inside a table, the others, and of these those beside the table."""
    inside: ByCell = {}
    outside: list[Char] = []
    beside: list[Char] = []
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
            if high <= y <= low:
                beside.append(char)
    return inside, outside, beside


def _run_over(area: Area, inside: ByCell, beside: Sequence[Char]) -> set[int]:
    """Give the cells whose text goes on beyond the left or the right border of the table."""
    over = set()
    for char in beside:
        near = _IN_A_WORD * char.size
        x, y = char.middle
        number = area.cell_at(x, y)
        line = (c for c in inside.get(number, ()) if c.top < y < c.bottom)
        if any(abs(char.x0 - c.x1) < near or abs(c.x0 - char.x1) < near for c in line):
            over.add(number)
    return over


# Below this share of a page's height a table may run on to the next page.
_NEAR_THE_END = 0.75
# So many lines of a label may stand below the border of a table that a page breaks, no farther than
# this, in points.
_MOST_LINES_OVER = 4
_FARTHEST_OVER = 60.0


def _with_what_runs_over(
    area: Area, inside: ByCell, outside: list[Char]
) -> tuple[ByCell, list[Char]]:
    """Put the lines right below a table into its last row, if they go on the labels there.

    Where a page breaks a row, browsers may print the last lines of its labels below the border.
    """
    x0, x1, low = area.xs[0], area.xs[-1], area.ys[-1]
    end = low + _FARTHEST_OVER
    under = lines_of([char for char in outside if low < char[4] < end and x0 < char[1] < x1])
    for count in range(min(len(under), _MOST_LINES_OVER), 0, -1):
        over: ByCell = {}
        for char in chain.from_iterable(under[:count]):
            over.setdefault(area.cell_at(char.middle[0], low), []).append(char)
        joined = {number: [*inside.get(number, ()), *chars] for number, chars in over.items()}
        if all(_begin_label(inside.get(n, ())) and _begin_label(joined[n]) for n in joined):
            gone = {*chain.from_iterable(over.values())}
            return {**inside, **joined}, [char for char in outside if char not in gone]
    return inside, outside


def _begin_label(chars: Sequence[Char]) -> bool:
    """Whether the lines of a cell are a label beside figures, or the beginning of one."""
    words = parse_label("".join(map(spaced, lines_of(chars)))).words
    known = chain(lexicon().rows, lexicon().groups, lexicon().furniture)
    return bool(words) and any(label.startswith(words) for label in known)


def _grid(area: Area, inside: ByCell, page: Page, warnings: list[str]) -> Grid:
    lines = {number: lines_of(chars) for number, chars in inside.items()}
    doubtful: set[int] = set()
    if _any_at_a_border(lines, area):
        doubtful = _torn_words(area, inside, page, warnings)
    several = (n for n, chars in inside.items() if len(chars) > 1)
    overprinted = {n for n in several if any(map(is_overprinted, lines[n]))}
    if overprinted:
        warnings.append(f"page {page.number}: figures are printed over each other; not read")
        doubtful = doubtful | overprinted
    boxes = area.bboxes if page.to_shown is None else map(page.as_shown, area.bboxes)
    new = tuple.__new__  # Cell(…) takes twice as long
    cells = []
    for number, (slots, box) in enumerate(zip(area.cells, boxes, strict=True)):
        text = "\n".join(map(spaced, lines[number])) if number in lines else ""
        place = new(Place, (page.number, box, None, None, None))
        cells.append(new(Cell, (*slots, text, place, number in doubtful, "", ())))
    for number, bare in without_notes(lines).items():
        cells[number] = cells[number]._replace(doubt=RAISED, others=(bare,))
    return Grid(tuple(cells), area.xs)


# A border nearer to the right edge of the paper than this stands where the paper ends, in points.
_AT_THE_EDGE = 1.0
_RUNS_OFF = "a table runs off the paper at its right; what stood beyond is not in the file"


def _in_doubt(grid: Grid, numbers: set[int], why: str) -> Grid:
    if not numbers:
        return grid
    cells = enumerate(grid.cells)
    return Grid(tuple(c._replace(doubt=why) if n in numbers else c for n, c in cells), grid.edges)


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


def _torn_words(area: Area, inside: ByCell, page: Page, warnings: list[str]) -> set[int]:
    """Give the numbers of the cells that share a word with another, and warn of each word.

    Labels that fill their cells to the border touch, and are two words all the same.
    """
    torn: set[int] = set()
    for word in _words([*chain.from_iterable(inside.values())]):
        homes = {area.cell_at(*char.middle) for char in word}
        if len(homes) > 1 and not all(_begin_label(inside.get(home, ())) for home in homes):
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
