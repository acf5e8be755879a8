"""The prose of the six sections, without the tables that stand in them."""

from collections.abc import Iterator, Sequence

from extract.blocks import Block, Paragraph
from extract.form.sections import section_heading
from extract.report import Section


def read_sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Give the sections in their order; prose before the first heading belongs to none."""
    return tuple(_sections(blocks))


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
