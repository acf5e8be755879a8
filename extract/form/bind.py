"""The figures of the form in a grid: each found by the labels printed beside and above it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from extract.form.lexicon import Lexicon, lexicon
from extract.form.text import fold
from extract.grid import Cell, Grid
from extract.numbers import read_number
from extract.report import Figure, Place

# Confidence of a figure whose label or digits were read with a doubt; a warning says which.
DOUBTFUL = 0.5
UNREAD = 0.0
_NO_MEANING = "\ufffd"  # what readers give for a character that no font or encoding explains
_UNMAPPED = "a character in it has no meaning in its font or encoding"


@dataclass
class Bound:
    """What was found so far in a document, by address, and what there was to say about it.

    `others` are further readings of a figure's ink. `doubts` are those of the warnings that
    doubt nothing but how one figure was read.
    """

    figures: dict[tuple[str, str, str], Figure] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    others: dict[tuple[str, str, str], tuple[Figure, ...]] = field(default_factory=dict)
    doubts: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)

    def warn(self, place: Place, text: str) -> None:
        """Say something of a cell."""
        self.warnings.append(f"{place}: {text}")

    def take_back(self, address: tuple[str, str, str]) -> None:
        """Take back the doubts about how a figure was read."""
        said = self.doubts.pop(address)
        self.warnings = [warning for warning in self.warnings if warning not in said]
        self.figures[address] = replace(self.figures[address], confidence=1.0)


@dataclass(frozen=True)
class _Head:
    """A block of heading rows: the cells that head columns, and which table they belong to."""

    table: str
    leaves: tuple[Cell, ...]
    over: dict[Cell, tuple[str, ...]]  # labels above each, outermost first
    columns: dict[Cell, str]
    misprinted: frozenset[Cell]  # headings that are taken for what their words are nearest to

    @cached_property
    def first_column(self) -> int:
        return min(leaf.column for leaf in self.leaves)


def bind(grids: Iterable[Grid]) -> Bound:
    """Read the figures of all grids of a document. Grids that are not of the form give none."""
    bound = Bound()
    for grid in grids:
        head: _Head | None = None
        for row, headed in _rows(grid, lexicon()):
            if headed is not None:
                head = headed
            elif head is not None:
                _bind_row(grid, row, head, bound)
    return bound


def _rows(grid: Grid, words: Lexicon) -> Iterator[tuple[int, _Head | None]]:
    """Each row with the head it completes; rows of a head that are not its last are left out."""
    block: list[int] = []
    for row in grid.rows():
        if _is_heading(grid, row, words):
            block.append(row)
            continue
        head = _head(grid, block, words) if block else None
        if block and head is None and all(c.blank for c in grid.covering(row)):
            continue  # an empty strip, left by a page break inside the heading
        if head is not None:
            yield block[-1], head
        block = []
        yield row, None


def _is_heading(grid: Grid, row: int, words: Lexicon) -> bool:
    """Whether a row heads columns, and is not a row of figures that was left blank.

    Two headings make it one, whatever else stands in it. With one, or none where a heading spans
    several rows, everything in the row must be a label.
    """
    cells = grid.starting(row)
    labels = [c for c in cells if not c.blank]
    if any(c.text.isdecimal() for c in labels):  # most rows: told without looking a label up
        return sum(bool(words.columns_of(c.text)) for c in labels if not c.text.isdecimal()) > 1
    heads = [c for c in labels if words.columns_of(c.text)]
    if len(heads) > 1:
        return True
    if not labels or any(not words.knows(c.text) for c in labels):
        return False
    return len(labels) == len(cells) or bool(heads and len(labels) > 1)


def _head(grid: Grid, rows: Sequence[int], words: Lexicon) -> _Head | None:
    leaves: list[Cell] = []
    for column in range(grid.width):
        over = (grid.at(row, column) for row in reversed(rows))
        leaf = next((c for c in over if c is not None and words.columns_of(c.text)), None)
        if leaf is not None and leaf not in leaves:
            leaves.append(leaf)
    votes: dict[str, int] = {}
    for leaf in leaves:
        for table, _ in words.columns_of(leaf.text):
            votes[table] = votes.get(table, 0) + 1
    if not votes:
        return None
    table = max(sorted(votes), key=lambda name: votes[name])  # sorted: a tie falls the same way
    columns: dict[Cell, str] = {}
    for leaf in leaves:
        named = [column for of, column in words.columns_of(leaf.text) if of == table]
        if len(named) == 1:
            columns[leaf] = named[0]
    misprinted = {
        cell: nearest
        for cell in _unknown(grid, rows, columns, words)
        if (nearest := words.misprinted_column(table, cell.text))
    }
    columns = dict(sorted((columns | misprinted).items(), key=lambda pair: pair[0].column))
    labels = {leaf: _labels_over(grid, rows, leaf) for leaf in columns}
    return _Head(table, tuple(columns), labels, columns, frozenset(misprinted))


def _unknown(
    grid: Grid, rows: Sequence[int], known: Iterable[Cell], words: Lexicon
) -> Iterator[Cell]:
    """Give the cells of the last heading row that stand beside known headings and are none."""
    headed = {column for cell in known for column in cell.columns}
    for cell in grid.covering(rows[-1]):
        if not cell.blank and not headed & set(cell.columns) and not words.knows(cell.text):
            yield cell


def _labels_over(grid: Grid, rows: Sequence[int], leaf: Cell) -> tuple[str, ...]:
    """Give the labels above a heading, outermost first, each once."""
    above = (grid.at(row, leaf.column) for row in rows if row < leaf.row)
    return tuple(dict.fromkeys(c.text for c in above if c is not None and not c.blank))


def _bind_row(grid: Grid, row: int, head: _Head, bound: Bound) -> None:
    cells = grid.covering(row)
    stub = [c for c in cells if c.column < head.first_column]
    entries = [c for c in cells if c.column >= head.first_column and c.row == row]
    labels = _labels(stub, entries)
    if not entries or (stub and not labels and all(c.blank for c in entries)):
        return
    place = (stub[-1] if stub else entries[0]).place
    if stub and stub[-1].unread:
        bound.warn(place, "the label of the row was not read; the row was left out")
        return
    words = (c for c in entries if not c.text.isdecimal())
    if stray := next((c for c in words if lexicon().knows(c.text)), None):
        text = f"“{_short(stray)}” stands where figures should; the row was left out: "
        bound.warn(place, text + ", ".join(_short(c) for c in entries if not c.blank))
        return
    matched, unmatched = _match(entries, head.leaves)
    doubts = [f"“{_short(c)}” stands under no heading" for c in unmatched if not c.blank]
    if matched and len(matched) < len(head.leaves):
        doubts.append(f"it has {len(matched)} cells under {len(head.leaves)} headings")
    unnamed: list[Cell] = []
    beside = lexicon().row_of(head.table, labels) if stub else None
    for leaf, found in matched.items():
        named = beside if stub else lexicon().row_of(head.table, head.over[leaf])
        if named is None:
            unnamed.extend(c for c in found if not c.blank)
            continue
        name, doubt = named
        if doubt and doubt not in doubts:
            doubts.append(doubt)
        doubtful = doubts or leaf in head.misprinted
        if leaf in head.misprinted:
            text = f"“{_short(leaf)}” was taken for the heading {head.columns[leaf]}"
            bound.warn(found[0].place, text)
        _keep(head, leaf, name, found, bound, confidence=DOUBTFUL if doubtful else 1.0)
    label = " › ".join(fold(text) for text in labels)
    bound.warnings.extend(f"{place}: row “{label}”: {doubt}" for doubt in doubts)
    if unnamed:
        left_out = ", ".join(_short(c) for c in unnamed)
        bound.warn(place, f"“{label}” is no row of the form; left out: {left_out}")


def _labels(stub: Sequence[Cell], entries: Sequence[Cell]) -> list[str]:
    """Give a row's labels, outermost first; none if there is only that of a group around it."""
    labels = [c for c in stub if not c.blank]
    if labels and labels[-1].rowspan > max((c.rowspan for c in entries), default=1):
        return []
    return [c.text for c in labels]


