"""A report as the warehouse stores it, made once, when it has been read.

A report has some two hundred figures, and an object for each would cost the most of loading it.
What only a warehouse can give, the numbers of reports and of names, is not in it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from extract.report import Check, Figure, Report
from warehouse import exact, lines
from warehouse.exact import MILLION, parted
from warehouse.lines import Lines

FIGURES = pa.schema(
    {
        "whole": pa.int64(),
        "fraction": pa.int32(),
        "raw": pa.string(),
        "page": pa.int32(),
        "source_table": pa.int32(),
        "source_row": pa.int32(),
        "source_column": pa.int32(),
        "confidence": pa.float64(),
        "number": pa.float64(),  # for wide tables; null where no float is the value exactly
    }
)
CHECKS = pa.schema(
    {
        "passed": pa.bool_(),
        "left_whole": pa.int64(),
        "left_fraction": pa.int32(),
        "right_whole": pa.int64(),
        "right_fraction": pa.int32(),
        "source_error": pa.bool_(),
    }
)


@dataclass(frozen=True)
class Packed:
    """One report; `head` is it without its figures and checks.

    Names stand a line each, their parts set apart by tabs.
    """

    head: Report
    addresses: str  # table, row and column of each figure
    figures: bytes  # an Arrow record batch of FIGURES
    across: list[float | None]  # edges of lines, see Lines
    down: list[float | None]
    subjects: str  # check and subject of each check
    checks: bytes  # an Arrow record batch of CHECKS


def pack(report: Report) -> Packed:
    """Pack a report. What cannot be kept as read joins its warnings."""
    doubts: list[str] = []
    figures = _once(report.figures, doubts)
    last = {(check.check, check.subject): check for check in report.checks}
    places = Lines([figure.place for figure in figures])
    return Packed(
        addresses="\n".join("\t".join(figure[:3]) for figure in figures),
        figures=_figures(figures, places, doubts),
        across=places.across,
        down=places.down,
        subjects="\n".join("\t".join(names) for names in last),
        checks=_checks(list(last.values()), doubts),
        head=replace(report, figures=(), checks=(), warnings=(*report.warnings, *doubts)),
    )


@cache
def packing() -> str:
    """Give a digest of how reports are packed: what was packed otherwise is packed anew."""
    digest = hashlib.sha256()
    for module in (__file__, exact.__file__, lines.__file__):
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()[:12]


def names_in(text: str) -> list[tuple[str, ...]]:
    """Give the names that a text of Packed holds."""
    return [tuple(line.split("\t")) for line in text.split("\n")] if text else []


def _figures(figures: Sequence[Figure], places: Lines, doubts: list[str]) -> bytes:
    values = [figure.value for figure in figures]
    wholes, fractions = parted(values, lambda n: figures[n].address, doubts)
    numbers: list[int | float | None] = list(wholes)
    for position, fraction in enumerate(fractions):
        if fraction is not None:
            number = (wholes[position] or 0) + Decimal(fraction) / MILLION
            numbers[position] = near = float(number)
            if Decimal(repr(near)) != number:
                numbers[position] = None
                doubts.append(
                    f"{figures[position].address}: {values[position]} has more than fifteen "
                    "digits: it is left out of the wide tables, figures has it"
                )
    return _packed(
        FIGURES,
        wholes,
        fractions,
        [figure.raw for figure in figures],
        places.pages,
        places.tables,
        places.rows,
        places.columns,
        [figure.confidence for figure in figures],
        numbers,
    )


def _once(figures: Sequence[Figure], doubts: list[str]) -> Sequence[Figure]:
    kept: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        first = kept.setdefault(figure[:3], figure)
        if first is not figure:
            doubts.append(
                f"{figure.address} was read twice, as {first.raw!r} and as {figure.raw!r}; "
                "the first is kept"
            )
    return list(kept.values())


def _checks(checks: Sequence[Check], doubts: list[str]) -> bytes:
    def name(position: int) -> str:
        return f"{checks[position].check} of {checks[position].subject}"

    return _packed(
        CHECKS,
        [check.passed for check in checks],
        *parted([check.left for check in checks], name, doubts),
        *parted([None if check.passed else check.right for check in checks], name, doubts),
        [check.source_error for check in checks],
    )


def _packed(schema: pa.Schema, *columns: Sequence[Any]) -> bytes:
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    packed: bytes = batch.serialize().to_pybytes()
    return packed
