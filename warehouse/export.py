"""The warehouse as Parquet files, for those who do not use DuckDB."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import WarehouseError
from warehouse.query import open_warehouse
from warehouse.replacing import replacing

CHECKSUMS = "SHA256SUMS"
ROW_GROUP = 100_000

_RELATIONS = """
SELECT table_name AS name, comment FROM duckdb_tables() WHERE NOT internal
UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
ORDER BY name
"""


@dataclass(frozen=True)
class ExportedFile:
    """A Parquet file of the export."""

    path: Path
    rows: int
    size: int  # bytes
    sha256: str


def export(warehouse: Path, folder: Path) -> list[ExportedFile]:
    """Write every table and view to `folder`, a Parquet file each, and their SHA256SUMS.

    The types are those of the warehouse, also where a column is null throughout; what a column
    means goes along as its field's metadata. Rows are sorted by all columns from the left, so the
    same warehouse gives the same bytes. Each file is written beside its name and then renamed.
    Raises WarehouseError if the warehouse is missing or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open_warehouse(warehouse) as connection:
            relations = connection.execute(_RELATIONS).fetchall()
            exported = [_write(connection, name, comment, folder) for name, comment in relations]
        with replacing(folder / CHECKSUMS) as unfinished:
            sums = [f"{file.sha256}  {file.path.name}\n" for file in exported]
            unfinished.write_text("".join(sums), encoding="utf-8")
    except OSError as error:
        raise WarehouseError(f"the export to {folder} failed: {error}") from error
    return exported


def _write(
    connection: duckdb.DuckDBPyConnection, name: str, comment: str | None, folder: Path
) -> ExportedFile:
    meanings = dict(
        connection.execute(
            "SELECT column_name, comment FROM duckdb_columns() "
            "WHERE table_name = $1 AND comment IS NOT NULL",
            [name],
        ).fetchall()
    )
    path = folder / f"{name}.parquet"
    rows = 0
    with (
        connection.sql(f'FROM "{name}" ORDER BY ALL').to_arrow_reader(ROW_GROUP) as reader,
        replacing(path) as unfinished,
    ):
        schema = _with_meanings(reader.schema, comment, meanings)
        with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
                rows += batch.num_rows
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ExportedFile(path, rows, path.stat().st_size, digest)


def _with_meanings(schema: pa.Schema, comment: str | None, meanings: dict[str, str]) -> pa.Schema:
    fields = [
        field.with_metadata({"comment": meanings[field.name]}) if field.name in meanings else field
        for field in schema
    ]
    return pa.schema(fields, metadata={"comment": comment} if comment else None)
