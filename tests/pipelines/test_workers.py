"""A document that is too slow, too large or fatal costs itself and nothing else."""

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.attribution import Hints
from extract.members import Member
from extract.report import Report, Status
from pipelines.beside import Beside
from pipelines.workers import Job, Workers
from tests.documents import FOLDER, SAMPLES
from tests.documents.archives import zipped

GOOD = Job("good", FOLDER / "002.html")


def read(workers: Workers, job: Job) -> Report:
    """Read a file that is one document."""
    (reading,) = workers.read(job)
    return reading.report


def test_documents_come_back_in_their_order() -> None:
    jobs = [Job(s.path.name, s.path) for s in SAMPLES]
    with Workers(2) as workers:
        reports = [r.report for (r,) in workers.read_all(jobs, lambda: None)]
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
        report = read(workers, Job("slow", FOLDER / "003.pdf"))
    assert report.status is Status.UNREADABLE
    assert "longer than" in (report.error or "")


def test_a_document_that_needs_too_much_memory_is_given_up() -> None:
    with Workers(1, memory=16 * 1024 * 1024) as workers:
        report = read(workers, Job("fat", FOLDER / "003.pdf"))
    assert report.status is Status.UNREADABLE
    assert report.error


class Fatal(bytes):
    """Bytes that end whoever unpacks them."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_a_document_that_kills_costs_itself_only() -> None:
    with Workers(1) as workers:
        for _ in range(2):
            assert read(workers, GOOD).status is Status.COMPLETE
            dead = read(workers, Job("fatal", Fatal(b"<html></html>")))
            assert dead.status is Status.UNREADABLE
            assert "killed the reader" in (dead.error or "")
            assert dead.sha256 == hashlib.sha256(b"<html></html>").hexdigest()


def test_a_document_that_a_worn_worker_dies_of_is_read_by_a_new_one() -> None:
    with Workers(1) as workers:
        assert read(workers, GOOD).status is Status.COMPLETE
        process = workers._all[0]._process
        assert process is not None
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert read(workers, GOOD).status is Status.COMPLETE


def test_several_threads_may_ask_at_once() -> None:
    found: list[Status] = []
    with Workers(2) as workers:
        threads = [
            threading.Thread(target=lambda: found.append(read(workers, GOOD).status))
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
        report = read(workers, Job(name, tmp_path / name))
    assert report.status is Status.UNREADABLE
    assert reason in (report.error or "")


def test_a_file_larger_than_any_report_is_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with Workers(1) as workers:
        assert "larger than any report" in (read(workers, Job("large", large)).error or "")


def test_each_document_in_an_archive_is_read_by_itself() -> None:
    archive = zipped({"一.html": (FOLDER / "002.html").read_bytes(), "二.txt": b"x", "三.pdf": b""})
    with Workers(2) as workers:
        readings = workers.read(Job("all.zip", archive))
    assert [(r.member, r.report.source, r.size) for r in readings] == [
        ("一.html", "all.zip!/一.html", (FOLDER / "002.html").stat().st_size),
        ("二.txt", "all.zip!/二.txt", 1),
        ("三.pdf", "all.zip!/三.pdf", 0),
    ]
    good, text, empty = (reading.report for reading in readings)
    assert good.status is Status.COMPLETE
    assert good.sha256 == hashlib.sha256((FOLDER / "002.html").read_bytes()).hexdigest()
    assert "no format" in (text.error or "")
    assert "empty" in (empty.error or "")


def test_an_archive_that_cannot_be_opened_is_unreadable_itself() -> None:
    with Workers(1) as workers:
        report = read(workers, Job("all.zip", zipped({"a.html": b"x"})[:-20]))
    assert (report.status, report.format) == (Status.UNREADABLE, "zip")
    assert "cut short" in (report.error or "")


def test_what_a_portal_says_of_an_archive_it_says_of_a_document_alone_in_it() -> None:
    job = Job("all.zip", b"", Hints("511725", "2023年汇编", "渠县人民政府", "2024-01-19"))
    member = Member("年报/渠县司法局2023年政府信息公开工作年度报告.docx", b"x")
    assert job.of(member, alone=True).hints == job.hints
    assert job.of(member, alone=False).hints == Hints(
        "511725", "渠县司法局2023年政府信息公开工作年度报告", None, "2024-01-19"
    )


def test_a_page_that_was_saved_with_its_folder_has_its_pictures_from_there(tmp_path: Path) -> None:
    folder = tmp_path / "年报_files"
    folder.mkdir()
    (folder / "图 1.jpg").write_bytes(b"picture")
    (tmp_path.parent / "outside.jpg").write_bytes(b"outside")
    (folder / "link.jpg").symlink_to(tmp_path.parent / "outside.jpg")
    beside = Beside(tmp_path / "年报.html")
    for source in ("年报_files/图 1.jpg", "./%E5%B9%B4%E6%8A%A5_files/%E5%9B%BE%201.jpg?x=1"):
        assert beside[source] == b"picture"
    for source in (
        "../outside.jpg", "年报_files/../../outside.jpg", "年报_files/link.jpg", "年报_files",
        f"{tmp_path.parent}/outside.jpg", f"file://{tmp_path.parent}/outside.jpg",
        f"{folder}/图 1.jpg", "http://[", "a\0b", "none.jpg",
    ):  # fmt: skip
        with pytest.raises(KeyError):
            beside[source]


@pytest.mark.parametrize("at_hand", [True, False])
def test_a_job_brings_the_pictures_of_its_page(at_hand: bool) -> None:
    title = "渠县司法局2023年政府信息公开工作年度报告"
    page = f"<html><title>{title}</title><body><p>{title}</p><img src='a.png'></body></html>"
    pictures = {"a.png": b"GIF89a"} if at_hand else {}
    with Workers(1) as workers:
        report = read(workers, Job("page", page.encode(), pictures=pictures))
    assert ("not at hand" in "".join(report.warnings)) is not at_hand
