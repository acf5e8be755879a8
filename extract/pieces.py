"""Lines of text that may be rows of a table without rules → pieces of print → tables.

Between two tables and two headings of sections, lines are cut where characters stand apart; what
the pieces say and where they stand is then read by `form.unruled`.
"""

from collections.abc import Callable, Iterator, Sequence

from extract.form.sections import section_heading
from extract.form.spelling import Piece
from extract.form.text import is_blank
from extract.form.unruled import unruled_tables
from extract.grid import Grid
from extract.page import Char, Line

# Characters farther apart than this are of two pieces, in sizes of a character. Words are torn
# rather than joined, since they are put together again by what they say; so are numbers, which
# then are in doubt.
_APART = 0.1
_ONE_LINE = 0.3
# Fewer figures than this among lines are no table of the form: its smallest has three.
_FEWEST_FIGURES = 3


def with_unruled_tables(
    flow: Sequence[Line | Grid], placed: Callable[[Grid], Grid]
) -> Iterator[Line | Grid]:
    """Give the flow, the lines of each table that no rules show replaced by its grid.

    `placed` gives a grid its places as shown.
    """
    run: list[Line] = []
    for item in flow:
        if isinstance(item, Grid) or section_heading(item.text):
            yield from _read(run, placed)
            run = []
            yield item
        else:
            run.append(item)
    yield from _read(run, placed)


def _read(lines: Sequence[Line], placed: Callable[[Grid], Grid]) -> Iterator[Line | Grid]:
    if sum(map(_figures, lines)) < _FEWEST_FIGURES:
        yield from lines
        return
    pieces = dict(_pieces(lines))
    table_of: dict[int, Grid] = {}
    for grid, taken in unruled_tables(list(pieces)):
        for piece in taken:
            table_of[pieces[piece]] = grid
    given: list[Grid] = []
    for number, line in enumerate(lines):
        table = table_of.get(number)
        if table is None:
            yield line
        elif not any(table is other for other in given):
            given.append(table)
            yield placed(table)


def _figures(line: Line) -> int:
    """Give how many numbers stand apart on a line that ends with one, as rows of a table do."""
    words = line.text.split()
    return sum(map(str.isdecimal, words)) if words and words[-1].isdecimal() else 0


def _pieces(lines: Sequence[Line]) -> Iterator[tuple[Piece, int]]:
    """Cut lines into pieces, each with the number of its line.

    A line of the flow may be of several cells whose lines stand a little higher or lower; a piece
    is of one.
    """
    down, last = 0.0, None
    for number, line in enumerate(lines):
        if last is not None:
            # A page ends between them: they are taken to be as near as two lines of a cell.
            down += line.top - last.top if line.page == last.page else 1.3 * line.size
        for chars in _runs(line.chars):
            x0, x1 = chars[0].x0, chars[-1].x1
            top, bottom = min(c.top for c in chars), max(c.bottom for c in chars)
            middle = down + (top + bottom) / 2 - line.top
            text = "".join(char.text for char in chars)
            yield Piece(text, line.page, x0, top, x1, bottom, middle), number
        last = line


def _runs(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Give the runs of characters that touch on one line, from left to right."""
    runs: list[list[Char]] = []
    for char in chars:
        if is_blank(char.text):
            continue
        run = next((run for run in runs if _touch(run[-1], char)), None)
        if run is None:
            runs.append([char])
        else:
            run.append(char)
    yield from runs


def _touch(left: Char, right: Char) -> bool:
    size = min(left.size, right.size)
    if abs(left.middle[1] - right.middle[1]) > _ONE_LINE * size:
        return False
    return -size < right.x0 - left.x1 <= _APART * size
