"""One definition of every field: the files of definitions/, read into these records.

Tables are made from them, comments, exports and the codebook. How the files are written stands in
definitions/reports.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from warehouse.errors import WarehouseError

# Files that define relations, in the order of the codebook.
RELATIONS = ("views", "reports", "places", "crawl", "codebook")


@dataclass(frozen=True)
class Field:
    """A column of a table or view."""

    name: str
    label: str
    label_zh: str
    description: str
    type: str | None = None  # of DuckDB; None: the SQL of its view gives it
    unit: str | None = None
    values: str | None = None  # name of a closed list
    source: str | None = None  # where the form or the Regulations lay it down
    required: bool = False
    internal: bool = False


@dataclass(frozen=True)
class Relation:
    """A table or view. `fields` lacks the columns that the form's cells give (`cells`)."""

    name: str
    label: str
    label_zh: str
    description: str
    one_row_is: str
    fields: Mapping[str, Field]
    kind: str = "table"  # or view
    key: tuple[str, ...] = ()
    key_is_enforced: bool = True
    internal: bool = False
    cells: str | None = None  # "form", or the table of the form that gives it columns
    cell: Mapping[str, str] = field(default_factory=dict)  # what those say otherwise


@cache
def relations() -> dict[str, Relation]:
    """Give every relation by its name. Raises WarehouseError for a definition that is no good."""
    raw: dict[str, dict[str, Any]] = {}
    for name in RELATIONS:
        raw |= read(name)
    return {name: _relation(name, data, raw) for name, data in raw.items()}


@cache
def closed_lists() -> dict[str, dict[str, str]]:
    """Give every closed list by its name: its values, each with its meaning."""
    reasons = read("reasons")
    tables = read("form")["tables"]
    lists = {
        "reason": {name: reason["meaning"] for name, reason in reasons.items()},
        "alarming_reason": {
            name: reason["meaning"] for name, reason in reasons.items() if reason.get("is_alarm")
        },
        "form_table": {
            name: f"{table['label']} ({table['place']})" for name, table in tables.items()
        },
    }
    for name, values in read("lists").items():
        included = lists.get(values.get("includes", ""), {})
        lists[name] = included | {v: meaning for v, meaning in values.items() if v != "includes"}
    return lists


@cache
def read(name: str) -> dict[str, Any]:
    """Give a file of definitions as it stands."""
    return tomllib.loads((files(__package__) / "definitions" / f"{name}.toml").read_text("utf-8"))


def _relation(name: str, data: dict[str, Any], raw: Mapping[str, Any]) -> Relation:
    data = data | {
        "key": tuple(data.get("key", ())),
        "fields": {column: _field(name, column, raw) for column in data.get("fields", {})},
    }
    try:
        return Relation(name, **data)
    except TypeError as error:
        raise _wrong(name, error) from error


def _field(relation: str, name: str, raw: Mapping[str, Any]) -> Field:
    try:
        return Field(name, **_inherited(relation, name, raw))
    except (TypeError, KeyError, RecursionError) as error:
        raise _wrong(f"{relation}.{name}", error) from error


def _inherited(relation: str, name: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a field says, over what the field says that it is the same as."""
    own: dict[str, Any] = raw[relation]["fields"][name]
    if "same_as" not in own:
        return own
    origin, _, origin_name = own["same_as"].partition(".")
    inherited = _inherited(origin, origin_name, raw)
    return inherited | {key: value for key, value in own.items() if key != "same_as"}


def _wrong(where: str, error: Exception) -> WarehouseError:
    return WarehouseError(
        f"warehouse/definitions: {where}: {error}; reports.toml says what it takes"
    )
