"""`gongkai crawl`: find reports on portals, keep them, read them, publish the warehouse."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.failure import told

REFERENCE = Path(__file__).parents[1] / "data" / "reference"

EXAMPLES = """Examples:

gongkai crawl --region 511725   ·   one county; 511700 a prefecture, 510000 a province

gongkai crawl --registry my-portals --data my-data   ·   portals of your own: my-portals/portals.csv
with the columns region_code,home_url

gongkai crawl   ·   every portal of data/reference; tonight's run asks lists only, and what is new
"""


def crawl(
    registry: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            show_default="data/reference",
            help="Folder with portals.csv (region_code, home_url) and, if you know any, "
            "columns.csv (region_code, column_url).",
        ),
    ] = REFERENCE,
    data: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="Folder for archive, state and warehouse; made if missing."
        ),
    ] = Path("data"),
    region: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE", help="Only portals of this region and those under it; may be repeated."
        ),
    ] = None,
    delay: Annotated[
        float,
        typer.Option(min=0.01, metavar="SECONDS", help="Pause between two requests to one host."),
    ] = 1.0,
    contact: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="How a portal can reach you; goes into the User-Agent."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write Parquet files to this folder at the end."),
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Ask again for documents that are held already.")
    ] = False,
    allow_loopback: Annotated[
        bool,
        typer.Option("--allow-loopback", help="Permit addresses of this machine, for trials."),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Show Scrapy's log here, not in a file.")
    ] = False,
) -> None:
    """Crawl portals politely and bring the warehouse up to date.

    robots.txt is obeyed, one request at a time goes to a host, and a host that shows a challenge
    is left alone. What the archive holds is not asked for again within 30 days.
    """
    from crawler.registry import load, select
    from gongkai.nightly import log_to, run_crawl
    from gongkai.summary import summary
    from warehouse.export import export as write_parquet
    from warehouse.publish import FILE_NAME

    with told():
        select(load(registry), region or [])  # a wrong code is told before anything starts
        run_crawl(
            {
                "GONGKAI_REGISTRY": str(registry),
                "GONGKAI_DATA": str(data),
                "GONGKAI_REGIONS": ",".join(region or []),
                "DOWNLOAD_DELAY": delay,
                "RECHECK": recheck,
                "ALLOW_LOOPBACK": allow_loopback,
                **({} if verbose else log_to(data)),
                **({"GONGKAI_CONTACT": contact} if contact else {}),
            }
        )
        if export is not None:
            write_parquet(data / FILE_NAME, export)
        typer.echo(summary(data, export))
