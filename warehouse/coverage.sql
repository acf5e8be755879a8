-- What should be there, what is, and why the rest is not. All of it as of the last run, so that the
-- same archive gives the same rows on any day.

-- The Regulations of 2019 on open government information, art. 49: departments publish by 31 January
-- of the next year, governments by 31 March.
CREATE VIEW expected_reports AS
WITH moment AS (
    SELECT coalesce(
        (SELECT max(coalesce(finished_at, started_at)) FROM crawl_run),
        (SELECT max(retrieved_at) FROM document)
    ) AS as_of
), named AS (
    SELECT agency_id, name AS agency, region_code, report_year
    FROM report JOIN agency USING (agency_id)
    WHERE report_year IS NOT NULL
    UNION
    SELECT link.agency_id, coalesce(agency.name, link.agency), link.agency_region_code, link.report_year
    FROM link LEFT JOIN agency USING (agency_id)
    WHERE outcome NOT IN ('reported', 'rejected')
        AND link.agency_id IS NOT NULL AND link.report_year IS NOT NULL
), known AS (
    SELECT
        agency_id,
        min(agency) AS agency,
        any_value(region_code) AS region_code,
        min(report_year) AS first_year
    FROM named GROUP BY agency_id
), years AS (
    SELECT agency_id, report_year FROM named
    UNION
    SELECT agency_id, unnest(range(first_year, year(as_of - INTERVAL 1 MONTH)))::SMALLINT
    FROM known CROSS JOIN moment
)
SELECT
    known.region_code,
    known.agency,
    years.report_year,
    make_date(years.report_year + 1, if(known.agency LIKE '%人民政府', 3, 1), 31) AS due,
    as_of,
    known.agency_id
FROM known JOIN years USING (agency_id) CROSS JOIN moment;

CREATE VIEW portal_agencies AS
SELECT home_url, agency_id FROM portal JOIN agency USING (region_code)
UNION
SELECT home_url, agency_id FROM portal JOIN expected_reports USING (region_code)
UNION
SELECT listing.home_url, report.agency_id
FROM link JOIN listing ON listing.url = link.list_url JOIN report USING (report_id)
UNION
SELECT listing.home_url, link.agency_id
FROM link JOIN listing ON listing.url = link.list_url
WHERE link.agency_id IS NOT NULL AND link.report_id IS NULL;

