"""Labels and figures that are set sideways in the cells of a table, as narrow columns have them."""

from collections.abc import Mapping, Sequence

from extract.page import BBox, ByCell, Char
from extract.ruling import Area

# Share of a cell's width and height that its text takes once it is set upright.
_FILLED = 0.8


def set_upright(area: Area, inside: ByCell, turned: Mapping[Char, int]) -> ByCell:
    """Turn the text of each cell upright; `turned` tells the quarter turns clockwise."""
    if not turned:
        return inside
    return {
        number: _set_upright(chars, turned, area.borders(area.cells[number]))
        for number, chars in inside.items()
    }


def _set_upright(chars: Sequence[Char], turned: Mapping[Char, int], cell: BBox) -> list[Char]:
    """Turn the text of a cell about its middle, and make it small enough for the cell.

    Text of which some stands upright is left as it is.
    """
    turns = {turned.get(char, 0) for char in chars if char.text.strip()}
    if len(turns) != 1 or turns == {0}:
        return [*chars]
    (turn,) = turns
    x0, top, x1, bottom = _around(chars)
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    wide, high = (bottom - top, x1 - x0) if turn % 2 else (x1 - x0, bottom - top)
    small = min(1.0, *_shares(cell, wide, high))
    (a, b), (c, d) = {1: ((0, -1), (1, 0)), 2: ((-1, 0), (0, -1)), 3: ((0, 1), (-1, 0))}[turn]

    def moved(char: Char) -> Char:
        corners = [(px - x, py - y) for px in (char.x0, char.x1) for py in (char.top, char.bottom)]
        xs = [x + small * (a * right + b * down) for right, down in corners]
        ys = [y + small * (c * right + d * down) for right, down in corners]
        return Char(char.text, min(xs), min(ys), max(xs), max(ys))

    return [moved(char) for char in chars]


def _around(chars: Sequence[Char]) -> BBox:
    return (
        min(char.x0 for char in chars),
        min(char.top for char in chars),
        max(char.x1 for char in chars),
        max(char.bottom for char in chars),
    )


def _shares(cell: BBox, wide: float, high: float) -> tuple[float, float]:
    """Give the share to which text must shrink to fit, across and down."""
    x0, top, x1, bottom = cell
    return _FILLED * (x1 - x0) / (wide or 1.0), _FILLED * (bottom - top) / (high or 1.0)
