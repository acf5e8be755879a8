"""Tables of the form printed without rules, or with too few: cells told by words and positions.

Headings give the columns, row labels the rows; a piece of print belongs to the column whose middle
and the row whose label it is nearest to. A piece that fits none leaves the table in doubt.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.form.lexicon import is_filled_in, lexicon
from extract.form.spelling import Piece, Spelled, spell
from extract.form.stacked import OF_A_ROW, parted_by_gaps, row_of
from extract.grid import Cell, Grid
from extract.report import Place

# Headings of one table stand no farther below each other than this, in sizes of their characters.
_ONE_HEAD = 3.5
# So many headings are those of a table, even if nothing known heads the row labels.
_HEAD_ALONE = 3
# Labels over headings stand no farther above them.
_OVER = 8.0
# A column is under a heading if that is so much nearer than the next.
_SURELY = 0.3


@dataclass(frozen=True)
class _Head:
    """The headings of one table, from left to right, and what is printed over and beside them."""

    table: str
    leaves: tuple[Spelled, ...]
    over: tuple[Spelled, ...]  # each over as many leaves; none where rows have labels beside them
    corner: Spelled | None  # heads the row labels

    @property
    def labels(self) -> tuple[Spelled, ...]:
        return (*self.leaves, *self.over, *((self.corner,) if self.corner else ()))

    @property
    def high(self) -> float:
        return min(label.high for label in self.labels)

    @property
    def low(self) -> float:
        return max(leaf.low for leaf in self.leaves)


def unruled_tables(pieces: Sequence[Piece]) -> list[tuple[Grid, set[Piece]]]:
    """Find the tables in pieces of print, each with the pieces that it takes up, from the top."""
    if not any(piece.is_number for piece in pieces):
        return []
    words = lexicon()
    spelled = spell(pieces, [*words.columns, *words.rows, *words.groups, *words.furniture])
    heads = _heads(spelled, pieces)
    found = []
    for number, head in enumerate(heads):
        end = heads[number + 1].high if number + 1 < len(heads) else float("inf")
        below = [p for p in pieces if head.low < p.down < end]
        labels = [label for label in spelled if head.low < label.high < end]
        table = _under_labels(head, below) if head.over else _beside_labels(head, below, labels)
        if table:
            found.append(table)
    return found


def _heads(spelled: Sequence[Spelled], pieces: Sequence[Piece]) -> list[_Head]:
    entries = [piece.down for piece in pieces if piece.is_entry]
    leaves = [
        label
        for label in spelled
        if label.words in lexicon().columns
        and not any(label.high < entry < label.low for entry in entries)  # 其他 is a row, too
    ]
    group: list[Spelled] = []
    groups = [group]
    for leaf in leaves:
        low = max((other.low for other in group), default=0.0)
        apart = leaf.high - low > _ONE_HEAD * leaf.pieces[0].size
        if group and (apart or any(low < entry < leaf.high for entry in entries)):
            group = []
            groups.append(group)
        group.append(leaf)
    return [head for group in groups if group and (head := _head(group, spelled))]


def _head(group: Sequence[Spelled], spelled: Sequence[Spelled]) -> _Head | None:
    words = lexicon()
    votes = Counter(table for leaf in group for table, _ in words.columns[leaf.words])
    table = max(sorted(votes), key=lambda name: votes[name])
    of_table = [leaf for leaf in group if any(t == table for t, _ in words.columns[leaf.words])]
    leaves = sorted(of_table, key=lambda leaf: leaf.across)
    if any(left.x1 > right.x0 + 1 for left, right in pairwise(leaves)):
        return None  # they stand below each other: labels of rows
    low, size = max(leaf.low for leaf in leaves), leaves[0].pieces[0].size
    high = min(leaf.high for leaf in leaves) - _OVER * size
    near = [label for label in spelled if label not in group and high < label.high < low]
    rows = [n for n in near if any(t == table for t, _ in words.rows.get(n.words, ()))]
    over = sorted((n for n in rows if n.across > leaves[0].x0), key=lambda label: label.across)
    distinct = len({leaf.words for leaf in leaves})
    if len(over) > 1 and len(leaves) == distinct * len(over):
        return _Head(table, tuple(leaves), tuple(over), None)
    beside = (n for n in near if n.words in words.furniture and n.x1 < leaves[0].x0)
    corner = next((n for n in beside if n.high < low and n.low > leaves[0].high), None)
    if len(leaves) != distinct or (len(leaves) < _HEAD_ALONE and corner is None):
        return None
    return _Head(table, tuple(leaves), (), corner)


def _beside_labels(
    head: _Head, below: Sequence[Piece], spelled: Sequence[Spelled]
) -> tuple[Grid, set[Piece]] | None:
    """Make the grid of a table whose rows have their labels to the left."""
    reach = head.leaves[0].across
    rows = [label for label in spelled if label.x1 < reach and label.words in lexicon().rows]
    rows = [label for label in rows if not any(_stands_before(label, other) for other in rows)]
    limit = max((label.x1 for label in rows), default=reach)
    known = {piece for label in spelled for piece in label.pieces}
    rest = [piece for piece in below if piece not in known]
    entries = [piece for piece in rest if piece.x0 > limit - piece.size / 2]
    unnamed = [piece for piece in rest if piece.x1 <= limit]
    rows += _misprinted(unnamed, rows, entries)
    rows.sort(key=lambda label: label.high)
    columns, doubt = _columns(head.leaves, entries)
    cells: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for piece in entries:
        row = min(range(len(rows)), key=lambda n: _distance(piece, rows[n]), default=None)
        if row is None or _distance(piece, rows[row])[0] > OF_A_ROW * piece.size:
            inside = rows and rows[0].high < piece.down < rows[-1].low
            doubt = doubt or (f"“{piece.text}” stands beside no row label" if inside else "")
            continue
        cells[row, columns[piece]].append(piece)
    if not any(is_filled_in(piece.text) for inside in cells.values() for piece in inside):
        return None
    grid = [_label_cell(0, 0, 1, head.corner)] if head.corner else []
    grid += [_label_cell(0, n, 1, leaf) for n, leaf in enumerate(head.leaves, start=1)]
    filled = {row for row, _ in cells}
    stacked = {column for (_, column), inside in cells.items() if _several(inside)}
    entered = parted_by_gaps(cells, stacked)
    for row, label in enumerate(rows):
        if row not in filled and label.words in lexicon().groups and _heads_any(label, unnamed):
            continue
        grid.append(_label_cell(row + 1, 0, 1, label))
        for column, leaf in enumerate(head.leaves):
            blank = Place(label.pieces[0].page, _box(leaf.x0, label.pieces, leaf.x1))
            why = doubt or ("figures of its column stand too close" if column in stacked else "")
            entry = entered.get((row, column), ())
            grid.append(_entry(row + 1, column + 1, entry, blank, why))
    low = max(label.low for label in rows)
    return Grid(tuple(grid)), _between(head, low, below)


def _under_labels(head: _Head, below: Sequence[Piece]) -> tuple[Grid, set[Piece]] | None:
    """Make the grid of a table whose one row has its labels over the headings."""
    first = next((piece for piece in below if piece.is_number), None)
    if first is None:
        return None
    line = row_of(first, below)
    columns, doubt = _columns(head.leaves, line)
    cells: dict[int, list[Piece]] = defaultdict(list)
    for piece in line:
        cells[columns[piece]].append(piece)
    each = len(head.leaves) // len(head.over)
    grid = [_label_cell(0, n * each, each, label) for n, label in enumerate(head.over)]
    grid += [_label_cell(1, n, 1, leaf) for n, leaf in enumerate(head.leaves)]
    for column, leaf in enumerate(head.leaves):
        blank = Place(first.page, _box(leaf.x0, [first], leaf.x1))
        why = doubt or ("figures stand too close" if _several(cells[column]) else "")
        grid.append(_entry(2, column, cells[column], blank, why))
    return Grid(tuple(grid)), _between(head, max(p.down for p in line), below)


def _stands_before(group: Spelled, row: Spelled) -> bool:
    """Whether a label stands to the left of a row's, so that it is that of a group."""
    return group.x1 <= row.x0 + 1 and group.high < row.low and row.high < group.low


