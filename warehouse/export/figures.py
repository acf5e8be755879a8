"""The rows of the figures by the hundred million: a slice of reports at a time.

What a figure shares with its report (agency, address, …) and with its cell is not fetched for every
row: the rows have numbers, and the texts go beside them once, as Arrow's dictionaries, which
Parquet keeps as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.export.relations import quoted, text

SLICE = 10_000  # reports, some two million figures


@dataclass(frozen=True)
class Wide:
    """A view of figures with report_number, and the view of its reports."""

    figures: str
    reports: str
    of_report: Sequence[str]  # fields in which it repeats what the view of reports says


WIDE = {
    "figures": Wide(
        "stored_current_figures",
        "stored_current",
        (
            *("region_code", "agency", "scope", "edition"),
            *("url", "member", "format", "agency_id", "report_id"),
        ),
    ),
    "figure": Wide("stored_figures", "stored_report", ("report_id",)),
}

# Text of few kinds, and where they are told.
_KINDS = {
    "table_name": "stored_address UNION SELECT table_name FROM correction",
    "row_name": "stored_address UNION SELECT row_name FROM correction",
    "column_name": "stored_address UNION SELECT column_name FROM correction",
    "state": "(SELECT value AS state FROM codebook_value WHERE field = 'state')",
}
_CELL = ("table_name", "row_name", "column_name")

_KIND = "CREATE TEMP TYPE kind_{name} AS ENUM (SELECT {name} FROM {kinds} GROUP BY 1 ORDER BY 1)"

_REPORTS = """
CREATE OR REPLACE TEMP TABLE ordered_report AS
SELECT *, (row_number() OVER (ORDER BY report_id) - 1)::INTEGER AS place
FROM {reports} WHERE {where}
"""
_SLICES = """
SELECT min(place), min(report_id), max(report_id) FROM ordered_report
GROUP BY place // $size ORDER BY ALL
"""
_TEXTS = """
SELECT {columns} FROM ordered_report
WHERE report_id BETWEEN {least} AND {greatest} ORDER BY place
"""
# The bounds as constants: DuckDB brings them down to the reports, and so to stretches of figures.
_FIGURES = """
SELECT place - $first AS place, {columns}
FROM {figures} AS f JOIN ordered_report USING (report_number)
WHERE f.report_id BETWEEN {least} AND {greatest}
ORDER BY {order}
"""


def figures(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    names: Sequence[str],
    where: str,
    size: int,
) -> Iterator[pa.Table]:
    """Give figures or figure by report, table, row and column, at most `size` rows at a time.

    `where` leaves the reports; `names` are the columns. At least one table, if an empty one.
    """
    wide = WIDE[relation]
    connection.execute(_REPORTS.format(reports=wide.reports, where=where))
    _create_kinds(connection)
    own = [name for name in names if name not in wide.of_report]
    columns = [f"{quoted(n)}::kind_{n} AS {n}" if n in _KINDS else f"f.{quoted(n)}" for n in own]
    order = ", ".join(["place", *(f"{name}::kind_{name}" for name in _CELL)])
    slices = connection.execute(_SLICES, {"size": SLICE}).fetchall() or [(0, "", "")]
    for first, least, greatest in slices:
        statement = _FIGURES.format(
            columns=", ".join(columns),
            figures=wide.figures,
            least=text(least),
            greatest=text(greatest),
            order=order,
        )
        rows = connection.sql(statement, params={"first": first}).to_arrow_table()
        texts = _texts(connection, wide, text(least), text(greatest))
        for start in range(0, max(rows.num_rows, 1), size):
            yield _with_texts(rows.slice(start, size), texts, names)


def _create_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    for name, kinds in _KINDS.items():
        connection.execute(f"DROP TYPE IF EXISTS kind_{name}")
        connection.execute(_KIND.format(name=name, kinds=kinds))


def _texts(
    connection: duckdb.DuckDBPyConnection, wide: Wide, least: str, greatest: str
) -> dict[str, pa.DictionaryArray]:
    """Give the texts of a slice's reports, in the order of their places."""
    table = connection.sql(
        _TEXTS.format(columns=", ".join(wide.of_report), least=least, greatest=greatest)
    ).to_arrow_table()
    return {name: _whole(table.column(name).dictionary_encode()) for name in table.column_names}


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array."""
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _with_texts(
    rows: pa.Table, texts: Mapping[str, pa.DictionaryArray], names: Sequence[str]
) -> pa.Table:
    """Put the columns in order, those of the reports from `texts` by the place of each row."""
    rows = rows.combine_chunks()
    places = rows.column("place")
    columns = []
    for name in names:
        if name in texts:
            kinds = texts[name]
            at = pc.take(kinds.indices, places, boundscheck=False).combine_chunks()
            columns.append(pa.DictionaryArray.from_arrays(at, kinds.dictionary, safe=False))
        else:
            columns.append(rows.column(name))
    return pa.table(columns, names=list(names))
