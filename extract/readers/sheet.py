"""XLS, XLSX and WPS's ET: calamine gives values and merged cells; lines of text are told apart.

A sheet knows no tables: the title, the prose and the tables of a report stand in one net of rows
and columns. A row with a single text in it, of which the form knows nothing, is a paragraph; what
stands between paragraphs is a grid.
"""

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetVisibleEnum,
)

from extract.blocks import Block, Document, Paragraph, UnreadableError
from extract.form.lexicon import is_entry, lexicon
from extract.form.sections import section_heading
from extract.form.text import fold, readable
from extract.grid import Cell, Grid
from extract.readers.package import guard
from extract.readers.xlsx import Doubts, Survey, survey
from extract.report import Place

# The three tables of the form have 600 cells; those of a sheet are counted blank or not.
MOST_CELLS = 50_000
_LONGEST_LABEL = 60  # a misprinted label is looked for in no longer text
# [MS-XLS] 2.1.7.20.1: BOF of the workbook, perhaps WriteProtect, FilePass. calamine does not say
# of a file in memory that it is locked, only that it is no workbook.
_LOCKED = re.compile(rb"\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0", re.DOTALL)


def read_workbook(data: bytes) -> Document:
    """Read the sheets that a person sees, in their order.

    Raises UnreadableError if the file is damaged, locked, blank or a bomb. A damaged XLS may make
    calamine ask for more memory than there is, which ends the process: see `pipelines.workers`.
    """
    if _LOCKED.search(data):
        raise UnreadableError(
            "the spreadsheet is locked with a password; ask the agency for an open copy"
        )
    warnings: list[str] = []
    blocks: list[Block] = []
    try:
        found = _looked_over(data) if data.startswith(b"PK") else Survey()
        if found.unplaced:
            warnings.append(
                f"{found.unplaced} cells are in doubt (formulas without a result, raised or struck "
                "text) and could not be placed in a sheet; compare its blank cells with the file"
            )
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for number, meta in enumerate(workbook.sheets_metadata):
                if meta.visible is SheetVisibleEnum.Visible:
                    sheet = workbook.get_sheet_by_index(number)
                    blocks += _blocks(_net(sheet, number, found.doubts_in(number)))
                else:
                    warnings.append(f"sheet {number} “{meta.name}” is hidden; it was not read")
    except (CalamineError, etree.XMLSyntaxError) as error:
        raise _damaged(error) from error
    except BaseException as error:
        # A panic in calamine's Rust is not an Exception, and its class cannot be imported.
        if type(error).__name__ == "PanicException":
            raise _damaged(error) from error
        raise
    if not blocks:
        raise UnreadableError("the spreadsheet holds no text; it may hold a picture of the report")
    return Document(tuple(blocks), warnings=tuple(warnings))


def _damaged(error: BaseException) -> UnreadableError:
    reason = " ".join(str(error).split())
    return UnreadableError(f"the spreadsheet is damaged ({reason}); fetch it again")


def _looked_over(data: bytes) -> Survey:
    """Refuse an XLSX that would fill the memory; tell what calamine would pass over."""
    guard(data, "spreadsheet")
    found = survey(data)
    _refuse_large(found.slots)
    return found


def _refuse_large(slots: int) -> None:
    if slots > MOST_CELLS:
        raise UnreadableError(
            f"its sheets stretch over {slots} cells, more than any report needs; delete what "
            "stands far from the tables and read it again"
        )


def _net(sheet: CalamineSheet, number: int, doubts: Doubts) -> Grid:
    """Give a whole sheet as one grid, from its first row and column with something in them."""
    if sheet.start is None:
        return Grid(())
    _refuse_large(sheet.height * sheet.width)
    texts = [[_shown(value) for value in row] for row in sheet.to_python()]
    merged = _merged(sheet)
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            if (row, column) in taken:
                continue
            rows, columns = merged.get((row, column), (1, 1))
            slots = {(row + r, column + c) for r in range(rows) for c in range(columns)}
            if not taken.isdisjoint(slots):  # two ranges that overlap: the later is none
                rows, columns, slots = 1, 1, {(row, column)}
            taken |= slots
            place = Place(table=number, row=sheet.start[0] + row, column=sheet.start[1] + column)
            cell = Cell(row, column, rows, columns, text, place)
            if doubt := doubts.get((sheet.start[0] + row, sheet.start[1] + column)):
                others = () if doubt.other is None else (doubt.other.strip(),)
                cell = cell._replace(unread=not others, doubt=doubt.why, others=others)
            cells.append(cell)
    return Grid(tuple(cells))


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Give first slot → (rows, columns) of merged cells, cut at the edges of what is filled in."""
    top, left = sheet.start or (0, 0)
    return {
        (first[0] - top, first[1] - left): (
            min(last[0] - top, sheet.height - 1) - (first[0] - top) + 1,
            min(last[1] - left, sheet.width - 1) - (first[1] - left) + 1,
        )
        for first, last in sheet.merged_cell_ranges or ()
    }


def _shown(value: object) -> str:
    """Give a value as a person sees it; number formats are not known, so a percentage is 0.12."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        # Spreadsheets keep 15 digits; + 0 makes -0.0 a zero.
        return f"{Decimal(f'{value:.15g}').normalize() + 0:f}"
    return str(value)


def _blocks(net: Grid) -> Iterator[Block]:
    rows: list[int] = []
    for row in net.rows():
        line = _line_of_text(net, row)
        if line is None:
            rows.append(row)
            continue
        yield from _table(net, rows)
        rows = []
        if line.row == row:
            yield from (Paragraph(t) for t in map(readable, line.text.split("\n")) if t)
    yield from _table(net, rows)


def _line_of_text(net: Grid, row: int) -> Cell | None:
    """Give the only cell with a text in a row, if that is no figure and no label of the form."""
    printed = _printed(net, row)
    if len(printed) != 1 or any(_printed(net, r) != printed for r in printed[0].rows):
        return None
    return None if is_entry(printed[0]) or _is_label(printed[0].text) else printed[0]


def _printed(net: Grid, row: int) -> list[Cell]:
    return [cell for cell in net.covering(row) if not cell.blank]


def _is_label(text: str) -> bool:
    """Whether a text is a label of the form or a misprint of one; its figures may be blank."""
    words = lexicon()
    tables = {table for table, _, _ in words.addresses}
    return words.knows(text) or (
        len(fold(text)) <= _LONGEST_LABEL
        and section_heading(text) is None
        and any(words.row_of(table, [text]) for table in tables)
    )


def _table(net: Grid, rows: Sequence[int]) -> Iterator[Grid]:
    """Cut out what is printed in some rows.

    calamine tells of no borders, so a blank row under a table may be its last row, left blank, or
    no row of it. It is left out: its figures are then told as not found, never as blank.
    """
    filled = [row for row in rows if _printed(net, row)]
    if not filled:
        return
    printed = [cell for row in filled for cell in _printed(net, row)]
    last = filled[-1]
    first_column = min(cell.column for cell in printed)
    end_column = max(cell.columns.stop for cell in printed)
    yield Grid(tuple(_cut(net, range(filled[0], last + 1), range(first_column, end_column))))


def _cut(net: Grid, rows: range, columns: range) -> Iterator[Cell]:
    for cell in net.cells:
        top, left = max(cell.row, rows.start), max(cell.column, columns.start)
        height = min(cell.rows.stop, rows.stop) - top
        width = min(cell.columns.stop, columns.stop) - left
        if height > 0 and width > 0:
            yield cell._replace(
                row=top - rows.start,
                column=left - columns.start,
                rowspan=height,
                colspan=width,
            )
