-- What became of a report after it was published, and where its documents disagree.

-- Versions stood at the same address, or on the same page in the same format. A report in an
-- archive of files is followed by its name there. They are kept: to follow them takes all reports.
CREATE TABLE stored_version AS
WITH seen AS (
    SELECT
        report.*, d.first_retrieved_at, d.vanished_at, d.page_url,
        [
            coalesce(min(d.page_url) OVER address, report.url),
            min(report.format) OVER address,
            report.member
        ] AS stood
    FROM stored_report AS report JOIN document AS d USING (sha256, url)
    WHERE report_year IS NOT NULL
    WINDOW address AS (PARTITION BY agency_id, report_year, scope, report.url, report.member)
)
SELECT
    report_number,
    (row_number() OVER versions)::SMALLINT AS version,
    (count(*) OVER (versions ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))::SMALLINT
        AS versions,
    first_retrieved_at AS first_seen_at,
    lead(first_retrieved_at) OVER versions AS replaced_at,
    vanished_at,
    lag(url) OVER versions AS former_url,
    page_url,
    lag(report_id) OVER versions AS former_report_id,
    first_value(report_id) OVER versions AS first_report_id
FROM seen
WINDOW versions AS (
    PARTITION BY agency_id, report_year, scope, stood ORDER BY first_retrieved_at, sha256
)
ORDER BY report_number;

CREATE VIEW report_versions AS
SELECT
    agency.region_code,
    agency.name AS agency,
    r.report_year,
    r.scope,
    v.version,
    v.versions,
    v.first_seen_at,
    v.replaced_at,
    v.vanished_at,
    r.is_current,
    r.format,
    r.published,
    r.url,
    v.former_url,
    r.member,
    v.page_url,
    r.sha256,
    r.agency_id,
    r.report_id,
    v.former_report_id,
    v.first_report_id
FROM stored_version AS v JOIN stored_report AS r USING (report_number) JOIN agency USING (agency_id);

-- A blank that became a sign is a change; a number printed otherwise, as 12 and 12件, is none.
CREATE VIEW version_changes AS
WITH version AS (
    SELECT * FROM report_versions WHERE former_report_id IS NOT NULL
), cell AS (
    SELECT v.report_id, f.* EXCLUDE (report_id)
    FROM version AS v JOIN figure AS f USING (report_id)
), former AS (
    SELECT v.report_id, f.* EXCLUDE (report_id)
    FROM version AS v JOIN figure AS f ON f.report_id = v.former_report_id
)
SELECT
    v.region_code,
    v.agency,
    v.report_year,
    v.scope,
    v.version,
    table_name,
    row_name,
    column_name,
    CASE
        WHEN former.raw IS NULL THEN 'appeared'
        WHEN cell.raw IS NULL THEN 'vanished'
        ELSE 'changed'
    END AS change,
    former.value AS former_value,
    former.raw AS former_raw,
    cell.value,
    cell.raw,
    least(former.confidence, cell.confidence) AS confidence,
    v.first_seen_at,
    v.url,
    v.former_url,
    v.agency_id,
    report_id,
    v.former_report_id
FROM former FULL JOIN cell USING (report_id, table_name, row_name, column_name)
JOIN version AS v USING (report_id)
WHERE cell.value IS DISTINCT FROM former.value
    OR (cell.value IS NULL AND cell.raw IS DISTINCT FROM former.raw);

-- Of the other documents of a report, the newest version of each.
CREATE VIEW document_disagreements AS
WITH pair AS (
    SELECT
        r.*,
        other.format AS other_format,
        other.url AS other_url,
        other.report_id AS other_report_id
    FROM report_versions AS r
    JOIN report_versions AS other USING (agency_id, report_year)
    WHERE r.is_current AND other.version = other.versions
        AND other.scope IS NOT DISTINCT FROM r.scope
        AND other.first_report_id <> r.first_report_id
)
SELECT
    pair.region_code,
    pair.agency,
    pair.report_year,
    pair.scope,
    table_name,
    row_name,
    column_name,
    f.value,
    f.raw,
    f.confidence,
    pair.format,
    other.value AS other_value,
    other.raw AS other_raw,
    other.confidence AS other_confidence,
    pair.other_format,
    pair.url,
    pair.other_url,
    pair.agency_id,
    pair.report_id,
    pair.other_report_id
FROM pair
JOIN figure AS f ON f.report_id = pair.report_id
JOIN figure AS other
    USING (table_name, row_name, column_name)
WHERE other.report_id = pair.other_report_id
    AND (f.value IS DISTINCT FROM other.value OR (f.value IS NULL AND f.raw <> other.raw));
