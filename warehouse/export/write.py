"""Write the warehouse as files."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
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

# One waits for rows of DuckDB while another encodes them. More would take more memory.
AT_ONCE = 2


class Format(StrEnum):
    """What rows can be written as."""

    PARQUET = "parquet"
    CSV = "csv"
    STATA = "stata"


_SUFFIX = {Format.CSV: ".csv", Format.STATA: ".dta"}


@dataclass(frozen=True)
class _File:
    name: str  # below the folder, with /
    form: Format
    part: Part


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
            with ThreadPoolExecutor(AT_ONCE, "export") as threads:
                told(0, len(work))
                for written in threads.map(partial(_write, connection, selection, folder), work):
                    files.append(written)
                    told(len(files), len(work))
            chosen = list({file.part.relation.name: file.part.relation for file in work}.values())
            earlier = set(digests(folder))
            exported = write_account(connection, Export(folder, selection, chosen, tuple(files)))
        for name in earlier - {file.name for file in exported.files}:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise WarehouseError(f"the export to {folder} failed: {error}") from error
    return exported


def _work(
    connection: duckdb.DuckDBPyConnection, selection: Selection, formats: Sequence[Format]
) -> list[_File]:
    """Give the files to be written; for Stata, the wide tables if none are named."""
    work: list[_File] = []
    for form in dict.fromkeys(formats):
        chosen = selection
        if form is Format.STATA and not selection.tables:
            chosen = selection.only(STATA_TABLES)
        for relation in relations(connection, chosen):
            if form is Format.PARQUET:
                work += _by_year(connection, relation, selection)
            else:
                name = f"{form}/{relation.name}{_SUFFIX[form]}"
                work.append(_File(name, form, whole(relation, selection)))
    return work


def _by_year(
    connection: duckdb.DuckDBPyConnection, relation: Relation, selection: Selection
) -> Iterator[_File]:
    parts = list(years(connection, relation, selection)) if relation.is_by_year else []
    if not parts:  # no rows, no years: one file still has the columns
        yield _File(f"{relation.name}.parquet", Format.PARQUET, whole(relation, selection))
    for part in parts:
        year = NO_YEAR if part.year is None else part.year
        name = f"{relation.name}/report_year={year}/part-0.parquet"
        yield _File(name, Format.PARQUET, part)


def _write(
    connection: duckdb.DuckDBPyConnection, selection: Selection, folder: Path, file: _File
) -> WrittenFile:
    """Write one file, over a connection of its own."""
    relation = file.part.relation
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with connection.cursor() as cursor, replacing(path) as unfinished:
        choose(cursor, selection)
        if file.form is Format.STATA:
            rows = write_stata(cursor, unfinished, relation, selection)
        elif file.form is Format.CSV:
            rows = write_csv(unfinished, row_groups(cursor, file.part))
        else:
            rows = write_parquet(unfinished, relation, row_groups(cursor, file.part))
    return WrittenFile.of(folder, file.name, file.form, relation.name, rows)