def _heads_any(group: Spelled, unnamed: Sequence[Piece]) -> bool:
    """Whether a label may be that of a group of rows whose own labels were not found."""
    return any(piece.x0 > group.x1 - 1 for piece in unnamed)


def _misprinted(
    stub: Sequence[Piece], rows: Sequence[Spelled], entries: Sequence[Piece]
) -> Iterator[Spelled]:
    """Give what stands beside entries where no known label does: a label printed otherwise."""
    lonely = [
        entry
        for entry in entries
        if entry.is_number and all(_distance(entry, row)[0] > 0 for row in rows)
    ]
    lines: list[list[Piece]] = []
    for piece in stub:
        if lines and piece.down - lines[-1][-1].down < OF_A_ROW * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for pieces in lines:
        label = Spelled("", tuple(pieces))
        if any(_distance(entry, label)[0] == 0 for entry in lonely):
            yield label


def _distance(piece: Piece, label: Spelled) -> tuple[float, float]:
    """Give how far a piece is from the lines of a label, and from its middle, up or down."""
    outside = max(label.high - piece.down, piece.down - label.low, 0.0)
    return outside, abs((label.high + label.low) / 2 - piece.down)


def _columns(leaves: Sequence[Spelled], entries: Sequence[Piece]) -> tuple[dict[Piece, int], str]:
    """Give the column of each piece, and a doubt or "".

    Figures that overlap from row to row are of one column. If there are as many columns of figures
    as headings, their order tells which is which; else they are set under their headings left,
    right or in the middle, whichever fits best.
    """
    columns: list[list[Piece]] = []
    reach = float("-inf")
    for piece in sorted((p for p in entries if is_filled_in(p.text)), key=lambda p: p.x0):
        if piece.x0 >= reach:
            columns.append([])
        columns[-1].append(piece)
        reach = max(reach, piece.x1)
    homes, doubt = _homes(leaves, columns)
    for piece in entries:
        if (
            piece.is_number
            and sum(piece.x0 < leaf.x1 - 1 and leaf.x0 + 1 < piece.x1 for leaf in leaves) > 1
        ):
            doubt = doubt or f"“{piece.text}” stands under two headings"
    found = {piece: home for home, column in zip(homes, columns, strict=True) for piece in column}
    for piece in entries:  # words in the place of a figure
        if piece not in found:
            found[piece] = _nearest([leaf.across for leaf in leaves], piece.across)[0]
    return found, doubt


