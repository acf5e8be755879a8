"""What became of applications, by region and type of applicant."""

from collections.abc import Sequence

import duckdb

from warehouse.form_cells import Cell
from warehouse.panel import row_column

TABLE = "applications"
TOTAL = "processed_total"
# The rows of the form are these words, or begin with them.
OUTCOMES = (
    "disclosed", "partially_disclosed", "withheld", "unavailable", "not_processed", "other",
)  # fmt: skip

# Decimals add up to the same in any order.
_OUTCOMES = """
CREATE TABLE stored_region_outcome AS
SELECT
    region_code,
    report_year,
    if(agency_id = region_code || '-人民政府', 'government', 'others') AS publisher,
    scope,
    applicant,
    (count(*) FILTER (adds_up))::INTEGER AS reports,
    (count(*) FILTER (NOT adds_up))::INTEGER AS left_out,
    {sums}
FROM ({applicants}) AS a JOIN stored_current USING (report_number)
GROUP BY ALL
ORDER BY ALL;

CREATE VIEW region_outcomes AS
SELECT region_code, region.name AS region, o.* EXCLUDE (region_code)
FROM stored_region_outcome AS o LEFT JOIN region USING (region_code)
"""
_SUM = "(sum({name}::DECIMAL(20, 6)) FILTER (adds_up))::DOUBLE AS {name}"

# A blank or a sign adds nothing, and where it hides a case the sum is not the total.
_APPLICANT = """
SELECT
    report_number,
    '{applicant}' AS applicant,
    {outcomes},
    coalesce(list_sum([{names}])::DECIMAL(20, 6) = decided::DECIMAL(20, 6), false) AS adds_up
FROM stored_panel
WHERE {has_row}
"""


def create_outcomes(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell]) -> None:
    """Create region_outcomes, and what it keeps."""
    of_table = [cell for cell in cells if cell.table == TABLE]
    applicants = dict.fromkeys(cell.column for cell in of_table)
    connection.execute(
        _OUTCOMES.format(
            sums=", ".join(_SUM.format(name=name) for name in ("decided", *OUTCOMES)),
            applicants=" UNION ALL ".join(
                _applicant([cell for cell in of_table if cell.column == applicant])
                for applicant in applicants
            ),
        )
    )


def _applicant(cells: Sequence[Cell]) -> str:
    """Give the SELECT of the outcomes for one type of applicant, whose cells these are."""
    columns: dict[str, list[Cell]] = {name: [] for name in ("decided", *OUTCOMES)}
    for cell in cells:
        if name := _outcome(cell.row):
            columns[name].append(cell)
    rows = dict.fromkeys(f'"{row_column(cell)}"' for of in columns.values() for cell in of)
    return _APPLICANT.format(
        applicant=cells[0].column,
        outcomes=", ".join(f"{_sum(of)} AS {name}" for name, of in columns.items()),
        names=", ".join(OUTCOMES),
        has_row=" OR ".join(rows) or "false",
    )


def _outcome(row: str) -> str | None:
    """Give what a row of the form counts; None for what is not decided in the year."""
    if row == TOTAL:
        return "decided"
    return next((name for name in OUTCOMES if f"{row}_".startswith(f"{name}_")), None)


def _sum(cells: Sequence[Cell]) -> str:
    """Give the sum of those that are numbers; null if none is."""
    names = [f'"{cell.panel_column}"' for cell in cells]
    return f"list_sum([{', '.join(names)}]::DOUBLE[])"
