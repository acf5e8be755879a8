-- Who withheld most (不予公开): the share of what was decided, and on which grounds.
-- Beware: one row per ground. Only reports whose outcomes add up to their total, so that a blank hides no case; a government's often include its departments'.
WITH whole AS (
    SELECT
        report_id,
        any_value(value) FILTER (row_name = 'processed_total') AS decided,
        sum(value) FILTER (starts_with(row_name, 'withheld_')) AS withheld
    FROM figures
    WHERE table_name = 'applications' AND column_name = 'total'
    GROUP BY report_id
    HAVING sum(value) FILTER (
        row_name NOT IN ('received', 'carried_over_in', 'processed_total', 'carried_over_out')
    ) = decided
)
SELECT
    region_code,
    agency,
    report_year,
    scope,
    decided,
    withheld,
    round(100 * withheld / decided, 1) AS withheld_percent,
    substr(row_name, length('withheld_') + 1) AS ground,
    value AS on_this_ground,
    round(100 * value / withheld, 1) AS ground_percent,
    url
FROM figures JOIN whole USING (report_id)
WHERE table_name = 'applications' AND column_name = 'total'
    AND starts_with(row_name, 'withheld_') AND value > 0
    AND starts_with(coalesce(region_code, ''), $region)
    AND starts_with(report_year::VARCHAR, $year)
ORDER BY withheld / decided DESC, withheld DESC, report_id, on_this_ground DESC, ground
