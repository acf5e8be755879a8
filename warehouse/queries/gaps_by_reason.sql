-- What is missing, by region and reason.
-- Beware: agencies whose name no report and no link gave are not expected, and so not missing. A gap without a year is a portal of which no agency is known.
SELECT
    region_code,
    region,
    reason,
    count(*) AS gaps,
    count(DISTINCT agency_id) AS agencies,
    min(report_year) AS first_year,
    max(report_year) AS last_year,
    meaning
FROM gaps JOIN reason USING (reason)
WHERE ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
GROUP BY region_code, region, reason, meaning
ORDER BY gaps DESC, region_code, reason
