"""A PDF that names fonts and carries none is read by what it says, on any machine alike."""

import io

import numpy as np
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.page import Char
from extract.readers.pdf import drawn
from extract.readers.pdf_by_pdfium import marked_pages
from extract.readers.stand_in_font import FONT

LINES = ["公开", "开", "０", "7", "1.5 (一)", "龘"]
SIZE = 10


def stand_in() -> bytes:
    """Make the font: a thin stroke for every character, half as wide for Latin ones."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, -120))
    for corner in ((0, 880), (100, 880), (100, -120)):
        pen.lineTo(corner)
    pen.closePath()
    stroke = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "half", "full"])
    font.setupGlyf({".notdef": stroke, "half": stroke, "full": stroke})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "half": (500, 0), "full": (1000, 0)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Stand-in", "styleName": "Regular", "psName": "StandIn"})
    many_to_one = CmapSubtable.newSubtable(13)
    many_to_one.platformID, many_to_one.platEncID, many_to_one.language = 3, 10, 0
    latin, others = range(0x20, 0x7F), range(0xA0, 0x32000)
    many_to_one.cmap = dict.fromkeys(latin, "half") | dict.fromkeys(others, "full")
    font.font["cmap"] = newTable("cmap")
    font.font["cmap"].tableVersion = 0
    font.font["cmap"].tables = [many_to_one]
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    font.setupPost(keepGlyphNames=False)
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def test_the_font_is_what_this_recipe_makes() -> None:
    assert stand_in() == FONT


def printed(font: str) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setFont(font, SIZE)
    for number, line in enumerate(LINES):
        canvas.drawString(100, 700 - 20 * number, line)
    canvas.save()
    return made.getvalue()


def chars(data: bytes) -> tuple[Char, ...]:
    (marked,) = marked_pages(data)
    return marked.page.chars


def test_a_character_that_stands_alone_is_read_though_no_font_has_a_shape_for_it() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    assert "".join(char.text for char in chars(printed("STSong-Light"))) == "".join(LINES)


def test_characters_are_as_wide_as_the_pdf_says() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    for char in chars(printed("STSong-Light")):
        if char.text > "\u2e80":
            assert abs(char.x1 - char.x0 - SIZE) < 0.01


def test_a_latin_font_of_every_pdf_reader_keeps_its_own_widths() -> None:
    data = printed("Helvetica")
    seven = next(char for char in chars(data) if char.text == "7")
    assert round(seven.x1 - seven.x0, 2) == 5.56  # Helvetica: 0.556 of its size


def test_drawing_a_page_after_reading_it_still_shows_something() -> None:
    data = printed("Helvetica")
    chars(data)
    assert np.any(drawn(data, 1, 72) < 128)
