"""HTML: lxml gives the tree; tables become grids with their spans, the rest paragraphs."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import trafilatura
from charset_normalizer import from_bytes
from lxml import etree
from lxml.etree import _Element as Element
from w3lib.encoding import html_to_unicode

from extract.blocks import Block, Document, Paragraph, UnreadableError
from extract.form.sections import section_heading
from extract.form.text import first_date, fold, on_one_line, readable
from extract.grid import Grid, lay_out

# Elements whose text no reader of the page sees.
UNSEEN = {"script", "style", "noscript", "template", "select", "button", "head", "iframe"}
_HIDDEN_BY_NAME: Any = etree.XPath("//@hidden/..")
_MAY_HIDE: Any = etree.XPath(
    "//@style[contains(., 'none')][contains(., 'isplay') or contains(., 'ISPLAY')]/.."
)
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
_SPAN = re.compile(r"\s*(\d+)")


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
    titles = [metas.get("articletitle", ""), *map(on_one_line, headings)]
    tree = _Tree({table: number for number, table in enumerate(root.iter("table"))}, warnings)
    _drop_unseen(root, text)
    body = root.find("body")
    tree.walk(root if body is None else body)
    blocks = _without_footer(tree.placed, text)
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


def _drop_unseen(root: Any, page: str) -> None:
    """Take out of the tree what no reader of the page sees; text behind it stays."""
    styled = _MAY_HIDE(root) if "none" in page else []  # a look at each style takes its time
    hidden = [element for element in styled if _HIDDEN.search(element.get("style"))]
    for element in (*_HIDDEN_BY_NAME(root), *hidden):
        element.tag = "template"
    etree.strip_elements(root, *UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)


@dataclass
class _Tree:
    """The walk through a page: the number of each table, and what there is to warn of.

    `placed` are paragraphs and grids in their order, each with the element that it stands in.
    """

    numbers: dict[Element, int]
    warnings: list[str]
    placed: list[tuple[Block, Element]] = field(default_factory=list)
    _run: list[str] = field(default_factory=list)  # text of the paragraph that is being read
    _home: Element | None = None  # where it begins

    def walk(self, element: Element) -> None:
        """Take what an element holds, and end the paragraph before and after it if it does."""
        tag = element.tag
        if tag == "table" and element.find(".//table") is None:
            self._end()
            self.placed.append((self._grid(element), element))
            return
        ends = tag in BLOCKS
        if ends or tag == "br":
            self._end()
        if text := element.text:
            self._take(text, element)
        for child in element:
            self.walk(child)
            if text := child.tail:
                self._take(text, element)
        if ends:
            self._end()

    def _take(self, text: str, element: Element) -> None:
        if not self._run:
            self._home = element
        self._run.append(text)

    def _end(self) -> None:
        if not self._run:
            return
        text = readable(on_one_line("".join(self._run)))
        self._run.clear()
        if text and self._home is not None:
            self.placed.append((Paragraph(text), self._home))

    def _grid(self, table: Element) -> Grid:
        number = self.numbers[table]
        rows = [
            [(cell, _text(cell)) for cell in row if cell.tag in _CELLS] for row in table.iter("tr")
        ]
        inked = sum(1 for row in rows for _, text in row if text.strip(_XML_BLANKS))
        in_pieces: set[Element] = set()
        if _TEXTS(table) != inked:  # else each text fills a cell
            in_pieces.update(_IN_PIECES(table))
            outside: Any = _OUTSIDE_CELLS(table)
            for words in filter(None, map(fold, outside)):
                self.warnings.append(f"table {number}: “{words}” stands in it outside its cells")
        laid: list[list[tuple[int, int, str]]] = []
        for row in rows:
            laid.append([])
            for cell, text in row:
                rowspan, colspan = _spans(cell)
                shown = _lines_of(cell) if cell in in_pieces else on_one_line(text)
                laid[-1].append((rowspan, colspan, shown))
        return lay_out(laid, number)


def _lines_of(cell: Element) -> str:
    lines = [""]
    _add_lines(cell, lines)
    return "\n".join(filter(None, map(on_one_line, lines)))


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


_CELLS = ("td", "th")
# Texts of a table, as its markup has them, that are more than what XML calls blank.
_TEXTS: Any = etree.XPath("count(descendant::text()[normalize-space()])")
_XML_BLANKS = " \t\r\n"
# Cells that hold more than one piece of text; most hold a lone number, however deep.
_IN_PIECES: Any = etree.XPath(
    "descendant::td[descendant::text()[normalize-space()][2]]"
    " | descendant::th[descendant::text()[normalize-space()][2]]"
)
# Text of a table that no cell holds. A caption is the table's own name and no loss.
_OUTSIDE_CELLS = etree.XPath(
    "text()[normalize-space()] | *[not(self::caption)]/text()[normalize-space()]"
    " | descendant::tr/text()[normalize-space()]"
    " | descendant::tr/*[not(self::td or self::th)]/descendant::text()[normalize-space()]",
    smart_strings=False,
)


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


def _spans(cell: Element) -> tuple[int, int]:
    """Give rowspan and colspan; a rowspan of 0 is kept: it means “to the end of the table”."""
    rowspan, colspan = cell.get("rowspan", "1"), cell.get("colspan", "1")
    if rowspan == colspan == "1":  # as most
        return 1, 1
    return _span(rowspan, HIGHEST), _span(colspan, WIDEST) or 1


def _span(written: str, most: int) -> int:
    match = _SPAN.match(written)
    return min(int(match[1]), most) if match else 1


def _text(element: Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
