"""`gongkai export`: the warehouse as files, and releases to cite."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.failure import told
from gongkai.region import refuse_unknown, start_of

if TYPE_CHECKING:
    from warehouse.export import Export, Format, Selection

EXAMPLES = """Examples:

gongkai export data/export   ·   all, as Parquet; then: cd data/export; sha256sum -c SHA256SUMS

gongkai export out --tables panel,figures --format parquet,csv --region 640000 --year 2023

gongkai export out --format stata --level county   ·   the wide tables, for Stata

gongkai export /srv/releases --release   ·   a dated folder of its own, with what changed
"""


class Level(StrEnum):
    """Which agencies, by the region they serve."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


def export(
    folder: Annotated[Path, typer.Argument(help="Folder for the files; made if missing.")],
    tables: Annotated[
        str,
        typer.Option(
            metavar="NAMES", help="Tables and views, with commas; without it all but repetitions."
        ),
    ] = "",
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help="parquet, csv, stata; with commas.")
    ] = "parquet",
    region: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only this region and all under it.")
    ] = None,
    year: Annotated[
        list[int] | None,
        typer.Option(min=1000, max=9999, help="Only this year reported on; may be repeated."),
    ] = None,
    level: Annotated[
        Level | None, typer.Option(help="Only agencies of regions of this level.")
    ] = None,
    release: Annotated[
        bool,
        typer.Option(
            "--release", help="Write a release into a new folder there that nobody changes again."
        ),
    ] = False,
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Write the warehouse as files, with codebook, README, Data Package, citation and checksums."""
    from gongkai.progress import growing
    from warehouse.export import Selection, write_release
    from warehouse.export import export as write
    from warehouse.publish import FILE_NAME

    with told():
        selection = Selection(
            tables=tuple(_names(tables)),
            region="" if region is None else start_of(region),
            years=tuple(year or ()),
            level=level or "",
        )
        forms = _formats(formats)
        if region is not None:
            _refuse_unknown(data / FILE_NAME, region)
        with growing("exporting") as grown:
            if release:
                _refuse_part(selection)
                exported = write_release(data / FILE_NAME, folder, forms, grown)
            else:
                exported = write(data / FILE_NAME, folder, selection, forms, grown)
    _show(exported)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _formats(text: str) -> "list[Format]":
    from warehouse.errors import WarehouseError
    from warehouse.export import Format

    known = [str(form) for form in Format]
    names = _names(text)
    if not names or set(names) - set(known):
        raise WarehouseError(f"--format {text}: give one or more of {', '.join(known)}")
    return [Format(name) for name in names]


def _refuse_unknown(warehouse: Path, region: str) -> None:
    from warehouse.query import open_warehouse

    with open_warehouse(warehouse) as connection:
        refuse_unknown(connection, region)


def _refuse_part(selection: "Selection") -> None:
    from warehouse.errors import WarehouseError
    from warehouse.export import Selection

    if selection != Selection():
        raise WarehouseError(
            "a release is whole: leave out --tables, --region, --year and --level, or --release"
        )


def _show(exported: "Export") -> None:
    from gongkai.table import aligned

    rows = []
    for relation in exported.relations:
        for form in ("parquet", "csv", "stata"):
            files = exported.files_of(relation, form)
            if files:
                counts = [sum(file.rows or 0 for file in files), sum(file.size for file in files)]
                rows.append((relation.name, form, len(files), *counts))
    for line in aligned(["table", "format", "files", "rows", "bytes"], rows):
        typer.echo(line)
    typer.echo(f"{len(exported.files)} files in {exported.folder}; README.md says what they are")
