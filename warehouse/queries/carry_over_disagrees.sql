-- Years that disagree: what a report takes on from the year before is not what that year's carried over.
-- Beware: where confidence is below 1 a figure was read with a doubt. Pairs with a blank or a sign are not compared; an agency that took over another's cases may rightly differ.
SELECT
    region_code,
    agency,
    report_year,
    scope,
    column_name,
    left_value AS taken_on,
    right_value AS carried_over_before,
    left_value - right_value AS difference,
    confidence,
    url,
    former_url
FROM year_checks
WHERE NOT passed
    AND starts_with(coalesce(region_code, ''), $region)
    AND starts_with(report_year::VARCHAR, $year)
ORDER BY confidence = 1 DESC, abs(difference) DESC, agency, report_year, scope, column_name