def _homes(leaves: Sequence[Spelled], columns: Sequence[Sequence[Piece]]) -> tuple[list[int], str]:
    if len(columns) == len(leaves):
        return list(range(len(leaves))), ""
    spans = [(min(p.x0 for p in column), max(p.x1 for p in column)) for column in columns]
    heads = [(leaf.x0, leaf.x1) for leaf in leaves]
    best: list[tuple[int, float, float]] = []
    for share in (0.0, 0.5, 1.0):  # left, middle, right
        at = [x0 + share * (x1 - x0) for x0, x1 in heads]
        found = [_nearest(at, x0 + share * (x1 - x0)) for x0, x1 in spans]
        if not best or sum(far for _, far, _ in found) < sum(far for _, far, _ in best):
            best = found
    homes = [home for home, _, _ in best]
    if len(set(homes)) < len(homes) or any(far > _SURELY * next_far for _, far, next_far in best):
        return homes, "its figures do not stand clearly under its headings"
    return homes, ""


def _nearest(places: Sequence[float], x: float) -> tuple[int, float, float]:
    """Give the number of the nearest place, how far it is, and how far the next nearest."""
    far = sorted((abs(place - x), number) for number, place in enumerate(places))
    return far[0][1], far[0][0], far[1][0] if len(far) > 1 else float("inf")


def _label_cell(row: int, column: int, colspan: int, label: Spelled) -> Cell:
    place = Place(label.pieces[0].page, _box(label.x0, label.pieces, label.x1))
    return Cell(row, column, 1, colspan, label.text, place)


def _entry(row: int, column: int, pieces: Sequence[Piece], blank: Place, doubt: str) -> Cell:
    if not pieces:
        return Cell(row, column, 1, 1, "", blank, doubt=doubt)
    box = _box(min(p.x0 for p in pieces), pieces, max(p.x1 for p in pieces))
    place = Place(pieces[0].page, box)
    text = "\n".join(piece.text for piece in pieces)
    beside = any(abs(a.down - b.down) < a.size / 2 for a, b in pairwise(pieces))
    return Cell(row, column, 1, 1, text, place, unread=beside and _several(pieces), doubt=doubt)


def _several(pieces: Sequence[Piece]) -> bool:
    """Whether a cell would hold an entry and more: what is broken, or of another row."""
    return len(pieces) > 1 and any(is_filled_in(piece.text) for piece in pieces)


def _box(x0: float, pieces: Sequence[Piece], x1: float) -> tuple[float, float, float, float]:
    """Give the box around pieces, as far as they stand on the page of the first."""
    same = [piece for piece in pieces if piece.page == pieces[0].page]
    top, bottom = min(p.top for p in same), max(p.bottom for p in same)
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def _between(head: _Head, low: float, below: Sequence[Piece]) -> set[Piece]:
    """Give the pieces of a table: of its head, and all down to its last row."""
    return {p for label in head.labels for p in label.pieces} | {p for p in below if p.down <= low}
