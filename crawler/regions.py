"""The regions of GB/T 2260, and which of them a link's text or a portal's name means."""

import csv
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

REGIONS_FILE = Path(__file__).parents[1] / "data" / "reference" / "regions.csv"

_RULES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_BEFORE, _AFTER = re.compile(_RULES["before"]), re.compile(_RULES["after"])


@dataclass(frozen=True)
class Region:
    """A unit of the code list. `parent_code` is that of the unit above it; "" for a province."""

    code: str
    name: str
    short_name: str
    parent_code: str

    def is_in(self, text: str) -> bool:
        """Tell whether a text holds its name, in full or short."""
        return self.name in text or self.short_name in text


class Regions:
    """The code list, by code and by every way to write a name."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._spelt: dict[str, dict[str, Region]] = defaultdict(dict)
        for region in self._by_code.values():
            for spelling in self._spellings(region):
                self._spelt[spelling][region.code] = region

    def get(self, code: str | None) -> Region | None:
        """Give the region of a code."""
        return self._by_code.get(code or "")

    def under(self, code: str) -> list[Region]:
        """Give the regions directly under one."""
        return [region for region in self._by_code.values() if region.parent_code == code]

    def named(self, text: str) -> list[Region]:
        """Give the regions that a text means, if it says nothing else: 中国·达州, 渠县人民政府.

        Several where a name is that of several: 朝阳区.
        """
        bare = _AFTER.sub("", _BEFORE.sub("", folded(text)))
        return list(self._spelt.get(bare, {}).values())

    def _spellings(self, region: Region) -> Iterator[str]:
        """Give its names, alone and behind those of the regions above: 四川省达州市渠县."""
        above = [""]
        parent = self.get(region.parent_code)
        while parent is not None:
            above += [name + rest for name in (parent.name, parent.short_name) for rest in above]
            parent = self.get(parent.parent_code)
        yield from (start + name for start in above for name in (region.name, region.short_name))


def folded(text: str) -> str:
    """Give a text without white space, its full-width signs as plain ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def load(file: Path = REGIONS_FILE) -> Regions:
    """Read the regions that are there today."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return Regions(
            Region(row["code"], row["name"], row["short_name"], row["parent_code"])
            for row in csv.DictReader(rows)
            if row["status"] == "current"
        )
