"""Reports as wide rows, a column for each cell of the form: what most questions are answered from.

A number is a float there, exact to fifteen digits; stored_figure has each to its last digit. Beside
the cells, a column for each row of the form tells whether the report has it.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.exact import MILLION
from warehouse.form_cells import Cell, form_cells

NAME_LENGTH = 63  # PostgreSQL's limit for a name, the shortest among the databases people load into
ROWS = 1_000  # held as Python values until they become an Arrow batch

Address = tuple[str, str, str]

_CORRECTED = """
UPDATE stored_panel SET "{cell}" = $value, "{row}" = true
WHERE report_number IN (SELECT report_number FROM stored_report WHERE sha256 = $sha256)
"""


def extend_panel(connection: duckdb.DuckDBPyConnection) -> None:
    """Create stored_panel if it is not there, and give it the columns that it lacks.

    Raises WarehouseError if the form is empty or gives the panel no clear column names.
    """
    columns = _columns(form_cells(connection))
    cells = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS stored_panel (report_number INTEGER NOT NULL, {cells})"
    )
    there = set(connection.table("stored_panel").columns)
    for name in columns.keys() - there:
        connection.execute(f'ALTER TABLE stored_panel ADD COLUMN "{name}" {columns[name]}')


def correct_panel(connection: duckdb.DuckDBPyConnection) -> None:
    """Put what persons read over what was printed."""
    cells = {(cell.table, cell.row, cell.column): cell for cell in form_cells(connection)}
    corrections = connection.execute(
        "SELECT table_name, row_name, column_name, sha256, value FROM correction"
    ).fetchall()
    for table, row, column, sha256, value in corrections:
        cell = cells.get((table, row, column))
        if cell is None:
            continue  # of no edition: figures shows it, and the wide tables have no column for it
        statement = _CORRECTED.format(cell=cell.panel_column, row=row_column(cell))
        connection.execute(statement, {"value": value, "sha256": sha256})


def row_column(cell: Cell) -> str:
    """Name the column that tells whether a report has the row of a cell."""
    return f"{cell.table}.{cell.row}"


def _columns(cells: Iterable[Cell]) -> dict[str, str]:
    """Give the columns with their types: those of the rows, and those of the cells."""
    columns: dict[str, str] = {}
    for cell in cells:
        name = cell.panel_column
        if name in columns or len(_ascii(name)) > NAME_LENGTH:
            raise WarehouseError(
                f"form_cell {cell.table}.{cell.row}.{cell.column}: its panel column "
                f"{name} is taken or longer than {NAME_LENGTH}: rename the row"
            )
        columns[row_column(cell)] = "BOOLEAN"
        columns[name] = "DOUBLE"
    return columns


class Cells(NamedTuple):
    """What the rows of all reports with the same cells share."""

    places: list[int]  # in the row, for the number of each cell; its length, if no form has it
    of: Callable[[Sequence[Any]], tuple[Any, ...]]  # from the numbers, None and True to the row


class PanelRows:
    """Rows to be of stored_panel."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        columns = _columns(cells)
        types = {"BOOLEAN": pa.bool_(), "DOUBLE": pa.float64()}
        self._schema = pa.schema(
            [
                ("report_number", pa.int32()),
                *((name, types[kind]) for name, kind in columns.items()),
            ]
        )
        at = {name: number for number, name in enumerate(columns, start=1)}
        self._columns = {
            (cell.table, cell.row, cell.column): (at[cell.panel_column], at[row_column(cell)])
            for cell in cells
        }
        self._rows: list[list[Any]] = []
        self._batches: list[pa.RecordBatch] = []

    def cells(self, addresses: Sequence[Address]) -> Cells:
        """Say where in a row the numbers of a report go that has the cells at these addresses.

        A cell that no form has is left to stored_figure.
        """
        blank, there = len(addresses), len(addresses) + 1
        sources = [blank] * len(self._schema)
        places = []
        for position, address in enumerate(addresses):
            place, of_row = self._columns.get(address, (len(sources), None))
            places.append(place)
            if of_row is not None:
                sources[place] = position
                sources[of_row] = there
        return Cells(places, itemgetter(*sources))

    def add(
        self,
        report_number: int,
        cells: Cells,
        wholes: Sequence[int | None],
        fractions: Sequence[int | None],
    ) -> list[int]:
        """Append the row of a report; give the positions of numbers that no float holds exactly."""
        row = list(cells.of([*wholes, None, True]))
        row[0] = report_number
        left_out = []
        amounts = enumerate(fractions) if any(fractions) else ()
        for position, fraction in amounts:
            if fraction is not None and cells.places[position] < len(row):
                number = (wholes[position] or 0) + Decimal(fraction) / MILLION
                row[cells.places[position]] = near = float(number)
                if Decimal(repr(near)) != number:
                    row[cells.places[position]] = None
                    left_out.append(position)
        self._rows.append(row)
        if len(self._rows) == ROWS:
            self._pack()
        return left_out

    def take(self) -> pa.Table:
        """Give all rows and begin anew."""
        self._pack()
        batches, self._batches = self._batches, []
        return pa.Table.from_batches(batches, self._schema)

    def _pack(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [
                pa.array(values, field.type)
                for values, field in zip(columns, self._schema, strict=True)
            ]
            self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            self._rows = []


def _ascii(name: str) -> str:
    if not (name.isascii() and name.isidentifier() and name == name.lower()):
        raise WarehouseError(f"form_cell: {name!r} must be ASCII snake_case to name a column")
    return name
