"""The pictures that a page shows, by what their `src` says."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from lxml.etree import _Element as Element
from w3lib.url import parse_data_uri

from extract.blocks import Block, Paragraph, Picture, Pictures
from extract.form.sections import section_heading

# Where a picture's address stands, the first that is there: pages that load pictures late have
# something else in `src`, and the editor of TRS leaves `oldsrc`.
_SOURCES = ("data-src", "data-original", "src", "oldsrc")
# Files called so are emblems, marks of the site (conac, jgbs) and codes to scan, at any size.
_DECORATION = re.compile(
    r"(?:logo|icon|banner|qrcode|erweima|ewm|conac|jgbs|zhaocuo|weixin|wechat|weibo)[^/]*$"
    r"|\.svg$|^data:image/svg",
    re.IGNORECASE,
)
# Shown smaller than this, in pixels, a picture is a button or an emblem.
_NARROWEST, _FLATTEST = 100, 40
# A report with so many headings in text has no page of it above them in a picture.
_SEVERAL = 2
_LONGEST_NAME = 80  # characters; the last of an address tell more than the first


def pictures_of(root: Element, pictures: Pictures) -> dict[Element, Picture]:
    """Give the pictures that may show more than an emblem, by their elements."""
    found: dict[Element, Picture] = {}
    for image in root.iter("img"):
        source = next(filter(None, (image.get(name, "").strip() for name in _SOURCES)), "")
        if source and not _is_small(image) and not _is_decoration(source):
            found[image] = Picture(_name_of(source), partial(_bytes_of, source, pictures))
    return found


def without_banners(flow: Sequence[Block | Picture]) -> Sequence[Block | Picture]:
    """Leave out pictures above the first heading of a report whose headings are text."""
    headings = [
        number
        for number, item in enumerate(flow)
        if isinstance(item, Paragraph) and section_heading(item.text)
    ]
    if len(headings) < _SEVERAL:
        return flow
    first = headings[0]
    return [item for n, item in enumerate(flow) if n > first or not isinstance(item, Picture)]


def _is_small(image: Element) -> bool:
    sides = (image.get("width", ""), _NARROWEST), (image.get("height", ""), _FLATTEST)
    return any(
        side.removesuffix("px").isdecimal() and int(side.removesuffix("px")) < least
        for side, least in sides
    )


def _is_decoration(source: str) -> bool:
    start = source[:_LONGEST_NAME] if source.startswith("data:") else source.partition("?")[0]
    return _DECORATION.search(start) is not None


def _name_of(source: str) -> str:
    if source.startswith("data:"):
        return source[: source.find(",")][:_LONGEST_NAME] + ",…"
    return source if len(source) <= _LONGEST_NAME else "…" + source[-_LONGEST_NAME:]


def _bytes_of(source: str, pictures: Pictures) -> bytes | None:
    if source.startswith("data:"):
        return _embedded(source)
    try:
        return pictures[source]  # not `get`: those beside a page are looked for as they are asked
    except KeyError:
        return None


def _embedded(source: str) -> bytes:
    try:
        data: Any = parse_data_uri(source.encode()).data  # text takes it seconds
    except ValueError:
        return b""
    return bytes(data)
