"""Whether a document is a report: by the figures and headings in it, and by what it is called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.blocks import Block, Paragraph
from extract.form.bind import Bound
from extract.form.title import TEMPLATE
from extract.grid import Grid
from extract.identity import Identity, parse_title
from extract.narrative import read_sections
from extract.report import Figure, Indicator, Section
from extract.statistics import Statistics

# A document with so many of the six headings is a report, unless its title says what else it is.
_HEADINGS_OF_A_REPORT = 3
# So many indicators of disclosure make a table one of disclosure, without a title that says it.
_KNOWN_INDICATORS = 2
# A page that names so many reports and is none is a list of them.
_REPORTS_OF_A_LIST = 5


class Recognised(NamedTuple):
    """Whether it is a report, and what there is to say of that."""

    is_report: bool
    warning: str | None = None


@dataclass(frozen=True)
class Content:
    """What was found in a document."""

    blocks: Sequence[Block]
    bound: Bound
    sections: Sequence[Section]
    statistics: Statistics
    identity: Identity

    @property
    def counts_disclosure(self) -> bool:
        """Whether statistics tables of disclosure are filled in; others have such heads too."""
        filled = any(indicator.value is not None for indicator in self.statistics.indicators)
        known = self.statistics.known >= _KNOWN_INDICATORS
        return filled and (known or bool(self.identity.titles))

    @property
    def filled(self) -> bool:
        """Whether a form or a table has something in it. With nothing filled in it is a blank."""
        return any(f.raw for f in self.bound.figures.values()) or self.counts_disclosure

    @property
    def only_zeros(self) -> bool:
        """Whether all that is filled in is 0, as in a template; many real reports are so too."""
        found: list[Figure | Indicator] = [*self.bound.figures.values()]
        found += self.statistics.indicators
        return not any(one.value for one in found)


def recognise(content: Content) -> Recognised:
    """Tell whether a document is a report, and name the rule where its title says that it is none.

    Filled figures outweigh the title (a notice may carry the report itself), but for a template:
    its zeros are examples.
    """
    objection = content.identity.objection
    if not content.filled:
        if objection:
            return Recognised(
                is_report=False, warning=f"“{objection.title}” is no report (rule {objection.rule})"
            )
        return _by_headings(content)
    if objection is None:
        return Recognised(is_report=True)
    says = f"“{objection.title}” is the title of no report (rule {objection.rule})"
    if objection.rule == TEMPLATE and content.only_zeros:
        return Recognised(is_report=False, warning=f"{says}, and its figures are zeros")
    return Recognised(
        is_report=True, warning=f"{says}, yet figures are filled in: it was read as one"
    )


def _by_headings(content: Content) -> Recognised:
    prose = [section for section in content.sections if section.text]
    if not content.bound.figures and len(prose) >= _HEADINGS_OF_A_REPORT:
        return Recognised(is_report=True)
    listed = set(_titles(content.blocks))
    if len(listed) >= _REPORTS_OF_A_LIST:
        return Recognised(
            is_report=False,
            warning=f"it names {len(listed)} reports and holds none: a list of them",
        )
    if titles := content.identity.titles:
        return Recognised(
            is_report=False,
            warning=f"“{titles[0].text}” is the title of a report, and nothing of one was known in "
            "it: look whether it stands beside it, as a file or in other words",
        )
    worded = read_sections(content.blocks, titled=True)
    if len(worded) >= _HEADINGS_OF_A_REPORT:
        return Recognised(
            is_report=False,
            warning=f"{len(worded)} of its headings are a report's (“{worded[0].heading}” …), and "
            "no title in it names one: tell the title that its portal gives it",
        )
    return Recognised(is_report=False)


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """Give the titles of reports that stand for themselves, each with its year."""
    for block in blocks:
        cells = (cell.text for cell in block.cells) if isinstance(block, Grid) else ()
        for text in (block.text,) if isinstance(block, Paragraph) else cells:
            title = parse_title(text)
            if title and title.year:
                yield title.text
