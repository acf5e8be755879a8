"""Ask the warehouse, without being able to change it or to touch the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError

# PIVOT without a fixed list of values is a MULTI: DuckDB splits it into two reading steps itself.
READING = (
    duckdb.StatementType.SELECT,  # also FROM, VALUES, WITH, DESCRIBE, SHOW, SUMMARIZE
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,
)

BATCH = 10_000  # rows fetched at a time

# The kinds above give a clear message; these settings are the wall: a statement of any kind can
# neither write, nor open files or addresses, nor see Python's variables, nor lift the settings.
WALL: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse to read. Raises WarehouseError if it is missing or no warehouse."""
    if not path.exists():
        raise WarehouseError(
            f"no warehouse at {path}: run `gongkai crawl` first, or name its folder with --data"
        )
    try:
        connection = duckdb.connect(path, read_only=True, config=WALL)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened as a warehouse: {_first_line(error)}"
        ) from error
    with connection:
        yield connection


@dataclass(frozen=True)
class Answer:
    """The rows of one statement, read as they are asked for, once."""

    reader: pa.RecordBatchReader

    @property
    def columns(self) -> list[str]:
        """The names of the columns; two may be alike."""
        return list(self.reader.schema.names)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Give the rows as Arrow batches. Raises WarehouseError if the statement fails."""
        try:
            yield from self.reader
        except (OSError, pa.ArrowException, duckdb.Error) as error:
            raise WarehouseError(str(error).strip()) from error

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Give the rows as Python values. Raises WarehouseError if the statement fails."""
        for batch in self.batches():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def first(self, limit: int) -> tuple[list[tuple[Any, ...]], int]:
        """Give the first rows, all for 0, and how many there are besides.

        Raises WarehouseError if the statement fails.
        """
        shown: list[tuple[Any, ...]] = []
        rest = 0
        for batch in self.batches():
            room = batch.num_rows if limit == 0 else min(limit - len(shown), batch.num_rows)
            columns = (column.to_pylist() for column in batch.slice(0, room).columns)
            shown += zip(*columns, strict=True)
            rest += batch.num_rows - room
        return shown, rest


@contextmanager
def ask(
    connection: duckdb.DuckDBPyConnection,
    statement: str,
    values: dict[str, str] | None = None,
) -> Iterator[Answer]:
    """Run one reading statement; `values` are those of its $names.

    Raises WarehouseError if it is not exactly one statement, would write, or is wrong.
    """
    # Closed in any case: rows left unread would hold the file, and this process's next
    # connection to it would wait for ever.
    with _run(connection, statement, values) as reader:
        yield Answer(reader)


def _run(
    connection: duckdb.DuckDBPyConnection, statement: str, values: dict[str, str] | None
) -> pa.RecordBatchReader:
    try:
        statements = connection.extract_statements(statement)
        if len(statements) != 1:
            raise WarehouseError(f"one statement at a time, not {len(statements)}")
        kind = statements[0].type
        if kind not in READING:
            raise WarehouseError(
                f"{kind.name} is refused: the warehouse is only read; begin with SELECT"
            )
        return connection.sql(statements[0], params=values).to_arrow_reader(BATCH)
    except duckdb.Error as error:
        raise WarehouseError(str(error).strip()) from error


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]
