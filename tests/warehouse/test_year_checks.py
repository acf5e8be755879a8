"""What follows from the report of the year before is what the next one states."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.report import Figure, Report
from pipelines.form import form_cells
from tests.warehouse.factories import a_report, batch, correction, figure, landed, published, rows

FORM = list(form_cells())
IN, OUT = "applications.carried_over_in.", "applications.carried_over_out."
CHECKS = """
SELECT report_year, subject, left_value, right_value, passed FROM year_checks ORDER BY ALL
"""


def of_year(year: int, *figures: Figure, seed: str = "", **changes: Any) -> Report:
    return a_report(seed or f"{year}", report_year=year, figures=figures, **changes)


def checks(folder: Path, *reports: Report) -> list[tuple[Any, ...]]:
    return rows(published(folder, batch(*map(landed, reports))), CHECKS)


def test_each_column_is_compared_with_the_year_before(tmp_path: Path) -> None:
    before = of_year(2022, figure(f"{OUT}total", "3", 3), figure(f"{OUT}natural_person", "2", 2))
    after = of_year(2023, figure(f"{IN}total", "3件", 3), figure(f"{IN}natural_person", "1", 1))
    assert checks(tmp_path, before, after) == [
        (2023, "natural_person", Decimal(1), Decimal(2), False),
        (2023, "total", Decimal(3), Decimal(3), True),
    ]


def test_it_reaches_across_editions(tmp_path: Path) -> None:
    before = of_year(2020, figure(f"{OUT}total", "3", 3), edition="2019")
    after = of_year(2021, figure(f"{IN}total", "4", 4))
    assert checks(tmp_path, before, after) == [(2021, "total", Decimal(4), Decimal(3), False)]


def test_a_zero_is_compared_and_a_blank_or_a_sign_is_not(tmp_path: Path) -> None:
    before = of_year(
        2022,
        figure(f"{OUT}total", "0", 0),
        figure(f"{OUT}natural_person", "", None),
        figure(f"{OUT}commercial_enterprise", "0", 0),
    )
    after = of_year(
        2023,
        figure(f"{IN}total", "0", 0),
        figure(f"{IN}natural_person", "0", 0),
        figure(f"{IN}commercial_enterprise", "/", None),
    )
    assert checks(tmp_path, before, after) == [(2023, "total", Decimal(0), Decimal(0), True)]


def test_only_the_same_scope_and_consecutive_years_are_compared(tmp_path: Path) -> None:
    whole = of_year(2022, figure(f"{OUT}total", "9", 9), seed="a", scope="whole")
    own = of_year(2022, figure(f"{OUT}total", "3", 3), seed="b", scope="own")
    earlier = of_year(2021, figure(f"{OUT}total", "5", 5), seed="c", scope="own")
    after = of_year(2023, figure(f"{IN}total", "3", 3), seed="d", scope="own")
    unsaid = of_year(2023, figure(f"{IN}total", "9", 9), seed="e")
    assert checks(tmp_path, whole, own, earlier, after, unsaid) == [
        (2023, "total", Decimal(3), Decimal(3), True)
    ]


def test_another_agency_is_not_compared(tmp_path: Path) -> None:
    before = landed(of_year(2022, figure(f"{OUT}total", "3", 3)), "白鹭县财政局")
    after = landed(of_year(2023, figure(f"{IN}total", "3", 3)))
    assert rows(published(tmp_path, batch(before, after)), CHECKS) == []


def test_only_current_reports_are_compared_and_both_are_named(tmp_path: Path) -> None:
    old = of_year(2022, figure(f"{OUT}total", "8", 8), seed="a", published="2023-01-10")
    new = of_year(2022, figure(f"{OUT}total", "3", 3), seed="b", published="2023-01-20")
    after = of_year(2023, figure(f"{IN}total", "3", 3), seed="c")
    path = published(tmp_path, batch(*map(landed, (old, new, after))))
    named = "SELECT right_value, url, former_url, report_id, former_report_id FROM year_checks"
    assert rows(path, named) == [
        (
            Decimal(3),
            "https://www.example.gov.cn/c.html",
            "https://www.example.gov.cn/b.html",
            landed(after).report_id,
            landed(new).report_id,
        )
    ]


def test_a_correction_counts_over_the_print_and_ends_the_doubt(tmp_path: Path) -> None:
    before = landed(of_year(2022, figure(f"{OUT}total", "3", 3)))
    after = landed(of_year(2023, figure(f"{IN}total", "8", 8, confidence=0.5)))
    seen = "SELECT left_value, passed, confidence FROM year_checks"
    doubtful = published(tmp_path / "doubtful", batch(before, after))
    assert rows(doubtful, seen) == [(Decimal(8), False, 0.5)]
    read = batch(before, after, form=FORM, corrections=[correction(after, f"{IN}total", 3)])
    assert rows(published(tmp_path / "read", read), seen) == [(Decimal(3), True, 1.0)]


STOCK = "proactive_disclosure.rules."
VERDICTS = "SELECT check_name, subject, left_value, right_value, verdict FROM year_checks"


def stock(year: int, **numbers: int | str) -> Report:
    cells = (
        figure(f"{STOCK}{column}", str(n), n if isinstance(n, int) else None)
        for column, n in numbers.items()
    )
    return of_year(year, *cells)


@pytest.mark.parametrize(
    ("in_force", "verdict"), [(12, "holds"), (13, "contradiction_between_years")]
)
def test_what_is_in_force_follows_from_the_year_before(
    tmp_path: Path, in_force: int, verdict: str
) -> None:
    before = stock(2022, in_force=10, issued=9, repealed=9)
    after = stock(2023, in_force=in_force, issued=3, repealed=1)
    path = published(tmp_path, batch(landed(before), landed(after)))
    assert rows(path, VERDICTS) == [("in_force_across_years", "rules", in_force, 12, verdict)]


@pytest.mark.parametrize("without", [{"issued": "/"}, {"repealed": ""}, {"in_force": ""}])
def test_what_is_in_force_is_not_tried_where_a_number_lacks(
    tmp_path: Path, without: dict[str, str]
) -> None:
    before = stock(2022, in_force=10)
    numbers: dict[str, int | str] = {"in_force": 12, "issued": 3, "repealed": 1}
    after = stock(2023, **numbers | without)
    assert checks(tmp_path, before, after) == []


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "contradiction_between_years"),
        ({"confidence": 0.5}, "doubtful_reading"),
        ({"format": "scan"}, "doubtful_reading"),
    ],
)
def test_years_contradict_each_other_only_where_both_were_read_without_doubt(
    tmp_path: Path, changes: dict[str, Any], verdict: str
) -> None:
    doubted = figure(f"{IN}total", "8", 8, confidence=changes.get("confidence", 1.0))
    before = of_year(2022, figure(f"{OUT}total", "3", 3))
    after = of_year(2023, doubted, format=changes.get("format", "html"))
    path = published(tmp_path, batch(landed(before), landed(after)))
    assert rows(path, VERDICTS) == [("carry_over_across_years", "total", 8, 3, verdict)]


def test_a_cell_of_a_scan_that_a_person_has_read_is_certain(tmp_path: Path) -> None:
    before = landed(of_year(2022, figure(f"{OUT}total", "3", 3)))
    after = landed(of_year(2023, figure(f"{IN}total", "8", 8), format="scan"))
    read = batch(before, after, form=FORM, corrections=[correction(after, f"{IN}total", 8)])
    path = published(tmp_path, read)
    assert rows(path, "SELECT verdict FROM year_checks") == [("contradiction_between_years",)]
