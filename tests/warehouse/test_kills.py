"""Killed at any moment of loading and publishing, the warehouse is the old one or the new one."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.factories import a_report, batch, landed, published, rows
from warehouse.publish import FILE_NAME
from warehouse.rows import Batch

REPORTS = 60

# Says when it begins, loads in slices of ten reports, and publishes.
PUBLISHER = """
import sys
from pathlib import Path
import warehouse.load_reports
from tests.warehouse.factories import published
from tests.warehouse.test_kills import reports_of
warehouse.load_reports.SLICE = 10
begun = reports_of(int(sys.argv[2]))
print("begun", flush=True)
published(Path(sys.argv[1]), begun)
print("done", flush=True)
"""

CONTENTS = """
SELECT
    (SELECT count(*) FROM report), (SELECT count(DISTINCT report_id) FROM report),
    (SELECT count(*) FROM figure), (SELECT count(*) FROM check_result),
    (SELECT count(*) FROM section), (SELECT count(*) FROM panel),
    (SELECT max(report_year) FROM report)
"""


def reports_of(year: int) -> Batch:
    """Give the reports of a year: that tells one snapshot from another."""
    names = (f"第{number}局" for number in range(REPORTS))
    return batch(
        *(
            landed(a_report(f"{year}{number:02}", report_year=year), name)
            for number, name in enumerate(names)
        )
    )


def whole(year: int) -> tuple[int, ...]:
    """Give what CONTENTS finds in a snapshot of that year: nothing lost, nothing doubled."""
    return (REPORTS, REPORTS, 5 * REPORTS, 2 * REPORTS, 2 * REPORTS, REPORTS, year)


def kills(folder: Path, number: int) -> Iterator[tuple[int, bool]]:
    """Kill a publisher of the next year at a random moment; give the year and whether it ended."""
    chance = random.Random(20261122)  # noqa: S311 - moments, not secrets
    took = 1.0  # seconds, of the last that was left to end
    for year in range(2001, 2001 + number):
        command = [sys.executable, "-c", PUBLISHER, str(folder), str(year)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as publisher:
            assert publisher.stdout is not None
            assert publisher.stdout.readline() == "begun\n"
            start = time.monotonic()
            try:
                publisher.wait(chance.uniform(0, 1.1 * took))
            except subprocess.TimeoutExpired:
                publisher.send_signal(signal.SIGKILL)
            else:
                took = time.monotonic() - start
        yield year, publisher.returncode == 0


def survives(folder: Path, number: int) -> None:
    path = published(folder, reports_of(2000))
    present, killed = 2000, 0
    for year, ended in kills(folder, number):
        found = rows(path, CONTENTS)
        assert found in ([whole(present)], [whole(year)]), f"after the kill in {year}"
        assert not ended or found == [whole(year)]
        present = found[0][-1]
        killed += not ended
    assert killed >= number / 3, "most came to their end: nothing was shown"
    published(folder, reports_of(3000))
    assert rows(path, CONTENTS) == [whole(3000)]
    assert {file.name for file in folder.iterdir()} == {FILE_NAME, f".{FILE_NAME}.lock"}


def test_a_few_kills(tmp_path: Path) -> None:
    survives(tmp_path, 4)


@pytest.mark.slow
def test_a_hundred_kills_lose_and_double_no_row(tmp_path: Path) -> None:
    survives(tmp_path, 100)
