-- The views of what reports say. What is missing is in coverage.sql; the wide views (one for each table of the form, and panel)
-- are generated from form_cell by warehouse/views.py.

-- Kept: nearly every question begins with it.
CREATE TABLE stored_current AS
SELECT
    agency.region_code,
    region.name AS region,
    if(len(year.codes) = 1, year.codes[1], NULL) AS region_code_in_year,
    today.region_code_today,
    agency.name AS agency,
    report.report_year,
    report.scope,
    report.edition,
    report.status,
    report.title,
    report.published,
    report.format,
    report.url,
    report.member,
    report.sha256,
    report.agency_id,
    report.report_id,
    report.report_number
FROM stored_report AS report
JOIN agency USING (agency_id)
LEFT JOIN region USING (region_code)
LEFT JOIN stored_region_in_year AS year
    ON year.region_code = agency.region_code AND year.report_year = report.report_year
LEFT JOIN region_today AS today ON today.region_code = agency.region_code
WHERE report.is_current
ORDER BY report_number;

CREATE VIEW current_reports AS SELECT * EXCLUDE (report_number) FROM stored_current;

-- A correction may give a cell that no report has: it too has an address.
INSERT INTO stored_address
SELECT
    (SELECT coalesce(max(address), -1) FROM stored_address) + row_number() OVER (ORDER BY table_name, row_name, column_name),
    table_name, row_name, column_name
FROM (SELECT DISTINCT table_name, row_name, column_name FROM correction)
ANTI JOIN stored_address USING (table_name, row_name, column_name);

-- A correction holds for the bytes that the person saw, and may also give a cell that was not found.
CREATE VIEW stored_current_figures AS
SELECT
    r.region_code,
    r.agency,
    r.report_year,
    r.scope,
    r.edition,
    f.table_name,
    f.row_name,
    f.column_name,
    if(c.reason IS NULL, f.value, c.value) AS value,
    CASE
        WHEN c.value IS NOT NULL OR (c.reason IS NULL AND f.is_number) THEN 'number'
        WHEN c.reason IS NULL AND f.confidence = 0 THEN 'unreadable'
        WHEN coalesce(c.read_as, f.other_raw) = '' THEN 'blank'
        ELSE 'sign'
    END AS state,
    f.raw,
    r.url,
    r.member,
    r.format,
    f.value AS printed_value,
    c.reason IS NOT NULL AS corrected,
    c.read_as AS corrected_raw,
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
    r.report_id,
    r.report_number,
    f.address,
    f.line_across,
    f.line_down
FROM stored_figures AS f
JOIN stored_current AS r USING (report_number)
LEFT JOIN correction AS c
    ON c.sha256 = r.sha256 AND c.table_name = f.table_name
    AND c.row_name = f.row_name AND c.column_name = f.column_name
UNION ALL BY NAME
SELECT
    r.region_code,
    r.agency,
    r.report_year,
    r.scope,
    r.edition,
    c.table_name,
    c.row_name,
    c.column_name,
    c.value,
    CASE WHEN c.value IS NOT NULL THEN 'number' WHEN c.read_as = '' THEN 'blank' ELSE 'sign' END AS state,
    r.url,
    r.member,
    r.format,
    true AS corrected,
    c.read_as AS corrected_raw,
    c.reason AS correction_reason,
    r.agency_id,
    r.report_id,
    r.report_number,
    a.address
FROM correction AS c
JOIN stored_current AS r USING (sha256)
JOIN stored_address AS a USING (table_name, row_name, column_name)
ANTI JOIN stored_figure AS f ON f.report_number = r.report_number AND f.address = a.address;

CREATE VIEW figures AS
SELECT * EXCLUDE (report_number, address, line_across, line_down) FROM stored_current_figures;

CREATE VIEW corrections AS
SELECT
    c.table_name,
    c.row_name,
    c.column_name,
    CASE
        WHEN report.report_id IS NULL THEN 'expired'
        WHEN report.is_current THEN 'shown'
        ELSE 'superseded'
    END AS state,
    c.printed,
    f.raw AS printed_now,
    c.read_as,
    c.value,
    c.reason,
    c.corrected_by,
    c.corrected_at,
    agency.region_code,
    agency.name AS agency,
    report.report_year,
    report.url,
    c.sha256,
    report.report_id
FROM correction AS c
LEFT JOIN report USING (sha256)
LEFT JOIN agency USING (agency_id)
LEFT JOIN figure AS f
    ON f.report_id = report.report_id AND f.table_name = c.table_name
    AND f.row_name = c.row_name AND f.column_name = c.column_name;

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
