"""Every sum of the form, with one verdict and with the numbers that it is made of."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.read import read_report
from extract.report import Check
from pipelines.form import form_cells, form_checks
from tests.documents import FOLDER
from tests.warehouse.factories import a_report, batch, correction, figure, landed, published, rows
from warehouse.rows import LandedReport

WHOLE_FORM: dict[str, Any] = {"form": list(form_cells()), "form_checks": list(form_checks())}
SIDES = """
    SELECT t.check_name, subject, c.left_value, c.right_value,
        coalesce(sum(sign * value) FILTER (side = 'left'), 0) AS left_sum,
        coalesce(sum(sign * value) FILTER (side = 'right'), 0) AS right_sum
    FROM check_terms AS t JOIN checks AS c USING (report_id, check_name, subject)
    GROUP BY ALL
"""


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (Check("applications_balance", "total", passed=True, left=2, right=2), "holds"),
        (
            Check(
                "applications_balance", "total", passed=False, left=2, right=3, source_error=True
            ),
            "source_error",
        ),
        (
            Check("applications_balance", "total", passed=False, left=2, right=3),
            "doubtful_reading",
        ),
    ],
)
def test_a_sum_that_fails_is_the_sources_error_or_a_doubtful_reading(
    tmp_path: Path, check: Check, verdict: str
) -> None:
    path = published(tmp_path, batch(landed(a_report(checks=(check,)))))
    assert rows(path, "SELECT verdict, left_value FROM checks") == [(verdict, Decimal(2))]


def two_years() -> tuple[LandedReport, LandedReport]:
    """A real report, and one with the same figures for the year before."""
    report = read_report((FOLDER / "003.pdf").read_bytes(), "a1.html")
    earlier = a_report("b2", report_year=2022, figures=report.figures, checks=())
    return landed(earlier), landed(a_report("a1", figures=report.figures, checks=report.checks))


def test_all_seven_checks_are_tried_and_their_terms_add_up_to_their_sides(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*two_years(), **WHOLE_FORM))
    sides = rows(path, SIDES)
    assert {name for name, *_ in sides} == {
        "applications_balance",
        "applications_row_total",
        "applications_outcome_total",
        "reconsideration_litigation_total",
        "narrative_agrees",
        "carry_over_across_years",
        "in_force_across_years",
    }
    assert [row for row in sides if row[2:4] != row[4:6]] == []
    ((tried,),) = rows(path, "SELECT count(*) FROM checks")
    assert len(sides) == tried


def test_a_sum_for_each_kind_of_applicant(tmp_path: Path) -> None:
    path = published(tmp_path, batch(*two_years(), **WHOLE_FORM))
    subjects = "SELECT count(DISTINCT subject) FROM checks WHERE check_name = '{}'"
    for check in ("applications_balance", "applications_outcome_total", "carry_over_across_years"):
        assert rows(path, subjects.format(check)) == [(7,)]


def test_a_term_names_its_cell_its_sign_and_its_report(tmp_path: Path) -> None:
    earlier, later = two_years()
    path = published(tmp_path, batch(earlier, later, **WHOLE_FORM))
    terms = """
        SELECT side, sign, row_name, column_name, term_report_id FROM check_terms
        WHERE check_name = 'in_force_across_years' AND subject = 'rules' ORDER BY side, position
    """
    assert rows(path, terms) == [
        ("left", 1, "rules", "in_force", later.report_id),
        ("right", 1, "rules", "in_force", earlier.report_id),
        ("right", 1, "rules", "issued", later.report_id),
        ("right", -1, "rules", "repealed", later.report_id),
    ]


def test_a_correction_is_a_term_across_years_and_none_of_a_sum_of_the_print(
    tmp_path: Path,
) -> None:
    earlier, later = two_years()
    corrected = [correction(later, "applications.carried_over_in.total", 7)]
    path = published(tmp_path, batch(earlier, later, corrections=corrected, **WHOLE_FORM))
    assert [row for row in rows(path, SIDES) if row[2:4] != row[4:6]] == []
    verdict = """
        SELECT left_value, verdict FROM checks
        WHERE check_name = 'carry_over_across_years' AND subject = 'total'
    """
    assert rows(path, verdict) == [(Decimal(7), "contradiction_between_years")]


def test_only_current_reports_are_judged(tmp_path: Path) -> None:
    check = Check("applications_balance", "total", passed=True, left=2, right=2)
    old = landed(a_report("b2", published="2023-12-01", checks=(check,)))
    one = figure("applications.received.total", "1", 1)
    new = landed(a_report("a1", checks=(), figures=(one,)))
    assert rows(published(tmp_path, batch(old, new)), "FROM checks") == []
