"""The rows that reports have by the hundred: a slice of reports at a time.

What a row shares with its report (agency, address, …) is not fetched for every row: the rows have
numbers, and the texts go beside them once, as Arrow's dictionaries, which Parquet keeps as they
are. The edges of boxes are looked up in the lists of the report in the same way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.export.relations import quoted, text

SLICE = 2_000_000  # rows, about


@dataclass(frozen=True)
class Numerous:
    """A view of such rows with report_number, and the view of their reports."""

    rows: str
    reports: str
    of_report: Sequence[str]  # fields in which it repeats what the view of reports says
    a_report: int  # so many rows has a report, about
    are_cells: bool = True  # of the form, with an address, and with a box on pages; else checks


_CELL = ("table_name", "row_name", "column_name")

NUMEROUS = {
    "figures": Numerous(
        "stored_current_figures",
        "stored_current",
        (
            *("region_code", "agency", "scope", "edition"),
            *("url", "member", "format", "agency_id", "report_id"),
        ),
        200,
    ),
    "figure": Numerous("stored_figures", "stored_report", ("report_id",), 200),
    "check_result": Numerous("stored_checks", "stored_report", ("report_id",), 40, are_cells=False),
    "year_checks": Numerous(
        "stored_year_checks",
        "stored_current",
        ("region_code", "agency", "scope", "url", "agency_id", "report_id"),
        10,
        are_cells=False,
    ),
}

# Text of few kinds, and where they are told.
_KINDS = {
    "table_name": "stored_address",
    "row_name": "stored_address",
    "column_name": "stored_address",
    "state": "(SELECT value AS state FROM codebook_value WHERE field = 'state')",
    "check_name": "stored_subject UNION SELECT check_name FROM stored_year_check",
    "subject": "stored_subject UNION SELECT subject FROM stored_year_check",
    "verdict": "(SELECT value AS verdict FROM codebook_value WHERE field = 'verdict')",
}

# The lists of a report: which column numbers the lines in it, and what the two edges of a line are.
_LINES = {"across": ("line_across", ("x0", "x1")), "down": ("line_down", ("top", "bottom"))}
_BOX = [edge for _, edges in _LINES.values() for edge in edges]

_KIND = "CREATE TEMP TYPE kind_{name} AS ENUM (SELECT {name} FROM {kinds} GROUP BY 1 ORDER BY 1)"

# The cells in their order, so that rows are sorted by a number and not by three texts.
_CELLS = """
CREATE TEMP TABLE ordered_cell AS
SELECT
    address,
    table_name::kind_table_name AS table_name,
    row_name::kind_row_name AS row_name,
    column_name::kind_column_name AS column_name,
    (row_number() OVER (ORDER BY table_name, row_name, column_name))::SMALLINT AS rank
