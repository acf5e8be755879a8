"""Print of which it cannot be told what it says: struck out, cut off, raised or printed over."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract.page import ByCell, Char, spaced
from extract.ruling import Area, Rule

# A line strikes a character out if it crosses it between these shares of its height; one that
# underlines it stands lower.
_STRUCK = 0.3, 0.75
# A character that ends nearer to the edge of the paper, in its sizes, may be followed by one that
# is not printed.
_HARDLY_ROOM = 0.3
# A digit smaller than this share of the number before it is the mark of a note.
_SMALLER = 0.8
# Digits stand over each other if they are nearer than these shares of their size and of their
# width: one is half as wide as high, but for fonts that say all sorts of things of its width.
_OVERPRINTED, _OF_WIDTH = 0.3, 0.6


def struck_out(area: Area, inside: ByCell, lines: Sequence[Rule]) -> set[int]:
    """Give the numbers of the cells in which a level line runs through characters."""
    within = [line for line in lines if area.ys[0] < line.top < area.ys[-1]]
    return {
        number
        for number, chars in inside.items()
        if any(_is_struck(char, line) for line in within for char in chars)
    }


def _is_struck(char: Char, line: Rule) -> bool:
    share = (line.top - char.top) / (char.size or 1)
    return _STRUCK[0] < share < _STRUCK[1] and line.x0 <= char.middle[0] <= line.x1


def cut_off(inside: ByCell, width: float) -> set[int]:
    """Give the numbers of the cells in which a paper of this width has no room for more."""
    ends = {number: max(chars, key=lambda char: char.x1) for number, chars in inside.items()}
    return {number for number, end in ends.items() if end.x1 > width - _HARDLY_ROOM * end.size}


def is_overprinted(line: Sequence[Char]) -> bool:
    """Whether digits of a line that begins with one stand over each other."""
    if len(line) == 1 or not "0" <= line[0][0] <= "9":  # as in most cells
        return False
    return any(
        right[1] - left[1]
        < min(_OVERPRINTED * (left[4] - left[2]), _OF_WIDTH * (left[3] - left[1]))
        and (left[0] + right[0]).isdecimal()
        for left, right in pairwise(line)
    )


def without_notes(cells: Mapping[int, Sequence[Sequence[Char]]]) -> dict[int, str]:
    """Give, for cells in which marks of notes stand beside a number, the text without these."""
    found = {}
    for number, lines in cells.items():
        if any(map(_has_note, lines)):
            bare = ([c for c in line if c.size >= _SMALLER * line[0].size] for line in lines)
            found[number] = "\n".join(map(spaced, bare))
    return found


def _has_note(line: Sequence[Char]) -> bool:
    """Whether a line begins with a number, and a digit in it is smaller than that."""
    if len(line) == 1 or not "0" <= line[0][0] <= "9":  # as in most cells
        return False
    least = _SMALLER * line[0].size
    return any(bottom - top < least and text.isdecimal() for text, _, top, _, bottom in line)
