"""`gongkai crawl` when things go wrong: a clear word, an exit code, and what was held stays."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from crawler.lock import lock
from crawler.night import CHINA
from gongkai.crawl import _begin_in
from tests.portal import Portal
from tests.portal.__main__ import write_registry


def gongkai(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)], capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("registry", "words"),
    [
        (None, "portals.csv is missing"),
        ("home_url\nhttp://a.example/\n", "region_code"),
        ("region_code,home_url\n51,http://a.example/\n", "line 2"),
        ("region_code,home_url\n511725,quxian\n", "line 2"),
    ],
)
def test_a_registry_that_cannot_be_used(tmp_path: Path, registry: str | None, words: str) -> None:
    if registry is not None:
        (tmp_path / "portals.csv").write_text(registry, "utf-8")
    done = gongkai("crawl", "--registry", tmp_path, "--data", tmp_path / "data")
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_region_without_a_portal_is_told(tmp_path: Path) -> None:
    (tmp_path / "portals.csv").write_text("region_code,home_url\n511725,http://a.example/\n")
    done = gongkai("crawl", "--registry", tmp_path, "--region", "110000", "--data", tmp_path / "d")
    assert done.returncode == 1
    assert "110000" in done.stderr


def test_loopback_is_refused_unless_it_is_allowed(tmp_path: Path) -> None:
    with Portal() as portal:
        registry = write_registry(tmp_path, portal)
        done = gongkai("crawl", "--registry", registry, "--data", tmp_path / "data")
        assert portal.requests == []
    assert done.returncode == 0
    assert "1 address_refused" in done.stdout
    assert "outcome, detail FROM problem" in done.stdout  # what to ask next, with no report


def test_a_portal_that_is_gone_takes_nothing_away(tmp_path: Path) -> None:
    data = tmp_path / "data"
    options = ("--data", data, "--allow-loopback", "--delay", "0.01")
    with Portal() as portal:
        registry = write_registry(tmp_path, portal)
        assert gongkai("crawl", "--registry", registry, *options).returncode == 0
    done = gongkai("crawl", "--registry", registry, *options)
    assert done.returncode == 0
    assert "connect_refused" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM figures").fetchall() == [(1000,)]


def test_two_crawls_of_one_data_folder_are_kept_apart(tmp_path: Path) -> None:
    with Portal() as portal:
        registry = write_registry(tmp_path, portal)
        options = ("--data", tmp_path / "data", "--allow-loopback", "--delay", "0.01")
        with lock(tmp_path / "data"):
            done = gongkai("crawl", "--registry", registry, *options)
        assert done.returncode == 1
        assert f"process {os.getpid()}" in done.stderr
        assert "Traceback" not in done.stderr
        assert portal.requests == []
        assert gongkai("crawl", "--registry", registry, *options).returncode == 0


def test_rebuild_without_an_archive_says_what_to_do(tmp_path: Path) -> None:
    done = gongkai("rebuild", "--data", tmp_path)
    assert done.returncode == 1
    assert "gongkai crawl" in done.stderr


class TestHours:
    """`--hours`: a crawl begins within them, or waits."""

    noon = datetime.fromisoformat("2026-11-22T12:00:00+08:00")

    def test_outside_them_it_does_not_begin(self, tmp_path: Path) -> None:
        hour = datetime.now(CHINA).hour
        later = f"{(hour + 3) % 24}-{(hour + 5) % 24}"
        with Portal() as portal:
            registry = write_registry(tmp_path, portal)
            options = ("--registry", registry, "--data", tmp_path / "data", "--allow-loopback")
            done = gongkai("crawl", *options, "--hours", later)
            assert portal.requests == []
        assert done.returncode == 1
        assert "outside the hours" in done.stderr
        assert "--wait" in done.stderr
        assert not (tmp_path / "data" / "archive").exists()

    def test_with_wait_it_begins_with_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = [self.noon]
        monkeypatch.setattr("crawler.night.now", lambda: clock[0])

        def sleep(seconds: float) -> None:
            clock[0] += timedelta(seconds=seconds)

        monkeypatch.setattr("time.sleep", sleep)
        _begin_in("22-6", wait=True)
        assert clock[0] == self.noon + timedelta(hours=10)

    def test_hours_that_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "portals.csv").write_text("region_code,home_url\n,http://a.example/\n")
        done = gongkai("crawl", "--registry", tmp_path, "--data", tmp_path / "d", "--hours", "25")
        assert done.returncode == 1
        assert "such as 22-6" in done.stderr
