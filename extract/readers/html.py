"""HTML: lxml gives the tree; tables become grids with their spans, the rest paragraphs."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import trafilatura
from charset_normalizer import from_bytes
from lxml import etree
from lxml.etree import _Element as Element
from w3lib.encoding import html_to_unicode

from extract.blocks import Block, Document, Paragraph, UnreadableError
from extract.form.sections import section_heading
from extract.form.text import SPACES, first_date, fold, readable
from extract.grid import Grid, lay_out

# Elements whose text no reader of the page sees.
UNSEEN = {"script", "style", "noscript", "template", "select", "button", "head", "iframe"}
_MAY_HIDE: Any = etree.XPath("//@hidden/.. | //@style[contains(., 'none')]/..")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Elements that end a paragraph before and after them.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt"),
    *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
    *("html", "li", "main", "nav", "ol", "p", "pre", "section", "ul", "table", "tr", "td", "th"),
    *("tbody", "thead", "tfoot", "caption", "ucapcontent", "ucaptitle"),
}
# What portals print below a document, on folded text: who runs the site, as 国办发〔2017〕47号 asks
# of each, and what a reader may do with the page.
_FURNITURE = re.compile(
    r"(?:主办|承办|协办)(?:单位|方)?:|(?:技术支持|网站标识码|责任编辑|编辑|上一篇|下一篇):?"
    r"|(?:版权所有|copyright)|.*(?:ICP备|公网安备)"
    r"|\[?(?:网站地图|关于我们|联系我们|友情链接|相关链接|扫一扫|分享|打印|关闭).{0,10}$",
    re.IGNORECASE,
)
# Blocks under the last heading; with more, some are likely not of the report.
_LONGEST_LAST_SECTION = 12
# A span wider or higher than any form has is an error of the page; it would cost memory only.
WIDEST = 60
HIGHEST = 400


def read_html(data: bytes) -> Document:
    """Read a page; raises UnreadableError if it holds no text."""
    text, warnings = decode(data)
    # The plain parser: that of lxml.html asks Python for the class of every element.
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"the page holds no text ({error}); fetch it again") from error
    if root is None:
        raise UnreadableError("the page holds no text; fetch it again")
    metas = _metas(root)
    headings = [_text(element) for element in root.iter("h1", "ucaptitle")]
    headings += [_text(element) for element in root.iter("title")][:1]
    titles = [metas.get("articletitle", ""), *(SPACES.sub(" ", text) for text in headings)]
    tree = _Tree({table: number for number, table in enumerate(root.iter("table"))}, warnings)
    _drop_unseen(root)
    body = root.find("body")
    blocks = _without_footer(list(tree.blocks(root if body is None else body)), text)
    if not blocks:
        raise UnreadableError("the page shows no text without scripts; look at it in a browser")
    return Document(
        blocks=blocks,
        titles=tuple(t for t in map(readable, titles) if t),
        source=readable(metas.get("contentsource", "")) or None,
        published=first_date(metas.get("pubdate", "")),
        warnings=tuple(warnings),
    )


def decode(data: bytes) -> tuple[str, list[str]]:
    """Decode by BOM, then the page's own declaration, then evidence; GBK is read as GB18030.

    The second value warns of characters that no encoding could give.
    """
    _, text = html_to_unicode(None, data, auto_detect_fun=_by_evidence)
    lost = text.count("\ufffd")
    return text, [f"{lost} characters of the page could not be decoded"] if lost else []


def _by_evidence(data: bytes) -> str | None:
    """Name the encoding: UTF-8 where all of it is, as other Chinese text never is; else a guess."""
    with suppress(UnicodeDecodeError):
        data.decode("utf-8")
        return "utf-8"
    best = from_bytes(data, cp_isolation=["utf_8", "gb18030", "big5", "utf_16"]).best()
    return best.encoding if best else None


def _metas(root: Element) -> dict[str, str]:
    """Meta tags by lower-case name, as the national standard 国办发〔2017〕47号 names them."""
    return {
        str(meta.get("name")).lower(): str(meta.get("content", ""))
        for meta in root.iter("meta")
        if meta.get("name")
    }


def _drop_unseen(root: Any) -> None:
    """Take out of the tree what no reader of the page sees; text behind it stays."""
    for element in _MAY_HIDE(root):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")):
            element.tag = "template"
    etree.strip_elements(root, *UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)


# Text, a grid, or None where a paragraph ends; and the element it stands in.
Part = tuple[str | Grid | None, Element]


@dataclass
class _Tree:
    """The walk through a page: the number of each table, and what there is to warn of."""

    numbers: dict[Element, int]
    warnings: list[str]

    def blocks(self, element: Element) -> Iterator[tuple[Block, Element]]:
        """Paragraphs and grids below an element, in order, each with the element it stands in."""
        run: list[str] = []
        home = element
        for part, parent in self._flow(element):
            if isinstance(part, str):
                home = home if run else parent
                run.append(part)
                continue
            for paragraph in _paragraph(run):
                yield paragraph, home
            run = []
            if part is not None:
                yield part, parent
        for paragraph in _paragraph(run):
            yield paragraph, home

    def _flow(self, element: Element) -> list[Part]:
        parts: list[Part] = []
        self._walk(element, parts)
        return parts

    def _walk(self, element: Element, parts: list[Part]) -> None:
        """Add what an element holds. A list, as generators in generators take most of the time."""
        tag = element.tag
        if tag == "table" and element.find(".//table") is None:
            parts += [(None, element), (self._grid(element), element), (None, element)]
            return
        ends = tag in BLOCKS
        if ends or tag == "br":
            parts.append((None, element))
        if element.text:
            parts.append((element.text, element))
        for child in element:
            self._walk(child, parts)
            if child.tail:
                parts.append((child.tail, element))
        if ends:
            parts.append((None, element))

    def _grid(self, table: Element) -> Grid:
        number = self.numbers[table]
        in_pieces = set(_IN_PIECES(table))
        rows = []
        for row in table.iter("tr"):
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            rows.append(
                [
                    (
                        _span(c, "rowspan", HIGHEST),
                        _span(c, "colspan", WIDEST) or 1,
                        _lines_of(c) if c in in_pieces else _shown(_text(c)),
                    )
                    for c in cells
                ]
            )
        outside: Any = _OUTSIDE_CELLS(table)
        for words in filter(None, map(fold, outside)):
            self.warnings.append(f"table {number}: “{words}” stands in it outside its cells")
        return lay_out(rows, number)


def _lines_of(cell: Element) -> str:
    lines = [""]
    _add_lines(cell, lines)
    return "\n".join(filter(None, map(_shown, lines)))


def _add_lines(element: Element, lines: list[str]) -> None:
    if element.text:
        lines[-1] += element.text
    for child in element:
        ends = child.tag in BLOCKS
        if ends or child.tag == "br":
            lines.append("")
        _add_lines(child, lines)
        if ends:
            lines.append("")
        if child.tail:
            lines[-1] += child.tail


def _shown(text: str) -> str:
    """Give text as a browser shows it: all white space is a blank."""
    return " ".join(text.split()) if text.isascii() else SPACES.sub(" ", text).strip()


# Cells that hold more than one piece of text; most hold a lone number, however deep.
_IN_PIECES: Any = etree.XPath(
    ".//td[descendant::text()[normalize-space()][2]]"
    " | .//th[descendant::text()[normalize-space()][2]]"
)
# Text of a table that no cell holds. A caption is the table's own name and no loss.
_OUTSIDE_CELLS = etree.XPath(
    "text() | *[not(self::caption)]/text() | .//tr/text()"
    " | .//tr/*[not(self::td or self::th)]//text()",
    smart_strings=False,
)


def _paragraph(run: list[str]) -> Iterator[Paragraph]:
    text = readable(SPACES.sub(" ", "".join(run)))
    if text:
        yield Paragraph(text)


def _without_footer(placed: list[tuple[Block, Element]], page: str) -> tuple[Block, ...]:
    """Cut the page's furniture after the report.

    The report is in the smallest element that holds its section headings, and ends where that
    ends. Where this is the whole body it ends at the first line that no report has; where none of
    those follows and yet much does, trafilatura says what of it is text.
    """
    headings = [
        (number, home)
        for number, (block, home) in enumerate(placed)
        if isinstance(block, Paragraph) and section_heading(block.text)
    ]
    blocks = tuple(block for block, _ in placed)
    if len(headings) < 2:
        return blocks
    last, _ = headings[-1]
    article = _common([home for _, home in headings])
    if article.tag != "body":
        inside = [n for n, (_, home) in enumerate(placed) if article in _line(home)]
        return blocks[: inside[-1] + 1]
    after = blocks[last + 1 :]
    for number, block in enumerate(after):
        if isinstance(block, Paragraph) and _FURNITURE.match(fold(block.text)):
            return blocks[: last + 1 + number]
    if len(after) <= _LONGEST_LAST_SECTION:
        return blocks
    text = fold(trafilatura.extract(page, include_tables=False, include_comments=False) or "")
    kept = (block for block in after if isinstance(block, Grid) or fold(block.text) in text)
    return (*blocks[: last + 1], *kept)


def _common(elements: list[Element]) -> Element:
    """Give the smallest element that holds all of these."""
    shared = set.intersection(*(set(_line(e)) for e in elements))
    return max(shared, key=lambda e: len(_line(e)))


def _line(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _span(cell: Element, name: str, most: int) -> int:
    """Give a span; 0 is kept, which for rowspan means “to the end of the table”."""
    written = cell.get(name)
    if not written:
        return 1
    match = re.match(r"\s*(\d+)", written)
    return min(int(match.group(1)), most) if match else 1


def _text(element: Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
