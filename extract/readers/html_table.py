"""A table of a page → a grid: spans as the browser lays them out, lines of a cell kept apart."""

import re
from collections.abc import Iterable
from copy import deepcopy
from itertools import chain
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from extract.form.text import fold, on_one_line
from extract.grid import RAISED, STRUCK, Grid, lay_out

# Elements that end a paragraph before and after them.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt"),
    *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
    *("html", "li", "main", "nav", "ol", "p", "pre", "section", "ul", "table", "tr", "td", "th"),
    *("tbody", "thead", "tfoot", "caption", "ucapcontent", "ucaptitle"),
}
# A span wider or higher than any form has is an error of the page; it would cost memory only.
WIDEST = 60
HIGHEST = 400
_SPAN = re.compile(r"\s*(\d+)")
_CELLS = ("td", "th")
# What is printed on a line and no part of what else stands there.
_MARKS = ("sup", "del", "s", "strike")
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


def as_shown(root: Element, page: str) -> None:
    """Make the tables of a page what its readers see: ended, filled in, their marks named."""
    _close_tables(root)
    _fill_in(root)
    _name_marks(root, page)


# Fields of a form that show what is typed into them; "" stands for a field that names no type.
_TYPED = ("", "text", "number", "tel")


def _fill_in(root: Element) -> None:
    """Set what stands in the fields of a table's cells as text; forms are published read-only."""
    for typed in [*root.iter("input")]:
        value = typed.get("value")
        in_cell = next(typed.iterancestors(*_CELLS), None) is not None
        if value is not None and in_cell and typed.get("type", "") in _TYPED:
            typed.tag, typed.text = "span", value


_ROWS = {"tr", "tbody", "thead", "tfoot", "caption", "colgroup", "col"}


def _close_tables(root: Element) -> None:
    """End tables that a page does not end where the next one begins, as browsers do.

    What stands after the last row before the next table goes behind its table.
    """
    for table in [*root.iter("table")]:
        parts = [child.tag for child in table]
        if "table" not in parts:
            continue  # as nearly all
        rows = [n for n, tag in enumerate(parts[: parts.index("table")]) if tag in _ROWS]
        around = table.getparent()
        if rows and around is not None:
            behind = [*table][rows[-1] + 1 :]
            for place, element in enumerate(behind, start=around.index(table) + 1):
                around.insert(place, element)


# What a style does as the elements of _MARKS do, by itself or by a class of the page.
_STYLED: Any = etree.XPath(
    "//*[not(self::td or self::th)][contains(@style, 'super') or contains(@style, 'line-through')]"
)
_WITH_CLASS: Any = etree.XPath("//*[self::td or self::th]//*[@class]")
_CLASS = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)


def _name_marks(root: Element, page: str) -> None:
    """Give what a style raises or strikes out the names of the elements that are for it."""
    if "super" not in page and "line-through" not in page:
        return  # as in most pages
    for styled in _STYLED(root):
        styled.tag = _mark_of(styled.get("style")) or styled.tag
    marks = {name: mark for name, style in _CLASS.findall(page) if (mark := _mark_of(style))}
    for styled in _WITH_CLASS(root) if marks else ():
        named = (marks[name] for name in styled.get("class").split() if name in marks)
        styled.tag = next(named, styled.tag)


def _mark_of(style: str) -> str | None:
    if _RAISED.search(style):
        return "sup"
    return "del" if _STRUCK.search(style) else None


def read_table(table: Element, number: int, warnings: list[str]) -> Grid:
    """Make a grid of a table; `number` is its own in the page. Warns of text outside its cells."""
    rows = [
        [(cell, text_of(cell)) for cell in row if cell.tag in _CELLS] for row in table.iter("tr")
    ]
    inked = len([1 for row in rows for _, text in row if text.strip(_XML_BLANKS)])
    in_pieces: set[Element] = set()
    if _TEXTS(table) != inked:  # else each text fills a cell
        in_pieces.update(_IN_PIECES(table))
        outside: Any = _OUTSIDE_CELLS(table)
        stray = filter(None, map(fold, outside))
        warnings.extend(f"table {number}: “{w}” stands in it outside its cells" for w in stray)
    laid: list[list[tuple[int, int, str]]] = []
    for row in rows:
        laid.append([])
        for cell, text in row:
            rowspan, colspan = _spans(cell)
            if cell in in_pieces:
                text = _lines_of(cell)  # noqa: PLW2901 - the same text, as it is shown
            elif not text.isalnum():  # a lone number has no blanks
                text = on_one_line(text)  # noqa: PLW2901
            laid[-1].append((rowspan, colspan, text))
    grid = lay_out(laid, number)
    for link in table.iter("a"):
        if _leads_to_note(link):
            link.tag = "sup"
    marks = [mark for mark in table.iter(*_MARKS) if text_of(mark).strip()]
    return _with_marks(grid, rows, marks) if marks else grid


def _leads_to_note(link: Element) -> bool:
    """Whether a link behind a text leads to another place of the page."""
    before, around = link.getprevious(), link.getparent()
    text = before.tail if before is not None else None if around is None else around.text
    return link.get("href", "").startswith("#") and bool((text or "").strip())


def _with_marks(
    grid: Grid, rows: Iterable[Iterable[tuple[Element, str]]], marks: Iterable[Element]
) -> Grid:
    """Note in which cells something is raised or struck out, and what stands there without it."""
    cells = list(grid.cells)
    at = {cell: number for number, (cell, _) in enumerate(chain.from_iterable(rows))}
    for mark in marks:
        cell = next((above for above in mark.iterancestors() if above in at), None)
        if cell is not None:
            bare = deepcopy(cell)
            etree.strip_elements(bare, *_MARKS, with_tail=False)
            cells[at[cell]] = cells[at[cell]]._replace(
                doubt=RAISED if mark.tag == "sup" else STRUCK, others=(_lines_of(bare),)
            )
    return Grid(tuple(cells))


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


def _spans(cell: Element) -> tuple[int, int]:
    """Give rowspan and colspan; a rowspan of 0 is kept: it means “to the end of the table”."""
    rowspan, colspan = cell.get("rowspan", "1"), cell.get("colspan", "1")
    if rowspan == colspan == "1":  # as most
        return 1, 1
    return _span(rowspan, HIGHEST), _span(colspan, WIDEST) or 1


def _span(written: str, most: int) -> int:
    match = _SPAN.match(written)
    return min(int(match[1]), most) if match else 1


def text_of(element: Element) -> str:
    """Give all text in an element, without what follows it."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
