"""Printed pages as a scanner gives them: askew, noisy, stamped, in two levels, in JPEG.

Fonts are those of the machine; on Debian `apt-get install fonts-noto-cjk fonts-wqy-zenhei`.
"""

import io
import math
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.canvas import Canvas, advances

Picture = NDArray[np.uint8]

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
# 宋体 and 黑体 as free systems have them; index 2 of Noto's collections is simplified Chinese.
FONTS = {
    "NotoSerifCJK-Regular.ttc": 2,
    "NotoSansCJK-Regular.ttc": 2,
    "NotoSerifCJK-Bold.ttc": 2,
    "wqy-zenhei.ttc": 0,
}
A4_AREA = 595 * 842


@dataclass(frozen=True)
class Habit:
    """How a document was printed and scanned."""

    dpi: int = 200
    font: int = 0  # which of the fonts that the machine has
    stroke: float = 0.7  # width of ruling lines, in points
    grey: int = 0  # of ruling lines, 0 is black
    dash: float = 0.0  # length of the dashes of ruling lines, in points; 0 draws them whole
    skew: float = 0.0  # degrees
    noise: float = 0.0  # standard deviation, in levels of grey
    blur: float = 0.0  # standard deviation, in pixels
    shade: float = 0.0  # share of light lost in the darkest corner
    quality: int = 80  # of JPEG
    two_levels: bool = False
    stamp: bool = False
    turn: int = 0  # quarter turns


def habit(seed: int, dpi: int = 200) -> Habit:
    """Give the habit of scan number `seed`."""
    chance = random.Random(seed * 11 + 3)  # noqa: S311 - looks, not secrets
    return Habit(
        dpi=dpi,
        font=chance.randrange(8),
        stroke=chance.choice([0.4, 0.7, 1.0, 1.5]),
        grey=chance.choice([0, 0, 60, 110]),
        dash=chance.choice([0, 0, 0, 0, 1.5]),
        skew=chance.choice([0, 0, chance.uniform(-2, 2), chance.uniform(-0.6, 0.6)]),
        noise=chance.choice([0, 4, 8, 14]),
        blur=chance.choice([0, 0.5, 0.8]) * dpi / 200,
        shade=chance.choice([0, 0, 0.25]),
        quality=chance.choice([50, 75, 90]),
        two_levels=chance.random() < 0.2,
        stamp=chance.random() < 0.25,
        turn=chance.choice([0, 0, 0, 0, 0, 0, 1, 2, 3]),
    )


def scan_canvas(width: float, height: float, how: Habit, seed: int) -> Canvas:
    """Give pages that are pictures; the file is a PDF, a TIFF or, for one page, a PNG."""
    return _ScanCanvas(width, height, how, seed)


@cache
def fonts() -> tuple[tuple[Path, int], ...]:
    """Give the Chinese fonts of this machine; raises FileNotFoundError if there are none."""
    files = {path.name: path for folder in FONT_FOLDERS for path in folder.rglob("*.tt[cf]")}
    found = tuple((files[name], index) for name, index in FONTS.items() if name in files)
    if not found:
        raise FileNotFoundError(
            f"none of {', '.join(FONTS)} is under {', '.join(map(str, FONT_FOLDERS))}; "
            "install them: apt-get install fonts-noto-cjk fonts-wqy-zenhei"
        )
    return found


@cache
def _font(number: int, pixels: int) -> ImageFont.FreeTypeFont:
    path, index = fonts()[number % len(fonts())]
    return ImageFont.truetype(str(path), pixels, index=index)


