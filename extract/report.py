"""The model: what reading one document gives. Shapes here are a contract; see `to_json`.

Three things never merge: a printed zero (value 0), a blank cell (value None, raw "") and a sign
or words in the place of a number (value None, raw as printed). A figure that the document lacks
has no `Figure` at all.
"""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Self


class Status(StrEnum):
    """What a document turned out to be."""

    COMPLETE = "complete"  # every cell of the edition was found, blank or not
    PARTIAL = "partial"  # a report, some cells of the edition missing
    NOT_A_REPORT = "not_a_report"
    UNREADABLE = "unreadable"


class Place(NamedTuple):
    """Where a cell stands in its document.

    Formats with pages give `page` (from 1) and `bbox` (x0, top, x1, bottom in points from the
    upper left corner of the page); pictures in flow formats do, too, each a page numbered among
    those that were read. Else flow formats give `table`, `row` and `column`, each from 0, in the
    document's own order of tables and on the grid with all spans expanded.
    """

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        if self.page is not None:
            box = "" if self.bbox is None else " at " + ",".join(f"{n:.0f}" for n in self.bbox)
            return f"page {self.page}{box}"
        return f"table {self.table}, row {self.row}, column {self.column}"

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Undo `to_json`."""
        bbox = data["bbox"]
        return cls(
            data["page"],
            None if bbox is None else tuple(map(float, bbox)),  # type: ignore[arg-type] # 4 of them
            data["source_table"],
            data["source_row"],
            data["source_column"],
        )

    def to_json(self) -> dict[str, Any]:
        """Give all parts; those that the format does not have are null."""
        return {
            "page": self.page,
            "bbox": None if self.bbox is None else list(self.bbox),
            "source_table": self.table,
            "source_row": self.row,
            "source_column": self.column,
        }


class Figure(NamedTuple):
    """One cell of the form, addressed as (table, row, column) of its edition."""

    table: str
    row: str
    column: str
    raw: str
    value: int | Decimal | None
    place: Place
    confidence: float = 1.0  # below 1: read with a doubt that a warning of the report names

    @property
    def address(self) -> str:
        """E.g. `applications.received.total`."""
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True)
class Indicator:
    """One count of a statistics table of 2008 to 2018: a row of it under one of its counts' heads.

    A row with several counts gives an Indicator for each, with the same `number`. A heading (as
    一、主动公开情况, or a cell beside several rows) is a row too, so that `parent` can name it: its
    value is None, and if it has no cell for a count, so is its `column`.
    """

    number: int  # of the row, from 1 in printed order over all tables of the document
    name: str  # as printed, blanks that only set the page dropped
    code: str | None  # ours, where the name maps to one exactly
    parent: int | None  # number of the row that this is a part of, where the print tells it safely
    unit: str | None  # as printed; None where the cell is blank or a sign
    column: str | None  # the printed head over the count
    raw: str
    value: int | Decimal | None
    place: Place
    cumulative_column: str | None = None  # the printed head; None: the table has no such column
    cumulative_raw: str | None = None
    cumulative: int | Decimal | None = None
    confidence: float = 1.0  # below 1: read with a doubt that a warning of the report names


@dataclass(frozen=True)
class Section:
    """A numbered part of the report and the prose in it, without the tables."""

    number: int  # 1 to 6 in the form of 2019 and 2021
    heading: str
    text: str  # paragraphs separated by a line feed


class Check(NamedTuple):
    """One sum of the form, tried. `left` and `right` are the two sides as printed.

    `source_error` is whether the print itself is wrong: the sides differ, and every figure in them
    was read without a doubt, of a PDF by two libraries.
    """

    check: str
    subject: str  # the column, or the row, that the sum is of
    passed: bool
    left: int | Decimal
    right: int | Decimal
    source_error: bool = False


@dataclass(frozen=True)
class Report:
    """Everything read out of one document."""

    source: str
    sha256: str
    format: str  # html, pdf, docx …: decided by the bytes; "unknown" if they tell nothing
    status: Status
    error: str | None = None  # why it is unreadable, in words that name a remedy
    title: str | None = None
    agency: str | None = None
    region_code: str | None = None
    report_year: int | None = None
    scope: str | None = None  # own (本级) or whole (汇总), if the title says it
    edition: str | None = None
    published: str | None = None  # YYYY-MM-DD
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    checks: tuple[Check, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the object that `gongkai extract` prints; its keys are a contract."""
        tree: dict[str, dict[str, dict[str, int | float | None]]] = {}
        for figure in self.figures:
            row = tree.setdefault(figure.table, {}).setdefault(figure.row, {})
            row[figure.column] = plain_number(figure.value)
        return {
            "source": self.source,
            "sha256": self.sha256,
            "format": self.format,
            "status": str(self.status),
            "error": self.error,
            "title": self.title,
            "agency": self.agency,
            "region_code": self.region_code,
            "report_year": self.report_year,
            "scope": self.scope,
            "edition": self.edition,
            "published": self.published,
            "sections": [
                {"number": s.number, "heading": s.heading, "text": s.text} for s in self.sections
            ],
            "figures": tree,
            "cells": [
                {
                    "table": f.table,
                    "row": f.row,
                    "column": f.column,
                    "raw": f.raw,
                    "value": plain_number(f.value),
                    **f.place.to_json(),
                    "confidence": f.confidence,
                }
                for f in self.figures
            ],
            "indicators": [
                {
                    "number": i.number,
                    "name": i.name,
                    "code": i.code,
                    "parent": i.parent,
                    "unit": i.unit,
                    "column": i.column,
                    "raw": i.raw,
                    "value": plain_number(i.value),
                    "cumulative_column": i.cumulative_column,
                    "cumulative_raw": i.cumulative_raw,
                    "cumulative": plain_number(i.cumulative),
                    **i.place.to_json(),
                    "confidence": i.confidence,
                }
                for i in self.indicators
            ],
            "checks": [
                {
                    "check": c.check,
                    "subject": c.subject,
                    "passed": c.passed,
                    "left": plain_number(c.left),
                    "right": plain_number(c.right),
                    "source_error": c.source_error,
                }
                for c in self.checks
            ],
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json_line(cls, line: str) -> Self:
        """Undo `to_json_line`: the same report, Decimals and all."""
        data = json.loads(line, parse_float=Decimal)
        del data["figures"]  # the cells say the same, and more
        data["status"] = Status(data["status"])
        data["sections"] = tuple(Section(**section) for section in data["sections"])
        data["checks"] = tuple(Check(**check) for check in data["checks"])
        data["warnings"] = tuple(data["warnings"])
        data["figures"] = tuple(
            Figure(
                cell["table"],
                cell["row"],
                cell["column"],
                cell["raw"],
                cell["value"],
                Place.from_json(cell),
                float(cell["confidence"]),
            )
            for cell in data.pop("cells")
        )
        data["indicators"] = tuple(map(_indicator, data["indicators"]))
        return cls(**data)


def _indicator(data: dict[str, Any]) -> Indicator:
    place = Place.from_json(data)
    fields = {key: value for key, value in data.items() if key not in place.to_json()}
    return Indicator(**fields | {"place": place, "confidence": float(data["confidence"])})


def unconfirmed(report: Report) -> Report:
    """Give a reading that may not be what is printed: no sum is called the source's own error.

    Of a scan, and of a PDF that only one library could read.
    """
    return replace(report, checks=tuple(c._replace(source_error=False) for c in report.checks))


def plain_number(value: int | Decimal | None) -> int | float | None:
    """Give a value as JSON has it. Form amounts have at most 15 digits, so a float is exact."""
    return float(value) if isinstance(value, Decimal) else value


def to_json_line(report: Report) -> str:
    """Give the report as one line of JSON, Chinese left readable."""
    return json.dumps(report.to_json(), ensure_ascii=False)
