"""Loading: exact, idempotent, and nothing lost without a word."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.report import Place, Section, Status
from tests.warehouse.factories import (
    FORM,
    RUN_ID,
    a_link,
    a_listing,
    a_portal,
    a_problem,
    a_report,
    a_run,
    a_run_portal,
    an_indicator,
    batch,
    correction,
    document,
    figure,
    landed,
    published,
    rows,
    sha,
)
from warehouse.errors import WarehouseError
from warehouse.load import load
from warehouse.rows import Batch, LandedReport
from warehouse.tables import create_tables

TOTAL = "applications.received.total"


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Give the rows of every table as users see it: without the numbers that hold it together."""
    tables = rows(
        path, "SELECT table_name FROM duckdb_tables() WHERE NOT starts_with(table_name, 'stored_')"
    )
    shown = [name for (name,) in tables] + ["report", "figure", "check_result"]
    return {name: rows(path, f"FROM {name} ORDER BY ALL") for name in shown}


def empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    create_tables(connection)
    return connection


def a_full_batch() -> Batch:
    first = landed(a_report("a1"))
    second = landed(a_report("b2", report_year=2022), "红叶县财政局", "990201")
    return batch(
        first,
        second,
        corrections=[correction(first, TOTAL, 15)],
        run_portals=[a_run_portal()],
        portals=[a_portal()],
        listings=[a_listing(a_link("a1.html"), a_link("b2.html"))],
    )


def test_the_same_batch_twice_gives_the_same_rows(tmp_path: Path) -> None:
    once = published(tmp_path / "once", a_full_batch())
    twice = published(tmp_path / "twice", a_full_batch(), a_full_batch())
    assert everything(twice) == everything(once)
    assert all(everything(once).values()), "a table that stays empty proves nothing"


def test_two_batches_give_the_same_as_both_in_one(tmp_path: Path) -> None:
    first, second = landed(a_report("a1")), landed(a_report("b2", published="2024-02-01"))
    parts = published(tmp_path / "parts", batch(second), batch(first))
    whole = published(tmp_path / "whole", batch(first, second))
    assert everything(parts) == everything(whole)


def test_reports_may_come_from_a_generator_longer_than_a_slice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.load_reports.SLICE", 3)

    def many() -> Iterator[LandedReport]:
        for number in range(8):
            yield landed(a_report(f"a{number}"), f"第{number}局")

    path = published(tmp_path, batch(reports=many()))
    assert rows(path, "SELECT count(*), count(DISTINCT report_id) FROM figures") == [(40, 8)]


def test_a_report_read_again_loses_the_figures_it_no_longer_has(tmp_path: Path) -> None:
    before = landed(a_report())
    after = landed(a_report(figures=(figure(TOTAL, "13", 13),), sections=(), checks=()))
    path = published(tmp_path, batch(before), batch(after))
    assert rows(path, "SELECT raw FROM figure") == [("13",)]
    assert rows(path, "FROM section") == []
    assert rows(path, "FROM check_result") == []


def test_the_report_id_is_the_same_for_the_same_bytes_whatever_else_changes() -> None:
    assert landed(a_report()).report_id == "990101-白鹭县司法局-2023-a10000000000"
    assert landed(a_report(), region=None).report_id == "-白鹭县司法局-2023-a10000000000"
    undated = landed(a_report(report_year=None, title="x"))
    assert undated.report_id == "990101-白鹭县司法局-undated-a10000000000"


