"""`gongkai export`: the warehouse as Parquet files."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.failure import told

EXAMPLES = """Examples:

gongkai export data/export

gongkai export /srv/release-2026-03 --data /srv/gongkai   ·   then: sha256sum -c SHA256SUMS
"""


def export(
    folder: Annotated[Path, typer.Argument(help="Folder for the files; made if missing.")],
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Write every table and view as a Parquet file, and their SHA256SUMS."""
    from gongkai.table import aligned
    from warehouse.export import export as write
    from warehouse.publish import FILE_NAME

    with told():
        files = write(data / FILE_NAME, folder)
    rows = [(file.path.name, file.rows, file.size) for file in files]
    for line in aligned(["file", "rows", "bytes"], rows):
        typer.echo(line)
    typer.echo(f"{len(files)} files in {folder}")
