"""Which portals and columns to crawl: `portals.csv` and `columns.csv` of a registry folder."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.tls import Profile

_CODE = re.compile(r"\d{6}")


class RegistryError(ValueError):
    """A registry file cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True)
class Column:
    """A page known to list annual reports."""

    url: str
    region_code: str | None
    agency: str | None = None


@dataclass(frozen=True)
class Portal:
    """A portal, from its home page, and the columns known on it."""

    home_url: str
    region_code: str | None  # GB/T 2260; None for a portal that serves no single region
    columns: tuple[Column, ...] = ()
    floor: int | None = None  # fewer listed reports than this are an alarm
    tls: Profile | None = None

    @property
    def host(self) -> str:
        """The host name, without port."""
        return _host(self.home_url)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that its pages may stand on; their sub-hosts are meant too.

        A leading `www.` is left off: `zwgk.x.gov.cn` belongs to `www.x.gov.cn`. Copies of whole
        portals stand on foreign hosts, so nothing else is followed.
        """
        urls = [self.home_url, *(column.url for column in self.columns)]
        return frozenset(_host(url).removeprefix("www.") for url in urls)


def load(folder: Path) -> list[Portal]:
    """Read `portals.csv` (region_code, home_url; perhaps floor, tls) and, if there, `columns.csv`.

    Columns go to the portal of their region, those without a region to the portal of their host;
    the host of a column that finds none becomes a portal. Raises RegistryError.
    """
    columns: dict[str, list[Column]] = defaultdict(list)  # by region, else by host
    if (folder / "columns.csv").exists():
        for row, place in _rows(folder / "columns.csv", ("region_code", "column_url")):
            code = _code(row, place)
            url = _url(row, "column_url", place)
            columns[code or _host(url)].append(Column(url, code, row.get("agency") or None))
    portals = []
    for row, place in _rows(folder / "portals.csv", ("region_code", "home_url")):
        code = _code(row, place)
        home = _url(row, "home_url", place)
        # Two portals of one region: the columns go to the first.
        known = [*columns.pop(code or "", ()), *columns.pop(_host(home), ())]
        portals.append(Portal(home, code, tuple(known), _floor(row, place), _tls(row, place)))
    for left in columns.values():
        first = urlsplit(left[0].url)
        home = f"{first.scheme}://{first.netloc}/"
        portals.append(Portal(home, left[0].region_code, tuple(left)))
    return portals


def select(portals: Iterable[Portal], regions: Iterable[str]) -> list[Portal]:
    """Give the portals of the regions named and of those under them; all if none is named.

    A code takes in what shares its digits up to the trailing pairs of zeros (GB/T 2260): 510000
    and 51 the province, 511700 and 5117 the prefecture, 511725 the county. Raises RegistryError
    for a code without any portal.
    """
    portals = list(portals)
    wanted = [region.strip() for region in regions if region.strip()]
    if not wanted:
        return portals
    chosen: dict[Portal, None] = {}
    for region in wanted:
        prefix = re.sub(r"(00)+$", "", region)
        under = [p for p in portals if prefix and (p.region_code or "").startswith(prefix)]
        if not under or not re.fullmatch(r"\d{2}|\d{4}|\d{6}", region):
            raise RegistryError(
                f"region {region!r}: no portal of the registry has this code or lies under it; "
                "give a GB/T 2260 code such as 510000, 511700 or 511725 that portals.csv holds"
            )
        chosen.update(dict.fromkeys(under))
    return list(chosen)


def is_under(host: str, hosts: frozenset[str]) -> bool:
    """Tell whether a host is one of these or a sub-host of one."""
    labels = host.rstrip(".").split(".")
    return any(".".join(labels[n:]) in hosts for n in range(len(labels)))


def _rows(path: Path, required: tuple[str, ...]) -> Iterator[tuple[dict[str, str], str]]:
    """Give each row and its place (file and line) for messages."""
    if not path.exists():
        raise RegistryError(f"{path} is missing; the registry folder needs it: see its README.md")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in required if name not in (reader.fieldnames or ())]
        if missing:
            raise RegistryError(
                f"{path}, line 1: no column {', '.join(missing)}; the header must name "
                f"{', '.join(required)}"
            )
        for row in reader:
            yield {k: (v or "").strip() for k, v in row.items()}, f"{path}, line {reader.line_num}"


def _code(row: dict[str, str], place: str) -> str | None:
    code = row["region_code"]
    if code and not _CODE.fullmatch(code):
        raise RegistryError(
            f"{place}: region_code {code!r} is not six digits; write the GB/T 2260 code or "
            "leave it blank"
        )
    return code or None


def _floor(row: dict[str, str], place: str) -> int | None:
    floor = row.get("floor", "")
    if floor and not floor.isdecimal():
        raise RegistryError(
            f"{place}: floor {floor!r} is no number; write how many reports at least are known to "
            "stand on the portal, or leave it blank"
        )
    return int(floor) if floor else None


def _tls(row: dict[str, str], place: str) -> Profile | None:
    tls = row.get("tls", "")
    if tls and tls not in tuple(Profile):
        raise RegistryError(
            f"{place}: tls {tls!r} is no profile; write {' or '.join(Profile)}, or leave it blank"
        )
    return Profile(tls) if tls else None


def _url(row: dict[str, str], field: str, place: str) -> str:
    url = row[field]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RegistryError(
            f"{place}: {field} {url!r} is not an address; write it whole, such as "
            "http://www.example.gov.cn/"
        )
    return url if parts.path else url + "/"


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
