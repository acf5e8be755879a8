"""Put rows into one table, with the types that the table has."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError

Rows = list[dict[str, Any]]

ROWS = 10_000  # held at a time

T = TypeVar("T")

_PRIMARY_KEY = """
SELECT unnest(constraint_column_names)
FROM duckdb_constraints()
WHERE table_name = $1 AND constraint_type = 'PRIMARY KEY' AND database_name = current_database()
"""


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert the rows, each taking the place of the row with its primary key, if it has one."""
    key = connection.execute(_PRIMARY_KEY, [table]).fetchall()
    replace = f"INSERT OR REPLACE INTO {table} BY NAME FROM incoming"
    add = f"INSERT INTO {table} BY NAME FROM incoming"
    for some in slices(rows, ROWS):
        if not key:
            put_rows(connection, table, some, add)
            continue
        unique = {tuple(row[column] for (column,) in key): row for row in some}
        put_rows(connection, table, list(unique.values()), replace)


def put_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows, statement: str) -> None:
    """Run the statement with the rows at hand as `incoming`; nothing if there are none."""
    if not rows:
        return
    try:
        incoming = _arrow(schema_of(connection, table), rows)
    except (ValueError, pa.ArrowException) as error:
        raise _misfit(table, error) from error
    put_arrow(connection, table, incoming, statement)


def put_arrow(
    connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, statement: str
) -> None:
    """Run the statement with the rows at hand as `incoming`. Raises WarehouseError for a misfit."""
    try:
        connection.register("incoming", rows)
        connection.execute(statement)
    except (pa.ArrowException, duckdb.DataError, duckdb.IntegrityError) as error:
        raise _misfit(table, error) from error
    finally:
        connection.unregister("incoming")


def schema_of(connection: duckdb.DuckDBPyConnection, table: str) -> pa.Schema:
    """Give the columns and types of a table."""
    return connection.table(table).limit(0).to_arrow_table().schema


def slices(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Give the items in lists of that size; the last may be shorter."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _misfit(table: str, error: Exception) -> WarehouseError:
    return WarehouseError(f"{table}: a row does not fit the table: {error}")


def _arrow(types: pa.Schema, rows: Rows) -> pa.Table:
    fields = [field for field in types if field.name in rows[0]]
    columns = []
    for field in fields:
        values = [row[field.name] for row in rows]
        if pa.types.is_timestamp(field.type):
            values = [None if value is None else _utc(value) for value in values]
        columns.append(pa.array(values, field.type))
    return pa.table(columns, schema=pa.schema(fields))


def _utc(text: str) -> datetime:
    """Give the time in UTC. DuckDB's own cast to TIMESTAMP would pass over an offset."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"the time {text!r} has no zone: give it in UTC, with Z at its end")
    return time.astimezone(UTC).replace(tzinfo=None)
