"""`gongkai portals discover`: what the link tree says that the registry does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.failure import told
from gongkai.options import REFERENCE, AllowLoopback, Contact, Delay, Registry, Verbose

if TYPE_CHECKING:
    from crawler.link_tree import Answered, Link
    from crawler.proposals import Proposal
    from crawler.registry import Portal

EXAMPLES = """Examples:

gongkai portals discover --region 510000   ·   the cities that the portal of 四川 links to

gongkai portals discover --region 511700 > new.diff; git apply new.diff   ·   take what it proposes
"""


@dataclass
class Found:
    """What the link tree gave."""

    links: "list[Link]" = field(default_factory=list)
    answered: "list[Answered]" = field(default_factory=list)

    def take(self, item: Any) -> None:
        """Take in an item of the spider."""
        from crawler.link_tree import Link

        (self.links if isinstance(item, Link) else self.answered).append(item)


def discover(
    region: Annotated[
        str,
        typer.Option(metavar="CODE", help="Region whose portals are asked; six digits."),
    ],
    registry: Registry = REFERENCE,
    delay: Delay = 1.0,
    contact: Contact = None,
    allow_loopback: AllowLoopback = False,
    verbose: Verbose = False,
) -> None:
    """Propose portals of the regions directly below one, as a diff of portals.csv.

    Asks the portals of the region for links to those below, and each of these for its home page if
    it is not in the registry as linked. Only hosts under gov.cn are asked. Nothing is written: the
    diff goes to standard output, what was found and what is in doubt to standard error.
    """
    from crawler.registry import RegistryError, load
    from gongkai.look import looked, problems

    with told():
        registered = load(registry)
        if region not in {portal.region_code for portal in registered}:
            raise RegistryError(
                f"region {region!r}: portals.csv has no portal of this region itself to begin "
                "from; give a code of six digits that it holds, such as 511700"
            )
        chosen = {
            "GONGKAI_REGISTRY": str(registry),
            "GONGKAI_REGIONS": region,
            "DOWNLOAD_DELAY": delay,
            "ALLOW_LOOPBACK": allow_loopback,
        }
        found = Found()
        with looked(
            "link_tree", chosen, verbose=verbose, contact=contact, take=found.take
        ) as archive:
            proposals, doubts = _judged(found, registered)
            _print_diff(registry, proposals)
            for line in (*_account(region, found, proposals), *doubts):
                typer.echo(line, err=True)
            for line in problems(archive, f"gongkai portals discover --region {region}"):
                typer.echo(line, err=True)


def _judged(found: Found, registered: "Sequence[Portal]") -> "tuple[list[Proposal], list[str]]":
    """Give what is proposed, one change a region, and what is in doubt."""
    from crawler.proposals import DoubtError, judge

    proposals: dict[str, Proposal] = {}
    doubts = []
    for answered in found.answered:
        link = answered.link
        try:
            proposal = judge(answered, registered)
        except DoubtError as doubt:
            doubts.append(f"in doubt: {link.text} ({link.url}) on {link.page_url} {doubt}")
            continue
        if proposal is not None:
            first = proposals.setdefault(link.region.code, proposal)
            if first.answered.home_url != answered.home_url:
                doubts.append(f"in doubt: {link.text} is also linked as {answered.home_url}")
    return list(proposals.values()), doubts


def _print_diff(registry: Path, proposals: "Sequence[Proposal]") -> None:
    from crawler.proposals import amended

    file = registry / "portals.csv"
    before = file.read_bytes().decode("utf-8")
    lines = (before.splitlines(keepends=True), amended(before, proposals).splitlines(keepends=True))
    shown = file.resolve()
    here = Path.cwd()
    name = shown.relative_to(here) if shown.is_relative_to(here) else file.name
    for line in unified_diff(*lines, f"a/{name}", f"b/{name}"):
        typer.echo(line, nl=False)


def _account(region: str, found: Found, proposals: "Sequence[Proposal]") -> list[str]:
    """Say how much was found of what there is."""
    from crawler import regions
    from crawler.proposals import Change

    below = regions.load().under(region)
    linked = {link.region.code for link in found.links}
    counted = {change: sum(p.change is change for p in proposals) for change in Change}
    told = ", ".join(f"{number} {change}" for change, number in counted.items())
    missing = "、".join(r.name for r in below if r.code not in linked)
    lines = [f"{len(below)} regions directly under {region}: {len(linked)} linked; {told}"]
    return [*lines, f"not linked: {missing}"] if missing else lines
