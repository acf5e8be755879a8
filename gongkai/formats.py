"""Rows as CSV, JSON and Parquet."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.table import plain


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    r"""Give the lines as RFC 4180 has them, each with its \r\n.

    An empty string is written as "" and a null as nothing, so that both can be told apart; only
    in a table of one column a null is "" too, since readers pass over an empty line.
    """
    yield ",".join(map(_csv_field, columns)) + "\r\n"
    for row in rows:
        yield (",".join(map(_csv_field, row)) or '""') + "\r\n"


def _csv_field(value: Any) -> str:
    # Not the csv module: before Python 3.12 it writes a null like an empty string.
    if value is None:
        return ""
    text = plain(value)
    if text == "" or any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def json_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Give a JSON array, an object a line. Decimals are numbers, dates are ISO 8601."""
    start = "["
    for row in rows:
        record = dict(zip(columns, row, strict=True))
        yield f"{start}\n{json.dumps(record, ensure_ascii=False, default=_json_value)}"
        start = ","
    yield "\n]\n" if start == "," else "[]\n"


def _json_value(value: Any) -> int | float | str:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def write_parquet(schema: pa.Schema, batches: Iterable[pa.RecordBatch], file: Path) -> None:
    """Write the batches with the types that the statement gave, null columns too."""
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
