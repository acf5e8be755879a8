-- Reports that do not add up: the sums of the form that fail, the agency's own errors first.
-- Beware: only a source_error is the agency's own; in a doubtful_reading a figure may be misread. The sums are of the print, corrections aside; carry_over_disagrees has those across years.
SELECT
    if(c.source_error, 'source_error', 'doubtful_reading') AS verdict,
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
FROM check_result AS c JOIN current_reports USING (report_id)
WHERE NOT passed
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY verdict DESC, abs(difference) DESC, report_id, check_name, subject
