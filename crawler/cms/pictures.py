"""Pictures of an article that may be pages or tables of a report: see `pictures.toml`."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.cms.page import Page

_RULES: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_DECORATION, _AROUND, _ARTICLE, _FORM_CELL = (
    re.compile(_RULES[name]) for name in ("decoration", "around", "article", "form_cell")
)
_TELLING = ("class", "id", "alt", "title")
_PIXELS = re.compile(r"(\d+)(?:\.\d+)?\s*(?:px)?")  # 100% tells nothing


@dataclass(frozen=True)
class Picture:
    """A picture that a page shows."""

    url: str
    written: str  # its address as the page has it


def pictures_of(page: Page) -> tuple[Picture, ...]:
    """Give the pictures that may be a part of a report, each once, in reading order.

    None of a page that holds the tables of the form as text: what it shows besides is no table.
    """
    shown = [(p, image) for image in page.selector.root.iter("img") if (p := _picture(page, image))]
    if not shown or _holds_tables(page):
        return ()
    placed = [(picture, _is_in_article(image)) for picture, image in shown]
    found = [picture for picture, is_in in placed if is_in]
    if not found and not any(_is(_ARTICLE, each) for each in page.selector.root.iter("*")):
        found = [picture for picture, is_in in placed if is_in is None]
    return tuple({picture.url: picture for picture in found}.values())


def _picture(page: Page, image: Any) -> Picture | None:
    """Give a picture, None if it is decoration or its bytes are in the page."""
    told = (image.get(name, "").strip() for name in _RULES["addresses"])
    written = next((address for address in told if address), "")
    url = page.absolute(written)
    if url is None or _is_small(image):
        return None
    words = " ".join((written, *(image.get(name, "") for name in _TELLING))).lower()
    return None if _DECORATION.search(words) else Picture(url, written)


def _is_small(image: Any) -> bool:
    """Tell whether the markup makes a picture too small for a page or a table."""
    return any(
        (told := _PIXELS.fullmatch(image.get(side, "").strip())) and int(told[1]) < least
        for side, least in (("width", _RULES["least_width"]), ("height", _RULES["least_height"]))
    )


def _is_in_article(image: Any) -> bool | None:
    """Tell what the nearest telling element around is: an article, what is around one, or none."""
    for element in image.iterancestors():
        if _is(_ARTICLE, element):
            return True
        if _is(_AROUND, element):
            return False
    return None


def _is(kind: re.Pattern[str], element: Any) -> bool:
    names = (element.tag, element.get("id", ""), *element.get("class", "").split())
    return any(kind.fullmatch(name.lower()) for name in names)


def _holds_tables(page: Page) -> bool:
    cells = page.selector.root.iter("td", "th")
    return any(_FORM_CELL.fullmatch("".join("".join(cell.itertext()).split())) for cell in cells)
