"""`gongkai archive`: what the archive holds, and whether it is sound."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from crawler.holdings import Holding

LIST_EXAMPLES = """Examples:

gongkai archive list   ·   a row a run

gongkai archive list --run 20261121T184006Z-3fa07c   ·   its files, one a host
"""

VERIFY_EXAMPLES = """Examples:

gongkai archive verify

rsync -a other:/srv/gongkai/data/archive/ data/archive/; gongkai archive verify; gongkai rebuild   ·
two archives become one: their files are copied together, and none has the name of another
"""

Data = Annotated[Path, typer.Option(metavar="DIR", help="Folder that holds the archive.")]

app = typer.Typer(
    help="List the archive's WARC files; verify them.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list", epilog=LIST_EXAMPLES)
def list_files(
    run: Annotated[
        str | None, typer.Option(metavar="RUN", help="Show the files of this run.")
    ] = None,
    data: Data = Path("data"),
) -> None:
    """List the runs with their files, hosts, bytes, records (answers and notes) and dates."""
    from crawler.holdings import Holdings
    from gongkai.table import aligned

    with Holdings(_folder(data)) as index:
        holdings = list(index.files())
    if run is None:
        names = ["run", "files", "hosts", "bytes", "records", "first", "last"]
        lines = aligned(names, _runs(holdings))
    else:
        names = ["file", "host", "bytes", "records", "first", "last"]
        lines = aligned(names, _files(holdings, run))
    for line in lines:
        typer.echo(line)


@app.command(epilog=VERIFY_EXAMPLES)
def verify(data: Data = Path("data")) -> None:
    """Read every record of the archive and prove it: gzip, digests, revisits, the index.

    Each damage is listed with its file, its offset and a remedy; then the exit code is 1.
    """
    from crawler.verify import Verification
    from gongkai.progress import growing

    verification = Verification(_folder(data))
    damages = 0
    with growing("verifying") as progress:
        for damage in verification.run(progress):
            damages += 1
            typer.echo(f"{damage.file}, byte {damage.offset}: {damage.what}")
            typer.echo(f"  {damage.remedy}")
    typer.echo(f"{verification.records} records in {verification.files} files: {damages} damages")
    if damages:
        raise typer.Exit(1)


def _folder(data: Path) -> Path:
    if not (data / "archive").is_dir():
        typer.echo(f"gongkai: no archive at {data / 'archive'}: run `gongkai crawl`", err=True)
        raise typer.Exit(1)
    return data / "archive"


def _runs(holdings: "Iterable[Holding]") -> Iterator[tuple[Any, ...]]:
    for run_id, of_run in groupby(holdings, key=lambda holding: holding.run_id):
        files = list(of_run)
        yield (
            run_id,
            len(files),
            len({file.host for file in files if file.host}),
            sum(file.size for file in files),
            sum(file.records for file in files),
            min((file.first for file in files if file.first), default=None),
            max((file.last for file in files if file.last), default=None),
        )


def _files(holdings: "Iterable[Holding]", run: str) -> Iterator[tuple[Any, ...]]:
    for file in holdings:
        if file.run_id == run:
            yield (file.warc_file, file.host, file.size, file.records, file.first, file.last)
