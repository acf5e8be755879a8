"""The form's arithmetic, tried on the printed figures. It judges them and never changes one."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from extract.form.edition import Edition, FormCheck, FormTable
from extract.report import Check, Figure

Address = tuple[str, str, str]


def run_checks(edition: Edition, figures: Mapping[Address, Figure]) -> tuple[Check, ...]:
    """Try every check of the edition inside one report, for each row or column it is of.

    A blank or a sign adds nothing to a sum. A sum is not tried if one of its sides has no number
    at all, or if one of its cells was not found or not read: then nothing can be said of it.
    """
    tables = {table.name: table for table in edition.tables}
    return tuple(
        result
        for check in edition.checks
        for subject in _subjects(tables[check.table], check)
        if (result := _try(check, subject, tables[check.table], figures))
    )


def _subjects(table: FormTable, check: FormCheck) -> Iterator[str]:
    if check.per == "row":
        yield from (row.name for row in table.rows)
    else:
        yield from table.columns


def _try(
    check: FormCheck, subject: str, table: FormTable, figures: Mapping[Address, Figure]
) -> Check | None:
    left = _sum(check, check.left, subject, table, figures)
    right = _sum(check, check.right, subject, table, figures)
    if left is None or right is None:
        return None
    return Check(check.name, subject, left == right, left, right)


def _sum(
    check: FormCheck,
    parts: tuple[str, ...],
    subject: str,
    table: FormTable,
    figures: Mapping[Address, Figure],
) -> int | Decimal | None:
    numbers: list[int | Decimal] = []
    for part in parts:
        row, column = (subject, part) if check.per == "row" else (part, subject)
        figure = figures.get((check.table, row, column))
        if figure is None:
            if _may_lack(table, row, column, figures):
                continue
            return None
        if figure.confidence == 0:
            return None
        if figure.value is not None:
            numbers.append(figure.value)
    return sum(numbers[1:], start=numbers[0]) if numbers else None


def _may_lack(table: FormTable, row: str, column: str, figures: Mapping[Address, Figure]) -> bool:
    """Whether a row is missing rightly: it is not printed, or printed as, the row it replaces."""
    form_row = table.row(row)
    if form_row is None:  # not in this edition
        return True
    if form_row.replaces:
        return True
    return any(
        row in other.replaces and (table.name, other.name, column) in figures
        for other in table.rows
    )
