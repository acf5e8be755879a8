"""A person's readings of single cells: the rows of data/reference/corrections.csv, kept in git.

A row names the bytes that the person looked at by their digest. So it holds for them alone and
ends by itself when the portal puts other bytes in their place.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from extract.form.edition import Address, editions
from extract.form.lexicon import SIGNS
from extract.numbers import read_number
from extract.regions import REGIONS_FILE
from warehouse.errors import WarehouseError
from warehouse.exact import exact
from warehouse.replacing import replacing
from warehouse.rows import CorrectionRow

CORRECTIONS_FILE = REGIONS_FILE.with_name("corrections.csv")

# `value` is the print as the person reads it; the warehouse has the number in it beside it.
COLUMNS = (
    "sha256", "table_name", "row_name", "column_name", "printed", "value", "reason",
    "corrected_by", "corrected_at",
)  # fmt: skip
SHA256_DIGITS = 64


class CorrectionError(WarehouseError):
    """Raised for a correction that cannot be taken; the message says where it stands and why."""


def corrections(file: Path) -> list[CorrectionRow]:
    """Read the file. Raises CorrectionError, naming file and line, for the first bad line."""
    try:
        with file.open(encoding="utf-8", newline="") as text:
            return list(_rows(file, text))
    except OSError as error:
        raise CorrectionError(
            f"{file} cannot be read ({error.strerror}): `git checkout {file.name}` brings it back"
        ) from error


def _rows(file: Path, text: TextIO) -> Iterator[CorrectionRow]:
    lines = csv.reader(text)
    if tuple(next(lines, [])) != COLUMNS:
        raise CorrectionError(f"{file}:1: the columns must be {','.join(COLUMNS)}")
    seen: set[tuple[str, Address]] = set()
    for line in lines:
        try:
            row = _row(line)
        except CorrectionError as error:
            raise CorrectionError(f"{file}:{lines.line_num}: {error}") from None
        cell = row.sha256, row.address
        if cell in seen:
            raise CorrectionError(
                f"{file}:{lines.line_num}: the cell is corrected twice: keep one line of it"
            )
        seen.add(cell)
        yield row


def _row(line: Sequence[str]) -> CorrectionRow:
    if len(line) != len(COLUMNS):
        raise CorrectionError(
            f"{len(line)} fields instead of {len(COLUMNS)}: quote a field that has a comma in it"
        )
    sha256, table, row, column, printed, read_as, reason, by, at = line
    if len(sha256) != SHA256_DIGITS or set(sha256) - set("0123456789abcdef"):
        raise CorrectionError(f"sha256 {sha256!r} is no digest: 64 digits of 0-9 and a-f")
    if not reason.strip() or not by.strip():
        raise CorrectionError("reason and corrected_by must be given: who read it, and why")
    address = table, row, column
    return CorrectionRow(
        sha256, *address, printed, read_as, number_in(read_as, address), reason, by, _moment(at)
    )


def number_in(read_as: str, address: Address) -> int | Decimal | None:
    """Give the number in the print of a cell, in the unit of its column; None: a blank or a sign.

    Raises CorrectionError if no form has the cell, or the print is neither number, blank nor sign.
    """
    units = {
        (table.name, row.name, column): table.units.get(column)
        for edition in editions().values()
        for table in edition.tables
        for row in table.rows
        for column in row.columns
    }
    name = ".".join(address)
    if address not in units:
        raise CorrectionError(f'no form has a figure {name}: `gongkai sql "FROM form_cell"`')
    value = read_number(read_as, unit=units[address]).value
    if value is None and read_as not in SIGNS:
        raise CorrectionError(
            f"{read_as!r} is no number, as 12 or 160.5万元, and no sign, as / or —; "
            "a blank cell is an empty field"
        )
    doubts: list[str] = []
    if value is not None and exact(value, name, doubts) is None:
        raise CorrectionError(doubts[0])
    return value


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CorrectionError(f"corrected_at {text!r} is no time as 2026-03-01T08:00:00Z")
    return text


def put(file: Path, new: CorrectionRow) -> CorrectionRow | None:
    """Write a correction, in the place of one of the same cell if there is one, and give that one.

    Raises CorrectionError if the file, or the new row, is bad: then the file stays as it was.
    """
    rows = corrections(file)
    _row(_line(new))
    cells = [(row.sha256, row.address) for row in rows]
    cell = new.sha256, new.address
    former = rows[cells.index(cell)] if cell in cells else None
    if former:
        rows[cells.index(cell)] = new
    else:
        rows.append(new)
    with (
        replacing(file) as unfinished,
        unfinished.open("w", encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(_line, rows))
    return former


def _line(row: CorrectionRow) -> list[str]:
    kept = {field.name: getattr(row, field.name) for field in fields(row)}
    kept["value"] = row.read_as
    return [kept[column] for column in COLUMNS]