-- The gaps and the coverage are kept: to find them takes all reports, and nobody waits for that twice.
CREATE TABLE stored_gap AS
WITH complete AS (
    SELECT DISTINCT agency_id, report_year FROM current_reports WHERE status = 'complete'
), open AS MATERIALIZED (
    SELECT * FROM expected_reports ANTI JOIN complete USING (agency_id, report_year)
), form_table AS (
    SELECT edition, table_name, count(*) AS cells FROM form_cell GROUP BY ALL
), missing AS (
    SELECT r.report_id, c.edition, table_name, count(*) AS cells,
        array_to_string(list(row_name || '.' || column_name ORDER BY position)[:3], ', ') AS first_cells
    FROM current_reports AS r
    JOIN form_cell AS c ON c.edition = r.edition
    ANTI JOIN figure AS f
        ON f.report_id = r.report_id AND f.table_name = c.table_name
        AND f.row_name = c.row_name AND f.column_name = c.column_name
    WHERE r.status = 'partial'
    GROUP BY ALL
), cells AS (
    SELECT report_id, string_agg(
        table_name || ': ' || CASE
            WHEN missing.cells = form_table.cells THEN 'all'
            WHEN missing.cells <= 3 THEN first_cells
            ELSE missing.cells || ' of ' || form_table.cells || ', ' || first_cells || ', …'
        END, '; ' ORDER BY table_name
    ) AS detail
    FROM missing JOIN form_table USING (edition, table_name)
    GROUP BY report_id
), found AS (
    SELECT agency_id, report_year, 'partial' AS reason, r.url,
        coalesce('missing: ' || cells.detail, 'it has no table of the form') AS detail
    FROM current_reports AS r LEFT JOIN cells USING (report_id)
    WHERE r.status = 'partial'
), asked AS (
    SELECT
        link.agency_id,
        link.report_year,
        CASE
            WHEN outcome <> 'reported' THEN outcome
            WHEN report.report_year IS NULL THEN 'identity_failed'
            ELSE 'wrong_year'
        END AS reason,
        link.url,
        'listed as “' || link.title || '”' AS detail
    FROM link LEFT JOIN report USING (report_id)
    WHERE outcome <> 'rejected' AND link.agency_id IS NOT NULL
        AND report.report_year IS DISTINCT FROM link.report_year
), wanted AS MATERIALIZED (  -- on each portal where it may stand
    SELECT open.*, home_url FROM open JOIN portal_agencies USING (agency_id)
), title AS MATERIALIZED (  -- of links that name no agency by themselves: cut short, or rejected
    SELECT home_url, try_cast(regexp_extract(title, '20\d\d') AS SMALLINT) AS report_year,
        title, rule, outcome, link.url
    FROM link JOIN listing ON listing.url = link.list_url
    WHERE agency_id IS NULL
        AND (outcome NOT IN ('reported', 'rejected')
             OR (outcome = 'rejected' AND contains(title, '信息公开')))
), spelt AS (  -- those that have a known agency and the year in their words
    SELECT agency_id, report_year, outcome AS reason, url,
        if(outcome = 'rejected', 'rule ' || rule || ' refused “', 'listed as “') || title || '”'
            AS detail
    FROM title JOIN wanted USING (home_url, report_year)
    WHERE contains(title, agency) AND NOT contains(title, agency || '办')  -- not of its office
), troubled AS (  -- the last word on each portal that may hide what it lists
    SELECT p.home_url, arg_max(
        {'reason': problem.outcome, 'url': problem.url, 'detail': problem.detail},
        (problem.occurred_at, problem.outcome, problem.url)
    ) AS word, reason.is_about = 'list' AS is_list
    FROM portal AS p
    JOIN problem USING (home_url)
    JOIN reason ON reason.reason = problem.outcome
    WHERE CASE reason.is_about
        WHEN 'list' THEN problem.occurred_at >= coalesce(p.full_walk_at, p.walk_began_at)
        WHEN 'host' THEN problem.occurred_at >= p.walk_began_at
        WHEN 'request' THEN problem.occurred_at >= p.walk_began_at
            AND problem.page_url IS NULL
            AND problem.url NOT IN (SELECT unnest([url, target_url]) FROM link)
            -- Where all lists were read, a dead page on the way to them hid nothing.
            AND (p.state = 'incomplete' OR p.lists = 0 OR problem.url IN (SELECT url FROM listing))
        ELSE false
    END
    GROUP BY p.home_url, is_list
), walked AS (
    SELECT home_url, region_code, lists_checked_at,
        state = 'done' AND full_walk_at IS NOT NULL AS is_whole
    FROM portal
), evidence AS (
    SELECT agency_id, report_year, 1 AS rank, reason, url, detail FROM found
    UNION ALL
    SELECT agency_id, report_year, 2, reason, url, detail FROM asked
    UNION ALL
    SELECT agency_id, report_year, if(reason = 'rejected', 3, 2), reason, url, detail FROM spelt
    UNION ALL
    SELECT agency_id, report_year, 4, 'not_yet_due', NULL, 'due by ' || due FROM open WHERE due >= as_of
    UNION ALL
    SELECT agency_id, report_year, if(is_list, 6, 5), word.reason, word.url, word.detail
    FROM wanted JOIN troubled USING (home_url)
    UNION ALL
    SELECT agency_id, report_year, 7, 'not_listed', home_url, 'lists read on ' || lists_checked_at::DATE
    FROM wanted JOIN walked USING (home_url)
    WHERE is_whole AND lists_checked_at > due
    UNION ALL
    SELECT agency_id, report_year, 8, 'not_looked', home_url, 'due by ' || due
    FROM open LEFT JOIN wanted USING (agency_id, report_year, due)
), explained AS (
    SELECT *
    FROM open JOIN evidence USING (agency_id, report_year) LEFT JOIN reason USING (reason)
    QUALIFY 1 = row_number() OVER (
        PARTITION BY agency_id, report_year ORDER BY rank, position, url, detail
    )
), silent AS (  -- portals that no agency is known of
    SELECT * FROM walked ANTI JOIN portal_agencies USING (home_url)
)
SELECT region_code, region.name AS region, agency, report_year, reason, detail, url, due, agency_id
FROM explained LEFT JOIN region USING (region_code)
UNION ALL
SELECT region_code, region.name, NULL, NULL,
    coalesce(word.reason, if(is_whole, 'not_listed', 'not_looked')),
    coalesce(word.detail, 'no report of any agency is known of this portal'),
    coalesce(word.url, home_url), NULL, NULL
