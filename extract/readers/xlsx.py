"""What calamine does not say of an XLSX: how far its sheets reach, and which cells are in doubt.

calamine sets memory aside for the whole rectangle between the first and the last cell of a sheet:
two cells can ask for 500 GB. Cells with an error, or with a formula that was never reckoned, it
gives as blank; a raised or struck part of a text it gives as any other.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from extract.grid import RAISED, STRUCK
from extract.readers.xlsx_formats import Formats

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TEXTS = "xl/sharedStrings.xml"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")


class Doubt(NamedTuple):
    """Why a cell is in doubt, and what its text may be instead; None if it has no text at all."""

    why: str
    other: str | None = None


Doubts = dict[tuple[int, int], Doubt]  # by row and column, both from 0
_OTHERWISE = "its number format shows another number than is stored"
_UNRECKONED = Doubt("its formula has no result, or an error for one")


@dataclass
class Survey:
    """The sheets of a workbook together."""

    slots: int = 0  # of the rectangles that hold the cells with something in them
    doubts: dict[str, Doubts] = field(default_factory=dict)  # by part
    parts: list[str] = field(default_factory=list)  # of the sheets, in their order

    @property
    def unplaced(self) -> int:
        """Count of cells in doubt of which it is not known in which sheet they stand."""
        return sum(len(d) for part, d in self.doubts.items() if part not in self.parts)

    def doubts_in(self, sheet: int) -> Doubts:
        """Give the cells of a sheet that are in doubt."""
        part = self.parts[sheet] if sheet < len(self.parts) else ""
        return self.doubts.get(part, {})


def survey(data: bytes) -> Survey:
    """Walk the cells of all sheets; raises etree.XMLSyntaxError if a sheet is no XML."""
    found = Survey()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found.parts = list(_parts(package))
        marked, formats = dict(_marked(package)), Formats.of(package)
        for name in filter(_SHEETS.fullmatch, package.namelist()):
            rows, columns = set[int](), set[int]()
            doubts: Doubts = found.doubts.setdefault(name, {})
            with package.open(name) as part:
                for row, column, cell in _cells(part):
                    rows.add(row)
                    columns.add(column)
                    if doubt := _doubt_of(cell, marked, formats):
                        doubts[row, column] = doubt
            if rows:
                found.slots += (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    return found


def _parts(package: zipfile.ZipFile) -> Iterator[str]:
    """Give the name of each sheet's part, in the order of the workbook."""
    names = package.namelist()
    if _WORKBOOK not in names or _RELATIONS not in names:
        return
    relations = etree.fromstring(package.read(_RELATIONS))
    targets = {r.get("Id", ""): r.get("Target", "") for r in relations}
    for sheet in etree.fromstring(package.read(_WORKBOOK)).iter("{*}sheet"):
        identifiers = (v for k, v in sheet.items() if etree.QName(k).localname == "id")
        target = targets.get(str(next(identifiers, "")), "")
        yield posixpath.join("/xl", target).lstrip("/")


def _marked(package: zipfile.ZipFile) -> Iterator[tuple[str | None, Doubt]]:
    """Give the shared texts with marks, by their number as cells say it."""
    if _TEXTS in package.namelist():
        with package.open(_TEXTS) as part:
            for number, (_, text) in enumerate(etree.iterparse(part, tag="{*}si")):
                if doubt := _mark_in(text):
                    yield str(number), doubt
                text.clear()


def _mark_in(text: Element) -> Doubt | None:
    """Tell whether a part of a text is raised or struck through.

    ECMA-376-1 §18.4.8: a text (si, is) is one piece (t) or runs (r) with properties of their own.
    """
    raised = set(text.iterfind("{*}r/{*}rPr/{*}vertAlign[@val='superscript']/../.."))
    struck = set(text.iterfind("{*}r/{*}rPr/{*}strike/../.."))
    if not (raised or struck):
        return None
    bare = (run for run in text.iterfind("{*}r") if run not in raised | struck)
    return Doubt(RAISED if raised else STRUCK, "".join(run.findtext("{*}t") or "" for run in bare))


def _doubt_of(cell: Element, marked: Mapping[str | None, Doubt], formats: Formats) -> Doubt | None:
    if _is_unreckoned(cell):
        return _UNRECKONED
    if (shown := formats.shown(cell)) is not None:
        return Doubt(_OTHERWISE, shown or None)
    if cell.get("t") == "s":
        return marked.get(cell.findtext("{*}v"))
    text = cell.find("{*}is")
    return None if text is None else _mark_in(text)


def _cells(part: IO[bytes]) -> Iterator[tuple[int, int, Element]]:
    """Give (row, column, cell) of cells with something in them; positions may be left out."""
    row = column = -1
    for event, element in etree.iterparse(part, ("start", "end"), tag=("{*}row", "{*}c")):
        is_row = etree.QName(element).localname == "row"
        if event == "start" and is_row:
            number = element.get("r", "")
            row, column = int(number) - 1 if number.isdecimal() else row + 1, -1
        elif event == "end" and not is_row:
            place = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if len(element):
                yield int(place[2]) - 1 if place else row, column, element
            element.clear()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _is_unreckoned(cell: Element) -> bool:
    if cell.get("t") == "str":  # the result is a text, that may have no letters
        return False
    return cell.get("t") == "e" or (cell.find("{*}f") is not None and not cell.findtext("{*}v"))
