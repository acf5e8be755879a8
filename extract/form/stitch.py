"""Tables broken by pages made whole, by what the pieces say and not by where they stand.

A break can fall between two rows, inside a row (so that label and figures are torn) or inside a
label that stands over several rows. Which it was is told by the labels: two halves belong together
if their words in one make a label of the form.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from extract.blocks import Block, Paragraph
from extract.form.heads import is_heading
from extract.form.lexicon import Lexicon, is_entry, lexicon
from extract.form.sections import section_heading
from extract.form.text import fold, readable
from extract.grid import Cell, Grid, below


def whole_tables(blocks: Sequence[Block]) -> list[Block]:
    """Take prose out of boxes, then join tables that nothing but a page break parts.

    A few lines may stand in the break, as running heads, notes and 续上表 do, if what follows them
    has no heads of its own.
    """
    joined: list[Block] = []
    last = -1  # the place of a table that may go on
    lines = 0  # since then
    for block in _unboxed(blocks):
        upper = joined[last] if last >= 0 else None
        if isinstance(block, Grid):
            both = below(upper, block) if isinstance(upper, Grid) else None
            if both is not None and isinstance(upper, Grid) and not (lines and _is_headed(block)):
                joined[last] = _mended(both, upper.height)
                continue
            last, lines = len(joined), 0
        elif not (isinstance(upper, Grid) and _is_scrap(block, upper)):
            lines += 1
            if lines > _MOST_LINES or section_heading(block.text):
                last = -1
        joined.append(block)
    return joined


# So many paragraphs stand between the pieces of a table at most: a foot, a head, a note.
_MOST_LINES = 3
# The heads of the form take so many rows at most.
_ROWS_OF_HEADS = 3


def _is_headed(grid: Grid) -> bool:
    rows = range(min(grid.height, _ROWS_OF_HEADS))
    return any(is_heading(grid, row, lexicon()) for row in rows)


# What a break leaves of a label under the last rule of a page, in characters.
_SCRAP = 3


def _is_scrap(paragraph: Paragraph, above: Grid) -> bool:
    text = fold(paragraph.text)
    return above.edges is not None and len(text) <= _SCRAP and not any(map(str.isdigit, text))


def _unboxed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Some producers box prose; a row that is one cell and no label of the form is a paragraph."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        rows: list[int] = []
        for row in block.rows():
            cells = block.covering(row)
            alone = len(cells) == 1 and cells[0].rowspan == 1 and not is_entry(cells[0])
            if alone and not lexicon().knows(cells[0].text):
                if not (rows and is_heading(block, rows[-1], lexicon())):
                    yield from _piece(block, rows)
                    rows = []  # a note under heads, as 单位：件, does not part them from figures
                for line in cells[0].text.split("\n\n"):
                    yield Paragraph(readable(line.replace("\n", " ")))
            else:
                rows.append(row)
        yield from _piece(block, rows)


def _piece(grid: Grid, rows: Sequence[int]) -> Iterator[Grid]:
    if len(rows) == grid.height:
        yield grid
    elif rows:
        cells = tuple(c.moved(-rows[0]) for c in grid.cells if c.row in rows)
        yield Grid(cells, grid.edges)


def _mended(grid: Grid, seam: int) -> Grid:
    """Mend the break above row `seam`: a torn row becomes one, torn labels become one."""
    words = lexicon()
    pairs = list(_pairs(grid, seam))
    if _row_is_torn(grid, seam, pairs, words):
        return _with_row_joined(grid, seam, pairs)
    innermost = max((c.column for c in grid.starting(seam) if not is_entry(c)), default=-1)
    torn = [
        (above, under)
        for above, under in pairs
        if (under.blank and under.column < innermost) or _makes_label(above, under, words)
    ]
    return _with_cells_joined(grid, torn)


def _pairs(grid: Grid, seam: int) -> Iterator[tuple[Cell, Cell]]:
    """Cells that meet at the seam and have the same columns."""
    for under in grid.starting(seam):
        above = grid.at(seam - 1, under.column)
        if above is not None and above.columns == under.columns:
            yield above, under


def _makes_label(above: Cell, under: Cell, words: Lexicon) -> bool:
    """Whether two texts are one label torn in two, and not a whole label above another."""
    return (
        not is_entry(above)
        and not is_entry(under)
        and words.knows(above.text + under.text)
        and not (words.knows(above.text) and words.knows(under.text))
    )


def _row_is_torn(grid: Grid, seam: int, pairs: Sequence[tuple[Cell, Cell]], words: Lexicon) -> bool:
    upper = [c for c in grid.covering(seam - 1) if c.row + c.rowspan == seam]
    lower = grid.starting(seam)
    if len(pairs) != len(lower):
        return False
    if any(_makes_label(above, under, words) and under.rowspan == 1 for above, under in pairs):
        return True
    if sum(bool(words.columns_of(c.text)) for c in upper) > 1:  # whole headings above figures
        return False
    if all(is_entry(c) for c in lower):  # padding, or the rest of the figures of a label above
        return True
    of_the_row = [pair for pair in pairs if pair[1].rowspan == 1]  # others: groups that go on
    unlabelled = any(under.blank and not is_entry(above) for above, under in of_the_row)
    if unlabelled and all(is_entry(under) for _, under in of_the_row):
        return True
    labels_above = [c for c in upper if not is_entry(c) and c.rowspan == 1]
    figures_above = any(is_entry(c) and not c.blank for c in upper)
    figures_below = any(is_entry(c) and not c.blank for c in lower)
    return not labels_above and figures_above and not figures_below  # figures above their label


def _with_row_joined(grid: Grid, seam: int, pairs: Sequence[tuple[Cell, Cell]]) -> Grid:
    """Fold row `seam`, each cell of which is the lower one of a pair, into the row above it."""
    joined = {above: _joined(above, under, -1) for above, under in pairs}
    cells = []
    for cell in grid.cells:
        end = cell.row + cell.rowspan
        if end < seam:
            cells.append(cell)
        elif cell.row > seam:
            cells.append(cell.moved(-1))
        elif cell.row < seam:
            on = end > seam
            cells.append(cell._replace(rowspan=cell.rowspan - 1) if on else joined.get(cell, cell))
    return Grid(tuple(cells), grid.edges)


def _with_cells_joined(grid: Grid, torn: Sequence[tuple[Cell, Cell]]) -> Grid:
    if not torn:
        return grid
    joined = {_slot(above): _joined(above, under, 0) for above, under in torn}
    gone = {_slot(under) for _, under in torn}
    cells = tuple(joined.get(at, c) for c in grid.cells if (at := _slot(c)) not in gone)
    return Grid(cells, grid.edges)


_slot = itemgetter(0, 1)  # the row and the column of a cell, which no other has


# What is said of a figure of which a page holds one half and the next the other.
_TORN = "a page break parts it"


def _joined(above: Cell, under: Cell, extra_rows: int) -> Cell:
    """One cell of two; it is in doubt if both halves hold a figure, as each might be the whole."""
    both = not above.blank and not under.blank
    torn = both and is_entry(above) and is_entry(under)
    others = (above.text, under.text) if torn else () if both else above.others or under.others
    return above._replace(
        rowspan=above.rowspan + under.rowspan + extra_rows,
        text=f"{above.text}\n{under.text}" if both else above.text or under.text,
        place=under.place if above.blank else above.place,
        unread=above.unread or under.unread,
        doubt=_TORN if torn else above.doubt or under.doubt,
        others=others,
    )