FROM silent
LEFT JOIN (SELECT * FROM troubled QUALIFY 1 = row_number() OVER (PARTITION BY home_url ORDER BY is_list))
    USING (home_url)
LEFT JOIN region USING (region_code);

CREATE VIEW gaps AS FROM stored_gap;

CREATE TABLE stored_coverage AS
WITH failing AS (
    SELECT report_id, count(*) AS failing_checks FROM check_result WHERE NOT passed GROUP BY report_id
), read AS (
    SELECT
        agency_id,
        report_year,
        bool_or(status = 'complete') AS is_complete,
        count(failing_checks) AS reports_failing,
        sum(failing_checks) AS failing_checks
    FROM current_reports LEFT JOIN failing USING (report_id)
    GROUP BY agency_id, report_year
), counted AS (
    SELECT
        region_code,
        report_year,
        count(*) AS expected,
        count(read.agency_id) AS found,
        count(*) FILTER (is_complete) AS complete,
        coalesce(sum(reports_failing), 0)::BIGINT AS reports_failing,
        coalesce(sum(failing_checks), 0)::BIGINT AS failing_checks
    FROM expected_reports LEFT JOIN read USING (agency_id, report_year)
    GROUP BY region_code, report_year
), why AS (
    SELECT region_code, report_year, string_agg(gaps || ' ' || reason, ', ' ORDER BY gaps DESC, reason) AS gaps
    FROM (SELECT region_code, report_year, reason, count(*) AS gaps FROM gaps GROUP BY ALL)
    GROUP BY region_code, report_year
)
SELECT
    coalesce(counted.region_code, why.region_code) AS region_code,
    region.name AS region,
    coalesce(counted.report_year, why.report_year) AS report_year,
    expected,
    coalesce(found, 0) AS found,
    coalesce(complete, 0) AS complete,
    coalesce(reports_failing, 0) AS reports_failing,
    coalesce(failing_checks, 0) AS failing_checks,
    why.gaps
FROM counted
FULL JOIN why
    ON why.region_code IS NOT DISTINCT FROM counted.region_code
    AND why.report_year IS NOT DISTINCT FROM counted.report_year
LEFT JOIN region ON region.region_code = coalesce(counted.region_code, why.region_code);

CREATE VIEW coverage AS FROM stored_coverage;

CREATE VIEW alarms AS
WITH turned AS (
    UNPIVOT (
        SELECT run_id, home_url, region_code, list_pages, links_seen,
            documents + archived_documents AS documents
        FROM run_portal
    ) ON list_pages, links_seen, documents INTO NAME count VALUE seen
), compared AS (
    SELECT *, lag(seen) OVER (PARTITION BY home_url, count ORDER BY run_id) AS before
    FROM turned
)
SELECT r.run_id, r.home_url, r.region_code, outcome AS alarm,
    arg_min(problem.url, (occurred_at, problem.url)) AS url,
    if(count(*) = 1, '', count(*) || ' times; first: ')
        || arg_min(detail, (occurred_at, problem.url)) AS detail
FROM portal
JOIN run_portal AS r ON r.home_url = portal.home_url AND r.run_id = portal.last_run_id
JOIN problem ON problem.run_id = r.run_id AND problem.home_url = r.home_url
JOIN reason ON reason.reason = problem.outcome AND reason.is_alarm
GROUP BY r.run_id, r.home_url, r.region_code, outcome
UNION ALL
SELECT run_id, home_url, c.region_code, 'fell_to_zero', home_url, count || ': ' || before || ' the time before, 0 now'
FROM compared AS c JOIN portal USING (home_url)
WHERE run_id = last_run_id AND seen = 0 AND before > 0;
