"""The archive of a crawl that goes on: written by a process of its own, read by the reactor's.

Many answers are synced to disk together, so that the crawl waits for the disk once for all hosts
and not once for each page. Nobody sees an answer before it is on disk.
"""

import asyncio
import threading
from collections import deque
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from crawler.archive import Archive, Capture
from crawler.archive_index import Note
from crawler.archive_writer import ArchiveLostError, Call, Writer
from crawler.warc import Headers

_Job = tuple[Call, "asyncio.Future[Any] | None"]


class LiveArchive:
    """The archive as a crawl uses it; `close` waits until all is written.

    Raises ArchiveLostError from `keep`, `unchanged`, `check` and `close` where the disk does not
    take what came. The process that writes holds `lock` too.
    """

    def __init__(self, folder: Path, run_id: str, lock: IO[str], **about: str) -> None:
        self._reading = Archive(folder, run_id)
        self._writer = Writer(folder, run_id, about, lock)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._failure: ArchiveLostError | None = None
        self._thread = threading.Thread(target=self._hand_over, name="archive")
        self._thread.start()

    async def keep(
        self,
        url: str,
        status: int,
        headers: Headers,
        payload: bytes,
        *,
        request_headers: Headers = (),
        posted: bytes | None = None,
    ) -> Capture:
        """See `Archive.keep`; returns when the answer is on disk."""
        capture: Capture = await self._done(
            "keep",
            url=url,
            status=status,
            headers=headers,
            payload=payload,
            request_headers=request_headers,
            posted=posted,
        )
        return capture

    async def unchanged(self, url: str, headers: Headers, *, request_headers: Headers = ()) -> None:
        """See `Archive.unchanged`; returns when it is on disk."""
        await self._done("unchanged", url=url, headers=headers, request_headers=request_headers)

    def note(
        self, kind: str, about: Capture | None, facts: dict[str, Any], url: str | None = None
    ) -> None:
        """See `Archive.note`; it is written soon."""
        told = {"kind": kind, "about": about, "facts": facts, "url": url}
        self._jobs.put((Call("note", told), None))

    def note_change(self, kind: str, about: Capture, facts: dict[str, Any]) -> None:
        """See `Archive.note_change`; it is written soon."""
        told = {"kind": kind, "about": about, "facts": facts}
        self._jobs.put((Call("note_change", told), None))

    def latest(self, url: str, status: int | None = None) -> Capture | None:
        """See `Archive.latest`."""
        return self._reading.latest(url, status)

    def of_body(self, url: str, sha256: str) -> Capture | None:
        """See `Archive.of_body`."""
        return self._reading.of_body(url, sha256)

    def checked(self, url: str) -> str | None:
        """See `Archive.checked`."""
        return self._reading.checked(url)

    def latest_note(self, kind: str, url: str) -> Note | None:
        """See `Archive.latest_note`; what this run noted a moment ago may be missing."""
        return self._reading.latest_note(kind, url)

    def answer(self, capture: Capture) -> tuple[bytes, dict[str, str]]:
        """See `Archive.answer`."""
        return self._reading.answer(capture)

    def body(self, capture: Capture) -> bytes:
        """See `Archive.body`."""
        return self._reading.body(capture)

    async def close(self) -> None:
        """Write what waits, and close."""
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._reading.close()
        self.check()

    def check(self) -> None:
        """Raise ArchiveLostError if nothing can be kept any more."""
        if self._failure is not None:
            raise self._failure

    async def _done(self, method: str, **arguments: Any) -> Any:
        self.check()
        future = asyncio.get_running_loop().create_future()
        self._jobs.put((Call(method, arguments), future))
        return await future

    def _hand_over(self) -> None:
        """Take what waits, have it written and synced, and only then tell those who wait for it."""
        ended = False
        while not ended:
            jobs = [self._jobs.get()]
            while not self._jobs.empty():
                jobs.append(self._jobs.get())
            ended = None in jobs
            self._write_together([job for job in jobs if job is not None])
        self._writer.close()

    def _write_together(self, jobs: list[_Job]) -> None:
        results: list[Any]
        try:
            self.check()
            results = self._writer.write([call for call, _ in jobs])
        except ArchiveLostError as failure:
            self._failure = failure
            results = [failure] * len(jobs)
        waiting = deque((f, r) for (_, f), r in zip(jobs, results, strict=True) if f is not None)
        if waiting:
            waiting[0][0].get_loop().call_soon_threadsafe(_tell, waiting)


def _tell(waiting: deque[tuple[asyncio.Future[Any], Any]]) -> None:
    """Tell one after the other: answers synced together are not all read in one turn."""
    future, result = waiting.popleft()
    if not future.done():
        if isinstance(result, ArchiveLostError):
            future.set_exception(result)
        else:
            future.set_result(result)
    if waiting:
        future.get_loop().call_soon(_tell, waiting)
