"""DOCX: python-docx opens the package; paragraphs and tables are read from its XML.

From the XML, because python-docx repeats the text of merged cells and shows no nested table, no
text box and no final state of tracked changes.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from extract.blocks import Block, Document, Paragraph, UnreadableError
from extract.form.text import readable
from extract.grid import Grid, lay_out
from extract.readers.package import guard

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# Wrappers whose content stands where they stand.
_WRAPPERS = {
    *(qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:smartTag")),
    *(qn("w:customXml"), qn("w:hyperlink"), qn("w:fldSimple"), qn("w:r")),
    *("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",),
    *("{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice",),
}
_LINE_ENDS = {qn("w:br"), qn("w:cr")}
_TEXT_BOX = qn("w:txbxContent")


def read_docx(data: bytes) -> Document:
    """Read a Word document; raises UnreadableError if it is cut short, locked or a bomb."""
    guard(data, "Word document")
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"the Word document is damaged ({error}); fetch it again") from error
    numbers = {table: number for number, table in enumerate(body.iter(_TBL))}
    blocks = tuple(_blocks(body, numbers))
    if not blocks:
        raise UnreadableError("the Word document holds no text; it may be a picture of the report")
    return Document(blocks)


def _blocks(parent: Any, numbers: dict[Any, int]) -> Iterator[Block]:
    for child in parent:
        if child.tag == _P:
            yield from _paragraph(child, numbers)
        elif child.tag == _TBL:
            yield from _table(child, numbers)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child, numbers)


def _paragraph(element: Any, numbers: dict[Any, int]) -> Iterator[Block]:
    text = readable(_text(element).replace("\n", " "))
    if text:
        yield Paragraph(text)
    for box in _shown(element, _TEXT_BOX):
        yield from _blocks(box, numbers)


def _shown(element: Any, tag: str) -> Iterator[Any]:
    """Elements of a kind below this one; what Word writes twice, for old readers, once."""
    for found in element.iter(tag):
        if not any(above.tag.endswith("}Fallback") for above in found.iterancestors()):
            yield found


def _table(element: Any, numbers: dict[Any, int]) -> Iterator[Block]:
    """Give a grid; a table that holds tables only sets the page, so its cells are read in turn."""
    if any(table is not element for table in element.iter(_TBL)):
        for row in _rows(element):
            for cell in _cells(row):
                yield from _blocks(cell, numbers)
        return
    yield _grid(element, numbers[element])


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _TR and child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _grid(table: Any, number: int) -> Grid:
    """Make a grid; a cell that continues one above (w:vMerge) adds to that one's rowspan."""
    rows: list[list[tuple[int, int, str]]] = []
    open_at: dict[int, tuple[int, int]] = {}  # grid column → (row, index) of the cell to extend
    for row_number, row in enumerate(_rows(table)):
        entries: list[tuple[int, int, str]] = []
        column = _skipped(row, "w:gridBefore")
        if column:
            entries.append((1, column, ""))
        for cell in _cells(row):
            width = _number(cell, "w:gridSpan", 1)
            text = "\n".join(t for p in _shown(cell, _P) if (t := _text(p).strip()))
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and column in open_at:
                top, index = open_at[column]
                rowspan, colspan, above = rows[top][index]
                both = f"{above}\n{text}" if above and text else above or text
                rows[top][index] = (rowspan + 1, colspan, both)
            else:
                entries.append((1, width, text))
                open_at[column] = (row_number, len(entries) - 1)
            column += width
        if after := _skipped(row, "w:gridAfter"):
            entries.append((1, after, ""))
        rows.append(entries)
    return lay_out(rows, number)


def _skipped(row: Any, name: str) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn(name)}")
    return 0 if found is None else int(found.get(qn("w:val"), "0"))


def _number(cell: Any, name: str, default: int) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
    return default if found is None else max(int(found.get(qn("w:val"), default)), 1)


def _text(element: Any) -> str:
    """Give the text of a paragraph as it stands after all tracked changes."""
    parts: list[str] = []
    for child in element:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append(" ")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif child.tag in _LINE_ENDS:
            parts.append("\n")
        elif child.tag in _WRAPPERS:
            parts.append(_text(child))
    return "".join(parts)
