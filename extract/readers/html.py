"""HTML: lxml gives the tree; tables become grids with their spans, the rest paragraphs."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import trafilatura
from charset_normalizer import from_bytes
from lxml import etree
from lxml.etree import _Element as Element
from w3lib.encoding import html_to_unicode

from extract.blocks import (
    NO_PICTURES,
    Block,
    Document,
    Paragraph,
    Picture,
    Pictures,
    UnreadableError,
)
from extract.form.sections import section_heading
from extract.form.text import first_date, fold, on_one_line, readable
from extract.readers.html_pictures import pictures_of, without_banners
from extract.readers.html_table import BLOCKS, as_shown, read_table, text_of

# Elements whose text no reader of the page sees.
UNSEEN = {"script", "style", "noscript", "template", "select", "button", "head", "iframe"}
_HIDDEN_BY_NAME: Any = etree.XPath("//@hidden/..")
# Styles that hide, each with a word to look for in the page before its elements are looked at.
_HIDING = (
    ("none", "//*[@style[contains(., 'none')]]", r"display\s*:\s*none"),
    ("isibility", "//*[@style[contains(., 'isibility')]]", r"visibility\s*:\s*hidden"),
    # A container without size may hold text that has one.
    (
        "size:0",
        "//*[@style[contains(., 'size:0')]][not(*)]",
        r"size:0(?:px|pt|r?em|%)?\s*(?:;|!|$)",
    ),
)
_HIDDEN_BY_STYLE = [
    (word, etree.XPath(elements), re.compile(style, re.IGNORECASE))
    for word, elements, style in _HIDING
]
# Lines that portals print below a document, on folded text: who runs the site, as
# 国办发〔2017〕47号 asks of each, and what a reader may do with the page. Each is all of its line,
# and no sentence.
_BUTTON = (
    r"(?:网站地图|关于我们|联系我们|友情链接|相关(?:链接|文章|阅读|新闻|稿件)|返回顶部|语音播报"
    r"|分享到?:?|(?:打印|关闭|收藏)(?:本页|此页|页面|窗口|文章)?)"
)
_FURNITURE = re.compile(
    r"(?:(?:主办|承办|协办)(?:单位|方)?:|技术支持:|网站标识码:?|(?:责任)?编辑:|[上下]一[篇条]:?"
    r"|版权所有|copyright|[^,。;]*(?:ICP备|公网安备)[^,。;]*\d)[^。;!?]*"
    r"|(?:浏览|阅读|点击)(?:次数|量):?\d*次?|扫一扫[^,。]*|分享到[^,。]{0,12}|您对本文.{0,20}"
    rf"|字[体号]:.{{0,12}}|(?:[\[【|]?{_BUTTON}[\]】|]?)+",
    re.IGNORECASE,
)
_LONGEST_LINE = 200
# Blocks under the last heading; with more, some are likely not of the report.
_LONGEST_LAST_SECTION = 12
# So many characters in one attribute, and the parser gives up (libxml2, XML_MAX_TEXT_LENGTH).
_LONGEST_ATTRIBUTE = 10_000_000


def read_html(data: bytes, pictures: Pictures = NO_PICTURES) -> Document:
    """Read a page; raises UnreadableError if it holds neither text nor pictures.

    `pictures` are those that are at hand, besides those that the page holds itself.
    """
    text, warnings = decode(data)
    root = _root_of(text)
    metas = _metas(root)
    headings = _headings(root)
    names = [text_of(element) for element in root.iter("title")][:1]
    numbers = {table: number for number, table in enumerate(root.iter("table"))}
    _drop_unseen(root, text, warnings)
    as_shown(root, text)
    tree = _Tree(numbers, pictures_of(root, pictures), warnings)
    # What is seen goes before what is not: a page may hold the report of another year, hidden.
    headings = list(dict.fromkeys([*_headings(root), *headings]))
    titles = [metas.get("articletitle", ""), *map(on_one_line, headings + names)]
    body = root.find("body")
    tree.walk(root if body is None else body)
    flow = _without_footer(tree.placed, text)
    if not flow:
        raise UnreadableError("the page shows no text without scripts; look at it in a browser")
    return Document.flowing(
        without_banners(flow) if tree.pictures else flow,
        titles=tuple(t for t in map(readable, titles) if t),
        source=readable(metas.get("contentsource", "")) or None,
        published=first_date(metas.get("pubdate", "")),
        warnings=tuple(warnings),
    )


def _root_of(text: str) -> Element:
    # The plain parser: that of lxml.html asks Python for the class of every element.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=len(text) > _LONGEST_ATTRIBUTE)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"the page holds no text ({error}); fetch it again") from error
    if root is None:
        raise UnreadableError("the page holds no text; fetch it again")
    return root


# A page in the encoding that it names loses a character here and there; more, and it is in another.
_LOST = 0.05


def decode(data: bytes) -> tuple[str, list[str]]:
    """Decode as UTF-8 where all of it is, as no other Chinese text is; else as the page says.

    Pages that were moved from one system to another still name their old encoding. GBK is read as
    GB18030. The second value warns of characters that no encoding could give.
    """
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig"), []
    _, text = html_to_unicode(None, data, auto_detect_fun=_by_evidence)
    lost = text.count("\ufffd")
    if lost > _LOST * sum(char > "\u2e80" for char in text):
        with suppress(UnicodeDecodeError):
            return data.decode("gb18030"), []
    return text, [f"{lost} characters of the page could not be decoded"] if lost else []


def _by_evidence(data: bytes) -> str | None:
    """Guess the encoding of a page that names none."""
    best = from_bytes(data, cp_isolation=["utf_8", "gb18030", "big5", "utf_16"]).best()
    return best.encoding if best else None


def _metas(root: Element) -> dict[str, str]:
    """Meta tags by lower-case name, as the national standard 国办发〔2017〕47号 names them."""
    return {
        str(meta.get("name")).lower(): str(meta.get("content", ""))
        for meta in root.iter("meta")
        if meta.get("name")
    }


def _headings(root: Element) -> list[str]:
    return [text_of(e) for names in (("h1", "ucaptitle"), ("h2",)) for e in root.iter(*names)]


# Beside an article that a script shows when it is there, a page shows hardly so much text.
_HARDLY_ANY = 200


def _drop_unseen(root: Any, page: str, warnings: list[str]) -> None:
    """Take out of the tree what no reader of the page sees; text behind it stays.

    Where next to nothing would be left, a script shows it, as WeChat's does with its articles.
    """
    hidden: list[Element] = []
    for word, elements, style in _HIDDEN_BY_STYLE:
        if word in page:  # a look at each style takes its time
            found: Any = elements(root)
            hidden += [element for element in found if style.search(element.get("style"))]
    if hidden:
        unseen = sum(len(fold(text_of(element))) for element in hidden)
        if unseen > _HARDLY_ANY > len(fold(text_of(root))) - unseen:
            warnings.append("the page hides its text until a script shows it; it was read")
            hidden = []
    hidden += _HIDDEN_BY_NAME(root)
    if tables := {table for element in hidden for table in element.iter("table")}:
        warnings.append(
            f"the page hides a part with tables ({len(tables)}), as behind a tab; it was not read: "
            "look at the page"
        )
    for element in hidden:
        element.tag = "template"
    etree.strip_elements(root, *UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)


@dataclass
class _Tree:
    """The walk through a page: the number of each table, its pictures, what there is to warn of.

    `placed` are blocks and pictures in their order, each with the element that it stands in.
    """

    numbers: dict[Element, int]
    pictures: dict[Element, Picture]
    warnings: list[str]
    placed: list[tuple[Block | Picture, Element]] = field(default_factory=list)
    _run: list[str] = field(default_factory=list)  # text of the paragraph that is being read
    _home: Element | None = None  # where it begins
    _shown: list[tuple[Picture, Element]] = field(default_factory=list)  # that stand in it

    def walk(self, element: Element) -> None:
        """Take what an element holds, and end the paragraph before and after it if it does."""
        tag = element.tag
        if tag == "table" and element.find(".//table") is None:
            self._end()
            self._table(element)
            return
        ends = tag in BLOCKS
        if ends or tag == "br":
            self._end()
        elif tag == "img":
            self._show([element])
            if self._shown and not "".join(self._run).strip():
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

    def _table(self, element: Element) -> None:
        """Place a table and the pictures in it; without text it only sets these on the page."""
        grid = read_table(element, self.numbers[element], self.warnings)
        if self.pictures:
            self._show(element.iter("img"))
        if not self._shown or any(cell.text for cell in grid.cells):
            self.placed.append((grid, element))
        self._end()

    def _show(self, images: Iterable[Element]) -> None:
        """Note pictures, to be placed after the paragraph in which they stand."""
        self._shown += [(self.pictures[i], i) for i in images if i in self.pictures]

    def _end(self) -> None:
        if self._run:
            text = readable(on_one_line("".join(self._run)))
            self._run.clear()
            if text and self._home is not None:
                self.placed.append((Paragraph(text), self._home))
        if self._shown:
            self.placed += self._shown
            self._shown.clear()


def _without_footer(
    placed: list[tuple[Block | Picture, Element]], page: str
) -> tuple[Block | Picture, ...]:
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
        below = blocks[last + 1 : inside[-1] + 1]
        return (*blocks[: last + 1], *(block for block in below if not _is_furniture(block)))
    after = blocks[last + 1 :]
    for number, block in enumerate(after):
        if _is_furniture(block):
            return blocks[: last + 1 + number]
    if sum(not isinstance(block, Picture) for block in after) <= _LONGEST_LAST_SECTION:
        return blocks
    text = fold(trafilatura.extract(page, include_tables=False, include_comments=False) or "")
    kept = (
        block for block in after if not isinstance(block, Paragraph) or fold(block.text) in text
    )
    return (*blocks[: last + 1], *kept)


def _is_furniture(block: Block | Picture) -> bool:
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_LINE:
        return False
    return _FURNITURE.fullmatch(fold(block.text)) is not None


def _common(elements: list[Element]) -> Element:
    """Give the smallest element that holds all of these."""
    shared = set.intersection(*(set(_line(e)) for e in elements))
    return max(shared, key=lambda e: len(_line(e)))


def _line(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]
