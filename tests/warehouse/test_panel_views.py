"""What each cell of the panel holds, and its sums by region, with what stands behind them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.report import Figure
from pipelines.form import form_cells
from tests.warehouse.factories import a_report, batch, correction, figure, landed, published, rows
from warehouse.rows import LandedReport

FORM = list(form_cells())
RECEIVED = "applications.received."
GOVERNMENT = "人民政府"


def states(folder: Path, columns: str, report: LandedReport, **changes: Any) -> tuple[Any, ...]:
    path = published(folder, batch(report, form=FORM, **changes))
    (row,) = rows(path, f"SELECT {columns} FROM panel_states")  # noqa: S608 - our own words
    return row


def test_number_blank_sign_unreadable_and_absent_stay_five_things(tmp_path: Path) -> None:
    cells = (
        figure(f"{RECEIVED}natural_person", "0", 0),
        figure(f"{RECEIVED}commercial_enterprise", "", None),
        figure(f"{RECEIVED}research_institution", "/", None),
        figure(f"{RECEIVED}other_organization", "?", None, confidence=0),
    )
    columns = ", ".join(
        f"received__{name}"
        for name in (
            "natural_person", "commercial_enterprise", "research_institution",
            "other_organization", "total",
        )
    )  # fmt: skip
    expected = ("number", "blank", "sign", "unreadable", "absent")
    assert states(tmp_path, columns, landed(a_report(figures=cells))) == expected
    told = "SELECT state FROM figures ORDER BY state"
    path = tmp_path / "warehouse.duckdb"
    assert rows(path, told) == [("blank",), ("number",), ("sign",), ("unreadable",)]


def test_a_cell_that_the_edition_has_not_has_no_state(tmp_path: Path) -> None:
    columns = "rules__issued, rules__created"
    of_2021 = landed(a_report(figures=()))
    assert states(tmp_path / "1", columns, of_2021) == ("absent", None)
    of_2019 = landed(a_report(figures=(), edition="2019"))
    assert states(tmp_path / "2", columns, of_2019) == (None, "absent")
    narrative = landed(a_report(figures=(), edition="narrative"))
    assert states(tmp_path / "3", columns, narrative) == (None, None)


OTHERS = "other_processing__total, other_other__total, other_other__natural_person"


@pytest.mark.parametrize(
    ("edition", "printed", "expected"),
    [
        ("2021", "other_other", (None, "number", "absent")),
        ("2021", "other_processing", ("number", None, None)),
        ("2019", "other_processing", ("number", None, None)),
        ("2019", "received", ("absent", None, None)),
    ],
)
def test_of_a_row_and_those_that_it_replaces_one_alone_is_asked_for(
    tmp_path: Path, edition: str, printed: str, expected: tuple[str | None, ...]
) -> None:
    cells = (figure(f"applications.{printed}.total", "1", 1),)
    report = landed(a_report(figures=cells, edition=edition))
    assert states(tmp_path, OTHERS, report) == expected


def test_of_a_corrected_cell_the_state_is_that_of_what_is_shown(tmp_path: Path) -> None:
    cells = (figure(f"{RECEIVED}total", "12", 12), figure(f"{RECEIVED}natural_person", "", None))
    report = landed(a_report(figures=cells))
    read = [
        correction(report, f"{RECEIVED}total", None),
        correction(report, f"{RECEIVED}natural_person", 3),
        correction(report, f"{RECEIVED}other_organization", 4),
    ]
    columns = "received__total, received__natural_person, received__other_organization"
    expected = ("blank", "number", "number")
    assert states(tmp_path, columns, report, corrections=read) == expected


def received(agency: str, value: int | None, seed: str, **changes: Any) -> LandedReport:
    region = changes.pop("region", "990101")
    cell: Figure = figure(f"{RECEIVED}total", "" if value is None else str(value), value)
    return landed(a_report(seed, figures=(cell,), checks=(), **changes), agency, region)


SUMS = "SELECT basis, reports, received__total FROM panel_region ORDER BY ALL"


def test_agencies_are_summed_and_their_government_stands_beside_them(tmp_path: Path) -> None:
    reports = (
        received(GOVERNMENT, 100, "a1"),
        received("司法局", 7, "b1"),
        received("财政局", 5, "c1", scope="own"),
        received("榆盘镇人民政府", 2, "d1"),
        received("教育局", None, "e1"),
    )
    path = published(tmp_path, batch(*reports, form=FORM))
    assert rows(path, SUMS) == [("agencies", 4, 14), ("government", 1, 100)]
    exact = """
        SELECT basis, value, numbers, reports FROM region_figures
        WHERE row_name = 'received' AND column_name = 'total' ORDER BY ALL
    """
    assert rows(path, exact) == [
        ("agencies", Decimal(14), 3, 4),
        ("government", Decimal(100), 1, 1),
    ]


def test_nothing_is_counted_twice(tmp_path: Path) -> None:
    reports = (
        received(GOVERNMENT, 100, "a1", scope="whole"),
        received(GOVERNMENT, 90, "a2"),
        received(GOVERNMENT, 10, "a3", scope="own"),
        received("司法局", 7, "b1", scope="own"),
        received("司法局", 9, "b2", scope="whole"),
    )
    path = published(tmp_path, batch(*reports, form=FORM))
    assert rows(path, SUMS) == [("agencies", 1, 7), ("government", 1, 100)]


def test_regions_and_years_are_kept_apart_and_an_unknown_region_left_out(tmp_path: Path) -> None:
    reports = (
        received("司法局", 1, "a1"),
        received("司法局", 2, "b1", report_year=2022),
        received("红叶县司法局", 4, "c1", region="990201"),
        received("某局", 8, "d1", region=None),
    )
    path = published(tmp_path, batch(*reports, form=FORM))
    sums = "SELECT region, report_year, received__total FROM panel_region ORDER BY ALL"
    assert rows(path, sums) == [("白鹭县", 2022, 2), ("白鹭县", 2023, 1), ("红叶县", 2023, 4)]


def test_a_sum_of_blanks_is_no_zero_and_corrections_are_summed(tmp_path: Path) -> None:
    blank, read = received("司法局", None, "a1"), received("财政局", 5, "b1", report_year=2022)
    corrected = [correction(read, f"{RECEIVED}total", 6)]
    path = published(tmp_path, batch(blank, read, form=FORM, corrections=corrected))
    sums = "SELECT report_year, received__total FROM panel_region ORDER BY ALL"
    assert rows(path, sums) == [(2022, 6), (2023, None)]


def test_both_forms_of_the_sums_agree(tmp_path: Path) -> None:
    reports = (received("司法局", 3, "a1"), received("财政局", 4, "b1"))
    path = published(tmp_path, batch(*reports, form=FORM))
    differ = """
        SELECT * FROM region_figures JOIN panel_region USING (region_code, report_year, basis)
        WHERE row_name = 'received' AND column_name = 'total' AND value <> received__total
    """
    assert rows(path, differ) == []
