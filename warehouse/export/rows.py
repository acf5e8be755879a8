"""The rows of a relation as Arrow tables, in an order that the rows alone decide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import duckdb
import pyarrow as pa

from warehouse.export.numerous import NUMEROUS, numerous
from warehouse.export.relations import Relation, Selection, condition, quoted, text

ROW_GROUP = 250_000
FETCHED = 50_000  # rows fetched from DuckDB at a time

# Rows with much text are sorted so many reports at a time: all would not go into the memory.
REPORTS = {"section": 50_000}

_STRETCHES = """
SELECT min(report_id), max(report_id) FROM (
    SELECT report_id, (row_number() OVER (ORDER BY report_id) - 1) // $size AS stretch FROM report
) GROUP BY stretch ORDER BY stretch
"""

# The same rows with ENUMs for texts: they are lighter to sort, and Arrow has dictionaries for them.
INSIDE = {"panel_states": "stored_states"}


@dataclass(frozen=True)
class Part:
    """The rows of one file."""

    relation: Relation
    where: str
    names: Sequence[str]  # its columns
    year: int | None = None


def whole(relation: Relation, selection: Selection) -> Part:
    """Give all rows of a relation that are selected."""
    return Part(relation, condition(relation, selection), relation.names)


def years(
    connection: duckdb.DuckDBPyConnection, relation: Relation, selection: Selection
) -> Iterator[Part]:
    """Give the rows of each year, those without one last, without their column report_year."""
    where = condition(relation, selection)
    names = [name for name in relation.names if name != "report_year"]
    found = connection.execute(
        f"SELECT DISTINCT report_year FROM {quoted(relation.name)} WHERE {where} "  # noqa: S608  # of the codebook
        "ORDER BY report_year NULLS LAST"
    ).fetchall()
    for (year,) in found:
        of_year = "report_year IS NULL" if year is None else f"report_year = {year}"
        yield Part(relation, f"{where} AND {of_year}", names, year)


def row_groups(connection: duckdb.DuckDBPyConnection, part: Part) -> Iterator[pa.Table]:
    """Give the rows of a part, sorted by the key (by all columns where there is none).

    Each table is one row group. Text that many rows share may be dictionary-encoded.
    """
    if part.relation.name in NUMEROUS:
        yield from numerous(connection, part.relation.name, part.names, part.where, ROW_GROUP)
        return
    order = ", ".join(map(quoted, part.relation.key)) or "ALL"
    columns = ", ".join(map(quoted, part.names))
    source = INSIDE.get(part.relation.name, part.relation.name)
    statement = f"SELECT {columns} FROM {quoted(source)} WHERE {{where}} ORDER BY {order}"  # noqa: S608  # of the codebook
    readers = (
        connection.sql(statement.format(where=where)).to_arrow_reader(FETCHED)
        for where in _stretches(connection, part)
    )
    first = next(readers)
    yield from regrouped(first.schema, chain(first, chain.from_iterable(readers)))


def _stretches(connection: duckdb.DuckDBPyConnection, part: Part) -> list[str]:
    """Give the conditions of rows that are sorted one after the other."""
    size = REPORTS.get(part.relation.name)
    if size is None:
        return [part.where]
    stretches = connection.execute(_STRETCHES, {"size": size}).fetchall()
    return [
        f"{part.where} AND report_id BETWEEN {text(least)} AND {text(greatest)}"
        for least, greatest in stretches
    ] or [part.where]


def regrouped(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Give the rows in tables of ROW_GROUP, at least one; DuckDB's batches end where it likes."""
    held = pa.table([pa.array([], field.type) for field in schema], schema=schema)
    is_first = True
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch], schema)])
        while held.num_rows >= ROW_GROUP:
            yield held.slice(0, ROW_GROUP).combine_chunks()
            held = held.slice(ROW_GROUP)
            is_first = False
    if is_first or held.num_rows:
        yield held.combine_chunks()
