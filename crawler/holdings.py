"""What the archive's index says of each WARC file: for listing them, and for verifying."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from crawler.archive import Archive
from crawler.archive_index import index_of


@dataclass(frozen=True)
class Holding:
    """One WARC file, and how much the index has of it."""

    run_id: str
    warc_file: str
    size: int  # bytes
    records: int  # answers and notes
    first: str | None  # when the first of them was made, ISO 8601 UTC; None if there is none
    last: str | None

    @property
    def host(self) -> str:
        """The host whose answers it holds, with its port; empty for the notes of a run."""
        return self.warc_file.removesuffix(".warc.gz").removeprefix(self.run_id).removeprefix("-")


class Holdings:
    """The index of an archive, read only; a context manager."""

    def __init__(self, folder: Path) -> None:
        """Have the index read in what it lacks, then open it."""
        Archive(folder, "holdings").close()
        self._db = sqlite3.connect(f"{index_of(folder).resolve().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def files(self) -> Iterator[Holding]:
        """Give every file, by run."""
        rows = self._db.execute("""
            SELECT f.run_id, f.name, f.size, count(r.at), min(r.at), max(r.at) FROM file f
            LEFT JOIN (
                SELECT warc_file, retrieved_at AS at FROM capture
                UNION ALL SELECT warc_file, at FROM not_modified
                UNION ALL SELECT warc_file, at FROM note
            ) r ON r.warc_file = f.name
            GROUP BY f.name ORDER BY f.run_id, f.name
        """)
        return (Holding(*row) for row in rows)

    def places(self, warc_file: str) -> set[tuple[str, int]]:
        """Give what is said to stand in a file: (record id or payload digest, offset)."""
        return set(
            self._db.execute(
                "SELECT record_id, warc_offset FROM capture WHERE warc_file = :file"
                " UNION ALL SELECT record_id, warc_offset FROM note WHERE warc_file = :file"
                " UNION ALL SELECT digest, warc_offset FROM payload WHERE warc_file = :file",
                {"file": warc_file},
            )
        )

    def knows(self, name: str) -> bool:
        """Tell whether a record id or payload digest is known, from whatever file."""
        row = self._db.execute(
            "SELECT 1 FROM capture WHERE record_id = :name"
            " UNION ALL SELECT 1 FROM note WHERE record_id = :name"
            " UNION ALL SELECT 1 FROM payload WHERE digest = :name",
            {"name": name},
        ).fetchone()
        return row is not None
