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

from warehouse.export.relations import quoted

SLICE = 1_000_000  # rows, about


@dataclass(frozen=True)
class Named:
    """The table that has the names of rows, which rows have a number of."""

    table: str
    number: str  # from 0, without gaps
    names: Sequence[str]


CELLS = Named("stored_address", "address", ("table_name", "row_name", "column_name"))
SUBJECTS = Named("stored_subject", "subject_number", ("check_name", "subject"))


@dataclass(frozen=True)
class Numerous:
    """A view of such rows with report_number, and the view of their reports."""

    rows: str
    reports: str
    of_report: Sequence[str]  # fields in which it repeats what the view of reports says
    a_report: int  # so many rows has a report, about
    named: Named | None  # None: the rows have their names


NUMEROUS = {
    "figures": Numerous(
        "stored_current_figures",
        "stored_current",
        (
            *("region_code", "agency", "scope", "edition"),
            *("url", "member", "format", "agency_id", "report_id"),
        ),
        200,
        CELLS,
    ),
    "figure": Numerous("stored_figures", "stored_report", ("report_id",), 200, CELLS),
    "check_result": Numerous("stored_checks", "stored_report", ("report_id",), 40, SUBJECTS),
    "year_checks": Numerous(
        "stored_year_checks",
        "stored_current",
        ("region_code", "agency", "scope", "url", "agency_id", "report_id"),
        5,
        None,
    ),
}

# Other text of few kinds, and where they are told.
_KINDS = {
    "state": "(SELECT value AS state FROM codebook_value WHERE field = 'state')",
    "check_name": "stored_year_check",
    "subject": "stored_year_check",
    "verdict": "(SELECT value AS verdict FROM codebook_value WHERE field = 'verdict')",
}

# The lists of a report: which column numbers the lines in it, and what the two edges of a line are.
_LINES = {"across": ("line_across", ("x0", "x1")), "down": ("line_down", ("top", "bottom"))}
_BOX = [edge for _, edges in _LINES.values() for edge in edges]

_KIND = "CREATE TEMP TYPE kind_{name} AS ENUM (SELECT {name} FROM {kinds} GROUP BY 1 ORDER BY 1)"

# Rows are sorted by a number and not by texts, and get the names when they are sorted. A list gives
# the number and no join, since DuckDB would take the rows for fewer than the names.
_NAMES = "SELECT {number} AS number, {names} FROM {table} ORDER BY {names}"
_RANK = "($ranks::INTEGER[])[f.{number} + 1] AS rank"
_BY_RANK = "place, rank"
_BY_NAME = "place, check_name::kind_check_name, subject::kind_subject"

