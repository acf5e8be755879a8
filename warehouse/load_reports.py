"""Put reports into an open warehouse, a slice at a time: one is stored while the next is made."""

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from extract.report import Status
from warehouse.columns import Columns, Numbers
from warehouse.flatten import flatten
from warehouse.form_cells import form_cells
from warehouse.packed import CHECKS, FIGURES
from warehouse.panel import PanelRows
from warehouse.put import Rows, put, put_arrow
from warehouse.rows import LandedReport

# Reports in a slice, some two million figures. The longer, the less a figure takes on the disk and
# the fewer stretches a question reads; the shorter, the less memory: a slice takes some 400 MB.
SLICE = 10_000
# Rows of the panel stored at once, of some 1.7 kB: what DuckDB packs and writes as one. Less is
# packed anew with all before it, and that took as long as all figures.
ROW_GROUP = 122_880

KEPT = (Status.COMPLETE, Status.PARTIAL)

_LAST_NUMBER = "SELECT coalesce(max(report_number), -1) FROM stored_report"
_STORE_FIGURES = """
INSERT INTO stored_figure
FROM incoming
SELECT * REPLACE (
    if(fraction IS NULL, nullif(raw, whole::VARCHAR), raw) AS raw,
    nullif(confidence, 1) AS confidence
)
ORDER BY name_number, report_number
"""
_STORE_PANEL = "INSERT INTO stored_panel BY NAME FROM incoming"
_STORE_CHECKS = """
INSERT INTO stored_check FROM incoming ORDER BY name_number, report_number
"""


def load_reports(connection: duckdb.DuckDBPyConnection, reports: Iterable[LandedReport]) -> None:
    """Load reports, each taking the place of its former self with all it had.

    Those that are no report or unreadable are passed over. Raises WarehouseError for a row that
    does not fit its table.
    """
    maker = _Maker(connection)
    store = _Store(connection)
    with ThreadPoolExecutor(1, "warehouse") as thread:
        storing: Future[None] | None = None
        for landed in reports:
            if landed.packed.head.status not in KEPT:
                continue
            if len(maker.ids) == SLICE or landed.report_id in maker.ids:
                storing = _store_next(thread, storing, store, maker.take())
            maker.add(landed)
        storing = _store_next(thread, storing, store, maker.take())
        storing.result()
    store.finish()


def _store_next(
    thread: ThreadPoolExecutor, storing: Future[None] | None, store: "_Store", slice_: "_Slice"
) -> Future[None]:
    """Wait for the slice that is being stored, then have the next one stored."""
    if storing:
        storing.result()
    return thread.submit(store.put, slice_)


@dataclass(frozen=True)
class _Slice:
    rows: dict[str, Rows]
    figures: pa.Table
    panel: pa.Table
    checks: pa.Table
    addresses: list[tuple[Any, ...]]  # that no slice had before
    subjects: list[tuple[Any, ...]]


@dataclass
class _Maker:
    """Makes rows of reports. It asks the connection nothing after it was made: that is in use."""

    connection: duckdb.DuckDBPyConnection
    ids: set[str] = field(default_factory=set)  # of the reports of this slice

    def __post_init__(self) -> None:
        ask = self.connection.execute
        self._number: int = ask(_LAST_NUMBER).fetchall()[0][0]
        self._figures = Columns(FIGURES, Numbers(ask("FROM stored_address").fetchall()))
        self._checks = Columns(CHECKS, Numbers(ask("FROM stored_subject").fetchall()))
        self._panel = PanelRows(form_cells(self.connection))
        self._rows: dict[str, Rows] = {}

    def add(self, landed: LandedReport) -> None:
        packed = landed.packed
        self.ids.add(landed.report_id)
        self._number += 1
        self._figures.add(self._number, packed.addresses, packed.figures)
        self._checks.add(self._number, packed.subjects, packed.checks)
        self._panel.add(self._number, packed.addresses)
        for table, rows in flatten(landed, self._number).items():
            self._rows.setdefault(table, []).extend(rows)

    def take(self) -> _Slice:
        rows, self._rows, self.ids = self._rows, {}, set()
        figures = self._figures.take()
        return _Slice(
            rows,
            figures.drop_columns("number"),
            self._panel.take(figures.column("number")),
            self._checks.take(),
            self._figures.names.take_new(),
            self._checks.names.take_new(),
        )


@dataclass
class _Store:
    """Puts slices into the warehouse; rows of the panel wait until they are worth their while."""

    connection: duckdb.DuckDBPyConnection
    _panel: list[pa.Table] = field(default_factory=list)

    def put(self, slice_: _Slice) -> None:
        connection, rows = self.connection, slice_.rows
        if not rows:
            return
        self._forget([row["report_id"] for row in rows["report"]])
        put(connection, "agency", rows["agency"])
        put(connection, "stored_report", rows["report"])
        put(connection, "section", rows["section"])
        put(connection, "indicator", rows["indicator"])
        _put_names(connection, "stored_address", slice_.addresses)
        _put_names(connection, "stored_subject", slice_.subjects)
        put_arrow(connection, "figure", slice_.figures, _STORE_FIGURES)
        put_arrow(connection, "check_result", slice_.checks, _STORE_CHECKS)
        self._panel.append(slice_.panel)
        if sum(map(len, self._panel)) >= ROW_GROUP:
            self.finish()

    def finish(self) -> None:
        """Put what waits."""
        if self._panel:
            rows = pa.concat_tables(self._panel).combine_chunks()
            self._panel.clear()
            put_arrow(self.connection, "panel", rows, _STORE_PANEL)

    def _forget(self, ids: list[str]) -> None:
        """Take out what the warehouse has of these reports."""
        known = self.connection.execute(
            "SELECT report_id, report_number FROM stored_report "
            "SEMI JOIN (SELECT unnest($1) AS report_id) USING (report_id)",
            [ids],
        ).fetchall()
        if not known:
            return
        self.finish()  # some of them may wait
        known_ids, numbers = (list(column) for column in zip(*known, strict=True))
        for table in ("stored_figure", "stored_panel", "stored_check"):
            self.connection.execute(
                f"DELETE FROM {table} WHERE report_number IN (SELECT unnest($1))",  # noqa: S608  # ours
                [numbers],
            )
        for table in ("section", "indicator", "stored_report"):
            self.connection.execute(
                f"DELETE FROM {table} WHERE report_id IN (SELECT unnest($1))",  # noqa: S608  # ours
                [known_ids],
            )


def _put_names(
    connection: duckdb.DuckDBPyConnection, table: str, names: list[tuple[Any, ...]]
) -> None:
    if names:
        places = ", ".join("?" * len(names[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", names)  # noqa: S608  # ours
