"""`gongkai extract`: read documents, without a crawl and without a warehouse."""

import json
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.show import known, shown

if TYPE_CHECKING:
    from extract.report import Figure, Indicator, Report

EXAMPLES = """Examples:

gongkai extract report.pdf

gongkai extract reports/*.pdf reports/*.html --format jsonl > reports.jsonl

gongkai extract report.docx --region 511725 --format json | jq .figures.applications.received.total

gongkai extract report.pdf --show applications.received.total   ·   and a picture of the cell
"""


class Format(StrEnum):
    """How reports are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def _region(code: str | None) -> str | None:
    """Refuse a code of no region."""
    from extract.regions import REGIONS_FILE, regions

    if code is not None and regions().by_code(code) is None:
        raise typer.BadParameter(f"{code} is no code of a region; they stand in {REGIONS_FILE}")
    return code


def extract(
    files: Annotated[
        list[Path], typer.Argument(help="Documents, or ZIP, RAR and 7z archives of them.")
    ],
    form: Annotated[
        Format, typer.Option("--format", help="Tables to look at, or one JSON object a document.")
    ] = Format.TABLE,
    region: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            callback=_region,
            help="GB/T 2260 code of the portal they are from: with it 县司法局 is 渠县司法局, and "
            "regions of one name are told apart.",
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Documents that are read at once.")
    ] = os.cpu_count() or 1,
    show: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TABLE.ROW.COLUMN",
            callback=known,
            help="Show this figure only, where it is printed: value, raw text, place, and of "
            "a PDF, a scan or a picture in a page a picture with the cell outlined, written here "
            "as FILE.ADDRESS.png. May be given several times.",
        ),
    ] = None,
) -> None:
    """Read annual reports out of files and print what they say.

    A file that cannot be read is reported as `unreadable` with the reason; the others go on. The
    format of a file is told by its bytes, whatever its name. An archive gives a report for each
    document in it, with a source such as reports.zip!/report.pdf. --show is for people and goes
    before --format.
    """
    from extract.attribution import Hints
    from gongkai.progress import counting
    from pipelines.workers import Job, Workers

    hints = Hints(region) if region else None
    todo = [Job(str(path), path, hints) for path in files]
    with (
        Workers(min(jobs, len(todo))) as workers,
        counting("reading", len(todo)) as done,
    ):
        read = zip(files, workers.read_all(todo, done), strict=True)
        if show:
            for file, readings in read:
                for reading in readings:
                    typer.echo("\n".join([*shown(file, reading.report, show), ""]))
            return
        reports = (reading.report for _, readings in read for reading in readings)
        match form:
            case Format.JSONL:
                for report in reports:
                    typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
            case Format.JSON:
                _echo_json(reports)
            case _:
                for report in reports:
                    typer.echo("\n".join([*_lines(report), ""]))


def _echo_json(reports: Iterator["Report"]) -> None:
    """One document is one object, several are a list."""
    objects = [report.to_json() for report in reports]
    shown = objects[0] if len(objects) == 1 else objects
    typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))


def _lines(report: "Report") -> Iterator[str]:
    from gongkai.table import aligned

    yield f"{report.source}"
    yield f"  {report.status}: {report.error or report.title or 'no title'}"
    if report.error or not report.edition:
        return
    yield (
        f"  agency {report.agency or 'not named'} · region {report.region_code or 'not known'} · "
        f"year {report.report_year or 'not known'} · {_scope(report)}"
        f"form of {_form(report.edition)} · {report.format} · "
        f"published {report.published or 'not stated'}"
    )
    for section in report.sections:
        yield f"  {section.heading}: {len(section.text)} characters"
    for table in dict.fromkeys(figure.table for figure in report.figures):
        figures = [figure for figure in report.figures if figure.table == table]
        yield f"\n  {table}"
        yield from (f"  {line}" for line in aligned(*_wide(report.edition, figures)))
    if report.indicators:
        yield "\n  indicators"
        yield from (f"  {line}" for line in aligned(*_listed(report.indicators)))
    failed = [check for check in report.checks if not check.passed]
    yield f"\n  checks: {len(report.checks) - len(failed)} passed, {len(failed)} failed"
    for check in failed:
        why = " (so printed: the agency's own error)" if check.source_error else ""
        yield f"    {check.check} of {check.subject}: {check.left} is not {check.right}{why}"
    for warning in report.warnings:
        yield f"  warning: {warning}"


def _listed(indicators: tuple["Indicator", ...]) -> tuple[list[str], list[list[object]]]:
    """Give the statistics tables as (heads, rows): a line a row, a column for each printed head."""
    columns = dict.fromkeys(
        head for i in indicators for head in (i.column, i.cumulative_column) if head
    )
    rows: dict[tuple[int, str, str], dict[str, object]] = {}
    for i in indicators:
        row = rows.setdefault((i.number, i.name, i.unit or ""), {})
        if i.column:
            row[i.column] = _shown(i.raw, i.value)
        if i.cumulative_column:
            row[i.cumulative_column] = _shown(i.cumulative_raw or "", i.cumulative)
    return ["", "indicator", "unit", *columns], [
        [*row, *(cells.get(column, "") for column in columns)] for row, cells in rows.items()
    ]


def _shown(raw: str, value: object) -> object:
    """Give a number, or the print where it is none."""
    return raw or "blank" if value is None else value


def _scope(report: "Report") -> str:
    return f"{report.scope} figures · " if report.scope else ""


def _form(edition: str) -> str:
    """Name an edition by its year and its instrument."""
    from extract.form.edition import editions

    form = editions().get(edition)
    return f"{edition} ({form.instrument})" if form else edition


def _wide(edition: str, figures: list["Figure"]) -> tuple[list[str], list[list[object]]]:
    """Give a form's table as (heads, rows), the heads as the form prints them.

    A cell shows the print where it is no number.
    """
    from extract.form.edition import column_label

    columns = list(dict.fromkeys(figure.column for figure in figures))
    rows: dict[str, dict[str, object]] = {}
    for figure in figures:
        rows.setdefault(figure.row, {})[figure.column] = _shown(figure.raw, figure.value)
    heads = ["", *(column_label(edition, figures[0].table, column) for column in columns)]
    return heads, [[row, *(cells.get(c, "") for c in columns)] for row, cells in rows.items()]
