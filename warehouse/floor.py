"""A snapshot that shows much less than the present one is not published: something went wrong."""

from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

# Share of the present reports that a new snapshot shows at least. The archive only grows, so the
# rest is for reports that a newer version of the reader rightly takes for something else.
FLOOR = 0.95

_SHOWN = """
SELECT count(*), count(*) FILTER (status = 'complete') FROM {database}.report WHERE is_current
"""
KINDS = ("reports", "complete reports")


def refuse_worse(connection: duckdb.DuckDBPyConnection, present: Path) -> None:
    """Compare the warehouse that is open as the current database with the one at `present`.

    Raises WarehouseError, with the counts, if it shows less than FLOOR of the reports, or of the
    complete ones. A present file that is no warehouse of ours has nothing to lose.
    """
    if not present.exists():
        return
    name = str(present).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{name}' AS present (READ_ONLY)")
    except duckdb.Error:
        return
    try:
        before = connection.execute(_SHOWN.format(database="present")).fetchall()[0]
    except duckdb.CatalogException:
        return
    finally:
        connection.execute("DETACH present")
    now = connection.execute(_SHOWN.format(database="new")).fetchall()[0]
    for kind, shown, was in zip(KINDS, now, before, strict=True):
        if shown < FLOOR * was:
            raise WarehouseError(
                f"nothing was published: the new warehouse would show {shown} {kind}, the present "
                f"one shows {was}. Look whether the archive is whole (gongkai archive verify); if "
                "it is right so: gongkai rebuild --accept-loss"
            )
