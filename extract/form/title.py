"""What a report is called, and the year in it: what titles on portals and in documents share."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from extract.form.text import fold_title

_CORE = re.compile(
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["core"], re.VERBOSE
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEAR_WORDS = re.compile(r"(?<!\d)(?:19|20)\d\d(年度|年|(?!\d))")


@dataclass(frozen=True)
class NamedReport:
    """A title split at the report's name; all of it folded."""

    before: str  # without the year: the agency, if the title names it, and words around it
    name: str
    after: str
    year: int | None  # the reporting year


def named_report(title: str) -> NamedReport | None:
    """Find the name of a report in a title; None if there is none.

    The year is the one nearest before the name, else the first after it: in
    2024年1月发布的2023年… the report is of 2023.
    """
    text = fold_title(title)
    core = _CORE.search(text)
    if core is None:
        return None
    before, after = text[: core.start()], text[core.end() :]
    years = _YEAR.findall(before)[-1:] or _YEAR.findall(text[core.start() :])[:1]
    year = int(years[0]) if years else None
    return NamedReport(without_years(before), core.group(), after, year)


def without_years(text: str) -> str:
    """Cut years, with the words for year behind them, out of folded text."""
    return _YEAR_WORDS.sub("", text)


def years_in(text: str) -> list[int]:
    """Give the years in folded text, in their order."""
    return [int(year) for year in _YEAR.findall(text)]
