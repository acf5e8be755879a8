-- The government's own report on its whole region, and the sum of those of its agencies. Most
-- governments count their departments' figures in, so the two are never added up.
CREATE VIEW stored_region_reports AS
SELECT r.*, if(is_government, 'government', 'agencies') AS basis
FROM (SELECT *, agency_id = region_code || '-人民政府' AS is_government FROM stored_current) AS r
WHERE region_code IS NOT NULL AND (
    (is_government AND scope IS DISTINCT FROM 'own')
    OR (NOT is_government AND scope IS DISTINCT FROM 'whole')
)
QUALIFY NOT is_government OR 1 = row_number() OVER (
    PARTITION BY agency_id, report_year ORDER BY scope NULLS LAST
);

CREATE VIEW region_figures AS
WITH counted AS (
    SELECT region_code, report_year, basis, count(*) AS reports
    FROM stored_region_reports GROUP BY ALL
), summed AS (
    SELECT
        r.region_code, r.report_year, r.basis, f.table_name, f.row_name, f.column_name,
        sum(f.value)::DECIMAL(20, 6) AS value,
        count(f.value)::INTEGER AS numbers
    FROM stored_region_reports AS r JOIN figures AS f USING (report_id)
    GROUP BY ALL
)
SELECT
    region_code,
    region.name AS region,
    report_year,
    basis,
    table_name,
    row_name,
    column_name,
    value,
    numbers,
    reports::INTEGER AS reports
FROM summed
JOIN counted USING (region_code, report_year, basis)
LEFT JOIN region USING (region_code);
