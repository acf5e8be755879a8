"""`gongkai extract FILE --show ADDRESS`: a figure with its place, and a picture of it there."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from PIL.Image import Image

    from extract.blocks import Document
    from extract.grid import Grid
    from extract.report import Figure, Report

DPI = 150
# What is cut out of a page: its whole width, so that the labels of the row are in it, from so far
# above the first row of figures, so that those of the column are, to so far below the cell; points.
ABOVE, BELOW = 130.0, 40.0
OUTLINE = (220, 0, 0)
LINE = 3  # pixels
LONGEST_NAME = 60  # characters of the name of a file in an archive: file names have a limit


class NoPictureError(Exception):
    """Raised where no picture of a figure can be made; the message says why."""


def known(addresses: list[str]) -> list[str]:
    """Give the addresses as they are; raises typer.BadParameter for one of no edition's form."""
    if not addresses:
        return addresses  # nearly always, and the form takes time to load
    from extract.form.edition import editions

    form = dict.fromkeys(
        ".".join(a) for edition in editions().values() for a in edition.addresses()
    )
    for address in addresses:
        if address not in form:
            near = get_close_matches(address, form, n=3, cutoff=0.5)
            hint = (
                f"did you mean {' or '.join(near)}?"
                if near
                else "an address is TABLE.ROW.COLUMN, as in applications.received.total; "
                "`gongkai extract FILE` prints them"
            )
            raise typer.BadParameter(f"no form has a figure {address!r}: {hint}")
    return addresses


def shown(file: Path, report: "Report", addresses: Sequence[str]) -> Iterator[str]:
    """Give the lines about figures of a report that was read from a file, or an archive in it.

    Pictures are written into the working directory.
    """
    yield report.source
    if report.error:
        yield f"  {report.status}: {report.error}"
        return
    figures = {figure.address: figure for figure in report.figures}
    for address in addresses:
        if address in figures:
            yield from _lines(_Shown(file, report, figures[address]))
        else:
            yield f"  {address}: not found in this document ({report.status})"


@dataclass(frozen=True)
class _Shown:
    file: Path
    report: "Report"
    figure: "Figure"


def _lines(shown: _Shown) -> Iterator[str]:
    figure = shown.figure
    value = "no number" if figure.value is None else f"{figure.value}"
    printed = f"printed “{_on_a_line(figure.raw)}”" if figure.raw.strip() else "a blank cell"
    doubt = "" if figure.confidence == 1 else f" · confidence {figure.confidence:g}"
    yield f"  {figure.address}: {value} · {printed} · {figure.place}{doubt}"
    try:
        yield f"    picture: {_picture(shown)}"
    except NoPictureError as error:
        yield from (f"    {line}" for line in _in_its_table(shown))
        yield f"    no picture: {error}"


def _picture(shown: _Shown) -> Path:
    """Write the picture and give its path. Raises NoPictureError."""
    page, kind = shown.figure.place.page, shown.report.format
    if page is None or shown.figure.place.bbox is None:
        raise NoPictureError(f"a document in the format {kind} has no pages")
    try:
        from PIL import Image

        pixels, dpi = _DRAWINGS.get(kind, _drawn_picture)(shown, page)
    except ImportError as error:
        raise NoPictureError(
            f"the library {error.name} is missing, which the extra `ocr` brings; "
            "pip install 'gongkai[ocr]'"
        ) from error
    picture = _marked(Image.fromarray(pixels).convert("RGB"), shown, dpi / 72)
    path = Path(_file_name(shown))
    try:
        picture.save(path)
    except OSError as error:
        raise NoPictureError(
            f"{path} cannot be written ({error.strerror}); run this in a folder of your own"
        ) from error
    return path


def _drawn_pdf(shown: _Shown, number: int) -> tuple[Any, float]:
    from extract.readers.pdf import drawn

    return drawn(_bytes_of(shown), number, DPI), DPI


def _drawn_scan(shown: _Shown, number: int) -> tuple[Any, float]:
    from extract.readers.scan import frame

    return frame(_bytes_of(shown), number)


