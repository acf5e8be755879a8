"""The process that writes the archive: what it answers is on disk, and its end is told."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pytest

from crawler import warc
from crawler.archive import Archive, Capture
from crawler.archive_writer import ArchiveLostError, Call, Writer
from crawler.live_archive import LiveArchive
from crawler.lock import DataFolderBusyError, lock
from crawler.rota import Kind, Past
from tests.crawler.crawling import command
from tests.portal import Portal, Query

URL = "http://www.x.gov.cn/a.html"
RUN = "20260101T000000Z"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[IO[str]]:
    with lock(tmp_path) as file:
        yield file


def keep(url: str, payload: bytes) -> Call:
    return Call("keep", {"url": url, "status": 200, "headers": [], "payload": payload})


def kept(folder: Path) -> list[bytes]:
    archive = Archive(folder, "reader")
    try:
        return [archive.body(capture) for capture in archive.captures()]
    finally:
        archive.close()


def test_what_is_answered_is_on_disk(tmp_path: Path, held: IO[str]) -> None:
    writer = Writer(tmp_path / "archive", RUN, {}, held)
    captures = writer.write([keep(URL, b"one"), keep(URL + "?2", b"two")])
    assert [type(capture) for capture in captures] == [Capture, Capture]
    assert kept(tmp_path / "archive") == [b"one", b"two"]
    writer.close()


def test_the_end_of_the_process_is_told_with_a_remedy(tmp_path: Path, held: IO[str]) -> None:
    writer = Writer(tmp_path / "archive", RUN, {}, held)
    writer.write([keep(URL, b"one")])
    os.kill(writer.process_id, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(ArchiveLostError, match=r"ended with -9, .* crawl again"):
            writer.write([keep(URL, b"two")])
    writer.close()
    assert kept(tmp_path / "archive") == [b"one"]


def test_it_outlives_the_signals_that_end_a_crawl_in_good_order(
    tmp_path: Path, held: IO[str]
) -> None:
    writer = Writer(tmp_path / "archive", RUN, {}, held)
    writer.write([])  # it has begun
    os.kill(writer.process_id, signal.SIGINT)
    os.kill(writer.process_id, signal.SIGTERM)
    writer.write([keep(URL, b"one")])
    writer.close()
    assert kept(tmp_path / "archive") == [b"one"]


def test_a_disk_that_takes_nothing_ends_all_further_writing(tmp_path: Path, held: IO[str]) -> None:
    async def crawl() -> None:
        archive = LiveArchive(tmp_path / "archive", RUN, held)
        await archive.keep(URL, 200, [], b"one")
        archive.check()
        shutil.rmtree(tmp_path / "archive")
        for _ in range(2):
            with pytest.raises(ArchiveLostError, match="FileNotFoundError"):
                await archive.keep(URL, 200, [], b"two")
        with pytest.raises(ArchiveLostError):
            archive.check()
        archive.note("run", None, {})
        with pytest.raises(ArchiveLostError):
            await archive.close()

    asyncio.run(crawl())


def test_what_a_write_left_that_failed_is_read_in_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, packed = Archive(tmp_path / "archive", RUN), warc.packed
    whole.keep(URL, 200, [], b"one")

    def full(member: bytes) -> bytes:
        if b"WARC-Type: request" in member:
            raise OSError(28, "no space left on device")
        return packed(member)

    with monkeypatch.context() as patch:
        patch.setattr(warc, "packed", full)
        with pytest.raises(OSError, match="no space"):
            whole.keep(URL + "?2", 200, [], b"two")
    whole.close()
    assert kept(tmp_path / "archive") == [b"one", b"two"]


def test_notes_of_walks_are_plain_values() -> None:
    # Others are known by their modules, all of which the process would load, Scrapy with them.
    facts = Past(Kind.FULL, "2026-01-01T00:00:00Z", True, 1, "", 0, ()).facts()
    assert {type(value) for value in facts.values()} == {str, bool, int, list}


def test_a_crawl_that_can_keep_nothing_asks_for_nothing_more(tmp_path: Path) -> None:
    def serve(query: Query) -> None:
        if query.path != "/robots.txt":
            shutil.rmtree(tmp_path / "data" / "archive")

    with Portal() as portal:
        portal.serve = serve
        run = subprocess.run(
            command(tmp_path, portal), capture_output=True, text=True, timeout=60, check=False
        )
        assert [asked.path for asked in portal.requests] == ["/robots.txt", "/"]
    assert "cannot be written: FileNotFoundError" in run.stderr
    assert "Spider closed (archive_lost)" in run.stderr


def test_a_killed_crawl_takes_its_writer_along(tmp_path: Path) -> None:
    with Portal() as portal:
        run = subprocess.Popen(command(tmp_path, portal), stderr=subprocess.DEVNULL)
        portal.serve = lambda _: run.kill()
        run.wait(timeout=60)
    lock(tmp_path / "data").close()  # raises if it is still held


def test_the_next_crawl_waits_for_what_a_killed_one_left_to_write(tmp_path: Path) -> None:
    lasting = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with lock(tmp_path) as held:
        writer = subprocess.Popen(lasting, stdin=subprocess.PIPE, pass_fds=(held.fileno(),))
        dead = subprocess.Popen([sys.executable, "-c", ""])
        dead.wait()
        held.truncate(0)
        held.write(str(dead.pid))
    with ThreadPoolExecutor() as thread:
        waiting = thread.submit(lock, tmp_path)
        assert not waiting.done()
        writer.communicate()
        waiting.result(timeout=30).close()


def test_a_folder_that_a_crawl_writes_to_is_refused_at_once(tmp_path: Path, held: IO[str]) -> None:
    with pytest.raises(DataFolderBusyError, match=rf"process {os.getpid()}\) writes to"):
        lock(tmp_path)
    assert not held.closed
