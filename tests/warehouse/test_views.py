"""What a researcher sees: one report an agency and year, corrections over the print."""

from decimal import Decimal
from pathlib import Path

from extract.report import Status
from tests.warehouse.factories import (
    a_report,
    batch,
    correction,
    figure,
    landed,
    published,
    rows,
)

TOTAL = "applications.received.total"
ONE_FIGURE = """
SELECT value, raw, printed_value, corrected, correction_reason
FROM figures WHERE row_name = '{}' AND column_name = '{}'
"""


def test_figures_are_those_of_current_reports_only(tmp_path: Path) -> None:
    old = landed(a_report("a1", published="2024-01-19"))
    new = landed(a_report("b2", published="2024-03-01", figures=(figure(TOTAL, "13", 13),)))
    path = published(tmp_path, batch(old, new))
    assert rows(path, "SELECT region_code, agency, report_year, value, url FROM figures") == [
        ("990101", "白鹭县司法局", 2023, Decimal(13), "https://www.example.gov.cn/b2.html")
    ]


def test_a_correction_is_shown_over_the_print_and_both_are_kept(tmp_path: Path) -> None:
    report = landed(a_report())
    path = published(tmp_path, batch(report, corrections=[correction(report, TOTAL, 15)]))
    seen = rows(path, ONE_FIGURE.format("received", "total"))
    assert seen == [(Decimal(15), "12件", Decimal(12), True, "scan shows 15")]
    assert rows(path, "SELECT value FROM figure WHERE raw = '12件'") == [(Decimal(12),)]
    assert rows(path, "SELECT received__total FROM panel") == [(Decimal(15),)]
    totals = rows(path, "SELECT total FROM applications WHERE row_name = 'received'")
    assert totals == [(Decimal(15),)]


def test_a_person_may_find_that_there_is_no_number(tmp_path: Path) -> None:
    report = landed(a_report())
    path = published(tmp_path, batch(report, corrections=[correction(report, TOTAL, None)]))
    seen = rows(path, ONE_FIGURE.format("received", "total"))
    assert seen == [(None, "12件", Decimal(12), True, "scan shows 15")]


def test_a_person_may_give_a_figure_that_was_not_found(tmp_path: Path) -> None:
    report = landed(a_report())
    missing = "reconsideration_litigation.reconsideration.upheld"
    path = published(tmp_path, batch(report, corrections=[correction(report, missing, 2)]))
    seen = rows(path, ONE_FIGURE.format("reconsideration", "upheld"))
    assert seen == [(Decimal(2), None, None, True, "scan shows 15")]
    assert rows(path, "SELECT upheld FROM reconsideration_litigation") == [(Decimal(2),)]


def test_without_a_correction_the_print_is_shown(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    assert rows(path, "SELECT count(*) FROM figures WHERE corrected") == [(0,)]
    assert rows(
        path, "SELECT count(*) FROM figures WHERE value IS DISTINCT FROM printed_value"
    ) == [(0,)]


def test_a_form_table_has_a_row_per_report_and_form_row(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    seen = rows(
        path, "SELECT row_name, natural_person, total FROM applications ORDER BY row_name DESC"
    )
    assert seen == [("received", Decimal(0), Decimal(12)), ("carried_over_out", None, None)]


def test_a_mixed_report_shows_the_columns_of_both_editions(tmp_path: Path) -> None:
    mixed = a_report(
        figures=(
            figure("proactive_disclosure.rules.issued", "1", 1),
            figure("proactive_disclosure.rules.created", "2", 2),
        )
    )
    path = published(tmp_path, batch(landed(mixed)))
    seen = rows(path, "SELECT row_name, issued, in_force, created FROM proactive_disclosure")
    assert seen == [("rules", Decimal(1), None, Decimal(2))]


def test_the_panel_has_a_row_per_agency_and_year_and_never_a_zero_of_its_own(
    tmp_path: Path,
) -> None:
    without_figures = landed(a_report("b2", report_year=2022, figures=(), status=Status.PARTIAL))
    path = published(tmp_path, batch(landed(a_report()), without_figures))
    seen = rows(
        path,
        "SELECT report_year, received__natural_person, received__total, "
        "carried_over_out__natural_person, carried_over_out__total, fees__amount_wanyuan "
        "FROM panel ORDER BY report_year",
    )
    assert seen == [
        (2022, None, None, None, None, None),
        (2023, 0.0, 12.0, None, None, 160.5964),  # floats: a column for each cell
    ]


def test_a_figure_outside_the_known_form_is_still_among_the_figures(tmp_path: Path) -> None:
    odd = a_report(edition="2014", figures=(figure("indicators.disclosed.count", "425", 425),))
    path = published(tmp_path, batch(landed(odd)))
    assert rows(path, "SELECT table_name, value FROM figures") == [("indicators", Decimal(425))]


def test_indicators_stand_beside_agency_year_and_the_row_they_are_a_part_of(
    tmp_path: Path,
) -> None:
    old = landed(a_report("b2", status=Status.PARTIAL))
    warehouse = published(tmp_path, batch(landed(a_report("a1")), old))
    select = """
        SELECT agency, report_year, number, value, raw, parent_code, parent
        FROM indicators ORDER BY number
    """
    assert rows(warehouse, select) == [
        ("白鹭县司法局", 2023, 1, 5, "5", None, None),
        ("白鹭县司法局", 2023, 2, None, "/", "received", "申请总数"),
        ("白鹭县司法局", 2023, 3, None, "", None, None),
    ]
