-- How figures and checks are kept: some two hundred rows a report, so that names become numbers and
-- what most rows share is null. The views give them back under their contract.
-- Rows lie in the order of their address, a slice of reports at a time: a question on one figure
-- reads that figure's stretch of each slice, and like stands beside like, which DuckDB packs well.

CREATE TABLE stored_address (
    address SMALLINT NOT NULL,
    table_name VARCHAR NOT NULL,
    row_name VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL
);

-- The cells of a table on a page share their edges: the figure names them by number, the report
-- has them (stored_report.across, left and right in turn; stored_report.down, top and bottom).
CREATE TABLE stored_figure (
    report_number INTEGER NOT NULL, -- stored_report.report_number
    address SMALLINT NOT NULL, -- stored_address.address
    whole BIGINT, -- of the value; null where the print is no number
    fraction INTEGER, -- of the value, in millionths and with its sign; null for none
    raw VARCHAR, -- null where it is the whole number as it stands
    page SMALLINT, -- null for formats without pages
    source_table SMALLINT, -- null for formats with pages
    source_row INTEGER, -- with pages: which pair of down, from 0; null for no box
    source_column SMALLINT, -- with pages: which pair of across, from 0; null for no box
    confidence DOUBLE -- null for 1
);

CREATE TABLE stored_subject (
    subject_number INTEGER NOT NULL,
    check_name VARCHAR NOT NULL,
    subject VARCHAR NOT NULL
);

CREATE TABLE stored_check (
    report_number INTEGER NOT NULL, -- stored_report.report_number
    subject_number INTEGER NOT NULL, -- stored_subject.subject_number
    passed BOOLEAN NOT NULL,
    left_whole BIGINT,
    left_fraction INTEGER,
    right_whole BIGINT, -- null where the check passed: it is the left one
    right_fraction INTEGER,
    source_error BOOLEAN NOT NULL
);

CREATE MACRO exact_value(whole, fraction) AS if(
    fraction IS NULL, -- as nearly all are: the sum takes three times as long
    whole::DECIMAL(20, 6),
    (whole::DECIMAL(20, 6) + fraction::DECIMAL(9, 0) * 0.000001)::DECIMAL(20, 6)
);

-- figure, and what the views need to find the rest of a report without comparing texts or
-- making values. The export looks the edges up by their lines: here each row brings the lists of its
-- report along.
CREATE VIEW stored_figures AS
SELECT
    report_id,
    table_name,
    row_name,
    column_name,
    exact_value(whole, fraction) AS value,
    coalesce(raw, whole::VARCHAR) AS raw,
    page,
    if(page IS NOT NULL, across[2 * source_column + 1], NULL) AS x0,
    if(page IS NOT NULL, down[2 * source_row + 1], NULL) AS top,
    if(page IS NOT NULL, across[2 * source_column + 2], NULL) AS x1,
    if(page IS NOT NULL, down[2 * source_row + 2], NULL) AS bottom,
    source_table,
    if(page IS NULL, source_row, NULL) AS source_row,
    if(page IS NULL, source_column, NULL) AS source_column,
    coalesce(confidence, 1) AS confidence,
    report_number,
    address,
    whole IS NOT NULL AS is_number,
    raw AS other_raw, -- null for most numbers
    if(page IS NOT NULL, source_column, NULL) AS line_across,
    if(page IS NOT NULL, source_row, NULL) AS line_down
FROM stored_figure
JOIN stored_address USING (address)
JOIN stored_report USING (report_number);

CREATE VIEW figure AS
SELECT * EXCLUDE (report_number, address, is_number, other_raw, line_across, line_down)
FROM stored_figures;

CREATE VIEW stored_checks AS
SELECT
    report_id,
    check_name,
    subject,
    passed,
    exact_value(left_whole, left_fraction) AS left_value,
    if(
        passed, exact_value(left_whole, left_fraction), exact_value(right_whole, right_fraction)
    ) AS right_value,
    source_error,
    report_number,
    subject_number
FROM stored_check
JOIN stored_subject USING (subject_number)
JOIN stored_report USING (report_number);

CREATE VIEW check_result AS SELECT * EXCLUDE (report_number, subject_number) FROM stored_checks;
