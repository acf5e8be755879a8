-- Outcomes by type of applicant: what each type of person or body got of what was decided.
-- Beware: only columns whose outcomes add up to their total, so that a blank hides no case; left_out counts the others. Governments mostly include their departments: do not add the two publishers up.
SELECT
    publisher,
    scope,
    applicant,
    sum(o.reports) AS reports,
    sum(o.left_out) AS left_out,
    sum(o.decided) AS decided,
    sum(o.disclosed) AS disclosed,
    sum(o.partially_disclosed) AS partially,
    sum(o.withheld) AS withheld,
    sum(o.unavailable) AS unavailable,
    sum(o.not_processed) AS not_processed,
    sum(o.other) AS other,
    round(100 * sum(o.disclosed) / nullif(sum(o.decided), 0), 1) AS disclosed_percent
FROM region_outcomes AS o
WHERE ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
GROUP BY publisher, scope, applicant
ORDER BY publisher, scope, decided DESC NULLS LAST, applicant
