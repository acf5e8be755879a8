"""Is this link a report, whose, of which year; is that link a column of reports.

The patterns and their sources stand in `titles.toml`, those that documents share with links in
`extract/form/title.toml`; here is only the order in which they speak.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from extract.form.text import fold_title
from extract.form.title import (
    carried_title,
    named_report,
    patterns,
    refusal,
    unit_of,
    years_in,
)


class Answer(StrEnum):
    """Whether a title is that of a report."""

    YES = "yes"
    WEAK = "weak"  # only the column or the body can tell
    NO = "no"


class Way(StrEnum):
    """Where a link of a portal leads."""

    REPORTS = "reports"  # a column of annual reports
    WITHIN = "within"  # a year or a kind of unit; means something only under such a column
    NAVIGATION = "navigation"  # a page that should link to such a column
    UNITS = "units"  # a page that names units, each with pages of its own
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Verdict:
    """What a title says, and the rule that decided it (a name of the patterns, for the log)."""

    answer: Answer
    rule: str
    year: int | None = None  # the reporting year
    unit: str | None = None  # as printed


_LONGEST_UNIT = 30  # characters
# A portal repeats its menu on every page, and its titles in lists and articles.
_remembered = lru_cache(maxsize=8192)

_RULES = patterns(Path(__file__).with_suffix(".toml"))
_TITLE, _COLUMN, _SLUG = _RULES["title"], _RULES["column"], _RULES["slug"]


@_remembered
def judge(title: str, *, agencies: tuple[str, ...] = (), column: str | None = None) -> Verdict:
    """Tell whether a title is that of an annual report on information disclosure.

    `agencies` are unit names known from the portal; their words never count against a title (the
    bureau of 统计, the office of 考核). `column` is the name or ColumnType of the column that the
    title stands in; it decides titles that say too little themselves.
    """
    text = fold_title(title)
    if rule := refusal(text, agencies):
        return Verdict(Answer.NO, rule)
    if inner := carried_title(text):
        carried = judge(inner, agencies=agencies)
        if carried.answer is not Answer.NO:
            return _by_column(column, "carrier", carried.year, carried.unit)
    report = named_report(title)
    if report is None:
        if bare := _TITLE["bare"].search(text):
            year = years_in(text)[0]
            return _by_column(column, "bare", year, unit_of(text[: bare.start()])[1])
        return Verdict(Answer.NO, "no_core")
    unit = unit_of(report.before)[1]
    if report.year is not None and _TITLE["yearly"].search(text):
        return Verdict(Answer.YES, "core", report.year, unit)
    return _by_column(column, "core_only", report.year, unit)


@_remembered
def column_judge(text: str) -> Way:
    """Tell by a link's text or a page's heading where it leads."""
    plain = fold_title(text)
    if _COLUMN["not_reports"].search(plain):
        return Way.ELSEWHERE
    for way in (Way.WITHIN, Way.REPORTS, Way.UNITS):
        if _COLUMN[way].search(plain):
            return way
    found = any(pattern.search(plain) for pattern in _COLUMN["navigation"])
    return Way.NAVIGATION if found else Way.ELSEWHERE


@_remembered
def names_unit(text: str) -> bool:
    """Tell whether a link's text is the name of a unit and nothing more: 县统计局, 城关镇."""
    plain = fold_title(text)
    if len(plain) > _LONGEST_UNIT or _COLUMN["not_units"].search(plain):
        return False
    return unit_of(plain) == ("", plain)


@_remembered
def path_judge(url: str) -> Way:
    """Tell by the last folder of an address where it leads; articles lead nowhere."""
    *folders, file = urlsplit(url).path.lower().split("/")
    if file and "." not in file:  # /gkmlpt/annualreport
        folders.append(file)
    elif file and not _SLUG["index"].match(file):
        return Way.ELSEWHERE
    folders = [folder for folder in folders if folder]
    if not folders or _SLUG["not_reports"].search(folders[-1]):
        return Way.ELSEWHERE
    for way in (Way.WITHIN, Way.REPORTS):
        if _SLUG[way].search(folders[-1]):
            return way
    found = any(pattern.search(folders[-1]) for pattern in _SLUG["navigation"])
    return Way.NAVIGATION if found else Way.ELSEWHERE


def navigation_rank(text: str) -> int:
    """Tell how short the way to the column is: 0 the shortest; for links of `Way.NAVIGATION`."""
    plain = fold_title(text)
    ways = _COLUMN["navigation"]
    return next((n for n, pattern in enumerate(ways) if pattern.search(plain)), len(ways))


def _by_column(column: str | None, rule: str, year: int | None, unit: str | None) -> Verdict:
    certain = column is not None and column_judge(column) is Way.REPORTS
    answer = Answer.YES if certain else Answer.WEAK
    return Verdict(answer, f"{rule}_in_column" if certain else rule, year, unit)
