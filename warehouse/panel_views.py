"""The views that are as wide as the form beside panel: what each cell holds, and sums by region."""

from collections.abc import Sequence

import duckdb

from warehouse.form_cells import Cell
from warehouse.panel import row_column

_REGION = """
CREATE VIEW panel_region AS
SELECT region_code, region.name AS region, r.report_year, r.basis, count(*)::INTEGER AS reports,
    {sums}
FROM stored_region_reports AS r
JOIN stored_panel AS p USING (report_number)
LEFT JOIN region USING (region_code)
GROUP BY ALL
"""
# Decimals add up to the same in any order.
_SUM = 'sum(p."{name}"::DECIMAL(20, 6))::DOUBLE AS "{name}"'

# stored_panel has the numbers; few cells hold anything else. Those are kept: to find them takes all
# figures. The states are an ENUM inside: a byte each, where there are two hundred million of them.
_STATES = """
CREATE TYPE stored_cell_state AS ENUM ('number', 'blank', 'sign', 'unreadable', 'absent');

CREATE TABLE stored_state AS
FROM (
    PIVOT (
        SELECT report_number, row_name || '__' || column_name AS cell,
            state::stored_cell_state AS state
        FROM stored_current_figures WHERE state <> 'number'
    )
    ON cell IN ({names}) USING any_value(state)
)
ORDER BY report_number;

CREATE VIEW stored_states AS
SELECT r.region_code, r.agency, r.report_year, r.scope, r.edition, r.status, r.url, r.agency_id,
    r.report_id, {states}
FROM stored_current AS r
JOIN stored_panel AS p USING (report_number)
LEFT JOIN stored_state AS other USING (report_number);

CREATE VIEW panel_states AS SELECT * REPLACE ({texts}) FROM stored_states
"""
_STATE = """
CASE
    WHEN p."{name}" IS NOT NULL THEN 'number'::stored_cell_state
    WHEN other."{name}" IS NOT NULL THEN other."{name}"
    WHEN {asked} THEN 'absent'::stored_cell_state
END AS "{name}"
"""

_TEXT = '"{name}"::VARCHAR AS "{name}"'

# Which row is printed in the place of which, by edition.
_VARIANTS = """
SELECT DISTINCT edition, table_name, row_name, unnest(replaces) FROM form_cell ORDER BY ALL
"""


def create_region_view(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell]) -> None:
    """Create panel_region."""
    sums = ", ".join(_SUM.format(name=cell.panel_column) for cell in cells)
    connection.execute(_REGION.format(sums=sums))


def create_states_view(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell]) -> None:
    """Create panel_states, and what it keeps."""
    variants = connection.execute(_VARIANTS).fetchall()
    names = ", ".join(f"'{cell.panel_column}'" for cell in cells)
    states = ", ".join(
        _STATE.format(name=cell.panel_column, asked=_asked(cell, variants)) for cell in cells
    )
    texts = ", ".join(_TEXT.format(name=cell.panel_column) for cell in cells)
    connection.execute(_STATES.format(names=names, states=states, texts=texts))


def _asked(cell: Cell, variants: Sequence[tuple[str, str, str, str]]) -> str:
    """Give the condition that a report should have the cell.

    Of a row and those that it replaces a report has the one or the others.
    """
    conditions = []
    for edition in cell.editions:
        condition = f"r.edition = '{edition}'"
        for of_edition, table, row, replaced in variants:
            if (of_edition, table) == (edition, cell.table) and cell.row in (row, replaced):
                printed = f'p."{row_column(Cell(table, row, "", "", "", None, ()))}"'
                condition += f" AND {printed} IS {'NOT NULL' if cell.row == row else 'NULL'}"
        conditions.append(f"({condition})")
    return " OR ".join(dict.fromkeys(conditions))
