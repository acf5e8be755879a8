"""`gongkai sql`: ask the warehouse."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.failure import told

if TYPE_CHECKING:
    from warehouse.query import Answer

EXAMPLES = """Examples:

gongkai sql "SELECT agency, report_year, value, raw FROM figures WHERE row_name = 'received'
AND column_name = 'total' ORDER BY value DESC LIMIT 20"

gongkai sql "FROM panel" --format csv --output panel.csv

gongkai sql "SHOW TABLES"   ·   gongkai sql "DESCRIBE figures"
"""

LIMIT = 100


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def sql(
    statement: Annotated[str, typer.Argument(help="One statement that reads, in DuckDB's SQL.")],
    form: Annotated[Format, typer.Option("--format", help="How to write the rows.")] = Format.TABLE,
    output: Annotated[
        Path | None, typer.Option(help="Write to this file, replacing it; needed for parquet.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Rows that a table shows, 0 for all. Other formats give all.")
    ] = LIMIT,
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Ask the warehouse. Nothing can be changed by it: the warehouse is opened to read only."""
    from warehouse.errors import WarehouseError
    from warehouse.publish import FILE_NAME
    from warehouse.query import ask, open_warehouse

    with told():
        if form is Format.PARQUET and output is None:
            raise WarehouseError("parquet is not for a terminal: name a file with --output")
        with open_warehouse(data / FILE_NAME) as connection:
            _write(ask(connection, statement), form, output, limit)


def _write(answer: "Answer", form: Format, output: Path | None, limit: int) -> None:
    from gongkai.formats import csv_lines, json_lines, write_parquet

    if form in (Format.JSON, Format.PARQUET):
        _refuse_twins(answer.columns)
    if form is Format.PARQUET and output is not None:
        with _beside(output) as file:
            write_parquet(answer.reader.schema, answer.batches(), file)
        return
    lines = {
        Format.TABLE: lambda: _table(answer, limit),
        Format.CSV: lambda: csv_lines(answer.columns, answer.rows()),
        Format.JSON: lambda: json_lines(answer.columns, answer.rows()),
    }[form]()
