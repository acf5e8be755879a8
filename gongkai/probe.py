"""`gongkai portals probe`: what answers at an address, and the rows to add for it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from gongkai.failure import told
from gongkai.options import REFERENCE, AllowLoopback, Contact, Delay, Registry, Verbose

if TYPE_CHECKING:
    from crawler.archive import Archive
    from crawler.cms.page import Page
    from crawler.registry import Portal
    from crawler.rota import Front

EXAMPLES = """Examples:

gongkai portals probe http://www.quxian.gov.cn/ --contact you@example.org

gongkai portals probe http://www.quxian.gov.cn/zwgk/nb/   ·   an address below is taken for a list
"""

_MOST_REQUESTS = 60  # of one probe: the home page, the way to the lists, their first pages


@dataclass(frozen=True)
class Probed:
    """What a probe came upon."""

    home_url: str  # by the scheme that answers
    pages: Sequence["Page"]  # that came, in their order
    fronts: Sequence["Front"]  # lists, each with the entries of its first page

    def tag(self, name: str) -> tuple[str, str]:
        """Give a page tag and the page that has it; both empty if none has."""
        return next(((v, page.url) for page in self.pages if (v := page.meta(name))), ("", ""))

    @property
    def family(self) -> tuple[str, str]:
        """The family that reads the fullest list, else the first page; and the page that told."""
        from crawler.cms import family_of

        fullest = max(self.fronts, key=lambda front: front.entries, default=None)
        if fullest is not None:
            return fullest.reader, fullest.ask.url
        return family_of(self.pages[0]).name, self.pages[0].url


def probe(
    url: Annotated[str, typer.Argument(help="Home page of a portal, or a list of reports on it.")],
    registry: Registry = REFERENCE,
    delay: Delay = 1.0,
    contact: Contact = None,
    allow_loopback: AllowLoopback = False,
    verbose: Verbose = False,
) -> None:
    """Look at a portal, politely and without asking for reports; print the rows to add for it.

    It shows which of http and https answers, what the portal calls itself, the CMS family, the
    lists of reports found from its home page, and what went wrong. Nothing is written.
    """
    from crawler.registry import load
    from gongkai.look import looked, problems

    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise typer.BadParameter(f"{url!r}: write it whole, such as http://www.example.gov.cn/")
    with told(), TemporaryDirectory(prefix="gongkai-") as folder:
        registered = load(registry)
        chosen = {
            "GONGKAI_REGISTRY": str(_registry_of(url, registered, Path(folder))),
            "GONGKAI_LISTS_ONLY": True,
            "GONGKAI_MAX_REQUESTS": _MOST_REQUESTS,
            "DOWNLOAD_DELAY": delay,
            "ALLOW_LOOPBACK": allow_loopback,
        }
        with looked("portal", chosen, verbose=verbose, contact=contact) as archive:
            probed = _probed(archive)
            if probed is not None:
                _tell(probed, registry, registered)
            _part("Problems", problems(archive, f"gongkai portals probe {url}"))
    if probed is None:
        raise typer.Exit(1)


def _registry_of(url: str, registered: Sequence["Portal"], folder: Path) -> Path:
    """Write a registry of the one portal; an address below its home page is a list known on it."""
    from crawler.link_tree import home_of

    home = home_of(url)
    tls = next((p.tls for p in registered if p.host == urlsplit(url).hostname and p.tls), "")
    (folder / "portals.csv").write_text(f"region_code,home_url,tls\n,{home},{tls}\n", "utf-8")
    if url.rstrip("/") != home.rstrip("/"):
        rows = _row(["region_code", "column_url"]) + _row(["", url])
        (folder / "columns.csv").write_text(rows, "utf-8")
    return folder


def _probed(archive: "Archive") -> Probed | None:
    """Read off the archive what came; None if no web page did."""
    from crawler.link_tree import home_of
    from crawler.rota import Past
    from crawler.web_pages import web_pages

    pages = web_pages(archive)
    if not pages:
        return None
    *_, walk = archive.notes("walk")
    fronts = Past.from_facts(walk.facts).fronts
    return Probed(home_of(pages[0].url), pages, fronts)


def _tell(probed: Probed, registry: Path, registered: Sequence["Portal"]) -> None:
    from gongkai.table import aligned

    code, why = _region(probed, registered)
    family, told_by = probed.family
    lines = [f"{name:<12}{text}" for name, text in _facts(probed, registered)]
    _part("Portal", [*lines, f"{'family':<12}{family}, told by {told_by}", f"{'region':<12}{why}"])
    shown = [(f.column, f.reader, f.level, f.entries, f.newest, f.ask.url) for f in probed.fronts]
    names = ("list", "family", "level", "reports", "newest", "url")
    _part(
        "Lists, with what may be reports on their first page",
        aligned(names, shown) if shown else (),
    )
    is_known = any(portal.home_url == probed.home_url for portal in registered)
    row = () if is_known else _portal_rows(registry, code, probed.home_url, family)
    _part("To add to portals.csv", [*row])
    columns = [f for f in probed.fronts if f.level == 0 and f.entries and f.family is None]
    _part(
        "To add to columns.csv, where the way from the home page is lost", _columns(code, columns)
    )


def _facts(probed: Probed, registered: Sequence["Portal"]) -> Iterator[tuple[str, str]]:
    yield "answers", probed.home_url
    for tag in ("SiteName", "SiteDomain", "SiteIDCode"):
        content, page = probed.tag(tag)
        yield tag, f"{content}, told by {page}" if content else "no page has this tag"
    same = [p.home_url for p in registered if _site(p.home_url) == _site(probed.home_url)]
    yield "registry", f"has {', '.join(same)}" if same else "has no portal on this host"


def _region(probed: Probed, registered: Sequence["Portal"]) -> tuple[str, str]:
    """Give the code of the region that the portal serves, or none, and why."""
    from crawler import regions

    site = _site(probed.home_url)
    codes = {p.region_code for p in registered if _site(p.home_url) == site and p.region_code}
    if len(codes) == 1:
        (code,) = codes
        return code, f"{code}, as the registry has it"
    name, _ = probed.tag("SiteName")
    known = regions.load()
    fitting = known.named(name)
    # Counties of one name: the portal may stand on a sub-host of the region above.
    above = {p.region_code for p in registered if f".{site}".endswith(f".{_site(p.home_url)}")}
    near = [region for region in fitting if region.parent_code in above]
    for found in (fitting, near):
        if len(found) == 1:
            return found[0].code, f"{found[0].code} {found[0].name}, by its SiteName"
    if fitting:
        return "", f"not told: {name} may be {', '.join(region.code for region in fitting)}"
    return "", "not told: " + (f"{name} is the name of no region" if name else "no SiteName")


def _portal_rows(registry: Path, code: str, home_url: str, family: str) -> Iterator[str]:
    with (registry / "portals.csv").open(encoding="utf-8-sig", newline="") as file:
        fields = next(csv.reader(file))
    known = {"region_code": code, "home_url": home_url, "cms_family": family}
    yield ",".join(fields)
    yield _row([known.get(field, "") for field in fields]).rstrip()


def _columns(code: str, fronts: Sequence["Front"]) -> Iterator[str]:
    if fronts:
        yield "region_code,column_url"
    for front in fronts:
        yield _row([code, front.ask.url]).rstrip()


def _part(heading: str, lines: "Iterator[str] | Sequence[str]") -> None:
    typer.echo(heading)
    for line in [*lines] or ["None."]:
        typer.echo(f"  {line}")
    typer.echo("")


def _row(values: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerow(values)
    return written.getvalue()


def _site(url: str) -> str:
    """Give host and port; `www.` is left off."""
    return urlsplit(url).netloc.removeprefix("www.")
