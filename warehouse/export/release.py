"""A dated release: an export that nobody changes again, and what changed since the last one.

Its date is that of the last run in the archive, so the same archive makes the same release on any
day. It is written beside its name and renamed in one step: a release is there whole or not at all.
"""

import hashlib
import re
import shutil
import stat
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import WarehouseError
from warehouse.export.account import as_json, as_of, write_texts
from warehouse.export.changes import changes, changes_text
from warehouse.export.write import WHOLE, Format, export
from warehouse.export.written import Export
from warehouse.query import open_warehouse
from warehouse.replacing import sync

RELEASE = "RELEASE.json"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.(\d+))?")

_ARCHIVE = """
SELECT
    (SELECT count(DISTINCT warc_file) FROM document) AS warc_files,
    (SELECT count(DISTINCT (warc_file, warc_offset)) FROM document) AS records,
    (SELECT max(run_id) FROM crawl_run) AS last_run
"""
_EXTRACTORS = "SELECT extractor_version, count(*) FROM report GROUP BY ALL ORDER BY ALL"


def write_release(
    warehouse: Path,
    folder: Path,
    formats: Sequence[Format] = (Format.PARQUET,),
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Export:
    """Write a release of the whole warehouse into `folder`, as YYYY-MM-DD; the next of that day .2.

    Raises WarehouseError if the warehouse has no report, if the last release of `folder` has the
    same rows, or if the folder cannot be written.
    """
    # Parquet is what releases are told apart by.
    forms = tuple(dict.fromkeys((Format.PARQUET, *formats)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / ".unfinished"
        _remove(unfinished)  # of a release that was killed
        try:
            exported = _write(warehouse, folder, unfinished, forms, told)
        finally:
            _remove(unfinished)
    except OSError as error:
        raise WarehouseError(f"the release in {folder} failed: {error}") from error
    return exported


def releases(folder: Path) -> list[Path]:
    """Give the releases in the folder, oldest first."""
    found = []
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match and (path / RELEASE).exists():
            found.append((match[1], int(match[2] or 1), path))
    return [path for _, _, path in sorted(found)]


def _write(
    warehouse: Path,
    folder: Path,
    unfinished: Path,
    formats: Sequence[Format],
    told: Callable[[int, int], None],
) -> Export:
    with open_warehouse(warehouse) as connection:
        day = as_of(connection)
        facts = _facts(connection)
    if day is None or not facts["extractors"]:
        raise WarehouseError(
            f"{warehouse} has no report: a release of nothing would only mislead; "
            "run `gongkai crawl` first"
        )
    exported = export(warehouse, unfinished, WHOLE, formats, told)
    facts["rows"] = {r.name: _rows(exported, r.name) for r in exported.relations}
    facts["digest"] = _digest(exported)
    earlier = releases(folder)
    last = earlier[-1] if earlier else None
    if last and _is_same(last, facts["digest"]):
        raise WarehouseError(f"{last} has the very same rows: there is nothing to release")
    found = changes(last, unfinished, exported.relations) if last else None
    name = _free_name(folder, f"{day}")
    texts = {
        RELEASE: as_json({"release": name, "after": last.name if last else None, **facts}),
        "changes.json": as_json(found),
        "CHANGES.md": changes_text(name, last.name if last else None, found),
    }
    exported = write_texts(exported, texts)
    _freeze(unfinished)
    target = folder / name
    unfinished.rename(target)
    target.chmod(0o555)
    sync(folder)
    return Export(target, exported.selection, exported.relations, exported.files)


def _facts(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    warc_files, records, last_run = connection.execute(_ARCHIVE).fetchall()[0]
    return {
        "code": version("gongkai"),
        "extractors": dict(connection.execute(_EXTRACTORS).fetchall()),
        "archive": {"warc_files": warc_files, "records": records, "last_run": last_run},
    }


def _rows(exported: Export, relation: str) -> int:
    return sum(
        file.rows or 0
        for file in exported.files
        if (file.relation, file.form) == (relation, Format.PARQUET)
    )


def _digest(exported: Export) -> str:
    """Give a digest over the Parquet files and their names."""
    lines = (f"{f.sha256}  {f.name}\n" for f in exported.files if f.form == Format.PARQUET)
    return "sha256:" + hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def _is_same(release: Path, digest: str) -> bool:
    return f'"digest": "{digest}"' in (release / RELEASE).read_text("utf-8")


def _free_name(folder: Path, day: str) -> str:
    number = 1
    name = day
    while (folder / name).exists():
        number += 1
        name = f"{day}.{number}"
    return name


def _freeze(folder: Path) -> None:
    """Have the disk hold all files, and nobody write to them."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
        path.chmod(0o555 if path.is_dir() else 0o444)


def _remove(folder: Path) -> None:
    if folder.exists():
        for path in [folder, *folder.rglob("*")]:
            if path.is_dir():
                path.chmod(stat.S_IRWXU)
        shutil.rmtree(folder)
