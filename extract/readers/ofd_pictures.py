"""Pages of an OFD file that are pictures: the files of these, and the page drawn of them."""

import io
import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PIL import Image, UnidentifiedImageError

from extract.blocks import UnreadableError
from extract.readers.fixed_layout import COARSEST, FINEST, refuse_posters
from extract.readers.ofd_objects import Shown
from extract.readers.paper import on_paper

_REMEDY = "print the OFD file as a PDF, read that"


def media_in(path: str, resources: Any) -> Iterator[tuple[str, str]]:
    """Give the pictures in a list of resources (GB/T 33190-2016, 7.9): ID and part of each.

    `path` is the part that the list is itself.
    """
    folder = posixpath.join(posixpath.dirname(path), resources.get("BaseLoc", "").strip())
    for media in resources.iterfind("{*}MultiMedias/{*}MultiMedia"):
        file = media.findtext("{*}MediaFile", "").strip()
        yield media.get("ID", ""), posixpath.normpath(posixpath.join("/", folder, file))[1:]


def drawn_page(
    width: float, height: float, pictures: Iterable[Shown], file_of: Callable[[str], bytes]
) -> tuple[Image.Image, float]:
    """Draw a page of pictures, so many points wide and high; give its dots per inch, too.

    `file_of` gives the file of a resource. Raises UnreadableError if one is damaged, turned or of a
    format that is not read.
    """
    refuse_posters(width, height)
    opened = [(shown, _opened(shown, file_of(shown.resource))) for shown in pictures]
    finest = max(picture.width * 72 / (s.box[2] - s.box[0] or 72) for s, picture in opened)
    dpi = min(max(finest, COARSEST), FINEST)
    page = Image.new("RGB", (round(width * dpi / 72), round(height * dpi / 72)), "white")
    for shown, picture in opened:
        left, top, right, bottom = (round(n * dpi / 72) for n in shown.box)
        extent = max(right - left, 1), max(bottom - top, 1)
        page.paste(picture.resize(extent, Image.Resampling.LANCZOS), (left, top))
    return page, dpi


def _opened(shown: Shown, data: bytes) -> Image.Image:
    name = f"its picture (resource {shown.resource})"
    if not shown.upright:
        raise UnreadableError(f"{name} is turned or mirrored; {_REMEDY}")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return on_paper(picture).convert("RGB")
    except UnidentifiedImageError as error:
        raise UnreadableError(f"{name} is of a format that is not read; {_REMEDY}") from error
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(f"{name} is damaged ({error}); fetch the file again") from error
