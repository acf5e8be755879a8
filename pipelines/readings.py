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
from warehouse.packed import Packed, pack, packing

_SCHEMA = """
DROP TABLE IF EXISTS reading;  -- of before archives of files were opened
DROP TABLE IF EXISTS body_reading;  -- of before reports were packed
CREATE TABLE IF NOT EXISTS packed_reading (
    body TEXT NOT NULL,         -- SHA-256 of the body that was read
    hints TEXT NOT NULL,        -- digest of what the portal said of it, and of its pictures
    position INTEGER NOT NULL,  -- of the document in it: 0, and more in an archive of files
    version TEXT NOT NULL,      -- of the reader, and of how its report was packed
    member TEXT,                -- name in the archive; null: the body itself is the document
    sha256 TEXT NOT NULL,       -- of the document; empty if its bytes could not be had
    size INTEGER NOT NULL,      -- of the document in bytes
    status TEXT NOT NULL,
    error TEXT,
    head TEXT NOT NULL,         -- the report without figures and checks: a line of JSON
    addresses TEXT NOT NULL,    -- of its figures: digest of names
    figures BLOB NOT NULL,
    edges TEXT NOT NULL,        -- of lines, across and down: JSON
    subjects TEXT NOT NULL,     -- of its checks: digest of names
    checks BLOB NOT NULL,
    PRIMARY KEY (body, hints, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS names (digest TEXT PRIMARY KEY, names TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Reading:
    """What reading a document gave. `member` is its name in the archive of files it came in."""

    report: Report
    size: int  # bytes of the document
    member: str | None = None


class KeptReading(NamedTuple):
    """What reading a document gave, as it is kept."""

    packed: Packed
    member: str | None

    @property
    def report(self) -> Report:
        """The report without its figures and checks."""
        return self.packed.head


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
        self._names: dict[str, str] = {}  # by digest, those that were asked for

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def put(self, given: Given, readings: Sequence[Reading]) -> None:
        """Keep what reading a body gave: one document, or those of an archive in their order."""
        key = _key(given)
        kept = [(reading, pack(reading.report)) for reading in readings]
        self._database.execute("BEGIN IMMEDIATE")
        with self._database:  # all of a body or nothing
            self._database.execute("DELETE FROM packed_reading WHERE body = ? AND hints = ?", key)
            rows = [
                (
                    *key,
                    position,
                    _version(),
                    reading.member,
                    reading.report.sha256,
                    reading.size,
                    reading.report.status,
                    reading.report.error,
                    to_json_line(packed.head),
                    self._known_by(packed.addresses),
                    packed.figures,
                    json.dumps([packed.across, packed.down]),
                    self._known_by(packed.subjects),
                    packed.checks,
                )
                for position, (reading, packed) in enumerate(kept)
            ]
            places = ", ".join("?" * 15)
            self._database.executemany(
                f"INSERT INTO packed_reading VALUES ({places})",  # noqa: S608 - ours
                rows,
            )

    def get(self, given: Given) -> list[KeptReading]:
        """Give the readings of a body; none if this reader has not read it yet."""
        columns = "member, head, addresses, figures, edges, subjects, checks"
        return [self._kept(*row) for row in self._find(columns, given)]

    def _kept(
        self,
        member: str | None,
        head: str,
        addresses: str,
        figures: bytes,
        edges: str,
        subjects: str,
        checks: bytes,
    ) -> KeptReading:
        across, down = json.loads(edges)
        packed = Packed(
            Report.from_json_line(head),
            self._names_known_by(addresses),
            figures,
            across,
            down,
            self._names_known_by(subjects),
            checks,
        )
        return KeptReading(packed, member)

    def _known_by(self, names: str) -> str:
        """Keep names once: nearly all reports have the same."""
        digest = hashlib.sha256(names.encode()).hexdigest()
        self._database.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (digest, names))
        return digest

    def _names_known_by(self, digest: str) -> str:
        """Give the same text for all readings that have it: what is made of it is made once."""
        if digest not in self._names:
            select = "SELECT names FROM names WHERE digest = ?"
            ((self._names[digest],),) = self._database.execute(select, (digest,)).fetchall()
        return self._names[digest]

    def outcomes(self, given: Given) -> list[ReadDocument]:
        """Give the same in short."""
        rows = self._find("member, sha256, size, status, error", given)
        return [
            ReadDocument(member, sha256, size, Status(status), error)
            for member, sha256, size, status, error in rows
        ]

    def _find(self, columns: str, given: Given) -> list[tuple[Any, ...]]:
        return self._database.execute(
            f"SELECT {columns} FROM packed_reading "  # noqa: S608 - columns are written above
            "WHERE body = ? AND hints = ? AND version = ? ORDER BY position",
            (*_key(given), _version()),
        ).fetchall()


def _version() -> str:
    return f"{extractor_version()} {packing()}"


def _key(given: Given) -> tuple[str, str]:
    facts = asdict(given.hints) | ({"pictures": given.pictures} if given.pictures else {})
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return given.body, hashlib.sha256(told.encode()).hexdigest()
