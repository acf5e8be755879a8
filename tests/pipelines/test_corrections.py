"""Corrections: rows that a person writes, each checked, and only for the bytes that were seen."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.archive import Archive
from pipelines.corrections import (
    COLUMNS,
    CORRECTIONS_FILE,
    CorrectionError,
    corrections,
    put,
)
from pipelines.land import land
from tests.documents import FOLDER
from tests.pipelines.test_land import keep, rows, sha
from tests.pipelines.test_read import found
from warehouse.rows import CorrectionRow

TOTAL = "applications", "received", "total"
FEES = "proactive_disclosure", "fees", "amount_wanyuan"
HEADER = ",".join(COLUMNS)
DIGEST = "ab" * 32


def line(**changes: str) -> str:
    fields = dict(
        zip(
            COLUMNS,
            (DIGEST, *TOTAL, "12", "15", "the scan shows 15", "wang", "2026-03-01T08:00:00Z"),
            strict=True,
        )
    )
    return ",".join((fields | changes).values())


def file_of(folder: Path, *lines: str, header: str = HEADER) -> Path:
    file = folder / "corrections.csv"
    file.write_text("".join(f"{text}\n" for text in (header, *lines)), encoding="utf-8")
    return file


def a_row(**changes: str | int | None) -> CorrectionRow:
    row = CorrectionRow(
        DIGEST, *TOTAL, "12", "15", 15, "the scan shows 15", "wang", "2026-03-01T08:00:00Z"
    )
    return replace(row, **changes)  # type: ignore[arg-type] # the names are those of the row


def test_the_file_of_the_project_can_be_read() -> None:
    assert all(row.reason for row in corrections(CORRECTIONS_FILE))


def test_a_line_is_a_row(tmp_path: Path) -> None:
    assert corrections(file_of(tmp_path, line())) == [a_row()]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0),
        ("", None),
        ("/", None),
        ("—", None),
        ("12件", 12),
        ("１２", 12),
    ],
)
def test_a_number_a_blank_and_a_sign_stay_as_the_person_reads_them(
    tmp_path: Path, printed: str, value: int | None
) -> None:
    (row,) = corrections(file_of(tmp_path, line(value=printed)))
    assert (row.read_as, row.value) == (printed, value)


def test_an_amount_is_kept_in_the_unit_of_its_column(tmp_path: Path) -> None:
    cell = dict(zip(COLUMNS[1:4], FEES, strict=True))
    (row,) = corrections(file_of(tmp_path, line(value="25000元", **cell)))
    assert row.value == Decimal("2.5")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"sha256": "ab"}, "sha256 'ab' is no digest"),
        ({"row_name": "recieved"}, "no form has a figure applications.recieved.total"),
        ({"value": "l5"}, "'l5' is no number, as 12"),
        ({"value": "1000000000000000"}, "more than 14 digits"),
        ({"reason": " "}, "reason and corrected_by must be given"),
        ({"corrected_by": ""}, "reason and corrected_by must be given"),
        ({"corrected_at": "yesterday"}, "corrected_at 'yesterday' is no time"),
        ({"corrected_at": "2026-03-01T08:00:00"}, "is no time as 2026-03-01T08:00:00Z"),
        ({"reason": "a, b"}, "10 fields instead of 9: quote a field that has a comma"),
    ],
)
def test_a_bad_line_is_named_with_its_place_and_remedy(
    tmp_path: Path, changes: dict[str, str], complaint: str
) -> None:
    file = file_of(tmp_path, line(sha256="cd" * 32), line(**changes))
    with pytest.raises(CorrectionError) as refusal:
        corrections(file)
    assert str(refusal.value).startswith(f"{file}:3: ")
    assert complaint in str(refusal.value)


def test_a_cell_corrected_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match=r":3: the cell is corrected twice"):
        corrections(file_of(tmp_path, line(), line(value="16")))


def test_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match=r"corrections\.csv:1: the columns must be sha256,"):
        corrections(file_of(tmp_path, header="sha256,value"))


def test_a_missing_file_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match=r"cannot be read .* `git checkout"):
        corrections(tmp_path / "corrections.csv")


def test_a_correction_is_added_and_one_of_the_same_cell_is_replaced_in_its_line(
    tmp_path: Path,
) -> None:
    file = file_of(tmp_path)
    first, other = a_row(), a_row(sha256="cd" * 32, reason="a comma, and “quotes”")
    assert put(file, first) is None
    assert put(file, other) is None
    again = a_row(read_as="", value=None)
    assert put(file, again) == first
    assert corrections(file) == [again, other]
    before = file.read_bytes()
    assert put(file, again) == again
    assert file.read_bytes() == before


def test_a_bad_correction_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = file_of(tmp_path, line())
    with pytest.raises(CorrectionError, match="reason"):
        put(file, a_row(reason=""))
    assert corrections(file) == [a_row()]


def landed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, file: Path, body: bytes, run_id: str
) -> None:
    """Keep a body of the same address, and build the warehouse with the corrections."""
    archive = Archive(folder / "archive", run_id)
    sample = found(archive, "003.pdf")
    url = "http://portal.example/report.html"
    keep(archive, replace(sample, capture=archive.keep(url, 200, [], body), page_url=url))
    archive.close()
    monkeypatch.setattr("pipelines.land.CORRECTIONS_FILE", file)
    land(folder)


BODY = (FOLDER / "002.html").read_bytes()
SHOWN = """
    SELECT value, state, raw, printed_value, corrected, corrected_raw, correction_reason
    FROM figures WHERE table_name = 'applications' AND row_name = 'received'
        AND column_name = 'total'
"""


def test_it_holds_for_the_bytes_that_were_seen_and_ends_when_others_stand_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(tmp_path, line(sha256=sha(BODY), value="4711"))
    landed(tmp_path, monkeypatch, file, BODY, "20260101T000000Z")
    ((value, state, raw, printed, corrected, corrected_raw, reason),) = rows(tmp_path, SHOWN)
    assert (value, state, corrected, corrected_raw) == (4711, "number", True, "4711")
    assert (raw, printed, reason) == ("0", 0, "the scan shows 15")
    assert rows(tmp_path, "SELECT state, value FROM corrections") == [("shown", 4711)]

    changed = BODY + b"<!-- changed -->"
    landed(tmp_path, monkeypatch, file, changed, "20260201T000000Z")
    assert rows(tmp_path, SHOWN) == [(printed, "number", raw, printed, False, None, None)]
    assert rows(tmp_path, "SELECT state FROM corrections") == [("superseded",)]


def test_one_of_bytes_that_nobody_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed(tmp_path, monkeypatch, file_of(tmp_path, line()), BODY, "20260101T000000Z")
    assert rows(tmp_path, "SELECT state, agency FROM corrections") == [("expired", None)]


def test_a_bad_line_stops_the_build_and_the_warehouse_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed(tmp_path, monkeypatch, file_of(tmp_path), BODY, "20260101T000000Z")
    before = (tmp_path / "warehouse.duckdb").read_bytes()
    file_of(tmp_path, line(value="x"))
    with pytest.raises(CorrectionError):
        land(tmp_path)
    assert (tmp_path / "warehouse.duckdb").read_bytes() == before
