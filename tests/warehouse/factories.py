"""Small batches of invented agencies; the form is cut down to a few cells of each table."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from extract.report import Check, Figure, Indicator, Place, Report, Section, Status
from warehouse.load import load
from warehouse.packed import pack
from warehouse.publish import FILE_NAME, publish
from warehouse.rows import (
    Batch,
    CorrectionRow,
    DocumentRow,
    FormCell,
    FormCheckTerm,
    LandedListing,
    LandedReport,
    LinkRow,
    ListingRow,
    PortalRow,
    ProblemRow,
    RegionPeriod,
    RegionRow,
    RunPortalRow,
    RunRow,
)

RUN_ID = "20260301T020000Z"

REGIONS = (
    RegionRow("990000", "云梦省", "province", None, "云梦", "current", 1981),
    RegionRow("990100", "青石市", "prefecture", "990000", "青石", "current", 1981),
    RegionRow("990101", "白鹭县", "county", "990100", "白鹭", "current", 1981),
    RegionRow("990201", "红叶县", "county", "990200", "红叶", "current", 1981),
)

REGION_HISTORY = tuple(
    RegionPeriod(region.region_code, region.name, region.level, 1981, None, ())
    for region in REGIONS
)

RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED_OVER = "四、结转下年度继续办理"

# edition, address, label of the row, label of the column
_CELLS = (
    ("2021", "proactive_disclosure.rules.issued", "规章", "本年制发件数"),
    ("2021", "proactive_disclosure.rules.in_force", "规章", "现行有效件数"),
    ("2021", "proactive_disclosure.fees.amount_wanyuan", "行政事业性收费", "本年收费金额"),
    ("2021", "applications.received.natural_person", RECEIVED, "自然人"),
    ("2021", "applications.received.total", RECEIVED, "总计"),
    ("2021", "applications.carried_over_out.natural_person", CARRIED_OVER, "自然人"),
    ("2021", "applications.carried_over_out.total", CARRIED_OVER, "总计"),
    ("2021", "reconsideration_litigation.reconsideration.upheld", "行政复议", "结果维持"),
    ("2021", "reconsideration_litigation.reconsideration.corrected", "行政复议", "结果纠正"),
    ("2019", "proactive_disclosure.rules.created", "规章", "本年新制作数量"),
    ("2019", "proactive_disclosure.fees.change", "行政事业性收费", "本年增/减"),
    ("2019", "applications.received.total", RECEIVED, "总计"),
)


def _cell(position: int, edition: str, address: str, row: str, column: str) -> FormCell:
    table_name, row_name, column_name = address.split(".")
    return FormCell(edition, table_name, row_name, column_name, row, column, position)


FORM = tuple(_cell(position, *cell) for position, cell in enumerate(_CELLS))


# What was received and taken on is what was decided and carried over.
BALANCE = (
    ("left", 1, "received"), ("left", 2, "carried_over_in"),
    ("right", 1, "processed_total"), ("right", 2, "carried_over_out"),
)  # fmt: skip
FORM_CHECKS = tuple(
    FormCheckTerm(
        "2021", "applications_balance", column, side, position, "applications", row, column
    )
    for column in ("natural_person", "total")
    for side, position, row in BALANCE
)


def sha(seed: str) -> str:
    """A digest that is easy to see in a failure: the seed, filled up with zeros."""
    return seed.ljust(64, "0")


def figure(address: str, raw: str, value: int | Decimal | None, **changes: Any) -> Figure:
    table, row, column = address.split(".")
    printed = Figure(table, row, column, raw, value, Place(table=2, row=3, column=4))
    return printed._replace(**changes)


def an_indicator(number: int, name: str, **changes: Any) -> Indicator:
    """A row of a statistics table with 5 for the year and a blank for all years."""
    row = Indicator(
        number,
        name,
        code=None,
        parent=None,
        unit="条",
        column="2012年度",
        raw="5",
        value=5,
        place=Place(table=0, row=number, column=2),
        cumulative_column="历年累计",
        cumulative_raw="",
    )
    return replace(row, **changes)


def a_report(seed: str = "a1", **changes: Any) -> Report:
    """A complete report for 2023 with a zero, a number, a blank, a sign and an amount."""
    report = Report(
        source=f"{seed}.html",
        sha256=sha(seed),
        format="html",
        status=Status.COMPLETE,
        title="白鹭县司法局2023年政府信息公开工作年度报告",
        agency="白鹭县司法局",
        region_code="990101",
        report_year=2023,
        edition="2021",
        published="2024-01-19",
        sections=(
            Section(1, "一、总体情况", "甲。\n乙。"),
            Section(5, "五、存在的主要问题", "丙。"),
        ),
        figures=(
            figure("applications.received.natural_person", "0", 0),
            figure("applications.received.total", "12件", 12),
            figure("applications.carried_over_out.natural_person", "", None),
            figure("applications.carried_over_out.total", "/", None),
            figure("proactive_disclosure.fees.amount_wanyuan", "160.5964", Decimal("160.5964")),
        ),
        indicators=(
            an_indicator(1, "申请总数", code="received"),
            an_indicator(2, "其中：1.当面申请数", parent=1, raw="/", value=None),
            an_indicator(3, "二、回应解读情况", unit=None, column=None, raw="", value=None),
        ),
        checks=(
            Check("applications_balance", "natural_person", passed=True, left=0, right=0),
            Check("applications_balance", "total", passed=False, left=12, right=11),
        ),
    )
    return replace(report, **changes)


def landed(
    report: Report, agency: str = "白鹭县司法局", region: str | None = "990101"
) -> LandedReport:
    return LandedReport(
        agency_id=f"{region or ''}-{agency}",
        agency_name=agency,
        region_code=region,
        sha256=report.sha256,
        url=f"https://www.example.gov.cn/{report.source}",
        packed=pack(report),
        extractor_version="0.1.0+abc",
    )


def document(
    report: LandedReport, retrieved_at: str = "2026-03-01T02:00:05Z", **changes: Any
) -> DocumentRow:
    row = DocumentRow(
        sha256=report.sha256,
        url=report.url,
        status=200,
        media_type="text/html",
        size=2048,
        retrieved_at=retrieved_at,
        warc_file=f"{RUN_ID}-www.example.gov.cn.warc.gz",
        warc_offset=512,
        run_id=RUN_ID,
        reading=str(report.packed.head.status),
    )
    return replace(row, **changes)


def a_run(**changes: Any) -> RunRow:
    run = RunRow(RUN_ID, "2026-03-01T02:00:00Z", finished_at="2026-03-01T02:10:00Z", requests=40)
    return replace(run, **changes)


def a_problem(**changes: Any) -> ProblemRow:
    url = "https://www.example.gov.cn/x"
    problem = ProblemRow(
        RUN_ID, "2026-03-01T02:00:09Z", url, "990201", "challenge_page", "HTTP 412"
    )
    return replace(problem, **changes)


HOME = "https://www.example.gov.cn/"
LIST = f"{HOME}nb/"


def a_portal(**changes: Any) -> PortalRow:
    """The portal of 白鹭县, whose last walk was whole and came after all was due."""
    portal = PortalRow(
        HOME,
        "990101",
        RUN_ID,
        families=("trs",),
        state="done",
        walk_kind="full",
        walk_began_at="2026-03-01T02:00:00Z",
        full_walk_at="2026-03-01T02:00:00Z",
        lists=1,
        lists_checked_at="2026-03-01T02:00:04Z",
    )
    return replace(portal, **changes)


def a_run_portal(**changes: Any) -> RunPortalRow:
    counts = RunPortalRow(
        RUN_ID, HOME, "990101", requests=40, list_pages=2, links_seen=9, documents=5,
        archived_documents=0, blocked=0,
    )  # fmt: skip
    return replace(counts, **changes)


def a_link(name: str, year: int = 2023, agency: str = "白鹭县司法局", **changes: Any) -> LinkRow:
    """An entry that names a report of 白鹭县."""
    url = f"{HOME}{name}"
    title = f"{agency}{year}年政府信息公开工作年度报告"
    link = LinkRow(
        LIST, 1, url, url, title, "yes", "core", report_year=year, unit=agency,
        agency_id=f"990101-{agency}", agency=agency, agency_region_code="990101",
    )  # fmt: skip
    return replace(link, **changes)


def an_unnamed_link(name: str, title: str, answer: str, rule: str) -> LinkRow:
    """An entry that names no agency by itself: rejected, or cut short."""
    url = f"{HOME}{name}"
    return LinkRow(LIST, 1, url, url, title, answer, rule)


def a_listing(*links: LinkRow, **changes: Any) -> LandedListing:
    moment = "2026-03-01T02:00:04Z"
    file = f"{RUN_ID}-www.example.gov.cn.warc.gz"
    row = ListingRow(
        LIST,
        HOME,
        "990101",
        "政府信息公开年报",
        1,
        "list",
        None,
        moment,
        moment,
        sha("11"),
        file,
        0,
    )
    placed = [replace(link, position=n) for n, link in enumerate(links, start=1)]
    return LandedListing(replace(row, **changes), tuple(placed))


def batch(*reports: LandedReport, **changes: Any) -> Batch:
    """The reports with their documents, one run and one problem."""
    whole = Batch(
        regions=REGIONS,
        region_history=REGION_HISTORY,
        form=FORM,
        form_checks=FORM_CHECKS,
        documents=[document(report) for report in reports],
        reports=reports,
        runs=[a_run()],
        problems=[a_problem()],
    )
    return replace(whole, **changes)


def correction(report: LandedReport, address: str, value: int | None) -> CorrectionRow:
    table, row, column = address.split(".")
    read_as = "" if value is None else str(value)
    return CorrectionRow(
        report.sha256, table, row, column, "12", read_as, value,
        "scan shows 15", "wang", "2026-03-02T08:00:00Z",
    )  # fmt: skip


def loader(*batches: Batch) -> Callable[[duckdb.DuckDBPyConnection], None]:
    def build(connection: duckdb.DuckDBPyConnection) -> None:
        for one in batches:
            load(connection, one)

    return build


def published(folder: Path, *batches: Batch) -> Path:
    """Publish the batches in the folder and give the path of the warehouse."""
    path = folder / FILE_NAME
    publish(path, loader(*batches))
    return path


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(statement).fetchall()
