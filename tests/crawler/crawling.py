"""Runs the real spider in a process of its own against portals on loopback."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.items import Finding
from extract.read import read_report
from extract.report import Status
from tests.portal import Portal
from tests.portal.__main__ import write_registry

ROOT = Path(__file__).parents[2]
_FEED = "findings.jsonl"


@dataclass(frozen=True)
class Crawled:
    """What one crawl left behind."""

    findings: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    run: dict[str, Any]  # facts of the note `run`
    log: str

    @property
    def counts(self) -> dict[str, Any]:
        """The counts of the first portal."""
        portal: dict[str, Any] = self.run["portals"][0]
        return portal


def command(
    folder: Path, portal: Portal, columns: Sequence[str] = (), **settings: object
) -> list[str]:
    """Give the command line that crawls one portal into `folder`, hardly pausing in between.

    `columns` are paths that the registry knows as columns of reports.
    """
    registry = folder / "registry"
    if not registry.exists():
        registry.mkdir(parents=True)
        write_registry(registry, portal)
        if columns:
            _write_columns(registry, {portal: columns})
    return _command(folder, **settings)


def crawl(folder: Path, portal: Portal, columns: Sequence[str] = (), **settings: object) -> Crawled:
    """Crawl one portal to the end; give what that left behind."""
    return _crawled(folder, command(folder, portal, columns, **settings))


def crawl_all(folder: Path, portals: Mapping[Portal, Sequence[str]], **settings: object) -> Crawled:
    """Crawl several portals, each with the columns known of it, in one run."""
    return _crawled(folder, all_command(folder, portals, **settings))


def all_command(
    folder: Path, portals: Mapping[Portal, Sequence[str]], **settings: object
) -> list[str]:
    """Give the command line that crawls several portals into `folder`."""
    registry = folder / "registry"
    registry.mkdir(parents=True, exist_ok=True)
    rows = "".join(f",{portal.url}\n" for portal in portals)
    (registry / "portals.csv").write_text(f"region_code,home_url\n{rows}", "utf-8")
    _write_columns(registry, portals)
    return _command(folder, **settings)


def _write_columns(registry: Path, portals: Mapping[Portal, Sequence[str]]) -> None:
    rows = "".join(
        f",{portal.url}{path.lstrip('/')}\n" for portal, paths in portals.items() for path in paths
    )
    (registry / "columns.csv").write_text(f"region_code,column_url\n{rows}", "utf-8")


def _command(folder: Path, **settings: object) -> list[str]:
    chosen = {
        "GONGKAI_REGISTRY": folder / "registry",
        "GONGKAI_DATA": folder / "data",
        "ALLOW_LOOPBACK": 1,
        "DOWNLOAD_DELAY": 0.01,
        "RETRY_TIMES": 0,
        "ITEM_PIPELINES": json.dumps({"tests.crawler.note_findings.NoteFindings": 1}),
        "EXTENSIONS": json.dumps({"pipelines.publish.PublishWarehouse": None}),  # takes longest
    } | settings
    told = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
    feed = f"{folder / _FEED}:jsonl"
    return [sys.executable, "-m", "scrapy", "crawl", "portal", "-O", feed, *told]


def _crawled(folder: Path, told: list[str]) -> Crawled:
    done = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    archive = Archive(folder / "data" / "archive", "reader")
    try:
        *_, run = archive.notes("run")
        problems = [n.facts for n in archive.notes("problem") if n.run_id == run.run_id]
    finally:
        archive.close()
    lines = (folder / _FEED).read_text("utf-8").splitlines()
    findings = [json.loads(line) for line in lines]
    return Crawled(findings, problems, run.facts, done.stderr)


def taken(folder: Path) -> set[str]:
    """Give the addresses of the findings in the archive that read as reports."""
    archive = Archive(folder / "data" / "archive", "reader")
    try:
        found = set()
        for note in archive.notes("finding"):
            assert note.about is not None
            finding = Finding.from_facts(note.facts, note.about)
            report = read_report(archive.body(finding.capture), finding.capture.url)
            if report.status in (Status.COMPLETE, Status.PARTIAL):
                found.add(finding.capture.url)
        return found
    finally:
        archive.close()
