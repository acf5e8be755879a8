"""The form's arithmetic, tried on the printed figures. It judges them and never changes one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extract.form.edition import Address, Edition, Equation, FormTable
from extract.report import Check, Figure


def run_checks(edition: Edition, figures: Mapping[Address, Figure]) -> tuple[Check, ...]:
    """Try every check of the edition inside one report, for each row or column it is of.

    A blank or a sign adds nothing to a sum. A sum is not tried if one of its sides has no number
    at all, or if one of its cells was not found or not read: then nothing can be said of it.
    A sum of figures without a doubt that does not hold is the source's own error, in text; what
    other readings leave of that is for `report.unconfirmed`.
    """
    results = (_try(equation, figures) for equation in edition.equations)
    return tuple(result for result in results if result)


def _try(equation: Equation, figures: Mapping[Address, Figure]) -> Check | None:
    left = _terms(equation.table, equation.left, figures)
    right = _terms(equation.table, equation.right, figures) if left else None
    if not left or not right:
        return None
    one, other = _sum(left), _sum(right)
    if one is None or other is None:
        return None
    passed = one == other
    certain = passed or all(figure.confidence == 1 for figure in (*left, *right))
    return Check(equation.check, equation.subject, passed, one, other, not passed and certain)


def _sum(terms: Sequence[Figure]) -> int | Decimal | None:
    numbers = [figure.value for figure in terms if figure.value is not None]
    return sum(numbers[1:], start=numbers[0]) if numbers else None


def _terms(
    table: FormTable, addresses: Sequence[Address], figures: Mapping[Address, Figure]
) -> list[Figure] | None:
    """Give the figures of one side; None if one was not found or not read."""
    terms: list[Figure] = []
    for address in addresses:
        figure = figures.get(address)
        if figure is not None and figure.confidence > 0:
            terms.append(figure)
        elif figure is not None or not _may_lack(table, address, figures):
            return None
    return terms


def _may_lack(table: FormTable, address: Address, figures: Mapping[Address, Figure]) -> bool:
    """Whether a row is missing rightly: it is not printed, or printed as, the row it replaces."""
    _, row, column = address
    form_row = table.row(row)
    if form_row is None or form_row.replaces:  # not in this edition, or one that replaces others
        return True
    return any((table.name, other.name, column) in figures for other in table.replacing(row))