class _ScanCanvas:
    def __init__(self, width: float, height: float, how: Habit, seed: int) -> None:
        self._how = how
        self._seed = seed
        self._scale = how.dpi / 72
        self._size = round(width * self._scale), round(height * self._scale)
        self._pages: list[Image.Image] = []
        self._begin_page()

    def _begin_page(self) -> None:
        self._page = Image.new("L", self._size, 255)
        self._draw = ImageDraw.Draw(self._page)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        length = math.hypot(x1 - x0, y1 - y0)
        dash = self._how.dash or length
        for start in np.arange(0, length, 2 * dash):
            a, b = start / length, min(start + dash, length) / length
            ends = (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
            width = max(1, round(self._how.stroke * self._scale))
            self._draw.line([n * self._scale for n in ends], fill=self._how.grey, width=width)

    def box(self, x0: float, top: float, x1: float, bottom: float, *, filled: bool) -> None:
        if filled:
            self._draw.rectangle([n * self._scale for n in (x0, top, x1, bottom)], fill=0)
            return
        self.line(x0, top, x1, top)
        self.line(x0, bottom, x1, bottom)
        self.line(x0, top, x0, bottom)
        self.line(x1, top, x1, bottom)

    def text(self, text: str, x: float, top: float, size: float) -> None:
        font = _font(self._how.font, round(size * self._scale))
        for char, step in zip(text, advances(text, size), strict=True):
            at = ((x + step / 2) * self._scale, (top + 0.9 * size) * self._scale)
            self._draw.text(at, char, fill=0, font=font, anchor="ms")
            x += step

    def end_page(self) -> None:
        chance = np.random.default_rng(self._seed * 1000 + len(self._pages))
        picture = scanned(np.asarray(self._page), self._how, chance)
        self._pages.append(Image.fromarray(picture))
        self._begin_page()

    def data(self) -> bytes:
        first, *rest = self._pages
        file = io.BytesIO()
        dpi = float(self._how.dpi)
        if not rest:
            first.save(file, "PNG", dpi=(dpi, dpi))
        elif self._seed % 2:
            first.save(
                file,
                "TIFF",
                dpi=(dpi, dpi),
                compression="tiff_lzw",
                save_all=True,
                append_images=rest,
            )
        else:
            quality = self._how.quality
            first.save(
                file, "PDF", resolution=dpi, quality=quality, save_all=True, append_images=rest
            )
        return file.getvalue()


def scanned(page: Picture, how: Habit, chance: np.random.Generator) -> Picture:
    """Give a printed page, grey, as the scanner saw it: grey, in two levels, or RGB if stamped."""
    picture = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB).astype(np.uint8)
    if how.stamp:
        picture = _stamped(picture, how, chance)
    height, width = page.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), how.skew, 1)
    picture = cv2.warpAffine(
        picture, about, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    ).astype(np.uint8)
    picture = np.rot90(picture, how.turn)
    light = picture.astype(np.float32)
    if how.blur:
        light = cv2.GaussianBlur(light, (0, 0), how.blur).astype(np.float32)
    if how.shade:
        down = np.linspace(0, 1, light.shape[0], dtype=np.float32)[:, None, None]
        across = np.linspace(0, 1, light.shape[1], dtype=np.float32)[None, :, None]
        light *= 1 - how.shade * (down + across) / 2
    if how.noise:
        light += chance.normal(0, how.noise, light.shape[:2]).astype(np.float32)[..., None]
    picture = np.clip(light, 0, 255).astype(np.uint8)
    if not how.stamp:
        picture = np.ascontiguousarray(picture[..., 1])
    if how.two_levels:
        grey = picture if picture.ndim == 2 else picture.max(axis=2)
        return np.where(grey > 150, 255, 0).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_UNCHANGED), np.uint8)


def _stamped(picture: Picture, how: Habit, chance: np.random.Generator) -> Picture:
    """Press a red seal on the page, somewhere."""
    height, width = picture.shape[:2]
    radius = round(57 * how.dpi / 72)  # 4 cm across, as seals of county bureaus are
    x = int(chance.integers(radius, width - radius))
    y = int(chance.integers(radius, height - radius))
    seal = np.full_like(picture, 255)
    thick = round(1.5 * how.dpi / 72)
    cv2.circle(seal, (x, y), radius, (225, 45, 40), thick)
    star = Image.fromarray(seal)
    draw = ImageDraw.Draw(star)
    font = _font(how.font, round(0.32 * radius))
    for n, char in enumerate("某某县人民政府"):
        angle = math.radians(150 + n * 40)
        at = (x + 0.75 * radius * math.cos(angle), y + 0.75 * radius * math.sin(angle))
        draw.text(at, char, fill=(225, 45, 40), font=font, anchor="mm")
    draw.text((x, y), "★", fill=(225, 45, 40), font=_font(how.font, radius), anchor="mm")
    return np.minimum(picture, np.asarray(star, np.uint8)).astype(np.uint8)
