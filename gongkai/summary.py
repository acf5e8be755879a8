"""What a run brought, as a person wants to read it at its end."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_TOTALS = """
SELECT
    (SELECT count(*) FROM document WHERE member IS NULL) AS bodies,
    (SELECT count(DISTINCT sha256) FROM document WHERE member IS NULL) AS contents,
    (SELECT count(*) FROM document WHERE reading IS NOT NULL) AS read,
    (SELECT count(*) FROM document WHERE reading = 'not_a_report') AS others,
    (SELECT count(*) FROM document WHERE reading = 'unreadable') AS unreadable,
    (SELECT count(*) FROM report WHERE is_current) AS reports,
    (SELECT count(*) FROM report WHERE is_current AND status = 'complete') AS complete,
    (SELECT count(*) FROM report WHERE NOT is_current) AS older,
    (SELECT count(*) FROM figures) AS figures,
    (SELECT count(*) FROM figures WHERE raw = '') AS blank,
    (SELECT count(*) FROM figures WHERE value IS NULL AND raw <> '') AS words,
    (SELECT count(*) FROM indicators WHERE column_label IS NOT NULL) AS indicators,
    (SELECT count(*) FROM corrections WHERE state = 'shown') AS corrected,
    (SELECT count(*) FROM corrections WHERE state <> 'shown') AS not_shown,
    (SELECT count(*) FROM check_result JOIN report USING (report_id)
     WHERE is_current AND passed) AS passed,
    (SELECT count(*) FROM check_result JOIN report USING (report_id)
     WHERE is_current AND NOT passed) AS failed
"""

_LAST_RUN = "SELECT * FROM crawl_run ORDER BY started_at DESC, run_id DESC LIMIT 1"

_PROBLEMS = """
SELECT outcome, count(*) FROM problem WHERE run_id = $1 GROUP BY outcome ORDER BY outcome
"""

_ALARMS = """
SELECT alarm, home_url, detail FROM alarms WHERE run_id = $1 ORDER BY alarm, home_url
"""
_MOST_ALARMS = 10  # shown; `gongkai status` has them all

NEXT = (
    """SELECT agency, report_year, value AS applications FROM figures \
WHERE row_name = 'received' AND column_name = 'total' ORDER BY value DESC""",
    """SELECT agency, report_year, row_name, value FROM figures \
WHERE table_name = 'applications' AND column_name = 'total' AND value > 0 ORDER BY ALL""",
    """SELECT agency, report_year, table_name, row_name, column_name, url, page FROM figures \
WHERE raw = '' ORDER BY ALL""",
)


NEXT_WITHOUT_REPORTS = (
    "SELECT occurred_at, url, outcome, detail FROM problem ORDER BY occurred_at DESC",
    "SELECT url, member, status, reading, reading_error FROM document ORDER BY ALL",
    "SELECT * FROM crawl_run ORDER BY started_at DESC",
)


def summary(data: Path, exported: Path | None = None) -> str:
    """Give the text: the last run, what is held, where it is, and what to ask next."""
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse

    with open_warehouse(data / FILE_NAME) as connection:
        total = _row(connection, _TOTALS)
        lines = [*_held(connection, total)]
    queries = NEXT if total["reports"] else NEXT_WITHOUT_REPORTS
    return "\n".join(["", *lines, "", *_where(data, exported), "", *_next(data, queries)])


def _held(connection: "duckdb.DuckDBPyConnection", total: dict[str, Any]) -> Iterator[str]:
    run = _row(connection, _LAST_RUN)
    if run:
        yield f"Run {run['run_id']} of {_count(run['portals'], 'portal')}"
        yield _line(
            "asked",
            f"{_count(run['requests'], 'request')}, {_count(run['list_pages'], 'list page')}, "
            f"{run['links_rejected']} of {_count(run['links_seen'], 'link')} rejected",
        )
        yield _line(
            "documents",
            f"{run['new_documents']} new, {run['changed_documents']} changed, "
            f"{run['unchanged_documents']} unchanged and not fetched again, "
            f"{run['blocked']} blocked",
        )
        found = connection.execute(_PROBLEMS, [run["run_id"]]).fetchall()
        yield _line("problems", ", ".join(f"{n} {o}" for o, n in found) or "none")
        yield from _alarms(connection, run["run_id"])
    yield "Held in all"
    yield _line("bodies", f"{total['bodies']} kept, {total['contents']} of them different")
    yield _line(
        "reports",
        f"{total['reports']} ({total['complete']} complete, "
        f"{total['reports'] - total['complete']} partial) and {total['older']} other versions; "
        f"of {total['read']} documents read, {total['others']} were no report, "
        f"{total['unreadable']} unreadable",
    )
    yield _line(
        "figures",
        f"{total['figures']} ({total['blank']} printed blank, {total['words']} signs or words)",
    )
    if total["indicators"]:
        yield _line("indicators", f"{total['indicators']} of statistics tables, 2008 to 2018")
    if total["corrected"] or total["not_shown"]:
        yield _line(
            "corrections",
            f"{total['corrected']} shown, {total['not_shown']} not, "
            "for the bytes that were read stand there no longer: view corrections",
        )
    yield _line("checks", f"{total['passed']} passed, {total['failed']} failed")


def _alarms(connection: "duckdb.DuckDBPyConnection", run_id: str) -> Iterator[str]:
    found = connection.execute(_ALARMS, [run_id]).fetchall()
    for alarm, home_url, detail in found[:_MOST_ALARMS]:
        yield _line("ALARM", f"{alarm} at {home_url}: {detail}")
    if (more := len(found) - _MOST_ALARMS) > 0:
        yield _line("ALARM", f"and {more} more: `gongkai status` shows them")


def _where(data: Path, exported: Path | None) -> Iterator[str]:
    yield "Where"
    yield _line("archive", f"{data / 'archive'} (WARC)")
    yield _line("warehouse", f"{data / 'warehouse.duckdb'} (DuckDB)")
    if (data / "state" / "crawl.log").exists():
        yield _line("log", f"{data / 'state' / 'crawl.log'} (of the last crawl)")
    if exported is not None:
        yield _line("export", f"{exported} (Parquet)")


def _next(data: Path, queries: Iterable[str]) -> Iterator[str]:
    option = "" if data == Path("data") else f" --data {data}"
    yield "Try next"
    for query in queries:
        yield f'  {_command()} sql "{query}"{option}'


def _command() -> str:
    """How this program is called from here."""
    ours = Path(sys.executable).parent / "gongkai"
    if shutil.which("gongkai") == str(ours) or not ours.exists():
        return "gongkai"
    here = Path.cwd()
    return str(ours.relative_to(here) if ours.is_relative_to(here) else ours)


def _row(connection: "duckdb.DuckDBPyConnection", statement: str) -> dict[str, Any]:
    answer = connection.execute(statement)
    row = answer.fetchone()
    names = [column[0] for column in answer.description or []]
    return dict(zip(names, row, strict=True)) if row else {}


def _count(number: int | None, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _line(name: str, text: str) -> str:
    return f"  {name:<10} {text}"
