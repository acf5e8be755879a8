"""The form's arithmetic, tried on the printed figures. It judges them and never changes one."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extract.form.edition import Edition, FormCheck, FormTable
from extract.report import Check, Figure

Address = tuple[str, str, str]


def run_checks(edition: Edition, figures: Mapping[Address, Figure]) -> tuple[Check, ...]:
    """Try every check of the edition inside one report, for each row or column it is of.

    A blank or a sign adds nothing to a sum. A sum is not tried if one of its sides has no number
    at all, or if one of its cells was not found or not read: then nothing can be said of it.
    A sum of figures without a doubt that does not hold is the source's own error, in text; what
    other readings leave of that is for `report.unconfirmed`.
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
    left = _terms(check, check.left, subject, table, figures)
    right = _terms(check, check.right, subject, table, figures)
    if not left or not right:
        return None
    one, other = _sum(left), _sum(right)
    if one is None or other is None:
        return None
    certain = all(figure.confidence == 1 for figure in (*left, *right))
    return Check(check.name, subject, one == other, one, other, one != other and certain)


def _sum(terms: Sequence[Figure]) -> int | Decimal | None:
    numbers = [figure.value for figure in terms if figure.value is not None]
    return sum(numbers[1:], start=numbers[0]) if numbers else None


def _terms(
    check: FormCheck,
    parts: tuple[str, ...],
    subject: str,
    table: FormTable,
    figures: Mapping[Address, Figure],
) -> list[Figure] | None:
    """Give the figures of one side; None if one was not found or not read."""
    terms: list[Figure] = []
    for part in parts:
        row, column = (subject, part) if check.per == "row" else (part, subject)
        figure = figures.get((check.table, row, column))
        if figure is None:
            if _may_lack(table, row, column, figures):
                continue
            return None
        if figure.confidence == 0:
            return None
        terms.append(figure)
    return terms


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
