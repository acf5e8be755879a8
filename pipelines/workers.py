"""Documents are read in processes of their own: a slow one stalls nothing, a fatal one ends alone.

A worker that runs out of time or memory, or dies, costs its one document; its place is taken by a
new one. An archive of files is opened in a worker too; then each document in it is read by itself.
"""

import contextlib
import hashlib
import multiprocessing
import os
import queue
import resource
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from extract.attribution import Hints
from extract.blocks import Pictures, UnreadableError
from extract.formats import ARCHIVES, format_of
from extract.members import Member, members_of
from extract.read import read_report
from extract.report import Report, Status
from pipelines.beside import Beside
from pipelines.readings import Reading

# A report of 40 pages takes 3 seconds and 150 MB.
SECONDS = 60.0
MEMORY = 900 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024

_GIVEN_UP = "it was given up, look at it by hand"

# Fresh interpreters: a fork would copy the reactor's threads and locks in whatever state they are.
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Job:
    """A document to read: its bytes, or the file that holds them."""

    source: str
    data: bytes | Path
    hints: Hints | None = None
    pictures: Pictures = field(default_factory=dict)  # of a page; in a file, those beside it

    def of(self, member: Member, *, alone: bool) -> "Job":
        """Give the job to read a document in this archive.

        What the portal says of an archive it says of the only document in it; among several, each
        is called by its own name.
        """
        hints = self.hints
        if hints is not None and not alone:
            title = PurePosixPath(member.name).stem
            hints = replace(hints, title=title, agency=None, year=None)
        return Job(f"{self.source}!/{member.name}", member.data, hints)


class Workers:
    """A few processes that read documents, one at a time each. Use it as a context manager."""

    def __init__(self, count: int, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """Start nothing yet: a worker starts with its first document."""
        self.count = count
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all = [_Worker(seconds, memory) for _ in range(count)]
        for worker in self._all:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, job: Job) -> list[Reading]:
        """Read one document, or each of those in an archive, waiting for a free worker.

        Safe to call from several threads.
        """
        answer = self._ask(job)
        if isinstance(answer, Reading):
            return [answer]
        return [self._read_member(job.of(m, alone=len(answer) == 1), m) for m in answer]

    def _read_member(self, job: Job, member: Member) -> Reading:
        if member.error is not None:
            report = _unread(job.source, member.data, member.error)
        else:
            answer = self._ask(job)
            # Archives in an archive were opened with it.
            assert isinstance(answer, Reading)  # noqa: S101 - told to the type checker
            report = answer.report
        # The format is known even if reading it was given up.
        return Reading(replace(report, format=member.format), len(member.data), member.name)

    def _ask(self, job: Job) -> Reading | list[Member]:
        worker = self._idle.get()
        try:
            return worker.read(job)
        finally:
            self._idle.put(worker)

    def read_all(self, jobs: Iterable[Job], done: Callable[[], None]) -> Iterator[list[Reading]]:
        """Read many, in their order, as `read` does; `done` is called after each.

        Jobs are taken as workers get to them: their bytes are never all in memory.
        """
        reading: deque[Future[list[Reading]]] = deque()
        with ThreadPoolExecutor(self.count) as threads:
            for job in chain(jobs, repeat(None)):
                if job is not None:
                    reading.append(threads.submit(self.read, job))
                elif not reading:
                    return
                if job is None or len(reading) > 2 * self.count:
                    readings = reading.popleft().result()
                    done()
                    yield readings

    def close(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.stop()


class _Worker:
    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, job: Job) -> Reading | list[Member]:
        """Read one; a process that dies of what others left in it is given a second try, new."""
        fresh = self._pipe is None
        answer = self._ask(job)
        if answer is None and not fresh:
            answer = self._ask(job)
        if answer is None:
            return _not_read(job, f"reading it killed the reader; {_GIVEN_UP}")
        return answer

    def _ask(self, job: Job) -> Reading | list[Member] | None:
        """Give what the process answers; None if it died."""
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            if pipe.poll(self._seconds):
                answer: Reading | list[Member] = pipe.recv()
                return answer
        except (EOFError, OSError):
            self.stop()
            return None
        self.stop()
        reason = f"reading it took longer than {self._seconds:.0f} seconds; {_GIVEN_UP}"
        return _not_read(job, reason)

    def _start(self) -> Connection:
        ours, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, self._memory), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        return ours

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _serve(pipe: Connection, memory: int) -> None:
    """Read documents until the pipe closes. Ctrl-C is the parent's to handle.

    What libraries say on their own of a damaged file (Rust a stack, pdfminer every odd font) goes
    nowhere: what there is to say is in the report.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with contextlib.suppress(EOFError):
        while True:
            pipe.send(_read(pipe.recv()))


def _read(job: Job) -> Reading | list[Member]:
    """Give the reading of a document, or the files in an archive."""
    data, pictures = job.data, job.pictures
    if isinstance(data, Path):
        pictures = pictures or Beside(data)
        try:
            if data.stat().st_size > LARGEST_FILE:
                size = data.stat().st_size // 1_000_000
                reason = f"it is larger than any report ({size} MB); it was not opened"
                return _not_read(job, reason)
            data = data.read_bytes()
        except OSError as error:
            return _not_read(job, f"the file cannot be opened ({error.strerror}); check its path")
    kind = format_of(data)
    if kind in ARCHIVES:
        try:
            return members_of(data)
        except UnreadableError as error:
            return Reading(_unread(job.source, data, str(error), kind), len(data))
    return Reading(read_report(data, job.source, job.hints, pictures), len(data))


def _not_read(job: Job, reason: str) -> Reading:
    data = job.data if isinstance(job.data, bytes) else b""
    return Reading(_unread(job.source, data, reason), len(data))


def _unread(source: str, data: bytes, reason: str, kind: str = "unknown") -> Report:
    """Give the report of a document that was not read; without bytes it has no digest."""
    digest = hashlib.sha256(data).hexdigest() if data else ""
    return Report(source, digest, kind, Status.UNREADABLE, error=reason)
