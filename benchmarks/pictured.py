"""Reports of which the tables, or all pages, are pictures of print: pages of a portal, PDFs."""

import base64
import html
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from PIL import Image, ImageOps, ImageSequence

from benchmarks import scan
from benchmarks.canvas import PdfCanvas
from benchmarks.layouts import Table
from benchmarks.press import Press

EDGE = 12  # pixels of paper around a table that was cut out
_A4 = 595, 842
_DPI = 200
_INK = 96  # levels of grey darker than the paper


def with_tables_pictured(title: str, items: Iterable[str | Table], seed: int) -> bytes:
    """Give a page of HTML: paragraphs as text, each table as pictures, one a page that it is on."""
    parts: list[str] = []
    for item in items:
        if isinstance(item, str):
            parts.append(html.escape(item))
        else:
            parts += [image(png(cut_out(picture))) for picture in printed([item], seed)]
    return page(title, parts)


def all_pictured(title: str, items: Iterable[str | Table], seed: int) -> bytes:
    """Give a page of HTML that shows each page of a report as a picture."""
    return page(title, (image(png(picture)) for picture in printed(items, seed)))


def in_pages(items: Iterable[str | Table], seed: int) -> bytes:
    """Give a PDF: paragraphs as text, each table as pictures, one a page that it was printed on."""
    canvas = PdfCanvas(*_A4)
    press = Press(random.Random(seed), lambda _width, _height: canvas)  # noqa: S311 - geometry
    press.width, press.height = _A4
    for item in items:
        if isinstance(item, str):
            press.paragraph(item)
            continue
        for picture in map(cut_out, printed([item], seed)):
            width = min(picture.width * 72 / _DPI, press.inside)
            height = width * picture.height / picture.width
            if press.y + height > press.height - press.margin:
                press.turn()
            canvas.picture(picture, press.margin, press.y, width)
            press.y += height + press.pitch
    return press.close()


def page(title: str, parts: Iterable[str]) -> bytes:
    """Give a page of HTML around its content."""
    name = html.escape(title)
    content = "\n".join(f"<p>{part}</p>" for part in parts)
    head = f"<html><head><meta charset=utf-8><title>{name}</title></head>"
    return f"{head}<body><div><h1>{name}</h1>{content}</div></body></html>".encode()


def printed(items: Iterable[str | Table], seed: int, dpi: int = _DPI) -> Iterator[Image.Image]:
    """Give pictures of printed pages, upright, with no number of a page."""
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrets
    how = replace(scan.habit(seed, dpi), turn=0)
    # Of an odd seed the pages are in a TIFF, or one in a PNG: nothing is lost.
    press = Press(chance, partial(scan.scan_canvas, how=how, seed=2 * seed + 1))
    press.foot = ""
    for item in items:
        if isinstance(item, str):
            press.paragraph(item)
        else:
            press.table(item)
    with Image.open(io.BytesIO(press.close())) as pages:
        for one in ImageSequence.Iterator(pages):
            yield one.copy()


def cut_out(picture: Image.Image) -> Image.Image:
    """Cut a table out of its page."""
    ink = ImageOps.invert(picture.convert("L")).point(lambda level: 255 * (level > _INK))
    left, top, right, bottom = ink.getbbox() or (0, 0, *picture.size)
    box = max(left - EDGE, 0), max(top - EDGE, 0), right + EDGE, bottom + EDGE
    return picture.crop((*box[:2], min(box[2], picture.width), min(box[3], picture.height)))


def png(picture: Image.Image) -> bytes:
    """Give the file of a picture, which names no resolution."""
    file = io.BytesIO()
    picture.save(file, "PNG", dpi=None)
    return file.getvalue()


def image(data: bytes) -> str:
    """Give an element that holds a picture itself."""
    return f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">'
