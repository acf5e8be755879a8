"""The SQLite index over the archive's WARC files: only a cache, remade from them at any time."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.warc import NOT_MODIFIED, Record

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, read_to INTEGER NOT NULL, run_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS payload (  -- where the bytes of each digest stand
    digest TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    url TEXT NOT NULL, at TEXT NOT NULL, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS capture (
    record_id TEXT PRIMARY KEY, url TEXT NOT NULL, status INTEGER NOT NULL,
    media_type TEXT NOT NULL, digest TEXT NOT NULL, etag TEXT, last_modified TEXT,
    retrieved_at TEXT NOT NULL, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL,
    run_id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS capture_url ON capture (url);
CREATE TABLE IF NOT EXISTS not_modified (
    record_id TEXT PRIMARY KEY, url TEXT NOT NULL, at TEXT NOT NULL, warc_file TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS not_modified_url ON not_modified (url);
CREATE TABLE IF NOT EXISTS note (
    record_id TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, run_id TEXT NOT NULL,
    about TEXT, url TEXT, facts TEXT NOT NULL, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS note_url ON note (url);
"""

_COLUMNS = """c.url, c.status, c.media_type, p.sha256, p.size, c.etag, c.last_modified,
              c.retrieved_at, c.warc_file, c.warc_offset, c.run_id"""
_CAPTURE = f"SELECT {_COLUMNS} FROM capture c JOIN payload p USING (digest)"  # noqa: S608 — a constant
_NOTE = f"""
SELECT n.kind, n.at, n.run_id, n.facts, {_COLUMNS} FROM note n
LEFT JOIN capture c ON c.record_id = n.about LEFT JOIN payload p ON p.digest = c.digest
"""  # noqa: S608 — a constant


def index_of(archive: Path) -> Path:
    """Give the file of the index over an archive folder: beside it, in `state/`."""
    return archive.parent / "state" / "captures.sqlite"


@dataclass(frozen=True)
class Capture:
    """One archived answer."""

    url: str
    status: int
    media_type: str  # of the Content-Type header, lower case; "" if the server named none
    sha256: str  # of the body with its content encoding undone
    size: int  # bytes of that body
    etag: str | None
    last_modified: str | None
    retrieved_at: str  # ISO 8601 UTC, seconds: 2026-11-21T17:43:00Z
    warc_file: str  # relative to the archive folder
    warc_offset: int
    run_id: str


@dataclass(frozen=True)
class Note:
    """Facts that a run wrote beside the bytes: a finding, a problem, the summary of a run."""

    kind: str
    at: str  # ISO 8601 UTC, seconds
    run_id: str
    facts: dict[str, Any]
    about: Capture | None


