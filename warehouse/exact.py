"""Which numbers the warehouse holds, and what becomes of the others."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from types import NoneType
from typing import Any

# What DuckDB's type of twenty digits, six behind the point, holds.
PLACES = Decimal("0.000001")
CEILING = 10**14
MILLION = 10**6


def exact(value: int | Decimal | None, name: str, doubts: list[str]) -> Decimal | None:
    """Give the value as DECIMAL(20, 6) holds it, or None and a doubt if it cannot, exactly."""
    if value is None:
        return None
    number = Decimal(value)
    if abs(number) < CEILING and number == number.quantize(PLACES):
        return number
    doubts.append(
        f"{name}: {value} has more than 14 digits before the point or 6 behind it; "
        "its value is left null, raw is kept"
    )
    return None


_WHOLE_OR_NONE = {int, NoneType}


def _others(values: Sequence[int | Decimal | None]) -> list[int]:
    """Give the positions of values that are neither nothing nor whole numbers that can be held."""
    numbers = [value for value in values if value] or [0]
    if min(numbers) > -CEILING and max(numbers) < CEILING:  # as in nearly all reports
        kinds = list(map(type, values))
        if _WHOLE_OR_NONE.issuperset(kinds):
            return []
        return [position for position, kind in enumerate(kinds) if kind not in _WHOLE_OR_NONE]
    return [
        position
        for position, value in enumerate(values)
        if value is not None and not (value.__class__ is int and -CEILING < value < CEILING)
    ]


def parted(
    values: Sequence[int | Decimal | None], name: Callable[[int], str], doubts: list[str]
) -> tuple[list[int | None], list[int | None]]:
    """Part each value at the point: the wholes, and the fractions in millionths, signs with both.

    `name` tells what stands at a position, for the doubt about a value that cannot be held.
    """
    wholes: list[Any] = list(values)
    fractions: list[int | None] = [None] * len(values)
    for position in _others(values):
        number = exact(values[position], name(position), doubts)
        wholes[position] = None if number is None else int(number)
        if number is not None:
            fractions[position] = int((number - int(number)) * MILLION) or None
    return wholes, fractions
