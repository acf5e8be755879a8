"""What an export says of itself: README, codebook, Data Package, citation and checksums."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import duckdb

from warehouse.codebook_formats import FORMATS
from warehouse.export.citation import citation
from warehouse.export.datapackage import datapackage
from warehouse.export.readme import readme
from warehouse.export.written import Export, WrittenFile
from warehouse.replacing import replacing

CHECKSUMS = "SHA256SUMS"
CODEBOOK = {"markdown": "codebook.md", "html": "codebook.html", "csv": "codebook.csv"}

_AS_OF = """
SELECT coalesce(
    (SELECT max(coalesce(finished_at, started_at)) FROM crawl_run),
    (SELECT max(retrieved_at) FROM document)
)::DATE
"""


def write_account(connection: duckdb.DuckDBPyConnection, exported: Export) -> Export:
    """Write the files that explain those of `exported`; give it with these added."""
    day = as_of(connection)
    texts = {name: FORMATS[form](connection) for form, name in CODEBOOK.items()} | {
        "CITATION.cff": citation(day),
        "README.md": readme(connection, exported, day),
        "datapackage.json": as_json(datapackage(exported, day)),
    }
    return write_texts(exported, texts)


def write_texts(exported: Export, texts: Mapping[str, str]) -> Export:
    """Write files of text and then the checksums of all; give the export with these added."""
    folder = exported.folder
    for name, text in texts.items():
        with replacing(folder / name) as unfinished:
            unfinished.write_bytes(text.encode())
    more = tuple(WrittenFile.of(folder, name) for name in sorted(texts))
    exported = replace(exported, files=(*exported.files, *more))
    with replacing(folder / CHECKSUMS) as unfinished:
        sums = [f"{file.sha256}  {file.name}\n" for file in exported.files]
        unfinished.write_bytes("".join(sums).encode())
    return exported


def as_of(connection: duckdb.DuckDBPyConnection) -> date | None:
    """Give the day of the last run in the archive, or of what was last retrieved, in UTC."""
    days: list[tuple[date | None]] = connection.execute(_AS_OF).fetchall()
    return days[0][0]


def digests(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of each file that the folder's checksums list; none if there are none."""
    checksums = folder / CHECKSUMS
    if not checksums.exists():
        return {}
    lines = (line.partition("  ") for line in checksums.read_text("utf-8").splitlines())
    return {name: digest for digest, _, name in lines if _is_below(PurePosixPath(name))}


def _is_below(name: PurePosixPath) -> bool:
    return bool(name.parts) and not name.is_absolute() and ".." not in name.parts


def as_json(value: object) -> str:
    """Give the value as JSON to read."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
