"""The warehouse's account of itself: comments on all that is in it, and the tables codebook_*."""

from collections.abc import Mapping
from typing import Any

import duckdb

from warehouse.crosswalk import crosswalk
from warehouse.definitions import Field, Relation, closed_lists, relations
from warehouse.form_cells import form_cells, form_fields
from warehouse.put import Rows, put

_COLUMNS = """
SELECT table_name, list([column_name, data_type] ORDER BY column_index)
FROM duckdb_columns()
WHERE NOT internal AND database_name = current_database()
GROUP BY table_name
"""


def describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Put comments on tables, views and their columns, and fill the codebook; call it last.

    Raises WarehouseError for a cell of the form that no definition explains.
    """
    cells = form_cells(connection)
    put(connection, "crosswalk", crosswalk(cells))
    types = {name: dict(columns) for name, columns in connection.execute(_COLUMNS).fetchall()}
    codebook: dict[str, Rows] = {f"codebook_{name}": [] for name in ("relation", "field", "value")}
    for relation in relations().values():
        if relation.name not in types:
            continue
        fields = {**relation.fields, **form_fields(relation, cells)}
        there = [fields[name] for name in types[relation.name] if name in fields]
        _comment(connection, relation, there)
        if not relation.internal:
            position = len(codebook["codebook_relation"]) + 1
            codebook["codebook_relation"].append(_relation_row(relation, position))
            public = [field for field in there if not field.internal]
            codebook["codebook_field"] += _field_rows(relation.name, public, types[relation.name])
            codebook["codebook_value"] += _value_rows(relation.name, public)
    for table, rows in codebook.items():
        put(connection, table, rows)


def _comment(
    connection: duckdb.DuckDBPyConnection, relation: Relation, fields: list[Field]
) -> None:
    comment = f"COMMENT ON {relation.kind} {relation.name} IS {_text(_comment_of(relation))};"
    for field in fields:
        comment += (
            f'COMMENT ON COLUMN {relation.name}."{field.name}" IS {_text(_comment_of(field))};'
        )
    connection.execute(comment)


def _comment_of(thing: Relation | Field) -> str:
    return f"{thing.description} · {thing.label_zh}"


def _relation_row(relation: Relation, position: int) -> dict[str, Any]:
    return {
        "relation": relation.name,
        "kind": relation.kind,
        "position": position,
        "label": relation.label,
        "label_zh": relation.label_zh,
        "description": relation.description,
        "one_row_is": relation.one_row_is,
        "key_columns": list(relation.key),
    }


def _field_rows(relation: str, fields: list[Field], types: Mapping[str, str]) -> Rows:
    return [
        {
            "relation": relation,
            "field": field.name,
            "position": position,
            "type": types[field.name],
            "unit": field.unit,
            "label": field.label,
            "label_zh": field.label_zh,
            "description": field.description,
            "source": field.source,
        }
        for position, field in enumerate(fields, start=1)
    ]


def _value_rows(relation: str, fields: list[Field]) -> Rows:
    return [
        {
            "relation": relation,
            "field": field.name,
            "position": position,
            "list": field.values,
            "value": value,
            "meaning": meaning,
        }
        for field in fields
        if field.values
        for position, (value, meaning) in enumerate(closed_lists()[field.values].items(), start=1)
    ]


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
