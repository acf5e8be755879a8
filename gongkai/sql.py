"""`gongkai sql`: ask the warehouse."""

import sys
from collections.abc import Iterator
from enum import StrEnum
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

gongkai sql   ·   a prompt, with history and completion

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
    statement: Annotated[
        str, typer.Argument(help="One statement that reads, in DuckDB's SQL; none: a prompt.")
    ] = "",
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
        if not statement:
            _converse(data)
            return
        with open_warehouse(data / FILE_NAME) as connection, ask(connection, statement) as answer:
            if form in (Format.JSON, Format.PARQUET):
                _refuse_twins(answer.columns)
            _write(answer, form, output, limit)


def _converse(data: Path) -> None:
    from gongkai.prompt import converse
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse

    with open_warehouse(data / FILE_NAME) as connection:
        converse(connection, data / "state" / "sql_history")


def _write(answer: "Answer", form: Format, output: Path | None, limit: int) -> None:
    from gongkai.formats import write_parquet
    from warehouse.replacing import replacing

    if output is None:
        sys.stdout.writelines(lines(answer, form, limit))
        return
    with replacing(output) as file:
        if form is Format.PARQUET:
            write_parquet(answer.reader.schema, answer.batches(), file)
        else:
            with file.open("w", encoding="utf-8", newline="") as text:
                text.writelines(lines(answer, form, limit))


def lines(answer: "Answer", form: Format, limit: int) -> Iterator[str]:
    """Give the lines of the answer; `limit` is that of a table, 0 for all rows."""
    from gongkai.formats import csv_lines, json_lines

    match form:
        case Format.CSV:
            return csv_lines(answer.columns, answer.rows())
        case Format.JSON:
            return json_lines(answer.columns, answer.rows())
        case _:
            return _table(answer, limit)


def _table(answer: "Answer", limit: int) -> Iterator[str]:
    from gongkai.table import aligned

    shown, rest = answer.first(limit)
    yield from (f"{line}\n" for line in aligned(answer.columns, shown))
    yield f"{len(shown)} {'row' if len(shown) == 1 else 'rows'}\n"
    if rest:
        yield f"{rest} more: --limit 0 shows all, and so does --format csv\n"


def _refuse_twins(columns: list[str]) -> None:
    from warehouse.errors import WarehouseError

    twins = {name for name in columns if columns.count(name) > 1}
    if twins:
        raise WarehouseError(
            f"two columns are named {', '.join(sorted(twins))}: tell them apart with AS"
        )
