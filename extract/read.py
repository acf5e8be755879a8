"""One document in, one Report out: the only way into this package."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.blocks import Document, UnreadableError
from extract.checks import run_checks
from extract.choose import choose
from extract.form.bind import Bound, bind
from extract.form.edition import Edition, editions
from extract.form.indicators import vocabulary
from extract.form.stitch import whole_tables
from extract.formats import format_of
from extract.grid import Grid
from extract.identity import Identity, Title, parse_title, read_identity
from extract.narrative import read_sections
from extract.regions import regions
from extract.report import Figure, Report, Section, Status
from extract.statistics import Statistics, read_statistics

Address = tuple[str, str, str]


@dataclass(frozen=True)
class Hints:
    """What is known of a document from outside. The document's own word goes before all of it."""

    region_code: str | None = None  # of the portal that carries it
    title: str | None = None
    agency: str | None = None
    published: str | None = None  # YYYY-MM-DD


_NOT_READ = {
    "zip": "it is an archive of files; unpack it and read the files in it",
    "unknown": "its bytes are of no format that reports come in; fetch it again",
}
# Reports are due by 31 January (departments) and 31 March (governments) of the next year
# (Regulations of 2019, articles 49 and 50); a date after April says nothing of the year.
LATEST_MONTH = 4
# A document with so many of the six headings is a report, whatever its title says.
_HEADINGS_OF_A_REPORT = 3
# So many indicators of disclosure make a table one of disclosure, without a title that says it.
_KNOWN_INDICATORS = 2


def read_report(data: bytes, source: str, hints: Hints | None = None) -> Report:
    """Read a document. Never raises for what the bytes hold: that gives status `unreadable`."""
    digest = hashlib.sha256(data).hexdigest()
    kind = format_of(data)
    try:
        return _report(_open(kind, data), source, digest, kind, hints or Hints())
    except UnreadableError as error:
        reason = str(error)
    except (RecursionError, MemoryError) as error:
        reason = f"it is nested or packed beyond what a report needs ({type(error).__name__})"
    except Exception as error:  # noqa: BLE001 - parsers raise anything on damaged bytes; it is kept
        reason = (
            f"reading the {kind} failed ({type(error).__name__}: {error}); fetch it again, and if "
            "it opens elsewhere, report this"
        )
    return Report(source, digest, kind, Status.UNREADABLE, error=reason)


def _open(kind: str, data: bytes) -> Document:
    if not data:
        raise UnreadableError("the file is empty; fetch it again")
    if kind in _NOT_READ:
        raise UnreadableError(_NOT_READ[kind])
    return _reader(kind)(data)


def _reader(kind: str) -> Callable[[bytes], Document]:
    """Import a reader when it is needed: each brings a library that takes time to load."""
    if kind == "pdf":
        from extract.readers.pdf import read_pdf as read
    elif kind == "docx":
        from extract.readers.docx import read_docx as read
    elif kind == "doc":
        from extract.readers.doc import read_doc as read
    elif kind in ("xls", "xlsx"):
        from extract.readers.sheet import read_workbook as read
    elif kind == "ofd":
        from extract.readers.ofd import read_ofd as read
    elif kind == "scan":
        from extract.readers.scan import read_image as read
    else:
        from extract.readers.html import read_html as read
    return read


def _report(document: Document, source: str, digest: str, kind: str, hints: Hints) -> Report:
    statistics = read_statistics(document.blocks)
    blocks = whole_tables(statistics.rest)
    bound = bind(block for block in blocks if isinstance(block, Grid))
    edition = _edition(bound.figures)
    if edition:
        choose(edition, bound)
    sections = read_sections(blocks)
    identity = read_identity(blocks, document.titles)
    warnings = [*document.warnings, *bound.warnings, *statistics.warnings]
    counted = _counts_disclosure(statistics, identity)
    if not (counted or _is_report(bound, sections)):
        named = next(iter(document.titles), None)
        return Report(
            source, digest, kind, Status.NOT_A_REPORT, title=named, warnings=tuple(warnings)
        )
    missing = edition.missing(set(bound.figures)) if edition else []
    warnings += _missing_warnings(edition, missing) if edition else []
    whole = not missing if edition else counted and statistics.complete
    title = _title(identity, hints, warnings)
    agency = title.agency or document.source or identity.agency or hints.agency
    published = document.published or identity.published or hints.published
    return Report(
        source=source,
        sha256=digest,
        format=kind,
        status=Status.COMPLETE if whole else Status.PARTIAL,
        title=title.text or None,
        agency=agency,
        region_code=_region(agency, hints, warnings),
        report_year=_year(title, identity.period or statistics.year, published, warnings),
        edition=edition.name if edition else vocabulary().edition if counted else "narrative",
        published=published,
        sections=sections,
        figures=_in_order(bound.figures),
        indicators=tuple(statistics.indicators),
        checks=(*(run_checks(edition, bound.figures) if edition else ()), *statistics.checks),
        warnings=tuple(warnings),
    )


def _is_report(bound: Bound, sections: Sequence[Section]) -> bool:
    """Figures of the form, or three of its headings. A form with nothing filled in is a blank."""
    if any(figure.raw for figure in bound.figures.values()):
        return True
    prose = [section for section in sections if section.text]
    return not bound.figures and len(prose) >= _HEADINGS_OF_A_REPORT


def _counts_disclosure(statistics: Statistics, identity: Identity) -> bool:
    """Whether statistics tables are filled in, and of disclosure: others have such heads too."""
    filled = any(indicator.value is not None for indicator in statistics.indicators)
    return filled and (statistics.known >= _KNOWN_INDICATORS or bool(identity.titles))


def _edition(figures: Mapping[Address, Figure]) -> Edition | None:
    """Give the edition whose cells were found most and lacked least; newer if they are equal."""
    if not figures:
        return None
    found = set(figures)

    def fit(edition: Edition) -> int:
        return len(found & set(edition.addresses())) - len(edition.missing(found))

    return max(editions().values(), key=fit)


def _missing_warnings(edition: Edition, missing: Sequence[Address]) -> list[str]:
    """One warning a table that is missing whole, else one a row."""
    rows: dict[str, dict[str, list[str]]] = {}
    for table, row, column in missing:
        rows.setdefault(table, {}).setdefault(row, []).append(column)
    form = [table for table, _, _ in edition.missing(set())]
    warnings = []
    for table, lacking in rows.items():
        if sum(map(len, lacking.values())) == form.count(table):
            warnings.append(f"not found: {table}, the whole table")
        else:
            cells = (f"{table}.{row} ({', '.join(columns)})" for row, columns in lacking.items())
            warnings.append("not found: " + "; ".join(cells))
    return warnings


def _in_order(figures: Mapping[Address, Figure]) -> tuple[Figure, ...]:
    """Give the figures in the order of the form, so that the same bytes give the same lines."""
    order = [a for edition in editions().values() for a in edition.addresses()]
    place = {address: n for n, address in reversed(list(enumerate(order)))}
    return tuple(figures[a] for a in sorted(figures, key=lambda a: place[a]))


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
