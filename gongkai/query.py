"""`gongkai query`: ready questions to the warehouse."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.failure import told
from gongkai.region import refuse_unknown, start_of
from gongkai.sql import Format, lines

if TYPE_CHECKING:
    from warehouse.query import Answer

EXAMPLES = """Examples:

gongkai query   ·   the questions there are

gongkai query withheld --region 510000 --year 2023   ·   a province and all under it

gongkai query growth --format csv > growth.csv

gongkai query fees --sql   ·   the SQL, to change; gongkai sql -- "$(cat FILE)" runs it
"""

LIMIT = 20


class Screen(StrEnum):
    """How an answer is shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def query(
    name: Annotated[str, typer.Argument(help="Which question; without it all are listed.")] = "",
    region: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only this region and all under it.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1000, max=9999, help="Only this year reported on.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Rows that a table shows, 0 for all. Other formats give all.")
    ] = LIMIT,
    form: Annotated[Screen, typer.Option("--format", help="How to show the rows.")] = Screen.TABLE,
    sql: Annotated[bool, typer.Option("--sql", help="Print the SQL and do not run it.")] = False,
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Ask a ready question: who withheld most, who lost in court, what does not add up."""
    from warehouse.publish import FILE_NAME
    from warehouse.query import ask, open_warehouse
    from warehouse.questions import question

    with told():
        if not name:
            _list_questions()
            return
        asked = question(name)
        values = {
            "region": "" if region is None else start_of(region),
            "year": "" if year is None else str(year),
        }
        if sql:
            typer.echo(asked.with_values(values), nl=False)
            return
        with open_warehouse(data / FILE_NAME) as connection:
            if region is not None:
                refuse_unknown(connection, region)
            if form is Screen.TABLE:
                typer.echo(f"{asked.answers}\nBeware: {asked.beware}\n")
            if form is Screen.TABLE and limit:
                with ask(connection, asked.first(limit + 1), values) as answer:
                    _show_first(answer, limit)
                return
            with ask(connection, asked.statement, values) as answer:
                sys.stdout.writelines(lines(answer, Format(form), limit))


def _show_first(answer: "Answer", limit: int) -> None:
    """Print a table of the first rows; there is one row more in the answer if there are more."""
    from gongkai.table import aligned

    rows, more = answer.first(limit)
    for line in aligned(answer.columns, rows):
        typer.echo(line)
    typer.echo(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}")
    if more:
        typer.echo("there are more: --limit 0 shows all, and so does --format csv")


def _list_questions() -> None:
    from gongkai.table import aligned
    from warehouse.questions import names, question

    listed = ((name, question(name).answers) for name in names())
    for line in aligned(["query", "answers"], listed):
        typer.echo(line)
