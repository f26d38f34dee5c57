-- What is put into Xero, how far each has come, and which parts of transactions it took.
-- Every rule of the outbox that a bug could break is repeated here, where no code can pass it by.

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('manual_journal', 'invoice', 'credit_note', 'payment',
        'allocation', 'bank_transaction')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'sending', 'posted', 'rejected',
        'unknown', 'held', 'skipped', 'undone')),
    operation TEXT NOT NULL CHECK (operation IN ('create', 'void')),
    narration TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    location_id INTEGER NOT NULL REFERENCES locations,
    lane TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    journal_day INTEGER NOT NULL,
    currency TEXT NOT NULL,
    tax_way TEXT NOT NULL CHECK (tax_way IN ('A', 'B')),
    total INTEGER NOT NULL CHECK (total >= 0),
    body TEXT NOT NULL,
    cause TEXT,
    message TEXT,
    not_before_ms INTEGER,
    xero_id TEXT,
    posted_at_ms INTEGER,
    created_by TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    CHECK (first_day <= last_day),
    CHECK ((cause IS NULL) = (message IS NULL)),
    CHECK (state NOT IN ('held', 'rejected', 'unknown', 'skipped') OR cause IS NOT NULL),
    CHECK ((xero_id IS NULL) = (posted_at_ms IS NULL)),
    CHECK (xero_id IS NOT NULL OR (state <> 'posted' AND operation = 'create'))
) STRICT;

CREATE INDEX documents_by_state ON documents (state);
CREATE INDEX documents_by_location ON documents (location_id, last_day);

-- The only steps a document may take.
CREATE TABLE document_paths (
    operation TEXT NOT NULL,
    state TEXT NOT NULL,
    next_operation TEXT NOT NULL,
    next_state TEXT NOT NULL,
    PRIMARY KEY (operation, state, next_operation, next_state)
) STRICT, WITHOUT ROWID;

INSERT INTO document_paths (operation, state, next_operation, next_state) VALUES
    ('create', 'draft', 'create', 'queued'),
    ('create', 'draft', 'create', 'held'),
    ('create', 'draft', 'create', 'skipped'),
    ('create', 'draft', 'create', 'undone'),
    ('create', 'queued', 'create', 'sending'),
    ('create', 'queued', 'create', 'held'),
    ('create', 'queued', 'create', 'skipped'),
    ('create', 'queued', 'create', 'undone'),
    ('create', 'sending', 'create', 'posted'),
    ('create', 'sending', 'create', 'rejected'),
    ('create', 'sending', 'create', 'unknown'),
    ('create', 'sending', 'create', 'queued'),
    ('create', 'unknown', 'create', 'posted'),
    ('create', 'unknown', 'create', 'queued'),
    ('create', 'unknown', 'create', 'held'),
    ('create', 'held', 'create', 'queued'),
    ('create', 'held', 'create', 'posted'),
    ('create', 'held', 'create', 'skipped'),
    ('create', 'held', 'create', 'undone'),
    ('create', 'rejected', 'create', 'queued'),
    ('create', 'rejected', 'create', 'posted'),
    ('create', 'rejected', 'create', 'held'),
    ('create', 'rejected', 'create', 'skipped'),
    ('create', 'rejected', 'create', 'undone'),
    ('create', 'skipped', 'create', 'undone'),
    ('create', 'posted', 'void', 'queued'),
    ('void', 'queued', 'void', 'sending'),
    ('void', 'queued', 'void', 'held'),
    ('void', 'queued', 'void', 'undone'),
    ('void', 'queued', 'create', 'posted'),
    ('void', 'sending', 'void', 'undone'),
    ('void', 'sending', 'void', 'rejected'),
    ('void', 'sending', 'void', 'unknown'),
    ('void', 'sending', 'void', 'queued'),
    ('void', 'unknown', 'void', 'undone'),
    ('void', 'unknown', 'void', 'queued'),
    ('void', 'unknown', 'void', 'held'),
    ('void', 'held', 'void', 'queued'),
    ('void', 'held', 'void', 'undone'),
    ('void', 'held', 'create', 'posted'),
    ('void', 'rejected', 'void', 'queued'),
    ('void', 'rejected', 'void', 'held'),
    ('void', 'rejected', 'void', 'undone'),
    ('void', 'rejected', 'create', 'posted');

