"""Reports as wide rows, a column for each cell of the form: what most questions are answered from.

A number is a float there, exact to fifteen digits; stored_figure has each to its last digit. Beside
the cells, a column for each row of the form tells whether the report has it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.form_cells import Cell, form_cells
from warehouse.packed import names_in

NAME_LENGTH = 63  # PostgreSQL's limit for a name, the shortest among the databases people load into

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


Positions = npt.NDArray[np.int64]


class _Places(NamedTuple):
    """Where the numbers of all reports with the same cells go."""

    numbers: int  # of a report
    sources: Positions  # of those that have a column
    columns: Positions  # of theirs, among those that hold numbers
    rows: Positions  # of the columns of the rows that these reports have


class PanelRows:
    """Rows to be of stored_panel. A cell that no form has is left to stored_figure."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        kinds = _columns(cells)
        self._names = {
            kind: [name for name, its in kinds.items() if its == kind]
            for kind in ("BOOLEAN", "DOUBLE")
        }
        of_row = {name: place for place, name in enumerate(self._names["BOOLEAN"])}
        of_cell = {name: place for place, name in enumerate(self._names["DOUBLE"])}
        self._columns = {
            (cell.table, cell.row, cell.column): (
                of_cell[cell.panel_column],
                of_row[row_column(cell)],
            )
            for cell in cells
        }
        self._reports: list[int] = []
        self._cells: list[str] = []

    def add(self, report_number: int, addresses: str) -> None:
        """Append a report whose figures have the addresses in a text of Packed."""
        self._reports.append(report_number)
        self._cells.append(addresses)

    def take(self, numbers: pa.ChunkedArray) -> pa.Table:
        """Give all rows, and begin anew; the numbers are those of all figures of the reports."""
        values = np.full((len(self._names["DOUBLE"]), len(self._reports)), np.nan)
        there = np.zeros((len(self._names["BOOLEAN"]), len(self._reports)), np.bool_)
        given = numbers.to_numpy()  # NaN for null
        for places, reports, starts in self._alike():
            values[places.columns[:, None], reports] = given[places.sources[:, None] + starts]
            there[places.rows[:, None], reports] = True
        arrays = {
            "report_number": pa.array(self._reports, pa.int32()),
            **{
                name: pa.array(has, mask=~has)
                for name, has in zip(self._names["BOOLEAN"], there, strict=True)
            },
            **{
                name: pa.array(column, from_pandas=True)
                for name, column in zip(self._names["DOUBLE"], values, strict=True)
            },
        }
        self._reports, self._cells = [], []
        return pa.table(arrays)

    def _alike(self) -> Iterator[tuple[_Places, Positions, Positions]]:
        """Give, of all reports with the same cells, where each is and where its numbers start."""
        places = {addresses: self._places(addresses) for addresses in dict.fromkeys(self._cells)}
        alike: dict[str, list[tuple[int, int]]] = {addresses: [] for addresses in places}
        start = 0
        for report, addresses in enumerate(self._cells):
            alike[addresses].append((report, start))
            start += places[addresses].numbers
        for addresses, at in alike.items():
            reports, starts = np.array(at).T
            yield places[addresses], reports, starts

    def _places(self, addresses: str) -> _Places:
        names = names_in(addresses)
        columns = [
            (n, self._columns[name]) for n, name in enumerate(names) if name in self._columns
        ]
        rows = {of_row for _, (_, of_row) in columns}
        return _Places(
            len(names),
            np.array([n for n, _ in columns], np.int64),
            np.array([of_cell for _, (of_cell, _) in columns], np.int64),
            np.array(sorted(rows), np.int64),
        )


def _ascii(name: str) -> str:
    if not (name.isascii() and name.isidentifier() and name == name.lower()):
        raise WarehouseError(f"form_cell: {name!r} must be ASCII snake_case to name a column")
    return name
