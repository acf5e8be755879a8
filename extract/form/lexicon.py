"""Every printed label of every edition, looked up by its words."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from extract.form.edition import Address, FormTable, editions
from extract.form.labels import (
    SIMILAR,
    Label,
    most_similar,
    parse_label,
    similarity,
    words_of,
)
from extract.form.text import fold
from extract.grid import Cell
from extract.numbers import read_number

# A printed blank, or one of the signs that stand for “nothing to report”.
SIGNS = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "－", "无", "／"})
# With the number and the group equal, fewer words have to be.
SIMILAR_WITH_NUMBER = 0.5
# So do they among the headings of one table, between others that are clear: 自然入.
SIMILAR_AMONG_HEADS = 0.6
# And where a scan was unclear, among the rows under a head, which are few: 规草.
SIMILAR_IF_UNCLEAR = 0.5
# Some agencies print last year's figures beside those of the form.
LAST_YEAR = re.compile("上一?年|去年")
_NEAREST = "read as {}, to whose label its words are nearest"


class Lexicon:
    """Which rows, columns and groups a printed label may name, over all editions at once.

    Forms outlive their years and are mixed in print, so a figure is addressed by the labels that
    stand beside it, not by the edition of its year.
    """

    def __init__(self) -> None:
        self.columns: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.rows: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.furniture: set[str] = set()
        self.group_of: dict[tuple[str, str], str | None] = {}
        self.addresses = {a for edition in editions().values() for a in edition.addresses()}
        self.units: dict[tuple[str, str], str] = {}  # (table, column) → unit of money
        self.counts: set[Address] = set()  # addresses of figures that have no such unit
        self._labels_of: dict[tuple[str, str], list[Label]] = defaultdict(list)
        # The same rows stand in document after document.
        self._row_found = lru_cache(maxsize=8192)(self._find_row)
        for edition in editions().values():
            for table in edition.tables:
                self._add(table)
        self.counts.update(a for a in self.addresses if (a[0], a[2]) not in self.units)

    def _add(self, table: FormTable) -> None:
        for column, labels in table.columns.items():
            for label in labels:
                self.columns[parse_label(label).words].add((table.name, column))
        for row in table.rows:
            self.group_of[table.name, row.name] = row.group
            for label in row.labels:
                self._labels_of[table.name, row.name].append(parse_label(label))
                self.rows[parse_label(label).words].add((table.name, row.name))
        for group, labels in table.groups.items():
            for label in labels:
                self.groups[parse_label(label).words].add((table.name, group))
        self.units |= {(table.name, column): unit for column, unit in table.units.items()}
        self.furniture.update(parse_label(label).words for label in table.furniture)

    def knows(self, printed: str) -> bool:
        """Whether a text is a label of the form, of any kind."""
        words, without_note = words_of(printed)
        return bool(words) and (
            words in self.columns
            or words in self.rows
            or words in self.groups
            or words in self.furniture
            or without_note in self.columns
        )

    def is_furniture(self, printed: str) -> bool:
        """Whether a text is printed in a table of the form and names no figure."""
        return words_of(printed)[0] in self.furniture

    def columns_of(self, printed: str) -> set[tuple[str, str]]:
        """Give the (table, column) that a text may head; a unit in brackets does not count."""
        words, without_note = words_of(printed)
        return self.columns.get(words) or self.columns.get(without_note) or set()

    def groups_of(self, printed: str) -> set[tuple[str, str]]:
        """Give the (table, group) that a text may name."""
        return self.groups.get(parse_label(printed).words) or set()

    def resembles_column(self, printed: str) -> bool:
        """Whether a text may be a misprint of a heading, or the first half of one: 自然."""
        words = parse_label(printed).words
        return any(similarity(words, column) >= SIMILAR for column in self.columns)

    def misprinted_column(self, table: str, printed: str) -> str | None:
        """Give the column of a table that a heading is a misprint of, and of one only."""
        words = parse_label(printed).words
        named = [
            (column, label)
            for label, of in self.columns.items()
            for t, column in of
            if t == table and bool(LAST_YEAR.search(words)) == bool(LAST_YEAR.search(label))
        ]
        return most_similar(words, named, SIMILAR_AMONG_HEADS)

    def row_of(self, table: str, path: Sequence[str]) -> tuple[str, str] | None:
        """Give the (row, doubt) that a path of labels names, outermost first; None if none.

        The innermost label decides. Equal words leave no doubt; a label that is a misprint of one
        row, and of one only, gives that row and says so.
        """
        return self._row_found(table, tuple(path))

    def row_of_unclear(
        self, table: str, printed: str, columns: Sequence[str]
    ) -> tuple[str, str] | None:
        """Give the (row, doubt) to which a label of unclear ink is nearest; None if unclear too.

        Only rows that have a figure in each of the columns are looked at.
        """
        words = parse_label(printed).words
        near = [
            (row, label.words)
            for (named, row), labels in self._labels_of.items()
            if named == table and self.addresses.issuperset((table, row, c) for c in columns)
            for label in labels
        ]
        row = most_similar(words, near, SIMILAR_IF_UNCLEAR)
        return (row, _NEAREST.format(row)) if row else None

    def _find_row(self, table: str, path: tuple[str, ...]) -> tuple[str, str] | None:
        printed = [text for text in path if parse_label(text).words]
        if not printed:
            return None
        leaf = parse_label(printed[-1])
        groups: set[str | None] = {
            group
            for text in printed[:-1]
            for named, group in self.groups.get(parse_label(text).words, ())
            if named == table
        }
        for words in words_of(printed[-1]):
            rows = {row for named, row in self.rows.get(words, ()) if named == table}
            if len(rows) > 1:  # 其他 is （六）其他 or, in group （六）, 3.其他
                rows = {r for r in rows if self._fits(table, r, groups, leaf)}
            if len(rows) == 1:
                row = rows.pop()
                home = self.group_of[table, row]
                if groups and home not in groups:
                    return row, f"read as {row}, though it stands under “{fold(printed[-2])}”"
                return row, ""
        return self._misprinted(table, groups, leaf)

    def _fits(self, table: str, row: str, groups: set[str | None], leaf: Label) -> bool:
        """Whether the group above, or else the printed number, is that of a row."""
        if groups:
            return self.group_of[table, row] in groups
        return any(label.number == leaf.number for label in self._labels_of[table, row])

    def _misprinted(
        self, table: str, groups: set[str | None], leaf: Label
    ) -> tuple[str, str] | None:
        rows = [
            (row, label)
            for (named, row), labels in self._labels_of.items()
            if named == table and (not groups or self.group_of[named, row] in groups)
            for label in labels
        ]
        numbered = {
            row
            for row, label in rows
            if groups
            and leaf.number
            and label.number == leaf.number
            and similarity(leaf.words, label.words) >= SIMILAR_WITH_NUMBER
        }
        if len(numbered) == 1:
            row: str | None = numbered.pop()
        else:
            row = most_similar(leaf.words, [(row, label.words) for row, label in rows])
        return (row, _NEAREST.format(row)) if row else None


@cache
def lexicon() -> Lexicon:
    """Build it once a process."""
    return Lexicon()


def is_filled_in(text: str) -> bool:
    """Whether a text is what an agency fills in: a number, a sign or nothing."""
    return text.strip() in SIGNS or read_number(text).value is not None


def is_entry(cell: Cell) -> bool:
    """Whether a cell holds what an agency fills in."""
    return is_filled_in(cell.text)
