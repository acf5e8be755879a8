"""The rows that are handed to the warehouse. Times are ISO 8601 in UTC, e.g. 2026-11-21T17:43:00Z.

Each dataclass names the columns of one table, whose meaning stands in definitions/;
`LandedReport` fans out, to agency, report, section, figure, indicator and check_result, and
`LandedListing` to listing and link.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from warehouse.packed import Packed


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
class RegionPeriod:
    """A time in which a code of the list stood for one name."""

    region_code: str
    name: str
    level: str  # province, prefecture, county
    valid_from: int  # year
    valid_to: int | None  # year, exclusive; None: it goes on
    successor_codes: tuple[str, ...]


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
    replaces: tuple[str, ...] = ()  # rows that are not printed where this one is


@dataclass(frozen=True)
class FormCheckTerm:
    """One cell that is added up in a sum of the form."""

    edition: str
    check_name: str
    subject: str  # the row or column that the sum is of
    side: str  # left, right
    position: int  # on its side, from 1
    table_name: str
    row_name: str
    column_name: str
    sign: int = 1  # -1: it is subtracted
    years_before: int = 0  # 1: it stands in the report of the year before


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
    page_url: str | None = None  # that lists or carries it
    vanished_at: str | None = None


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
    packed: Packed
    extractor_version: str  # of the reader that gave the report
    member: str | None = None  # its name, if it is a file in the archive that `url` gives

    @property
    def report_id(self) -> str:
        """Agency, year and the head of the document's digest: the same bytes, the same id."""
        year = self.packed.head.report_year
        dated = "undated" if year is None else year
        return f"{self.agency_id}-{dated}-{self.sha256[:12]}"


@dataclass(frozen=True)
class CorrectionRow:
    """A person's reading of one cell of the document with these bytes; shown over the print."""

    sha256: str
    table_name: str
    row_name: str
    column_name: str
    printed: str  # what the warehouse showed then
    read_as: str  # the print as the person reads it
    value: Decimal | int | None  # the number in it; None: a blank, or a sign
    reason: str
    corrected_by: str
    corrected_at: str

    @property
    def address(self) -> tuple[str, str, str]:
        """Table, row and column of the form."""
        return self.table_name, self.row_name, self.column_name


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
    changed_documents: int | None = None
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
    home_url: str | None = None
    page_url: str | None = None  # that lists or carries what was asked for


@dataclass(frozen=True)
class PortalRow:
    """A portal as its last walk left it."""

    home_url: str
    region_code: str | None
    last_run_id: str
    families: tuple[str, ...] = ()
    state: str | None = None  # done, incomplete
    walk_kind: str | None = None  # full, nightly
    walk_began_at: str | None = None
    full_walk_at: str | None = None  # began, of those that came to their end
    lists: int | None = None
    lists_checked_at: str | None = None


@dataclass(frozen=True)
class RunPortalRow:
    """What one run counted on one portal. A count is None where it was not counted."""

    run_id: str
    home_url: str
    region_code: str | None
    requests: int | None = None
    list_pages: int | None = None
    links_seen: int | None = None
    links_rejected: int | None = None
    documents: int | None = None
    new_documents: int | None = None
    changed_documents: int | None = None
    unchanged_documents: int | None = None
    archived_documents: int | None = None
    blocked: int | None = None
    problems: int | None = None


@dataclass(frozen=True)
class ListingRow:
    """A page of a list as it last was."""

    url: str
    home_url: str
    region_code: str | None
    column_name: str | None
    page: int  # from 1
    route: str  # list, search
    total: int | None
    retrieved_at: str
    checked_at: str
    sha256: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True)
class LinkRow:
    """An entry of a list. What became of it is told when all rows are in."""

    list_url: str
    position: int  # from 1
    url: str
    target_url: str  # after redirects
    title: str
    answer: str  # yes, weak, no
    rule: str
    listed_date: str | None = None  # YYYY-MM-DD
    source: str | None = None
    report_year: int | None = None
    unit: str | None = None
    agency_id: str | None = None
    agency: str | None = None
    agency_region_code: str | None = None
    outcome: str = "not_asked"
    report_id: str | None = None


@dataclass(frozen=True)
class LandedListing:
    """A page of a list with its entries; they take the place of those it had before."""

    listing: ListingRow
    links: tuple[LinkRow, ...]


@dataclass(frozen=True)
class Batch:
    """What one call of `load` takes in. `reports` may be a generator: it is read in slices.

    `problems` are taken after the reports, so that giving those may still find some.
    """

    regions: Iterable[RegionRow] = ()
    region_history: Iterable[RegionPeriod] = ()
    form: Iterable[FormCell] = ()
    form_checks: Iterable[FormCheckTerm] = ()
    documents: Iterable[DocumentRow] = ()
    reports: Iterable[LandedReport] = ()
    corrections: Iterable[CorrectionRow] = ()
    runs: Iterable[RunRow] = ()
    run_portals: Iterable[RunPortalRow] = ()
    portals: Iterable[PortalRow] = ()
    listings: Iterable[LandedListing] = ()
    problems: Iterable[ProblemRow] = ()
