-- Agencies that stopped publishing: reports once, and none for the years since; --year is the last one.
-- Beware: only not_listed counts years that the portal's lists, read whole, do not have. Of the rest we did not look, or something failed: `gongkai why` tells.
WITH last AS (
    SELECT agency_id, max(report_year) AS last_year, arg_max(url, report_year) AS last_url
    FROM current_reports GROUP BY agency_id
)
SELECT
    region_code,
    agency,
    last_year,
    count(*) AS years_since,
    count(*) FILTER (reason = 'not_listed') AS not_listed,
    string_agg(DISTINCT reason, ' ' ORDER BY reason) AS reasons,
    last_url
FROM gaps JOIN last USING (agency_id)
WHERE report_year > last_year AND reason <> 'not_yet_due'
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR last_year::VARCHAR = $year)
GROUP BY region_code, agency, last_year, last_url, agency_id
ORDER BY not_listed DESC, years_since DESC, region_code, agency
