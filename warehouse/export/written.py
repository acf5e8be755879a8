"""What an export wrote."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.export.relations import Relation, Selection


@dataclass(frozen=True)
class WrittenFile:
    """A file of the export. One that holds no rows has neither format, relation nor rows."""

    name: str  # below the folder, with /
    size: int  # bytes
    sha256: str
    form: str | None = None  # parquet, csv, stata
    relation: str | None = None
    rows: int | None = None

    @classmethod
    def of(
        cls,
        folder: Path,
        name: str,
        form: str | None = None,
        relation: str | None = None,
        rows: int | None = None,
    ) -> "WrittenFile":
        """Measure a file that stands in the folder."""
        path = folder / name
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(name, path.stat().st_size, digest, form, relation, rows)


@dataclass(frozen=True)
class Export:
    """What was written where."""

    folder: Path
    selection: Selection
    relations: Sequence[Relation]
    files: Sequence[WrittenFile]

    def files_of(self, relation: Relation, form: str) -> list[WrittenFile]:
        """Give the files of a relation in one format, in order."""
        return [f for f in self.files if (f.relation, f.form) == (relation.name, form)]
