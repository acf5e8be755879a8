"""Fifty kills at random moments: nothing that was kept is lost, and the rows come out the same."""

import random
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from pipelines.land import land
from tests.crawler.crawling import ROOT, all_command, crawl_all
from tests.portal import Portal
from tests.portal.families import imitations
from warehouse.publish import FILE_NAME
from warehouse.query import open_warehouse

KILLS = 50
PORTALS = ("epoint", "hanweb-jpage", "lonsun", "trs-guizhou")
PAUSE = 0.02  # seconds between two requests; the walk of these portals takes about ten
# What says when and in which run something came, and in which WARC file it stands.
PROVENANCE = ("_at", "run_id", "warc_file", "warc_offset", "sha256_of_list")
KEPT = '{"pipelines.keep.KeepFinding": 1}'


@pytest.mark.slow
def test_fifty_kills_leave_the_rows_of_an_undisturbed_run(tmp_path: Path) -> None:
    chance = random.Random(2026)  # noqa: S311 — moments, not secrets
    wanted = [i for i in imitations() if i.name in PORTALS]
    with ExitStack() as stack:
        portals = {
            stack.enter_context(imitation.portal(f"127.0.3.{number}")): imitation.columns
            for number, imitation in enumerate(wanted, start=1)
        }
        settings = {"DOWNLOAD_DELAY": PAUSE, "ITEM_PIPELINES": KEPT}
        crawl_all(tmp_path / "quiet", portals, **settings)
        quiet, cost = _rows(tmp_path / "quiet"), _asked(portals)
        kills = walks = 0
        while kills < KILLS:
            walks += 1
            folder = tmp_path / f"killed-{walks}"
            in_this = _killed_until_done(folder, portals, chance, KILLS - kills, settings)
            crawl_all(folder, portals, **settings)
            kills += in_this
            assert _rows(folder) == quiet
            # At most what was in flight: one request a host, and robots.txt before it was kept.
            assert _asked(portals) <= cost + 2 * len(portals) * (in_this + 1)


def _killed_until_done(
    folder: Path,
    portals: Mapping[Portal, Sequence[str]],
    chance: random.Random,
    most: int,
    settings: dict[str, Any],
) -> int:
    """Kill runs at random moments until one ends by itself; give how many were killed."""
    command = all_command(folder, portals, **settings)
    kept: set[tuple[str, str]] = set()
    for kills in range(most):
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as run:
            ends = time.monotonic() + chance.uniform(1.0, 4.0)
            while run.poll() is None and time.monotonic() < ends:
                time.sleep(0.01)
            ended = run.poll() is not None
            run.kill()
        now = _kept(folder)
        assert kept <= now  # no archived body is lost
        kept = now
        if ended:
            return kills
    return most


def _asked(portals: Mapping[Portal, Sequence[str]]) -> int:
    asked = sum(len(portal.requests) for portal in portals)
    for portal in portals:
        portal.requests.clear()
    return asked


def _kept(folder: Path) -> set[tuple[str, str]]:
    archive = Archive(folder / "data" / "archive", "reader")
    try:
        kept = set()
        for capture in archive.captures():
            archive.body(capture)
            kept.add((capture.url, capture.sha256))
        return kept
    finally:
        archive.close()


def _rows(folder: Path) -> dict[str, list[Any]]:
    """Give what the archive becomes in the warehouse, without when and where it was kept."""
    land(folder / "data")
    with open_warehouse(folder / "data" / FILE_NAME) as connection:
        rows = {}
        for table in ("agency", "document", "report", "figure", "section", "check_result"):
            told = connection.execute(f"FROM {table}").description or []
            names = [name for name, *_ in told if not name.endswith(PROVENANCE)]
            columns = ", ".join(f'"{name}"' for name in names)
            wanted = f"SELECT {columns} FROM {table} ORDER BY ALL"  # noqa: S608 — our own tables
            rows[table] = connection.execute(wanted).fetchall()
        return rows
