-- What became of the sums of the form, within a report and across years, and what they are made of.

CREATE VIEW checks AS
SELECT
    r.region_code,
    r.agency,
    r.report_year,
    r.scope,
    c.check_name,
    c.subject,
    CASE
        WHEN c.passed THEN 'holds'
        WHEN c.source_error THEN 'source_error'
        ELSE 'doubtful_reading'
    END AS verdict,
    c.left_value,
    c.right_value,
    r.url,
    NULL::VARCHAR AS former_url,
    r.agency_id,
    c.report_id,
    NULL::VARCHAR AS former_report_id
FROM check_result AS c JOIN current_reports AS r USING (report_id)
UNION ALL BY NAME
SELECT * EXCLUDE (passed, confidence) FROM year_checks;

-- Each number as it was tried: within a report the print, across years with corrections over it.
-- What the prose states is a term without a cell.
CREATE VIEW check_terms AS
SELECT
    c.report_id,
    check_name,
    subject,
    t.side,
    t.position,
    t.sign,
    t.table_name,
    t.row_name,
    t.column_name,
    f.value,
    f.raw,
    f.confidence,
    c.report_id AS term_report_id
FROM check_result AS c
JOIN report USING (report_id)
JOIN form_check AS t USING (edition, check_name, subject)
LEFT JOIN figure AS f
    ON f.report_id = c.report_id AND f.table_name = t.table_name
    AND f.row_name = t.row_name AND f.column_name = t.column_name
UNION ALL BY NAME
SELECT report_id, check_name, subject, 'left' AS side, 1::SMALLINT AS position, 1::SMALLINT AS sign,
    left_value AS value, report_id AS term_report_id
FROM check_result
WHERE check_name = 'narrative_agrees'
UNION ALL BY NAME
SELECT
    c.report_id,
    check_name,
    subject,
    t.side,
    t.position,
    t.sign,
    t.table_name,
    t.row_name,
    t.column_name,
    f.value,
    coalesce(f.corrected_raw, f.raw) AS raw,
    f.confidence,
    f.report_id AS term_report_id
FROM year_checks AS c
JOIN report USING (report_id)
JOIN form_check AS t USING (edition, check_name, subject)
JOIN figures AS f
    ON f.report_id = if(t.years_before = 0, c.report_id, c.former_report_id)
    AND f.table_name = t.table_name AND f.row_name = t.row_name AND f.column_name = t.column_name;
