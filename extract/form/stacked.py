"""Figures broken over lines in a column without rules: which line is of which row.

A line is given to the row whose label is nearest; the last lines of a long figure may so fall to
the row below. Lines of one figure stand nearer to each other than to those of the next: where a
column has an entry in every row, the widest gaps are those between rows.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract.form.spelling import Piece

# Lines by (row, column).
Cells = Mapping[tuple[int, int], Sequence[Piece]]
# A gap between rows is so much wider than any between the lines of a figure.
_WIDER = 1.1
# A piece farther from the label of a row, or from the line above in it, is not of it; in sizes of
# its characters.
OF_A_ROW = 1.5


def row_of(first: Piece, below: Sequence[Piece]) -> list[Piece]:
    """Give the pieces of the row that a number stands first in, with the lines of long figures."""
    row: list[Piece] = []
    low = first.down
    for piece in sorted(below, key=lambda piece: piece.down):
        beside = abs(piece.down - first.down) < OF_A_ROW * first.size
        if beside or (piece.is_number and low <= piece.down < low + OF_A_ROW * first.size):
            row.append(piece)
            low = max(low, piece.down)
    return row


def parted_by_gaps(cells: Cells, columns: set[int]) -> dict[tuple[int, int], list[Piece]]:
    """Give the cells, in `columns` those parted by gaps, page by page, where the gaps are clear."""
    parted = {place: list(pieces) for place, pieces in cells.items()}
    for page in {piece.page for pieces in cells.values() for piece in pieces}:
        here = {place: [p for p in cells[place] if p.page == page] for place in cells}
        rows = sorted({row for (row, _), pieces in here.items() if pieces})
        for column in columns:
            nearest = [here.get((row, column), []) for row in rows]
            runs = _runs([piece for pieces in nearest for piece in pieces], len(rows))
            if runs and all(set(run) & set(near) for run, near in zip(runs, nearest, strict=True)):
                for row, run in zip(rows, runs, strict=True):
                    others = [p for p in parted[row, column] if p.page != page]
                    parted[row, column] = sorted([*others, *run], key=lambda piece: piece.down)
    return parted


def _runs(pieces: Sequence[Piece], count: int) -> list[list[Piece]]:
    """Cut pieces into so many runs at the widest gaps; none if it is not clear which those are."""
    ordered = sorted(pieces, key=lambda piece: piece.down)
    gaps = sorted((b.down - a.down for a, b in pairwise(ordered)), reverse=True)
    between, within = gaps[: count - 1], gaps[count - 1 :]
    if not between or not within or between[-1] < _WIDER * within[0]:
        return []
    runs = [ordered[:1]]
    for above, piece in pairwise(ordered):
        if piece.down - above.down >= between[-1]:
            runs.append([])
        runs[-1].append(piece)
    return runs
