"""A document that is too slow, too large or fatal costs itself and nothing else."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.report import Status
from pipelines.workers import Job, Workers
from tests.documents import FOLDER, SAMPLES

GOOD = Job("good", FOLDER / "002.html")


def test_documents_come_back_in_their_order() -> None:
    jobs = [Job(s.path.name, s.path) for s in SAMPLES]
    with Workers(2) as workers:
        reports = list(workers.read_all(jobs, lambda: None))
    assert [r.source for r in reports] == [s.path.name for s in SAMPLES]
    assert {r.status for r in reports} == {Status.COMPLETE}


def test_jobs_are_taken_as_workers_get_to_them() -> None:
    """A rebuild of a whole archive must not hold every body at once."""
    taken = 0

    def jobs() -> Iterator[Job]:
        nonlocal taken
        for number in range(12):
            taken += 1
            yield Job(str(number), b"<html><body>x</body></html>")

    with Workers(1) as workers:
        ahead = [taken - number for number, _ in enumerate(workers.read_all(jobs(), lambda: None))]
    assert len(ahead) == 12
    assert max(ahead) <= 4


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with Workers(1, seconds=0.001) as workers:
        report = workers.read(Job("slow", FOLDER / "003.pdf"))
    assert report.status is Status.UNREADABLE
    assert "longer than" in (report.error or "")


def test_a_document_that_needs_too_much_memory_is_given_up() -> None:
    with Workers(1, memory=16 * 1024 * 1024) as workers:
        report = workers.read(Job("fat", FOLDER / "003.pdf"))
    assert report.status is Status.UNREADABLE
    assert report.error


def test_a_worker_that_dies_is_replaced() -> None:
    with Workers(1) as workers:
        assert workers.read(GOOD).status is Status.COMPLETE
        process = workers._all[0]._process
        assert process is not None
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        dead = workers.read(Job("fatal", b"<html></html>"))
        assert dead.status is Status.UNREADABLE
        assert "killed the reader" in (dead.error or "")
        assert workers.read(GOOD).status is Status.COMPLETE


def test_several_threads_may_ask_at_once() -> None:
    found: list[Status] = []
    with Workers(2) as workers:
        threads = [
            threading.Thread(target=lambda: found.append(workers.read(GOOD).status))
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [Status.COMPLETE] * 6


@pytest.mark.parametrize(("name", "reason"), [("none.pdf", "cannot be opened"), (".", "cannot be")])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str, reason: str) -> None:
    with Workers(1) as workers:
        report = workers.read(Job(name, tmp_path / name))
    assert report.status is Status.UNREADABLE
    assert reason in (report.error or "")


def test_a_file_larger_than_any_report_is_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with Workers(1) as workers:
        assert "larger than any report" in (workers.read(Job("large", large)).error or "")
