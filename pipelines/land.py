"""Step 5: the whole archive becomes rows, and the warehouse is published anew.

Built from the archive and nothing else: after a crawl, or without one, the same rows.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

from crawler.archive import Archive, Capture
from crawler.items import Finding
from crawler.outcomes import Outcome
from extract.report import Status
from extract.version import extractor_version
from pipelines.check import REPORTS, problems_in
from pipelines.corrections import CORRECTIONS_FILE, corrections
from pipelines.crawl_notes import Portals, problem_rows, run_portal_rows, run_rows
from pipelines.form import form_cells, form_checks
from pipelines.lists import listings
from pipelines.normalise import agency_of
from pipelines.read import given_by, job_of
from pipelines.readings import KeptReading, ReadDocument, Readings
from pipelines.regions import region_history, regions
from pipelines.vanished import vanished
from pipelines.workers import Workers
from warehouse.load import load
from warehouse.publish import FILE_NAME, publish
from warehouse.rows import (
    Batch,
    CorrectionRow,
    DocumentRow,
    LandedReport,
    ProblemRow,
)

T = TypeVar("T")
# Called with how many documents are read and how many are to be read.
Progress = Callable[[int, int], None]


def land(
    data: Path, progress: Progress = lambda _done, _all: None, *, accept_loss: bool = False
) -> None:
    """Publish `data/warehouse.duckdb` from `data/archive`; reads what was not read yet.

    Raises WarehouseError if another publish is under way, a correction is wrong, or the new
    warehouse is worse than the present one and that was not accepted; OSError if the disk is full.
    """
    corrected = corrections(CORRECTIONS_FILE)
    archive = Archive(data / "archive", "land")
    readings = Readings(data)
    try:
        landing = _Landing(archive, readings, corrected)
        landing.read_missing(progress)
        publish(
            data / FILE_NAME,
            lambda connection: load(connection, landing.batch()),
            accept_loss=accept_loss,
        )
    finally:
        readings.close()
        archive.close()


@dataclass
class _Landing:
    archive: Archive
    readings: Readings
    corrections: Sequence[CorrectionRow]

    def __post_init__(self) -> None:
        # Of what portals said of the same bytes at the same address, the last counts.
        self._problems: list[ProblemRow] = []  # of reading; complete when all reports are given
        self.portals = Portals(self.archive)
        self.findings: dict[tuple[str, str], Finding] = {}
        self.pages_of: dict[tuple[str, str], str] = {}  # of bodies: what lists or carries them
        for note in self.archive.notes("finding"):
            if note.about is not None:  # else its WARC file is gone; the archive has warned of it
                self._take(Finding.from_facts(note.facts, note.about))

    def _take(self, finding: Finding) -> None:
        """Take a finding in the place of what was said of its body before."""
        held = tuple(p for p in finding.pictures if self.archive.of_body(p.url, p.sha256))
        finding = replace(finding, pictures=held)
        body = finding.capture.sha256, finding.capture.url
        self.findings[body] = finding
        for carried in (body, *((p.sha256, p.url) for p in held)):
            self.pages_of[carried] = finding.page_url

    def read_missing(self, progress: Progress) -> None:
        """Read what no crawl has read with this version of the reader."""
        todo = [f for f in self.findings.values() if not self._outcomes(f)]
        if not todo:
            return
        done = 0

        def count() -> None:
            nonlocal done
            done += 1
            progress(done, len(todo))

        progress(0, len(todo))
        jobs = (job_of(finding, self.archive) for finding in todo)
        with Workers(os.cpu_count() or 1) as workers:
            for finding, readings in zip(todo, workers.read_all(jobs, count), strict=True):
                self.readings.put(given_by(finding), readings)

    def batch(self) -> Batch:
        """Give all rows; reports are made one by one as the loader asks for them."""
        return Batch(
            regions=regions(),
            region_history=region_history(),
            form=form_cells(),
            form_checks=form_checks(),
            documents=self._documents(),
            reports=self._reports(),
            corrections=self.corrections,
            runs=run_rows(self.archive),
            run_portals=run_portal_rows(self.archive),
            portals=self.portals.rows(self.archive),
            listings=listings(self.archive),
            problems=self._all_problems(),
        )

    def _outcomes(self, finding: Finding) -> list[ReadDocument]:
        return self.readings.outcomes(given_by(finding))

    def _documents(self) -> Iterator[DocumentRow]:
        """Give each body as it first came, and again only if other bytes stood there since.

        So a page that is asked for every night and does not change stays the same row.
        """
        shown: dict[str, str] = {}
        gone = vanished(self.archive)
        for capture in self.archive.captures():
            if shown.get(capture.url) == capture.sha256:
                continue
            shown[capture.url] = capture.sha256
            finding = self.findings.get((capture.sha256, capture.url))
            page_url = self.pages_of.get((capture.sha256, capture.url))
            since = gone.get(capture.url)
            if capture.status != HTTPStatus.OK or (since and capture.retrieved_at >= since):
                since = None  # it says itself that nothing is there
            for row in _document_rows(capture, self._outcomes(finding) if finding else []):
                yield replace(row, page_url=page_url, vanished_at=since)

    def _reports(self) -> Iterator[LandedReport]:
        """Give what was read, a report at a time, and gather what does not fit."""
        carried: dict[str, bool] = {}  # page → whether it, or a document on it, is a report
        for finding in sorted(self.findings.values(), key=_order):
            readings = self.readings.get(given_by(finding))
            if not readings:
                continue
            is_report = any(reading.report.status in REPORTS for reading in readings)
            carried[finding.page_url] = carried.get(finding.page_url, False) or is_report
            self._problems += (self._problem(finding, *p) for p in problems_in(finding, readings))
            for reading in _each_once(readings, lambda reading: reading.report.sha256):
                yield _landed(finding, reading)
        self._problems += self._without_report(carried)

    def _without_report(self, carried: dict[str, bool]) -> Iterator[ProblemRow]:
        """Pages that the portal lists as reports and that hold none we could read as one."""
        detail = (
            "listed as a report; it has no figures or headings of one, or a title of something else"
        )
        for finding in self.findings.values():
            if carried.get(finding.page_url) is False and self._is_no_report(finding):
                said = f"“{finding.title}” is {detail}"
                yield self._problem(finding, Outcome.NOT_A_REPORT, said)

    def _is_no_report(self, finding: Finding) -> bool:
        # An unreadable document has its own problem.
        return any(read.status is Status.NOT_A_REPORT for read in self._outcomes(finding))

    def _problem(self, finding: Finding, outcome: Outcome, detail: str) -> ProblemRow:
        capture = finding.capture
        return ProblemRow(
            capture.run_id,
            capture.retrieved_at,
            capture.url,
            finding.region_code,
            outcome,
            detail,
            home_url=self.portals.of(capture.url, finding.region_code),
            page_url=finding.page_url,
        )

    def _all_problems(self) -> Iterator[ProblemRow]:
        """Give the problems; those of reading are there once the loader has taken the reports."""
        yield from problem_rows(self.archive, self.portals)
        yield from self._problems


def _order(finding: Finding) -> tuple[int, str, str]:
    """Sort findings so that what is asked for together stands together in the warehouse's file.

    Crawled, reports come by host as each answers. Of two that carry the same bytes the last stays:
    which that is, the address decides, not who answered first.
    """
    return finding.year or 0, finding.region_code or "", finding.capture.url


def _document_rows(capture: Capture, read: Sequence[ReadDocument]) -> Iterator[DocumentRow]:
    """Give the row of a body and, if it is an archive, those of the documents in it."""
    itself = next((outcome for outcome in read if outcome.member is None), None)
    yield DocumentRow(
        **vars(capture),
        reading=itself and itself.status,
        reading_error=itself and itself.error,
    )
    members = (outcome for outcome in read if outcome.member is not None)
    for outcome in _each_once(members, lambda outcome: outcome.sha256):
        own = {"sha256": outcome.sha256, "size": outcome.size, "media_type": None}
        yield DocumentRow(
            **vars(capture) | own,
            member=outcome.member,
            container_sha256=capture.sha256,
            reading=outcome.status,
            reading_error=outcome.error,
        )


def _each_once(documents: Iterable[T], digest: Callable[[T], str]) -> Iterator[T]:
    """Give each document of an archive that has bytes, under its first name there."""
    first: dict[str, T] = {}
    for document in documents:
        first.setdefault(digest(document), document)
    first.pop("", None)
    return iter(first.values())


def _landed(finding: Finding, reading: KeptReading) -> LandedReport:
    agency = agency_of(reading.report, finding.page_url)
    return LandedReport(
        agency_id=agency.agency_id,
        agency_name=agency.name,
        region_code=agency.region_code,
        sha256=reading.report.sha256,
        url=finding.capture.url,
        packed=reading.packed,
        extractor_version=extractor_version(),
        member=reading.member,
    )
