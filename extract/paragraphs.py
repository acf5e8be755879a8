"""Lines of prose → paragraphs, without page numbers and running heads."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from extract.blocks import Block, Paragraph
from extract.form.text import fold, readable
from extract.grid import Grid
from extract.page import Line

_PAGE_NUMBER = re.compile(r"[-—–·.~]*第?(\d{1,3})页?(?:[/,，共]{1,2}\d{1,3}页?)?[-—–·.~]*")
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.12  # share of the page's height in which running heads and page numbers stand


def running_lines(flow: Iterable[Line | Grid], heights: dict[int, float]) -> set[Line]:
    """Find page numbers, and lines that stand in the margin of most pages with the same words."""
    in_margin = [
        line
        for line in flow
        if isinstance(line, Line)
        and not _MARGIN < line.chars[0].middle[1] / heights[line.page] < 1 - _MARGIN
    ]
    seen = Counter(mask for mask, _ in {(_mask(line), line.page) for line in in_margin})
    often = max(3, round(0.6 * len(heights)))
    heads = {line for line in in_margin if seen[_mask(line)] >= often and _mask(line).strip("#")}
    return heads | _page_numbers(in_margin)


def _page_numbers(in_margin: Sequence[Line]) -> set[Line]:
    """Find page numbers: those that count with the pages, as a lone figure of a table does not."""
    ahead = {
        line: int(match[1]) - line.page
        for line in in_margin
        if (match := _PAGE_NUMBER.fullmatch(fold(line.text)))
    }
    if not ahead:
        return set()
    (usual, times), *_ = Counter(ahead.values()).most_common(1)
    return {line for line in ahead if ahead[line] == (usual if times > 1 else 0)}


def _mask(line: Line) -> str:
    return _DIGITS.sub("#", fold(line.text))


def paragraphs(flow: Sequence[Line | Grid], width: float) -> Iterator[Block]:
    """Join lines into paragraphs. A full line fills at least half of the page's width."""
    lines = [item for item in flow if isinstance(item, Line)]
    right = max([line.x1 for line in lines] + [width / 2])
    left = min((line.x0 for line in lines), default=0.0)
    pitch = _pitch(lines)
    paragraph: list[Line] = []
    for item in flow:
        if isinstance(item, Grid) or (
            paragraph and _starts_anew(paragraph[-1], item, left, right, pitch)
        ):
            yield from _closed(paragraph)
            paragraph = []
        if isinstance(item, Grid):
            yield item
        else:
            paragraph.append(item)
    yield from _closed(paragraph)


def _pitch(lines: Sequence[Line]) -> float:
    """Usual distance from one line to the next, in points."""
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page and b.top > a.top]
    return median(steps) if steps else 0.0


def _starts_anew(last: Line, line: Line, left: float, right: float, pitch: float) -> bool:
    """Whether a new paragraph starts.

    The line before ends short, or this one is set in, set apart, or set in another size.
    """
    ends_short = last.x1 < right - 1.5 * last.size
    set_in = line.x0 > left + 1.2 * line.size
    set_apart = last.page == line.page and line.top - last.top > 1.3 * pitch
    other_size = abs(line.size - last.size) > 0.15 * last.size
    return ends_short or set_in or set_apart or other_size


def _closed(paragraph: Sequence[Line]) -> Iterator[Paragraph]:
    text = readable(" ".join(line.text for line in paragraph))
    if text:
        yield Paragraph(text)
