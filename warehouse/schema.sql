-- The tables of the warehouse. Every key is text that stays the same when all is built anew.
-- Times are in UTC. Foreign keys are named in the comments and not declared: rows arrive in
-- slices, and a figure whose report is missing is seen by a test, not by a refused load.

CREATE TABLE region (
    region_code VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    parent_code VARCHAR,
    short_name VARCHAR,
    status VARCHAR,
    valid_from SMALLINT,
    valid_to SMALLINT
);
COMMENT ON TABLE region IS 'Administrative divisions of the GB/T 2260 code list, abolished ones too';
COMMENT ON COLUMN region.region_code IS 'GB/T 2260 code, six digits as text';
COMMENT ON COLUMN region.name IS 'Full Chinese name';
COMMENT ON COLUMN region.level IS 'province, prefecture or county';
COMMENT ON COLUMN region.parent_code IS 'region_code of the division above; null for a province';
COMMENT ON COLUMN region.short_name IS 'Chinese name without its generic ending, e.g. 渠 for 渠县';
COMMENT ON COLUMN region.status IS 'current or abolished';
COMMENT ON COLUMN region.valid_from IS 'First year of the code under this name';
COMMENT ON COLUMN region.valid_to IS 'Year from which the code no longer holds; null if it holds';

CREATE TABLE agency (
    agency_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    region_code VARCHAR
);
COMMENT ON TABLE agency IS 'Agencies that publish reports, as found in the reports';
COMMENT ON COLUMN agency.agency_id IS 'region_code, a hyphen and the name without its region, e.g. 640104-司法局; the host of the portal in place of the code if the region is not known';
COMMENT ON COLUMN agency.name IS 'Name of the agency as the report gives it, without year and title words; a region that it leaves out (县司法局) is put in where the portal tells it';
COMMENT ON COLUMN agency.region_code IS 'Region that the agency serves (region.region_code); null if not known';

CREATE TABLE document (
    sha256 VARCHAR,
    url VARCHAR,
    member VARCHAR,
    container_sha256 VARCHAR,
    status SMALLINT NOT NULL,
    media_type VARCHAR,
    size BIGINT NOT NULL,
    first_retrieved_at TIMESTAMP NOT NULL,
    retrieved_at TIMESTAMP NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    warc_file VARCHAR NOT NULL,
    warc_offset BIGINT NOT NULL,
    run_id VARCHAR NOT NULL,
    reading VARCHAR,
    reading_error VARCHAR,
    page_url VARCHAR,
    vanished_at TIMESTAMP,
    PRIMARY KEY (sha256, url)
);
COMMENT ON TABLE document IS 'Every archived body, and every file in one that is a ZIP, RAR or 7z archive: one row for the same bytes from the same address, described by the retrieval that brought them';
COMMENT ON COLUMN document.sha256 IS 'SHA-256 of the body, content encoding undone, or of the file in the archive, in hexadecimal';
COMMENT ON COLUMN document.url IS 'Address it, or the archive that it is in, was retrieved from';
COMMENT ON COLUMN document.member IS 'Name of the file in the archive, as text; !/ stands behind an archive in the archive; null for a body itself';
COMMENT ON COLUMN document.container_sha256 IS 'The archive that the file is in (document.sha256 of the row with the same url and no member); null for a body itself';
COMMENT ON COLUMN document.status IS 'HTTP status of the response';
COMMENT ON COLUMN document.media_type IS 'Media type as the portal stated it; often wrong, the bytes decide how it is read; null for a file in an archive';
COMMENT ON COLUMN document.size IS 'Bytes of the body, content encoding undone, or of the file';
COMMENT ON COLUMN document.first_retrieved_at IS 'When these bytes were first retrieved from this address, UTC';
COMMENT ON COLUMN document.retrieved_at IS 'When these bytes were retrieved; again only if the address gave other bytes in between, UTC';
COMMENT ON COLUMN document.etag IS 'ETag header of the response';
COMMENT ON COLUMN document.last_modified IS 'Last-Modified header of the response, as sent';
COMMENT ON COLUMN document.warc_file IS 'WARC file of that retrieval, relative to the archive folder';
COMMENT ON COLUMN document.warc_offset IS 'Byte offset of the record in that WARC file';
COMMENT ON COLUMN document.run_id IS 'Crawl that retrieved it (crawl_run.run_id)';
COMMENT ON COLUMN document.reading IS 'What reading it gave: complete, partial, not_a_report or unreadable; null if it was not read, e.g. a list page, or an archive whose files have rows of their own';
COMMENT ON COLUMN document.reading_error IS 'Why it is unreadable';
COMMENT ON COLUMN document.page_url IS 'Page of the portal that lists or carries it; its own address for an article; null if nothing said that it may be a report';
COMMENT ON COLUMN document.vanished_at IS 'First answer after the last good one that said it is no longer there (404, 410, or a page that says so), UTC; null if it was there when last asked for. The bytes are kept';

