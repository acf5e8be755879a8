-- How far a report can be relied on: as far as its weakest part. A part of which nothing is known is
-- passed over. Counted once, when the warehouse is published.
CREATE TABLE stored_quality AS
WITH partial AS (
    SELECT report_id, edition FROM current_reports WHERE status = 'partial'
), printed AS (
    SELECT DISTINCT report_id, table_name, row_name FROM partial JOIN figure USING (report_id)
), variant AS (  -- a row that is printed in the place of others, or not
    SELECT DISTINCT report_id, c.table_name, c.row_name, c.replaces, printed.row_name IS NOT NULL AS is_printed
    FROM partial JOIN form_cell AS c USING (edition)
    LEFT JOIN printed USING (report_id, table_name, row_name)
    WHERE len(c.replaces) > 0
), lacked_rightly AS (
    SELECT report_id, table_name, row_name FROM variant WHERE NOT is_printed
    UNION ALL
    SELECT report_id, table_name, unnest(replaces) FROM variant WHERE is_printed
), corrected AS (
    SELECT r.report_id, c.table_name, c.row_name, c.column_name, f.confidence
    FROM correction AS c
    JOIN current_reports AS r USING (sha256)
    LEFT JOIN figure AS f
        ON f.report_id = r.report_id AND f.table_name = c.table_name
        AND f.row_name = c.row_name AND f.column_name = c.column_name
), shown AS (
    SELECT report_id, table_name, row_name, column_name FROM partial JOIN figure USING (report_id)
    UNION ALL
    SELECT report_id, table_name, row_name, column_name FROM corrected WHERE confidence IS NULL
), asked AS (
    SELECT report_id, count(*) AS cells, count(*) FILTER (shown.row_name IS NULL) AS missing
    FROM partial
    JOIN form_cell AS c USING (edition)
    ANTI JOIN lacked_rightly USING (report_id, table_name, row_name)
    LEFT JOIN shown USING (report_id, table_name, row_name, column_name)
    GROUP BY report_id
), read AS (  -- confidence is null for 1
    SELECT report_number, count(*) AS figures, count(*) FILTER (confidence < 1) AS doubtful
    FROM stored_figure GROUP BY report_number
), settled AS (
    SELECT report_id, count(*) AS figures, count(*) FILTER (confidence < 1) AS doubtful
    FROM corrected GROUP BY report_id
), checks_of AS (
    SELECT
        report_id,
        count(*) AS tried,
        count(*) FILTER (NOT passed) AS failed,
        count(*) FILTER (NOT passed AND NOT source_error) AS unexplained
    FROM check_result GROUP BY report_id
), disputed AS (
    SELECT DISTINCT url FROM problem
    WHERE outcome IN ('wrong_year', 'wrong_issuer', 'identity_failed')
), told AS (  -- warnings of extract/attribution.py
    SELECT report_id, len(list_filter(warnings, lambda warning : regexp_matches(
        warning,
        '^((year|agency|scope): |no year is printed|the report is of |the agency is of )'
    ))) > 0 AS is_disputed
    FROM report
), documents_of AS (
    SELECT agency_id, report_year, scope, count(*) AS documents FROM report GROUP BY ALL
)
SELECT
    r.report_number,
    CASE
        WHEN r.status = 'complete' THEN 0
        WHEN asked.cells IS NOT NULL THEN asked.missing
    END::INTEGER AS missing_cells,
    CASE
        WHEN r.status = 'complete' THEN 1::DOUBLE
        WHEN asked.cells IS NOT NULL THEN 1 - asked.missing / asked.cells
    END AS cells_found,
    coalesce(read.figures, 0)::INTEGER AS figures,
    (coalesce(read.doubtful, 0) - coalesce(settled.doubtful, 0))::INTEGER AS doubtful_figures,
    coalesce(settled.figures, 0)::INTEGER AS corrected_figures,
    1 - doubtful_figures / read.figures AS figures_certain,
    coalesce(checks_of.tried, 0)::INTEGER AS checks_tried,
    coalesce(checks_of.failed, 0)::INTEGER AS failed_checks,
    1 - checks_of.unexplained / checks_of.tried AS checks_explained,
    if(disputed.url IS NULL AND NOT told.is_disputed, 1, 0)::DOUBLE AS identity_certain,
    least(cells_found, figures_certain, checks_explained, identity_certain) AS reliability,
    documents_of.documents::INTEGER AS documents
FROM stored_current AS r
JOIN documents_of
    ON documents_of.agency_id = r.agency_id AND documents_of.report_year = r.report_year
    AND documents_of.scope IS NOT DISTINCT FROM r.scope
JOIN told USING (report_id)
LEFT JOIN asked USING (report_id)
LEFT JOIN read USING (report_number)
LEFT JOIN settled USING (report_id)
LEFT JOIN checks_of USING (report_id)
LEFT JOIN disputed ON disputed.url = r.url;

CREATE VIEW report_quality AS
SELECT
    r.region_code,
    r.agency,
    r.report_year,
    r.scope,
    q.* EXCLUDE (report_number),
    r.url,
    r.agency_id,
    r.report_id
FROM stored_quality AS q JOIN stored_current AS r USING (report_number);
