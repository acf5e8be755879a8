"""Statistics tables as agencies filled them in, where they lie beside the checkout."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.indicators import StatisticsSet
from benchmarks.layouts import Style
from benchmarks.render import FORMATS
from benchmarks.statistics import read_of
from extract.read import read_report
from extract.report import Status

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
NAME = "indicators.json"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout"),
]


def known() -> list[StatisticsSet]:
    if not CORPUS.is_dir():
        return []
    return [_set(entry) for entry in json.loads((CORPUS / NAME).read_text("utf-8"))]


def _set(entry: dict[str, Any]) -> StatisticsSet:
    table = entry["table"]
    rows = (
        (name, unit, _print(count), _print(table["cumulative"][name]))
        for name, (unit, count) in table["indicators"].items()
    )
    return StatisticsSet(
        entry["agency"], entry["report_year"], tuple(table["columns"]), tuple(rows)
    )


def _print(count: int | None) -> str:
    return "" if count is None else str(count)


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "xls", "pdf", "ofd"])
@pytest.mark.parametrize("document", known(), ids=lambda d: f"{d.agency}-{d.year}")
def test_every_row_of_a_filled_table(document: StatisticsSet, kind: str) -> None:
    report = read_report(FORMATS[kind](document, Style(), 0), kind)
    assert read_of(report).keys() == document.printed()
    assert (report.status, report.edition) == (Status.COMPLETE, "2014")
    assert (report.agency, report.report_year) == (document.agency, document.year)
    assert report.warnings == ()
    codes = {i.name: i.code for i in report.indicators}
    assert [name for name, code in codes.items() if code is None] in ([], ["接受行政诉讼、举报数"])


def test_the_table_of_a_real_page() -> None:
    path = CORPUS / "real" / "pingtan_county_2012_excerpt.html"
    report = read_report(path.read_bytes(), path.name)
    (document,) = (d for d in known() if (d.agency, d.year) == ("平潭县人民政府", 2012))
    assert read_of(report).keys() == document.printed()
    assert (report.status, report.edition, report.agency, report.report_year) == (
        Status.COMPLETE,
        "2014",
        "平潭县人民政府",
        2012,
    )
    assert "二、主动公开政府信息情况" in {section.heading for section in report.sections}
    assert not any("传真申请数" in section.text for section in report.sections)
    assert [(check.left, check.right) for check in report.checks] == [(21, 21)] * 4
