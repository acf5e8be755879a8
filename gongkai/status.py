"""`gongkai status`: what the warehouse holds, and what is missing."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.failure import told
from gongkai.parts import Part, show
from gongkai.region import refuse_unknown, start_of

EXAMPLES = """Examples:

gongkai status

gongkai status --region 511700   ·   a prefecture and its counties; 510000 a whole province
"""

# `$region` is the start of a region code: its digits without the trailing pairs of zeros.
ALARMS = Part(
    "Alarms",
    """
    SELECT alarm, region_code, home_url, url, detail
    FROM alarms WHERE starts_with(coalesce(region_code, ''), $region) OR home_url IN (
        SELECT home_url FROM portal_agencies JOIN expected_reports AS e USING (agency_id)
        WHERE starts_with(e.region_code, $region)
    )
    ORDER BY alarm, home_url LIMIT 50
    """,
    "None.",
)

PORTALS = Part(
    "Portals, as their last run found them",
    """
    SELECT p.home_url, p.region_code, p.state, p.full_walk_at::DATE AS full_walk, p.lists,
           requests, list_pages, links_seen AS links, links_rejected AS rejected, documents,
           new_documents AS new, changed_documents AS changed,
           unchanged_documents AS unchanged, archived_documents AS archived, blocked, problems
    FROM portal AS p
    LEFT JOIN run_portal AS r ON r.home_url = p.home_url AND r.run_id = p.last_run_id
    WHERE starts_with(coalesce(p.region_code, ''), $region) OR p.home_url IN (
        SELECT home_url FROM portal_agencies JOIN expected_reports AS e USING (agency_id)
        WHERE starts_with(e.region_code, $region)
    )
    ORDER BY p.region_code, p.home_url
    """,
    "No crawl on record was to visit a portal here: `gongkai crawl --region CODE` does.",
)

YEARS = Part(
    "Coverage",
    """
    SELECT report_year AS year, sum(expected) AS expected, sum(found) AS found,
           sum(complete) AS complete, sum(reports_failing) AS reports_failing
    FROM coverage
    WHERE starts_with(coalesce(region_code, ''), $region) AND report_year IS NOT NULL
    GROUP BY ALL ORDER BY year DESC
    """,
    "No report with a year.",
)

GAPS_BY_YEAR = Part(
    "Gaps, by reason",
    """
    SELECT report_year AS year, reason, count(*) AS gaps, any_value(meaning) AS meaning,
           min(coalesce(agency, url)) AS one_of_them
    FROM gaps JOIN reason USING (reason)
    WHERE starts_with(coalesce(region_code, ''), $region)
    GROUP BY ALL ORDER BY year DESC NULLS FIRST, gaps DESC, reason
    """,
    "None: every report that is expected is there and complete.",
)

RUN = Part(
    "Last run",
    """
    SELECT run_id, started_at, finished_at, portals, requests, list_pages, documents,
           new_documents, changed_documents, unchanged_documents, blocked
    FROM crawl_run ORDER BY started_at DESC, run_id DESC LIMIT 1
    """,
    "No run yet: `gongkai crawl` makes one.",
)

DOCUMENTS = Part(
    "Documents, by what reading them gave",
    """
    SELECT CASE WHEN reading IS NOT NULL THEN reading
                WHEN sha256 IN (SELECT container_sha256 FROM document) THEN 'archive of files'
                ELSE 'not read' END AS reading,
           count(*) AS documents, sum(size) AS bytes
    FROM document GROUP BY ALL ORDER BY documents DESC, reading
    """,
    "No documents: `gongkai crawl` archives them; the problems below say why it could not.",
)

REPORTS = Part(
    "Reports",
    """
    SELECT report.status, count(*) AS reports, count(*) FILTER (is_current) AS current,
           count(DISTINCT agency_id) AS agencies,
           count(*) FILTER (report_year IS NULL) AS without_a_year
    FROM report JOIN agency USING (agency_id)
    WHERE starts_with(coalesce(region_code, ''), $region)
    GROUP BY ALL ORDER BY report.status
    """,
    "No reports: `gongkai extract FILE` shows what a document gives and why not more.",
)

FIGURES = Part(
    "Figures of the current reports",
    """
    SELECT count(*) AS figures, count(value) AS numbers,
           count(*) FILTER (raw = '') AS blank,
           count(*) FILTER (printed_value IS NULL AND raw <> '') AS signs_or_words,
           count(*) FILTER (corrected) AS corrected
    FROM figures WHERE starts_with(coalesce(region_code, ''), $region)
    HAVING count(*) > 0
    """,
    "No figures.",
)

CHECKS = Part(
    "Checks of the current reports",
    """
    SELECT check_name,
           count(*) FILTER (verdict = 'holds') AS hold,
           count(*) FILTER (verdict = 'source_error') AS source_errors,
           count(*) FILTER (verdict = 'doubtful_reading') AS doubtful_readings,
           count(*) FILTER (verdict = 'contradiction_between_years') AS contradictions
    FROM checks
    WHERE starts_with(coalesce(region_code, ''), $region)
    GROUP BY ALL ORDER BY check_name
    """,
    "No checks.",
)

CORRECTIONS = Part(
    "Corrections",
    """
    SELECT state, count(*) AS corrections FROM corrections
    WHERE starts_with(coalesce(region_code, ''), $region)
    GROUP BY state ORDER BY state
    """,
    "None.",
)

PROBLEMS = Part(
    "Problems",
    """
    SELECT outcome, count(*) AS problems, count(DISTINCT region_code) AS regions,
           max(occurred_at) AS latest
    FROM problem WHERE starts_with(coalesce(region_code, ''), $region)
    GROUP BY ALL ORDER BY problems DESC, outcome
    """,
    "None.",
)

NEWEST_YEARS = Part(
    "Coverage of the newest years",
    """
    SELECT report_year, sum(expected) AS expected, sum(found) AS found,
           sum(complete) AS complete, sum(reports_failing) AS reports_failing
    FROM coverage
    WHERE starts_with(coalesce(region_code, ''), $region) AND report_year IS NOT NULL
    GROUP BY ALL ORDER BY report_year DESC LIMIT 5
    """,
    "No report with a year.",
)

GAPS = Part(
    "Gaps, by reason",
    """
    SELECT reason, count(*) AS gaps, count(DISTINCT region_code) AS regions,
           any_value(meaning) AS meaning
    FROM gaps JOIN reason USING (reason)
    GROUP BY reason ORDER BY gaps DESC, reason
    """,
    "None.",
)

OF_ALL = (
    ALARMS,
    RUN,
    DOCUMENTS,
    REPORTS,
    FIGURES,
    CHECKS,
    CORRECTIONS,
    PROBLEMS,
    NEWEST_YEARS,
    GAPS,
)
OF_A_REGION = (
    ALARMS,
    PORTALS,
    YEARS,
    GAPS_BY_YEAR,
    REPORTS,
    FIGURES,
    CHECKS,
    PROBLEMS,
)


def status(
    region: Annotated[
        str | None, typer.Option(help="GB/T 2260 code: this region and all under it.")
    ] = None,
    data: Annotated[Path, typer.Option(help="Folder that holds the warehouse.")] = Path("data"),
) -> None:
    """Show what the warehouse holds and lacks: alarms, runs, reports, checks, coverage, gaps."""
    from warehouse.publish import FILE_NAME
    from warehouse.query import open_warehouse

    with told(), open_warehouse(data / FILE_NAME) as connection:
        if region is None:
            shown: tuple[Part, ...] = OF_ALL
            start = ""
        else:
            shown = OF_A_REGION
            refuse_unknown(connection, region)
            start = start_of(region)
        for part in shown:
            show(connection, part, {"region": start})
