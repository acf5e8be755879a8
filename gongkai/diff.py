"""`gongkai diff`: figures that changed after they were published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.failure import told
from gongkai.region import refuse_unknown, start_of

if TYPE_CHECKING:
    import duckdb

EXAMPLES = """Examples:

gongkai diff   ·   all that changed, the latest first

gongkai diff 511725 --agency 司法局 --year 2023
"""

LIMIT = 50

# What a cell shows: its print, or a word for what is not printed.
_SHOWN = "CASE WHEN {raw} IS NULL THEN 'not there' WHEN {raw} = '' THEN 'blank' ELSE {raw} END"
_CHOSEN = """
    starts_with(coalesce(region_code, ''), $region)
    AND contains(agency, $agency) AND starts_with(report_year::VARCHAR, $year)
"""
_CHANGES = f"""
SELECT
    agency,
    report_year AS year,
    table_name || '.' || row_name || '.' || column_name AS cell,
    {_SHOWN.format(raw="former_raw")} AS before,
    {_SHOWN.format(raw="raw")} AS after,
    strftime(first_seen_at, '%Y-%m-%d') AS seen,
    if(confidence < 1, 'read with doubt', '') AS note,
    url,
    if(former_url = url, 'the same', former_url) AS former_url
FROM version_changes
WHERE {_CHOSEN}
ORDER BY first_seen_at DESC, agency, year, table_name, row_name, column_name
"""  # noqa: S608 - our own words; what a person gives are the $names
_COUNTS = f"""
SELECT
    (SELECT count(*) FROM report_versions WHERE versions > 1 AND version = 1 AND {_CHOSEN})
        AS changed_documents,
    (SELECT count(*) FROM document_disagreements WHERE {_CHOSEN}) AS disagreements
"""  # noqa: S608 - as above


def diff(
    region: Annotated[
        str, typer.Argument(metavar="REGION", help="Only this region and all under it, by code.")
    ] = "",
    agency: Annotated[str, typer.Option(metavar="NAME", help="Its name, or a part of it.")] = "",
    year: Annotated[
        int | None, typer.Option(min=1000, max=9999, help="Only this year reported on.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=f"Show more than {LIMIT} cells.")] = False,
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Show figures that changed after they were published, before and after."""
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse

    with told(), open_warehouse(data / FILE_NAME) as connection:
        if region:
            refuse_unknown(connection, region)
        values = {
            "region": start_of(region),
            "agency": agency,
            "year": "" if year is None else str(year),
        }
        changes, columns = _rows(connection, _CHANGES, values)
        _show(columns, changes if all_ else changes[:LIMIT])
        counts, _ = _rows(connection, _COUNTS, values)
        _conclude(*counts[0], cells=len(changes), all_=all_)


def _rows(
    connection: "duckdb.DuckDBPyConnection", statement: str, values: dict[str, str]
) -> tuple[list[tuple[Any, ...]], list[str]]:
    from warehouse.query import ask

    with ask(connection, statement, values) as answer:
        return list(answer.rows()), answer.columns


def _show(columns: list[str], changes: list[tuple[Any, ...]]) -> None:
    from gongkai.table import aligned

    for line in aligned(columns, changes) if changes else ():
        typer.echo(line)
    if changes:
        typer.echo("")


def _conclude(changed_documents: int, disagreements: int, *, cells: int, all_: bool) -> None:
    if not changed_documents:
        typer.echo("No report was seen with other bytes than before.")
    else:
        typer.echo(
            f"{changed_documents} reports were seen again with other bytes; {cells} cells differ."
        )
    if cells > LIMIT and not all_:
        typer.echo(
            f"{cells - LIMIT} more: --all shows them, and the view version_changes has them."
        )
    if disagreements:
        typer.echo(
            f"In {disagreements} cells another document of a report, as its PDF, disagrees with "
            "the current one: view document_disagreements."
        )
