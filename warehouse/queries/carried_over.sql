-- Who carries most over into the next year: the share of the year's load (new, and taken on) left undecided.
-- Beware: the form does not tell what is overdue; an application of December may rightly wait. percent is null where a part of the load is blank or a sign.
WITH load AS (
    PIVOT (
        SELECT region_code, agency, report_year, scope, url, report_id, row_name, value
        FROM figures WHERE table_name = 'applications' AND column_name = 'total'
    )
    ON row_name IN ('received', 'carried_over_in', 'carried_over_out')
    USING any_value(value)
)
SELECT
    region_code,
    agency,
    report_year,
    scope,
    received,
    carried_over_in,
    carried_over_out,
    round(100 * carried_over_out / nullif(received + carried_over_in, 0), 1) AS percent,
    url
FROM load
WHERE carried_over_out > 0
    AND starts_with(coalesce(region_code, ''), $region)
    AND starts_with(report_year::VARCHAR, $year)
ORDER BY percent DESC NULLS LAST, carried_over_out DESC, agency, report_year, scope
