"""Put rows into an open warehouse. Whatever is loaded again takes the place of its former self."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from itertools import islice
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from extract.report import Status
from warehouse.errors import WarehouseError
from warehouse.flatten import CHILDREN, Rows, flatten
from warehouse.rows import Batch, LandedListing, LandedReport

SLICE = 500  # reports, or pages of lists, held as rows at a time: about 100 000 figures
ROWS = 10_000  # of other tables, held at a time

T = TypeVar("T")

# The same bytes from the same address are one row: the latest retrieval describes it, the earliest
# is kept beside. Of one retrieval loaded twice, the fresh row counts: it may have been read since.
_MERGE_DOCUMENTS = """
INSERT OR REPLACE INTO document BY NAME
SELECT * EXCLUDE (fresh) REPLACE (min(first_retrieved_at) OVER same AS first_retrieved_at)
FROM (
    SELECT *, retrieved_at AS first_retrieved_at, true AS fresh FROM incoming
    UNION ALL BY NAME
    SELECT *, false AS fresh FROM document SEMI JOIN incoming USING (sha256, url)
)
WINDOW same AS (PARTITION BY sha256, url)
QUALIFY 1 = row_number() OVER (
    same ORDER BY retrieved_at DESC, fresh DESC, warc_file DESC, warc_offset DESC
)
"""

_MARK_CURRENT = """
UPDATE report SET is_current = (report_id IN (
    SELECT report_id
    FROM report LEFT JOIN document USING (sha256, url)
    WHERE report_year IS NOT NULL
    QUALIFY 1 = row_number() OVER (
        PARTITION BY agency_id, report_year, scope
        ORDER BY report.status = 'complete' DESC, published DESC NULLS LAST,
                 retrieved_at DESC NULLS LAST, sha256
    )
))
"""


_PRIMARY_KEY = """
SELECT unnest(constraint_column_names)
FROM duckdb_constraints()
WHERE table_name = $1 AND constraint_type = 'PRIMARY KEY' AND database_name = current_database()
"""


def load(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Load the batch into a warehouse that has the tables of schema.sql.

    Rows are told apart by the primary keys of schema.sql; of two rows with one key the later one
    stays. So the same batch twice gives the same rows. Raises WarehouseError, naming the table,
    where a row does not fit its table.
    """
    _put(connection, "region", map(vars, batch.regions))
    _put(connection, "form_cell", map(vars, batch.form))
    _put(connection, "crawl_run", map(vars, batch.runs))
    _put(connection, "correction", map(vars, batch.corrections))
    _insert(connection, "document", [vars(row) for row in batch.documents], _MERGE_DOCUMENTS)
    readable = (r for r in batch.reports if r.report.status in (Status.COMPLETE, Status.PARTIAL))
    for reports in _slices(readable, SLICE):
        _put_reports(connection, reports)
    _put(connection, "run_portal", map(vars, batch.run_portals))
    _put(connection, "portal", map(vars, batch.portals))
    for listings in _slices(batch.listings, SLICE):
        _put_listings(connection, listings)
    _put(connection, "problem", map(vars, batch.problems))
    connection.execute(_MARK_CURRENT)
    connection.execute(files(__package__).joinpath("link_outcomes.sql").read_text("utf-8"))


def _slices(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _put_reports(connection: duckdb.DuckDBPyConnection, reports: list[LandedReport]) -> None:
    rows = flatten({report.report_id: report for report in reports}.values())
    _put(connection, "agency", rows["agency"])
    _put(connection, "report", rows["report"])
    ids = [row["report_id"] for row in rows["report"]]
    for table in CHILDREN:
        connection.execute(
            f"DELETE FROM {table} WHERE report_id IN (SELECT unnest($1))",  # noqa: S608  # our names
            [ids],
        )
        _put(connection, table, rows[table])


def _put_listings(connection: duckdb.DuckDBPyConnection, listings: list[LandedListing]) -> None:
    last = {landed.listing.url: landed for landed in listings}
    connection.execute(
        "DELETE FROM link WHERE list_url IN (SELECT url FROM listing SEMI JOIN "
        "(SELECT unnest($1) AS url) USING (url))",
        [list(last)],
    )
    _put(connection, "listing", (vars(landed.listing) for landed in last.values()))
    _put(connection, "link", (vars(link) for landed in last.values() for link in landed.links))


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert the rows, each taking the place of the row with its primary key."""
    key = connection.execute(_PRIMARY_KEY, [table]).fetchall()
    for some in _slices(rows, ROWS):
        unique = {tuple(row[column] for (column,) in key): row for row in some}
        _insert(
            connection,
            table,
            list(unique.values()),
            f"INSERT OR REPLACE INTO {table} BY NAME FROM incoming",
        )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows, statement: str) -> None:
    """Run the statement with the rows at hand as `incoming`."""
    if not rows:
        return
    try:
        connection.register("incoming", _arrow(connection, table, rows))
        connection.execute(statement)
    except (ValueError, pa.ArrowException, duckdb.DataError, duckdb.IntegrityError) as error:
        raise WarehouseError(f"{table}: a row does not fit the table: {error}") from error
    finally:
        connection.unregister("incoming")


def _arrow(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> pa.Table:
    """Give the rows with the types that the table has."""
    types = connection.table(table).limit(0).to_arrow_table().schema
    fields = [field for field in types if field.name in rows[0]]
    columns = []
    for field in fields:
        values = [row[field.name] for row in rows]
        if pa.types.is_timestamp(field.type):
            values = [None if value is None else _utc(value) for value in values]
        columns.append(pa.array(values, field.type))
    return pa.table(columns, schema=pa.schema(fields))


def _utc(text: str) -> datetime:
    """Give the time in UTC. DuckDB's own cast to TIMESTAMP would pass over an offset."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"the time {text!r} has no zone: give it in UTC, with Z at its end")
    return time.astimezone(UTC).replace(tzinfo=None)