FROM stored_address
"""
_OF_CELLS = "JOIN ordered_cell AS cell USING (address)"
_BY_CELL = "place, rank"
_BY_CHECK = "place, check_name::kind_check_name, subject::kind_subject"

_REPORTS = """
CREATE OR REPLACE TEMP TABLE ordered_report AS
SELECT *, (row_number() OVER (ORDER BY report_id) - 1)::INTEGER AS place
FROM {reports} WHERE {where}
"""
_SLICES = """
SELECT min(place), max(place), min(report_id), max(report_id) FROM ordered_report
GROUP BY place // $size ORDER BY ALL
"""
_OF_REPORTS = """
SELECT {columns}
FROM ordered_report AS r JOIN stored_report AS s USING (report_number)
WHERE place BETWEEN $first AND $last ORDER BY place
"""
# The bounds as constants: DuckDB brings those of report_id down to the reports, and so to stretches
# of rows; by those of place it knows how few the reports are.
_ROWS = """
SELECT place - {first} AS place, {columns}
FROM {rows} AS f JOIN ordered_report USING (report_number) {cells}
WHERE f.report_id BETWEEN {least} AND {greatest} AND place BETWEEN {first} AND {last}
ORDER BY {order}
"""


def numerous(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    names: Sequence[str],
    where: str,
    size: int,
) -> Iterator[pa.Table]:
    """Give the rows of a relation by report and then in its order, at most `size` at a time.

    `where` leaves the reports; `names` are the columns. At least one table, if an empty one.
    """
    chosen = NUMEROUS[relation]
    connection.execute(_REPORTS.format(reports=chosen.reports, where=where))
    _create_kinds(connection)
    reports = max(SLICE // chosen.a_report, 1)
    slices = connection.execute(_SLICES, {"size": reports}).fetchall() or [(0, 0, "", "")]
    for first, last, least, greatest in slices:
        statement = _ROWS.format(
            columns=", ".join(_columns(chosen, names)),
            rows=chosen.rows,
            cells=_OF_CELLS if chosen.are_cells else "",
            first=first,
            last=last,
            least=text(least),
            greatest=text(greatest),
            order=_BY_CELL if chosen.are_cells else _BY_CHECK,
        )
        rows = connection.sql(statement).to_arrow_table()
        of_reports = _of_reports(connection, chosen, first, last)
        for start in range(0, max(rows.num_rows, 1), size):
            yield _whole_rows(rows.slice(start, size), of_reports, names)


def _create_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DROP TABLE IF EXISTS ordered_cell")
    for name, kinds in _KINDS.items():
        connection.execute(f"DROP TYPE IF EXISTS kind_{name}")
        connection.execute(_KIND.format(name=name, kinds=kinds))
    connection.execute(_CELLS)


def _columns(chosen: Numerous, names: Sequence[str]) -> list[str]:
    """Give the SQL of what is fetched for each row."""
    columns = []
    for name in names:
        if name in chosen.of_report or (chosen.are_cells and name in _BOX):
            continue
        if chosen.are_cells and name in _CELL:
            columns.append(f"cell.{name}")
        elif name in _KINDS:
            columns.append(f"f.{name}::kind_{name} AS {name}")
        else:
            columns.append(f"f.{quoted(name)}")
    return columns + ([line for line, _ in _LINES.values()] if chosen.are_cells else [])


def _of_reports(
    connection: duckdb.DuckDBPyConnection, chosen: Numerous, first: int, last: int
) -> dict[str, pa.Array]:
    """Give what rows share with their reports, in the order of their places."""
    columns = [f"r.{name}" for name in chosen.of_report]
    columns += [f"s.{name}" for name in _LINES] if chosen.are_cells else []
    table = connection.sql(
        _OF_REPORTS.format(columns=", ".join(columns)), params={"first": first, "last": last}
    ).to_arrow_table()
    return {name: _one(table.column(name)) for name in table.column_names}


def _one(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array."""
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _whole_rows(
    rows: pa.Table, of_reports: Mapping[str, pa.Array], names: Sequence[str]
) -> pa.Table:
    """Put the columns in order, those of the reports by the place of each row."""
    rows = rows.combine_chunks()
    places = _one(rows.column("place"))
    # The reports of these rows only: a row group carries its dictionaries whole.
    least = places[0].as_py() if len(places) else 0
    count = places[-1].as_py() - least + 1 if len(places) else 0
    places = pc.subtract(places, pa.scalar(least, places.type))
    columns = {name: rows.column(name) for name in rows.column_names}
    for name, column in of_reports.items():
        reports = column.slice(least, count)
        if name in _LINES:
            line, edges = _LINES[name]
            columns |= zip(edges, _edges(reports, places, columns[line]), strict=True)
        else:
            kinds = reports.dictionary_encode()
            at = pc.take(kinds.indices, places, boundscheck=False)
            columns[name] = pa.DictionaryArray.from_arrays(at, kinds.dictionary, safe=False)
    return pa.table([columns[name] for name in names], names=list(names))


def _edges(lists: pa.ListArray, places: pa.Array, lines: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Give the two edges of a line of the report at each place; nulls if it has none."""
    first = pc.multiply(lines.cast(pa.int32()), 2)
    is_there = pc.less(first, pc.take(lists.value_lengths(), places))
    starts = pc.subtract(lists.offsets.slice(0, len(lists)), lists.offsets[0])
    at = pc.if_else(is_there, pc.add(pc.take(starts, places), first), None)
    values = lists.flatten()
    return pc.take(values, at), pc.take(values, pc.add(at, 1))
