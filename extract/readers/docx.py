"""DOCX: python-docx opens the package; paragraphs and tables are read from its XML.

From the XML, because python-docx repeats the text of merged cells and shows no nested table, no
text box and no final state of tracked changes.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from extract.blocks import Block, Document, Paragraph, Picture, UnreadableError
from extract.form.text import readable
from extract.formats import format_of
from extract.readers.docx_pictures import pictures_in
from extract.readers.docx_runs import (
    WRAPPERS,
    Marks,
    drop_hidden,
    drop_instructions,
    marks_in,
    text_of,
)
from extract.readers.docx_table import cells_of, read_table, rows_of, shown
from extract.readers.office import CONVERTED, to_docx
from extract.readers.package import guard

_RELATIONS, _STRICT = "_rels/.rels", b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_TEXT_BOX, _CHUNK = qn("w:txbxContent"), qn("w:altChunk")


def read_docx(data: bytes) -> Document:
    """Read a Word document; raises UnreadableError if it is cut short, locked or a bomb."""
    guard(data, "Word document")
    if _is_strict(data):
        name = "Word document of the kind “Strict Open XML”"
        converted = read_docx(to_docx(data, name, "MS Word 2007 XML"))
        return replace(converted, warnings=(*converted.warnings, CONVERTED))
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableError(f"the Word document is damaged ({error}); fetch it again") from error
    body, styles = document.element.body, _styles(document.part)
    drop_instructions(body)
    drop_hidden(body, styles)
    numbers = {table: number for number, table in enumerate(body.iter(_TABLE))}
    reading = _Reading(document.part, numbers, marks_in(body, styles))
    flow = tuple(reading.flow(body))
    if not flow:
        reasons = reading.warnings or ["it may be a drawing of the report; save it as a PDF"]
        raise UnreadableError(f"the Word document holds no text; {'; '.join(reasons)}")
    return Document.flowing(flow, warnings=tuple(reading.warnings))


def _is_strict(data: bytes) -> bool:
    """Whether it is written with the names of ISO/IEC 29500 strict, which python-docx knows not."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _RELATIONS in package.namelist() and _STRICT in package.read(_RELATIONS)


def _styles(part: Any) -> Any:
    """Give the styles as the document has them; None if it has none, or none that can be read."""
    try:
        return getattr(part.part_related_by(RELATIONSHIP_TYPE.STYLES), "element", None)
    except KeyError:
        return None


@dataclass(frozen=True)
class _Reading:
    """The walk through a document: the number of each table, and the marks in its text."""

    part: Any
    numbers: dict[Any, int]
    marks: Marks
    warnings: list[str] = field(default_factory=list)

    def flow(self, parent: Any) -> Iterator[Block | Picture]:
        """Give what an element holds, in its order."""
        for child in parent:
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag in WRAPPERS:
                yield from self.flow(child)
            elif child.tag == _CHUNK:
                yield from self._chunk(child.get(qn("r:id")))

    def _chunk(self, relation: str) -> Iterator[Block | Picture]:
        """Give what a file in the document holds, which Word puts here when it opens it."""
        try:
            chunk = _read_chunk(self.part.related_parts[relation].blob)
        except KeyError:
            self.warnings.append("a file in the document (w:altChunk) is missing; fetch it again")
        except UnreadableError as error:
            self.warnings.append(f"a file in the document (w:altChunk) was not read: {error}")
        else:
            self.warnings.extend(chunk.warnings)
            yield from chunk.flow or chunk.blocks

    def _paragraph(self, element: Any) -> Iterator[Block | Picture]:
        text = readable(text_of(element).replace("\n", " "))
        if text:
            yield Paragraph(text)
        yield from pictures_in(element, self.part)
        for box in shown(element, _TEXT_BOX):
            yield from self.flow(box)

    def _table(self, element: Any) -> Iterator[Block | Picture]:
        """Give a grid; a table that holds tables only sets the page, so its cells are read."""
        if any(table is not element for table in element.iter(_TABLE)):
            for row in rows_of(element):
                for cell in cells_of(row):
                    yield from self.flow(cell)
            return
        grid = read_table(element, self.numbers[element], self.marks)
        pictures = list(pictures_in(element, self.part))
        if not pictures or any(cell.text for cell in grid.cells):
            yield grid  # else it only sets the pictures
        yield from pictures


def _read_chunk(data: bytes) -> Document:
    kind = format_of(data)
    if kind == "docx":
        return read_docx(data)
    # Imported when they are needed: few documents have such a file.
    if kind == "html":
        from extract.readers.html import read_html

        return read_html(data)
    if kind == "mhtml":
        from extract.readers.mhtml import read_mhtml

        return read_mhtml(data)
    raise UnreadableError(f"its format is {kind}; save the document with Word, and read that")
