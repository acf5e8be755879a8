-- What became of each link: its report, else what went wrong, else nothing. Run when all is loaded.
UPDATE link SET outcome = told.outcome, report_id = told.report_id
FROM (
    WITH taken AS (
        SELECT list_url, position, url, target_url FROM link WHERE answer <> 'no'
    ), addressed AS (
        SELECT DISTINCT list_url, position, unnest([url, target_url]) AS address FROM taken
    ), body AS (  -- what stands where the link leads, and what that page carries
        SELECT list_url, position, d.*
        FROM taken JOIN document AS d ON d.url = target_url
        UNION
        SELECT list_url, position, d.*
        FROM taken JOIN document AS d ON d.page_url = target_url
    ), read AS (
        SELECT
            list_url,
            position,
            first(report_id ORDER BY is_current DESC, report_id)
                FILTER (report_id IS NOT NULL) AS report_id,
            bool_or(body.reading = 'unreadable') AS is_unreadable,
            bool_or(body.reading = 'not_a_report') AS is_no_report,
            max(body.retrieved_at) FILTER (body.status = 200) AS came_at
        FROM body LEFT JOIN report USING (sha256, url)
        GROUP BY list_url, position
    ), carried AS (  -- problems with what a page carries, unless that came later
        SELECT list_url, position, arg_max(p.outcome, (p.occurred_at, p.outcome)) AS outcome
        FROM taken
        JOIN problem AS p ON p.page_url = target_url AND p.url <> target_url
        ANTI JOIN document AS d
            ON d.url = p.url AND d.status = 200 AND d.retrieved_at > p.occurred_at
        GROUP BY list_url, position
    ), own AS (
        SELECT
            list_url,
            position,
            arg_max(p.outcome, (p.occurred_at, p.outcome)) AS outcome,
            max(p.occurred_at) AS occurred_at
        FROM addressed JOIN problem AS p ON p.url = address
        GROUP BY list_url, position
    )
    SELECT
        list_url,
        position,
        read.report_id,
        CASE
            WHEN answer = 'no' THEN 'rejected'
            WHEN read.report_id IS NOT NULL THEN 'reported'
            WHEN carried.outcome IS NOT NULL THEN carried.outcome
            WHEN is_unreadable THEN 'unreadable'
            WHEN is_no_report THEN 'not_a_report'
            WHEN own.occurred_at >= coalesce(came_at, own.occurred_at) THEN own.outcome
            WHEN came_at IS NOT NULL THEN 'rejected'  -- by the title of the page itself
            ELSE 'not_asked'
        END AS outcome
    FROM link
    LEFT JOIN read USING (list_url, position)
    LEFT JOIN carried USING (list_url, position)
    LEFT JOIN own USING (list_url, position)
) AS told
WHERE link.list_url = told.list_url AND link.position = told.position;
