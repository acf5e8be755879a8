"""Reports whose tables, or all of whose pages, are pictures in a document of text.

Pictures are read only where the text alone is no whole report; of the two readings that which found
more stands.
"""

from collections.abc import Callable
from dataclasses import replace

from extract.attribution import Hints
from extract.blocks import Document, UnreadableError
from extract.form.bind import DOUBTFUL
from extract.identity import parse_title, read_identity
from extract.report import Report, Status


def with_pictures(
    document: Document, first: Report, hints: Hints, again: Callable[[Document], Report]
) -> Report:
    """Give the report read from text and pictures of a document that flows.

    `first` is what the text gave, not complete.

    `again` makes a report of a document. Raises UnreadableError if there is no text and no picture
    was read.
    """
    identity = read_identity(document.blocks, document.titles)
    if first.status is Status.NOT_A_REPORT and identity.objection:
        return first
    from extract.readers.pictures import read_pictures

    seen, notes = read_pictures(document)
    if not seen.blocks:
        raise UnreadableError("; ".join(["it holds no text", *notes.always, *notes.if_incomplete]))
    second = _doubting_the_rest(again(seen), first) if seen.recognised else first
    best = max(first, second, key=_found)
    told = [*notes.always]
    called = best.status is Status.PARTIAL or identity.titles or parse_title(hints.title or "")
    if called and best.status is not Status.COMPLETE:
        told += notes.if_incomplete
        told += [_IN_VAIN] if seen.recognised and best is first else []
    return replace(best, warnings=(*best.warnings, *told))


def with_pictures_of_pages(
    document: Document, first: Report, again: Callable[[], Report]
) -> Report:
    """Give the report read from text and pictures of a document with pages.

    `first` is what the text gave, not complete; `again` reads the document with its pictures.
    """
    identity = read_identity(document.blocks, document.titles)
    if first.status is Status.NOT_A_REPORT and identity.objection:
        return first
    try:
        second = _doubting_the_rest(again(), first)
        told = _IN_VAIN
    except Exception as error:  # noqa: BLE001 - the text stands, whatever befell the pictures
        second = first
        reason = f"{type(error).__name__}: {error}; look at them by hand"
        reason = str(error) if isinstance(error, UnreadableError) else reason
        told = f"the pictures in its text were not read: {reason}"
    if _found(second) > _found(first):
        return second
    return replace(first, warnings=(*first.warnings, told))


def _doubting_the_rest(second: Report, first: Report) -> Report:
    """Doubt cells that pictures add to tables which the text has: they may be of another year."""
    of_text = {figure.table for figure in first.figures}
    there = {figure.address for figure in first.figures}
    added = [f for f in second.figures if f.table in of_text and f.address not in there]
    if not added:
        return second
    tables = ", ".join(dict.fromkeys(figure.table for figure in added))
    warning = f"{tables}: {_ADDED}"
    figures = tuple(
        f._replace(confidence=min(f.confidence, DOUBTFUL)) if f in added else f
        for f in second.figures
    )
    return replace(second, figures=figures, warnings=(*second.warnings, warning))


_ADDED = "cells that the text lacks were read from a picture; see whether it is of the same year"
_IN_VAIN = "the pictures in it were read, and nothing of what is missing was found on them"


def _found(report: Report) -> tuple[bool, int, int]:
    """Give what readings are compared by: whether it is a report, figures, sections with prose."""
    return (
        report.status is not Status.NOT_A_REPORT,
        len(report.figures) + len(report.indicators),
        sum(bool(section.text) for section in report.sections),
    )
