"""`gongkai correct`: what a person sees in a cell, written beside what the reader made of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.failure import told

if TYPE_CHECKING:
    import duckdb

    from warehouse.rows import CorrectionRow

EXAMPLES = """Examples:

gongkai correct https://www.example.gov.cn/nb2023.pdf applications.received.total 15
--reason "page 3 shows 15, the scan is smeared" --by wang

gongkai correct URL applications.received.total blank --reason "a stain, no digit" --by wang
"""

BLANK = "blank"

_REPORTS = """
SELECT DISTINCT r.report_id, agency.name AS agency, r.report_year, r.url, r.member, r.sha256,
    r.is_current
FROM report AS r JOIN agency USING (agency_id) LEFT JOIN document AS d USING (sha256, url)
WHERE $named IN (r.report_id, r.url, r.sha256, d.page_url)
ORDER BY r.is_current DESC, r.report_id
"""
_CELL = """
SELECT f.value, f.raw, f.confidence, f.page, f.x0, f.top, f.x1, f.bottom,
    f.source_table, f.source_row, f.source_column
FROM figure AS f
WHERE report_id = $report AND table_name = $table AND row_name = $row AND column_name = $column
"""


def correct(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="Its address, report_id or SHA-256.")
    ],
    cell: Annotated[
        str, typer.Argument(metavar="CELL", help="TABLE.ROW.COLUMN: applications.received.total")
    ],
    value: Annotated[
        str, typer.Argument(help="What is printed there: a number, a sign as /, or blank.")
    ],
    reason: Annotated[str, typer.Option(help="Why what the warehouse shows is wrong.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who has looked at the document.")],
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Correct one cell of a report; the row goes into data/reference/corrections.csv.

    The correction holds for the bytes that stand there now and is shown after `gongkai rebuild`.
    """
    from gongkai.show import known
    from pipelines import corrections
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse
    from warehouse.rows import CorrectionRow

    (address,) = known([cell])
    table, row, column = address.split(".")
    with told():
        read_as = "" if value == BLANK else value
        number = corrections.number_in(read_as, (table, row, column))
        with open_warehouse(data / FILE_NAME) as connection:
            found = _report(connection, report)
            where = {"report": found["report_id"], "table": table, "row": row, "column": column}
            printed = next(iter(_rows(connection, _CELL, where)), None)
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        raw = printed["raw"] if printed else ""
        new = CorrectionRow(
            found["sha256"], table, row, column, raw, read_as, number, reason, by, moment
        )
        former = corrections.put(corrections.CORRECTIONS_FILE, new)
    _tell(found, printed, new, former)
    typer.echo(f"written to {corrections.CORRECTIONS_FILE}; `gongkai rebuild` shows it")


def _report(connection: "duckdb.DuckDBPyConnection", named: str) -> dict[str, Any]:
    """Give the one report that is meant: of several, the current one."""
    from warehouse.errors import WarehouseError

    found = _rows(connection, _REPORTS, {"named": named})
    if not found:
        raise WarehouseError(
            f"no report {named}: give its address, report_id or SHA-256; "
            '`gongkai sql "FROM current_reports"` lists them'
        )
    meant = [report for report in found if report["is_current"]] or found
    if len(meant) > 1:
        names = "\n".join(f"  {report['report_id']}" for report in meant)
        raise WarehouseError(f"{len(meant)} reports go by {named}: say which\n{names}")
    return meant[0]


def _rows(
    connection: "duckdb.DuckDBPyConnection", statement: str, values: dict[str, str]
) -> list[dict[str, Any]]:
    from warehouse.query import ask

    with ask(connection, statement, values) as answer:
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows()]


def _tell(
    report: dict[str, Any],
    printed: dict[str, Any] | None,
    new: "CorrectionRow",
    former: "CorrectionRow | None",
) -> None:
    member = f" · {report['member']}" if report["member"] else ""
    typer.echo(f"{report['agency']}, {report['report_year']} · {'.'.join(new.address)}")
    typer.echo(f"  {report['url']}{member}")
    typer.echo(f"  read       {_print_of(printed)}")
    typer.echo(f"  corrected  {_shown(new)}")
    if former:
        typer.echo(
            f"  instead of {_shown(former)}, by {former.corrected_by}, {former.corrected_at}"
        )
    if not report["is_current"]:
        typer.echo("  another report stands for that year: figures will not show the correction")


def _print_of(printed: dict[str, Any] | None) -> str:
    """Give what the reader found, and where."""
    from extract.report import Place
    from gongkai.table import plain

    if printed is None:
        return "not found in the document"
    box = printed["x0"], printed["top"], printed["x1"], printed["bottom"]
    source = (printed[f"source_{name}"] for name in ("table", "row", "column"))
    place = Place(printed["page"], None if None in box else box, *source)
    value = "no number" if printed["value"] is None else plain(printed["value"])
    doubt = "" if printed["confidence"] == 1 else f" · confidence {printed['confidence']:g}"
    return f"{value} · {_quoted(printed['raw'])} · {place}{doubt}"


def _shown(row: "CorrectionRow") -> str:
    value = "no number" if row.value is None else row.value
    return f"{value} · {_quoted(row.read_as)}"


def _quoted(raw: str) -> str:
    return f"printed “{' '.join(raw.split())}”" if raw.strip() else "a blank cell"
