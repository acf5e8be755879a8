"""A PDF that names fonts and carries none is read by what it says, on any machine alike."""

import io

import numpy as np
import pytest
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


def printed_by_number(font: str) -> bytes:
    """Make a PDF whose characters are numbers of a font's shapes, with a map of what they mean."""
    numbers = {char: number for number, char in enumerate(sorted(set("".join(LINES))), start=500)}
    meaning = "".join(f"<{n:04X}> <{ord(char):04X}>\n" for char, n in numbers.items())
    lines = (
        f"1 0 0 1 100 {700 - 20 * row} Tm <{''.join(f'{numbers[char]:04X}' for char in line)}> Tj"
        for row, line in enumerate(LINES)
    )
    return pdf_of(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(f"BT /F1 {SIZE} Tf {' '.join(lines)} ET"),
        f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/Identity-H"
        "/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>",
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font}/DW 1000/FontDescriptor 7 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        f"<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[0 -140 1000 860]"
        "/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 700/StemV 80>>",
        stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def "
            "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            f"{len(numbers)} beginbfchar\n{meaning}endbfchar endcmap end end"
        ),
    )


def stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def pdf_of(*objects: str) -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        made
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
            f"startxref\n{len(made)}\n%%EOF\n"
        ).encode()
    )


def chars(data: bytes) -> tuple[Char, ...]:
    (marked,) = marked_pages(data)
    return marked.page.chars


def test_a_character_that_stands_alone_is_read_though_no_font_has_a_shape_for_it() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    assert "".join(char.text for char in chars(printed("STSong-Light"))) == "".join(LINES)


@pytest.mark.parametrize("font", ["SimSun", "FangSong_GB2312", "Calibri", "NoSuchFont"])
def test_so_it_is_where_characters_are_numbers_of_shapes_in_a_font_that_is_not_there(
    font: str,
) -> None:
    found = chars(printed_by_number(font))
    assert "".join(char.text for char in found) == "".join(LINES)
    assert {round(char.x1 - char.x0, 1) for char in found} == {SIZE}


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
