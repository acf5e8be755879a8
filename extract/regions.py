"""Which region an agency serves, read off its name with the GB/T 2260 code list."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from extract.form.text import fold

REGIONS_FILE = Path(__file__).parents[1] / "data" / "reference" / "regions.csv"
HISTORY_FILE = REGIONS_FILE.with_name("regions_history.csv")

# The autonomous regions of peoples are called in short, too: 峨山县 is 峨山彝族自治县.
_AUTONOMOUS = ("自治县", "自治旗", "自治州")
# Agencies under a ministry carry its name first: 国家税务总局渠县税务局.
_BEFORE_REGION = ("国家税务总局", "中华人民共和国")


@dataclass(frozen=True)
class Region:
    """A unit of the code list. `parent` is the code of the unit above it; "" for a province."""

    code: str
    name: str
    parent: str
    short: str = ""  # 峨山 of 峨山彝族自治县

    @property
    def names(self) -> list[str]:
        """Its name, and the short one that it goes by."""
        if self.short and self.name.endswith(_AUTONOMOUS):
            return [self.name, self.short + self.name[-1]]
        return [self.name]


class Regions:
    """The code list, looked up by the names that agencies begin with."""

    def __init__(self, regions: list[Region], former: Iterable[tuple[str, str]] = ()) -> None:
        """`former` are names that regions bore, each with the code of the region as it is now."""
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, list[Region]] = defaultdict(list)
        for region in regions:
            for name in region.names:
                self._by_name[name].append(region)
        borne = set(self._by_name)  # by a region today, and so no other's
        for name, code in former:
            if code in self._by_code and name not in borne:
                self._by_name[name].append(self._by_code[code])
        self._longest = max(map(len, self._by_name), default=0)
        # A document says whose it is in several places, and each is asked several things.
        self._split = lru_cache(maxsize=4096)(self._parted)

    def named(self, agency: str, scope: str | None = None) -> Region | None:
        """Give the region that an agency's name begins with, the lowest level that it names.

        `scope` is the region whose portal carries the report; it decides between regions of one
        name (鼓楼区 of four cities). None if the name begins with no region, or with one that
        several have and nothing decides.
        """
        return self._split(agency, scope)[0]

    def without_region(self, agency: str, scope: str | None = None) -> str:
        """Give an agency's name without the regions it begins with: 银川市兴庆区司法局 → 司法局."""
        return self._split(agency, scope)[1]

    def is_only_regions(self, name: str, scope: str | None = None) -> bool:
        """Whether a name is that of regions and of nothing else: 四川省达州市渠县."""
        region, rest = self._split(name, scope)
        return rest in self._by_name or (region is not None and not rest)

    def by_code(self, code: str | None) -> Region | None:
        """Give the region of a code."""
        return self._by_code.get(code or "")

    def _parted(self, agency: str, scope: str | None) -> tuple[Region | None, str]:
        """Part an agency's name into the region that it begins with, and the rest."""
        rest = fold(agency)
        for ministry in _BEFORE_REGION:
            rest = rest.removeprefix(ministry)
        found: Region | None = None
        while name := self._begins(rest):
            candidates = self._by_name[name]
            if found is not None:
                candidates = [r for r in candidates if self.under(r.code, found.code)]
            if len(candidates) > 1 and scope:
                candidates = [r for r in candidates if self.related(r.code, scope)]
            if len(candidates) != 1:
                break
            found = candidates[0]
            rest = rest[len(name) :]
        return found, rest

    def _begins(self, text: str) -> str | None:
        lengths = range(min(self._longest, len(text)), 1, -1)
        return next((text[:n] for n in lengths if text[:n] in self._by_name), None)

    def under(self, code: str, above: str) -> bool:
        """Whether a region is another or lies under it."""
        region = self._by_code.get(code)
        while region is not None:
            if region.code == above:
                return True
            region = self._by_code.get(region.parent)
        return False

    def related(self, code: str, scope: str) -> bool:
        """Whether one of two regions lies under the other."""
        return self.under(code, scope) or self.under(scope, code)


@cache
def regions() -> Regions:
    """Read the project's code list and what its regions were called before, once a process."""
    rows = [
        Region(row["code"], row["name"], row["parent_code"], row["short_name"])
        for row in _rows(REGIONS_FILE)
    ]
    return Regions(rows, _former(list(_rows(HISTORY_FILE))))


# No report is of an earlier year: the first Regulations came into force in May 2008.
_FIRST_YEAR = 2008


def _former(history: Sequence[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the former names of regions that were renamed, or made a district, as a whole.

    富阳市 became 富阳区 in 2014. Where several became one (塘沽区 and 汉沽区), none is the new one.
    """
    ended = [
        (row["name"], row["valid_to"], row["successor_codes"])
        for row in history
        if row["valid_to"] and int(row["valid_to"]) >= _FIRST_YEAR
    ]
    heirs = Counter((year, heir) for _, year, heir in ended)
    begun = {(row["valid_from"], row["code"]) for row in history}
    for name, year, heir in ended:
        if heirs[year, heir] == 1 and (year, heir) in begun:
            yield name, heir


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
