-- What is known of the Xero organisation: its chart as last read, what the bookkeeper mapped onto
-- it, and the log of every exchange.

CREATE TABLE charts (
    id INTEGER PRIMARY KEY,
    read_at_ms INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;

CREATE TABLE mapping (
    sort TEXT NOT NULL CHECK (sort IN ('role', 'gl', 'tax_account', 'tax_type', 'tender',
        'no_tax_type')),
    key TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (sort, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE mapping_changes (
    id INTEGER PRIMARY KEY,
    changed_at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    sort TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;

CREATE TRIGGER mapping_changes_stay BEFORE UPDATE ON mapping_changes
BEGIN SELECT RAISE(ABORT, 'a logged change is never edited'); END;
CREATE TRIGGER mapping_changes_kept BEFORE DELETE ON mapping_changes
BEGIN SELECT RAISE(ABORT, 'a logged change is never deleted'); END;

CREATE TABLE sync_log (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    operation TEXT NOT NULL,
    document_id INTEGER REFERENCES documents,
    ok INTEGER NOT NULL CHECK (ok IN (0, 1)),
    message TEXT NOT NULL,
    status INTEGER,
    duration_ms INTEGER NOT NULL,
    attempt INTEGER,
    xero_id TEXT
) STRICT;

CREATE INDEX sync_log_by_document ON sync_log (document_id) WHERE document_id IS NOT NULL;

CREATE TRIGGER sync_log_stays BEFORE UPDATE ON sync_log
BEGIN SELECT RAISE(ABORT, 'the log is never edited'); END;
CREATE TRIGGER sync_log_kept BEFORE DELETE ON sync_log
BEGIN SELECT RAISE(ABORT, 'the log is never deleted'); END;
