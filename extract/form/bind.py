"""The figures of the form in a grid: each found by the labels printed beside and above it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.form.edition import Address
from extract.form.heads import Head, Heading, headed_rows
from extract.form.lexicon import lexicon
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

    figures: dict[Address, Figure] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    others: dict[Address, tuple[Figure, ...]] = field(default_factory=dict)
    doubts: dict[Address, tuple[str, ...]] = field(default_factory=dict)
    printed_twice: bool = False  # whether a figure is, and not alike

    def warn(self, place: Place, text: str) -> None:
        """Say something of a cell."""
        self.warnings.append(f"{place}: {text}")

    def take_back(self, address: Address) -> None:
        """Take back the doubts about how a figure was read."""
        said = self.doubts.pop(address)
        self.warnings = [warning for warning in self.warnings if warning not in said]
        self.figures[address] = self.figures[address]._replace(confidence=1.0)


def bind(grids: Iterable[Grid]) -> Bound:
    """Read the figures of all grids of a document. Grids that are not of the form give none.

    Of two that print a figure otherwise, that which holds more figures counts, as the prose may
    quote some rows of the form before it; else the first. The figure is in doubt in any case.
    """
    read = list(grids)
    bound = _bound(read)
    if bound.printed_twice:
        read.sort(key=lambda grid: -len(_bound([grid]).figures))
        bound = _bound(read)
    return bound


def _bound(grids: Iterable[Grid]) -> Bound:
    bound = Bound()
    for grid in grids:
        head: Head | None = None
        for row, headed in headed_rows(grid):
            if headed is not None:
                head = headed
            elif head is not None:
                _bind_row(grid, row, head, bound)
    return bound


def _bind_row(grid: Grid, row: int, head: Head, bound: Bound) -> None:
    stub, entries = _labels_and_figures(grid, row, head)
    labels = _labels(stub, entries)
    if not entries or (stub and not labels and all(c.blank for c in entries)):
        return
    place = (stub[-1] if stub else entries[0]).place
    if stub and stub[-1].unread:
        bound.warn(place, "the label of the row was not read; the row was left out")
        return
    if plain := _plain_counts(entries, head, labels, bound):
        bound.figures |= plain
        return
    words = [c for c in entries if c.text and not c.text.isdecimal()]
    if stray := next((c for c in words if lexicon().knows(c.text)), None):
        text = f"“{_short(stray)}” stands where figures should; the row was left out: "
        bound.warn(place, text + ", ".join(_short(c) for c in entries if not c.blank))
        return
    unclear = bool(stub and stub[-1].doubt)
    doubts, unnamed = _bind_entries(entries, head, labels, bound, unclear=unclear)
    if not (doubts or unnamed):
        return
    label = " › ".join(fold(c.text) for c in stub if not c.blank)
    bound.warnings.extend(f"{place}: row “{label}”: {doubt}" for doubt in doubts)
    if unnamed:
        left_out = ", ".join(_short(c) for c in unnamed)
        bound.warn(place, f"“{label}” is no row of the form; left out: {left_out}")


def _labels_and_figures(grid: Grid, row: int, head: Head) -> tuple[list[Cell], list[Cell]]:
    """Part the cells of a row where its figures begin, but for figures of a row above."""
    cells = grid.covering(row)
    if head.apart:
        cells = [c for c in cells if c.column not in head.apart]
    start = head.first_column
    stub: list[Cell] = []
    entries: list[Cell] = []
    for cell in cells:
        if cell.column < start and not _reaches_under(cell, start, cells):
            stub.append(cell)
        elif cell.row == row:
            entries.append(cell)
    return stub, entries


def _plain_counts(
    entries: Sequence[Cell], head: Head, labels: Sequence[str], bound: Bound
) -> dict[Address, Figure]:
    """Read a row of digits and blanks that stand for counts, as nearly all are; none of others."""
    if [(c.column, c.colspan) for c in entries] != head.spans or head.misprinted:
        return {}
    words, new = lexicon(), tuple.__new__
    beside = words.row_of(head.table, labels) if labels else None
    found = {}
    for name, (_, column, _, _, text, place, unread, doubt, others) in zip(
        head.names, entries, strict=True
    ):
        named = beside if labels else words.row_of(head.table, head.over[column])
        raw = text.strip()
        if not named or named[1] or unread or doubt or others or not (raw.isdecimal() or not raw):
            return {}
        value = int(raw) if raw else None
        address = (head.table, named[0], name)
        found[address] = new(Figure, (*address, raw, value, place, 1.0))  # Figure(…) takes longer
    known = found.keys() <= words.counts and bound.figures.keys().isdisjoint(found)
    return found if known else {}


def _bind_entries(
    entries: Sequence[Cell], head: Head, labels: Sequence[str], bound: Bound, *, unclear: bool
) -> tuple[list[str], list[Cell]]:
    """Read the figures of a row; without `labels` those over the headings name it.

    Of an `unclear` label, fewer words have to agree. Give the doubts about the row, and the cells
    that are under a heading and of no row.
    """
    matched, unmatched = _match(entries, head)
    doubts = [f"“{_short(c)}” stands under no heading" for c in unmatched if not c.blank]
    if matched and len(matched) < len(head.headings):
        doubts.append(f"it has {len(matched)} cells under {len(head.headings)} headings")
    unnamed: list[Cell] = []
    beside = lexicon().row_of(head.table, labels) if labels else None
    if unclear and labels and beside is None:
        columns = [heading.column for heading in head.headings]
        beside = lexicon().row_of_unclear(head.table, labels[-1], columns)
    for heading, found in matched:
        named = beside if labels else lexicon().row_of(head.table, head.over[heading.cell.column])
        if named is None:
            unnamed.extend(c for c in found if not c.blank)
            continue
        name, doubt = named
        if doubt and doubt not in doubts:
            doubts.append(doubt)
        doubtful = doubts or heading.misprinted
        if heading.misprinted:
            text = f"“{_short(heading.cell)}” was taken for the heading {heading.column}"
            bound.warn(found[0].place, text)
        address = (head.table, name, heading.column)
        heads = (heading.cell.text, *labels[-1:])
        _keep(address, heads, found, bound, confidence=DOUBTFUL if doubtful else 1.0)
    return doubts, unnamed


def _reaches_under(cell: Cell, start: int, cells: Sequence[Cell]) -> bool:
    """Whether a number begins left of the headings, beside a label that ends early there."""
    return (
        cell.column + cell.colspan > start
        and cell is not cells[0]
        and read_number(cell.text).value is not None
    )


def _labels(stub: Sequence[Cell], entries: Sequence[Cell]) -> list[str]:
    """Give a row's labels, outermost first.

    None if there is only that of a group around it, or only what the form prints in any table.
    """
    labels = [c for c in stub if not c.blank]
    height = labels[-1].rowspan if labels else 1
    if height > 1 and height > max((c.rowspan for c in entries), default=1):
        return []
    texts = [c.text for c in labels]
    return [] if all(map(lexicon().is_furniture, texts)) else texts


def _match(
    entries: Sequence[Cell], head: Head
) -> tuple[list[tuple[Heading, list[Cell]]], list[Cell]]:
    """Give to each heading the cells under it, and the cells that are under none.

    Usually a cell lies under one heading. Where merged cells shift the borders, so that one lies
    under two, the headings that other cells leave over decide; if that leaves a choice the cell
    is given to none, unless it holds no number, which then holds for all that it lies under.
    """
    if [(c.column, c.colspan) for c in entries] == head.spans:
        return [(heading, [c]) for heading, c in zip(head.headings, entries, strict=True)], []
    waiting = {
        c: [n for n, heading in enumerate(head.headings) if _overlap(c, heading.cell)]
        for c in entries
    }
    matched: dict[int, list[Cell]] = {}
    while single := next((c for c, over in waiting.items() if len(over) == 1), None):
        (number,) = waiting.pop(single)
        matched.setdefault(number, []).append(single)
        waiting = {
            c: [n for n in over if n != number] if len(over) > 1 else over
            for c, over in waiting.items()
        }
    for cell, over in list(waiting.items()):
        if over and read_number(cell.text).value is None:
            for number in over:
                matched.setdefault(number, []).append(cell)
            del waiting[cell]
    return [(head.headings[number], found) for number, found in matched.items()], list(waiting)


def _overlap(one: Cell, other: Cell) -> bool:
    return one.column < other.columns.stop and other.column < one.columns.stop


def _keep(
    address: Address,
    heads: tuple[str, ...],
    found: Sequence[Cell],
    bound: Bound,
    *,
    confidence: float,
) -> None:
    """Take a figure in; `heads` are its heading and, if there is one beside it, its label."""
    if address not in lexicon().addresses:
        for cell in found:
            if not cell.blank:
                text = f"the form has no “{fold(heads[0])}” for {address[1]}; left out: "
                bound.warn(cell.place, text + _short(cell))
        return
    figure, doubts, others = _figure(address, heads, found)
    here = f"{figure.address} on {figure.place}"
    before = bound.figures.get(address)
    alone = confidence == 1.0 and figure.confidence == DOUBTFUL
    if confidence < figure.confidence:
        figure = figure._replace(confidence=confidence)
    if before is not None:
        if before.value == figure.value and before.raw.strip() == figure.raw.strip():
            return
        if figure.raw == "" and figure.confidence > UNREAD and before.raw != "":
            return
        bound.printed_twice = True
        doubts.append(f"printed twice, here “{figure.raw}” and on {before.place} “{before.raw}”")
        figure = (before if before.raw else figure)._replace(confidence=DOUBTFUL)
        bound.others.pop(address, None)
        bound.doubts.pop(address, None)
    elif alone:
        bound.others[address] = others
        bound.doubts[address] = tuple(f"{here}: {doubt}" for doubt in doubts)
    bound.figures[address] = figure
    bound.warnings.extend(f"{here}: {doubt}" for doubt in doubts)


def _figure(
    address: Address, heads: tuple[str, ...], found: Sequence[Cell]
) -> tuple[Figure, list[str], tuple[Figure, ...]]:
    """Read one figure of the cells under its heading; of several, all but one must be blank.

    Give it with the doubts about it and with the other readings of its ink.
    """
    inked = [c for c in found if not c.blank] if len(found) > 1 else found
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
    readings = [read_number(text, unit=unit, heads=heads) for text in (raw, *cell.others)]
    doubts = [f"“{raw}”: {d}" for d in (cell.doubt, readings[0].doubt) if d]
    first, *others = (
        Figure(*address, text, r.value, cell.place, DOUBTFUL if doubts else 1.0)
        for text, r in zip((raw, *cell.others), readings, strict=True)
    )
    return first, doubts, tuple(o for o in others if o.value != first.value)


def _short(cell: Cell) -> str:
    text = fold(cell.text)
    return text if len(text) <= 24 else text[:23] + "…"
