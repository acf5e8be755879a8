"""`gongkai codebook`: what every field of the warehouse means."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai.failure import told

EXAMPLES = """Examples:

gongkai codebook | less

gongkai codebook --format html --output codebook.html   ·   one page, to open in a browser

gongkai codebook --format csv --output codebook.csv   ·   a line for each field
"""


class Format(StrEnum):
    """How the codebook is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"


def codebook(
    form: Annotated[
        Format, typer.Option("--format", help="How to write it; csv has a line for each field.")
    ] = Format.MARKDOWN,
    output: Annotated[Path | None, typer.Option(help="Write to this file, replacing it.")] = None,
) -> None:
    """Print what every table, view and field of the warehouse means. Needs no warehouse."""
    from warehouse.replacing import replacing

    with told():
        text = _text(form)
        if output is None:
            typer.echo(text, nl=False)
            return
        with replacing(output) as file:
            file.write_text(text, encoding="utf-8", newline="")


def _text(form: Format) -> str:
    """Build a warehouse in memory that holds the form and nothing else, and have it explained."""
    import duckdb

    from pipelines.form import form_cells
    from warehouse.codebook import describe
    from warehouse.codebook_formats import FORMATS
    from warehouse.load import load
    from warehouse.rows import Batch
    from warehouse.tables import create_tables
    from warehouse.views import create_views

    with duckdb.connect() as connection:
        create_tables(connection)
        load(connection, Batch(form=form_cells()))
        create_views(connection)
        describe(connection)
        return FORMATS[form](connection)
