"""A failure that a person can mend ends a command with one line and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def told() -> Iterator[None]:
    """Turn a WarehouseError into its message on stderr and exit code 1."""
    from warehouse.errors import WarehouseError

    try:
        yield
    except WarehouseError as error:
        typer.echo(f"gongkai: {error}", err=True)
        raise typer.Exit(1) from error
