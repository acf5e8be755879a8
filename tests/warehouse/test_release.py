"""Releases: dated by the archive, whole or not at all, never changed, and what changed since."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.report import Report
from tests.warehouse.factories import (
    a_report,
    a_run,
    batch,
    correction,
    document,
    landed,
    published,
)
from warehouse.errors import WarehouseError
from warehouse.export import Format, write_release
from warehouse.rows import Batch, LandedReport

DAY = "2026-03-01"
LATER = a_run(
    run_id="20260401T020000Z",
    started_at="2026-04-01T02:00:00Z",
    finished_at="2026-04-01T03:00:00Z",
)


def released(folder: Path, name: str, whole: Batch) -> Path:
    """Publish the batch in a folder of that name and release it into folder/releases."""
    return write_release(published(folder / name, whole), folder / "releases").folder


def changed(release: Path, *tables: str) -> dict[tuple[str, str, str], int]:
    told = json.loads((release / "changes.json").read_text("utf-8"))
    return {
        (c["table"], c["change"], c["reason"]): c["rows"]
        for c in told
        if not tables or c["table"] in tables
    }


def facts(release: Path) -> Any:
    return json.loads((release / "RELEASE.json").read_text("utf-8"))


def newer(report: Report, version: str = "0.2.0+def", **changes: Any) -> LandedReport:
    return replace(landed(replace(report, **changes)), extractor_version=version)


def test_a_release_has_the_day_of_the_last_run_and_says_what_it_was_made_of(tmp_path: Path) -> None:
    release = released(tmp_path, "a", batch(landed(a_report())))
    assert release == tmp_path / "releases" / DAY
    told = facts(release)
    assert told["release"] == DAY
    assert told["after"] is None
    assert told["extractors"] == {"0.1.0+abc": 1}
    assert told["archive"] == {"warc_files": 1, "records": 1, "last_run": "20260301T020000Z"}
    assert told["rows"]["figures"] == 5
    assert told["digest"].startswith("sha256:")
    assert "first release" in (release / "CHANGES.md").read_text("utf-8")
    assert "RELEASE.json" in (release / "SHA256SUMS").read_text("utf-8")


def test_nobody_changes_a_release(tmp_path: Path) -> None:
    release = released(tmp_path, "a", batch(landed(a_report())))
    for path in [release, *release.rglob("*")]:
        assert not path.stat().st_mode & 0o222, path


def test_the_same_rows_are_not_released_twice(tmp_path: Path) -> None:
    release = released(tmp_path, "a", batch(landed(a_report())))
    with pytest.raises(WarehouseError, match=f"{DAY} has the very same rows"):
        released(tmp_path, "b", batch(landed(a_report())))
    assert list((tmp_path / "releases").iterdir()) == [release]


def test_other_rows_of_the_same_day_are_a_second_release(tmp_path: Path) -> None:
    released(tmp_path, "a", batch(landed(a_report())))
    second = released(
        tmp_path, "b", batch(landed(a_report()), landed(a_report("b2"), "白鹭县财政局"))
    )
    assert second.name == f"{DAY}.2"
    assert facts(second)["after"] == DAY
    assert changed(second, "figures", "report", "document") == {
        ("figures", "added", "new_report"): 5,
        ("report", "added", "new_report"): 1,
        ("document", "added", "newly_retrieved"): 1,
    }
    assert "| `figures` | added | 5 | new_report |" in (second / "CHANGES.md").read_text("utf-8")


def test_a_newer_version_of_a_report_takes_the_place_of_the_old(tmp_path: Path) -> None:
    released(tmp_path, "a", batch(landed(a_report())))
    both = batch(landed(a_report()), landed(a_report("b2", published="2024-02-01")))
    second = released(tmp_path, "b", both)
    assert changed(second, "figures", "report") == {
        ("figures", "added", "newer_version"): 5,
        ("figures", "gone", "newer_version"): 5,
        ("report", "added", "newer_version"): 1,
        ("report", "changed", "newer_version"): 1,
    }


def test_what_a_newer_extractor_reads_otherwise_is_told_so(tmp_path: Path) -> None:
    released(tmp_path, "a", batch(landed(a_report())))
    fewer = newer(a_report(), figures=a_report().figures[:4])
    second = released(tmp_path, "b", batch(fewer))
    assert changed(second, "figures", "report") == {
        ("figures", "gone", "newer_extractor"): 1,
        ("report", "changed", "newer_extractor"): 1,
    }


def test_a_correction_is_the_reason_for_the_cell_it_changed(tmp_path: Path) -> None:
    report = landed(a_report())
    released(tmp_path, "a", batch(report))
    corrections = [correction(report, "applications.received.total", 15)]
    second = released(tmp_path, "b", batch(report, corrections=corrections))
    assert changed(second, "figures") == {("figures", "changed", "correction"): 1}


def test_what_the_portal_took_down_has_vanished(tmp_path: Path) -> None:
    report = landed(a_report())
    released(tmp_path, "a", batch(report))
    gone = document(report, vanished_at="2026-03-02T00:00:00Z")
    second = released(tmp_path, "b", batch(report, documents=[gone]))
    assert changed(second, "document") == {("document", "changed", "vanished"): 1}


def test_a_later_run_gives_a_later_date(tmp_path: Path) -> None:
    released(tmp_path, "a", batch(landed(a_report())))
    second = released(tmp_path, "b", batch(landed(a_report()), runs=[a_run(), LATER]))
    assert second.name == "2026-04-01"
    assert changed(second, "figures", "report") == {}


def test_an_empty_warehouse_is_not_released(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="has no report: a release of nothing"):
        released(tmp_path, "a", batch())
    assert list((tmp_path / "releases").iterdir()) == []


def test_a_killed_release_leaves_nothing_that_looks_like_one(tmp_path: Path) -> None:
    warehouse = published(tmp_path / "a", batch(landed(a_report())))
    folder = tmp_path / "releases"
    pid = os.fork()
    if not pid:  # killed when half of the tables are written

        def die(done: int, every: int) -> None:
            if done > every // 2:
                os.kill(os.getpid(), 9)

        write_release(warehouse, folder, told=die)
    assert os.waitpid(pid, 0)[1] == 9
    assert not [path for path in folder.iterdir() if not path.name.startswith(".")]
    write_release(warehouse, folder, (Format.CSV,))
    assert [path.name for path in folder.iterdir()] == [DAY]
