"""A landed report as rows of agency, report, section and indicator; the rest comes packed."""

from datetime import date
from typing import Any

from extract.report import Place
from warehouse.exact import exact
from warehouse.put import Rows
from warehouse.rows import LandedReport


def flatten(landed: LandedReport, report_number: int) -> dict[str, Rows]:
    """Give the rows by table. What cannot be kept as read joins the report's warnings."""
    doubts: list[str] = []
    sections = _sections(landed)
    indicators = _indicators(landed, doubts)
    return {
        "agency": [_agency(landed)],
        "section": sections,
        "indicator": indicators,
        "report": [_report(landed, report_number, doubts)],
    }


def _agency(landed: LandedReport) -> dict[str, Any]:
    return {
        "agency_id": landed.agency_id,
        "name": landed.agency_name,
        "region_code": landed.region_code,
    }


def _report(landed: LandedReport, report_number: int, doubts: list[str]) -> dict[str, Any]:
    report = landed.packed.head
    published = _published(report.published, doubts)
    return {
        "report_id": landed.report_id,
        "report_number": report_number,
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
        "across": landed.packed.across or None,
        "down": landed.packed.down or None,
    }


def _sections(landed: LandedReport) -> Rows:
    return [
        {"report_id": landed.report_id, "position": position, **vars(section)}
        for position, section in enumerate(landed.packed.head.sections, start=1)
    ]


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
            "value": exact(indicator.value, indicator.name, doubts),
            "raw": indicator.raw,
            "cumulative_label": indicator.cumulative_column,
            "cumulative_value": exact(indicator.cumulative, indicator.name, doubts),
            "cumulative_raw": indicator.cumulative_raw,
            **_place(indicator.place),
            "confidence": indicator.confidence,
        }
        for position, indicator in enumerate(landed.packed.head.indicators, start=1)
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


def _published(text: str | None, doubts: list[str]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        doubts.append(f"published: {text!r} is no date YYYY-MM-DD; left null")
        return None
