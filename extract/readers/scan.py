"""Scans: pictures of pages, alone (PNG, JPEG, BMP, GIF, TIFF) or in a PDF."""

import io
from collections.abc import Iterator, Sequence

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
from extract.readers.raster import POINT, Grey, Mask, sheet_of
from extract.readers.strokes import find_ruling
from extract.ruling import Area, table_areas

# A page of A3 in 600 dpi has 70 million; larger pictures are maps, or bombs.
MOST_PIXELS = 80_000_000
# The long side of a page, in inches: what a picture that names no credible resolution has.
A4 = 11.69
SHORTEST_PAGE, LONGEST_PAGE = 5.0, 18.0
# Which way up: so many of the widest lines are read; upright ones have such scores, others less.
SAMPLE = 4
ENOUGH = 16  # characters
UPRIGHT = 0.7
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
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise UnreadableError(f"the picture is damaged ({error}); fetch it again") from error
    return document_of(pages, "picture")


def _frames(image: Image.Image) -> Iterator[tuple[NDArray[np.uint8], float]]:
    for frame in ImageSequence.Iterator(image):
        mode = "L" if frame.mode in ("1", "L", "I;16") else "RGB"
        yield np.asarray(frame.convert(mode), np.uint8), _dpi(frame)


def _dpi(frame: Image.Image) -> float:
    """Give the resolution it names, if a page is that large, else that of a page of A4."""
    longest = max(frame.size)
    named = float(frame.info.get("dpi", (0, 0))[0])
    if named and SHORTEST_PAGE <= longest / named <= LONGEST_PAGE:
        return named
    return longest / A4


def scanned_page(image: NDArray[np.uint8], number: int, dpi: float) -> Page:
    """Read the picture of a page, grey or RGB: its tables cell by cell, its prose line by line.

    Boxes are of the page upright and straight. Raises UnreadableError if the libraries that read
    characters are not installed.
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
    return Page(number, sheet.width, sheet.height, chars, (), tuple(tables))


def _turns_to_upright(page: RuledInk) -> int:
    """Give the quarter turns to the left that set a page upright; its lines of text say which."""
    tried = []
    for turns in range(4):
        sample = _sample(np.rot90(page.light, turns), np.rot90(page.ink, turns))
        lines = read_lines(sample)
        said = sum(len(line.text) for line in lines)
        score = sum(line.score * len(line.text) for line in lines) / max(said, ENOUGH)
        if score >= UPRIGHT:
            return turns
        tried.append((score, -turns))
    return -max(tried)[1]


def _sample(light: Grey, ink: Mask) -> list[Grey]:
    """Cut out some lines of text, as far as they can be told without knowing the way up."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(6 * POINT)), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    low, high = 6 * POINT, 26 * POINT
    lines = [
        (x, y, width, height)
        for x, y, width, height, _ in boxes[1:].tolist()
        if low <= height <= high and width >= 4.5 * height
    ]
    lines.sort(key=lambda b: (-min(b[2], 9 * b[3]), b))
    return [light[y : y + h, x : x + min(w, 9 * h)] for x, y, w, h in lines[:SAMPLE]]


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
