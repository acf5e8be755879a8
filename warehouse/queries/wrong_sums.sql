-- Reports that do not add up: the sums of the form that fail, the agency's own errors first.
-- Beware: only where error_in is print is the agency's own table wrong; a reading was in doubt, or made by one library alone. The sums are of the print, corrections aside.
SELECT
    if(source_error, 'print', 'reading') AS error_in,
    region_code,
    agency,
    report_year,
    scope,
    check_name,
    subject,
    left_value,
    right_value,
    left_value - right_value AS difference,
    url
FROM check_result JOIN current_reports USING (report_id)
WHERE NOT passed
    AND starts_with(coalesce(region_code, ''), $region)
    AND starts_with(report_year::VARCHAR, $year)
ORDER BY error_in, abs(difference) DESC, report_id, check_name, subject
