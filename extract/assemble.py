"""A document read → the report in it: figures, sections, checks, whose it is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from extract.attribution import Hints, attribute
from extract.blocks import Document
from extract.checks import run_checks
from extract.choose import choose
from extract.form.bind import bind
from extract.form.edition import Address, Edition, editions
from extract.form.indicators import vocabulary
from extract.form.one_by_one import with_tables_of_cells
from extract.form.stitch import whole_tables
from extract.grid import Grid
from extract.identity import read_identity
from extract.narrative import read_sections, second_report
from extract.recognise import Content, recognise
from extract.report import Figure, Report, Section, Status, unconfirmed
from extract.stated import narrative_agrees
from extract.statistics import read_statistics


class Origin(NamedTuple):
    """Which bytes a report was read from."""

    source: str
    sha256: str
    format: str


def assemble(document: Document, origin: Origin, hints: Hints) -> Report:
    """Say what a document is and, if it is a report, all that it says."""
    statistics = read_statistics(document.blocks)
    blocks = whole_tables(statistics.rest)
    bound = bind(block for block in blocks if isinstance(block, Grid))
    if not bound.figures:
        blocks = with_tables_of_cells(blocks)
        bound = bind(block for block in blocks if isinstance(block, Grid))
    edition, missing = _edition(bound.figures)
    if edition:
        choose(edition, bound)
    identity = read_identity(blocks, document.titles)
    sections = read_sections(blocks, titled=bool(identity.titles))
    warnings = [*document.warnings, *bound.warnings, *statistics.warnings]
    warnings += second_report(sections)
    content = Content(blocks, bound, sections, statistics, identity)
    recognised = recognise(content)
    warnings += [recognised.warning] if recognised.warning else []
    if not recognised.is_report:
        title = next(iter(document.titles), None)
        return Report(*origin, status=Status.NOT_A_REPORT, title=title, warnings=tuple(warnings))
    warnings += _missing_warnings(edition, missing) if edition else []
    counted = content.counts_disclosure
    warnings += [] if edition or counted else _empty_warnings(sections)
    whole = not missing if edition else counted and statistics.complete
    told = attribute(document, identity, hints, statistics.year)
    checks = (*statistics.checks,)
    if edition:
        agrees = narrative_agrees(sections, told.year, bound.figures)
        checks = (*run_checks(edition, bound.figures), *agrees, *statistics.checks)
    report = Report(
        *origin,
        status=Status.COMPLETE if whole else Status.PARTIAL,
        title=told.title,
        agency=told.agency,
        region_code=told.region_code,
        report_year=told.year,
        scope=told.scope,
        edition=edition.name if edition else vocabulary().edition if counted else "narrative",
        published=told.published,
        sections=sections,
        figures=_in_order(bound.figures),
        indicators=tuple(statistics.indicators),
        checks=checks,
        warnings=(*warnings, *told.warnings),
    )
    return unconfirmed(report) if document.recognised else report


def _edition(figures: Mapping[Address, Figure]) -> tuple[Edition | None, list[Address]]:
    """Give the edition whose cells were found most and lacked least, and these; newer if equal."""
    if not figures:
        return None, []
    found = set(figures)
    fits: list[tuple[int, Edition, list[Address]]] = []
    for edition in editions().values():
        known, missing = edition.count_of(found), edition.missing(found)
        if known == len(found) and not missing:  # as of most reports: no other can fit better
            return edition, missing
        fits.append((known - len(missing), edition, missing))
    _, best, lacking = max(fits, key=itemgetter(0))
    return best, lacking


def _missing_warnings(edition: Edition, missing: Sequence[Address]) -> list[str]:
    """Give a warning for each table that lacks cells: all, or which rows, or which of a row."""
    rows: dict[str, dict[str, list[str]]] = {}
    for table, row, column in missing:
        rows.setdefault(table, {}).setdefault(row, []).append(column)
    of_row = Counter((table, row) for table, row, _ in edition.usual)
    of_table = Counter(table for table, _, _ in edition.usual)
    warnings = []
    for table, lacking in rows.items():
        if sum(map(len, lacking.values())) == of_table[table]:
            warnings.append(f"not found: {table}, the whole table")
            continue
        cells = (
            f"{table}.{row}"
            + (f" ({', '.join(columns)})" if len(columns) < of_row[table, row] else "")
            for row, columns in lacking.items()
        )
        warnings.append("not found: " + "; ".join(cells))
    return warnings


def _empty_warnings(sections: Sequence[Section]) -> Iterator[str]:
    """Warn of headings without text in a report without tables: they may be drawn or pictured."""
    for section in sections:
        if not section.text:
            yield f"nothing was read under “{section.heading}”; a table there may be a picture"


def _in_order(figures: Mapping[Address, Figure]) -> tuple[Figure, ...]:
    """Give the figures in the order of the form, so that the same bytes give the same lines."""
    return tuple(figures[a] for a in sorted(figures, key=_places().__getitem__))


@cache
def _places() -> dict[Address, int]:
    """Give the place of each address in the forms; the first where several have it."""
    order = [a for edition in editions().values() for a in edition.addresses()]
    return {address: n for n, address in reversed(list(enumerate(order)))}
