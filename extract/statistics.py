"""What a document's statistics tables say: rows as printed, our codes, parents, sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.blocks import Block
from extract.form.indicators import is_sign, vocabulary
from extract.form.outline import Outline, mark_of
from extract.form.statistics_pieces import part_tables
from extract.form.statistics_table import Line
from extract.form.text import fold, readable
from extract.form.title import years_in
from extract.grid import Cell
from extract.numbers import MONEY, read_number
from extract.report import Check, Indicator, Place

# Confidence of a count whose digits were read with a doubt; a warning says which.
DOUBTFUL = 0.5
UNREAD = 0.0


@dataclass
class Statistics:
    """What the statistics tables of a document say; `rest` is the document without them."""

    rest: list[Block]
    indicators: list[Indicator] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every count was read."""
        return all(indicator.confidence > UNREAD for indicator in self.indicators)

    @property
    def year(self) -> int | None:
        """The one year that the heads of counts name: 2012年度."""
        years = {year for i in self.indicators for year in years_in(fold(i.column or ""))}
        return years.pop() if len(years) == 1 else None

    @property
    def known(self) -> int:
        """Count of the rows whose names map to our codes."""
        return len({i.number for i in self.indicators if i.code})


def read_statistics(blocks: Sequence[Block]) -> Statistics:
    """Read every statistics table of a document."""
    tables, rest = part_tables(blocks)
    statistics = Statistics(rest)
    for table in tables:
        last = statistics.indicators[-1].number if statistics.indicators else 0
        names = _Names(last, outlined=any(_is_outline(line.ordinal) for line in table.lines))
        for line in table.lines:
            statistics.indicators += _indicators(line, names, statistics.warnings)
    statistics.checks += _checks(statistics.indicators)
    return statistics


@dataclass(frozen=True)
class _Named:
    number: int
    name: str
    code: str | None
    parent: int | None


def _is_outline(ordinal: str) -> bool:
    """Whether an ordinal is 一 or （一）; plain digits alone may only count the rows."""
    return not ordinal.isdecimal() and mark_of(f"{ordinal}、").ordinal > 0


class _Names:
    """Numbers the rows of one table and finds for each its code and its parent."""

    def __init__(self, last: int, *, outlined: bool) -> None:
        self._last = last
        self._outlined = outlined  # the ordinals beside the names are numbers of an outline
        self._outline = Outline()
        self._codes: dict[int, str | None] = {}
        self._headings: dict[Cell, int] = {}

    def enter(self, name: str, beside: Sequence[Cell], ordinal: str = "") -> _Named:
        """Enter the next row; the cells beside it were entered before."""
        self._last += 1
        self._outline.go_beside(tuple(self._headings[cell] for cell in beside))
        numbered = f"{ordinal}、{name}" if ordinal and self._outlined else name
        standing = self._outline.enter(self._last, numbered)
        codes = [code for row in standing.enclosing if (code := self._codes[row])]
        code = vocabulary().code_of(name, codes)
        self._codes[self._last] = code
        parent = standing.parent
        if parent is None and standing.enclosing:
            nearest = standing.enclosing[-1]
            if vocabulary().is_part(name, self._codes[nearest]):
                parent = nearest
        return _Named(self._last, name, code, parent)

    def headings(self, beside: Sequence[Cell]) -> Iterator[tuple[Cell, _Named]]:
        """Enter the cells beside a row that were not met yet, as rows of their own."""
        for depth, cell in enumerate(beside):
            if cell not in self._headings:
                named = self.enter(readable(cell.text.replace("\n", " ")), beside[:depth])
                self._headings[cell] = named.number
                yield cell, named


