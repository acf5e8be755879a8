"""The views of a warehouse; the wide ones are generated from the cells of the form.

The form's names are written down once, in the table form_cell, so the wide views follow it.
"""

from importlib.resources import files

import duckdb

from warehouse.form_cells import Cell, form_cells
from warehouse.outcomes import create_outcomes
from warehouse.panel import row_column
from warehouse.panel_views import create_region_view, create_states_view
from warehouse.transaction import at_once

# In an order in which each finds what it asks.
VIEWS = (
    "places.sql", "views.sql", "year_checks.sql", "checks.sql", "versions.sql", "quality.sql",
    "regions.sql", "coverage.sql",
)  # fmt: skip

_PANEL = """
CREATE VIEW panel AS
SELECT r.region_code, r.agency, r.report_year, r.scope, r.edition, r.status, r.url, r.agency_id,
    r.report_id, q.reliability, q.missing_cells, q.doubtful_figures, q.corrected_figures,
    q.failed_checks, q.documents, {cells}
FROM stored_current AS r
JOIN stored_quality AS q USING (report_number)
JOIN stored_panel USING (report_number)
"""

# A row of the form is a branch of the union: a question on one row reads that row's columns only.
_FORM_TABLE = """
CREATE VIEW {table} AS
SELECT r.region_code, r.agency, r.report_year, r.scope, r.edition, row_name, r.url, r.agency_id,
    r.report_id, {columns}
FROM ({rows}) AS f JOIN stored_current AS r USING (report_number)
"""
_FORM_ROW = """
SELECT report_number, '{row}' AS row_name, {cells} FROM stored_panel WHERE "{found}"
"""


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all views; call it when form_cell is loaded.

    Raises WarehouseError if the form is empty.
    """
    for name in VIEWS:
        with at_once(connection):
            connection.execute(files(__package__).joinpath(name).read_text("utf-8"))
    cells = form_cells(connection)
    with at_once(connection):
        _create_wide_views(connection, cells)


def _create_wide_views(connection: duckdb.DuckDBPyConnection, cells: list[Cell]) -> None:
    for table in dict.fromkeys(cell.table for cell in cells):
        of_table = [cell for cell in cells if cell.table == table]
        connection.execute(_form_table(table, of_table))
    panel = ", ".join(f'"{cell.panel_column}"' for cell in cells)
    connection.execute(_PANEL.format(cells=panel))
    create_states_view(connection, cells)
    create_region_view(connection, cells)
    create_outcomes(connection, cells)


def _form_table(table: str, cells: list[Cell]) -> str:
    columns = dict.fromkeys(cell.column for cell in cells)
    rows: dict[str, dict[str, str]] = {cell.row: {} for cell in cells}
    for cell in cells:
        rows[cell.row][cell.column] = f'"{cell.panel_column}"'
    found = {cell.row: row_column(cell) for cell in cells}
    branches = (
        _FORM_ROW.format(
            row=row,
            found=found[row],
            cells=", ".join(f'{there.get(column, "NULL")} AS "{column}"' for column in columns),
        )
        for row, there in rows.items()
    )
    return _FORM_TABLE.format(
        table=f'"{table}"',
        columns=", ".join(f'f."{column}"' for column in columns),
        rows=" UNION ALL ".join(branches),
    )
