"""A failure that a person can mend ends a command with one line and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def told() -> Iterator[None]:
    """Turn an error whose message names the remedy into that message and exit code 1."""
    from crawler.lock import DataFolderBusyError
    from crawler.night import HoursError
    from crawler.registry import RegistryError
    from warehouse.errors import WarehouseError

    try:
        yield
    except (DataFolderBusyError, HoursError, RegistryError, WarehouseError) as error:
        typer.echo(f"gongkai: {error}", err=True)
        raise typer.Exit(1) from error
