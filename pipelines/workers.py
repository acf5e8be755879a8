"""Documents are read in processes of their own: a slow one stalls nothing, a fatal one ends alone.

A worker that runs out of time or memory, or dies, costs its one document; its place is taken by a
new one.
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
from dataclasses import dataclass
from itertools import chain, repeat
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from extract.read import Hints, read_report
from extract.report import Report, Status

# A report of 40 pages takes 3 seconds and 150 MB.
SECONDS = 60.0
MEMORY = 900 * 1024 * 1024
LARGEST_FILE = 64 * 1024 * 1024

# Fresh interpreters: a fork would copy the reactor's threads and locks in whatever state they are.
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Job:
    """A document to read: its bytes, or the file that holds them."""

    source: str
    data: bytes | Path
    hints: Hints | None = None


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

    def read(self, job: Job) -> Report:
        """Read one document, waiting for a free worker; safe to call from several threads."""
        worker = self._idle.get()
        try:
            return worker.read(job)
        finally:
            self._idle.put(worker)

    def read_all(self, jobs: Iterable[Job], done: Callable[[], None]) -> Iterator[Report]:
        """Read many, in their order; `done` is called after each.

        Jobs are taken as workers get to them: their bytes are never all in memory.
        """
        reading: deque[Future[Report]] = deque()
        with ThreadPoolExecutor(self.count) as threads:
            for job in chain(jobs, repeat(None)):
                if job is not None:
                    reading.append(threads.submit(self.read, job))
                elif not reading:
                    return
                if job is None or len(reading) > 2 * self.count:
                    report = reading.popleft().result()
                    done()
                    yield report

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

    def read(self, job: Job) -> Report:
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            if pipe.poll(self._seconds):
                report: Report = pipe.recv()
                return report
            reason = f"reading it took longer than {self._seconds:.0f} seconds"
        except (EOFError, OSError):
            reason = "reading it killed the reader"
        self.stop()
        return _unread(job, f"{reason}; it was given up, look at it by hand")

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


def _read(job: Job) -> Report:
    data = job.data
    if isinstance(data, Path):
        try:
            if data.stat().st_size > LARGEST_FILE:
                size = data.stat().st_size // 1_000_000
                return _unread(job, f"it is larger than any report ({size} MB); it was not opened")
            data = data.read_bytes()
        except OSError as error:
            return _unread(job, f"the file cannot be opened ({error.strerror}); check its path")
    return read_report(data, job.source, job.hints)


def _unread(job: Job, reason: str) -> Report:
    digest = hashlib.sha256(job.data).hexdigest() if isinstance(job.data, bytes) else ""
    return Report(job.source, digest, "unknown", Status.UNREADABLE, error=reason)
