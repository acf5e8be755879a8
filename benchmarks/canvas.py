"""Pages to draw on, of whatever format; and those of a PDF.

Lengths are in points, from the upper left corner of the page.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas as ReportLab

FONT = "STSong-Light"  # every PDF reader has its own glyphs for it; nothing is embedded
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Canvas(Protocol):
    """What a page setter needs."""

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""

    def box(self, x0: float, top: float, x1: float, bottom: float, *, filled: bool) -> None:
        """Draw a rectangle: its sides, or all of it and no sides."""

    def text(self, text: str, x: float, top: float, size: float) -> None:
        """Print text on one line, its base line at `top + size`."""

    def end_page(self) -> None:
        """Go on to another page; a file ends with this, too."""

    def data(self) -> bytes:
        """Give the file."""


def advances(text: str, size: float) -> list[float]:
    """Give the width of each character in a Chinese font."""
    return [size if ord(char) > 255 else size / 2 for char in text]


class PdfCanvas:
    """Pages of a PDF."""

    def __init__(self, width: float, height: float) -> None:
        self._file = io.BytesIO()
        self._width, self._height = width, height
        self._canvas = ReportLab(self._file, pagesize=(width, height))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self._canvas.line(x0, self._height - y0, x1, self._height - y1)

    def box(self, x0: float, top: float, x1: float, bottom: float, *, filled: bool) -> None:
        """Draw a rectangle: its sides, or all of it and no sides."""
        width, height = x1 - x0, bottom - top
        self._canvas.rect(
            x0, self._height - bottom, width, height, stroke=not filled, fill=int(filled)
        )

    def text(self, text: str, x: float, top: float, size: float) -> None:
        """Print text on one line, its base line at `top + size`."""
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(x, self._height - top - size, text)

    def picture(self, image: Image.Image, x: float, top: float, width: float) -> None:
        """Set a picture, so many points wide."""
        height = width * image.height / image.width
        bottom = self._height - top - height
        self._canvas.drawImage(ImageReader(image), x, bottom, width, height)

    @contextmanager
    def turned(self, turn: int) -> Iterator[None]:
        """Draw sideways: 90 to be read from below, -90 from above."""
        width, height = self._width, self._height
        self._canvas.saveState()
        self._canvas.translate(*((height, 0) if turn > 0 else (width - height, height)))
        self._canvas.rotate(turn)
        yield
        self._canvas.restoreState()

    def end_page(self) -> None:
        """Go on to another page; a file ends with this, too."""
        self._canvas.showPage()

    def data(self) -> bytes:
        """Give the file."""
        self._canvas.save()
        return self._file.getvalue()
