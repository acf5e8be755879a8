"""README.md of the export: readme.md of this package, with what this export has."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

import duckdb

from warehouse.export.relations import Selection, condition, left_out, relations
from warehouse.export.written import Export

_COVERAGE = """
SELECT
    coalesce(region.level, 'not known') AS level,
    report_year::VARCHAR AS year,
    sum(expected)::BIGINT,
    sum(found)::BIGINT,
    sum(complete)::BIGINT,
    sum(reports_failing)::BIGINT
FROM (FROM coverage WHERE report_year IS NOT NULL AND {where}) AS coverage
LEFT JOIN region USING (region_code)
GROUP BY ALL
ORDER BY list_position(['province', 'prefecture', 'county'], min(region.level)), level, year
"""
_COVERAGE_HEADS = ("level", "year", "expected", "found", "complete", "failing a sum")


def readme(connection: duckdb.DuckDBPyConnection, exported: Export, as_of: date | None) -> str:
    """Give the text."""
    (coverage,) = relations(connection, exported.selection.only(("coverage",)))
    where = condition(coverage, exported.selection)
    counted = connection.execute(_COVERAGE.format(where=where)).fetchall()
    template = (files(__package__) / "readme.md").read_text("utf-8")
    texts = {
        "as_of": f" until {as_of}" if as_of else "",
        "version": f", {as_of}" if as_of else "",
        "selection": _selection(exported.selection),
        "files": _table(("relation", "format", "rows", "bytes", "one row is"), _files(exported)),
        "left_out": _left_out(exported),
        "coverage": _table(_COVERAGE_HEADS, counted) if counted else "No report is expected yet.",
    }
    # Not str.format: the examples have braces of their own to fear.
    for name, text in texts.items():
        template = template.replace(f"{{{name}}}", text)
    return template


def _selection(selection: Selection) -> str:
    parts = []
    if selection.region:
        parts.append(f"regions whose code begins with {selection.region}")
    if selection.level:
        parts.append(f"agencies of the level {selection.level}")
    if selection.years:
        parts.append(f"report years {', '.join(map(str, selection.years))}")
    return f"**A part only:** {'; '.join(parts)}.\n" if parts else ""


def _files(exported: Export) -> Iterator[tuple[Any, ...]]:
    for relation in exported.relations:
        for form in dict.fromkeys(f.form for f in exported.files if f.relation == relation.name):
            of_form = exported.files_of(relation, form or "")
            yield (
                f"`{relation.name}`",
                form,
                sum(file.rows or 0 for file in of_form),
                sum(file.size for file in of_form),
                relation.one_row_is,
            )


def _left_out(exported: Export) -> str:
    there = {relation.name for relation in exported.relations}
    lines = [f"- `{name}`: {reason}\n" for name, reason in left_out().items() if name not in there]
    if exported.selection.tables or not lines:
        return ""
    told = (
        "Not written unless named (`gongkai export DIR --tables NAME`), since others say the same:"
    )
    return f"{told}\n\n{''.join(lines)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(_shown, line)) + " |" for line in lines)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)
