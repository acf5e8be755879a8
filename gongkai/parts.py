"""A text of several tables, each with a heading and a word for the case that it is empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Part:
    """One table; the $names in its statement are given when it is shown."""

    heading: str
    statement: str
    if_empty: str  # what to do then


def show(
    connection: "duckdb.DuckDBPyConnection", part: Part, values: Mapping[str, str] | None = None
) -> None:
    """Print a part; of the values those that its statement names are used."""
    from gongkai.table import aligned
    from warehouse.query import ask

    named = {name: v for name, v in (values or {}).items() if f"${name}" in part.statement}
    with ask(connection, part.statement, named or None) as answer:
        rows = list(answer.rows())
    typer.echo(part.heading)
    for line in aligned(answer.columns, rows) if rows else [part.if_empty]:
        typer.echo(f"  {line}")
    typer.echo("")
