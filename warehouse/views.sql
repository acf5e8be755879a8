-- The views of what reports say. What is missing is in coverage.sql; the wide views (one for each table of the form, and panel)
-- are generated from form_cell by warehouse/views.py.

CREATE VIEW current_reports AS
SELECT
    agency.region_code,
    region.name AS region,
    agency.name AS agency,
    report.report_year,
    report.scope,
    report.edition,
    report.status,
    report.title,
    report.published,
    report.url,
    report.member,
    report.sha256,
    report.agency_id,
    report.report_id
FROM report
JOIN agency USING (agency_id)
LEFT JOIN region USING (region_code)
WHERE report.is_current;
COMMENT ON VIEW current_reports IS 'The one report that stands for each agency, year and scope (own figures, or all under the agency)';

-- A correction may also give a figure that was not found in the document: hence the full join.
CREATE VIEW figures AS
SELECT
    r.region_code,
    r.agency,
    r.report_year,
    r.scope,
    r.edition,
    table_name,
    row_name,
    column_name,
    CASE WHEN c.reason IS NULL THEN f.value ELSE c.value END AS value,
    f.raw,
    r.url,
    r.member,
    f.value AS printed_value,
    c.reason IS NOT NULL AS corrected,
    c.reason AS correction_reason,
    f.page,
    f.x0,
    f.top,
    f.x1,
    f.bottom,
    f.source_table,
    f.source_row,
    f.source_column,
    f.confidence,
    r.agency_id,
    report_id
FROM (figure AS f FULL JOIN correction AS c USING (report_id, table_name, row_name, column_name))
JOIN current_reports AS r USING (report_id);
COMMENT ON VIEW figures IS 'A row per figure of every current report. value is a person''s correction where there is one, else the printed value; printed_value and raw keep the print. 0, a blank (value null, raw empty) and a sign (value null, raw the sign) are three things';

CREATE VIEW indicators AS
SELECT
    r.region_code,
    r.agency,
    r.report_year,
    r.scope,
    i.number,
    i.name,
    i.code,
    parent.code AS parent_code,
    i.unit,
    i.column_label,
    i.value,
    i.raw,
    i.cumulative_label,
    i.cumulative_value,
    i.cumulative_raw,
    r.url,
    r.member,
    parent.name AS parent,
    i.parent_number,
    i.page,
    i.x0,
    i.top,
    i.x1,
    i.bottom,
    i.source_table,
    i.source_row,
    i.source_column,
    i.confidence,
    r.agency_id,
    i.report_id
FROM indicator AS i
JOIN current_reports AS r USING (report_id)
LEFT JOIN (
    SELECT DISTINCT report_id, number, name, code FROM indicator
) AS parent ON parent.report_id = i.report_id AND parent.number = i.parent_number;
COMMENT ON VIEW indicators IS 'A row per count of the statistics tables (about 2008 to 2018) of every current report; headings have no count. 0, a blank (value null, raw empty) and a sign (value null, raw the sign) are three things';
