"""The statutory form as data: one TOML file an edition in `editions/`, read into these records."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

Address = tuple[str, str, str]  # table, row, column

EDITIONS_FOLDER = Path(__file__).parent / "editions"


@dataclass(frozen=True)
class FormRow:
    """A row of the form and the columns in which it has figures."""

    name: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    group: str | None = None
    replaces: tuple[str, ...] = ()  # printed instead of these rows; then those do not exist


@dataclass(frozen=True)
class FormTable:
    """One of the form's tables. Rows and columns are in the form's order."""

    name: str
    rows: tuple[FormRow, ...]
    columns: dict[str, tuple[str, ...]]  # name → printed labels
    groups: dict[str, tuple[str, ...]]  # name → printed labels
    furniture: tuple[str, ...]
    units: dict[str, str]  # column → the unit of money that its figures are kept in

    def row(self, name: str) -> FormRow | None:
        """Give the row of that name, if the table has it."""
        return self._by_name.get(name)

    def replacing(self, name: str) -> tuple[FormRow, ...]:
        """Give the rows that may be printed instead of one."""
        return self._replacing.get(name, ())

    @cached_property
    def _by_name(self) -> dict[str, FormRow]:
        return {row.name: row for row in self.rows}

    @cached_property
    def _replacing(self) -> dict[str, tuple[FormRow, ...]]:
        replaced = {name for row in self.rows for name in row.replaces}
        return {n: tuple(row for row in self.rows if n in row.replaces) for n in replaced}


@dataclass(frozen=True)
class FormCheck:
    """A sum that must hold: `left` and `right` are added up for each row, or for each column."""

    name: str
    table: str
    per: str  # "row": left and right are columns; "column": they are rows
    left: tuple[str, ...]
    right: tuple[str, ...]

    def equations(self, table: FormTable) -> Iterator["Equation"]:
        """Write it out for each row, or each column, of its table."""
        for subject in (row.name for row in table.rows) if self.per == "row" else table.columns:
            left, right = (
                tuple(
                    (table.name, subject, part)
                    if self.per == "row"
                    else (table.name, part, subject)
                    for part in parts
                )
                for parts in (self.left, self.right)
            )
            yield Equation(self.name, subject, table, left, right)


class Equation(NamedTuple):
    """A check written out for one row or one column, which is its subject."""

    check: str
    subject: str
    table: FormTable
    left: tuple[Address, ...]
    right: tuple[Address, ...]


@dataclass(frozen=True)
class Edition:
    """The form as one instrument laid it down."""

    name: str
    instrument: str
    tables: tuple[FormTable, ...]
    checks: tuple[FormCheck, ...]

    def addresses(self) -> tuple[Address, ...]:
        """Every (table, row, column) of the form, in its order, rows that replace others too."""
        return self._addresses

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Every check, written out."""
        tables = {table.name: table for table in self.tables}
        return tuple(e for check in self.checks for e in check.equations(tables[check.table]))

    @cached_property
    def _addresses(self) -> tuple[Address, ...]:
        return tuple(
            (table.name, row.name, column)
            for table in self.tables
            for row in table.rows
            for column in row.columns
        )

    def missing(self, found: set[Address]) -> list[Address]:
        """Give the addresses that a report of this edition should have and `found` has not."""
        optional: set[tuple[str, str]] = set()
        for table, row in self._replacements:
            printed = any((table, row.name, column) in found for column in row.columns)
            names = row.replaces if printed else (row.name,)
            optional.update((table, name) for name in names)
        lacking = [a for a in self._distinct - found if a[:2] not in optional]
        return sorted(lacking, key=self._places.__getitem__)

    def count_of(self, found: set[Address]) -> int:
        """Count those of `found` that are addresses of this edition."""
        return len(self._distinct & found)

    @cached_property
    def usual(self) -> tuple[Address, ...]:
        """The addresses of a report in which no row is printed instead of others."""
        return tuple(self.missing(set()))

    @cached_property
    def _distinct(self) -> frozenset[Address]:
        return frozenset(self._addresses)

    @cached_property
    def _places(self) -> dict[Address, int]:
        """Every address and its place in the form's order."""
        return {address: place for place, address in enumerate(self._addresses)}

    @cached_property
    def _replacements(self) -> tuple[tuple[str, FormRow], ...]:
        """Rows that may be printed instead of others, each with its table's name."""
        rows = ((table.name, row) for table in self.tables for row in table.rows)
        return tuple((table, row) for table, row in rows if row.replaces)


def column_label(edition: str, table: str, column: str) -> str:
    """Give what heads a column in print; its name where the edition has no such column."""
    tables = {t.name: t for t in editions()[edition].tables}
    return tables[table].columns.get(column, (column,))[0]


@cache
def editions() -> dict[str, Edition]:
    """Every edition that has a file, newest first. `same_as` may name an edition in another."""
    raw = {
        path.stem: tomllib.loads(path.read_text("utf-8"))
        for path in sorted(EDITIONS_FOLDER.glob("*.toml"), reverse=True)
    }
    return {name: _edition(data, raw) for name, data in raw.items()}


def _edition(data: dict[str, Any], raw: dict[str, dict[str, Any]]) -> Edition:
    return Edition(
        name=data["edition"],
        instrument=data["instrument"],
        tables=tuple(_table(table, raw) for table in data["table"]),
        checks=tuple(_checks(data["check"], raw)),
    )


def _table(data: dict[str, Any], raw: dict[str, dict[str, Any]]) -> FormTable:
    rows: list[FormRow] = []
    columns: dict[str, tuple[str, ...]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    furniture: tuple[str, ...] = ()
    units = dict(data.get("units", {}))
    if "same_as" in data:
        other = next(t for t in raw[data["same_as"]]["table"] if t["name"] == data["name"])
        base = _table(other, raw)
        without = set(data.get("without", ()))
        rows = [_less(row, without) for row in base.rows if row.name not in without]
        columns, groups, furniture = dict(base.columns), dict(base.groups), base.furniture
        units = base.units | units
    columns |= {name: tuple(labels) for name, labels in data.get("columns", {}).items()}
    groups |= {name: tuple(labels) for name, labels in data.get("groups", {}).items()}
    for row in data.get("row", ()):
        rows.append(
            FormRow(
                name=row["name"],
                labels=tuple(row["labels"]),
                columns=tuple(row.get("columns", columns)),
                group=row.get("group"),
                replaces=tuple(row.get("replaces", ())),
            )
        )
    furniture += tuple(data.get("furniture", ()))
    return FormTable(data["name"], tuple(rows), columns, groups, furniture, units)


def _less(row: FormRow, without: set[str]) -> FormRow:
    """A row that replaces rows which an edition has not is a row like any other there."""
    return replace(row, replaces=tuple(name for name in row.replaces if name not in without))


def _checks(data: list[dict[str, Any]], raw: dict[str, dict[str, Any]]) -> Iterator[FormCheck]:
    for check in data:
        if "same_as" in check:
            yield from _checks(raw[check["same_as"]]["check"], raw)
        else:
            yield FormCheck(
                name=check["name"],
                table=check["table"],
                per=check["per"],
                left=tuple(check["left"]),
                right=tuple(check["right"]),
            )
