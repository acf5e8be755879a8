-- Years that disagree: what a report takes on, or has in force, is not what follows from the year before.
-- Beware: in a doubtful_reading a figure may be misread. Sums with a blank or a sign are not tried; an agency that took over another's cases may rightly differ.
SELECT
    region_code,
    agency,
    report_year,
    scope,
    check_name,
    subject,
    verdict,
    left_value AS stated,
    right_value AS follows,
    left_value - right_value AS difference,
    url,
    former_url
FROM year_checks
WHERE NOT passed
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY verdict, abs(difference) DESC, agency, report_year, scope, check_name, subject
