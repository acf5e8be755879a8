-- What the crawls saw on the portals: who was visited, what the lists said, what became of each link.

CREATE TABLE portal (
    home_url VARCHAR PRIMARY KEY,
    region_code VARCHAR,
    families VARCHAR[] NOT NULL,
    state VARCHAR,
    walk_kind VARCHAR,
    walk_began_at TIMESTAMP,
    full_walk_at TIMESTAMP,
    lists INTEGER,
    lists_checked_at TIMESTAMP,
    last_run_id VARCHAR NOT NULL
);
COMMENT ON TABLE portal IS 'Portals that a run was to visit, as their last walk left them. The counts of that run stand in run_portal';
COMMENT ON COLUMN portal.home_url IS 'Home page, as the registry has it';
COMMENT ON COLUMN portal.region_code IS 'Region that the portal serves (region.region_code); null if it serves no single region';
COMMENT ON COLUMN portal.families IS 'CMS families that its lists were read by, e.g. trs; empty if no list is known';
COMMENT ON COLUMN portal.state IS 'done: the last walk came to its end; incomplete: it was cut short, or something failed that may succeed another time; null if no walk is on record';
COMMENT ON COLUMN portal.walk_kind IS 'full: from the home page over every page of every list; nightly: the first pages of lists only';
COMMENT ON COLUMN portal.walk_began_at IS 'When the last walk began, UTC';
COMMENT ON COLUMN portal.full_walk_at IS 'When the last full walk began that came to its end, UTC; null if none did';
COMMENT ON COLUMN portal.lists IS 'Lists known on the portal; null if no walk is on record';
COMMENT ON COLUMN portal.lists_checked_at IS 'When that column of reports was last read which was not read for longest, UTC; null if no list is known';
COMMENT ON COLUMN portal.last_run_id IS 'Last run that was to visit it (crawl_run.run_id)';

CREATE TABLE run_portal (
    run_id VARCHAR,
    home_url VARCHAR,
    region_code VARCHAR,
    requests BIGINT,
    list_pages BIGINT,
    links_seen BIGINT,
    links_rejected BIGINT,
    documents BIGINT,
    new_documents BIGINT,
    changed_documents BIGINT,
    unchanged_documents BIGINT,
    archived_documents BIGINT,
    blocked BIGINT,
    problems BIGINT,
    PRIMARY KEY (run_id, home_url)
);
COMMENT ON TABLE run_portal IS 'What each run counted on each portal that it was to visit. 0: counted, and none came; null: not counted by the gongkai of that time';
COMMENT ON COLUMN run_portal.run_id IS 'The run (crawl_run.run_id)';
COMMENT ON COLUMN run_portal.home_url IS 'The portal (portal.home_url)';
COMMENT ON COLUMN run_portal.region_code IS 'Region that the portal served in the registry of that run';
COMMENT ON COLUMN run_portal.requests IS 'Requests sent, retries and redirects too';
COMMENT ON COLUMN run_portal.list_pages IS 'List pages read';
COMMENT ON COLUMN run_portal.links_seen IS 'Entries of these lists';
COMMENT ON COLUMN run_portal.links_rejected IS 'Titles judged not to be those of reports; which and why is in link';
COMMENT ON COLUMN run_portal.documents IS 'Documents that may be reports';
COMMENT ON COLUMN run_portal.new_documents IS 'Of these, from addresses that the archive held nothing of';
COMMENT ON COLUMN run_portal.changed_documents IS 'Of these, with other bytes than the archive held of their address';
COMMENT ON COLUMN run_portal.unchanged_documents IS 'Of these, asked for again and the same';
COMMENT ON COLUMN run_portal.archived_documents IS 'Documents and entries of lists that the archive answered for: not asked for again';
COMMENT ON COLUMN run_portal.blocked IS 'Answers by a firewall, or that we ask too often';
COMMENT ON COLUMN run_portal.problems IS 'Requests that failed or were refused, and what looked wrong, the blocked ones included';

