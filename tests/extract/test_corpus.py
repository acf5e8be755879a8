"""Other people's reports, read where they lie beside the checkout; the project does not carry them.

Each is in a layout of its own: prose boxed into tables, labels misprinted, blanks for zeros, five
grid columns for four in print, totals that do not add up.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.read import read_report
from extract.report import Report, Status

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout"),
]

REPORTS = {
    "hongze-2023": "hongze_2023.pdf",
    "shuyang-fgj-2023": "shuyang_fagaiju_2023.html",
    "shanghai-office-2019": "shanghai_office_2019.html",
}


def read(name: str) -> Report:
    path = CORPUS / "real" / name
    return read_report(path.read_bytes(), path.name)


def known(report_id: str) -> dict[str, Any]:
    entries = json.loads((CORPUS / "figures.json").read_text("utf-8"), parse_float=Decimal)
    found: dict[str, Any] = next(entry for entry in entries if entry["id"] == report_id)
    return found


@pytest.mark.parametrize(("report_id", "name"), REPORTS.items(), ids=REPORTS)
def test_every_figure_of_a_real_report(report_id: str, name: str) -> None:
    report, gold = read(name), known(report_id)
    expected = {
        (table, row, column): value
        for table, rows in gold["figures"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == expected
    assert (report.status, report.edition, report.report_year) == (
        Status.COMPLETE,
        gold["edition"],
        gold["report_year"],
    )
    assert report.agency is not None
    assert gold["agency"].endswith(report.agency)
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_totals_that_do_not_add_up_are_told_and_kept() -> None:
    report = read("hongze_2023.pdf")
    failed = {(c.check, c.subject): (c.left, c.right) for c in report.checks if not c.passed}
    assert failed == {
        ("reconsideration_litigation_total", "reconsideration"): (0, 11),
        ("reconsideration_litigation_total", "litigation_after_reconsideration"): (0, 5),
    }


@pytest.mark.parametrize(
    "name", ["template_2021_blank.docx", "pingtan_report_list_excerpt.html"], ids=str
)
def test_a_blank_form_and_a_list_page_are_no_reports(name: str) -> None:
    assert read(name).status is Status.NOT_A_REPORT


def test_a_part_of_a_table_gives_its_figures_and_says_what_is_missing() -> None:
    report = read("pingtan_2021_s2_fragment.html")
    assert report.status is Status.PARTIAL
    assert report.figures
    assert any("not found: applications, the whole table" in w for w in report.warnings)
