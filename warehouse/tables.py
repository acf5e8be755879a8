"""The tables of a warehouse, made from their definitions."""

from importlib.resources import files

import duckdb

from warehouse.definitions import Field, Relation, read, relations
from warehouse.put import put


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables, empty but for the closed list of reasons, and what storage.sql adds.

    A relation with internal fields is a table stored_NAME, and a view NAME that lacks those.
    """
    for relation in relations().values():
        if any(field.internal for field in relation.fields.values()):
            connection.execute(_statement(relation, f"stored_{relation.name}"))
            public = [field.name for field in relation.fields.values() if not field.internal]
            connection.execute(
                f"CREATE VIEW {relation.name} AS SELECT {', '.join(public)} "  # noqa: S608 - ours
                f"FROM stored_{relation.name}"
            )
        elif relation.kind == "table":
            connection.execute(_statement(relation, relation.name))
    connection.execute(files(__package__).joinpath("storage.sql").read_text("utf-8"))
    put(connection, "reason", _reasons())


def _statement(relation: Relation, name: str) -> str:
    parts = [_column(field) for field in relation.fields.values()]
    if relation.key and relation.key_is_enforced:
        parts.append(f"PRIMARY KEY ({', '.join(relation.key)})")
    return f"CREATE TABLE {name} ({', '.join(parts)})"


def _column(field: Field) -> str:
    return f"{field.name} {field.type}{' NOT NULL' if field.required else ''}"


def _reasons() -> list[dict[str, object]]:
    return [
        {"is_alarm": False, **reason, "reason": name, "position": position}
        for position, (name, reason) in enumerate(read("reasons").items(), start=1)
    ]
