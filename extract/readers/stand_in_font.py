"""What stands in for a font that a PDF names but does not carry, such as 宋体 or STSong-Light.

pdfium looks for such fonts on the machine, and leaves out characters that it finds no shape for: so
the same file would be read otherwise on another machine. While we read, one small font of our own
stands in for all of them: a stroke for every character, as wide as the PDF says. For those that no
PDF needs to carry pdfium has its own. Drawing a page takes the machine's fonts, as a person wants
to see it.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfSysfontBase

FONT = files("extract.readers").joinpath("stand_in.ttf").read_bytes()
_OURS = 1  # the handle of our font; those of others are addresses
# The standard fonts of PDF 1.7, §9.6.2.2, but for two of signs that pdfium does not ask about.
_STANDARD = {
    *(b"Courier", b"Courier-Bold", b"Courier-Oblique", b"Courier-BoldOblique"),
    *(b"Helvetica", b"Helvetica-Bold", b"Helvetica-Oblique", b"Helvetica-BoldOblique"),
    *(b"Times-Roman", b"Times-Bold", b"Times-Italic", b"Times-BoldItalic"),
}


class _StandIn(PdfSysfontBase):  # type: ignore[misc] # pypdfium2 has no types
    """Answers pdfium's questions for fonts. Names and arguments: pdfium's fpdf_sysfontinfo.h."""

    drawing = False

    def MapFont(  # noqa: N802 - pdfium's name
        self,
        own: Any,
        weight: int,
        italic: int,
        charset: int,
        pitch: int,
        face: Any,
        exact: Any,
    ) -> Any:
        if self.drawing:
            return super().MapFont(own, weight, italic, charset, pitch, face, exact)
        return None if ctypes.string_at(face) in _STANDARD else _OURS

    def GetFont(self, own: Any, face: Any) -> Any:  # noqa: N802
        return super().GetFont(own, face) if self.drawing else None

    def GetFontData(  # noqa: N802
        self, own: Any, font: int, table: int, room: int | None, size: int
    ) -> Any:
        if font != _OURS:
            return super().GetFontData(own, font, table, room, size)
        if table:  # one by its name; 0 is the whole font
            return 0
        if room and size >= len(FONT):
            ctypes.memmove(room, FONT, len(FONT))
        return len(FONT)

    def GetFaceName(self, own: Any, font: int, room: Any, size: int) -> Any:  # noqa: N802
        return 0 if font == _OURS else super().GetFaceName(own, font, room, size)

    def GetFontCharset(self, own: Any, font: int) -> Any:  # noqa: N802
        ours = font == _OURS
        return pdfium.FXFONT_GB2312_CHARSET if ours else super().GetFontCharset(own, font)

    def DeleteFont(self, own: Any, font: int) -> None:  # noqa: N802
        if font != _OURS:
            super().DeleteFont(own, font)


@cache
def _installed() -> _StandIn:
    fonts = _StandIn()
    fonts.setup()
    return fonts


def read_without_fonts_of_the_machine() -> None:
    """Let the stand-in take the place of fonts that a PDF does not carry, from now on."""
    _installed()


@contextmanager
def fonts_of_the_machine() -> Iterator[None]:
    """Take the machine's own fonts, for as long as something is drawn."""
    fonts = _installed()
    fonts.drawing = True
    try:
        yield
    finally:
        fonts.drawing = False
