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
    one = _sum(equation.table, equation.left, figures)
    other = None if one is None else _sum(equation.table, equation.right, figures)
    if one is None or other is None:
        return None
    passed = one == other
    certain = True
    if not passed:
        terms = (figures[a] for a in (*equation.left, *equation.right) if a in figures)
        certain = all(figure.confidence == 1 for figure in terms)
    return Check(equation.check, equation.subject, passed, one, other, not passed and certain)


def _sum(
    table: FormTable, addresses: Sequence[Address], figures: Mapping[Address, Figure]
) -> int | Decimal | None:
    """Add one side up; None if it has no number, or one was not found or not read."""
    numbers: list[int | Decimal] = []
    for address in addresses:
        figure = figures.get(address)
        if figure is None:
            if not _may_lack(table, address, figures):
                return None
        elif figure.confidence == 0:
            return None
        elif figure.value is not None:
            numbers.append(figure.value)
    return sum(numbers) if numbers else None


def _may_lack(table: FormTable, address: Address, figures: Mapping[Address, Figure]) -> bool:
    """Whether a row is missing rightly: it is not printed, or printed as, the row it replaces."""
    _, row, column = address
    form_row = table.row(row)
    if form_row is None or form_row.replaces:  # not in this edition, or one that replaces others
        return True
    return any((table.name, other.name, column) in figures for other in table.replacing(row))
