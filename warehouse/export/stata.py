"""Stata files: short names, labels, and what stands where there is no number.

Names have at most 29 characters, labels 80. A name that is longer has its words cut to as many
letters as fit; the label begins with the name as it is everywhere else.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.export.relations import Field, Relation, Selection, condition, quoted, text

STATA_TABLES = ("panel", "applications", "proactive_disclosure", "reconsideration_litigation")

# Stata's limit is 32; pyreadstat names a variable's labels after it, with a number of three digits.
NAME_LENGTH = 29
LABEL_LENGTH = 80
TEXT_BYTES = 2045  # of a str variable
FORMAT = 14  # Stata 14 and later, every edition: file format 118
# Extended missing values, by the states of panel_states.
MISSING = {"absent": "a", "blank": "b", "sign": "s", "unreadable": "u"}
LABELS: dict[Any, str] = {letter: state for state, letter in MISSING.items()}

# The header has the time of writing, which would make each file another.
_TIMESTAMP = b"<timestamp>\x11"
_NEVER = b"01 Jan 1960 00:00"

_STATES = "SELECT field FROM codebook_field WHERE relation = 'panel_states'"


def write_stata(
    connection: duckdb.DuckDBPyConnection, path: Path, relation: Relation, selection: Selection
) -> int:
    """Write the rows selected to a Stata file; give their number.

    Raises WarehouseError if the extra `stata` is not installed, or for a text too long for Stata.
    """
    try:
        import polars as pl
        import pyreadstat
    except ImportError as error:
        raise WarehouseError(
            f"Stata files need {error.name}: pip install 'gongkai[stata]', or leave out stata"
        ) from error
    states = _states(connection, relation)
    rows = _rows(connection, relation, selection, states)
    names = stata_names(relation.names)
    frame = pl.DataFrame(
        [_column(pl, names[f.name], rows, f, has_state=f.name in states) for f in relation.fields]
    )
    coded = [names[name] for name in states]
    pyreadstat.write_dta(
        frame,
        path,
        file_label=f"{relation.label} {relation.label_zh}"[:LABEL_LENGTH],
        column_labels={names[f.name]: stata_label(f) for f in relation.fields},
        version=FORMAT,
        missing_user_values={name: list(LABELS) for name in coded},
        variable_value_labels=dict.fromkeys(coded, LABELS),
    )
    _forget_time(path)
    count: int = rows.num_rows
    return count


def stata_names(names: Sequence[str]) -> dict[str, str]:
    """Give each name as Stata's: its words cut to as many letters as fit and no other name takes.

    Raises WarehouseError if two names cannot be told apart in that length.
    """
    short = {name: name for name in names if len(name) <= NAME_LENGTH}
    taken = set(short)
    for name in names:
        if name in short:
            continue
        for letters in range(NAME_LENGTH, 0, -1):
            cut = "_".join(word[:letters] for word in name.split("_"))
            if len(cut) <= NAME_LENGTH and cut not in taken:
                short[name] = cut
                taken.add(cut)
                break
        else:
            raise WarehouseError(
                f"{name} has no name of {NAME_LENGTH} characters for Stata: leave out stata"
            )
    return short


def stata_label(field: Field) -> str:
    """Give the label of a variable: its name everywhere else, and what it is in Chinese."""
    return f"{field.name} {field.label_zh}"[:LABEL_LENGTH]


def _states(connection: duckdb.DuckDBPyConnection, relation: Relation) -> dict[str, str]:
    """Give the SQL of the state of each field that has one, of panel_states AS s."""
    cells = [name for (name,) in connection.execute(_STATES).fetchall() if "__" in name]
    if "report_id" not in relation.names:
        return {}
    if "row_name" not in relation.names:
        return {name: f"s.{quoted(name)}" for name in cells if name in relation.names}
    branches: dict[str, str] = {}
    for cell in cells:
        row, _, column = cell.rpartition("__")
        if column in relation.names:
            branch = f" WHEN {text(row)} THEN s.{quoted(cell)}"
            branches[column] = branches.get(column, "") + branch
    return {column: f"CASE r.row_name{branch} END" for column, branch in branches.items()}


def _rows(
    connection: duckdb.DuckDBPyConnection,
    relation: Relation,
    selection: Selection,
    states: Mapping[str, str],
) -> pa.Table:
    """Give the rows, and the state of a field beside it as field.state."""
    columns = [f"r.{quoted(name)}" for name in relation.names]
    columns += [f"{sql} AS {quoted(f'{name}.state')}" for name, sql in states.items()]
    joined = "LEFT JOIN panel_states AS s USING (report_id)" if states else ""
    order = ", ".join(f"r.{quoted(name)}" for name in relation.key or relation.names)
    return connection.sql(
        f"SELECT {', '.join(columns)} FROM {quoted(relation.name)} AS r {joined} "  # noqa: S608  # of the codebook
        f"WHERE {condition(relation, selection, 'r.')} ORDER BY {order}"
    ).to_arrow_table()


def _column(pl: Any, name: str, rows: pa.Table, field: Field, *, has_state: bool) -> Any:
    """Give a column as polars has it: where states tell why a number is missing, a letter."""
    values = rows.column(field.name)
    if has_state:
        letters = (MISSING.get(state) for state in rows.column(f"{field.name}.state").to_pylist())
        numbers = values.cast(pa.float64()).to_pylist()
        mixed = [
            letter if number is None else number
            for number, letter in zip(numbers, letters, strict=True)
        ]
        return pl.Series(name, mixed, dtype=pl.Object)
    if pa.types.is_list(values.type):
        values = pa.chunked_array([["; ".join(texts or ()) for texts in values.to_pylist()]])
    elif pa.types.is_boolean(values.type):
        values = values.cast(pa.int8())
    elif pa.types.is_decimal(values.type):
        values = values.cast(pa.float64())
    if pa.types.is_string(values.type):
        _refuse_long(field.name, values)
    return pl.Series(name, values)


def _refuse_long(name: str, texts: pa.ChunkedArray) -> None:
    longest = max((len(text.encode()) for text in texts.to_pylist() if text), default=0)
    if longest > TEXT_BYTES:
        raise WarehouseError(
            f"{name} has a text of {longest} bytes, and Stata holds {TEXT_BYTES}: "
            "write this table as Parquet or CSV"
        )


def _forget_time(path: Path) -> None:
    with path.open("r+b") as file:
        start = file.read(4096).find(_TIMESTAMP)
        if start >= 0:
            file.seek(start + len(_TIMESTAMP))
            file.write(_NEVER)
