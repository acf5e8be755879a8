"""Many statements as one."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Make many statements one transaction: each alone would wait for the disk.

    What is stored in it is not counted until its end: a question on many rows of it waits longer.
    """
    connection.begin()
    yield
    connection.commit()
