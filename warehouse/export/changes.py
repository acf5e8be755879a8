"""What changed from one release to the next: rows added, changed and gone, each with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.export.account import digests
from warehouse.export.relations import Relation, quoted, text

# The closed list of reasons.
REASONS = {
    "new_report": "a report that the release before did not have",
    "newer_version": "another version of the report stands for its year now",
    "newer_extractor": "the same bytes, read by another version of the extractor",
    "correction": "a person's correction came, changed or went",
    "newly_retrieved": "a document that the release before did not have",
    "vanished": "the portal has taken the document down; its bytes are kept",
    "newly_expected": "the agency or the year came to be known, or the year is over now",
    "no_longer_expected": "nothing names the agency or the year any more",
    "unexplained": "the tables of both releases do not tell why",
}

# What became of each report. A report_id ends in the digest of its bytes.
_FATES = """
CREATE TEMP TABLE fate AS
SELECT
    report_id,
    CASE
        WHEN old.report_id IS NULL AND (n.agency_id, n.report_year) IN (
            SELECT (agency_id, report_year) FROM old_report
        ) THEN 'newer_version'
        WHEN old.report_id IS NULL THEN 'new_report'
        WHEN n.report_id IS NULL AND old.sha256 IN (SELECT sha256 FROM new_report)
            THEN 'newer_extractor'
        WHEN n.report_id IS NULL THEN 'unexplained'
        WHEN old.is_current <> n.is_current THEN 'newer_version'
        WHEN old.extractor_version <> n.extractor_version THEN 'newer_extractor'
        ELSE 'unexplained'
    END AS reason
FROM old_report AS old FULL JOIN new_report AS n USING (report_id)
"""
_OF_REPORT = "coalesce((SELECT reason FROM fate WHERE fate.report_id = {report_id}), 'unexplained')"
_OF_FIGURE = """CASE
    WHEN coalesce(o.correction_reason, '') <> coalesce(n.correction_reason, '')
        OR coalesce(o.corrected_raw, '') <> coalesce(n.corrected_raw, '') THEN 'correction'
    ELSE {of_report}
END"""
_OF_DOCUMENT = """CASE
    WHEN o.is_there IS NULL THEN 'newly_retrieved'
    WHEN o.vanished_at IS NULL AND n.vanished_at IS NOT NULL THEN 'vanished'
    WHEN o.reading IS DISTINCT FROM n.reading THEN 'newer_extractor'
    ELSE 'unexplained'
END"""
_OF_EXPECTED = """CASE
    WHEN o.is_there IS NULL THEN 'newly_expected'
    WHEN n.is_there IS NULL THEN 'no_longer_expected'
    ELSE 'unexplained'
