"""The views of a warehouse; the wide ones are generated from the cells of the form.

The form's names are written down once, in the table form_cell, so the wide views follow it.
"""

from dataclasses import dataclass
from importlib.resources import files

import duckdb

from warehouse.errors import WarehouseError

NAME_LENGTH = 63  # PostgreSQL's limit for a name, the shortest among the databases people load into

# One row per address of the form, in the order and with the labels of its newest edition.
_CELLS = """
SELECT table_name, row_name, column_name,
       arg_max(row_label, edition) AS row_label, arg_max(column_label, edition) AS column_label
FROM form_cell
GROUP BY table_name, row_name, column_name
ORDER BY max(edition) DESC, arg_max(position, edition)
"""

_FORM_TABLE = """
CREATE VIEW {view} AS
PIVOT (
    SELECT region_code, agency, report_year, scope, edition, row_name, url, agency_id,
           report_id, column_name, value
    FROM figures
    WHERE table_name = {table}
)
ON column_name IN ({columns})
USING any_value(value)
"""

_PANEL = """
CREATE VIEW panel AS
PIVOT (
    SELECT r.region_code, r.agency, r.report_year, r.scope, r.edition, r.status, r.url,
           r.agency_id, r.report_id, f.row_name || '__' || f.column_name AS cell, f.value
    FROM current_reports AS r LEFT JOIN figures AS f USING (report_id)
)
ON cell IN ({columns})
USING any_value(value)
"""

_NULL_MEANS = "null: blank, a sign or not in the document; figures.raw tells which"


@dataclass(frozen=True)
class _Cell:
    table: str
    row: str
    column: str
    row_label: str
    column_label: str

    @property
    def panel_column(self) -> str:
        return f"{self.row}__{self.column}"


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all views; call it when form_cell is loaded.

    Raises WarehouseError if the form is empty or gives the panel no clear column names.
    """
    for name in ("views.sql", "year_checks.sql", "coverage.sql"):
        connection.execute(files(__package__).joinpath(name).read_text("utf-8"))
    cells = [_Cell(*row) for row in connection.execute(_CELLS).fetchall()]
    if not cells:
        raise WarehouseError("form_cell is empty: load the cells of the form before publishing")
    for table in dict.fromkeys(cell.table for cell in cells):
        _create_form_table(connection, table, [cell for cell in cells if cell.table == table])
    _create_panel(connection, cells)


def _create_form_table(
    connection: duckdb.DuckDBPyConnection, table: str, cells: list[_Cell]
) -> None:
    labels: dict[str, str] = {}
    for cell in cells:
        labels.setdefault(cell.column, cell.column_label)
    view = _identifier(table)
    columns = ", ".join(_text(column) for column in labels)
    connection.execute(_FORM_TABLE.format(view=view, table=_text(table), columns=columns))
    comment = f"A row per current report and row of the table {table} of the form. {_NULL_MEANS}"
    connection.execute(f"COMMENT ON VIEW {view} IS {_text(comment)}")
    _comment_columns(connection, view, labels)


def _create_panel(connection: duckdb.DuckDBPyConnection, cells: list[_Cell]) -> None:
    labels: dict[str, str] = {}
    for cell in cells:
        if cell.panel_column in labels or len(_ascii(cell.panel_column)) > NAME_LENGTH:
            raise WarehouseError(
                f"form_cell {cell.table}.{cell.row}.{cell.column}: its panel column "
                f"{cell.panel_column} is taken or longer than {NAME_LENGTH}: rename the row"
            )
        labels[cell.panel_column] = f"{cell.row_label} · {cell.column_label}"
    columns = ", ".join(_text(column) for column in labels)
    connection.execute(_PANEL.format(columns=columns))
    comment = (
        "A row per agency, year and scope, a column row__column per cell of the form of any edition"
    )
    connection.execute(f"COMMENT ON VIEW panel IS {_text(f'{comment}. {_NULL_MEANS}')}")
    _comment_columns(connection, "panel", labels)


def _comment_columns(
    connection: duckdb.DuckDBPyConnection, view: str, labels: dict[str, str]
) -> None:
    for column, label in labels.items():
        connection.execute(f"COMMENT ON COLUMN {view}.{_identifier(column)} IS {_text(label)}")


def _ascii(name: str) -> str:
    if not (name.isascii() and name.isidentifier() and name == name.lower()):
        raise WarehouseError(f"form_cell: {name!r} must be ASCII snake_case to name a column")
    return name


def _identifier(name: str) -> str:
    return f'"{_ascii(name)}"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
