"""Build a new warehouse beside the present one and let it take its place in one step.

A DuckDB file has one writer or many readers, never both. So nothing is ever written to the file
that readers open: it is replaced. A reader who has the old file open keeps reading the old data,
for as long as it likes; whoever opens it afterwards finds the new. (Within one process DuckDB
shares an open file by its path: close the old connection there before opening the new file.)
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.codebook import describe
from warehouse.errors import WarehouseError
from warehouse.floor import refuse_worse
from warehouse.replacing import sync
from warehouse.tables import create_tables
from warehouse.transaction import at_once
from warehouse.views import create_views

FILE_NAME = "warehouse.duckdb"

# Storage of DuckDB 1.2: all DuckDB from 1.2 on open it. What 2.0 writes by default, 1.x cannot.
# No log of what is written either: a file that was not finished is thrown away, not recovered.
HOW = "STORAGE_VERSION 'v1.2.0', RECOVERY_MODE NO_WAL_WRITES"

MEMORY = "4GB"  # of DuckDB: a machine with 8 can publish; what does not fit goes to the disk


def publish(
    path: Path, build: Callable[[duckdb.DuckDBPyConnection], None], *, accept_loss: bool = False
) -> None:
    """Create the tables, let `build` load them, add views and codebook, and put the file at `path`.

    `build` gets a connection to the new, empty warehouse and calls `load`. If anything raises, the
    present file stays as it is. Raises WarehouseError if another publish is under way, or if the
    new warehouse is worse than the present one (warehouse.floor) and that was not accepted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.new")
    with _alone(path):
        _remove(unfinished)  # of a publish that was killed
        try:
            _build(unfinished, build, None if accept_loss else path)
            sync(unfinished)
            unfinished.replace(path)
            sync(path.parent)
        finally:
            _remove(unfinished)


def _build(
    file: Path, build: Callable[[duckdb.DuckDBPyConnection], None], present: Path | None
) -> None:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": f"{file}.tmp",
    }
    with duckdb.connect(config=config) as connection:
        name = str(file).replace("'", "''")
        connection.execute(f"ATTACH '{name}' AS new ({HOW}); USE new")
        with at_once(connection):
            create_tables(connection)
        build(connection)
        if present:
            refuse_worse(connection, present)
        create_views(connection)
        with at_once(connection):
            describe(connection)
        connection.execute("CHECKPOINT new; USE memory; DETACH new")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of this warehouse's publishers; the system lets go of it if we are killed."""
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseError(
                f"{path} is being published by another process: wait for it"
            ) from error
        yield


def _remove(unfinished: Path) -> None:
    unfinished.unlink(missing_ok=True)
    unfinished.with_name(f"{unfinished.name}.wal").unlink(missing_ok=True)
    shutil.rmtree(f"{unfinished}.tmp", ignore_errors=True)
