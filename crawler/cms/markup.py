"""What elements of a page say: their texts and attributes."""

import re
from html import unescape
from typing import Any

from lxml.etree import XPath
from parsel import Selector

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_PRINTED: Any = XPath(".//text()[not(parent::script) and not(parent::style)]", smart_strings=False)


def attribute(element: Selector, name: str) -> str:
    """Give an attribute, "" if it is missing.

    Selector.attrib raises ValueError where any attribute has a broken name: <a {{id}} href="…">.
    """
    return element.root.get(name) or ""


def label(anchor: Selector) -> str:
    """Give the text of a link: its `title` first, since the printed text is often cut."""
    title = plain(attribute(anchor, "title"))
    return title or plain(text_of(anchor))


def plain(text: str) -> str:
    """Give text that may hold markup (<em> of a search) or escapes that were escaped again."""
    return " ".join(_MARKUP.sub("", unescape(text)).replace("\u200b", "").split())


def text_of(element: Selector) -> str:
    """Give the text within an element, scripts left out, runs of white space as one space."""
    return " ".join("".join(_PRINTED(element.root)).split())
