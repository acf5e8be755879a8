"""The cells and sums of the statutory form as rows, from the data files of the editions."""

from collections.abc import Iterator

from extract import stated as narrative
from extract.form.edition import Edition, FormRow, FormTable, editions
from warehouse.rows import FormCell, FormCheckTerm


def form_cells() -> Iterator[FormCell]:
    """Give the cells of every edition, in the order of the form."""
    for edition in editions().values():
        yield from _cells_of(edition)


def _cells_of(edition: Edition) -> Iterator[FormCell]:
    tables = {table.name: table for table in edition.tables}
    for position, (name, row, column) in enumerate(edition.addresses(), start=1):
        table = tables[name]
        yield FormCell(
            edition=edition.name,
            table_name=name,
            row_name=row,
            column_name=column,
            row_label=_row_label(table, row),
            column_label=table.columns[column][0],
            position=position,
            unit=table.units.get(column),
            replaces=_row(table, row).replaces,
        )


def _row_label(table: FormTable, name: str) -> str:
    row = _row(table, name)
    above = [table.groups[row.group][0]] if row.group else []
    return " › ".join([*above, row.labels[0]])


def _row(table: FormTable, name: str) -> FormRow:
    row = table.row(name)
    if row is None:
        raise KeyError(f"{table.name} has no row {name}: look at the edition's TOML file")
    return row


def form_checks() -> Iterator[FormCheckTerm]:
    """Give each cell that is added up in a sum of a form, sum by sum."""
    for edition in editions().values():
        printed = set(edition.addresses())
        for equation in edition.equations:
            for side, terms in (("left", equation.left), ("right", equation.right)):
                for position, term in enumerate(terms, start=1):
                    if term in printed:  # 2021's sums name rows that the form of 2019 has not
                        yield FormCheckTerm(
                            edition.name, equation.check, equation.subject, side, position, *term
                        )
        yield FormCheckTerm(
            edition.name, narrative.CHECK, ".".join(narrative.RECEIVED[1:]), "right", 1,
            *narrative.RECEIVED,
        )  # fmt: skip
        yield from _across_years(edition)


def _across_years(edition: Edition) -> Iterator[FormCheckTerm]:
    """Give the terms of the sums that two years share (warehouse/year_checks.sql tries them)."""
    for table, row, column in edition.addresses():
        if row == "carried_over_in":
            check = "carry_over_across_years", column
            yield FormCheckTerm(edition.name, *check, "left", 1, table, row, column)
            yield FormCheckTerm(
                edition.name, *check, "right", 1, table, "carried_over_out", column, years_before=1
            )
        if column == "in_force":
            check = "in_force_across_years", row
            yield FormCheckTerm(edition.name, *check, "left", 1, table, row, column)
            yield FormCheckTerm(
                edition.name, *check, "right", 1, table, row, column, years_before=1
            )
            yield FormCheckTerm(edition.name, *check, "right", 2, table, row, "issued")
            yield FormCheckTerm(edition.name, *check, "right", 3, table, row, "repealed", sign=-1)