CREATE TABLE document_lines (
    document_id INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    account_code TEXT NOT NULL,
    account_name TEXT NOT NULL,
    description TEXT NOT NULL,
    amount INTEGER NOT NULL,
    tax_type TEXT NOT NULL,
    tracking TEXT NOT NULL CHECK (json_valid(tracking)),
    tax_collected INTEGER NOT NULL,
    tax_expected INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

-- Which document takes which part: at most one that lives.
CREATE TABLE claims (
    transaction_id INTEGER NOT NULL,
    part_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents,
    released_at_ms INTEGER,
    PRIMARY KEY (transaction_id, part_id, document_id),
    FOREIGN KEY (transaction_id, part_id) REFERENCES parts
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX claims_live ON claims (transaction_id, part_id) WHERE released_at_ms IS NULL;
CREATE INDEX claims_by_document ON claims (document_id);

CREATE TABLE claimed_totals (
    document_id INTEGER NOT NULL REFERENCES documents,
    business_day INTEGER NOT NULL,
    kind_id INTEGER NOT NULL REFERENCES words,
    target_id INTEGER NOT NULL REFERENCES targets,
    tax_set_id INTEGER NOT NULL REFERENCES words,
    amount INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    transactions INTEGER NOT NULL CHECK (transactions > 0),
    PRIMARY KEY (document_id, business_day, kind_id, target_id, tax_set_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
    document_id INTEGER NOT NULL REFERENCES documents,
    number INTEGER NOT NULL CHECK (number >= 1),
    operation TEXT NOT NULL CHECK (operation IN ('create', 'void')),
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    outcome TEXT CHECK (outcome IN ('done', 'rejected', 'unknown', 'not_sent')),
    message TEXT,
    PRIMARY KEY (document_id, number),
    CHECK ((finished_at_ms IS NULL) = (outcome IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX attempts_running ON attempts (document_id) WHERE outcome IS NULL;

CREATE TABLE read_backs (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents,
    read_at_ms INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;

CREATE INDEX read_backs_by_document ON read_backs (document_id);

CREATE TRIGGER documents_begin BEFORE INSERT ON documents
WHEN NEW.operation <> 'create' OR NEW.state NOT IN ('draft', 'queued', 'held')
BEGIN SELECT RAISE(ABORT, 'a document begins as draft, queued or held'); END;

CREATE TRIGGER documents_path BEFORE UPDATE ON documents
WHEN (NEW.operation <> OLD.operation OR NEW.state <> OLD.state)
    AND NOT EXISTS (
        SELECT 1 FROM document_paths
        WHERE operation = OLD.operation AND state = OLD.state
            AND next_operation = NEW.operation AND next_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'a document cannot take this step'); END;

CREATE TRIGGER documents_identity BEFORE UPDATE ON documents
WHEN (NEW.kind, NEW.narration, NEW.code, NEW.location_id, NEW.lane, NEW.first_day, NEW.last_day,
        NEW.created_by, NEW.created_at_ms)
    IS NOT (OLD.kind, OLD.narration, OLD.code, OLD.location_id, OLD.lane, OLD.first_day,
        OLD.last_day, OLD.created_by, OLD.created_at_ms)
BEGIN SELECT RAISE(ABORT, 'what a document is never changes'); END;

CREATE TRIGGER documents_content BEFORE UPDATE ON documents
WHEN (NEW.journal_day, NEW.currency, NEW.tax_way, NEW.total, NEW.body)
    IS NOT (OLD.journal_day, OLD.currency, OLD.tax_way, OLD.total, OLD.body)
    AND (OLD.operation <> 'create' OR OLD.state NOT IN ('draft', 'queued', 'held', 'rejected'))
BEGIN SELECT RAISE(ABORT, 'what may be in Xero is never edited'); END;

CREATE TRIGGER documents_kept BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;

CREATE TRIGGER document_lines_stay BEFORE UPDATE ON document_lines
BEGIN SELECT RAISE(ABORT, 'a line is never edited'); END;

CREATE TRIGGER document_lines_kept BEFORE DELETE ON document_lines
WHEN EXISTS (
    SELECT 1 FROM documents
    WHERE id = OLD.document_id
        AND (operation <> 'create' OR state NOT IN ('draft', 'queued', 'held', 'rejected')))
BEGIN SELECT RAISE(ABORT, 'what may be in Xero is never edited'); END;

CREATE TRIGGER document_lines_closed BEFORE INSERT ON document_lines
WHEN EXISTS (
    SELECT 1 FROM documents
    WHERE id = NEW.document_id
        AND (operation <> 'create' OR state NOT IN ('draft', 'queued', 'held', 'rejected')))
BEGIN SELECT RAISE(ABORT, 'what may be in Xero is never edited'); END;

CREATE TRIGGER claims_stay BEFORE UPDATE ON claims
WHEN (NEW.transaction_id, NEW.part_id, NEW.document_id)
        IS NOT (OLD.transaction_id, OLD.part_id, OLD.document_id)
    OR OLD.released_at_ms IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM documents WHERE id = OLD.document_id AND state = 'undone')
BEGIN SELECT RAISE(ABORT, 'a claim is given up once, by an undone document'); END;

CREATE TRIGGER claims_kept BEFORE DELETE ON claims
BEGIN SELECT RAISE(ABORT, 'a claim is never deleted'); END;

CREATE TRIGGER claimed_totals_stay BEFORE UPDATE ON claimed_totals
BEGIN SELECT RAISE(ABORT, 'what was claimed never changes'); END;
CREATE TRIGGER claimed_totals_kept BEFORE DELETE ON claimed_totals
BEGIN SELECT RAISE(ABORT, 'what was claimed never changes'); END;

CREATE TRIGGER attempts_stay BEFORE UPDATE ON attempts
WHEN OLD.outcome IS NOT NULL
    OR (NEW.document_id, NEW.number, NEW.operation, NEW.key, NEW.body, NEW.started_at_ms)
        IS NOT (OLD.document_id, OLD.number, OLD.operation, OLD.key, OLD.body, OLD.started_at_ms)
BEGIN SELECT RAISE(ABORT, 'an attempt is only ever finished, once'); END;
CREATE TRIGGER attempts_kept BEFORE DELETE ON attempts
BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END;

CREATE TRIGGER read_backs_stay BEFORE UPDATE ON read_backs
BEGIN SELECT RAISE(ABORT, 'what was read never changes'); END;
CREATE TRIGGER read_backs_kept BEFORE DELETE ON read_backs
BEGIN SELECT RAISE(ABORT, 'what was read is never deleted'); END;
