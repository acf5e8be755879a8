"""The archive: every answer of a portal as WARC, kept before anything is derived from it.

`DATA/archive/<run id>-<host>.warc.gz` holds the answers of one host in one run, `<run
id>.warc.gz` the notes of that run. A run never appends to an older file. `DATA/state/
captures.sqlite` is an index over the files: delete it, add files of another machine or kill a run,
and the next opening reads in what it lacks.
"""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import IO, Any
from urllib.parse import quote, urlsplit

from crawler import warc
from crawler.archive_index import ArchiveIndex, Capture, Note, index_of

__all__ = ["Archive", "Capture", "Note", "now", "posted_url", "run_id_at"]

logger = logging.getLogger(__name__)


def now() -> str:
    """Give the present moment as the archive writes it: 2026-11-21T17:43:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def run_id_at(moment: str) -> str:
    """Give an id for a run that starts at this moment: 20261121T174300Z-3fa07c.

    The archives of two machines become one by copying files, and both may start at midnight.
    """
    return f"{moment.replace('-', '').replace(':', '')}-{token_hex(3)}"


# What pywb appends to the address of a POST, so that requests to one address can be told apart.
_POSTED = "__wb_method=POST&"


def posted_url(url: str, body: bytes) -> str:
    """Give the address that the archive knows the answer to a POST by."""
    fields = body.decode("utf-8", errors="replace")
    return f"{url}{'&' if '?' in url else '?'}{_POSTED}{quote(fields, safe='=&+%')}"


_FILES_AT_ONCE = 16  # synced; the file system then does them together


class Archive:
    """WARC files of many runs, read as one; written to by the run `run_id`.

    What is written counts as kept once `sync` has returned.
    """

    def __init__(
        self, folder: Path, run_id: str, *, software: str = "gongkai", user_agent: str = ""
    ) -> None:
        """Open, and read in what the index lacks. Files are made when first written to."""
        self.folder = folder
        self.run_id = run_id
        self._about = {"software": software, "http-header-user-agent": user_agent}
        self._names: dict[str, str] = {}  # host → file of this run
        # Files written to since they were synced, and up to where the index knows them.
        self._unsynced: dict[str, tuple[IO[bytes], int]] = {}
        self._syncing = ThreadPoolExecutor(_FILES_AT_ONCE)
        folder.mkdir(parents=True, exist_ok=True)
        self._index = ArchiveIndex(index_of(folder))
        self._catch_up()

    def close(self) -> None:
        """Sync, and close the index. The WARC files are whole after every record."""
        self.sync()
        self._syncing.shutdown()
        self._index.close()

    def keep(
        self,
        url: str,
        status: int,
        headers: warc.Headers,
        payload: bytes,
        *,
        request_headers: warc.Headers = (),
        posted: bytes | None = None,
    ) -> Capture:
        """Write an answer, and what was sent for it; then give its capture.

        `payload` is as transferred, its content encoding still on. A payload that the archive
        holds already becomes a `revisit` record that points to it. For an answer to a POST, `url`
        is that of `posted_url` and `posted` the body sent.
        """
        make = warc.RecordMaker(now())
        label = warc.digest(payload)
        held = self._index.payload(label) if payload else None
        if held is None:
            answer = make.response(url, status, headers, payload, label)
        else:
            answer = make.same_payload(url, status, headers, label, held[:2])
        self._write(_host(url), answer, _request(make, url, request_headers, answer, posted))
        return self._index.capture(answer.id)

    def unchanged(
        self, url: str, headers: warc.Headers, *, request_headers: warc.Headers = ()
    ) -> None:
        """Write that the portal answered 304 for a URL; `checked` tells of it."""
        make = warc.RecordMaker(now())
        answer = make.not_modified(url, headers)
        self._write(_host(url), answer, _request(make, url, request_headers, answer))

    def note(
        self, kind: str, about: Capture | None, facts: dict[str, Any], url: str | None = None
    ) -> None:
        """Write facts beside the bytes, so that the archive alone can rebuild the warehouse.

        They are about a capture, or about what stands at `url`, or about the run.
        """
        refers_to = None if about is None else self._index.record_id(about)
        url = about.url if about else url or f"urn:gongkai:{kind}"
        made = warc.RecordMaker(now()).metadata(url, {"kind": kind, "facts": facts}, refers_to)
        self._write("", made)

    def note_change(self, kind: str, about: Capture, facts: dict[str, Any]) -> None:
        """Write facts about a capture, unless the newest note on its URL says the same of it."""
        before = self.latest_note(kind, about.url)
        if before is None or before.facts != facts or before.about != about:
            self.note(kind, about, facts)

    def latest(self, url: str, status: int | None = None) -> Capture | None:
        """Give the newest capture of a URL, of whatever status or of this one."""
        return self._index.latest(url, status)

    def of_body(self, url: str, sha256: str) -> Capture | None:
        """Give the newest capture of a URL that has this body; None if its file is not there."""
        return self._index.of_body(url, sha256)

    def checked(self, url: str) -> str | None:
        """Give when the portal last answered for a URL, 304 included."""
        return self._index.checked(url)

    def captures(self) -> Iterator[Capture]:
        """Give all captures, oldest first; a revisit has the sha256 and size of its original."""
        return self._index.captures()

    def notes(self, kind: str) -> Iterator[Note]:
        """Give all notes of a kind, oldest first, over all files."""
        return self._index.notes(kind)

    def latest_note(self, kind: str, url: str) -> Note | None:
        """Give the newest note of a kind about a URL."""
        return self._index.latest_note(kind, url)

    def answer(self, capture: Capture) -> tuple[bytes, dict[str, str]]:
        """Give the body, its content encoding undone, and the HTTP headers, names in lower case.

        A revisit is followed to its original. Raises LookupError if the WARC file with the bytes
        is not there.
        """
        record = self._read(capture.warc_file, capture.warc_offset)
        if record.kind != "revisit":
            return record.body, record.http_headers
        held = self._index.payload(record.headers["warc-payload-digest"])
        if held is None:
            raise LookupError(f"{capture.url}: no file in {self.folder} holds its bytes")
        return self._read(held[2], held[3]).body, record.http_headers

    def body(self, capture: Capture) -> bytes:
        """Give the body alone; see `answer`."""
        return self.answer(capture)[0]

    def _read(self, name: str, offset: int) -> warc.Record:
        path = self.folder / name
        if not path.exists():
            raise LookupError(f"{path} is missing; copy it back from where it was moved to")
        _, member = next(warc.members(path, offset))
        return warc.read(member)

    def _write(self, host: str, *records: warc.Made) -> None:
        self._append(self._names.get(host) or self._new_file(host), *records)

    def _new_file(self, host: str) -> str:
        stem = f"{self.run_id}-{host}" if host else self.run_id
        name, count = f"{stem}.warc.gz", 1
        while (self.folder / name).exists():  # two runs began within the same second
            count += 1
            name = f"{stem}-{count}.warc.gz"
        self._names[host] = name
        about = self._about | {"format": "WARC File Format 1.1", "isPartOf": self.run_id}
        self._append(name, warc.RecordMaker(now()).warcinfo(name, about))
        return name

    def _append(self, name: str, *records: warc.Made) -> None:
        """Write records and let the index know of them; `sync` makes both outlast a crash."""
        unsynced = self._unsynced.get(name)
        file = unsynced[0] if unsynced else (self.folder / name).open("ab")
        placed = []
        for made in records:
            placed.append((file.tell(), made.record))
            file.write(warc.packed(made.member))
        file.flush()
        for offset, record in placed:
            self._index.add(name, offset, record)
        self._unsynced[name] = file, file.tell()

    def sync(self) -> None:
        """Bring to disk what was written since the last time: first the records, then the index."""
        list(self._syncing.map(_sync, [file for file, _ in self._unsynced.values()]))
        for name, (_, end) in self._unsynced.items():
            self._index.seen(name, end, end)
        self._index.commit()
        self._unsynced.clear()

    def _catch_up(self) -> None:
        """Read in what killed runs and other machines left, and forget files that are gone."""
        known = self._index.files()
        present = {path.name: path for path in sorted(self.folder.glob("*.warc.gz"))}
        for name in known.keys() - present.keys():
            logger.warning("%s is gone from %s; its captures are forgotten", name, self.folder)
            self._index.forget(name)
        for name, path in present.items():
            size, read_to = known.get(name, (0, 0))
            if path.stat().st_size != size:
                self._read_in(path, read_to)
        if orphans := self._index.orphans():
            logger.warning(
                "%d captures in %s point to bytes in a WARC file that is not there; "
                "copy the missing files there",
                orphans,
                self.folder,
            )

    def _read_in(self, path: Path, read_to: int) -> None:
        size = path.stat().st_size
        end = size
        try:
            for offset, member in warc.members(path, read_to):
                self._index.add(path.name, offset, warc.read(member))
        except warc.TornRecordError as torn:
            logger.warning("%s", torn)
            end = torn.offset
        self._index.seen(path.name, size, end)
        self._index.commit()


def _request(
    make: warc.RecordMaker,
    url: str,
    headers: warc.Headers,
    answer: warc.Made,
    posted: bytes | None = None,
) -> warc.Made:
    """Make the record of what was sent for an answer."""
    parts = urlsplit(url if posted is None else url.partition(_POSTED)[0][:-1])
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return make.request(url, path, [("Host", parts.netloc), *headers], answer.id, posted)


def _sync(file: IO[bytes]) -> None:
    """Bring a file to disk and close it."""
    with file:
        os.fsync(file.fileno())


def _host(url: str) -> str:
    """Give host and port as a part of a file name."""
    parts = urlsplit(url)
    return (parts.hostname or "unknown") + (f"_{parts.port}" if parts.port else "")
