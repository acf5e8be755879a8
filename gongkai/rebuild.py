"""`gongkai rebuild`: the warehouse once more, from the archive and without asking any portal."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.failure import told

EXAMPLES = """Examples:

gongkai rebuild   ·   after an update of gongkai, or after copying WARC files into data/archive

gongkai rebuild --data /srv/gongkai
"""


def rebuild(
    data: Annotated[Path, typer.Option(help="Folder that holds the archive.")] = Path("data"),
    accept_loss: Annotated[
        bool,
        typer.Option("--accept-loss", help="Publish though it shows fewer reports than before."),
    ] = False,
) -> None:
    """Read the archive again and publish the warehouse anew; no portal is asked.

    Documents that this version of gongkai has read before are not read again.
    """
    from gongkai.progress import growing
    from gongkai.summary import summary
    from pipelines.land import land

    with told():
        if not (data / "archive").is_dir():
            typer.echo(f"gongkai: no archive at {data / 'archive'}: run `gongkai crawl`", err=True)
            raise typer.Exit(1)
        with growing("reading") as progress:
            land(data, progress, accept_loss=accept_loss)
        typer.echo(summary(data))
