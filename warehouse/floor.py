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
    complete ones, or if the present one cannot be opened. A file that is not DuckDB's, or has no
    reports of ours, has nothing to lose.
    """
    if not _is_duckdb(present):
        return
    name = str(present).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{name}' AS present (READ_ONLY)")
    except duckdb.Error as error:
        raise WarehouseError(
            f"nothing was published: {present} cannot be compared with the new warehouse: {error}. "
            "Close what has it open to write; if it is damaged: gongkai rebuild --accept-loss"
        ) from error
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


def _is_duckdb(file: Path) -> bool:
    """Whether the file's header says so: a checksum of eight bytes, then DUCK."""
    if not file.exists():
        return False
    with file.open("rb") as header:
        return header.read(12)[8:] == b"DUCK"
