"""What stands around the tables: title, agency, year, date and the prose of the six sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.blocks import Block, Paragraph
from extract.form.sections import section_heading
from extract.form.text import fold, fold_title, readable
from extract.form.title import named_report
from extract.report import Section

_PERIOD = re.compile(r"((?:19|20)\d{2})年1月1日[^。]{0,12}12月31日")
_DATE = re.compile(
    r"(?:发布|公开|发文|成文)?(?:时间|日期):?((?:19|20)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})"
)
# The end of an agency's name, asked for where a name stands in a line of its own.
_UNIT = re.compile(
    r"[\u4e00-\u9fff（）()]{2,40}"
    r"(?:局|委|委员会|办|办公室|府|会|院|中心|所|站|队|厅|处|县|区|市|镇|乡|街道|旗|州|省|苏木|场)"
)
_PROSE = re.compile("[,。;!?]")  # folded; a title has none of them
_NOT_UNIT = re.compile(r"^(?:附件\d*[:：]?|《|关于)|(?:关于|的|《)$")
_LONGEST_TITLE = 80
_HEAD_OF_DOCUMENT = 14  # paragraphs before the first section in which a title is looked for


@dataclass(frozen=True)
class Title:
    """A title taken apart. `agency` is without year and title words; either may be missing."""

    text: str
    agency: str | None
    year: int | None


@dataclass(frozen=True)
class Narrative:
    """All that was read outside the tables."""

    titles: tuple[Title, ...]  # that of the document first, then others that it shows
    period: int | None  # the year whose 1 January begins the period of the figures
    published: str | None  # as the page prints it, YYYY-MM-DD
    sections: tuple[Section, ...]


def read_narrative(blocks: Sequence[Block], names: Sequence[str]) -> Narrative:
    """Read the prose. `names` are titles that the document gives itself outside its text."""
    sections = tuple(_sections(blocks))
    head = _head(blocks)
    titles = [t for text in (*names, *_title_lines(head)) if (t := parse_title(text))]
    opening = fold("".join(p.text for p in head)) + fold("".join(s.text for s in sections[:1]))
    period = _PERIOD.search(opening)
    dated = _DATE.search(fold("\n".join(p.text for p in head)))
    return Narrative(
        titles=tuple(sorted(titles, key=lambda t: (t.agency is None) + (t.year is None))),
        period=int(period.group(1)) if period else None,
        published="{}-{:0>2}-{:0>2}".format(*dated.groups()) if dated else None,
        sections=sections,
    )


def parse_title(text: str) -> Title | None:
    """Take the title of a report apart; None if it is none, or a sentence that names one."""
    folded = fold_title(text)
    named = named_report(text)
    if named is None or len(folded) > _LONGEST_TITLE or _PROSE.search(folded):
        return None
    unit = named.before.strip("-_:：,，.。· |")
    while _NOT_UNIT.search(unit):
        unit = _NOT_UNIT.sub("", unit)
    return Title(readable(text), unit or None, named.year)


def _head(blocks: Sequence[Block]) -> list[Paragraph]:
    """Give the paragraphs before the first section or table, at most the last few of them."""
    head: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or section_heading(block.text):
            break
        head.append(block)
    return head[-_HEAD_OF_DOCUMENT:] if len(head) > _HEAD_OF_DOCUMENT else head


def _title_lines(head: Sequence[Paragraph]) -> Iterator[str]:
    """Lines that may be the title; also two or three in one, if the first is a name alone."""
    texts = [p.text for p in head]
    yield from texts
    for start, text in enumerate(texts):
        if _UNIT.fullmatch(fold(text)):
            yield from ("".join(texts[start : start + count]) for count in (2, 3))
    for start in range(len(texts)):
        yield "".join(texts[start : start + 2])


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    number, heading, prose = 0, "", list[str]()
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        found = section_heading(block.text, number)
        if found is None:
            prose.append(block.text)
            continue
        if number:
            yield Section(number, heading, "\n".join(prose))
        number, heading, rest = found
        prose = [rest] if rest else []
    if number:
        yield Section(number, heading, "\n".join(prose))
