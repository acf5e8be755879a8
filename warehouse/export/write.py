"""Write the warehouse as files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.export.account import digests, write_account
from warehouse.export.csv_file import write_csv
from warehouse.export.parquet import write_parquet
from warehouse.export.relations import Relation, Selection, choose, relations
from warehouse.export.rows import Part, row_groups, whole, years
from warehouse.export.stata import STATA_TABLES, write_stata
from warehouse.export.written import Export, WrittenFile
from warehouse.query import open_warehouse
from warehouse.replacing import replacing

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # as Hive has it
WHOLE = Selection()


class Format(StrEnum):
    """What rows can be written as."""

    PARQUET = "parquet"
    CSV = "csv"
    STATA = "stata"


def export(
    warehouse: Path,
    folder: Path,
    selection: Selection = WHOLE,
    formats: Sequence[Format] = (Format.PARQUET,),
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Export:
    """Write the relations selected in every format, and the account of them.

    What a field is comes from the codebook; rows are sorted by the key, so the same warehouse
    gives the same bytes. Each file is written beside its name and then renamed. What an earlier
    export wrote there and this one does not is removed; other files are left. `told` gets how many
    files of how many are done. Raises WarehouseError if the warehouse is missing, a table is
    unknown or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open_warehouse(warehouse) as connection:
            choose(connection, selection)
            work = _work(connection, selection, formats)
            files: list[WrittenFile] = []
            for number, (relation, form) in enumerate(work):
                told(number, len(work))
                files += _WRITERS[form](connection, folder, relation, selection)
            chosen = list({relation.name: relation for relation, _ in work}.values())
            earlier = set(digests(folder))
            exported = write_account(connection, Export(folder, selection, chosen, tuple(files)))
        for name in earlier - {file.name for file in exported.files}:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise WarehouseError(f"the export to {folder} failed: {error}") from error
    return exported


def _work(
    connection: duckdb.DuckDBPyConnection, selection: Selection, formats: Sequence[Format]
) -> list[tuple[Relation, Format]]:
    """Give what is to be written as what; for Stata, the wide tables if none are named."""
    work = []
    for form in dict.fromkeys(formats):
        chosen = selection
        if form is Format.STATA and not selection.tables:
            chosen = selection.only(STATA_TABLES)
        work += [(relation, form) for relation in relations(connection, chosen)]
    return work


def _parquet(
    connection: duckdb.DuckDBPyConnection, folder: Path, relation: Relation, selection: Selection
) -> Iterator[WrittenFile]:
    for name, part in _parquet_parts(connection, relation, selection):
        with _file(folder, name) as path:
            rows = write_parquet(path, relation, row_groups(connection, part))
        yield WrittenFile.of(folder, name, Format.PARQUET, relation.name, rows)


def _parquet_parts(
    connection: duckdb.DuckDBPyConnection, relation: Relation, selection: Selection
) -> Iterator[tuple[str, Part]]:
    by_year = list(years(connection, relation, selection)) if relation.is_by_year else []
    if not by_year:  # no rows, no years: one file still has the columns
        yield f"{relation.name}.parquet", whole(relation, selection)
    for part in by_year:
        year = NO_YEAR if part.year is None else part.year
        yield f"{relation.name}/report_year={year}/part-0.parquet", part


def _csv(
    connection: duckdb.DuckDBPyConnection, folder: Path, relation: Relation, selection: Selection
) -> Iterator[WrittenFile]:
    name = f"csv/{relation.name}.csv"
    with _file(folder, name) as path:
        rows = write_csv(path, row_groups(connection, whole(relation, selection)))
    yield WrittenFile.of(folder, name, Format.CSV, relation.name, rows)


def _stata(
    connection: duckdb.DuckDBPyConnection, folder: Path, relation: Relation, selection: Selection
) -> Iterator[WrittenFile]:
    name = f"stata/{relation.name}.dta"
    with _file(folder, name) as path:
        rows = write_stata(connection, path, relation, selection)
    yield WrittenFile.of(folder, name, Format.STATA, relation.name, rows)


_Writer = Callable[[duckdb.DuckDBPyConnection, Path, Relation, Selection], Iterator[WrittenFile]]
_WRITERS: Mapping[Format, _Writer] = {
    Format.PARQUET: _parquet,
    Format.CSV: _csv,
    Format.STATA: _stata,
}


def _file(folder: Path, name: str) -> AbstractContextManager[Path]:
    """Give where to write the file of that name; its folder is made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return replacing(path)