CREATE TABLE listing (
    url VARCHAR PRIMARY KEY,
    home_url VARCHAR NOT NULL,
    region_code VARCHAR,
    column_name VARCHAR,
    page INTEGER NOT NULL,
    route VARCHAR NOT NULL,
    total INTEGER,
    retrieved_at TIMESTAMP NOT NULL,
    checked_at TIMESTAMP NOT NULL,
    sha256 VARCHAR NOT NULL,
    warc_file VARCHAR NOT NULL,
    warc_offset BIGINT NOT NULL
);
COMMENT ON TABLE listing IS 'Pages of lists as they last were. What they said before stays in the archive';
COMMENT ON COLUMN listing.url IS 'Address; the fields of a posted form stand behind it';
COMMENT ON COLUMN listing.home_url IS 'The portal (portal.home_url)';
COMMENT ON COLUMN listing.region_code IS 'Region of the portal; null if it serves no single region';
COMMENT ON COLUMN listing.column_name IS 'Name of the column of reports, e.g. 政府信息公开年报; null if nothing tells it';
COMMENT ON COLUMN listing.page IS 'Page of the list, from 1';
COMMENT ON COLUMN listing.route IS 'list, or search: the portal''s own search for the same reports';
COMMENT ON COLUMN listing.total IS 'Entries that the list says it has on all its pages; null if it does not say';
COMMENT ON COLUMN listing.retrieved_at IS 'When it first said what it says now, UTC';
COMMENT ON COLUMN listing.checked_at IS 'When the portal last answered for it, UTC';
COMMENT ON COLUMN listing.sha256 IS 'SHA-256 of the body of that retrieval';
COMMENT ON COLUMN listing.warc_file IS 'WARC file of that retrieval, relative to the archive folder';
COMMENT ON COLUMN listing.warc_offset IS 'Byte offset of the record in that WARC file';

CREATE TABLE link (
    list_url VARCHAR,
    position SMALLINT,
    url VARCHAR NOT NULL,
    target_url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    listed_date VARCHAR,
    source VARCHAR,
    answer VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    report_year SMALLINT,
    unit VARCHAR,
    agency_id VARCHAR,
    agency VARCHAR,
    agency_region_code VARCHAR,
    outcome VARCHAR NOT NULL,
    report_id VARCHAR,
    PRIMARY KEY (list_url, position)
);
COMMENT ON TABLE link IS 'Entries of the lists, and what became of each';
COMMENT ON COLUMN link.list_url IS 'The page of the list (listing.url)';
COMMENT ON COLUMN link.position IS 'Order on that page, from 1';
COMMENT ON COLUMN link.url IS 'Address that the entry leads to';
COMMENT ON COLUMN link.target_url IS 'Where that leads after the redirects on record; the same address if there are none';
COMMENT ON COLUMN link.title IS 'Title as the list prints it';
COMMENT ON COLUMN link.listed_date IS 'Date beside it, YYYY-MM-DD; null if there is none';
COMMENT ON COLUMN link.source IS 'Agency that the list names beside it; null if it names none';
COMMENT ON COLUMN link.answer IS 'Whether the title is that of a report: yes, weak (only the document can tell) or no';
COMMENT ON COLUMN link.rule IS 'Rule of crawler/titles.toml or extract/form/title.toml that gave that answer';
COMMENT ON COLUMN link.report_year IS 'Reporting year by the title; null if it has none, or was rejected';
COMMENT ON COLUMN link.unit IS 'Agency as the title prints it; null if it names none, or was rejected';
COMMENT ON COLUMN link.agency_id IS 'The agency that unit, or else source, names; in the manner of agency.agency_id, though a report of it may never have been read';
COMMENT ON COLUMN link.agency IS 'Its full name';
COMMENT ON COLUMN link.agency_region_code IS 'Region that it serves; null if not known';
COMMENT ON COLUMN link.outcome IS 'rejected: by its title or that of the page behind it; reported: a report was read; not_asked: nothing is on record; else a word of reason.reason';
COMMENT ON COLUMN link.report_id IS 'A report that it led to (report.report_id); null if to none';

CREATE TABLE reason (
    reason VARCHAR PRIMARY KEY,
    position SMALLINT NOT NULL,
    is_about VARCHAR NOT NULL,
    is_alarm BOOLEAN NOT NULL,
    meaning VARCHAR NOT NULL,
    next_step VARCHAR NOT NULL
);
COMMENT ON TABLE reason IS 'The closed list of reasons for a gap: every outcome of crawler/outcomes.py that is a problem, and what the lists and the calendar tell';
COMMENT ON COLUMN reason.reason IS 'The word';
COMMENT ON COLUMN reason.position IS 'Of several that explain one gap, the one with the lowest position is given';
COMMENT ON COLUMN reason.is_about IS 'What it is said of: document, link, request (a single address), host (and so everything there), list, or walk';
COMMENT ON COLUMN reason.is_alarm IS 'Whether a person should look although the run went on';
COMMENT ON COLUMN reason.meaning IS 'The meaning, in one clause';
COMMENT ON COLUMN reason.next_step IS 'What to do; {url} is the address in question, {crawl} the command that crawls the region';