def _match(
    entries: Sequence[Cell], leaves: Sequence[Cell]
) -> tuple[dict[Cell, list[Cell]], list[Cell]]:
    """Give to each heading the cells under it.

    Usually a cell lies under one heading. Where merged cells shift the borders, so that one lies
    under two, the headings that other cells leave over decide; if that leaves a choice the cell
    is given to none, unless it holds no number, which then holds for all that it lies under.
    """
    alike = {(leaf.column, leaf.colspan): leaf for leaf in leaves}
    places = [(c.column, c.colspan) for c in entries]
    if len(alike) == len(leaves) == len(entries) and alike.keys() == set(places):
        return {alike[place]: [c] for place, c in zip(places, entries, strict=True)}, []
    under = {c: [leaf for leaf in leaves if _overlap(c, leaf)] for c in entries}
    matched: dict[Cell, list[Cell]] = {}
    waiting = dict(under)
    while waiting:
        single = next((c for c, heads in waiting.items() if len(heads) == 1), None)
        if single is None:
            break
        (leaf,) = waiting.pop(single)
        matched.setdefault(leaf, []).append(single)
        waiting = {
            c: [h for h in heads if h != leaf] if len(heads) > 1 else heads
            for c, heads in waiting.items()
        }
    for cell, heads in list(waiting.items()):
        if heads and read_number(cell.text).value is None:
            for leaf in heads:
                matched.setdefault(leaf, []).append(cell)
            del waiting[cell]
    return matched, list(waiting)


