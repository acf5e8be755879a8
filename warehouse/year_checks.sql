-- The one sum of the form that two reports share: what a year carries over is what the next takes on.
CREATE VIEW year_checks AS
WITH carried AS (
    SELECT
        region_code, agency, report_year, scope, row_name, column_name, value,
        if(corrected, 1, confidence) AS confidence, url, agency_id, report_id
    FROM figures
    WHERE table_name = 'applications' AND value IS NOT NULL
)
SELECT
    later.region_code,
    later.agency,
    later.report_year,
    later.scope,
    column_name,
    later.value AS left_value,
    former.value AS right_value,
    later.value = former.value AS passed,
    least(later.confidence, former.confidence) AS confidence,
    later.url,
    former.url AS former_url,
    agency_id,
    later.report_id,
    former.report_id AS former_report_id
FROM carried AS later
JOIN carried AS former USING (agency_id, column_name)
WHERE later.row_name = 'carried_over_in'
    AND former.row_name = 'carried_over_out'
    AND former.report_year = later.report_year - 1
    AND former.scope IS NOT DISTINCT FROM later.scope;
COMMENT ON VIEW year_checks IS 'The check carry_over_across_years: a row per agency, scope, year and column of applications where the current reports of that year and of the one before both have a number. A blank or a sign on either side is not tried. Values are those of figures, corrections over the print';
COMMENT ON COLUMN year_checks.report_year IS 'The later of the two years';
COMMENT ON COLUMN year_checks.column_name IS 'Kind of applicant, or total (form_cell.column_name)';
COMMENT ON COLUMN year_checks.left_value IS 'carried_over_in (上年结转) of the report of that year';
COMMENT ON COLUMN year_checks.right_value IS 'carried_over_out (结转下年度继续办理) of the report of the year before';
COMMENT ON COLUMN year_checks.passed IS 'Whether both are equal';
COMMENT ON COLUMN year_checks.confidence IS 'The lesser of both figures; 1 for one that a person corrected. Below 1 a difference may be a misreading';
COMMENT ON COLUMN year_checks.url IS 'Address of the report of that year';
COMMENT ON COLUMN year_checks.former_url IS 'Address of the report of the year before';
COMMENT ON COLUMN year_checks.report_id IS 'The report of that year (report.report_id)';
COMMENT ON COLUMN year_checks.former_report_id IS 'The report of the year before (report.report_id)';
