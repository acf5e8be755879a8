"""Which tables and views are exported, with their fields, and which of their rows."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import duckdb

from warehouse.errors import WarehouseError

LEVELS = ("province", "prefecture", "county")

_RELATIONS = """
SELECT relation, label, label_zh, description, one_row_is, key_columns
FROM codebook_relation ORDER BY position
"""
_FIELDS = """
SELECT relation, field, type, unit, label, label_zh, description, source, values
FROM codebook_field
LEFT JOIN (
    SELECT relation, field, list(value ORDER BY position) AS values
    FROM codebook_value GROUP BY relation, field
) USING (relation, field)
ORDER BY relation, position
"""

# What ties the rows of a relation to a region and a year; the first that it has counts.
_TIES = ("region_code", "report_id", "agency_id", "sha256")

_CHOSEN = """
CREATE TEMP VIEW chosen_report AS
SELECT report_id, sha256, agency_id FROM report JOIN agency USING (agency_id)
WHERE {region} AND {year}
"""

_OF_LEVEL = "{of}region_code IN (SELECT region_code FROM region WHERE level = {level})"


@dataclass(frozen=True)
class Field:
    """A field, as the codebook has it; `type` is DuckDB's."""

    name: str
    type: str
    unit: str | None
    label: str
    label_zh: str
    description: str
    source: str | None
    values: Sequence[str] | None  # of a closed list

    @property
    def comment(self) -> str:
        """What it means, in one line."""
        return f"{self.description} · {self.label_zh}"


@dataclass(frozen=True)
class Relation:
    """A table or view, as the codebook has it. `key` is empty if no fields tell its rows apart."""

    name: str
    label: str
    label_zh: str
    description: str
    one_row_is: str
    key: Sequence[str]
    fields: Sequence[Field]

    @property
    def is_by_year(self) -> bool:
        """Whether its rows belong to reports of a year; then each year is a file of its own."""
        return {"report_year", "report_id"} <= {field.name for field in self.fields}

    @property
    def names(self) -> list[str]:
        """The names of its fields, in order."""
        return [field.name for field in self.fields]


@dataclass(frozen=True)
class Selection:
    """Which relations, and which rows of those that speak of regions or reports."""

    tables: Sequence[str] = ()  # empty: all but those of left_out.toml
    region: str = ""  # code without the zeros at its end: that region and all under it
    years: Sequence[int] = ()
    level: str = ""

    def only(self, tables: Sequence[str]) -> "Selection":
        """Give the same rows of these relations."""
        return replace(self, tables=tables)


def relations(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[Relation]:
    """Give the relations selected, in the order of the codebook.

    Raises WarehouseError for a name that the codebook does not have.
    """
    fields: dict[str, list[Field]] = {}
    for relation, *field in connection.execute(_FIELDS).fetchall():
        fields.setdefault(relation, []).append(Field(*field))
    known = [
        Relation(*(*row, fields.get(row[0], [])))
        for row in connection.execute(_RELATIONS).fetchall()
    ]
    names = {relation.name for relation in known}
    for unknown in sorted(set(selection.tables) - names):
        raise WarehouseError(f"no table {unknown}: there are {', '.join(sorted(names))}")
    chosen = set(selection.tables) or names - set(left_out())
    return [relation for relation in known if relation.name in chosen]


@cache
def left_out() -> dict[str, str]:
    """Give the relations that are exported only by name, each with the reason."""
    return tomllib.loads((files(__package__) / "left_out.toml").read_text("utf-8"))


def choose(connection: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Prepare the connection for `condition` of this selection."""
    connection.execute(_CHOSEN.format(region=_of_region(selection), year=_of_year(selection.years)))


def condition(relation: Relation, selection: Selection, of: str = "") -> str:
    """Give the WHERE that leaves the rows selected; all rows of what knows no region or report.

    `of` stands before each field, e.g. "r.".
    """
    names = relation.names
    tie = next((name for name in _TIES if name in names), None)
    parts = []
    if tie == "region_code":
        parts.append(_of_region(selection, of))
    elif tie and (selection.region or selection.level or selection.years):
        parts.append(f"{of}{tie} IN (SELECT {tie} FROM chosen_report)")  # noqa: S608  # of _TIES
    if "report_year" in names:
        parts.append(_of_year(selection.years, of))
    return " AND ".join(parts) or "true"


def _of_region(selection: Selection, of: str = "") -> str:
    parts = []
    if selection.region:
        parts.append(f"starts_with({of}region_code, {text(selection.region)})")
    if selection.level:
        level = text(selection.level)
        parts.append(_OF_LEVEL.format(of=of, level=level))
    return " AND ".join(parts) or "true"


def _of_year(years: Sequence[int], of: str = "") -> str:
    return f"{of}report_year IN ({', '.join(map(str, years))})" if years else "true"


def text(value: str) -> str:
    """Give the text as SQL has it."""
    return "'" + value.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """Give the name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'