def test_zero_blank_and_sign_stay_three_things(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    found = rows(path, "SELECT row_name || '.' || column_name, value, raw FROM figure ORDER BY 1")
    assert found == [
        ("carried_over_out.natural_person", None, ""),
        ("carried_over_out.total", None, "/"),
        ("fees.amount_wanyuan", Decimal("160.596400"), "160.5964"),
        ("received.natural_person", Decimal("0.000000"), "0"),
        ("received.total", Decimal("12.000000"), "12件"),
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.none()
        | st.integers(-(10**14) + 1, 10**14 - 1)
        | st.decimals(-(10**13), 10**13, allow_nan=False, places=6),
        min_size=1,
        max_size=20,
    )
)
def test_every_value_that_fits_is_kept_exactly(values: list[int | Decimal | None]) -> None:
    figures = tuple(figure(f"applications.row{i}.total", str(v), v) for i, v in enumerate(values))
    with empty() as connection:
        load(connection, batch(landed(a_report(figures=figures))))
        kept = dict(connection.execute("SELECT row_name, value FROM figure").fetchall())
        assert kept == {f"row{i}": value for i, value in enumerate(values)}
        (((*warnings,),),) = connection.execute("SELECT warnings FROM report").fetchall()
        long = [v for v in values if isinstance(v, Decimal) and Decimal(repr(float(v))) != v]
        assert len(warnings) == len(long)
        assert all("more than fifteen digits" in warning for warning in warnings)


_CELLS = [".".join((cell.table_name, cell.row_name, cell.column_name)) for cell in FORM]
_NUMBERS = st.none() | st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from([*_CELLS, "unknown.row.cell"]), _NUMBERS), max_size=6)
)
def test_whatever_cells_reports_have_each_stands_in_its_own_column_of_the_panel(
    told: list[dict[str, int | Decimal | None]],
) -> None:
    reports = [
        landed(a_report(f"{n}", figures=tuple(figure(a, str(v), v) for a, v in cells.items())))
        for n, cells in enumerate(told)
    ]
    with empty() as connection:
        load(connection, batch(*reports))
        wide = connection.table("stored_panel").order("report_number")
        panel = [dict(zip(wide.columns, row, strict=True)) for row in wide.fetchall()]
    assert len(panel) == len(told)
    for cells, row in zip(told, panel, strict=True):
        for address in _CELLS:
            its_row, _, column = address.rpartition(".")
            value = cells.get(address)
            shown = row[f"{its_row.partition('.')[2]}__{column}"]
            assert shown == (None if value is None else float(value))
            assert row[its_row] is (
                True if any(a.startswith(f"{its_row}.") for a in cells) else None
            )


@pytest.mark.parametrize("value", [10**14, -(10**14), Decimal("0.0000001"), 10**40])
def test_a_value_that_does_not_fit_is_left_out_with_a_warning_and_its_raw(
    tmp_path: Path, value: int | Decimal
) -> None:
    report = a_report(figures=(figure(TOTAL, "as printed", value),), warnings=("first",))
    path = published(tmp_path, batch(landed(report)))
    assert rows(path, "SELECT value, raw FROM figure") == [(None, "as printed")]
    (((first, second),),) = rows(path, "SELECT warnings FROM report")
    assert first == "first"
    assert second.startswith(f"{TOTAL}: {value} has more than 14 digits")


def test_an_address_read_twice_keeps_the_first_and_says_so(tmp_path: Path) -> None:
    twice = (figure(TOTAL, "12", 12), figure(TOTAL, "13", 13))
    path = published(tmp_path, batch(landed(a_report(figures=twice))))
    assert rows(path, "SELECT raw FROM figure") == [("12",)]
    (((warning,),),) = rows(path, "SELECT warnings FROM report")
    assert warning == f"{TOTAL} was read twice, as '12' and as '13'; the first is kept"


def test_a_date_that_does_not_exist_is_left_out_with_a_warning(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report(published="2024-02-30"))))
    [(date, [warning])] = rows(path, "SELECT published, warnings FROM report")
    assert date is None
    assert "'2024-02-30'" in warning


def test_sections_keep_their_order_where_the_print_misnumbers_them(tmp_path: Path) -> None:
    sections = (Section(4, "四、甲", "a"), Section(4, "四、乙", "b"))
    path = published(tmp_path, batch(landed(a_report(sections=sections))))
    found = rows(path, "SELECT position, number, heading FROM section ORDER BY 1")
    assert found == [(1, 4, "四、甲"), (2, 4, "四、乙")]


