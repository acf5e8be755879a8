"""The chain from a portal to the figures of one region and year, a table for each link of it.

The statements take $region (a code), $year, and $agency (a part of a name, or empty).
"""

from gongkai.parts import Part

# What every part begins with: the portals to look on, and the links there that speak of the year.
_HERE = """
WITH here AS (
    SELECT home_url FROM portal WHERE region_code = $region
    UNION
    SELECT home_url FROM portal_agencies
    SEMI JOIN (SELECT agency_id FROM expected_reports WHERE region_code = $region) USING (agency_id)
), named AS (
    SELECT link.*, listing.home_url
    FROM link
    JOIN listing ON listing.url = link.list_url
    SEMI JOIN here USING (home_url)
    LEFT JOIN report USING (report_id)
    LEFT JOIN agency ON agency.agency_id = report.agency_id
    WHERE (coalesce(link.report_year, report.report_year) = $year::SMALLINT
           OR (link.report_year IS NULL AND contains(link.title, $year)))
        AND coalesce(agency.region_code, link.agency_region_code, $region) = $region
        AND (contains(link.title, $agency) OR contains(link.agency, $agency)
             OR contains(agency.name, $agency))
)
"""


def _of_here(statement: str) -> str:
    return _HERE + statement


CHAIN: tuple[Part, ...] = (
    Part(
        "Portals",
        _of_here("""
        SELECT home_url, array_to_string(families, ' ') AS families, state, walk_kind AS last_walk,
               full_walk_at::DATE AS full_walk, lists, lists_checked_at::DATE AS lists_read
        FROM portal SEMI JOIN here USING (home_url) ORDER BY home_url
        """),
        "No crawl on record was to visit a portal of this region: add it to portals.csv.",
    ),
    Part(
        "Pages listed",
        _of_here("""
        SELECT column_name AS column, route, count(DISTINCT listing.url) AS pages,
               count(link.url) AS entries, max(total) AS stated,
               max(checked_at)::DATE AS last_read, arg_min(listing.url, page) AS first_page
        FROM listing SEMI JOIN here USING (home_url)
        LEFT JOIN link ON link.list_url = listing.url
        GROUP BY listing.home_url, column_name, route
        ORDER BY listing.home_url, entries DESC, first_page
        """),
        "No list was read: no way led to one, or its portal did not answer.",
    ),
    Part(
        "Links rejected, by rule",
        _of_here("""
        SELECT DISTINCT if(answer = 'no', rule, 'title of the page') AS rule, title, url
        FROM named WHERE outcome = 'rejected' ORDER BY rule, title, url
        """),
        "None.",
    ),
    Part(
        "Links asked for",
        _of_here("""
        SELECT DISTINCT outcome, title, listed_date, target_url AS url
        FROM named WHERE outcome <> 'rejected' ORDER BY outcome, title, url
        """),
        "None: no list names a report of this year.",
    ),
    Part(
        "Requests that failed, and lists that look wrong",
        _of_here("""
        SELECT max(occurred_at) AS latest, outcome, url, arg_max(detail, occurred_at) AS detail
        FROM problem SEMI JOIN here USING (home_url)
        WHERE url IN (SELECT unnest([url, target_url]) FROM named)
            OR page_url IN (SELECT target_url FROM named)
            OR ($agency = '' AND page_url IS NULL
                AND url NOT IN (SELECT unnest([url, target_url]) FROM link))
        GROUP BY outcome, url ORDER BY latest DESC, outcome, url LIMIT 20
        """),
        "None.",
    ),
    Part(
        "Documents read",
        _of_here("""
        SELECT DISTINCT reading, document.url, member, reading_error AS error, vanished_at
        FROM document
        JOIN named ON document.url = target_url OR document.page_url = target_url
        WHERE reading IS NOT NULL ORDER BY ALL
        """),
        "None.",
    ),
    Part(
        "Checks of the current reports",
        """
        SELECT agency, status, count(*) FILTER (passed) AS passed,
               count(*) FILTER (NOT passed) AS failed,
               string_agg(DISTINCT check_name, ' ') FILTER (NOT passed) AS failing
        FROM current_reports LEFT JOIN check_result USING (report_id)
        WHERE region_code = $region AND report_year = $year::SMALLINT AND contains(agency, $agency)
        GROUP BY report_id, agency, status ORDER BY agency, status
        """,
        "No report of this year was read.",
    ),
)
