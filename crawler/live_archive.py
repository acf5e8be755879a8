"""The archive of a crawl that goes on: written by a thread of its own, read by the reactor's.

Many answers are synced to disk together, so that the crawl waits for the disk once for all hosts
and not once for each page. Nobody sees an answer before it is on disk.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from crawler.archive import Archive, Capture
from crawler.archive_index import Note
from crawler.warc import Headers

logger = logging.getLogger(__name__)

_Job = tuple[Callable[[], Any], "Future[Any] | None"]


class LiveArchive:
    """The archive as a crawl uses it; `close` waits until all is written.

    Raises OSError from `keep` and `close` where the disk does not take what came.
    """

    def __init__(self, folder: Path, run_id: str, **about: str) -> None:
        self._writing = Archive(folder, run_id, **about)
        self._reading = Archive(folder, run_id)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._failure: Exception | None = None
        self._in_turn = asyncio.Lock()
        self._thread = threading.Thread(target=self._write, name="archive")
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
            lambda: self._writing.keep(
                url, status, headers, payload, request_headers=request_headers, posted=posted
            )
        )
        return capture

    async def unchanged(self, url: str, headers: Headers, *, request_headers: Headers = ()) -> None:
        """See `Archive.unchanged`; returns when it is on disk."""
        await self._done(
            lambda: self._writing.unchanged(url, headers, request_headers=request_headers)
        )

    def note(
        self, kind: str, about: Capture | None, facts: dict[str, Any], url: str | None = None
    ) -> None:
        """See `Archive.note`; it is written soon."""
        self._jobs.put((lambda: self._writing.note(kind, about, facts, url), None))

    def latest(self, url: str, status: int | None = None) -> Capture | None:
        """See `Archive.latest`."""
        return self._reading.latest(url, status)

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

    def close(self) -> None:
        """Write what waits, and close."""
        self._jobs.put(None)
        self._thread.join()
        self._writing.close()
        self._reading.close()
        if self._failure is not None:
            raise self._failure

    async def _done(self, work: Callable[[], Any]) -> Any:
        if self._failure is not None:
            raise self._failure
        future: Future[Any] = Future()
        self._jobs.put((work, future))
        result = await asyncio.wrap_future(future)
        # Answers that were synced together are not all to be read in one turn of the reactor.
        async with self._in_turn:
            await asyncio.sleep(0)
        return result

    def _write(self) -> None:
        """Take what waits, write it, sync it, and only then tell those who wait for it."""
        ended = False
        while not ended:
            jobs = [self._jobs.get()]
            while not self._jobs.empty():
                jobs.append(self._jobs.get())
            ended = None in jobs
            self._write_together([job for job in jobs if job is not None])

    def _write_together(self, jobs: list[_Job]) -> None:
        results: list[tuple[Future[Any], Any]] = []
        try:
            for work, future in jobs:
                result = work()
                if future is not None:
                    results.append((future, result))
            self._writing.sync()
        except Exception as failure:  # whatever it is, nothing may pass for kept
            logger.exception("the archive cannot be written")
            self._failure = failure
            for _, future in jobs:
                if future is not None:
                    future.set_exception(failure)
            return
        for future, result in results:
            future.set_result(result)
