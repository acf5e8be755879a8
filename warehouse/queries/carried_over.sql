-- Who carries most over into the next year: the share of the year's load (new, and taken on) left undecided.
-- Beware: the form does not tell what is overdue; an application of December may rightly wait. percent is null where a part of the load is blank or a sign.
SELECT
    region_code,
    agency,
    report_year,
    scope,
    received__total AS received,
    carried_over_in__total AS carried_over_in,
    carried_over_out__total AS carried_over_out,
    round(100 * carried_over_out / nullif(received + carried_over_in, 0), 1) AS percent,
    url
FROM panel
WHERE carried_over_out__total > 0
    AND ($region = '' OR starts_with(region_code, $region))
    AND ($year = '' OR report_year::VARCHAR = $year)
ORDER BY percent DESC NULLS LAST, carried_over_out DESC, agency, report_year, scope, report_id
