"""Scans: pictures of pages, alone (PNG, JPEG, BMP, GIF, TIFF) or in a PDF."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from extract.blocks import Document, UnreadableError

try:
    import cv2
    import numpy as np
    import onnxruntime  # noqa: F401 - asked for here, so that one place tells what is missing
    import rapidocr  # noqa: F401
    from numpy.typing import NDArray
    from PIL import Image, ImageSequence, UnidentifiedImageError
except ModuleNotFoundError as error:
    raise UnreadableError(
        f"it is a picture, and {error.name}, which reading pictures needs, is not installed; "
        "install the extra: pip install 'gongkai[ocr]'"
    ) from error

from extract.page import Char, Page
from extract.readers.cells import read_tables
from extract.readers.characters import read_lines
from extract.readers.fixed_layout import document_of, refuse_books
from extract.readers.ink import Bounds, RuledInk, text_lines, without_rules
from extract.readers.paper import dots_per_inch, on_paper
from extract.readers.raster import POINT, Grey, sheet_of
from extract.readers.strokes import find_ruling
from extract.ruling import Area, table_areas

# A page of A3 in 600 dpi has 70 million; larger pictures are maps, or bombs.
MOST_PIXELS = 80_000_000
# Which way up: so many characters are read, with such a mean score if they stand upright; if they
# do not, turning reads so many more of them.
SAMPLE = 16
UPRIGHT = 0.9
CLEARLY = 2.0
JOINED = 3  # pixels between the strokes of one character
# Room around a line of prose, as a share of its height, and the share of its width that is kept.
MARGIN, WIDTH = 0.25, 0.8
# A line in which some character is less probable is a drawing, a signature or dirt.
LEAST_SCORE = 0.1


def read_image(data: bytes) -> Document:
    """Read a picture of a page, or of several; raises UnreadableError if it cannot be opened."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            refuse_books(getattr(image, "n_frames", 1), "picture")
            if image.width * image.height > MOST_PIXELS:
                size = f"{image.width} × {image.height}"
                raise UnreadableError(f"the picture is too large ({size} pixels); scan it again")
            pages = [
                scanned_page(pixels, number, dpi)
                for number, (pixels, dpi) in enumerate(_frames(image), start=1)
            ]
    except Image.DecompressionBombError as error:
        raise UnreadableError(f"the picture is too large ({error}); scan it again") from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise UnreadableError(f"the picture is damaged ({error}); fetch it again") from error
    return replace(document_of(pages, "picture"), recognised=True)


def frame(data: bytes, number: int) -> tuple[NDArray[np.uint8], float]:
    """Give the pixels of page `number`, from 1, and their dots per inch."""
    with Image.open(io.BytesIO(data)) as image:
        return next(islice(_frames(image), number - 1, None))


def _frames(image: Image.Image) -> Iterator[tuple[NDArray[np.uint8], float]]:
    for frame in ImageSequence.Iterator(image):
        yield pixels_of(frame), dots_per_inch(frame)


def pixels_of(image: Image.Image) -> NDArray[np.uint8]:
    """Give rows × columns of grey, or × red, green, blue; what is transparent is paper."""
    mode = "L" if image.mode in ("1", "L", "I;16") else "RGB"
    return np.asarray(on_paper(image).convert(mode), np.uint8)


def scanned_page(image: NDArray[np.uint8], number: int, dpi: float) -> Page:
    """Read the picture of a page, grey or RGB: its tables cell by cell, its prose line by line.

    Boxes are of the page upright and straight; `to_shown` leads back. Raises UnreadableError if
    the libraries that read characters are not installed.
    """
    sheet = sheet_of(image, dpi).straightened()
    ruling = find_ruling(sheet.ink)
    ruled = without_rules(sheet, ruling)
    if turns := _turns_to_upright(ruled):
        sheet = sheet.turned(turns)
        ruling = find_ruling(sheet.ink)
        ruled = without_rules(sheet, ruling)
    areas = table_areas(ruling.rules)
    tables = read_tables(areas, ruled, number)
    chars = tuple(_prose(ruled, areas))
    return Page(
        number, sheet.width, sheet.height, chars, (), tuple(tables), to_shown=sheet.to_shown()
    )


def _turns_to_upright(page: RuledInk) -> int:
    """Give the quarter turns to the left that set a page upright.

    The recogniser knows vertical text, so it reads characters that stand and those that lie on
    their left side; a page stands upright if it reads them so and turned once more.
    """
    glyphs = _glyphs(page)
    scores: list[float] = []
    for turns in range(4):
        lines = read_lines([np.rot90(glyph, turns) for glyph in glyphs])
        scores.append(sum(line.score for line in lines if _is_chinese(line.text)))
        if turns == 1 and min(scores) >= UPRIGHT * len(glyphs):
            return 0
    best = max(range(4), key=lambda turns: (scores[turns] + scores[(turns + 1) % 4], -turns))
    return best if scores[best] > scores[best - 1] + CLEARLY else 0


def _is_chinese(text: str) -> bool:
    return len(text) == 1 and text >= "\u4e00"


def _glyphs(page: RuledInk) -> list[Grey]:
    """Cut out some characters: the largest pieces of ink that are about square."""
    joined = cv2.morphologyEx(page.ink, cv2.MORPH_CLOSE, np.ones((JOINED, JOINED), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    low, high = 6 * POINT, 30 * POINT
    square = [
        (x, y, width, height)
        for x, y, width, height, _ in boxes[1:].tolist()
        if low <= min(width, height) and max(width, height) <= min(high, 1.2 * min(width, height))
    ]
    square.sort(key=lambda b: (-b[2] * b[3], b))
    room = JOINED
    return [
        page.light[max(y - room, 0) : y + h + room, max(x - room, 0) : x + w + room]
        for x, y, w, h in square[:SAMPLE]
    ]


def _prose(ruled: RuledInk, areas: Sequence[Area]) -> Iterator[Char]:
    """Read the lines of text outside the tables; each is spread over its box as characters."""
    boxes = text_lines(ruled, areas)
    crops = [_crop(ruled.light, box) for box in boxes]
    for (x0, top, x1, bottom), line in zip(boxes, read_lines(crops), strict=True):
        if line.score < LEAST_SCORE:
            continue
        weights = [1.0 if ord(char) > 255 else 0.5 for char in line.text]
        step = (x1 - x0) / sum(weights)
        x = float(x0)
        for char, weight in zip(line.text, weights, strict=True):
            yield Char(char, x / POINT, top / POINT, (x + weight * step) / POINT, bottom / POINT)
            x += weight * step


def _crop(light: Grey, box: Bounds) -> Grey:
    x0, top, x1, bottom = box
    room = round(MARGIN * (bottom - top))
    crop = light[max(top - room, 0) : bottom + room, max(x0 - room, 0) : x1 + room]
    return cv2.resize(crop, None, fx=WIDTH, fy=1, interpolation=cv2.INTER_AREA).astype(np.uint8)