class ArchiveIndex:
    """Rows about records. Every row is derived by `add`, for new and old records alike."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")  # only a cache: the WARC files are synced
        self._db.executescript(_SCHEMA)
        self._runs: dict[str, str] = {}  # of each file

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def files(self) -> dict[str, tuple[int, int]]:
        """Give (size when last read, offset read to) of each WARC file known."""
        rows = self._db.execute("SELECT name, size, read_to FROM file")
        return {name: (size, read_to) for name, size, read_to in rows}

    def seen(self, name: str, size: int, read_to: int) -> None:
        """Remember how far a file has been read."""
        self._db.execute(
            "INSERT INTO file VALUES (?, ?, ?, '') ON CONFLICT (name) "
            "DO UPDATE SET size = excluded.size, read_to = excluded.read_to",
            (name, size, read_to),
        )

    def commit(self) -> None:
        """Make the rows outlast the process."""
        self._db.commit()

    def forget(self, name: str) -> None:
        """Drop every row of a file that is no longer there."""
        for table in ("capture", "payload", "not_modified", "note"):
            self._db.execute(f"DELETE FROM {table} WHERE warc_file = ?", (name,))  # noqa: S608 — names above
        self._db.execute("DELETE FROM file WHERE name = ?", (name,))
        self._db.commit()

    def add(self, warc_file: str, offset: int, record: Record) -> None:
        """Derive the rows of one record; a record known already changes nothing."""
        place = (warc_file, offset)
        if record.kind == "warcinfo":
            self._add_file(warc_file, record)
        elif record.kind == "metadata":
            self._add_note(place, record)
        elif record.headers.get("warc-profile") == NOT_MODIFIED:
            self._db.execute(
                "INSERT OR IGNORE INTO not_modified VALUES (?, ?, ?, ?)",
                (*_identity(record), warc_file),
            )
        elif record.kind in ("response", "revisit"):
            self._add_capture(place, record)

    def _add_file(self, name: str, record: Record) -> None:
        facts = dict(
            line.split(": ", 1) for line in record.payload.decode().splitlines() if ": " in line
        )
        self._runs.pop(name, None)
        self._db.execute(
            "INSERT INTO file VALUES (?, 0, 0, ?) ON CONFLICT (name) "
            "DO UPDATE SET run_id = excluded.run_id",
            (name, facts.get("isPartOf", "")),
        )

    def _add_capture(self, place: tuple[str, int], record: Record) -> None:
        _, url, at = _identity(record)
        digest = record.headers["warc-payload-digest"]
        if record.kind == "response":
            body = record.body
            self._db.execute(
                "INSERT OR IGNORE INTO payload VALUES (?, ?, ?, ?, ?, ?, ?)",
                (digest, hashlib.sha256(body).hexdigest(), len(body), url, at, *place),
            )
        http = record.http_headers
        self._db.execute(
            "INSERT OR IGNORE INTO capture VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record.headers["warc-record-id"],
                url,
                record.status,
                http.get("content-type", "").split(";")[0].strip().lower(),
                digest,
                http.get("etag"),
                http.get("last-modified"),
                at,
                *place,
                self._run_of(place[0]),
            ),
        )

    def _add_note(self, place: tuple[str, int], record: Record) -> None:
        told = json.loads(record.payload)
        about = record.headers.get("warc-refers-to")
        record_id, url, at = _identity(record)
        self._db.execute(
            "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record_id,
                told["kind"],
                at,
                self._run_of(place[0]),
                about,
                None if url.startswith("urn:") else url,
                json.dumps(told["facts"], ensure_ascii=False),
                *place,
            ),
        )

    def _run_of(self, warc_file: str) -> str:
        if warc_file not in self._runs:
            found = self._db.execute("SELECT run_id FROM file WHERE name = ?", (warc_file,))
            row = found.fetchone()
            self._runs[warc_file] = row[0] if row else ""
        return self._runs[warc_file]

    def latest(self, url: str, status: int | None = None) -> Capture | None:
        """Give the newest capture of a URL, of this status if one is given."""
        row = self._db.execute(
            f"{_CAPTURE} WHERE c.url = ? AND c.status = coalesce(?, c.status) "
            "ORDER BY c.retrieved_at DESC, c.warc_file DESC, c.warc_offset DESC LIMIT 1",
            (url, status),
        ).fetchone()
        return Capture(*row) if row else None

    def of_body(self, url: str, sha256: str) -> Capture | None:
        """Give the newest capture of a URL that has this body."""
        row = self._db.execute(
            f"{_CAPTURE} WHERE c.url = ? AND p.sha256 = ? "
            "ORDER BY c.retrieved_at DESC, c.warc_file DESC, c.warc_offset DESC LIMIT 1",
            (url, sha256),
        ).fetchone()
        return Capture(*row) if row else None

    def capture(self, record_id: str) -> Capture:
        """Give the capture of a record. Raises LookupError if there is none."""
        row = self._db.execute(f"{_CAPTURE} WHERE c.record_id = ?", (record_id,)).fetchone()
        if row is None:
            raise LookupError(f"no capture has the record {record_id}")
        return Capture(*row)

    def captures(self) -> Iterator[Capture]:
        """Give all captures, oldest first."""
        rows = self._db.execute(f"{_CAPTURE} ORDER BY c.retrieved_at, c.warc_file, c.warc_offset")
        return (Capture(*row) for row in rows)

    def orphans(self) -> int:
        """Count the captures whose payload stands in a file that is not here."""
        row = self._db.execute(
            "SELECT count(*) FROM capture WHERE digest NOT IN (SELECT digest FROM payload)"
        ).fetchone()
        return int(row[0])

    def checked(self, url: str) -> str | None:
        """Give the last time the portal answered for a URL, 304 included."""
        row = self._db.execute(
            "SELECT max(at) FROM (SELECT at FROM not_modified WHERE url = ?"
            " UNION ALL SELECT retrieved_at FROM capture WHERE url = ?)",
            (url, url),
        ).fetchone()
        return None if row[0] is None else str(row[0])

    def payload(self, digest: str) -> tuple[str, str, str, int] | None:
        """Give (url, date, WARC file, offset) of the record that holds a payload."""
        row = self._db.execute(
            "SELECT url, at, warc_file, warc_offset FROM payload WHERE digest = ?", (digest,)
        ).fetchone()
        return None if row is None else (row[0], row[1], row[2], row[3])

    def record_id(self, capture: Capture) -> str | None:
        """Give the WARC-Record-ID of a capture."""
        row = self._db.execute(
            "SELECT record_id FROM capture WHERE url = ? AND warc_file = ? AND warc_offset = ?",
            (capture.url, capture.warc_file, capture.warc_offset),
        ).fetchone()
        return None if row is None else str(row[0])

    def notes(self, kind: str) -> Iterator[Note]:
        """Give all notes of a kind, oldest first."""
        rows = self._db.execute(
            f"{_NOTE} WHERE n.kind = ? ORDER BY n.at, n.warc_file, n.warc_offset", (kind,)
        )
        return map(_note, rows)

    def latest_note(self, kind: str, url: str) -> Note | None:
        """Give the newest note of a kind about a URL."""
        row = self._db.execute(
            f"{_NOTE} WHERE n.kind = ? AND n.url = ? "
            "ORDER BY n.at DESC, n.warc_file DESC, n.warc_offset DESC LIMIT 1",
            (kind, url),
        ).fetchone()
        return None if row is None else _note(row)


def _identity(record: Record) -> tuple[str, str, str]:
    headers = record.headers
    return headers["warc-record-id"], headers.get("warc-target-uri", ""), headers["warc-date"]


def _note(row: tuple[Any, ...]) -> Note:
    kind, at, run_id, facts, *about = row
    whole = None not in (about[0], about[3])  # the note is about a capture, and its bytes are here
    return Note(kind, at, run_id, json.loads(facts), Capture(*about) if whole else None)