CREATE TABLE report (
    report_id VARCHAR PRIMARY KEY,
    agency_id VARCHAR NOT NULL,
    report_year SMALLINT,
    scope VARCHAR,
    edition VARCHAR,
    sha256 VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    member VARCHAR,
    status VARCHAR NOT NULL,
    title VARCHAR,
    published DATE,
    format VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL,
    warnings VARCHAR[] NOT NULL
);
COMMENT ON TABLE report IS 'Documents that were read as a report, superseded ones too';
COMMENT ON COLUMN report.report_id IS 'agency_id, report_year (or undated) and the first twelve digits of sha256, joined by hyphens';
COMMENT ON COLUMN report.agency_id IS 'Publishing agency (agency.agency_id)';
COMMENT ON COLUMN report.report_year IS 'Year reported on, not of publication; null if the report does not tell';
COMMENT ON COLUMN report.scope IS 'Whose figures it says to give: own (本级, the agency alone) or whole (汇总, all of the region or all under the agency); null if its title says neither';
COMMENT ON COLUMN report.edition IS 'Edition of the statutory form that its applications table follows: 2021 or 2019; 2014 if it has a statistics table of those years instead, narrative if it has neither';
COMMENT ON COLUMN report.sha256 IS 'The document read (document.sha256)';
COMMENT ON COLUMN report.url IS 'Address of the document read (document.url)';
COMMENT ON COLUMN report.member IS 'Name of the document in the archive that stands at url (document.member); null if it stands there itself';
COMMENT ON COLUMN report.status IS 'complete: every cell of the edition, or every row of the statistics table, was found, blank or not; partial: some are missing';
COMMENT ON COLUMN report.title IS 'Title as printed';
COMMENT ON COLUMN report.published IS 'Date of publication';
COMMENT ON COLUMN report.format IS 'Format decided by the bytes: html, pdf, scan, docx, doc, xlsx, xls, ofd';
COMMENT ON COLUMN report.extractor_version IS 'Version of the extractor that read it';
COMMENT ON COLUMN report.is_current IS 'The one report that stands for its agency, year and scope: complete before partial, then published later, then retrieved later, then the smaller sha256. A report without a year never is, for nothing tells what it would supersede';
COMMENT ON COLUMN report.warnings IS 'What was doubtful in reading it';

CREATE TABLE section (
    report_id VARCHAR,
    position SMALLINT,
    number SMALLINT NOT NULL,
    heading VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (report_id, position)
);
COMMENT ON TABLE section IS 'Prose of a report, by its numbered sections, without the tables';
COMMENT ON COLUMN section.report_id IS 'report.report_id';
COMMENT ON COLUMN section.position IS 'Order in the report, from 1; differs from number where the print misnumbers';
COMMENT ON COLUMN section.number IS 'Number of the section in the form, 1 to 6';
COMMENT ON COLUMN section.heading IS 'Heading as printed';
COMMENT ON COLUMN section.text IS 'Paragraphs, separated by a line feed';

