"""What was read before, so that nothing is read twice by the same reader.

A cache in `DATA/state/readings.sqlite`: delete it and everything is read again from the archive,
to the same rows.
"""

import hashlib
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

from extract.read import Hints
from extract.report import Report, Status, to_json_line
from extract.version import extractor_version

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reading (
    sha256 TEXT NOT NULL,   -- of the document
    hints TEXT NOT NULL,    -- digest of what the portal said of it
    version TEXT NOT NULL,  -- of the reader
    status TEXT NOT NULL,
    error TEXT,
    report TEXT NOT NULL,   -- one line of JSON, as `gongkai extract --format jsonl` gives
    PRIMARY KEY (sha256, hints)
) WITHOUT ROWID
"""


class Readings:
    """Reports by document and hints, of the present version of the reader only."""

    def __init__(self, data: Path) -> None:
        """Open, or make, the cache in a data folder."""
        path = data / "state" / "readings.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def put(self, hints: Hints, report: Report) -> None:
        """Keep a reading."""
        row = (
            *_key(report.sha256, hints),
            extractor_version(),
            report.status,
            report.error,
            to_json_line(report),
        )
        self._database.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?)", row)

    def get(self, sha256: str, hints: Hints) -> Report | None:
        """Give the report, or None if this reader has not read the document yet."""
        row = self._find("report", sha256, hints)
        return None if row is None else Report.from_json_line(str(row[0]))

    def outcome(self, sha256: str, hints: Hints) -> tuple[Status, str | None] | None:
        """Give (status, error) only: cheaper than the report."""
        row = self._find("status, error", sha256, hints)
        return None if row is None else (Status(str(row[0])), row[1])

    def _find(self, columns: str, sha256: str, hints: Hints) -> tuple[str, str | None] | None:
        found: tuple[str, str | None] | None = self._database.execute(
            f"SELECT {columns} FROM reading WHERE sha256 = ? AND hints = ? AND version = ?",  # noqa: S608 - columns are written above
            (*_key(sha256, hints), extractor_version()),
        ).fetchone()
        return found


def _key(sha256: str, hints: Hints) -> tuple[str, str]:
    told = json.dumps(asdict(hints), ensure_ascii=False, sort_keys=True)
    return sha256, hashlib.sha256(told.encode()).hexdigest()
