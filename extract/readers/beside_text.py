"""Pictures that stand in the text of a page: the tables on them, and their prose, join the page."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extract.grid import Grid
from extract.layout import table_as_shown
from extract.page import BBox, Char, Page
from extract.readers.paper import A4, shows_paper
from extract.readers.scan import scanned_page


def with_pictures(
    page: Page, drawn: NDArray[np.uint8], boxes: Iterable[BBox], dpi: float
) -> Page | None:
    """Give a page with what stands on the pictures in these boxes; None if none shows print.

    `drawn` is the page, or as much of it as lies in the boxes. Raises UnreadableError if the
    libraries that read characters are not installed.
    """
    read = 0
    for box in boxes:
        x0, top, x1, bottom = (max(round(edge * dpi / 72), 0) for edge in box)
        part = drawn[top:bottom, x0:x1]
        if part.size and shows_paper(Image.fromarray(part)):
            page = _with_one(page, part, (x0 * 72 / dpi, top * 72 / dpi), dpi)
            read += 1
    return page if read else None


def _with_one(
    page: Page, picture: NDArray[np.uint8], corner: tuple[float, float], dpi: float
) -> Page:
    """Read a picture as a sheet of A4 that was made smaller, and put it where it stands."""
    full = max(picture.shape[:2]) / A4
    seen = scanned_page(picture, page.number, full)
    (x, y), size = corner, full / dpi
    a, b, c, d, e, f = seen.to_shown or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    moved = a * size, b * size, c * size, d * size, x + e * size, y + f * size
    placed = replace(seen, to_shown=moved)
    chars = [Char(char.text, *placed.as_shown(char[1:])) for char in seen.chars]
    tables = []
    for table in seen.tables:  # whose edges are told from their own left
        edges = table.edges and tuple(edge * size for edge in table.edges)
        tables.append(Grid(table_as_shown(table, {page.number: placed}).cells, edges))
    return replace(page, chars=(*page.chars, *chars), tables=(*page.tables, *tables))
