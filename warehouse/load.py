"""Put rows into an open warehouse. Whatever is loaded again takes the place of its former self."""

from importlib.resources import files

import duckdb

from warehouse.load_reports import load_reports
from warehouse.panel import correct_panel, extend_panel
from warehouse.put import put, put_rows, slices
from warehouse.rows import Batch, LandedListing

SLICE = 500  # pages of lists held at a time
DOCUMENTS = 50_000  # held at a time

# The same bytes from the same address are one row: the latest retrieval describes it, the earliest
# is kept beside. Of one retrieval loaded twice, the fresh row counts: it may have been read since.
_MERGE_DOCUMENTS = """
CREATE OR REPLACE TEMP TABLE merged AS
SELECT * EXCLUDE (fresh) REPLACE (min(first_retrieved_at) OVER same AS first_retrieved_at)
FROM (
    SELECT *, retrieved_at AS first_retrieved_at, true AS fresh FROM incoming
    UNION ALL BY NAME
    SELECT *, false AS fresh FROM document SEMI JOIN incoming USING (sha256, url)
)
WINDOW same AS (PARTITION BY sha256, url)
QUALIFY 1 = row_number() OVER (
    same ORDER BY retrieved_at DESC, fresh DESC, warc_file DESC, warc_offset DESC
);
DELETE FROM document USING merged
WHERE document.sha256 = merged.sha256 AND document.url = merged.url;
INSERT INTO document BY NAME FROM merged;
DROP TABLE merged;
"""

_MARK_CURRENT = """
UPDATE stored_report SET is_current = (report_number IN (
    SELECT report_number
    FROM stored_report AS report LEFT JOIN document USING (sha256, url)
    WHERE report_year IS NOT NULL
    QUALIFY 1 = row_number() OVER (
        PARTITION BY agency_id, report_year, scope
        ORDER BY report.status = 'complete' DESC, format = 'scan', published DESC NULLS LAST,
                 retrieved_at DESC NULLS LAST, sha256
    )
))
"""


def load(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Load the batch into a warehouse that has its tables.

    Rows are told apart by the primary keys of their tables; of two rows with one key the later one
    stays. So the same batch twice gives the same rows. Raises WarehouseError, naming the table,
    where a row does not fit its table.
    """
    put(connection, "region", map(vars, batch.regions))
    put(connection, "region_history", map(vars, batch.region_history))
    put(connection, "form_cell", map(vars, batch.form))
    extend_panel(connection)
    put(connection, "form_check", map(vars, batch.form_checks))
    put(connection, "crawl_run", map(vars, batch.runs))
    put(connection, "correction", map(vars, batch.corrections))
    for rows in slices(map(vars, batch.documents), DOCUMENTS):
        put_rows(connection, "document", rows, _MERGE_DOCUMENTS)
    load_reports(connection, batch.reports)
    correct_panel(connection)
    put(connection, "run_portal", map(vars, batch.run_portals))
    put(connection, "portal", map(vars, batch.portals))
    for listings in slices(batch.listings, SLICE):
        _put_listings(connection, listings)
    put(connection, "problem", map(vars, batch.problems))
    connection.execute(_MARK_CURRENT)
    connection.execute(files(__package__).joinpath("link_outcomes.sql").read_text("utf-8"))


def _put_listings(connection: duckdb.DuckDBPyConnection, listings: list[LandedListing]) -> None:
    last = {landed.listing.url: landed for landed in listings}
    connection.execute(
        "DELETE FROM link WHERE list_url IN (SELECT url FROM listing SEMI JOIN "
        "(SELECT unnest($1) AS url) USING (url))",
        [list(last)],
    )
    put(connection, "listing", (vars(landed.listing) for landed in last.values()))
    put(connection, "link", (vars(link) for landed in last.values() for link in landed.links))
