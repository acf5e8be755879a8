"""Whose report it is and of which year: the document's own word, then what is known from outside.

Where two words contradict each other a warning says so; nothing is settled in silence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extract.agency import differ, full_name, is_agency, is_relative, misread
from extract.blocks import Document
from extract.form.text import fold_title
from extract.form.title import FORM, Scope, scope_in, years_in
from extract.identity import Identity, Title, parse_title
from extract.regions import regions

# Reports are due by 31 January (departments) and 31 March (governments) of the next year
# (Regulations of 2019, articles 49 and 50); a date after April says nothing of the year.
LATEST_MONTH = 4

# Who says a word that was not read from the document.
_OUTSIDE = ("the portal's title", "the portal")

T = TypeVar("T")
Word = tuple[str, T | None]  # who says it, and what


@dataclass(frozen=True)
class Hints:
    """What is known of a document from outside. The document's own word goes before all of it."""

    region_code: str | None = None  # of the portal that carries it
    title: str | None = None
    agency: str | None = None
    published: str | None = None  # YYYY-MM-DD
    year: int | None = None  # that it is listed for


@dataclass(frozen=True)
class Attribution:
    """What a report says of itself; None where nothing says it."""

    title: str | None
    agency: str | None
    region_code: str | None
    year: int | None
    scope: Scope | None
    published: str | None  # YYYY-MM-DD
    warnings: tuple[str, ...]


def attribute(
    document: Document, identity: Identity, hints: Hints, counted_year: int | None
) -> Attribution:
    """Say whose a report is. `counted_year` is that in the heads of a statistics table."""
    warnings: list[str] = []
    outside = parse_title(hints.title) if hints.title else None
    own = _own_first(identity.titles, outside, hints.year)
    titles = [*own, *([outside] if outside else [])]
    told = [("the title", title) for title in own]
    told += [(_OUTSIDE[0], outside)] if outside else []
    published = _published(document, identity, hints, warnings)
    agency = _agency(told, document, identity, hints, warnings)
    years: list[Word[int]] = [
        *((where, title.year) for where, title in told),
        ("the period of the figures", identity.period),
        ("the head of the table", counted_year),
        ("the title of the table", _year_of_form(identity)),
        ("the portal", hints.year),
    ]
    scopes = [
        *((where, scope_in(title.text)) for where, title in told),
        ("the portal's title", scope_in(hints.title or "")),
    ]
    return Attribution(
        title=titles[0].text if titles else None,
        agency=agency,
        region_code=_region(agency, hints, warnings),
        year=_year(years, published, warnings),
        scope=_first("scope", scopes, warnings),
        published=published,
        warnings=tuple(warnings),
    )


def _own_first(
    shown: Sequence[Title], outside: Title | None, listed: int | None
) -> Sequence[Title]:
    """Give the titles that a document shows, first those that the portal calls it by.

    Beside a report portals list those of other years and of other agencies.
    """
    agency, year = (outside.agency, outside.year or listed) if outside else (None, listed)
    by_year = year is not None and any(title.year == year for title in shown)
    by_agency = agency is not None and any(title.agency == agency for title in shown)
    return sorted(
        shown,
        key=lambda t: (by_year and t.year != year, by_agency and t.agency != agency),
    )


def _first(
    what: str,
    words: Iterable[Word[T]],
    warnings: list[str],
    contradicts: Callable[[T, T], bool] = lambda one, other: one != other,
) -> T | None:
    """Give the first word; a warning says of each other that contradicts it, once."""
    said = [(where, word) for where, word in words if word is not None]
    if not said:
        return None
    (by, first), *others = said
    told = [first]
    for where, word in others:
        if word not in told and contradicts(first, word):
            told.append(word)
            warnings.append(f"{what}: {by} says {first}, {where} {word}; the first was kept")
    return first


def _agency(
    titles: Sequence[tuple[str, Title]],
    document: Document,
    identity: Identity,
    hints: Hints,
    warnings: list[str],
) -> str | None:
    """Give the agency's full name: of the title, the signature, the page, then the portal.

    The prose speaks where none of the document's other words does.
    """
    region = hints.region_code
    # A title of another year on the page is that of another report.
    year = next((title.year for where, title in titles if title.year), None)
    words: list[Word[str]] = [
        (where, title.agency)
        for where, title in titles
        if where in _OUTSIDE or title.year in (None, year)
    ]
    sources = [
        ("the signature", identity.signature.agency),
        ("the page's source", document.source),
        ("the page", identity.agency),
    ]
    words += [(where, word) for where, word in sources if word and is_agency(word)]
    if not any(word for _, word in words):
        words.append(("the first paragraph", identity.speaker))
    if hints.agency and is_agency(hints.agency):
        words.append((_OUTSIDE[1], hints.agency))
    names = [(where, full_name(word, region) if word else None) for where, word in words]
    if document.recognised:
        names = [(where, name and _as_told(name, names, warnings)) for where, name in names]
    name = _first("agency", names, warnings, lambda a, b: differ(a, b, region))
    if name is None:
        warnings.append("nothing names the agency; tell the title that its portal gives it")
    elif is_relative(name, region):
        warnings.append(f"“{name}” leaves out its region; tell the region of its portal")
    elif document.recognised and regions().named(name, region) is None:
        warnings.append(f"“{name}” was read from a picture and names no region of the code list")
    return name


def _as_told(name: str, names: Iterable[Word[str]], warnings: list[str]) -> str:
    """Give a name read from a picture as the portal has it, if a character in eight is amiss."""
    for where, told in names:
        if where in _OUTSIDE and told and told != name and misread(name, told):
            warning = f"agency: “{name}” was read from a picture; {where} says {told}: taken"
            if warning not in warnings:
                warnings.append(warning)
            return told
    return name


def _year_of_form(identity: Identity) -> int | None:
    """Give the year in the title of a table that stands without its report."""
    objection = identity.objection
    named = years_in(fold_title(objection.title)) if objection and objection.rule == FORM else []
    return named[0] if len(named) == 1 else None


def _year(years: Iterable[Word[int]], published: str | None, warnings: list[str]) -> int | None:
    """Give the year that is told first, else the one before publication."""
    year = _first("year", years, warnings)
    if year is None and published and int(published[5:7]) <= LATEST_MONTH:
        year = int(published[:4]) - 1
        warnings.append(f"no year is printed; {year} was taken from the date {published}")
    elif year is None:
        warnings.append("nothing tells the year; tell the title that its portal gives it")
    if year and published and int(published[:4]) <= year:
        warnings.append(f"the report is of {year} and published {published}, before its year ended")
    return year


def _published(
    document: Document, identity: Identity, hints: Hints, warnings: list[str]
) -> str | None:
    """Give the date of publication, else that of the signature."""
    published = document.published or identity.published or hints.published
    signed = identity.signature.date
    if published is None and signed:
        warnings.append(f"no date of publication is told; {signed} is that of the signature")
    return published or signed


def _region(agency: str | None, hints: Hints, warnings: list[str]) -> str | None:
    """Give the region that the agency's name begins with, else that of the portal."""
    named = regions().named(agency, hints.region_code) if agency else None
    if named is None:
        return hints.region_code
    if hints.region_code and not regions().related(named.code, hints.region_code):
        warnings.append(
            f"the agency is of {named.name} ({named.code}), the portal of {hints.region_code}"
        )
    return named.code
