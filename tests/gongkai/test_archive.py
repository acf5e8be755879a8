"""`gongkai archive`: list and prove what is held; two archives become one by copying files."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from crawler.archive import Archive
from tests.crawler.crawling import crawl
from tests.gongkai.commands import failure, run
from tests.portal import Portal
from tests.portal.site import REPORTS


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def kept(data: Path, run_id: str, *urls: str) -> None:
    archive = Archive(data / "archive", run_id)
    for url in urls:
        archive.keep(url, 200, [], url.encode())
    archive.note("run", None, {"run_id": run_id})
    archive.close()


def test_runs_and_their_files_are_listed(tmp_path: Path) -> None:
    kept(tmp_path, "20260101T000000Z", "http://a.gov.cn/1", "http://a.gov.cn/2", "http://b.gov.cn/")
    kept(tmp_path, "20260102T000000Z")
    size = sum(path.stat().st_size for path in (tmp_path / "archive").glob("20260101*"))
    _, _, *rows = run("archive", "list", "--data", tmp_path).stdout.splitlines()
    assert [row.split()[:5] for row in rows] == [
        ["20260101T000000Z", "3", "2", str(size), "4"],
        ["20260102T000000Z", "1", "0", rows[1].split()[3], "1"],
    ]
    of_run = run("archive", "list", "--run", "20260101T000000Z", "--data", tmp_path).stdout
    assert [row.split()[:2] for row in of_run.splitlines()[3:]] == [
        ["20260101T000000Z-b.gov.cn.warc.gz", "b.gov.cn"],
        ["20260101T000000Z.warc.gz", of_run.splitlines()[-1].split()[1]],
    ]


def test_a_sound_archive_and_a_damaged_one(tmp_path: Path) -> None:
    kept(tmp_path, "20260101T000000Z", "http://a.gov.cn/1")
    sound = run("archive", "verify", "--data", tmp_path)
    assert (sound.exit_code, sound.stdout) == (0, "5 records in 2 files: 0 damages\n")
    path = tmp_path / "archive" / "20260101T000000Z-a.gov.cn.warc.gz"
    bytes_ = bytearray(path.read_bytes())
    bytes_[60] ^= 1
    path.write_bytes(bytes_)
    damaged = run("archive", "verify", "--data", tmp_path)
    assert damaged.exit_code == 1
    assert f"{path.name}, byte 0: the record cannot be unpacked\n  copy the file" in damaged.stdout
    assert "4 records in 2 files: 1 damages" in damaged.stdout


@pytest.mark.parametrize("command", ["list", "verify"])
def test_without_an_archive_the_remedy_is_told(command: str, tmp_path: Path) -> None:
    assert "run `gongkai crawl`" in failure(run("archive", command, "--data", tmp_path))


def test_archives_of_two_machines_become_one_by_copying_files(
    portal: Portal, tmp_path: Path
) -> None:
    """Each machine's crawl lacks a report that the other has."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, missing in ((one, REPORTS[0].document), (two, REPORTS[1].document)):
        whole = portal.resources[missing]
        portal.resources[missing] = replace(whole, status=503)
        assert len(crawl(folder, portal).findings) == 8
        portal.resources[missing] = whole
    for path in (two / "data" / "archive").iterdir():
        target = one / "data" / "archive" / path.name
        assert not target.exists()
        shutil.copy(path, target)
    merged = one / "data"
    proved = run("archive", "verify", "--data", merged)
    assert (proved.exit_code, proved.stdout.split(": ")[-1]) == (0, "0 damages\n")
    assert run("rebuild", "--data", merged).exit_code == 0
    with duckdb.connect(str(merged / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM report").fetchall() == [(5,)]
        assert connection.execute("SELECT count(*) FROM crawl_run").fetchall() == [(2,)]


@pytest.mark.parametrize("command", ["list", "verify"])
def test_help_shows_an_example(command: str) -> None:
    assert f"gongkai archive {command}" in run("archive", command, "--help").stdout