def test_a_figure_keeps_its_place_on_the_page(tmp_path: Path) -> None:
    place = Place(page=3, bbox=(1.5, 2.0, 30.25, 40.0))
    report = a_report(figures=(figure(TOTAL, "12", 12, place=place, confidence=0.8),))
    path = published(tmp_path, batch(landed(report)))
    found = rows(path, "SELECT page, x0, top, x1, bottom, source_table, confidence FROM figure")
    assert found == [(3, 1.5, 2.0, 30.25, 40.0, None, 0.8)]


def test_an_indicator_is_kept_as_printed_and_a_heading_counts_nothing(tmp_path: Path) -> None:
    warehouse = published(tmp_path, batch(landed(a_report())))
    select = """
        SELECT position, number, parent_number, name, code, unit, column_label, value, raw,
               cumulative_label, cumulative_value, cumulative_raw, source_row
        FROM indicator ORDER BY position
    """
    year, ever = "2012年度", "历年累计"
    assert rows(warehouse, select) == [
        (1, 1, None, "申请总数", "received", "条", year, 5, "5", ever, None, "", 1),
        (2, 2, 1, "其中：1.当面申请数", None, "条", year, None, "/", ever, None, "", 2),
        (3, 3, None, "二、回应解读情况", None, None, None, None, "", ever, None, "", 3),
    ]


def test_several_counts_of_one_row_are_all_kept(tmp_path: Path) -> None:
    counts = [an_indicator(1, "申请总数", column=f"{unit}统计数") for unit in ("部门", "社区")]
    warehouse = published(tmp_path, batch(landed(a_report(indicators=tuple(counts)))))
    kept = rows(warehouse, "SELECT number, column_label FROM indicator ORDER BY position")
    assert kept == [(1, "部门统计数"), (1, "社区统计数")]


