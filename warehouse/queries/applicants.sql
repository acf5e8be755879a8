-- Outcomes by type of applicant: what each type of person or body got of what was decided.
-- Beware: only columns whose outcomes add up to their total, so that a blank hides no case; left_out counts the others. Governments mostly include their departments: do not add the two publishers up.
WITH outcome AS (
    SELECT
        report_id,
        if(agency_id = region_code || '-人民政府', 'government', 'others') AS publisher,
        scope,
        column_name AS applicant,
        row_name = 'processed_total' AS is_total,
        regexp_extract(row_name, '^(disclosed|partially_disclosed|withheld|unavailable|not_processed|other)') AS word,
        value
    FROM figures
    WHERE table_name = 'applications'
        AND row_name NOT IN ('received', 'carried_over_in', 'carried_over_out')
        AND starts_with(coalesce(region_code, ''), $region)
        AND starts_with(report_year::VARCHAR, $year)
), of_report AS (
    SELECT
        publisher,
        scope,
        applicant,
        any_value(value) FILTER (is_total) AS decided,
        sum(value) FILTER (word = 'disclosed') AS disclosed,
        sum(value) FILTER (word = 'partially_disclosed') AS partially,
        sum(value) FILTER (word = 'withheld') AS withheld,
        sum(value) FILTER (word = 'unavailable') AS unavailable,
        sum(value) FILTER (word = 'not_processed') AS not_processed,
        sum(value) FILTER (word = 'other') AS other,
        coalesce(sum(value) FILTER (NOT is_total) = decided, false) AS adds_up
    FROM outcome
    GROUP BY report_id, publisher, scope, applicant
)
SELECT
    publisher,
    scope,
    applicant,
    count(*) FILTER (adds_up) AS reports,
    count(*) FILTER (NOT adds_up) AS left_out,
    sum(of_report.decided) FILTER (adds_up) AS decided,
    sum(of_report.disclosed) FILTER (adds_up) AS disclosed,
    sum(of_report.partially) FILTER (adds_up) AS partially,
    sum(of_report.withheld) FILTER (adds_up) AS withheld,
    sum(of_report.unavailable) FILTER (adds_up) AS unavailable,
    sum(of_report.not_processed) FILTER (adds_up) AS not_processed,
    sum(of_report.other) FILTER (adds_up) AS other,
    round(100 * sum(of_report.disclosed) FILTER (adds_up)
        / nullif(sum(of_report.decided) FILTER (adds_up), 0), 1) AS disclosed_percent
FROM of_report
GROUP BY publisher, scope, applicant
ORDER BY publisher, scope, decided DESC NULLS LAST, applicant
