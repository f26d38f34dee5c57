-- Documents of every kind: beside journals also invoices, credit notes, payments, allocations and
-- bank transactions, with the side Xero adds, the document they are about, the one they take
-- back, and a state for those that wait in Xero for somebody's approval.

DROP TRIGGER document_lines_stay;
DROP TRIGGER document_lines_kept;
DROP TRIGGER document_lines_closed;
DROP TRIGGER claims_stay;

CREATE TABLE new_documents (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('manual_journal', 'invoice', 'credit_note', 'payment',
        'allocation', 'bank_transaction')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'sending', 'awaiting_approval',
        'posted', 'rejected', 'unknown', 'held', 'skipped', 'undone')),
    operation TEXT NOT NULL CHECK (operation IN ('create', 'void')),
    -- The text it is looked up by in Xero: a journal's narration, another document's Reference.
    narration TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    location_id INTEGER NOT NULL REFERENCES locations,
    lane TEXT NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    journal_day INTEGER NOT NULL,
    due_day INTEGER,
    currency TEXT NOT NULL,
    tax_way TEXT NOT NULL CHECK (tax_way IN ('A', 'B')),
    total INTEGER NOT NULL CHECK (total >= 0),
    counter TEXT CHECK (counter IN ('receivable', 'bank')),
    bank_id TEXT,
    bank_code TEXT,
    bank_name TEXT,
    contact TEXT,
    -- Whether it is put into Xero as a draft, for somebody's approval.
    as_draft INTEGER NOT NULL DEFAULT 0 CHECK (as_draft IN (0, 1)),
    body TEXT NOT NULL,
    -- The invoice or credit note it is about, and for an allocation the invoice it goes to.
    about INTEGER REFERENCES documents,
    allocates_to INTEGER REFERENCES documents,
    -- The document it takes back by its opposite, where that is locked in Xero.
    reverses INTEGER REFERENCES documents,
    cause TEXT,
    message TEXT,
    not_before_ms INTEGER,
    xero_id TEXT,
    -- Xero's own number of an invoice or credit note.
    number TEXT,
    -- Units of its own currency for one of the base currency, as Xero had it; none in base.
    rate TEXT,
    posted_at_ms INTEGER,
    -- Whether a sheet of it is to be attached in Xero, and what became of that.
    evidence TEXT CHECK (evidence IN ('wanted', 'attached', 'failed')),
    created_by TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    CHECK (first_day <= last_day),
    CHECK ((cause IS NULL) = (message IS NULL)),
    CHECK (state NOT IN ('held', 'rejected', 'unknown', 'skipped') OR cause IS NOT NULL),
    CHECK ((xero_id IS NULL) = (posted_at_ms IS NULL)),
    CHECK (xero_id IS NOT NULL OR (state NOT IN ('posted', 'awaiting_approval')
        AND operation = 'create')),
    CHECK ((counter IS 'bank') = (bank_id IS NOT NULL)),
    CHECK (kind NOT IN ('payment', 'allocation') OR about IS NOT NULL),
    CHECK ((kind = 'allocation') = (allocates_to IS NOT NULL))
) STRICT;

INSERT INTO new_documents (id, kind, state, operation, narration, code, location_id, lane,
    first_day, last_day, journal_day, currency, tax_way, total, body, cause, message,
    not_before_ms, xero_id, posted_at_ms, created_by, created_at_ms)
SELECT id, kind, state, operation, narration, code, location_id, lane,
    first_day, last_day, journal_day, currency, tax_way, total, body, cause, message,
    not_before_ms, xero_id, posted_at_ms, created_by, created_at_ms
FROM documents;
DROP TABLE documents;
ALTER TABLE new_documents RENAME TO documents;

CREATE INDEX documents_by_state ON documents (state);
CREATE INDEX documents_by_location ON documents (location_id, last_day);
CREATE INDEX documents_about ON documents (about) WHERE about IS NOT NULL;
CREATE INDEX documents_allocated ON documents (allocates_to) WHERE allocates_to IS NOT NULL;
CREATE INDEX documents_evidence ON documents (id) WHERE evidence = 'wanted';
CREATE UNIQUE INDEX documents_reversed ON documents (reverses)
    WHERE reverses IS NOT NULL AND state <> 'undone';

ALTER TABLE document_lines ADD COLUMN quantity TEXT NOT NULL DEFAULT '1';

INSERT INTO document_paths (operation, state, next_operation, next_state) VALUES
    ('create', 'sending', 'create', 'awaiting_approval'),
    ('create', 'unknown', 'create', 'awaiting_approval'),
    ('create', 'held', 'create', 'awaiting_approval'),
    ('create', 'rejected', 'create', 'awaiting_approval'),
    ('create', 'awaiting_approval', 'create', 'posted'),
    ('create', 'awaiting_approval', 'create', 'held'),
    ('create', 'awaiting_approval', 'create', 'undone'),
    ('create', 'awaiting_approval', 'void', 'queued'),
    ('void', 'queued', 'create', 'awaiting_approval'),
    ('void', 'held', 'create', 'awaiting_approval'),
    ('void', 'rejected', 'create', 'awaiting_approval'),
    -- Its opposite was posted.
    ('create', 'posted', 'void', 'undone');

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
        NEW.about, NEW.allocates_to, NEW.reverses, NEW.created_by, NEW.created_at_ms)
    IS NOT (OLD.kind, OLD.narration, OLD.code, OLD.location_id, OLD.lane, OLD.first_day,
        OLD.last_day, OLD.about, OLD.allocates_to, OLD.reverses, OLD.created_by,
        OLD.created_at_ms)
BEGIN SELECT RAISE(ABORT, 'what a document is never changes'); END;

CREATE TRIGGER documents_content BEFORE UPDATE ON documents
WHEN (NEW.journal_day, NEW.due_day, NEW.currency, NEW.tax_way, NEW.total, NEW.counter,
        NEW.bank_id, NEW.contact, NEW.as_draft, NEW.body)
    IS NOT (OLD.journal_day, OLD.due_day, OLD.currency, OLD.tax_way, OLD.total, OLD.counter,
        OLD.bank_id, OLD.contact, OLD.as_draft, OLD.body)
    AND (OLD.operation <> 'create' OR OLD.state NOT IN ('draft', 'queued', 'held', 'rejected'))
BEGIN SELECT RAISE(ABORT, 'what may be in Xero is never edited'); END;

CREATE TRIGGER documents_kept BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;

-- A payment and what it pays are taken back in order: first the payment.
CREATE TRIGGER documents_in_order BEFORE UPDATE ON documents
WHEN NEW.state = 'undone' AND OLD.state <> 'undone'
    AND EXISTS (
        SELECT 1 FROM documents
        WHERE (about = OLD.id OR allocates_to = OLD.id)
            AND state IN ('posted', 'sending', 'unknown'))
    AND NOT EXISTS (
        SELECT 1 FROM documents WHERE reverses = OLD.id AND state = 'posted')
BEGIN SELECT RAISE(ABORT, 'what pays a document is taken back before it'); END;

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
