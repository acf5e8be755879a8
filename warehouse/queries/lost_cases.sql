-- Who was sued, or taken to reconsideration, and lost: cases that ended in 结果纠正.
-- Beware: lost_percent is of the cases that ended; it is null where one of their three counts is blank or a sign, and a report whose 结果纠正 is so is not listed.
SELECT
    region_code,
    agency,
    report_year,
    scope,
    row_name AS kind,
    total AS cases,
    pending,
    corrected AS lost,
    round(100 * corrected / (upheld + corrected + other), 1) AS lost_percent,
    url
FROM reconsideration_litigation
WHERE corrected > 0
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY lost DESC, lost_percent DESC NULLS LAST, agency, report_year, kind, scope, report_id
