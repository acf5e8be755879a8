"""Whose report it is and of which year: the document's own word, then what is known from outside.

Where two words contradict each other a warning says so; nothing is settled in silence.
"""

from dataclasses import dataclass

from extract.blocks import Document
from extract.identity import Identity, Title, parse_title
from extract.regions import regions

# Reports are due by 31 January (departments) and 31 March (governments) of the next year
# (Regulations of 2019, articles 49 and 50); a date after April says nothing of the year.
LATEST_MONTH = 4


@dataclass(frozen=True)
class Hints:
    """What is known of a document from outside. The document's own word goes before all of it."""

    region_code: str | None = None  # of the portal that carries it
    title: str | None = None
    agency: str | None = None
    published: str | None = None  # YYYY-MM-DD


@dataclass(frozen=True)
class Attribution:
    """What a report says of itself; None where nothing says it."""

    title: str | None
    agency: str | None
    region_code: str | None
    year: int | None
    published: str | None  # YYYY-MM-DD
    warnings: tuple[str, ...]


def attribute(
    document: Document, identity: Identity, hints: Hints, counted_year: int | None
) -> Attribution:
    """Say whose a report is. `counted_year` is that in the heads of a statistics table."""
    warnings: list[str] = []
    title = _title(identity, hints, warnings)
    agency = title.agency or document.source or identity.agency or hints.agency
    published = document.published or identity.published or hints.published
    return Attribution(
        title=title.text or None,
        agency=agency,
        region_code=_region(agency, hints, warnings),
        year=_year(title, identity.period or counted_year, published, warnings),
        published=published,
        warnings=tuple(warnings),
    )


def _title(identity: Identity, hints: Hints, warnings: list[str]) -> Title:
    """Give the document's title, what it lacks filled from its other lines, then the portal's."""
    outside = parse_title(hints.title) if hints.title else None
    titles = [*identity.titles, *([outside] if outside else [])]
    if not titles:
        return Title("", None, None)
    years = list(dict.fromkeys(t.year for t in titles if t.year))
    if len(years) > 1:
        warnings.append(f"titles name different years: {', '.join(map(str, years))}; first taken")
    agency = next((t.agency for t in titles if t.agency), None)
    return Title(titles[0].text, agency, years[0] if years else None)


def _year(
    title: Title, period: int | None, published: str | None, warnings: list[str]
) -> int | None:
    """Give the year of the title, else of the stated period, else the one before publication."""
    year = title.year or period
    if title.year and period and title.year != period:
        warnings.append(f"the title is of {title.year}, the period of the figures of {period}")
    if year is None and published and int(published[5:7]) <= LATEST_MONTH:
        year = int(published[:4]) - 1
        warnings.append(f"no year is printed; {year} was taken from the date {published}")
    return year


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
