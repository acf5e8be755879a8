"""What a year carries over is what the next takes on: by column, of one agency and scope."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.report import Figure, Report
from tests.warehouse.factories import a_report, batch, correction, figure, landed, published, rows

IN, OUT = "applications.carried_over_in.", "applications.carried_over_out."
CHECKS = """
SELECT report_year, column_name, left_value, right_value, passed FROM year_checks ORDER BY ALL
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
    read = batch(before, after, corrections=[correction(after, f"{IN}total", 3)])
    assert rows(published(tmp_path / "read", read), seen) == [(Decimal(3), True, 1.0)]


def test_every_column_of_its_own_says_what_it_means(tmp_path: Path) -> None:
    path = published(tmp_path, batch())
    mute = """
        SELECT column_name FROM duckdb_columns()
        WHERE table_name = 'year_checks' AND comment IS NULL
    """
    borrowed = {"region_code", "agency", "scope", "agency_id"}  # as in the other views
    assert {name for (name,) in rows(path, mute)} == borrowed
