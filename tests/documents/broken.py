"""Bad input, made when it is needed: what portals and people send in the place of a report."""

import io
import random
import zipfile
from collections.abc import Callable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from benchmarks.spreadsheet import Sheet, xls, xlsx
from tests.documents import FOLDER

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def locked_pdf() -> bytes:
    """Give a PDF that opens with a password only."""
    packed = io.BytesIO()
    canvas = Canvas(packed, encrypt=StandardEncryption("secret", ownerPassword="other"))
    canvas.drawString(100, 700, "report")
    canvas.save()
    return packed.getvalue()


def picture_pdf() -> bytes:
    """Give a PDF with marks and no text."""
    packed = io.BytesIO()
    canvas = Canvas(packed)
    canvas.rect(100, 100, 200, 200)
    canvas.save()
    return packed.getvalue()


def with_body(xml: bytes) -> bytes:
    """Give a Word document with another body."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(FOLDER / "004.docx") as good,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.infolist():
            bad.writestr(
                part.filename, xml if part.filename == "word/document.xml" else good.read(part)
            )
    return packed.getvalue()


def far_apart() -> bytes:
    """Give a workbook of two cells, whose sheet is 17 thousand million cells large."""
    return xlsx([Sheet("Sheet1", {(0, 0): 1, (1_048_575, 16_383): 2})])


def garbled_xls() -> bytes:
    """Give a workbook that is cut off in the directory of its streams."""
    return xls([Sheet("Sheet1", {(0, 0): "规章", (0, 1): 1})])[:1260]


def zip_bomb() -> bytes:
    """Give a Word document of 200 kB that unpacks to 200 MB."""
    return with_body(b"<a>" + b" " * 200_000_000 + b"</a>")


def xml_bomb(encoding: str = "utf-8") -> bytes:
    """Give a Word document whose body doubles itself (“billion laughs”)."""
    entities = "".join(
        f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10 if n else "lol"}">' for n in range(10)
    )
    body = "<w:p><w:r><w:t>&lol9;</w:t></w:r></w:p>"
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{entities}]>'
        f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )
    return with_body(xml.encode(encoding))


def random_bytes() -> bytes:
    """Give 50 kB of noise, the same each time."""
    return random.Random(1).randbytes(50_000)  # noqa: S311 - noise, not a secret


# name of the file → its bytes, and words that its reason must have
BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "empty"),
    "truncated.pdf": (lambda: _sample("000.pdf")[:80_000], "cut short"),
    "locked.pdf": (locked_pdf, "password"),
    "no-text.pdf": (picture_pdf, "without text"),
    "image.pdf": (lambda: PNG, "picture"),
    "zip-bomb.docx": (zip_bomb, "would unpack"),
    "xml-bomb.docx": (xml_bomb, "XML entities"),
    "xml-bomb-utf16.docx": (lambda: xml_bomb("utf-16"), "XML entities"),
    "truncated.docx": (lambda: _sample("004.docx")[:20_000], "cut short"),
    "damaged.docx": (lambda: with_body(b"<w:document><unclosed>"), "damaged"),
    "random.docx": (random_bytes, "no format"),
    "random.html": (random_bytes, "no format"),
    "script.html": (
        lambda: b"<html><body><script>location.href='/a'</script></body></html>",
        "without scripts",
    ),
    "word97.doc": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        "Word 97",
    ),
    "truncated.xlsx": (lambda: xlsx([Sheet("Sheet1", {(0, 0): "规章"})])[:-200], "cut short"),
    "blank.xlsx": (lambda: xlsx([Sheet("Sheet1")]), "no text"),
    "far-apart.xlsx": (far_apart, "stretch over"),
    "locked.xls": (lambda: xls([Sheet("Sheet1")], locked=True), "password"),
    "garbled.et": (garbled_xls, "damaged"),
}