CREATE TABLE figure (
    report_id VARCHAR,
    table_name VARCHAR,
    row_name VARCHAR,
    column_name VARCHAR,
    value DECIMAL(20, 6),
    raw VARCHAR NOT NULL,
    page SMALLINT,
    x0 DOUBLE,
    top DOUBLE,
    x1 DOUBLE,
    bottom DOUBLE,
    source_table SMALLINT,
    source_row INTEGER,
    source_column SMALLINT,
    confidence DOUBLE NOT NULL,
    PRIMARY KEY (report_id, table_name, row_name, column_name)
);
COMMENT ON TABLE figure IS 'Every cell that was found, as printed. A cell that the document lacks has no row';
COMMENT ON COLUMN figure.report_id IS 'report.report_id';
COMMENT ON COLUMN figure.table_name IS 'Table of the form (form_cell.table_name)';
COMMENT ON COLUMN figure.row_name IS 'Row of the form (form_cell.row_name)';
COMMENT ON COLUMN figure.column_name IS 'Column of the form (form_cell.column_name)';
COMMENT ON COLUMN figure.value IS 'The printed number, exact; null where the print is no number: then raw tells a blank from a sign';
COMMENT ON COLUMN figure.raw IS 'The print itself; empty for a blank cell';
COMMENT ON COLUMN figure.page IS 'Page, from 1; null for formats without pages';
COMMENT ON COLUMN figure.x0 IS 'Left edge of the cell in points from the left edge of the page';
COMMENT ON COLUMN figure.top IS 'Upper edge of the cell in points from the upper edge of the page';
COMMENT ON COLUMN figure.x1 IS 'Right edge of the cell in points from the left edge of the page';
COMMENT ON COLUMN figure.bottom IS 'Lower edge of the cell in points from the upper edge of the page';
COMMENT ON COLUMN figure.source_table IS 'Table in the document, from 0; null for formats with pages';
COMMENT ON COLUMN figure.source_row IS 'Row in that table with all spans expanded, from 0';
COMMENT ON COLUMN figure.source_column IS 'Column in that table with all spans expanded, from 0';
COMMENT ON COLUMN figure.confidence IS '1, or less if read with a doubt that report.warnings names';

CREATE TABLE indicator (
    report_id VARCHAR,
    position SMALLINT,
    number SMALLINT NOT NULL,
    parent_number SMALLINT,
    name VARCHAR NOT NULL,
    code VARCHAR,
    unit VARCHAR,
    column_label VARCHAR,
    value DECIMAL(20, 6),
    raw VARCHAR NOT NULL,
    cumulative_label VARCHAR,
    cumulative_value DECIMAL(20, 6),
    cumulative_raw VARCHAR,
    page SMALLINT,
    x0 DOUBLE,
    top DOUBLE,
    x1 DOUBLE,
    bottom DOUBLE,
    source_table SMALLINT,
    source_row INTEGER,
    source_column SMALLINT,
    confidence DOUBLE NOT NULL,
    PRIMARY KEY (report_id, position)
);
COMMENT ON TABLE indicator IS 'Rows of the statistics tables of about 2008 to 2018, as printed; a row with several counts stands once for each. Headings are rows too';
COMMENT ON COLUMN indicator.report_id IS 'report.report_id';
COMMENT ON COLUMN indicator.position IS 'Order in the report, from 1';
COMMENT ON COLUMN indicator.number IS 'Number of the row in the report, from 1; the same for the counts of one row';
COMMENT ON COLUMN indicator.parent_number IS 'number of the row that this is a part of, where its numbering or 其中 tells it; else null';
COMMENT ON COLUMN indicator.name IS 'Name as printed, with its number and 其中';
COMMENT ON COLUMN indicator.code IS 'Our code where the name maps to one exactly, e.g. received; else null. A code that is also a figure.row_name means the same there';
COMMENT ON COLUMN indicator.unit IS 'Unit as printed, e.g. 条; null if none is';
COMMENT ON COLUMN indicator.column_label IS 'Head of the count as printed, e.g. 2012年度; null for a heading without a cell for a count';
COMMENT ON COLUMN indicator.value IS 'The printed number, exact, in the unit; null where the print is no number: then raw tells a blank from a sign';
COMMENT ON COLUMN indicator.raw IS 'The print itself; empty for a blank cell';
COMMENT ON COLUMN indicator.cumulative_label IS 'Head of the sum up to then as printed, e.g. 历年累计; null if the table has none';
COMMENT ON COLUMN indicator.cumulative_value IS 'The number in that column; null where the print is no number or the table has no such column';
COMMENT ON COLUMN indicator.cumulative_raw IS 'The print in that column; empty for a blank cell, null if the table has no such column';
COMMENT ON COLUMN indicator.page IS 'Page, from 1; null for formats without pages';
COMMENT ON COLUMN indicator.x0 IS 'Left edge of the cell of the count in points from the left edge of the page';
COMMENT ON COLUMN indicator.top IS 'Upper edge of the cell in points from the upper edge of the page';
COMMENT ON COLUMN indicator.x1 IS 'Right edge of the cell in points from the left edge of the page';
COMMENT ON COLUMN indicator.bottom IS 'Lower edge of the cell in points from the upper edge of the page';
COMMENT ON COLUMN indicator.source_table IS 'Table in the document, from 0; null for formats with pages';
COMMENT ON COLUMN indicator.source_row IS 'Row in that table with all spans expanded, from 0';
COMMENT ON COLUMN indicator.source_column IS 'Column in that table with all spans expanded, from 0';
COMMENT ON COLUMN indicator.confidence IS '1, or less if read with a doubt that report.warnings names';

