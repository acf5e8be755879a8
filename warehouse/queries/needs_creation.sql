-- Not granted because the information would have had to be made (没有现成信息需要另行制作).
-- Beware: a report whose count is blank or a sign is not listed; percent is of all that was decided, null where the report gives no number for that.
SELECT
    region_code,
    agency,
    report_year,
    scope,
    unavailable_needs_creation__total AS applications,
    processed_total__total AS decided,
    round(100 * applications / nullif(decided, 0), 1) AS percent,
    url
FROM panel
WHERE applications > 0
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY applications DESC, percent DESC NULLS LAST, agency, report_year, scope, report_id
