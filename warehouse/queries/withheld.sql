-- Who withheld most (不予公开): the share of what was decided, and on which grounds.
-- Beware: one row per ground. Only reports whose outcomes add up to their total, so that a blank hides no case; a government's often include its departments'.
WITH whole AS (
    SELECT
        region_code, agency, report_year, scope, url, report_id,
        processed_total__total AS decided,
        list_sum([*COLUMNS('^withheld_.*__total$')]) AS withheld,
        list_sum([*COLUMNS('^(disclosed|partially|withheld|unavailable|not_processed|other)_.*_total$')]) AS outcomes,
        COLUMNS('^withheld_(.*)__total$') AS "on \1"
    FROM panel
    WHERE ($region = '' OR starts_with(region_code, $region))
        AND ($year = '' OR report_year::VARCHAR = $year)
)
SELECT
    region_code,
    agency,
    report_year,
    scope,
    decided,
    withheld,
    round(100 * withheld / decided, 1) AS withheld_percent,
    ground[4:] AS ground,
    on_this_ground,
    round(100 * on_this_ground / withheld, 1) AS ground_percent,
    url
FROM (UNPIVOT (FROM whole WHERE outcomes = decided AND withheld > 0) ON COLUMNS('^on ') INTO NAME ground VALUE on_this_ground)
WHERE on_this_ground > 0
ORDER BY withheld / decided DESC, withheld DESC, report_id, on_this_ground DESC, ground
