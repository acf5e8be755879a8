"""What titles say, on portals and in documents: a report's name, its year, its unit, or a refusal.

The patterns and their sources stand in `title.toml`; here is only the order in which they speak.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.form.text import fold_title


class Scope(StrEnum):
    """Whose figures a report gives; most say nothing of it."""

    OWN = "own"  # 本级: of the agency alone
    WHOLE = "whole"  # 汇总: of the whole region, or of the agency and all under it


def patterns(path: Path) -> Any:
    """Read a file of patterns: tables and lists of them, as in `title.toml`."""
    return _compiled(tomllib.loads(path.read_text("utf-8")))


def _compiled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _compiled(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_compiled(part) for part in value]
    return re.compile(value, re.VERBOSE)


_TITLE = patterns(Path(__file__).with_suffix(".toml"))
_SCOPE = _TITLE["scope"]
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# Behind the name, neither that of a date, nor that of publication, nor that of a document's number.
_YEAR_AFTER = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?!\d|[\]〕)]\d*号|年(?!1月(?:1日)?[-至到~—])\d{1,2}月|[-/.]\d"
    r"|年?(?:公开)?(?:发布|印发|公布))"
)
_YEAR_WORDS = re.compile(r"(?<!\d)(?:19|20)\d\d(年度|年|(?!\d))")

# Names of rules: one that is none of `[negative]`, and that of a table without a report.
TEMPLATE, FORM = "template", "form_only"


@dataclass(frozen=True)
class NamedReport:
    """A title split at the report's name; all of it folded."""

    before: str  # without the year: the agency, if the title names it, and words around it
    name: str
    after: str
    year: int | None  # the reporting year


@lru_cache(maxsize=1024)  # a title is asked for its agency, its year, and whether it is none
def named_report(title: str) -> NamedReport | None:
    """Find the name of a report in a title; None if there is none.

    The year is the one nearest before the name, else the first after it: in
    2024年1月发布的2023年… the report is of 2023.
    """
    text = fold_title(title)
    core = _TITLE["core"].search(text)
    if core is None:
        return None
    before, after = text[: core.start()], text[core.end() :]
    years = _YEAR.findall(before)[-1:] or _YEAR_AFTER.findall(text[core.start() :])[:1]
    year = int(years[0]) if years else None
    return NamedReport(without_years(before), core.group(), after, year)


def carried_title(title: str) -> str | None:
    """Give the title of the report in that of a notice that carries it; None if it is no such."""
    carrier = _TITLE["carrier"].search(fold_title(title))
    return carrier["inner"] if carrier else None


def refusal(title: str, agencies: Iterable[str] = ()) -> str | None:
    """Name the rule by which a title is of no report; None if nothing speaks against it.

    The unit's own words never count (the bureau of 统计, the office of 考核): those before the
    report's name or the year are left out if they end as a unit does, and so are `agencies`, names
    known from elsewhere.
    """
    text = fold_title(title)
    if _TITLE["placeholder"].search(text):
        return TEMPLATE
    inner = carried_title(text)
    if inner is not None and refusal(inner, agencies) is None:
        return None
    said = _beside_the_unit(text)
    for agency in agencies:
        said = said.replace(fold_title(agency), "")
    if _TITLE["template"].search(said):
        return TEMPLATE
    return next((name for name, rule in _TITLE["negative"].items() if rule.search(said)), None)


def unit_of(before: str) -> tuple[str, str | None]:
    """Split what stands before a report's name into lead words and the unit's name."""
    bare = without_years(before)
    lead = _TITLE["lead"].match(bare)
    start = lead.end() if lead else 0
    unit = bare[start:].strip("《》<>\"“”'·:-—")
    found = unit and not unit.startswith("关于") and _TITLE["unit"].search(unit)
    return bare[:start], unit if found else None


def scope_in(title: str) -> Scope | None:
    """Tell whose figures a title promises; None if it says nothing of it."""
    text = fold_title(title)
    return next((scope for scope in (Scope.WHOLE, Scope.OWN) if _SCOPE[scope].search(text)), None)


def without_scope(unit: str) -> str:
    """Give a unit's folded name without 本级, 汇总, 及所属单位 and the like."""
    while (cut := _SCOPE["words"].sub("", unit)) != unit:
        unit = cut
    return unit


def without_years(text: str) -> str:
    """Cut years, with the words for year behind them, out of folded text."""
    return _YEAR_WORDS.sub("", text)


def years_in(text: str) -> list[int]:
    """Give the years in folded text, in their order."""
    return [int(year) for year in _YEAR.findall(text)]


def _beside_the_unit(text: str) -> str:
    """Give a folded title without its unit; without a report's name the unit ends at the year."""
    report = named_report(text)
    if report:
        lead, unit = unit_of(report.before)
        return lead + report.name + report.after if unit else text
    year = _YEAR.search(text)
    if year is None:
        return text
    lead, unit = unit_of(text[: year.start()])
    return lead + text[year.start() :] if unit else text
