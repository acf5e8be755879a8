"""The prose of the six sections, without the tables that stand in them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.blocks import Block, Paragraph
from extract.form.sections import Manner, section_heading
from extract.report import Section

SECTIONS = 6
_NUMERALS = "一二三四五六"
# With so many headings, what is numbered otherwise is no heading but a point of a section.
_ENOUGH = 2
# What stands beside the headings of a table of contents.
_LEADERS = re.compile(r"[\s.·…．\d()（）-]*")


def read_sections(blocks: Sequence[Block], *, titled: bool = False) -> tuple[Section, ...]:
    """Give the sections in their order; prose before the first heading belongs to none.

    Of a document that is `titled` as a report, headings in other words count, too, and where there
    are hardly any, headings numbered in other ways, if more sections are found so.
    """
    prose = _with_whole_headings([b.text for b in blocks if isinstance(b, Paragraph)])
    best: list[_Part] = []
    for manner in Manner if titled else (Manner.FORM,):
        if len(best) == SECTIONS or (manner is Manner.NUMBERED and len(best) >= _ENOUGH):
            break
        found = _parts(prose, manner)
        best = found if len(found) > len(best) else best
    return tuple(Section(part.number, part.heading, "\n".join(part.prose)) for part in best)


# A heading that begins so may go on in the next line.
_BEGUN = re.compile(rf"[{_NUMERALS}]、[^。；：]{{2,24}}")


def _with_whole_headings(paragraphs: Sequence[str]) -> list[str]:
    """Put headings together that are broken into two lines."""
    whole: list[str] = []
    for text in paragraphs:
        above = whole[-1] if whole else ""
        if _BEGUN.fullmatch(above) and section_heading(above) is None:
            both = section_heading(above + text)
            if both and not both[2]:
                whole[-1] = above + text
                continue
        whole.append(text)
    return whole


def second_report(sections: Sequence[Section]) -> list[str]:
    """Warn of the heading of the first section if it stands below others once more."""
    first = sections[0].number if sections else 0
    for section in sections[1:]:
        for text in section.text.split("\n"):
            heading = section_heading(text)
            if heading and heading[0] == first and heading[1][0] in _NUMERALS:
                return [f"“{heading[1]}” stands in it twice: it may hold two reports; one was read"]
    return []


class _Part(NamedTuple):
    number: int
    heading: str
    prose: list[str]


def _parts(paragraphs: Sequence[str], manner: Manner) -> list[_Part]:
    parts: list[_Part] = []
    for text in paragraphs:
        found = section_heading(text, parts[-1].number if parts else 0, manner)
        if found is None and _are_contents(parts):
            found = section_heading(text, 0, manner)
            if found and found[0] == parts[0].number:
                parts.clear()  # a table of contents
            else:
                found = None
        if found:
            number, heading, rest = found
            parts.append(_Part(number, heading, [rest] if rest else []))
        elif parts:
            parts[-1].prose.append(text)
    return parts


def _are_contents(parts: Sequence[_Part]) -> bool:
    """Whether these headings have nothing below them but the numbers of pages."""
    return len(parts) >= _ENOUGH and all(
        _LEADERS.fullmatch(text) for part in parts for text in part.prose
    )