def _drawn_ofd(shown: _Shown, number: int) -> tuple[Any, float]:
    from extract.readers.ofd import drawn
    from extract.readers.scan import pixels_of

    page = drawn(_bytes_of(shown), number)
    if page is None:
        raise NoPictureError(
            f"nothing here draws the text of an OFD file; look at page {number} in a reader of it"
        )
    picture, dpi = page
    return pixels_of(picture), dpi


def _drawn_picture(shown: _Shown, number: int) -> tuple[Any, float]:
    """Give the picture in a document that flows from which the figure was read."""
    from extract.readers.scan import frame
    from extract.readers.sheets import sheets_of

    sheets, _ = sheets_of(_opened(shown))
    sheet = next(sheet for sheet in sheets if sheet.page == number)
    return frame(sheet.data, 1)[0], sheet.dpi


# What draws a page, by format: its number → pixels and dots per inch.
_DRAWINGS: dict[str, Callable[[_Shown, int], tuple[Any, float]]] = {
    "pdf": _drawn_pdf,
    "scan": _drawn_scan,
    "ofd": _drawn_ofd,
}


def _marked(page: "Image", shown: _Shown, scale: float) -> "Image":
    """Outline the cell and cut out what is around it; `scale` is in pixels a point."""
    from PIL import ImageDraw

    place = shown.figure.place
    assert place.bbox is not None  # noqa: S101 - told to the type checker; `_picture` has looked
    x0, top, x1, bottom = (number * scale for number in place.bbox)
    outline = (x0 - LINE, top - LINE, max(x1, x0) + LINE, max(bottom, top) + LINE)
    ImageDraw.Draw(page).rectangle(outline, outline=OUTLINE, width=LINE)
    first_row = min(
        figure.place.bbox[1]
        for figure in shown.report.figures
        if figure.table == shown.figure.table
        and figure.place.page == place.page
        and figure.place.bbox is not None
    )
    upper = max(0, round((first_row - ABOVE) * scale))
    lower = min(page.height, round(bottom + BELOW * scale))
    return page.crop((0, upper, page.width, max(lower, upper + 1)))


def _in_its_table(shown: _Shown) -> Iterator[str]:
    """Give what stands over the cell and the row that it is in, as the document has them."""
    from extract.blocks import UnreadableError
    from extract.grid import Grid

    try:
        document = _opened(shown)
    except UnreadableError as error:
        yield f"its table cannot be read a second time: {error}"
        return
    for grid in document.blocks:
        cells = grid.cells if isinstance(grid, Grid) else ()
        cell = next((cell for cell in cells if cell.place == shown.figure.place), None)
        if isinstance(grid, Grid) and cell:
            yield f"over it: {' › '.join(_heads(grid, cell.row, cell.column)) or 'nothing'}"
            texts = ((_on_a_line(c.text), c == cell) for c in grid.covering(cell.row))
            yield f"its row: {' | '.join(f'[{text}]' if it else text for text, it in texts)}"


def _heads(grid: "Grid", row: int, column: int) -> list[str]:
    """Give the texts of a column down to the first number in it, or the row."""
    from extract.numbers import read_number

    cells = dict.fromkeys(cell for r in range(row) if (cell := grid.at(r, column)))
    texts = (_on_a_line(cell.text) for cell in cells)
    return list(takewhile(lambda text: read_number(text).value is None, filter(None, texts)))


def _on_a_line(text: str) -> str:
    return " ".join(text.split())


def _opened(shown: _Shown) -> "Document":
    from extract.read import open_document
    from pipelines.beside import Beside

    return open_document(shown.report.format, _bytes_of(shown), Beside(shown.file))


def _bytes_of(shown: _Shown) -> bytes:
    """Give the bytes of a document: those of its file, or of a file in that archive."""
    from extract.members import members_of

    data = shown.file.read_bytes()
    if _digest(data) == shown.report.sha256:
        return data
    return next(m.data for m in members_of(data) if _digest(m.data) == shown.report.sha256)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file_name(shown: _Shown) -> str:
    """Give e.g. report.pdf.applications.received.total.png; of a file in an archive both names."""
    _, _, member = shown.report.source.rpartition("!/")
    inner = PurePosixPath(member).name if "!/" in shown.report.source else ""
    inner = re.sub(r"[^\w.-]+", "-", inner)[-LONGEST_NAME:]
    return ".".join(filter(None, (shown.file.name, inner, shown.figure.address, "png")))
