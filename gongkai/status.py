"""`gongkai status`: what the warehouse holds, and what is missing."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.failure import told

if TYPE_CHECKING:
    import duckdb

EXAMPLES = """Examples:

gongkai status

gongkai status --region 511700   ·   a prefecture and its counties; 510000 a whole province
"""


@dataclass(frozen=True)
class Part:
    """One table of the overview; `$region` in a statement is the start of a region code."""

    heading: str
    statement: str
    if_empty: str  # what to do then


KNOWN_REGION = """
SELECT region_code FROM (SELECT region_code FROM region UNION SELECT region_code FROM agency)
WHERE region_code = $region
"""

PARTS: tuple[Part, ...] = (
    Part(
        "Last run",
        """
        SELECT run_id, started_at, finished_at, portals, requests, list_pages, documents,
               new_documents, unchanged_documents, blocked
        FROM crawl_run ORDER BY started_at DESC, run_id DESC LIMIT 1
        """,
        "No run yet: `gongkai crawl` makes one.",
    ),
    Part(
        "Documents, by what reading them gave",
        """
        SELECT CASE WHEN reading IS NOT NULL THEN reading
                    WHEN sha256 IN (SELECT container_sha256 FROM document) THEN 'archive of files'
                    ELSE 'not read' END AS reading,
               count(*) AS documents, sum(size) AS bytes
        FROM document GROUP BY ALL ORDER BY documents DESC, reading
        """,
        "No documents: `gongkai crawl` archives them; the problems below say why it could not.",
    ),
    Part(
        "Reports",
        """
        SELECT report.status, count(*) AS reports, count(*) FILTER (is_current) AS current,
               count(DISTINCT agency_id) AS agencies,
               count(*) FILTER (report_year IS NULL) AS without_a_year
        FROM report JOIN agency USING (agency_id)
        WHERE starts_with(coalesce(region_code, ''), $region)
        GROUP BY ALL ORDER BY report.status
        """,
        "No reports: `gongkai extract FILE` shows what a document gives and why not more.",
    ),
    Part(
        "Figures of the current reports",
        """
        SELECT count(*) AS figures, count(value) AS numbers,
               count(*) FILTER (raw = '') AS blank,
               count(*) FILTER (printed_value IS NULL AND raw <> '') AS signs_or_words,
               count(*) FILTER (corrected) AS corrected
        FROM figures WHERE starts_with(coalesce(region_code, ''), $region)
        HAVING count(*) > 0
        """,
        "No figures.",
    ),
    Part(
        "Checks of the current reports",
        """
        SELECT check_name, count(*) FILTER (passed) AS passed,
               count(*) FILTER (NOT passed) AS failed
        FROM check_result JOIN current_reports USING (report_id)
        WHERE starts_with(coalesce(region_code, ''), $region)
        GROUP BY ALL ORDER BY check_name
        """,
        "No checks.",
    ),
    Part(
        "Corrections",
        """
        SELECT count(*) AS corrections,
               count(*) FILTER (report_id NOT IN (SELECT report_id FROM report)) AS without_a_report
        FROM correction HAVING count(*) > 0
        """,
        "None.",
    ),
    Part(
        "Problems",
        """
        SELECT outcome, count(*) AS problems, count(DISTINCT region_code) AS regions,
               max(occurred_at) AS latest
        FROM problem WHERE starts_with(coalesce(region_code, ''), $region)
        GROUP BY ALL ORDER BY problems DESC, outcome
        """,
        "None.",
    ),
    Part(
        "Coverage of the newest years",
        """
        SELECT report_year, sum(expected) AS expected, sum(found) AS found,
               sum(complete) AS complete, sum(reports_failing) AS reports_failing
        FROM coverage WHERE starts_with(coalesce(region_code, ''), $region)
        GROUP BY ALL ORDER BY report_year DESC LIMIT 5
        """,
        "No report with a year.",
    ),
)


def status(
    region: Annotated[
        str | None, typer.Option(help="GB/T 2260 code: this region and all under it.")
    ] = None,
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Show what the warehouse holds: runs, documents, reports, checks, problems, coverage."""
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse

    with told(), open_warehouse(data / FILE_NAME) as connection:
        if region is None:
            shown, start = PARTS, ""
        else:
            shown = tuple(part for part in PARTS if "$region" in part.statement)
            start = _start(connection, region)
        for part in shown:
            _show(connection, part, start)


def _start(connection: "duckdb.DuckDBPyConnection", region: str) -> str:
    """Give the digits that the code shares with all codes under it: 511700 → 5117."""
    from warehouse.errors import WarehouseError
    from warehouse.query import ask

    with ask(connection, KNOWN_REGION, {"region": region}) as answer:
        known = list(answer.rows())
    if not known:
        raise WarehouseError(
            f'no region {region}: a code has six digits; `gongkai sql "FROM region"` lists them'
        )
    return re.sub("(00)+$", "", region)


def _show(connection: "duckdb.DuckDBPyConnection", part: Part, start: str) -> None:
    from gongkai.table import aligned
    from warehouse.query import ask

    values = {"region": start} if "$region" in part.statement else None
    with ask(connection, part.statement, values) as answer:
        rows = list(answer.rows())
    typer.echo(part.heading)
    for line in aligned(answer.columns, rows) if rows else [part.if_empty]:
        typer.echo(f"  {line}")
    typer.echo("")
