"""`gongkai correct`: what a person sees in a cell becomes a row of corrections.csv."""

from pathlib import Path

import pytest

from crawler.archive import Archive
from extract.report import Place
from pipelines.corrections import COLUMNS, corrections
from tests.gongkai.commands import failure, run
from tests.pipelines.test_read import found
from tests.warehouse.factories import (
    a_report,
    batch,
    document,
    figure,
    landed,
    published,
    rows,
    sha,
)

TOTAL = "applications.received.total"
URL = "https://www.example.gov.cn/a1.html"
WHY = ("--reason", "page 3 shows 15", "--by", "wang")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "corrections.csv"
    file.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    monkeypatch.setattr("pipelines.corrections.CORRECTIONS_FILE", file)
    return file


def a_warehouse(folder: Path) -> Path:
    place = Place(page=3, bbox=(1, 2, 30, 40))
    cells = (
        figure(TOTAL, "12件", 12, place=place, confidence=0.5),
        figure("applications.carried_over_out.total", "", None),
    )
    old = landed(a_report("b2", published="2024-01-01"))
    new = landed(a_report("a1", figures=cells))
    documents = [document(new, page_url="https://www.example.gov.cn/page.html"), document(old)]
    return published(folder, batch(new, old, documents=documents)).parent


def test_it_writes_a_row_and_tells_what_was_read_where(tmp_path: Path, file: Path) -> None:
    done = run("correct", URL, TOTAL, "15", *WHY, "--data", a_warehouse(tmp_path))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"白鹭县司法局, 2023 · {TOTAL}",
        f"  {URL}",
        "  read       12 · printed “12件” · page 3 at 1,2,30,40 · confidence 0.5",
        "  corrected  15 · printed “15”",
        f"written to {file}; `gongkai rebuild` shows it",
    ]
    (row,) = corrections(file)
    assert (row.sha256, ".".join(row.address)) == (sha("a1"), TOTAL)
    assert (row.printed, row.read_as, row.value) == ("12件", "15", 15)
    assert (row.reason, row.corrected_by) == ("page 3 shows 15", "wang")


def test_the_same_cell_is_replaced_and_that_is_said(tmp_path: Path, file: Path) -> None:
    data = a_warehouse(tmp_path)
    run("correct", URL, TOTAL, "15", *WHY, "--data", data)
    done = run("correct", URL, TOTAL, "blank", *WHY, "--data", data)
    assert "  corrected  no number · a blank cell" in done.stdout
    assert "  instead of 15 · printed “15”, by wang, 20" in done.stdout
    (row,) = corrections(file)
    assert (row.read_as, row.value) == ("", None)


@pytest.mark.parametrize(
    "name", [URL, sha("a1"), landed(a_report()).report_id, "https://www.example.gov.cn/page.html"]
)
def test_a_report_goes_by_its_address_its_page_its_id_or_its_digest(
    tmp_path: Path, file: Path, name: str
) -> None:
    assert run("correct", name, TOTAL, "15", *WHY, "--data", a_warehouse(tmp_path)).exit_code == 0
    assert [row.sha256 for row in corrections(file)] == [sha("a1")]


def test_a_cell_that_was_not_found_can_be_given(tmp_path: Path, file: Path) -> None:
    cell = "reconsideration_litigation.reconsideration.upheld"
    done = run("correct", URL, cell, "/", *WHY, "--data", a_warehouse(tmp_path))
    assert "  read       not found in the document" in done.stdout
    (row,) = corrections(file)
    assert (row.printed, row.read_as, row.value) == ("", "/", None)


def test_a_report_that_does_not_stand_for_its_year_is_told(tmp_path: Path, file: Path) -> None:
    done = run("correct", sha("b2"), TOTAL, "15", *WHY, "--data", a_warehouse(tmp_path))
    assert "another report stands for that year" in done.stdout
    assert corrections(file)


def test_of_several_reports_one_must_be_said(tmp_path: Path, file: Path) -> None:
    both = [landed(a_report()), landed(a_report(), "白鹭县财政局")]
    data = published(tmp_path, batch(*both)).parent
    said = failure(run("correct", URL, TOTAL, "15", *WHY, "--data", data))
    assert f"2 reports go by {URL}: say which" in said
    assert all(report.report_id in said for report in both)
    assert corrections(file) == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("https://other.gov.cn/", TOTAL, "15"), "no report https://other.gov.cn/: give its"),
        ((URL, TOTAL, "l5"), "'l5' is no number"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_written(
    tmp_path: Path, file: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    data = a_warehouse(tmp_path)
    assert complaint in failure(run("correct", *arguments, *WHY, "--data", data))
    assert corrections(file) == []


def test_a_cell_of_no_form_is_refused_with_near_names(tmp_path: Path, file: Path) -> None:
    done = run("correct", URL, "applications.recieved.total", "15", *WHY, "--data", tmp_path)
    assert done.exit_code == 2
    assert f"did you mean {TOTAL}" in done.stderr
    assert corrections(file) == []


def test_what_is_written_is_shown_after_a_rebuild(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.land.CORRECTIONS_FILE", file)
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    sample = found(archive, "002.html")
    archive.note("finding", sample.capture, sample.facts())
    archive.close()
    assert run("rebuild", "--data", tmp_path).exit_code == 0
    run("correct", sample.capture.url, TOTAL, "15", *WHY, "--data", tmp_path)
    done = run("rebuild", "--data", tmp_path)
    assert "corrections 1 shown, 0 not" in done.stdout
    shown = "SELECT value, raw, correction_reason FROM figures WHERE corrected"
    assert rows(tmp_path / "warehouse.duckdb", shown) == [(15, "0", "page 3 shows 15")]
