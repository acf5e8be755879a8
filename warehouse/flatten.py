"""A landed report as rows of agency, report, section, figure, indicator and check_result."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from extract.report import Figure, Place
from warehouse.rows import LandedReport

Rows = list[dict[str, Any]]

CHILDREN = ("section", "figure", "indicator", "check_result")

PLACES = Decimal("0.000001")  # of DECIMAL(20, 6)
CEILING = Decimal(10) ** 14


def flatten(reports: Iterable[LandedReport]) -> dict[str, Rows]:
    """Give the rows by table. What cannot be kept as read is named in the report's warnings."""
    rows: dict[str, Rows] = {table: [] for table in ("agency", "report", *CHILDREN)}
    for landed in reports:
        doubts: list[str] = []
        rows["agency"].append(_agency(landed))
        rows["section"] += _sections(landed)
        rows["figure"] += _figures(landed, doubts)
        rows["indicator"] += _indicators(landed, doubts)
        rows["check_result"] += _check_results(landed, doubts)
        rows["report"].append(_report(landed, doubts))
    return rows


def _agency(landed: LandedReport) -> dict[str, Any]:
    return {
        "agency_id": landed.agency_id,
        "name": landed.agency_name,
        "region_code": landed.region_code,
    }


def _report(landed: LandedReport, doubts: list[str]) -> dict[str, Any]:
    report = landed.report
    published = _published(report.published, doubts)
    return {
        "report_id": landed.report_id,
        "agency_id": landed.agency_id,
        "report_year": report.report_year,
        "scope": report.scope,
        "edition": report.edition,
        "sha256": landed.sha256,
        "url": landed.url,
        "member": landed.member,
        "status": str(report.status),
        "title": report.title,
        "published": published,
        "format": report.format,
        "extractor_version": landed.extractor_version,
        "is_current": False,  # decided when all reports of the batch are in
        "warnings": [*report.warnings, *doubts],
    }


def _sections(landed: LandedReport) -> Rows:
    return [
        {"report_id": landed.report_id, "position": position, **vars(section)}
        for position, section in enumerate(landed.report.sections, start=1)
    ]


def _figures(landed: LandedReport, doubts: list[str]) -> Rows:
    rows: dict[str, dict[str, Any]] = {}
    for figure in landed.report.figures:
        if figure.address in rows:
            kept = rows[figure.address]["raw"]
            doubts.append(
                f"{figure.address} was read twice, as {kept!r} and as {figure.raw!r}; "
                "the first is kept"
            )
            continue
        rows[figure.address] = {"report_id": landed.report_id, **_figure(figure, doubts)}
    return list(rows.values())


def _figure(figure: Figure, doubts: list[str]) -> dict[str, Any]:
    return {
        "table_name": figure.table,
        "row_name": figure.row,
        "column_name": figure.column,
        "value": _exact(figure.value, figure.address, doubts),
        "raw": figure.raw,
        **_place(figure.place),
        "confidence": figure.confidence,
    }


def _indicators(landed: LandedReport, doubts: list[str]) -> Rows:
    return [
        {
            "report_id": landed.report_id,
            "position": position,
            "number": indicator.number,
            "parent_number": indicator.parent,
            "name": indicator.name,
            "code": indicator.code,
            "unit": indicator.unit,
            "column_label": indicator.column,
            "value": _exact(indicator.value, indicator.name, doubts),
            "raw": indicator.raw,
            "cumulative_label": indicator.cumulative_column,
            "cumulative_value": _exact(indicator.cumulative, indicator.name, doubts),
            "cumulative_raw": indicator.cumulative_raw,
            **_place(indicator.place),
            "confidence": indicator.confidence,
        }
        for position, indicator in enumerate(landed.report.indicators, start=1)
    ]


def _place(place: Place) -> dict[str, Any]:
    x0, top, x1, bottom = place.bbox or (None, None, None, None)
    return {
        "page": place.page,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "source_table": place.table,
        "source_row": place.row,
        "source_column": place.column,
    }


def _check_results(landed: LandedReport, doubts: list[str]) -> Rows:
    return [
        {
            "report_id": landed.report_id,
            "check_name": check.check,
            "subject": check.subject,
            "passed": check.passed,
            "left_value": _exact(check.left, f"{check.check} of {check.subject}", doubts),
            "right_value": _exact(check.right, f"{check.check} of {check.subject}", doubts),
            "source_error": check.source_error,
        }
        for check in landed.report.checks
    ]


def _exact(value: int | Decimal | None, name: str, doubts: list[str]) -> Decimal | None:
    """Give the value as DECIMAL(20, 6) holds it, or None and a doubt if it cannot, exactly."""
    if value is None:
        return None
    number = Decimal(value)
    if abs(number) < CEILING and number == number.quantize(PLACES):
        return number
    doubts.append(
        f"{name}: {value} has more than 14 digits before the point or 6 behind it; "
        "its value is left null, raw is kept"
    )
    return None


def _published(text: str | None, doubts: list[str]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        doubts.append(f"published: {text!r} is no date YYYY-MM-DD; left null")
        return None
