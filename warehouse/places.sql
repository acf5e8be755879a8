-- Codes of regions change. Which code stands for the same place in another year.

-- Each time that a code stood, with itself and all that came after it in its place, and since when.
CREATE TABLE stored_region_line AS
WITH RECURSIVE succession AS (
    SELECT region_code, valid_from, unnest(successor_codes) AS next_code FROM region_history
), line AS (
    SELECT region_code, valid_from, valid_to, region_code AS heir_code, valid_from AS heir_from,
        valid_from AS since, valid_to AS heir_to
    FROM region_history
    UNION
    SELECT line.region_code, line.valid_from, line.valid_to, next.region_code, next.valid_from,
        line.heir_to, next.valid_to
    FROM line
    JOIN succession AS s ON s.region_code = heir_code AND s.valid_from = heir_from
    JOIN region_history AS next
        ON next.region_code = next_code AND next.valid_from <= line.heir_to
        AND (next.valid_to > line.heir_to OR next.valid_to IS NULL)
)
FROM line;

-- A code is looked for at the last time that it began to stand by then, else at its first.
CREATE TABLE stored_region_in_year AS
WITH wanted AS (
    SELECT DISTINCT region_code, report_year
    FROM report JOIN agency USING (agency_id)
    WHERE region_code IS NOT NULL AND report_year IS NOT NULL
), start AS (
    SELECT region_code, report_year, valid_from
    FROM wanted JOIN region_history USING (region_code)
    QUALIFY 1 = row_number() OVER (
        PARTITION BY region_code, report_year
        ORDER BY valid_from <= report_year DESC, abs(valid_from - report_year)
    )
), holds AS (
    SELECT start.region_code, report_year, heir_code AS code
    FROM start JOIN stored_region_line USING (region_code, valid_from)
    WHERE since <= report_year AND (heir_to > report_year OR heir_to IS NULL)
    UNION
    SELECT start.region_code, report_year, line.region_code
    FROM start JOIN stored_region_line AS line
        ON line.heir_code = start.region_code AND line.heir_from = start.valid_from
    WHERE start.valid_from > report_year
        AND line.valid_from <= report_year AND line.valid_to > report_year
)
SELECT region_code, report_year, list(DISTINCT code ORDER BY code) AS codes FROM holds GROUP BY ALL;

CREATE VIEW region_today AS
WITH last AS (
    SELECT region_code, max(valid_from) AS valid_from FROM region_history GROUP BY region_code
)
SELECT
    region_code,
    if(len(codes) = 1, codes[1], NULL) AS region_code_today,
    codes
FROM (
    SELECT region_code, coalesce(list(heir_code ORDER BY heir_code) FILTER (heir_to IS NULL), []) AS codes
    FROM last JOIN stored_region_line USING (region_code, valid_from)
    GROUP BY region_code
);
