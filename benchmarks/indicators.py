"""Statistics tables of 2008 to 2018 as agencies fill them in: three forms, some cells blank."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.figures import AGENCIES
from benchmarks.layouts import Row, Table

_NO_COUNT = frozenset({"序号", "代码"})

# number, name, unit, head of the count, its print, cumulative print
Printed = tuple[int, str, str | None, str | None, str, str | None]


@dataclass(frozen=True)
class StatisticsSet:
    """A table as printed, and whose it is. A row is as long as the heads."""

    agency: str
    year: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...] = ()  # a row below the heads
    headings_across: bool = False  # a heading is one cell, else one of a row of blank cells

    @property
    def title(self) -> str:
        """The report's title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def table(self) -> Table:
        """Draw it."""
        lines = [self.heads, *([self.letters] if self.letters else [])]
        return [*([(1, 1, text) for text in line] for line in lines), *map(self._row, self.rows)]

    def _row(self, row: tuple[str, ...]) -> Row:
        if self._is_across(row):
            return [(1, len(row), next(filter(None, row)))]
        return [(1, 1, text) for text in row]

    def _is_across(self, row: tuple[str, ...]) -> bool:
        return self.headings_across and sum(map(bool, row)) == 1

    def printed(self) -> set[Printed]:
        """Give what a reader should find."""
        counts = [
            n for n, head in enumerate(self.heads) if n > self._unit and head not in _NO_COUNT
        ]
        sums = [n for n in counts if "累计" in self.heads[n]]
        found: set[Printed] = set()
        for number, row in enumerate(self.rows, start=1):
            name, unit = row[self._unit - 1], row[self._unit] or None
            if self._is_across(row):
                found.add((number, name, None, None, "", None))
                continue
            total = row[sums[0]] if sums else None
            for n in counts:
                if n not in sums:
                    found.add((number, name, unit, self.heads[n], row[n], total))
        return found

    @property
    def _unit(self) -> int:
        return next(n for n, head in enumerate(self.heads) if "单位" in head)


@cache
def forms() -> dict[str, Any]:
    """Give the forms by name: heads, rows of (name, unit), perhaps letters."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def statistics_set(seed: int) -> StatisticsSet:
    """Give set number `seed`; the same number gives the same set."""
    chance = random.Random(seed)  # noqa: S311 - figures, not secrets
    year = chance.randint(2008, 2018)
    form = forms()[chance.choice(["fujian", "national", "gansu"])]
    heads = [head.format(year=year) for head in form["heads"]]
    if heads[-1] == "统计数" and chance.random() < 0.4:
        heads[-1:] = ["部门统计数", "乡镇街道统计数"]
    if heads[0] == "序号" and chance.random() < 0.5:
        del heads[0]
    no_unit = chance.choice(["", "----"])
    rows = []
    for number, (name, unit) in enumerate(form["rows"], start=1):
        cells = {"序号": str(number), "代码": f"{number:02}", "计量单位": unit, "单位": unit}
        if not unit:
            cells |= {"计量单位": no_unit, "单位": no_unit}
        cells |= dict.fromkeys(("指标名称", "统计指标"), name)
        rows.append(tuple(cells.get(head, _count(chance) if unit else "") for head in heads))
    return StatisticsSet(
        chance.choice(AGENCIES),
        year,
        tuple(heads),
        tuple(rows),
        tuple(form.get("letters", ())),
        headings_across=not no_unit and chance.random() < 0.5,
    )


def _count(chance: random.Random) -> str:
    return chance.choice(["0", "0", "0", "1", "2", "17", "2026", "76424", "12.5", "", "/"])