def test_a_report_tells_which_extractor_read_it(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    assert rows(path, "SELECT extractor_version FROM report") == [("0.1.0+abc",)]


@pytest.mark.parametrize("status", [Status.NOT_A_REPORT, Status.UNREADABLE])
def test_what_is_no_report_is_only_a_document(tmp_path: Path, status: Status) -> None:
    refused = landed(a_report(status=status, report_year=None, edition=None))
    noted = document(refused, reading_error="encrypted: ask the agency for an open copy")
    path = published(tmp_path, batch(refused, documents=[noted]))
    assert rows(path, "FROM report") == []
    assert rows(path, "FROM agency") == []
    assert rows(path, "SELECT reading, reading_error FROM document") == [
        (str(status), "encrypted: ask the agency for an open copy")
    ]


def test_retrievals_of_the_same_bytes_are_one_document_with_first_and_last_time(
    tmp_path: Path,
) -> None:
    report = landed(a_report())
    early = document(report, "2026-01-01T00:00:00Z", warc_offset=1)
    late = document(report, "2026-03-01T08:00:00+08:00", warc_offset=2)
    for order in ([early, late], [late, early]):
        path = published(tmp_path, batch(report, documents=order))
        times = "SELECT first_retrieved_at::TEXT, retrieved_at::TEXT, warc_offset FROM document"
        assert rows(path, times) == [("2026-01-01 00:00:00", "2026-03-01 00:00:00", 2)]


def test_the_same_problem_is_told_once_and_another_detail_is_another_problem(
    tmp_path: Path,
) -> None:
    problems = [a_problem(), a_problem(), a_problem(detail="HTTP 521")]
    path = published(tmp_path, batch(problems=problems))
    assert rows(path, "SELECT detail FROM problem ORDER BY 1") == [("HTTP 412",), ("HTTP 521",)]


def test_a_list_that_is_shorter_now_keeps_no_entry_of_before(tmp_path: Path) -> None:
    before = batch(listings=[a_listing(a_link("1.html"), a_link("2.html"), a_link("3.html"))])
    now = batch(listings=[a_listing(a_link("2.html"))])
    path = published(tmp_path, before, now)
    assert rows(path, "SELECT position, url FROM link") == [
        (1, "https://www.example.gov.cn/2.html")
    ]


def test_a_run_that_was_cut_off_has_no_counts_rather_than_zeros(tmp_path: Path) -> None:
    cut_off = a_run(finished_at=None, requests=None)
    path = published(tmp_path, batch(runs=[cut_off]))
    found = rows(path, "SELECT run_id, finished_at, requests, documents FROM crawl_run")
    assert found == [(RUN_ID, None, None, None)]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"runs": [a_run(started_at="yesterday")]}, r"crawl_run: .*yesterday"),
        ({"runs": [a_run(started_at="2026-03-01T02:00:00")]}, r"crawl_run: .*has no zone"),
        ({"corrections": [correction(landed(a_report()), TOTAL, 10**20)]}, "correction: "),
        ({"problems": [a_problem(outcome=None)]}, r"problem: .*NOT NULL"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_and_its_table_named(
    tmp_path: Path, changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(WarehouseError, match=complaint):
        published(tmp_path, batch(**changes))


class TestTheCurrentReport:
    """Of the reports of one agency for one year and of one scope, one is shown."""

    def current(self, folder: Path, *reports: LandedReport, **changes: Any) -> set[str]:
        path = published(folder, batch(*reports, **changes))
        found = rows(path, "SELECT left(sha256, 2) FROM report WHERE is_current")
        return {digest for (digest,) in found}

    def test_complete_stands_before_partial_even_if_published_earlier(self, tmp_path: Path) -> None:
        complete = landed(a_report("a1", published="2024-01-01"))
        partial = landed(a_report("b2", published="2024-09-01", status=Status.PARTIAL))
        assert self.current(tmp_path, complete, partial) == {"a1"}

    def test_then_text_before_a_scan_though_that_was_published_later(self, tmp_path: Path) -> None:
        text = landed(a_report("a1", format="pdf", published="2024-01-19"))
        scan = landed(a_report("b2", format="scan", published="2024-03-01"))
        assert self.current(tmp_path, scan, text) == {"a1"}

    def test_then_the_later_published_and_an_undated_one_last(self, tmp_path: Path) -> None:
        old = landed(a_report("a1", published="2024-01-19"))
        new = landed(a_report("b2", published="2024-03-01"))
        undated = landed(a_report("c3", published=None))
        assert self.current(tmp_path, old, new, undated) == {"b2"}

    def test_then_the_later_retrieved(self, tmp_path: Path) -> None:
        one, other = landed(a_report("a1")), landed(a_report("b2"))
        times = [document(one, "2026-02-02T00:00:00Z"), document(other, "2026-01-01T00:00:00Z")]
        assert self.current(tmp_path, one, other, documents=times) == {"a1"}

    def test_then_the_smaller_digest_whatever_the_order_of_loading(self, tmp_path: Path) -> None:
        one, other = landed(a_report("a1")), landed(a_report("b2"))
        assert self.current(tmp_path / "1", one, other) == {"a1"}
        assert self.current(tmp_path / "2", other, one) == {"a1"}

    def test_years_and_agencies_do_not_compete(self, tmp_path: Path) -> None:
        reports = (
            landed(a_report("a1")),
            landed(a_report("b2", report_year=2022)),
            landed(a_report("c3"), "白鹭县财政局"),
        )
        assert self.current(tmp_path, *reports) == {"a1", "b2", "c3"}

    def test_own_figures_and_those_of_the_whole_do_not_compete(self, tmp_path: Path) -> None:
        reports = (
            landed(a_report("a1", scope="whole")),
            landed(a_report("b2", scope="own", published="2024-01-01")),
            landed(a_report("c3", scope="own", published="2024-03-01")),
            landed(a_report("d4")),
        )
        assert self.current(tmp_path, *reports) == {"a1", "c3", "d4"}

    def test_without_a_year_a_report_is_kept_and_never_current(self, tmp_path: Path) -> None:
        undated = landed(a_report("a1", report_year=None))
        assert self.current(tmp_path, undated) == set()
        kept = rows(tmp_path / "warehouse.duckdb", "SELECT sha256, report_year FROM report")
        assert kept == [(sha("a1"), None)]
