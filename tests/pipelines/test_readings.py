"""The cache of readings: what was read comes back as it was, and no other version's."""

from pathlib import Path

import pytest

from extract.attribution import Hints
from pipelines.readings import Given, KeptReading, Reading, Readings
from tests.warehouse.factories import a_report, an_indicator, figure
from warehouse.packed import pack

GIVEN = Given("ab" * 32, Hints("511725", "标题"))


def test_a_reading_comes_back_as_it_was_put(tmp_path: Path) -> None:
    report = a_report(indicators=(an_indicator(1, "申请总数"),), warnings=("甲", "乙"))
    other = a_report("b2", figures=(), checks=(), sections=())
    Readings(tmp_path).put(GIVEN, [Reading(report, 10), Reading(other, 20, "附件/二.pdf")])
    assert Readings(tmp_path).get(GIVEN) == [
        KeptReading(pack(report), None),
        KeptReading(pack(other), "附件/二.pdf"),
    ]


def test_a_reading_that_another_process_put_is_found(tmp_path: Path) -> None:
    ours, theirs = Readings(tmp_path), Readings(tmp_path)
    report = a_report(figures=(figure("applications.received.total", "1", 1),))
    theirs.put(GIVEN, [Reading(report, 10)])
    assert [kept.packed for kept in ours.get(GIVEN)] == [pack(report)]


@pytest.mark.parametrize("changed", ["extractor_version", "packing"])
def test_what_was_read_or_packed_by_another_version_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    readings = Readings(tmp_path)
    readings.put(GIVEN, [Reading(a_report(), 10)])
    assert readings.outcomes(GIVEN)
    monkeypatch.setattr(f"pipelines.readings.{changed}", lambda: "another")
    assert readings.outcomes(GIVEN) == []
    assert readings.get(GIVEN) == []
