"""`gongkai extract` as a person calls it."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.documents import SAMPLES
from tests.documents.archives import zipped_by_windows
from tests.documents.broken import BROKEN
from tests.extract.test_read import page

KEYS = {
    *("source", "sha256", "format", "status", "error", "title", "agency", "region_code"),
    *("report_year", "scope", "edition", "published", "sections", "figures", "cells", "indicators"),
    *("checks", "warnings"),
}
CELL_KEYS = {"table", "row", "column", "raw", "value", "page", "bbox", "confidence"}


def gongkai(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)], capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    done = gongkai("extract", *(s.path for s in SAMPLES), "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_line_of_json_a_document(lines: list[dict[str, Any]]) -> None:
    assert len(lines) == 5
    assert all(line.keys() == KEYS for line in lines)
    assert all(cell.keys() >= CELL_KEYS for line in lines for cell in line["cells"])


def test_its_figures_are_the_printed_ones(lines: list[dict[str, Any]]) -> None:
    assert [line["figures"] for line in lines] == [s.gold["figures"] for s in SAMPLES]


def test_the_same_bytes_give_the_same_lines(lines: list[dict[str, Any]]) -> None:
    """Whatever order Python's hashes put sets in."""
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "gongkai", "extract", "--format", "jsonl"]
        done = subprocess.run(
            [*command, *(str(s.path) for s in SAMPLES)],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        assert [json.loads(line) for line in done.stdout.splitlines()] == lines


def test_one_document_as_json_is_one_object() -> None:
    done = gongkai("extract", SAMPLES[0].path, "--format", "json")
    assert json.loads(done.stdout)["agency"] == "渠县司法局"


def test_as_a_table_it_is_for_people() -> None:
    done = gongkai("extract", SAMPLES[3].path)
    assert "阜新市司法局" in done.stdout
    assert "社会公益组织" in done.stdout
    assert "42 passed, 0 failed" in done.stdout
    assert "blank" in done.stdout  # five cells of this report


def test_a_statistics_table_is_shown_as_printed(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    rows = ["指标名称|计量单位|2012年度|历年累计", "主动公开信息数|条|5|", "行政复议数|件|0|/"]
    cells = (f"<tr><td>{'<td>'.join(row.split('|'))}" for row in rows)
    page.write_text(f"<meta charset=utf-8><table>{''.join(cells)}</table>", "utf-8")
    lines = gongkai("extract", page).stdout.splitlines()
    table = [line.split() for line in lines[lines.index("  indicators") + 1 :]]
    assert table[0] == ["indicator", "unit", "2012年度", "历年累计"]
    assert table[2:4] == [
        ["1", "主动公开信息数", "条", "5", "blank"],
        ["2", "行政复议数", "件", "0", "/"],
    ]


def test_an_archive_gives_a_line_a_document(tmp_path: Path) -> None:
    archive = tmp_path / "reports.bin"  # its bytes tell what it is
    archive.write_bytes(
        zipped_by_windows({f"年报/{s.path.name}": s.path.read_bytes() for s in SAMPLES[1:4]})
    )
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(archive.read_bytes()[:1000])
    done = gongkai("extract", archive, damaged, "--format", "jsonl")
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [report["source"] for report in reports] == [
        *(f"{archive}!/年报/{s.path.name}" for s in SAMPLES[1:4]), str(damaged),
    ]  # fmt: skip
    assert [report["figures"] for report in reports] == [
        *(s.gold["figures"] for s in SAMPLES[1:4]),
        {},
    ]
    assert "cut short" in reports[-1]["error"]


def test_bad_files_cost_themselves_only(tmp_path: Path) -> None:
    files = []
    for name, (make, _) in BROKEN.items():
        (tmp_path / name).write_bytes(make())
        files.append(tmp_path / name)
    done = gongkai("extract", SAMPLES[2].path, *files, SAMPLES[4].path, "--format", "jsonl")
    assert done.returncode == 0
    assert "Traceback" not in done.stdout
    assert done.stderr == ""  # nor a word of a library
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reports[0]["status"], reports[-1]["status"]] == ["complete", "complete"]
    for report, (_, reason) in zip(reports[1:-1], BROKEN.values(), strict=True):
        assert report["status"] == "unreadable"
        assert reason in report["error"]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # kilobytes, of any child so far
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    "command", ["extract", "crawl", "rebuild", "sql", "export", "status", None], ids=str
)
def test_help_shows_an_example(command: str | None) -> None:
    done = gongkai(*([command] if command else []), "--help")
    assert done.returncode == 0
    assert f"gongkai {command or 'extract'} " in done.stdout.split("Options:")[1]


def test_the_region_of_the_portal_makes_a_relative_name_whole(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(page("县司法局2023年政府信息公开工作年度报告"))
    done = gongkai("extract", file, "--region", "511725", "--format", "jsonl")
    report = json.loads(done.stdout)
    assert (report["agency"], report["region_code"]) == ("渠县司法局", "511725")


def test_a_region_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    done = gongkai("extract", tmp_path, "--region", "999999")
    assert done.returncode == 2
    assert "999999 is no code of a region" in done.stderr
