"""The cells of the form, as the table form_cell has them, and the fields that they give views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from warehouse.definitions import Field, Relation, read
from warehouse.errors import WarehouseError

WHOLE_FORM = "form"  # as `cells` of a relation: a field for each cell of any table

# One row per address of the form, in the order and with the labels of its newest edition.
_CELLS = """
SELECT table_name, row_name, column_name,
       arg_max(row_label, edition), arg_max(column_label, edition), arg_max(unit, edition),
       list(edition ORDER BY edition DESC)
FROM form_cell
GROUP BY table_name, row_name, column_name
ORDER BY max(edition) DESC, arg_max(position, edition)
"""


@dataclass(frozen=True)
class Cell:
    """A cell of the form of any edition."""

    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    unit: str | None
    editions: Sequence[str]  # that have it, newest first

    @property
    def panel_column(self) -> str:
        """Its name where one row holds a whole report."""
        return f"{self.row}__{self.column}"


def form_cells(connection: duckdb.DuckDBPyConnection) -> list[Cell]:
    """Give the cells. Raises WarehouseError if there are none."""
    rows = connection.execute(_CELLS).fetchall()
    if not rows:
        raise WarehouseError("form_cell is empty: load the cells of the form before publishing")
    return [Cell(*row) for row in rows]


def form_fields(relation: Relation, cells: Sequence[Cell]) -> dict[str, Field]:
    """Give the fields of a view that the cells of the form give it.

    Raises WarehouseError for a cell that definitions/form.toml does not explain.
    """
    fields: dict[str, Field] = {}
    for cell in cells:
        if relation.cells == WHOLE_FORM:
            fields[cell.panel_column] = _cell_field(cell, relation.cell)
        elif relation.cells == cell.table and cell.column not in fields:
            fields[cell.column] = _column_field(cell, relation.cell)
    return fields


def _cell_field(cell: Cell, otherwise: Mapping[str, str]) -> Field:
    row, column = _term(cell, "rows", cell.row), _term(cell, "columns", cell.column)
    field = Field(
        cell.panel_column,
        label=f"{row['label']} · {column['label']}",
        label_zh=f"{cell.row_label} · {cell.column_label}",
        description=f"{row['description']}; {column['description']}",
        unit=_unit(cell, column),
        source=f"{_place(cell)}，{row['place']}",
    )
    return _otherwise(field, otherwise)


def _column_field(cell: Cell, otherwise: Mapping[str, str]) -> Field:
    column = _term(cell, "columns", cell.column)
    field = Field(
        cell.column,
        label=column["label"],
        label_zh=cell.column_label,
        description=column["description"][0].upper() + column["description"][1:],
        unit=_unit(cell, column),
        source=_place(cell),
    )
    return _otherwise(field, otherwise)


def _otherwise(field: Field, otherwise: Mapping[str, str]) -> Field:
    """Let a view say what its cells mean, with {description} for what the form means by them."""
    changes: dict[str, Any] = {
        name: text.format(description=field.description) or None for name, text in otherwise.items()
    }
    return replace(field, **changes)


def _unit(cell: Cell, column: Mapping[str, str]) -> str:
    return cell.unit or column.get("counts") or str(read("form")["tables"][cell.table]["counts"])


def _place(cell: Cell) -> str:
    form = read("form")
    instruments = "、".join(form["instruments"][edition] for edition in cell.editions)
    return f"{instruments}：{form['tables'][cell.table]['place']}"


def _term(cell: Cell, kind: str, name: str) -> dict[str, str]:
    try:
        term: dict[str, str] = read("form")["tables"][cell.table][kind][name]
    except KeyError as error:
        raise WarehouseError(
            f"form_cell {cell.table}.{cell.row}.{cell.column}: warehouse/definitions/form.toml "
            f"has no {name} among the {kind} of {cell.table}; add it"
        ) from error
    return term