END"""

_BY_KEY = """
SELECT change, reason, count(*)
FROM (
    SELECT
        CASE
            WHEN o.is_there IS NULL THEN 'added'
            WHEN n.is_there IS NULL THEN 'gone'
            ELSE 'changed'
        END AS change,
        {reason} AS reason
    FROM (SELECT *, true AS is_there, hash({compared}) AS digest FROM {old}) AS o
    FULL JOIN (SELECT *, true AS is_there, hash({compared}) AS digest FROM {new}) AS n
        ON {joined}
    WHERE o.digest IS DISTINCT FROM n.digest
)
GROUP BY ALL ORDER BY ALL
"""
_BY_ROW = """
SELECT 'added', 'unexplained', count(*)
FROM (SELECT {compared} FROM {new} EXCEPT ALL SELECT {compared} FROM {old}) HAVING count(*) > 0
UNION ALL
SELECT 'gone', 'unexplained', count(*)
FROM (SELECT {compared} FROM {old} EXCEPT ALL SELECT {compared} FROM {new}) HAVING count(*) > 0
"""

Change = dict[str, Any]


def changes(last: Path, new: Path, relations: Sequence[Relation]) -> list[Change]:
    """Give, for each relation that differs, {table, change, reason, rows}, in order.

    change is added, changed or gone; of a relation that only one of the two has it is "table added"
    or "table gone", without reason and rows. Files with the same digest in both are not read.
    """
    before, after = _files(last), _files(new)
    told = [_change(name, "table gone") for name in before if name not in after]
    with duckdb.connect() as connection:
        _create_fates(connection, last, before, new, after)
        for relation in relations:
            if relation.name not in before:
                told.append(_change(relation.name, "table added"))
                continue
            sources = _sources(last, before[relation.name], new, after[relation.name])
            if sources:
                rows = _compared(connection, relation, *sources)
                told += [_change(relation.name, *row) for row in rows]
    return told


def _change(table: str, change: str, reason: str | None = None, rows: int | None = None) -> Change:
    return {"table": table, "change": change, "reason": reason, "rows": rows}


def _files(release: Path) -> dict[str, dict[str, str]]:
    """Give the Parquet files of each relation by name, with their digests."""
    relations: dict[str, dict[str, str]] = {}
    for name, digest in digests(release).items():
        if name.endswith(".parquet"):
            relation = name.partition("/")[0].removesuffix(".parquet")
            relations.setdefault(relation, {})[name] = digest
    return relations


def _sources(
    last: Path, before: Mapping[str, str], new: Path, after: Mapping[str, str]
) -> tuple[str, str] | None:
    """Give what to read of both, of the files that differ; None if none does."""
    differing = sorted({name for name, _ in before.items() ^ after.items()})
    if not differing:
        return None
    return (
        _read(last, [name for name in differing if name in before], before),
        _read(new, [name for name in differing if name in after], after),
    )


def _read(folder: Path, names: Sequence[str], all_names: Iterable[str]) -> str:
    """Give the SQL that reads the files; no row, but the columns, if there are none to read."""
    if not names:
        return f"(FROM {_read(folder, [next(iter(all_names))], ())} LIMIT 0)"
    paths = ", ".join(text(str(folder / name)) for name in names)
    return f"read_parquet([{paths}], hive_partitioning = true)"


def changes_text(name: str, last: str | None, told: Sequence[Change] | None) -> str:
    """Give CHANGES.md."""
    if last is None:
        return f"# {name}\n\nThe first release in this folder.\n"
    if not told:
        return f"# {name}\n\nNo row differs from {last}.\n"
    lines = [
        f"| `{c['table']}` | {c['change']} | {'' if c['rows'] is None else format(c['rows'], ',')} "
        f"| {c['reason'] or ''} |\n"
        for c in told
    ]
    used = {c["reason"] for c in told}
    meanings = [f"- `{key}`: {meaning}\n" for key, meaning in REASONS.items() if key in used]
    return (
        f"# {name}\n\nWhat changed since {last}.\n\n| table | change | rows | reason |\n"
        f"| --- | --- | --- | --- |\n{''.join(lines)}\n## Reasons\n\n{''.join(meanings)}"
    )


def _create_fates(
    connection: duckdb.DuckDBPyConnection,
    last: Path,
    before: Mapping[str, Mapping[str, str]],
    new: Path,
    after: Mapping[str, Mapping[str, str]],
) -> None:
    for side, folder, files in (("old", last, before), ("new", new, after)):
        source = _read(folder, list(files["report"]), ())
        connection.execute(f"CREATE TEMP VIEW {side}_report AS FROM {source}")
    connection.execute(_FATES)


def _compared(
    connection: duckdb.DuckDBPyConnection, relation: Relation, old: str, new: str
) -> list[tuple[str, str, int]]:
    there = _columns(connection, old)
    common = [name for name in _columns(connection, new) if name in there]
    compared = ", ".join(map(quoted, common))
    if not relation.key or not set(relation.key) <= set(common):
        statement = _BY_ROW.format(compared=compared, old=old, new=new)
    else:
        joined = " AND ".join(
            f"o.{quoted(name)} IS NOT DISTINCT FROM n.{quoted(name)}" for name in relation.key
        )
        statement = _BY_KEY.format(
            compared=compared, old=old, new=new, joined=joined, reason=_reason(relation)
        )
    rows: list[tuple[str, str, int]] = connection.execute(statement).fetchall()
    return rows


def _columns(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE FROM {source}").fetchall()]


def _reason(relation: Relation) -> str:
    of_report = _OF_REPORT.format(report_id="coalesce(n.report_id, o.report_id)")
    match relation.name:
        case "figures":
            return _OF_FIGURE.format(of_report=of_report)
        case "document":
            return _OF_DOCUMENT
        case "expected_reports":
            return _OF_EXPECTED
        case _ if "report_id" in relation.key:
            return of_report
        case _:
            return "'unexplained'"
