-- Who received most applications in a year.
-- Beware: a report whose count is blank or a sign is not listed, it is not 0. A government's count mostly includes its departments'.
SELECT region_code, agency, report_year, scope, value AS applications, page, url
FROM figures
WHERE table_name = 'applications' AND row_name = 'received' AND column_name = 'total'
    AND value IS NOT NULL
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY applications DESC, agency, report_year, scope, report_id
