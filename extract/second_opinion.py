"""Two readings of one PDF by libraries that share no code: the better one, and where they differ.

A second reading is asked for only where the first leaves something to ask, and if it can be told
of which pages, of those: it takes ten times as long.
"""

from dataclasses import replace

from extract.checks import run_checks
from extract.form.bind import DOUBTFUL, UNREAD
from extract.form.edition import Address, editions
from extract.report import Check, Figure, Report, Status, unconfirmed
from extract.stated import CHECK, RECEIVED, narrative_agrees


def leaves_doubt(report: Report) -> bool:
    """Whether a reading lacks cells, holds doubts or does not add up."""
    if report.status is not Status.COMPLETE:
        return True
    doubted = any(figure.confidence < 1 for figure in report.figures)
    return doubted or not all(check.passed for check in report.checks)


def pages_in_question(report: Report) -> set[int] | None:
    """Give the pages of doubted figures and of tables that do not add up; None: all.

    All, where a cell is missing, as it may stand anywhere, and where one was not read, as what
    kept it from being read may have garbled others.
    """
    edition = editions().get(report.edition or "")
    unread = any(figure.confidence == UNREAD for figure in report.figures)
    if edition is None or unread or report.status is not Status.COMPLETE:
        return None
    table_of = {check.name: check.table for check in edition.checks} | {CHECK: RECEIVED[0]}
    tables = {table_of.get(check.check) for check in report.checks if not check.passed}
    if None in tables:  # no sum of the form
        return None
    asked = (f for f in report.figures if f.table in tables or f.confidence < 1)
    pages = {figure.place.page for figure in asked}
    return {page for page in pages if page is not None} or None


def agree(first: Report, second: Report) -> bool:
    """Whether two readings give the same figures."""
    one, other = ({f.address: f.value for f in report.figures} for report in (first, second))
    return one == other


def reconciled(first: Report, second: Report) -> Report:
    """Give the better reading. A figure that the other reads otherwise is in doubt.

    It is not if every sum that it is in holds, one of a row and one of a column at least: then
    what the other read cannot be what is printed. Where the other lacks figures, no sum is called
    the source's own error.
    """
    best, other = sorted((first, second), key=_worth, reverse=True)
    edition = editions().get(best.edition or "")
    if edition is None:
        alike = [(i.raw, i.cumulative_raw) for i in best.indicators] == [
            (i.raw, i.cumulative_raw) for i in other.indicators
        ]
        return best if alike else unconfirmed(best)
    theirs = {(f.table, f.row, f.column): f for f in other.figures}
    figures, warnings = [], list(best.warnings)
    for figure in best.figures:
        address = figure.table, figure.row, figure.column
        if address in theirs and theirs[address].value != figure.value:
            warnings.append(
                f"{figure.address} on {figure.place}: read as “{figure.raw}”, and as "
                f"“{theirs[address].raw}” by another library"
            )
            if not _borne_out(figure, best.checks):
                figure = figure._replace(confidence=min(figure.confidence, DOUBTFUL))  # noqa: PLW2901 - the same, doubted
        figures.append(figure)
    read: dict[Address, Figure] = {(f.table, f.row, f.column): f for f in figures}
    tried = (*run_checks(edition, read), *narrative_agrees(best.sections, best.report_year, read))
    names = {check.name for check in edition.checks} | {CHECK}
    checks = (*tried, *(c for c in best.checks if c.check not in names))
    both = replace(best, figures=tuple(figures), checks=checks, warnings=tuple(warnings))
    return both if read.keys() <= theirs.keys() else unconfirmed(both)


def _worth(report: Report) -> tuple[bool, int, int, int]:
    """Complete before partial; then more figures, fewer failed sums and fewer doubts."""
    failed = sum(not check.passed for check in report.checks)
    doubts = sum(figure.confidence < 1 for figure in report.figures)
    return report.status is Status.COMPLETE, len(report.figures), -failed, -doubts


def _borne_out(figure: Figure, checks: tuple[Check, ...]) -> bool:
    """Whether the sum of its row and that of its column are there and hold."""
    mine = [c for c in checks if c.subject in (figure.row, figure.column)]
    subjects = {check.subject for check in mine}
    return {figure.row, figure.column} <= subjects and all(check.passed for check in mine)
