"""CSV as spreadsheets open it: UTF-8 with a byte order mark."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

MARK = b"\xef\xbb\xbf"
BETWEEN = "; "  # the texts of a list


def write_csv(path: Path, tables: Iterator[pa.Table]) -> int:
    """Write the tables one below the other; give the number of rows.

    A text stands in quotation marks, so that an empty one ("") and a null (nothing) are two things.
    """
    first = _plain(next(tables))
    rows: int = first.num_rows
    with path.open("wb") as file:
        file.write(MARK)
        with csv.CSVWriter(file, first.schema) as writer:
            writer.write_table(first)
            for table in tables:
                rows += table.num_rows
                writer.write_table(_plain(table).cast(first.schema))
    return rows


def _plain(table: pa.Table) -> pa.Table:
    """Give texts as texts, and a list as one text."""
    columns = []
    for column in table.columns:
        if pa.types.is_dictionary(column.type):
            columns.append(column.cast(column.type.value_type))
        elif pa.types.is_list(column.type):
            columns.append(pc.binary_join(column, BETWEEN))
        else:
            columns.append(column)
    return pa.table(columns, names=table.column_names)