_REPORTS = """
CREATE OR REPLACE TEMP TABLE ordered_report AS
SELECT *, (row_number() OVER (ORDER BY report_id) - 1)::INTEGER AS place
FROM {reports} WHERE {where}
"""
_SLICES = """
SELECT min(place), max(place), min(report_number), max(report_number) FROM ordered_report
GROUP BY place // $size ORDER BY ALL
"""
_OF_REPORTS = """
SELECT {columns}
FROM ordered_report AS r JOIN stored_report AS s USING (report_number)
WHERE place BETWEEN $first AND $last ORDER BY place
"""
# The bounds as constants: DuckDB brings those of report_number down to every table, and so to
# stretches of rows; by those of place it knows how few the reports are.
_ROWS = """
SELECT place - {first} AS place, {columns}
FROM {rows} AS f JOIN ordered_report USING (report_number)
WHERE f.report_number BETWEEN {least} AND {greatest} AND place BETWEEN {first} AND {last}
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
    ranks, named = _named(connection, chosen.named)
    _create_kinds(connection)
    reports = max(SLICE // chosen.a_report, 1)
    slices = connection.execute(_SLICES, {"size": reports}).fetchall() or [(0, 0, 0, 0)]
    for first, last, least, greatest in slices:
        statement = _ROWS.format(
            columns=", ".join(_columns(chosen, names)),
            rows=chosen.rows,
            first=first,
            last=last,
            least=least,
            greatest=greatest,
            order=_BY_RANK if chosen.named else _BY_NAME,
        )
        rows = connection.sql(statement, params=ranks).to_arrow_table()
        of_reports = _of_reports(connection, chosen, first, last)
        for start in range(0, max(rows.num_rows, 1), size):
            yield _whole_rows(rows.slice(start, size), of_reports, named, names)


def _named(
    connection: duckdb.DuckDBPyConnection, named: Named | None
) -> tuple[dict[str, list[int]], dict[str, pa.DictionaryArray]]:
    """Give the rank of each number, as a parameter for SQL, and the names by rank."""
    if named is None:
        return {}, {}
    statement = _NAMES.format(number=named.number, names=", ".join(named.names), table=named.table)
    table = connection.sql(statement).to_arrow_table()
    by_rank = {name: _one(table.column(name)).dictionary_encode() for name in named.names}
    return {"ranks": pc.sort_indices(table.column("number")).to_pylist()}, by_rank


def _create_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    for name, kinds in _KINDS.items():
        connection.execute(f"DROP TYPE IF EXISTS kind_{name}")
        connection.execute(_KIND.format(name=name, kinds=kinds))


def _columns(chosen: Numerous, names: Sequence[str]) -> list[str]:
    """Give the SQL of what is fetched for each row."""
    elsewhere = {*chosen.of_report, *_BOX}
    columns = []
    if chosen.named:
        elsewhere.update(chosen.named.names)
        columns.append(_RANK.format(number=chosen.named.number))
    if chosen.named is CELLS:
        columns += [line for line, _ in _LINES.values()]
    for name in names:
        if name in elsewhere:
            continue
        if name in _KINDS:
            columns.append(f"f.{name}::kind_{name} AS {name}")
        else:
            columns.append(f"f.{quoted(name)}")
    return columns


def _of_reports(
    connection: duckdb.DuckDBPyConnection, chosen: Numerous, first: int, last: int
) -> dict[str, pa.Array]:
    """Give what rows share with their reports, in the order of their places."""
    columns = [f"r.{name}" for name in chosen.of_report]
    columns += [f"s.{name}" for name in _LINES] if chosen.named is CELLS else []
    table = connection.sql(
        _OF_REPORTS.format(columns=", ".join(columns)), params={"first": first, "last": last}
    ).to_arrow_table()
    return {name: _one(table.column(name)) for name in table.column_names}


def _one(column: pa.ChunkedArray) -> pa.Array:
    """Give a column as one array."""
    whole = column.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _whole_rows(
    rows: pa.Table,
    of_reports: Mapping[str, pa.Array],
    named: Mapping[str, pa.DictionaryArray],
    names: Sequence[str],
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
            columns[name] = _shared(reports.dictionary_encode(), places)
    for name, kinds in named.items():
        columns[name] = _shared(kinds, _one(rows.column("rank")))
    return pa.table([columns[name] for name in names], names=list(names))


def _shared(kinds: pa.DictionaryArray, at: pa.Array) -> pa.DictionaryArray:
    """Give the text of each row, which stands `at` a place of `kinds`."""
    indices = pc.take(kinds.indices, at, boundscheck=False)
    return pa.DictionaryArray.from_arrays(indices, kinds.dictionary, safe=False)


def _edges(lists: pa.ListArray, places: pa.Array, lines: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Give the two edges of a line of the report at each place; nulls if it has none."""
    first = pc.multiply(lines.cast(pa.int32()), 2)
    is_there = pc.less(first, pc.take(lists.value_lengths(), places))
    starts = pc.subtract(lists.offsets.slice(0, len(lists)), lists.offsets[0])
    at = pc.if_else(is_there, pc.add(pc.take(starts, places), first), None)
    values = lists.flatten()
    return pc.take(values, at), pc.take(values, pc.add(at, 1))
