-- Not granted because the information would have had to be made (没有现成信息需要另行制作).
-- Beware: a report whose count is blank or a sign is not listed; percent is of all that was decided, null where the report gives no number for that.
SELECT
    f.region_code,
    f.agency,
    f.report_year,
    f.scope,
    f.value AS applications,
    decided.value AS decided,
    round(100 * f.value / nullif(decided.value, 0), 1) AS percent,
    f.page,
    f.url
FROM figures AS f
LEFT JOIN figures AS decided
    ON decided.report_id = f.report_id AND decided.table_name = f.table_name
    AND decided.row_name = 'processed_total' AND decided.column_name = f.column_name
WHERE f.table_name = 'applications' AND f.row_name = 'unavailable_needs_creation'
    AND f.column_name = 'total' AND f.value > 0
    AND starts_with(coalesce(f.region_code, ''), $region)
    AND starts_with(f.report_year::VARCHAR, $year)
ORDER BY applications DESC, percent DESC NULLS LAST, f.agency, f.report_year, f.scope
