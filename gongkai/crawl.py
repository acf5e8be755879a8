"""`gongkai crawl`: find reports on portals, keep them, read them, publish the warehouse."""

import time
from pathlib import Path
from typing import Annotated

import typer

from gongkai.failure import told
from gongkai.options import REFERENCE, AllowLoopback, Contact, Delay, Registry, Verbose

EXAMPLES = """Examples:

gongkai crawl --region 511725   ·   one county; 511700 a prefecture, 510000 a province

gongkai crawl --registry my-portals --data my-data   ·   portals of your own: my-portals/portals.csv
with the columns region_code,home_url

gongkai crawl   ·   every portal of data/reference; tonight's run asks lists only, and what is new

gongkai crawl --hours 22-6 --wait   ·   at night only; the next run goes on with what is left
"""


def crawl(
    registry: Registry = REFERENCE,
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
    delay: Delay = 1.0,
    contact: Contact = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write Parquet files to this folder at the end."),
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Ask again for documents that are held already.")
    ] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Walk each portal from its home page again, not lists only."),
    ] = False,
    hours: Annotated[
        str,
        typer.Option(
            metavar="FROM-TO",
            help="Ask portals in these hours only, in China's time: 22-6 or 22:30-6. What is left "
            "then, the next run goes on with.",
        ),
    ] = "",
    wait: Annotated[
        bool, typer.Option("--wait", help="Outside --hours: wait until they begin.")
    ] = False,
    allow_loopback: AllowLoopback = False,
    verbose: Verbose = False,
) -> None:
    """Crawl portals politely and bring the warehouse up to date.

    robots.txt is obeyed, one request at a time goes to a host, and a host that shows a challenge
    is left alone. What the archive holds is not asked for again within 30 days.
    """
    from crawler.archive_writer import LOST
    from crawler.registry import load, select
    from gongkai.nightly import LOG, log_to, run_crawl
    from gongkai.summary import summary
    from warehouse.export import export as write_parquet
    from warehouse.publish import FILE_NAME

    with told():
        select(load(registry), region or [])  # a wrong code is told before anything starts
        _begin_in(hours, wait=wait)
        ended = run_crawl(
            {
                "GONGKAI_REGISTRY": str(registry),
                "GONGKAI_DATA": str(data),
                "GONGKAI_REGIONS": ",".join(region or []),
                "DOWNLOAD_DELAY": delay,
                "RECHECK": recheck,
                "GONGKAI_FULL": full,
                "GONGKAI_HOURS": hours,
                "ALLOW_LOOPBACK": allow_loopback,
                **({} if verbose else log_to(data)),
                **({"GONGKAI_CONTACT": contact} if contact else {}),
            }
        )
        if export is not None:
            write_parquet(data / FILE_NAME, export)
        typer.echo(summary(data, export))
        if ended == "hours_over":
            typer.echo(f"The hours {hours} are over: the next run goes on.")
        if ended == LOST:
            typer.echo(
                "gongkai: the crawl stopped, since the archive could keep nothing more: look for "
                f"“archive” in {data / LOG}, make room on the disk, and run it again: it goes on",
                err=True,
            )
            raise typer.Exit(1)


def _begin_in(hours: str, *, wait: bool) -> None:
    """Refuse to begin outside the hours, or wait for them."""
    from crawler.night import CHINA, HoursError, hours_of, now

    night = hours_of(hours)
    if night is None or not night.wait(now()):
        return
    here = f"it is {now().astimezone(CHINA):%H:%M} in China, outside the hours {night}"
    if not wait:
        raise HoursError(f"{here}: begin within them, or let --wait do so")
    typer.echo(f"{here}: waiting", err=True)
    while pause := night.wait(now()):
        time.sleep(min(pause.total_seconds(), 60))  # in pieces: a machine may be put to sleep
