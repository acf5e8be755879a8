"""The archive becomes rows; what a portal lists and nobody can read as a report is told."""

from dataclasses import replace
from pathlib import Path

import duckdb

from crawler.archive import Archive
from crawler.items import Finding
from pipelines.land import land
from tests.pipelines.test_read import found

PAGE = b"<html><body><p>\xe5\xb9\xb4\xe5\xba\xa6\xe6\x8a\xa5\xe5\x91\x8a</p></body></html>"


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
