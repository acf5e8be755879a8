-- The sums of the form that the reports of two years share. A blank or a sign in one is not tried.
-- They are kept: to try them takes all reports, and nobody waits for that twice.
CREATE TABLE stored_year_check AS
WITH cell AS (
    SELECT
        report_year, scope, table_name, row_name, column_name, value,
        if(corrected, 1, confidence) AS confidence,
        corrected OR (confidence = 1 AND format <> 'scan') AS certain,
        agency_id, report_number
    FROM stored_current_figures
    WHERE value IS NOT NULL
), carried AS (
    SELECT * FROM cell WHERE table_name = 'applications'
), stock AS (
    SELECT * FROM cell
    WHERE table_name = 'proactive_disclosure' AND row_name IN ('rules', 'normative_documents')
), flow AS (  -- what a year did to what is in force
    SELECT
        report_number,
        row_name,
        sum(if(column_name = 'issued', value, -value)) AS change,
        min(confidence) AS confidence,
        bool_and(certain) AS certain
    FROM stock
    WHERE column_name IN ('issued', 'repealed')
    GROUP BY report_number, row_name
    HAVING count(*) = 2
), tried AS (
    SELECT
        later.*,
        'carry_over_across_years' AS check_name,
        column_name AS subject,
        former.value AS right_value,
        former.confidence AS other_confidence,
        former.certain AS other_certain,
        former.report_number AS former_report_number
    FROM carried AS later JOIN carried AS former USING (agency_id, column_name)
    WHERE later.row_name = 'carried_over_in' AND former.row_name = 'carried_over_out'
        AND former.report_year = later.report_year - 1
        AND former.scope IS NOT DISTINCT FROM later.scope
    UNION ALL BY NAME
    SELECT
        later.*,
        'in_force_across_years' AS check_name,
        row_name AS subject,
        former.value + flow.change AS right_value,
        least(former.confidence, flow.confidence) AS other_confidence,
        former.certain AND flow.certain AS other_certain,
        former.report_number AS former_report_number
    FROM stock AS later
    JOIN stock AS former USING (agency_id, row_name)
    JOIN flow ON flow.report_number = later.report_number AND flow.row_name = later.row_name
    WHERE later.column_name = 'in_force' AND former.column_name = 'in_force'
        AND former.report_year = later.report_year - 1
        AND former.scope IS NOT DISTINCT FROM later.scope
)
SELECT
    report_number,
    former_report_number,
    check_name,
    subject,
    value AS left_value,
    right_value,
    certain AND other_certain AS certain,
    least(confidence, other_confidence) AS confidence
FROM tried
ORDER BY report_number;

CREATE VIEW stored_year_checks AS
SELECT
    later.region_code,
    later.agency,
    later.report_year,
    later.scope,
    check_name,
    subject,
    left_value,
    right_value,
    left_value = right_value AS passed,
    CASE
        WHEN left_value = right_value THEN 'holds'
        WHEN certain THEN 'contradiction_between_years'
        ELSE 'doubtful_reading'
    END AS verdict,
    confidence,
    later.url,
    former.url AS former_url,
    later.agency_id,
    later.report_id,
    former.report_id AS former_report_id,
    report_number
FROM stored_year_check
JOIN stored_current AS later USING (report_number)
JOIN stored_current AS former ON former.report_number = former_report_number;

CREATE VIEW year_checks AS SELECT * EXCLUDE (report_number) FROM stored_year_checks;
