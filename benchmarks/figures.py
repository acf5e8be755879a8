"""Sets of figures as agencies fill them in: sparse, mostly zeros, adding up, some cells blank."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extract.form.edition import Edition, FormTable, editions
from extract.numbers import read_number

Address = tuple[str, str, str]


@dataclass(frozen=True)
class FigureSet:
    """What is printed in one report, by address; and whose it is."""

    edition: Edition
    printed: dict[Address, str]
    agency: str
    year: int

    @property
    def title(self) -> str:
        """The report's title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def values(self) -> dict[Address, object]:
        """Give the value of each cell; None for a blank and for a sign."""
        units = {(t.name, column): u for t in self.edition.tables for column, u in t.units.items()}
        return {
            (table, row, column): read_number(text, unit=units.get((table, column))).value
            for (table, row, column), text in self.printed.items()
        }


AGENCIES = (
    "渠县司法局",
    "卫辉市人民政府办公室",
    "银川市兴庆区教育局",
    "阜新市统计局",
    "沂源县南麻街道办事处",
)


def figure_set(
    seed: int, *, one_row_for_other: bool = False, edition_name: str = "2021"
) -> FigureSet:
    """Give set number `seed`; the same number gives the same set."""
    chance = random.Random(seed)  # noqa: S311 - figures, not secrets
    edition = editions()[edition_name]
    busy = chance.choice([0.02, 0.15, 0.6])  # share of cells that are not zero
    printed: dict[Address, str] = {}
    for table in edition.tables:
        fill = {"applications": _applications, "reconsideration_litigation": _suits}.get(table.name)
        if fill is None:
            _proactive(chance, table, printed)
        else:
            fill(chance, busy, printed)
    if one_row_for_other or edition_name == "2019":
        _join_other(printed)
    _blank_some(chance, printed)
    first = int(edition_name)
    last = {2019: 2020, 2021: 2025}[first]
    return FigureSet(edition, printed, chance.choice(AGENCIES), chance.randint(first, last))


def figures_in(path: Path) -> list[FigureSet]:
    """Give the sets in a JSON file: one object or a list of them.

    Each has edition, agency, report_year and figures: table → row → column → value, null for a
    cell that is printed blank.
    """
    loaded = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    return [
        FigureSet(
            editions()[entry["edition"]],
            {
                (table, row, column): "" if value is None else str(value)
                for table, rows in entry["figures"].items()
                for row, columns in rows.items()
                for column, value in columns.items()
            },
            entry["agency"],
            entry["report_year"],
        )
        for entry in (loaded if isinstance(loaded, list) else [loaded])
    ]


def _count(chance: random.Random, busy: float) -> int:
    if chance.random() > busy:
        return 0
    return chance.choice([1, 1, 2, 7, 10, 11, 23, 108, 1136, 39857])


# What is printed in the columns of section two that hold no counts of documents.
_PRINTED_AS = {
    "decisions": ("0", "12", "550", "3985758"),
    "prior_year_items": ("0", "12", "550", "2648"),
    "change": ("0", "+43", "-18", "增10", "减3", "7"),
    "amount_wanyuan": ("0", "7730.28", "24252.311082", "0.092"),
    "amount_yuan": ("0", "251000元", "75394432.52元", "160.5964万元", "1035000"),
}


def _proactive(chance: random.Random, table: FormTable, printed: dict[Address, str]) -> None:
    for row in table.rows:
        for column in row.columns:
            choices = _PRINTED_AS.get(column)
            text = chance.choice(choices) if choices else str(_count(chance, 0.4))
            printed[table.name, row.name, column] = text


def _applications(chance: random.Random, busy: float, printed: dict[Address, str]) -> None:
    table = next(t for t in editions()["2021"].tables if t.name == "applications")
    checks = {check.name: check for check in editions()["2021"].checks}
    outcomes = [r for r in checks["applications_outcome_total"].right if r != "other_processing"]
    *kinds, total = table.columns
    for kind in kinds:
        column = {row: _count(chance, busy) for row in outcomes}
        column["processed_total"] = sum(column.values())
        column["carried_over_out"] = _count(chance, busy)
        column["carried_over_in"] = _count(chance, busy)
        column["received"] = (
            column["processed_total"] + column["carried_over_out"] - column["carried_over_in"]
        )
        if column["received"] < 0:
            column["carried_over_out"] -= column["received"]
            column["received"] = 0
        for row, value in column.items():
            printed["applications", row, kind] = str(value)
    for row in ("received", "carried_over_in", *outcomes, "processed_total", "carried_over_out"):
        whole = sum(int(printed["applications", row, kind]) for kind in kinds)
        printed["applications", row, total] = str(whole)


def _suits(chance: random.Random, busy: float, printed: dict[Address, str]) -> None:
    table = "reconsideration_litigation"
    for row in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        parts = {c: _count(chance, busy) for c in ("upheld", "corrected", "other", "pending")}
        for column, value in parts.items():
            printed[table, row, column] = str(value)
        printed[table, row, "total"] = str(sum(parts.values()))


def _join_other(printed: dict[Address, str]) -> None:
    """Print （六）其他处理 as one row, as the form of 2019 does, and some agencies since."""
    table = next(t for t in editions()["2021"].tables if t.name == "applications")
    one = next(row for row in table.rows if row.replaces)
    for column in table.columns:
        parts = [printed.pop((table.name, row, column)) for row in one.replaces]
        printed[table.name, one.name, column] = str(sum(map(int, parts)))


def _blank_some(chance: random.Random, printed: dict[Address, str]) -> None:
    """Leave columns of zeros blank, or put a sign there, as agencies do."""
    style: Callable[[str], str] = chance.choice(
        [lambda text: text] * 3 + [lambda _: ""] + [lambda _: "/"]
    )
    some = chance.choice(["commercial_enterprise", "research_institution", "upheld", "corrected"])
    for (table, row, column), text in printed.items():
        if column == some and text == "0":
            printed[table, row, column] = style(text)