def _indicators(line: Line, names: _Names, warnings: list[str]) -> Iterator[Indicator]:
    for cell, named in names.headings(line.beside):
        yield _heading(named, cell.place)
    named = names.enter(line.text, line.beside, line.ordinal)
    counts = [(count, line.under(count.columns)) for count in line.panel.counts]
    if not any(cells for _, cells in counts):
        yield _heading(named, line.place)
        return
    unit = readable(line.unit.text) if line.unit and not is_sign(line.unit.text) else None
    for count, cells in counts:
        found = _figure(line, cells, unit)
        sums = _Figure(None, None, found.place)
        if count.cumulative_columns is not None:
            sums = _figure(line, line.under(count.cumulative_columns), unit)
        doubts = [doubt for doubt in (found.doubt, sums.doubt) if doubt]
        if not named.name:
            doubts.append("no name stands beside it")
        warnings.extend(f"{found.place}: indicator “{named.name}”: {doubt}" for doubt in doubts)
        yield Indicator(
            **vars(named),
            unit=unit,
            column=count.head or None,
            raw=found.raw or "",
            value=found.value,
            place=found.place,
            cumulative_column=count.cumulative_head,
            cumulative_raw=sums.raw,
            cumulative=sums.value,
            confidence=min(found.confidence, sums.confidence) if named.name else UNREAD,
        )


def _heading(named: _Named, place: Place) -> Indicator:
    return Indicator(**vars(named), unit=None, column=None, raw="", value=None, place=place)


@dataclass(frozen=True)
class _Figure:
    raw: str | None
    value: int | Decimal | None
    place: Place
    doubt: str = ""
    confidence: float = 1.0


def _figure(line: Line, cells: Sequence[Cell], unit: str | None) -> _Figure:
    """Read the cells of a row under one head; of several, all but one must be blank."""
    inked = [cell for cell in cells if not cell.blank]
    if not cells:
        return _Figure("", None, line.place, "its row is cut short; not read", UNREAD)
    cell = (inked or cells)[0]
    raw = " ".join(c.text.strip() for c in inked)
    number = read_number(raw).value is not None  # a sign may stand for several counts at once
    if inked and (len(inked) > 1 or cell.unread or (number and line.shared(cell))):
        doubt = f"“{raw}” may be of several columns, or only a part of the print; not read"
        return _Figure(raw, None, cell.place, doubt, UNREAD)
    if unit in MONEY:
        reading = read_number(raw, unit=unit, heads=(unit,))
    else:
        reading = read_number(raw.removesuffix(unit or ""))
    amount = isinstance(reading.value, Decimal) and not unit
    no_unit = "no unit is printed; it may be an amount in 元 or in 万元" if amount else ""
    doubts = [doubt for doubt in (reading.doubt, cell.doubt, no_unit) if doubt]
    doubt = f"“{raw}”: {'; '.join(doubts)}" if doubts else ""
    return _Figure(raw, reading.value, cell.place, doubt, DOUBTFUL if doubt else 1.0)


def _checks(indicators: Sequence[Indicator]) -> Iterator[Check]:
    """Try the sums that the tables state, where all parts of a form are printed below a total."""
    for total in indicators:
        for stated in vocabulary().sums:
            if stated.total == total.code:
                parts = [
                    i for i in indicators if (i.parent, i.column) == (total.number, total.column)
                ]
                if {part.code for part in parts} in stated.parts:
                    yield from _tried(stated.name, total, parts)


def _tried(name: str, total: Indicator, parts: Sequence[Indicator]) -> Iterator[Check]:
    """Try one sum of the counts, and of their cumulative counts. A blank adds nothing."""
    if any(indicator.confidence == UNREAD for indicator in (total, *parts)):
        return
    counts = (total.column, total.value, [part.value for part in parts])
    sums = (total.cumulative_column, total.cumulative, [part.cumulative for part in parts])
    for column, left, values in (counts, sums):
        numbers = [value for value in values if value is not None]
        if left is not None and numbers:
            right = sum(numbers[1:], start=numbers[0])
            subject = f"row {total.number}, {column}"
            certain = all(indicator.confidence == 1 for indicator in (total, *parts))
            yield Check(name, subject, left == right, left, right, left != right and certain)