CREATE TABLE check_result (
    report_id VARCHAR,
    check_name VARCHAR,
    subject VARCHAR,
    passed BOOLEAN NOT NULL,
    left_value DECIMAL(20, 6),
    right_value DECIMAL(20, 6),
    source_error BOOLEAN NOT NULL,
    PRIMARY KEY (report_id, check_name, subject)
);
COMMENT ON TABLE check_result IS 'Arithmetic of the form (勾稽关系), tried on the printed values';
COMMENT ON COLUMN check_result.report_id IS 'report.report_id';
COMMENT ON COLUMN check_result.check_name IS 'Name of the check, e.g. applications_balance';
COMMENT ON COLUMN check_result.subject IS 'Column or row of the form that the sum is of; of a statistics table, the row of the total and the head of the count';
COMMENT ON COLUMN check_result.passed IS 'Whether both sides are equal';
COMMENT ON COLUMN check_result.left_value IS 'Left side of the equation';
COMMENT ON COLUMN check_result.right_value IS 'Right side of the equation';
COMMENT ON COLUMN check_result.source_error IS 'Whether the agency''s own print is wrong: the sides differ, and every figure in them was read without a doubt (of a PDF by two libraries; never of a scan)';

CREATE TABLE correction (
    report_id VARCHAR,
    table_name VARCHAR,
    row_name VARCHAR,
    column_name VARCHAR,
    value DECIMAL(20, 6),
    reason VARCHAR NOT NULL,
    corrected_by VARCHAR NOT NULL,
    corrected_at TIMESTAMP NOT NULL,
    PRIMARY KEY (report_id, table_name, row_name, column_name)
);
COMMENT ON TABLE correction IS 'A person''s readings of single figures. They stand beside the printed value and never overwrite it; the view figures shows them over it';
COMMENT ON COLUMN correction.report_id IS 'report.report_id';
COMMENT ON COLUMN correction.table_name IS 'Table of the form (form_cell.table_name)';
COMMENT ON COLUMN correction.row_name IS 'Row of the form (form_cell.row_name)';
COMMENT ON COLUMN correction.column_name IS 'Column of the form (form_cell.column_name)';
COMMENT ON COLUMN correction.value IS 'The number as the person reads it; null if there is none';
COMMENT ON COLUMN correction.reason IS 'Why the printed or extracted value is wrong';
COMMENT ON COLUMN correction.corrected_by IS 'Who read it';
COMMENT ON COLUMN correction.corrected_at IS 'When it was read, UTC';

