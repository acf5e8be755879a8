"""What was read before, so that nothing is read twice by the same reader.

A cache in `DATA/state/readings.sqlite`: delete it and everything is read again from the archive,
to the same rows.
"""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from extract.attribution import Hints
from extract.report import Report, Status, to_json_line
from extract.version import extractor_version

_SCHEMA = """
DROP TABLE IF EXISTS reading;  -- of before archives of files were opened
CREATE TABLE IF NOT EXISTS body_reading (
    body TEXT NOT NULL,         -- SHA-256 of the body that was read
    hints TEXT NOT NULL,        -- digest of what the portal said of it, and of its pictures
    position INTEGER NOT NULL,  -- of the document in it: 0, and more in an archive of files
    version TEXT NOT NULL,      -- of the reader
    member TEXT,                -- name in the archive; null: the body itself is the document
    sha256 TEXT NOT NULL,       -- of the document; empty if its bytes could not be had
    size INTEGER NOT NULL,      -- of the document in bytes
    status TEXT NOT NULL,
    error TEXT,
    report TEXT NOT NULL,       -- one line of JSON, as `gongkai extract --format jsonl` gives
    PRIMARY KEY (body, hints, position)
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class Reading:
    """What reading a document gave. `member` is its name in the archive of files it came in."""

    report: Report
    size: int  # bytes of the document
    member: str | None = None


class Given(NamedTuple):
    """What is read: a body, what the portal says of it, and the pictures that it shows."""

    body: str  # SHA-256
    hints: Hints
    pictures: tuple[tuple[str, str], ...] = ()  # what the page calls each, and its SHA-256


class ReadDocument(NamedTuple):
    """A reading in short: cheaper to get than the report."""

    member: str | None
    sha256: str
    size: int
    status: Status
    error: str | None


class Readings:
    """Readings by what was read, of the present version of the reader only."""

    def __init__(self, data: Path) -> None:
        """Open, or make, the cache in a data folder."""
        path = data / "state" / "readings.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def put(self, given: Given, readings: Sequence[Reading]) -> None:
        """Keep what reading a body gave: one document, or those of an archive in their order."""
        key = _key(given)
        rows = [
            (
                *key,
                position,
                extractor_version(),
                reading.member,
                reading.report.sha256,
                reading.size,
                reading.report.status,
                reading.report.error,
                to_json_line(reading.report),
            )
            for position, reading in enumerate(readings)
        ]
        self._database.execute("BEGIN IMMEDIATE")
        with self._database:  # all of a body or nothing
            self._database.execute("DELETE FROM body_reading WHERE body = ? AND hints = ?", key)
            self._database.executemany(
                "INSERT INTO body_reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def get(self, given: Given) -> list[Reading]:
        """Give the readings of a body; none if this reader has not read it yet."""
        rows = self._find("report, size, member", given)
        return [Reading(Report.from_json_line(line), size, name) for line, size, name in rows]

    def outcomes(self, given: Given) -> list[ReadDocument]:
        """Give the same in short."""
        rows = self._find("member, sha256, size, status, error", given)
        return [
            ReadDocument(member, sha256, size, Status(status), error)
            for member, sha256, size, status, error in rows
        ]

    def _find(self, columns: str, given: Given) -> list[tuple[Any, ...]]:
        return self._database.execute(
            f"SELECT {columns} FROM body_reading "  # noqa: S608 - columns are written above
            "WHERE body = ? AND hints = ? AND version = ? ORDER BY position",
            (*_key(given), extractor_version()),
        ).fetchall()


def _key(given: Given) -> tuple[str, str]:
    facts = asdict(given.hints) | ({"pictures": given.pictures} if given.pictures else {})
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return given.body, hashlib.sha256(told.encode()).hexdigest()
