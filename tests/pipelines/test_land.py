"""The archive becomes rows; what a portal lists and nobody can read as a report is told."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from crawler.archive import Archive
from crawler.items import Finding
from pipelines.land import land
from tests.documents import FOLDER
from tests.documents.archives import zipped
from tests.pipelines.test_read import found

PAGE = b"<html><body><p>\xe5\xb9\xb4\xe5\xba\xa6\xe6\x8a\xa5\xe5\x91\x8a</p></body></html>"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(archive: Archive, *findings: Finding) -> None:
    for finding in findings:
        archive.note("finding", finding.capture, finding.facts())


def page(archive: Archive, sample: Finding, url: str) -> Finding:
    """A page that the portal lists as a report and that has no report in it."""
    return replace(sample, capture=archive.keep(url, 200, [], PAGE), page_url=url)


def rows(data: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def test_a_listed_page_without_a_report_is_a_problem(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    sample = found(archive, "002.html")
    keep(archive, sample, page(archive, sample, "http://portal.example/empty.html"))
    archive.close()
    land(tmp_path)
    assert rows(tmp_path, "SELECT outcome, url FROM problem WHERE outcome = 'not_a_report'") == [
        ("not_a_report", "http://portal.example/empty.html")
    ]


def test_a_page_that_carries_the_report_as_an_attachment_is_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    sample = found(archive, "003.pdf")
    carrier = page(archive, sample, "http://portal.example/carrier.html")
    keep(archive, carrier, replace(sample, page_url=carrier.page_url))
    archive.close()
    land(tmp_path)
    assert rows(tmp_path, "FROM problem") == []
    assert rows(tmp_path, "SELECT count(*) FROM figures") == [(200,)]


def archive_of_files(archive: Archive, sample: Finding, files: dict[str, bytes]) -> Finding:
    """A ZIP archive that the portal lists as a report."""
    url = "http://portal.example/all.zip"
    capture = archive.keep(url, 200, [("Content-Type", "application/zip")], zipped(files))
    return replace(sample, capture=capture, page_url=url)


REPORT = (FOLDER / "003.pdf").read_bytes()


def test_each_document_in_an_archive_is_a_row_and_the_archive_is_one(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    sample = found(archive, "002.html")
    files = {"年报/司法局.pdf": REPORT, "年报/副本.pdf": REPORT, "说明.txt": b"x"}
    finding = archive_of_files(archive, sample, files)
    keep(archive, finding)
    archive.close()
    container, url = finding.capture.sha256, finding.capture.url
    documents = f"""
        SELECT sha256, member, container_sha256, size, media_type, reading, warc_offset
        FROM document WHERE url = '{url}' ORDER BY member NULLS FIRST
    """  # noqa: S608 - an address of ours
    expected = [
        (container, None, None, finding.capture.size, "application/zip", None),
        (sha(REPORT), "年报/司法局.pdf", container, len(REPORT), None, "complete"),
        (sha(b"x"), "说明.txt", container, 1, None, "unreadable"),
    ]
    for _ in range(2):  # read, and from the cache
        land(tmp_path)
        assert rows(tmp_path, documents) == [(*r, finding.capture.warc_offset) for r in expected]
        reports = "SELECT sha256, url, member, format, is_current FROM report"
        assert rows(tmp_path, reports) == [(sha(REPORT), url, "年报/司法局.pdf", "pdf", True)]
        assert rows(tmp_path, "SELECT count(*), any_value(member) FROM figures") == [
            (200, "年报/司法局.pdf")
        ]
        assert rows(tmp_path, "FROM problem") == []


def test_the_same_rows_are_built_anew_from_the_archive_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    keep(archive, archive_of_files(archive, found(archive, "002.html"), {"a.pdf": REPORT}))
    archive.close()
    land(tmp_path)
    tables = ("document", "report", "figure", "problem")
    before = [rows(tmp_path, f"FROM {table} ORDER BY ALL") for table in tables]
    shutil.rmtree(tmp_path / "state")
    (tmp_path / "warehouse.duckdb").unlink()
    land(tmp_path)
    assert [rows(tmp_path, f"FROM {table} ORDER BY ALL") for table in tables] == before


@pytest.mark.parametrize("first", [0, 1])
def test_of_the_same_bytes_at_two_addresses_one_stays_whoever_answered_first(
    tmp_path: Path, first: int
) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    sample = found(archive, "002.html")
    body = (FOLDER / "002.html").read_bytes()
    addresses = [f"http://portal.example/{name}/002.html" for name in "ab"]
    there = [replace(sample, capture=archive.keep(url, 200, [], body)) for url in addresses]
    keep(archive, there[first], there[1 - first])
    archive.close()
    land(tmp_path)
    assert rows(tmp_path, "SELECT url FROM report") == [(addresses[1],)]


def test_what_is_wrong_in_an_archive_names_the_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    files = {"a.pdf": REPORT[:50_000], "b.pdf": REPORT, "c.html": PAGE}
    keep(archive, archive_of_files(archive, found(archive, "002.html"), files))
    archive.close()
    land(tmp_path)
    ((outcome, detail),) = rows(tmp_path, "SELECT outcome, detail FROM problem")
    assert outcome == "unreadable"
    assert str(detail).startswith("a.pdf: ")


def test_an_archive_without_a_report_is_a_problem(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20260101T000000Z")
    keep(archive, archive_of_files(archive, found(archive, "002.html"), {"c.html": PAGE}))
    archive.close()
    land(tmp_path)
    assert rows(tmp_path, "SELECT outcome FROM problem") == [("not_a_report",)]
