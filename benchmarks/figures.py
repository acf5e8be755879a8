"""Sets of figures as agencies fill them in: sparse, mostly zeros, adding up, some cells blank."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from extract.form.edition import Edition, editions
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
        return {address: read_number(text).value for address, text in self.printed.items()}


AGENCIES = (
    "渠县司法局",
    "卫辉市人民政府办公室",
    "银川市兴庆区教育局",
    "阜新市统计局",
    "沂源县南麻街道办事处",
)


def figure_set(seed: int, *, one_row_for_other: bool = False) -> FigureSet:
    """Give set number `seed`; the same number gives the same set."""
    chance = random.Random(seed)  # noqa: S311 - figures, not secrets
    edition = editions()["2021"]
    busy = chance.choice([0.02, 0.15, 0.6])  # share of cells that are not zero
    printed: dict[Address, str] = {}
    for table in edition.tables:
        fill = {"applications": _applications, "reconsideration_litigation": _suits}.get(table.name)
        if fill is None:
            _proactive(chance, printed)
        else:
            fill(chance, busy, printed)
    _choose_other(edition, printed, one_row_for_other=one_row_for_other)
    _blank_some(chance, printed)
    return FigureSet(edition, printed, chance.choice(AGENCIES), chance.randint(2021, 2025))


def _count(chance: random.Random, busy: float) -> int:
    if chance.random() > busy:
        return 0
    return chance.choice([1, 1, 2, 7, 10, 11, 23, 108, 1136, 39857])


def _proactive(chance: random.Random, printed: dict[Address, str]) -> None:
    table = "proactive_disclosure"
    for row in ("rules", "normative_documents"):
        for column in ("issued", "repealed", "in_force"):
            printed[table, row, column] = str(_count(chance, 0.4))
    for row in ("licensing", "penalties", "compulsion"):
        printed[table, row, "decisions"] = str(chance.choice([0, 12, 550, 3985758]))
    printed[table, "fees", "amount_wanyuan"] = chance.choice(
        ["0", "7730.28", "24252.311082", "0.092"]
    )


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


def _choose_other(
    edition: Edition, printed: dict[Address, str], *, one_row_for_other: bool
) -> None:
    """Print （六）其他处理 as one row, where asked for, as some agencies do."""
    table = next(t for t in edition.tables if t.name == "applications")
    one = next(row for row in table.rows if row.replaces)
    if one_row_for_other:
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