def _overlap(one: Cell, other: Cell) -> bool:
    return one.column < other.columns.stop and other.column < one.columns.stop


def _keep(
    head: _Head,
    leaf: Cell,
    row: str,
    found: Sequence[Cell],
    bound: Bound,
    *,
    confidence: float,
) -> None:
    column = head.columns[leaf]
    address = (head.table, row, column)
    if address not in lexicon().addresses:
        for cell in found:
            if not cell.blank:
                text = f"the form has no “{fold(leaf.text)}” for {row}; left out: {_short(cell)}"
                bound.warn(cell.place, text)
        return
    figure, doubts, others = _figure(address, leaf, found)
    alone = confidence == 1.0 and figure.confidence == DOUBTFUL
    if confidence < figure.confidence:
        figure = replace(figure, confidence=confidence)
    before = bound.figures.get(address)
    if before is not None:
        if before.value == figure.value and before.raw.strip() == figure.raw.strip():
            return
        if figure.raw == "" and figure.confidence > UNREAD and before.raw != "":
            return
        doubts.append(f"printed twice, here “{figure.raw}” and on {before.place} “{before.raw}”")
        figure = replace(before if before.raw else figure, confidence=DOUBTFUL)
        bound.others.pop(address, None)
        bound.doubts.pop(address, None)
    elif alone:
        bound.others[address] = others
        bound.doubts[address] = tuple(f"{figure.address} on {figure.place}: {d}" for d in doubts)
    bound.figures[address] = figure
    bound.warnings.extend(f"{figure.address} on {figure.place}: {d}" for d in doubts)


def _figure(
    address: tuple[str, str, str], leaf: Cell, found: Sequence[Cell]
) -> tuple[Figure, list[str], tuple[Figure, ...]]:
    """Read one figure of the cells under its heading; of several, all but one must be blank.

    Give it with the doubts about it and with the other readings of its ink.
    """
    inked = [c for c in found if not c.blank]
    if len(inked) > 1:
        raw = " ".join(c.text.strip() for c in inked)
        doubt = f"{len(inked)} cells stand under one heading: “{raw}”; not read"
        return Figure(*address, raw, None, inked[0].place, UNREAD), [doubt], ()
    cell = inked[0] if inked else found[0]
    raw = cell.text.strip()
    if cell.unread or _NO_MEANING in raw:
        why = cell.doubt or "it may be part of a number only"
        doubt = f"“{raw}”: {_UNMAPPED if _NO_MEANING in raw else why}; not read"
        return Figure(*address, raw, None, cell.place, UNREAD), [doubt], ()
    unit = lexicon().units.get((address[0], address[2]))
    if raw.isdecimal() and not (unit or cell.doubt or cell.others):  # nearly all
        return Figure(*address, raw, int(raw), cell.place), [], ()
    readings = [read_number(text, unit=unit, head=leaf.text) for text in (raw, *cell.others)]
    no_number = readings[0].value is None and any(char.isdigit() for char in raw)
    odd = "digits stand in it, and it is no number" if no_number else ""
    doubts = [f"“{raw}”: {d}" for d in (cell.doubt, readings[0].doubt, odd) if d]
    first, *others = (
        Figure(*address, text, r.value, cell.place, DOUBTFUL if doubts else 1.0)
        for text, r in zip((raw, *cell.others), readings, strict=True)
    )
    return first, doubts, tuple(o for o in others if o.value != first.value)


def _short(cell: Cell) -> str:
    text = fold(cell.text)
    return text if len(text) <= 24 else text[:23] + "…"
