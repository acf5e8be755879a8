"""How far a report can be relied on: each part has its count, and the weakest decides."""

from pathlib import Path
from typing import Any

import pytest

from extract.attribution import Hints
from extract.form.edition import Address, editions
from extract.read import read_report
from extract.report import Check, Figure, Status
from pipelines.form import form_cells
from tests.documents import FOLDER
from tests.warehouse.factories import (
    a_problem,
    a_report,
    batch,
    correction,
    document,
    figure,
    landed,
    published,
    rows,
)

FORM = list(form_cells())
TOTAL = "applications.received.total"
OTHER = ("other_correction_overdue", "other_fee_overdue", "other_other")


def quality(folder: Path, fields: str, *reports: Any, **changes: Any) -> tuple[Any, ...]:
    path = published(folder, batch(*reports, form=FORM, **changes))
    (row,) = rows(path, f"SELECT {fields} FROM report_quality")  # noqa: S608 - our own words
    return row


def cells(edition: str, *without: str) -> tuple[Figure, ...]:
    """Every cell of an edition but those of some rows, each a zero."""
    addresses: tuple[Address, ...] = editions()[edition].addresses()
    return tuple(figure(".".join(a), "0", 0) for a in addresses if a[1] not in without)


def test_a_report_without_fault_is_wholly_reliable(tmp_path: Path) -> None:
    good = Check("applications_balance", "total", passed=True, left=1, right=1)
    report = landed(a_report(figures=cells("2021", *OTHER), checks=(good,)))
    parts = "cells_found, figures_certain, checks_explained, identity_certain, reliability"
    assert quality(tmp_path, parts, report) == (1, 1, 1, 1, 1)
    panel = "SELECT reliability, missing_cells, documents FROM panel"
    assert rows(tmp_path / "warehouse.duckdb", panel) == [(1, 0, 1)]


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ((*OTHER, "received"), 7),
        (("other_processing", "received"), 7),
        ((*OTHER, "other_processing"), 21),  # of the one or the three, the three are asked for
    ],
)
def test_missing_cells_are_those_that_the_reader_misses(
    tmp_path: Path, without: tuple[str, ...], missing: int
) -> None:
    found = cells("2021", *without)
    report = a_report(figures=found, status=Status.PARTIAL, checks=())
    lacking = editions()["2021"].missing({(f.table, f.row, f.column) for f in found})
    assert len(lacking) == missing
    count, share = quality(tmp_path, "missing_cells, cells_found", landed(report))
    assert count == missing
    assert share == pytest.approx(1 - missing / (len(found) + missing))


def test_a_person_may_give_a_missing_cell_and_end_a_doubt(tmp_path: Path) -> None:
    lacking = "applications.carried_over_out.total"
    found = [f for f in cells("2021", *OTHER) if f.address not in (lacking, TOTAL)]
    doubted = figure(TOTAL, "8", 8, confidence=0.5)
    report = landed(a_report(figures=(*found, doubted), status=Status.PARTIAL, checks=()))
    fields = "missing_cells, doubtful_figures, corrected_figures, reliability < 1"
    assert quality(tmp_path / "1", fields, report) == (1, 1, 0, True)
    read = [correction(report, lacking, 1), correction(report, TOTAL, 3)]
    assert quality(tmp_path / "2", fields, report, corrections=read) == (0, 0, 2, False)


def test_a_doubtful_figure_and_one_that_is_unread_count_alike(tmp_path: Path) -> None:
    doubted = figure(TOTAL, "8", 8, confidence=0.5)
    unread = figure("applications.received.natural_person", "?", None, confidence=0)
    report = landed(a_report(figures=(doubted, unread, *cells("2021", "received")[:6]), checks=()))
    fields = "figures, doubtful_figures, figures_certain, reliability"
    assert quality(tmp_path, fields, report) == (8, 2, 0.75, 0.75)


def test_the_sources_own_error_leaves_the_reading_reliable(tmp_path: Path) -> None:
    checks = (
        Check("applications_balance", "total", passed=True, left=1, right=1),
        Check("applications_balance", "natural_person", passed=False, left=1, right=2),
        Check(
            "applications_row_total", "received", passed=False, left=1, right=2, source_error=True
        ),
        Check("applications_row_total", "disclosed", passed=True, left=1, right=1),
    )
    fields = "checks_tried, failed_checks, checks_explained, reliability"
    assert quality(tmp_path, fields, landed(a_report(checks=checks))) == (4, 2, 0.75, 0.75)


def test_what_cannot_be_known_is_passed_over(tmp_path: Path) -> None:
    report = a_report(edition="narrative", status=Status.PARTIAL, figures=(), checks=())
    fields = "missing_cells, cells_found, figures_certain, checks_explained, reliability"
    assert quality(tmp_path, fields, landed(report)) == (None, None, None, None, 1)


@pytest.mark.parametrize(
    "hints",
    [
        Hints(region_code="210900", year=2019),
        Hints(region_code="210900", agency="渠县财政局"),
        Hints(region_code="511725"),
    ],
)
def test_an_agency_or_year_that_the_portal_contradicts_is_not_certain(
    tmp_path: Path, hints: Hints
) -> None:
    told = read_report((FOLDER / "003.pdf").read_bytes(), "003.pdf", hints).warnings
    assert told
    report = landed(a_report(warnings=told, checks=()))
    assert quality(tmp_path, "identity_certain, reliability", report) == (0, 0)


def test_another_warning_says_nothing_of_the_identity(tmp_path: Path) -> None:
    report = landed(a_report(warnings=("not found: applications.received (total)",)))
    assert quality(tmp_path, "identity_certain", report) == (1,)


def test_a_problem_of_identity_counts_for_its_report(tmp_path: Path) -> None:
    report = landed(a_report())
    wrong = a_problem(url=report.url, outcome="wrong_year")
    assert quality(tmp_path / "1", "identity_certain", report, problems=[wrong]) == (0,)
    other = a_problem(url=report.url, outcome="unreadable")
    assert quality(tmp_path / "2", "identity_certain", report, problems=[other]) == (1,)


def test_all_documents_of_a_report_are_counted_and_only_the_current_is_judged(
    tmp_path: Path,
) -> None:
    reports = [landed(a_report("a1")), landed(a_report("b2", published="2023-12-01"))]
    documents = [*map(document, reports)]
    assert quality(tmp_path, "documents", *reports, documents=documents) == (2,)
