"""The rows that are handed to the warehouse. Times are ISO 8601 in UTC, e.g. 2026-11-21T17:43:00Z.

Each dataclass names the columns of one table of schema.sql, where their meaning stands;
`LandedReport` alone fans out, to agency, report, section, figure, indicator and check_result.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extract.report import Report


@dataclass(frozen=True)
class RegionRow:
    """A unit of the GB/T 2260 code list."""

    region_code: str
    name: str
    level: str  # province, prefecture, county
    parent_code: str | None = None
    short_name: str | None = None
    status: str | None = None  # current, abolished
    valid_from: int | None = None  # year
    valid_to: int | None = None  # year, exclusive


@dataclass(frozen=True)
class FormCell:
    """One cell of the statutory form; the wide views are generated from these."""

    edition: str
    table_name: str
    row_name: str
    column_name: str
    row_label: str  # as printed, the levels of a nested row joined by the caller
    column_label: str
    position: int  # order of the cell in its edition, from the top left
    unit: str | None = None


@dataclass(frozen=True)
class DocumentRow:
    """One archived body as retrieved from one address, or one document in an archive of files.

    Several retrievals of the same bytes from the same address become one row of `document`.
    """

    sha256: str
    url: str
    status: int  # of HTTP
    media_type: str | None
    size: int  # bytes, content encoding undone
    retrieved_at: str
    warc_file: str
    warc_offset: int
    run_id: str
    etag: str | None = None
    last_modified: str | None = None
    member: str | None = None  # name in the archive of files; None: the body itself
    container_sha256: str | None = None  # of that archive
    reading: str | None = None  # extract.report.Status; None: not read, e.g. a list page
    reading_error: str | None = None


@dataclass(frozen=True)
class LandedReport:
    """A document read as a report, and the agency it was found to belong to.

    A report that is `not_a_report` or `unreadable` is passed over: its document row says so.
    """

    agency_id: str  # "511725-司法局": stable, whatever form of the name was printed
    agency_name: str
    region_code: str | None
    sha256: str
    url: str
    report: Report
    extractor_version: str  # of the reader that gave the report
    member: str | None = None  # its name, if it is a file in the archive that `url` gives

    @property
    def report_id(self) -> str:
        """Agency, year and the head of the document's digest: the same bytes, the same id."""
        year = "undated" if self.report.report_year is None else self.report.report_year
        return f"{self.agency_id}-{year}-{self.sha256[:12]}"


@dataclass(frozen=True)
class CorrectionRow:
    """A person's reading of one figure of one report; shown over the printed value."""

    report_id: str
    table_name: str
    row_name: str
    column_name: str
    value: Decimal | int | None  # None: the person finds no number there
    reason: str
    corrected_by: str
    corrected_at: str


@dataclass(frozen=True)
class RunRow:
    """One crawl. A count is None where the run ended before it could be stated."""

    run_id: str
    started_at: str
    finished_at: str | None = None  # None: the run was cut off
    user_agent: str | None = None
    portals: int | None = None
    requests: int | None = None
    list_pages: int | None = None
    links_seen: int | None = None
    links_rejected: int | None = None
    documents: int | None = None
    new_documents: int | None = None
    unchanged_documents: int | None = None
    blocked: int | None = None


@dataclass(frozen=True)
class ProblemRow:
    """Something that was blocked, broken or left, and why."""

    run_id: str
    occurred_at: str  # not `at`, which DuckDB 2.0 reserves
    url: str
    region_code: str | None
    outcome: str
    detail: str


@dataclass(frozen=True)
class Batch:
    """What one call of `load` takes in. `reports` may be a generator: it is read in slices.

    `problems` are taken after the reports, so that giving those may still find some.
    """

    regions: Iterable[RegionRow] = ()
    form: Iterable[FormCell] = ()
    documents: Iterable[DocumentRow] = ()
    reports: Iterable[LandedReport] = ()
    corrections: Iterable[CorrectionRow] = ()
    runs: Iterable[RunRow] = ()
    problems: Iterable[ProblemRow] = ()
