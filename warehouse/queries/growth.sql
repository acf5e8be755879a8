-- Growth of applications by region: agencies whose report and that of the year before both have a number.
-- Beware: left_out counts the reports of the year without such a pair; a region that has none is not listed. A region's government mostly counts its departments' applications too: do not add the two publishers up.
WITH received AS (
    SELECT
        region_code, region.name AS region, report_year, scope, agency_id, received__total AS value,
        if(agency_id = region_code || '-人民政府', 'government', 'others') AS publisher
    FROM panel LEFT JOIN region USING (region_code)
), paired AS (
    SELECT received.*, received.value IS NOT NULL AND former.value IS NOT NULL AS is_pair, former.value AS before
    FROM received
    LEFT JOIN received AS former ON former.agency_id = received.agency_id
        AND former.report_year = received.report_year - 1
        AND former.scope IS NOT DISTINCT FROM received.scope
)
SELECT
    region_code,
    region,
    report_year,
    publisher,
    scope,
    count(*) FILTER (is_pair) AS agencies,
    count(*) FILTER (NOT is_pair) AS left_out,
    sum(before) FILTER (is_pair) AS year_before,
    sum(value) FILTER (is_pair) AS applications,
    round(100 * (applications - year_before) / nullif(year_before, 0), 1) AS growth_percent
FROM paired
WHERE ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
GROUP BY region_code, region, report_year, publisher, scope
HAVING count(*) FILTER (is_pair) > 0
ORDER BY report_year DESC, growth_percent DESC NULLS LAST, region_code, publisher, scope
