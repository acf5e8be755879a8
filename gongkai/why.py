"""`gongkai why`: the chain from the portal to the figures, for one region and year."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.chain import CHAIN
from gongkai.failure import told
from gongkai.parts import show

if TYPE_CHECKING:
    import duckdb

EXAMPLES = """Examples:

gongkai why 511725 2023   ·   every agency of 渠县

gongkai why 渠县 2023 司法局   ·   one of them, by a part of its name
"""

_REGIONS = "SELECT region_code, name FROM region WHERE region_code = $region OR name = $region"
_AGENCIES = "SELECT DISTINCT agency FROM expected_reports WHERE region_code = $region ORDER BY 1"
_IN_A_TITLE = "SELECT 1 FROM link WHERE contains(title, $agency) LIMIT 1"
_EXPECTED = """
SELECT e.agency, reason, gaps.detail, gaps.url, meaning, next_step
FROM expected_reports AS e
LEFT JOIN gaps USING (agency_id, report_year)
LEFT JOIN reason USING (reason)
WHERE e.region_code = $region AND report_year = $year::SMALLINT AND contains(e.agency, $agency)
UNION ALL
SELECT NULL, reason, detail, url, meaning, next_step
FROM gaps JOIN reason USING (reason)
WHERE agency_id IS NULL AND region_code = $region
ORDER BY ALL
"""
_OWN_PORTAL = "SELECT home_url FROM portal WHERE region_code = $region LIMIT 1"


def why(
    region: Annotated[str, typer.Argument(help="GB/T 2260 code, or the full Chinese name.")],
    year: Annotated[int, typer.Argument(min=1000, max=9999, help="Year reported on.")],
    agency: Annotated[str, typer.Argument(help="Its name, or a part of it.")] = "",
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Show why a report is missing: lists, rejected links, requests, documents, checks."""
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse

    with told(), open_warehouse(data / FILE_NAME) as connection:
        code, name = _region(connection, region)
        values = {"region": code, "year": str(year), "agency": agency}
        _refuse_unknown(connection, name, values)
        typer.echo(f"{name} ({code}), {year}{f', {agency}' if agency else ''}\n")
        for part in CHAIN:
            show(connection, part, values)
        _conclude(connection, name, values, data)


def _rows(
    connection: "duckdb.DuckDBPyConnection", statement: str, values: dict[str, str]
) -> list[tuple[Any, ...]]:
    from warehouse.query import ask

    named = {key: value for key, value in values.items() if f"${key}" in statement}
    with ask(connection, statement, named) as answer:
        return list(answer.rows())


def _region(connection: "duckdb.DuckDBPyConnection", region: str) -> tuple[str, str]:
    """Give code and name of the one region that is meant."""
    from warehouse.errors import WarehouseError

    found = _rows(connection, _REGIONS, {"region": region})
    if len(found) > 1:
        codes = ", ".join(sorted(code for code, _ in found))
        raise WarehouseError(f"{len(found)} regions are named {region}: say which by code, {codes}")
    if not found:
        raise WarehouseError(
            f"no region {region}: give six digits or the full name, e.g. 511725 or 渠县; "
            f"""`gongkai sql "FROM region WHERE name LIKE '{region[:2]}%'"` looks for it"""
        )
    code, name = found[0]
    return code, name


def _refuse_unknown(
    connection: "duckdb.DuckDBPyConnection", name: str, values: dict[str, str]
) -> None:
    """Refuse a name that neither an agency of the region nor any title has in it."""
    from warehouse.errors import WarehouseError

    known = [agency for (agency,) in _rows(connection, _AGENCIES, values)]
    wanted = values["agency"]
    if any(wanted in agency for agency in known) or not wanted:
        return
    if not _rows(connection, _IN_A_TITLE, values):
        raise WarehouseError(
            f"no report and no link names {wanted} in {name}; known are: "
            f"{', '.join(known) or 'none'}"
        )


def _conclude(
    connection: "duckdb.DuckDBPyConnection", name: str, values: dict[str, str], data: Path
) -> None:
    """Say in one sentence what is missing, then for each reason what it means and what to do."""
    from gongkai.table import aligned

    expected = _rows(connection, _EXPECTED, values)
    gaps = [row for row in expected if row[1] is not None]
    typer.echo("Conclusion")
    if gaps:
        shown = ((agency or "none known", *rest) for agency, *rest, _, _ in gaps)
        for line in aligned(["agency", "reason", "detail", "url"], shown):
            typer.echo(f"  {line}")
        typer.echo("")
    typer.echo(f"  {_sentence(name, values['year'], expected)}")
    crawl = "gongkai crawl"
    if _rows(connection, _OWN_PORTAL, values):
        crawl += f" --region {values['region']}"
    if data != Path("data"):
        crawl += f" --data {data}"
    steps = {reason: (meaning, step, url) for _, reason, _, url, meaning, step in gaps}
    for reason, (meaning, step, url) in steps.items():
        typer.echo(f"  {reason}: {meaning}. {step.format(url=url, crawl=crawl)}")


def _sentence(name: str, year: str, expected: list[tuple[Any, ...]]) -> str:
    of_agencies = [reason for agency, reason, *_ in expected if agency is not None]
    if not expected:
        return (
            f"Nothing is expected of {name} for {year}: no report or link of an agency there is "
            "of that year or before, or the year is not due yet."
        )
    if not of_agencies:
        return f"No agency of {name} is known, so nothing can be said of {year}."
    missing = [reason for reason in of_agencies if reason is not None]
    counted = ", ".join(f"{n} {reason}" for reason, n in Counter(missing).most_common())
    return (
        f"Of {len(of_agencies)} expected of {name} for {year}, "
        f"{len(of_agencies) - len(missing)} complete"
        + (f"; {len(missing)} not: {counted}." if missing else ".")
    )
