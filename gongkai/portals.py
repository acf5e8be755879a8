"""`gongkai portals`: the registry, and what the archive tells of each portal in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from gongkai import discover, probe
from gongkai.failure import told
from gongkai.options import REFERENCE, Registry

if TYPE_CHECKING:
    from crawler.regions import Region
    from crawler.registry import Portal
    from crawler.rota import Past

EXAMPLES = """Examples:

gongkai portals --region 511700 --never   ·   which portals of a prefecture no walk has finished

gongkai portals --family trs

gongkai portals probe http://www.quxian.gov.cn/   ·   gongkai portals discover --region 511700
"""

_NAMES = ("region", "name", "home_url", "family", "last_walk", "walk", "done", "lists", "reports")


class ListByDefault(TyperGroup):
    """A group whose bare name means its command `list`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `list` before options that are not the group's own."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=ListByDefault,
    help="List the portals of the registry; probe an address; discover portals by links.",
    epilog=EXAMPLES,
    rich_markup_mode=None,
)
app.command(epilog=probe.EXAMPLES)(probe.probe)
app.command(epilog=discover.EXAMPLES)(discover.discover)


@app.command("list", epilog=EXAMPLES)
def list_portals(
    region: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE", help="Only portals of this region and those under it; may be repeated."
        ),
    ] = None,
    family: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only portals with a list read by this CMS family."),
    ] = None,
    never: Annotated[
        bool, typer.Option("--never", help="Only portals that no full walk has come to the end of.")
    ] = False,
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder that holds the archive.")] = (
        Path("data")
    ),
    registry: Registry = REFERENCE,
) -> None:
    """List portals: region, address, CMS family as met, last walk, lists and reports known.

    `done` tells whether the last walk came to its end; `reports` counts the entries of the lists
    that may be reports.
    """
    from crawler import regions
    from crawler.registry import load, select
    from gongkai.table import aligned

    with told():
        portals = select(load(registry), region or [])
        known = regions.load()
        rows = [
            _row(portal, known.get(portal.region_code), past)
            for portal, past in _pasts(portals, data)
            if (family is None or family in _families(past))
            and not (never and past is not None and past.full_at)
        ]
        for line in aligned(_NAMES, rows):
            typer.echo(line)
        typer.echo(f"{len(rows)} of {len(portals)} portals")


def _pasts(portals: "list[Portal]", data: Path) -> "Iterator[tuple[Portal, Past | None]]":
    """Give each portal with what the archive tells of its last walk; no archive tells nothing."""
    from crawler.archive import Archive
    from crawler.rota import Past

    if not (data / "archive").is_dir():
        yield from ((portal, None) for portal in portals)
        return
    archive = Archive(data / "archive", "portals")
    try:
        for portal in portals:
            note = archive.latest_note("walk", portal.home_url)
            yield portal, Past.from_facts(note.facts) if note else None
    finally:
        archive.close()


def _row(portal: "Portal", region: "Region | None", past: "Past | None") -> tuple[Any, ...]:
    start = (portal.region_code or "", region.name if region else "", portal.home_url)
    if past is None:
        return (*start, "", None, None, None, None, None)
    walked = (past.began_at[:10], str(past.kind), past.done)
    reports = sum(front.entries for front in past.fronts)
    return (*start, " ".join(_families(past)), *walked, len(past.fronts), reports)


def _families(past: "Past | None") -> list[str]:
    return sorted({front.reader for front in past.fronts if front.reader}) if past else []
