"""The code list of regions, as it is and as it was, from data/reference."""

import csv
from collections.abc import Iterator
from pathlib import Path

from extract.regions import HISTORY_FILE, REGIONS_FILE
from warehouse.rows import RegionPeriod, RegionRow


def regions() -> Iterator[RegionRow]:
    """Give every unit that reports may name."""
    for row in _rows(REGIONS_FILE):
        yield RegionRow(
            region_code=row["code"],
            name=row["name"],
            level=row["level"],
            parent_code=row["parent_code"] or None,
            short_name=row["short_name"] or None,
            status=row["status"] or None,
            valid_from=_year(row["valid_from"]),
            valid_to=_year(row["valid_to"]),
        )


def region_history() -> Iterator[RegionPeriod]:
    """Give every time that a code stood for one name."""
    for row in _rows(HISTORY_FILE):
        yield RegionPeriod(
            region_code=row["code"],
            name=row["name"],
            level=row["level"],
            valid_from=int(row["valid_from"]),
            valid_to=_year(row["valid_to"]),
            successor_codes=tuple(row["successor_codes"].split()),
        )


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _year(text: str) -> int | None:
    return int(text) if text else None
