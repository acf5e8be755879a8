"""Where a figure can be read in several ways, the form's arithmetic chooses among the readings.

It takes the one combination of readings under which every sum that they are in holds, if there is
one only. It never makes a value that no reading gave, and never touches a figure read for sure.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from extract.checks import run_checks
from extract.form.bind import Bound
from extract.form.edition import Address, Edition
from extract.report import Figure

Sum = tuple[str, str]  # the check's name, and the row or the column that it is of

# So many sums that hold lift the doubt from a figure in them: that of its row and of its column.
CONFIRMING = 2
# So many combinations of readings that hang together are tried at most.
MOST_TRIED = 1024


def choose(edition: Edition, bound: Bound) -> None:
    """Choose among the readings in `bound`, and take back the doubts that sums dispel."""
    if not bound.doubts:
        return
    sums = {a: _sums_of(edition, a) for a in {*bound.others, *bound.doubts}}
    for group in _hanging_together(list(bound.others), sums):
        readings = {a: (bound.figures[a], *bound.others[a]) for a in group}
        for address, figure in _only_choice(edition, bound.figures, readings, sums).items():
            bound.figures[address] = figure._replace(confidence=bound.figures[address].confidence)
    passed = _passed(edition, bound.figures)
    for address in list(bound.doubts):
        if bound.figures[address].value is None:
            continue  # no sum can tell a zero from what is no number
        tried = [passed[s] for s in sums[address] if s in passed]
        if len(tried) >= CONFIRMING and all(tried):
            bound.take_back(address)


def _sums_of(edition: Edition, address: Address) -> frozenset[Sum]:
    """Give the sums that a figure is in."""
    return frozenset(
        (equation.check, equation.subject)
        for equation in edition.equations
        if address in equation.left or address in equation.right
    )


def _hanging_together(
    addresses: Sequence[Address], sums: Mapping[Address, frozenset[Sum]]
) -> Iterator[list[Address]]:
    """Group figures that share a sum, directly or through others."""
    groups: list[list[Address]] = []
    for address in addresses:
        mine = [g for g in groups if any(sums[address] & sums[other] for other in g)]
        groups = [*(g for g in groups if g not in mine), [*(a for g in mine for a in g), address]]
    yield from groups


def _only_choice(
    edition: Edition,
    figures: Mapping[Address, Figure],
    readings: Mapping[Address, Sequence[Figure]],
    sums: Mapping[Address, frozenset[Sum]],
) -> dict[Address, Figure]:
    """Give the one combination of readings under which the sums hold; none if there is a choice."""
    if prod(map(len, readings.values())) > MOST_TRIED:
        return {}
    concerned = frozenset[Sum]().union(*(sums[address] for address in readings))
    sound = []
    for combination in product(*readings.values()):
        tried = dict(zip(readings, combination, strict=True))
        passed = _passed(edition, {**figures, **tried})
        if concerned & passed.keys() and all(passed[s] for s in concerned & passed.keys()):
            sound.append(tried)
    return sound[0] if len(sound) == 1 else {}


def _passed(edition: Edition, figures: Mapping[Address, Figure]) -> dict[Sum, bool]:
    return {(c.check, c.subject): c.passed for c in run_checks(edition, figures)}
