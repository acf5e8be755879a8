"""Which pictures of a document may show pages of a report, or its tables.

That is told by the head of each file and a small view of it, so that logos, QR codes and
photographs cost next to nothing.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

# Pillow belongs to the extra `ocr`, but pdfplumber brings it in any case.
from PIL import Image, UnidentifiedImageError

from extract.blocks import Document, Picture
from extract.readers.paper import dots_per_inch, shows_paper

# Smaller than this a picture shows no table of the form that could be read, in pixels: the widest
# has 15 columns, the flattest 4 lines.
NARROWEST, FLATTEST = 400, 60
# A report has 5 to 15 pages, a page takes one to three seconds to read, and a worker has a minute.
MOST_PICTURES, MOST_SHEETS = 40, 15.0  # the latter of A4
LARGEST = 6.0  # sheets of A4 in one picture: a worker has memory for these, and not for 8
MOST_PIXELS = 80_000_000  # a page of A3 in 600 dpi has 70 million
_A4_AREA = 8.27 * 11.69  # square inches
# Pictures whose widths differ by less than this share were made alike, unless one has the shape of
# a sheet: √2 to 1.
_ALIKE = 0.05
_SHAPE, _NEAR_IT = 2**0.5, 0.04
# Drawings of Windows, which need Windows to draw them; Word keeps pasted tables so.
_METAFILES = (".emf", ".wmf")
# What Pillow raises on bytes that are a damaged picture.
_DAMAGED = (Image.DecompressionBombError, OSError, SyntaxError, ValueError)


@dataclass
class Notes:
    """What there is to tell: in any case, or only where the report is not complete after all."""

    always: list[str] = field(default_factory=list)
    if_incomplete: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A picture to read: its place in the flow of the document and its number among those, from 1.

    `label` names it, `size` is in pixels.
    """

    place: int
    page: int
    label: str
    data: bytes
    size: tuple[int, int]
    dpi: float

    @property
    def area(self) -> float:
        """In sheets of A4."""
        width, height = self.size
        return width * height / self.dpi**2 / _A4_AREA

    @property
    def whole(self) -> bool:
        """Whether it has the shape of a sheet."""
        return abs(max(self.size) / min(self.size) - _SHAPE) < _NEAR_IT


def sheets_of(document: Document) -> tuple[list[Sheet], Notes]:
    """Choose the pictures to read, in their order; the same each time."""
    notes = Notes()
    found: list[Sheet] = []
    absent: list[str] = []
    placed = [(n, item) for n, item in enumerate(document.flow) if isinstance(item, Picture)]
    for number, (place, picture) in enumerate(placed, start=1):
        data, label = picture.load(), f"picture {number} ({picture.name})"
        if data is None:
            absent.append(label)
        elif sheet := _opened(place, label, data, notes):
            found.append(sheet)
    if absent:
        notes.if_incomplete.append(
            f"pictures not at hand, which may hold what is missing: {len(absent)}, first "
            f"{absent[0]}; save the page with its pictures, or look at it in a browser"
        )
    return list(_within_limits(_in_one_scale(found), notes)), notes


def _opened(place: int, label: str, data: bytes, notes: Notes) -> Sheet | None:
    """Look at a picture; None if it is no page or cannot be read. It has no number yet."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if width < NARROWEST or height < FLATTEST:
                return None
            if image.format in ("EMF", "WMF"):
                notes.always.append(_metafile(label))
                return None
            sheet = Sheet(place, 0, label, data, (width, height), dots_per_inch(image))
            if width * height > MOST_PIXELS or sheet.area > LARGEST:
                notes.always.append(
                    f"{label} is larger than is read at once ({width} × {height} pixels); "
                    "cut it into pages and read these"
                )
                return None
            if shows_paper(image):
                return sheet
            notes.if_incomplete.append(
                f"{label} looks like no page of print and was not read; "
                "if it is one, save it and read the file"
            )
    except UnidentifiedImageError:
        if label.lower().endswith(tuple(f"{end})" for end in _METAFILES)):
            notes.always.append(_metafile(label))
        else:
            notes.if_incomplete.append(
                f"{label} is of no format that is read; save it as a PNG and read that"
            )
    except _DAMAGED as error:
        notes.always.append(f"{label} is damaged ({error}); fetch it again")
    return None


def _metafile(label: str) -> str:
    return f"{label} is a drawing of Windows and was not read; save the document as a PDF"


def _in_one_scale(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Give pictures that are equally wide one resolution: the parts of a table must fit.

    Of a part of a page it is told too low, if anything: so the highest is the nearest.
    """
    for sheet in sheets:
        alike = [
            other.dpi
            for other in sheets
            if abs(other.size[0] - sheet.size[0]) < _ALIKE * sheet.size[0]
        ]
        yield sheet if sheet.whole else replace(sheet, dpi=max(alike))


def _within_limits(sheets: Iterable[Sheet], notes: Notes) -> Iterator[Sheet]:
    """Number the pictures, as many as may be read."""
    area, page = 0.0, 0
    left: list[Sheet] = []
    for sheet in sheets:
        if page == MOST_PICTURES or area + sheet.area > MOST_SHEETS:
            left.append(sheet)
            continue
        area, page = area + sheet.area, page + 1
        yield replace(sheet, page=page)
    if left:
        notes.always.append(
            f"pictures beyond {MOST_PICTURES} or {MOST_SHEETS:g} sheets of A4, not read: "
            f"{len(left)}, first {left[0].label}; save these and read their files"
        )