CREATE TABLE crawl_run (
    run_id VARCHAR PRIMARY KEY,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    user_agent VARCHAR,
    portals INTEGER,
    requests BIGINT,
    list_pages BIGINT,
    links_seen BIGINT,
    links_rejected BIGINT,
    documents BIGINT,
    new_documents BIGINT,
    changed_documents BIGINT,
    unchanged_documents BIGINT,
    blocked BIGINT
);
COMMENT ON TABLE crawl_run IS 'Crawls and what they brought. A count is null where the run ended before stating it, never 0';
COMMENT ON COLUMN crawl_run.run_id IS 'Start of the run, e.g. 20261121T174300Z';
COMMENT ON COLUMN crawl_run.started_at IS 'Start, UTC';
COMMENT ON COLUMN crawl_run.finished_at IS 'End, UTC; null if the run was cut off';
COMMENT ON COLUMN crawl_run.user_agent IS 'How the crawler named itself to the portals';
COMMENT ON COLUMN crawl_run.portals IS 'Portals visited';
COMMENT ON COLUMN crawl_run.requests IS 'Requests sent';
COMMENT ON COLUMN crawl_run.list_pages IS 'List pages read';
COMMENT ON COLUMN crawl_run.links_seen IS 'Links found on the list pages';
COMMENT ON COLUMN crawl_run.links_rejected IS 'Links judged not to be a report';
COMMENT ON COLUMN crawl_run.documents IS 'Documents that may be reports';
COMMENT ON COLUMN crawl_run.new_documents IS 'Of these, from addresses that the archive held nothing of';
COMMENT ON COLUMN crawl_run.changed_documents IS 'Of these, with other bytes than the archive held of their address; null for runs that did not count them apart';
COMMENT ON COLUMN crawl_run.unchanged_documents IS 'Of these, known and unchanged';
COMMENT ON COLUMN crawl_run.blocked IS 'Requests that a portal refused or answered with a challenge';

CREATE TABLE problem (
    run_id VARCHAR,
    occurred_at TIMESTAMP,
    url VARCHAR,
    home_url VARCHAR,
    page_url VARCHAR,
    region_code VARCHAR,
    outcome VARCHAR,
    detail VARCHAR,
    PRIMARY KEY (run_id, occurred_at, url, outcome, detail)
);
COMMENT ON TABLE problem IS 'What was blocked, broken or left, and why';
COMMENT ON COLUMN problem.run_id IS 'Crawl that met it (crawl_run.run_id)';
COMMENT ON COLUMN problem.occurred_at IS 'When, UTC';
COMMENT ON COLUMN problem.url IS 'Address that was asked for';
COMMENT ON COLUMN problem.home_url IS 'Portal that the address belongs to, told by its host (portal.home_url); null if that is of none';
COMMENT ON COLUMN problem.page_url IS 'Page that lists or carries what was asked for; null for a page on the way to it, a list, and in notes of old crawls';
COMMENT ON COLUMN problem.region_code IS 'Region of the portal; null if it serves no single region';
COMMENT ON COLUMN problem.outcome IS 'One of the closed list of crawler/outcomes.py, e.g. challenge_page';
COMMENT ON COLUMN problem.detail IS 'What exactly happened';

CREATE TABLE form_cell (
    edition VARCHAR,
    table_name VARCHAR,
    row_name VARCHAR,
    column_name VARCHAR,
    row_label VARCHAR NOT NULL,
    column_label VARCHAR NOT NULL,
    position SMALLINT NOT NULL,
    unit VARCHAR,
    PRIMARY KEY (edition, table_name, row_name, column_name)
);
COMMENT ON TABLE form_cell IS 'Cells of the statutory form, by edition; the wide views are generated from this table';
COMMENT ON COLUMN form_cell.edition IS 'Edition of the form, by the year of its instrument';
COMMENT ON COLUMN form_cell.table_name IS 'Table, in the field''s English terms';
COMMENT ON COLUMN form_cell.row_name IS 'Row';
COMMENT ON COLUMN form_cell.column_name IS 'Column';
COMMENT ON COLUMN form_cell.row_label IS 'Label of the row as the form prints it';
COMMENT ON COLUMN form_cell.column_label IS 'Label of the column as the form prints it';
COMMENT ON COLUMN form_cell.position IS 'Order of the cell in its edition';
COMMENT ON COLUMN form_cell.unit IS 'Unit of the number; null for a plain count';
