"""Sheets as the bytes of a workbook: XLSX by openpyxl, XLS by hand, as nothing kept writes it.

XLS is a stream of records ([MS-XLS]) in a compound file ([MS-CFB]); WPS's ET is the same.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import openpyxl

Value = str | int | float


@dataclass
class Sheet:
    """Values by (row, column) from 0, and merged cells as (row, column, rowspan, colspan)."""

    name: str
    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False

    def put(self, row: int, column: int, rowspan: int, colspan: int, value: Value) -> None:
        """Fill a cell in; "" leaves it without a value."""
        if value != "":
            self.values[row, column] = value
        if rowspan * colspan > 1:
            self.merged.append((row, column, rowspan, colspan))


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Give a workbook of Excel 2007 and later."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for (row, column), value in sheet.values.items():
            page.cell(row + 1, column + 1, value)
        for row, column, rows, columns in sheet.merged:
            page.merge_cells(None, row + 1, column + 1, row + rows, column + columns)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(sheets: Sequence[Sheet], *, locked: bool = False) -> bytes:
    """Give a workbook of Excel 97 to 2003; `locked` only says that a password is needed."""
    bodies = [b"".join(_record(*record) for record in _records(sheet)) for sheet in sheets]
    start = len(_globals(sheets, [0] * len(sheets), locked=locked))
    starts = [start + sum(map(len, bodies[:n])) for n in range(len(bodies))]
    return _compound(_globals(sheets, starts, locked=locked) + b"".join(bodies))


_BOF, _EOF, _FILEPASS, _CODEPAGE, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0042, 0x0085
_LABEL, _NUMBER, _MERGECELLS = 0x0204, 0x0203, 0x00E5
_BIFF8, _WORKBOOK, _WORKSHEET = 0x0600, 0x0005, 0x0010


def _globals(sheets: Sequence[Sheet], starts: Sequence[int], *, locked: bool) -> bytes:
    parts = [_record(_BOF, struct.pack("<HHHHII", _BIFF8, _WORKBOOK, 0, 0, 0, 0))]
    if locked:
        parts.append(_record(_FILEPASS, struct.pack("<HHH48x", 1, 1, 1)))  # RC4
    parts.append(_record(_CODEPAGE, struct.pack("<H", 1200)))
    for sheet, start in zip(sheets, starts, strict=True):
        head = struct.pack("<IBBBB", start, sheet.hidden, 0, len(sheet.name), 1)
        parts.append(_record(_BOUNDSHEET, head + sheet.name.encode("utf-16-le")))
    return b"".join([*parts, _record(_EOF, b"")])


def _records(sheet: Sheet) -> Iterator[tuple[int, bytes]]:
    yield _BOF, struct.pack("<HHHHII", _BIFF8, _WORKSHEET, 0, 0, 0, 0)
    for (row, column), value in sorted(sheet.values.items()):
        if isinstance(value, str):
            head = struct.pack("<HHHHB", row, column, 0, len(value), 1)
            yield _LABEL, head + value.encode("utf-16-le")
        else:
            yield _NUMBER, struct.pack("<HHHd", row, column, 0, value)
    ranges = [struct.pack("<HHHH", r, r + h - 1, c, c + w - 1) for r, c, h, w in sheet.merged]
    yield _MERGECELLS, struct.pack("<H", len(ranges)) + b"".join(ranges)
    yield _EOF, b""


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


_SECTOR = 512
_SMALLEST_STREAM = 4096  # shorter ones would stand in sectors of another size
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _compound(stream: bytes) -> bytes:
    """Give a compound file with the stream Workbook: allocation table, directory, stream."""
    stream = stream.ljust(max(_SMALLEST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    tables = 1
    while tables * _SECTOR // 4 < tables + 1 + count:
        tables += 1
    first = tables + 1
    chain = [*[_FAT] * tables, _END, *range(first + 1, first + count), _END]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),  # version, byte order, sizes of sectors as powers of two
        *(0, tables, tables, 0, _SMALLEST_STREAM, _END, 0, _END, 0),
    )
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    root = _entry("Root Entry", 5, child=1, start=_END, size=0)
    workbook = _entry("Workbook", 2, child=_FREE, start=first, size=len(stream))
    return header + struct.pack(f"<{len(chain)}I", *chain) + root + workbook + bytes(256) + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    head = struct.pack("<64sHBBIII", letters, len(letters) + 2, kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
