-- What is in Xero now and is not what was posted: changed there, taken out, matched with the bank's
-- statement, or there a second time by another hand. Three ways to look at it: what was sent is in
-- the document, what Xero answered then in its read-back, what is there now here.

CREATE TABLE drifts (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents,
    kind TEXT NOT NULL CHECK (kind IN ('edited', 'voided', 'reconciled', 'duplicate')),
    -- What it was seen on: the document itself in Xero, or the other one that is like it.
    xero_id TEXT NOT NULL,
    -- The name that has in Xero.
    reference TEXT NOT NULL,
    -- What is there now, as a read-back is kept.
    content TEXT NOT NULL,
    -- What is different, in sentences.
    message TEXT NOT NULL,
    found_at_ms INTEGER NOT NULL,
    settled_at_ms INTEGER,
    settled_by TEXT,
    how TEXT CHECK (how IN ('noted', 'accepted', 'reposted', 'mended')),
    CHECK ((settled_at_ms IS NULL) = (settled_by IS NULL)),
    CHECK ((settled_at_ms IS NULL) = (how IS NULL))
) STRICT;

CREATE INDEX drifts_of_document ON drifts (document_id);

CREATE TRIGGER drifts_stay BEFORE UPDATE ON drifts
WHEN OLD.settled_at_ms IS NOT NULL
    OR (NEW.id, NEW.document_id, NEW.kind, NEW.xero_id, NEW.reference, NEW.content, NEW.message,
            NEW.found_at_ms)
        IS NOT (OLD.id, OLD.document_id, OLD.kind, OLD.xero_id, OLD.reference, OLD.content,
            OLD.message, OLD.found_at_ms)
BEGIN SELECT RAISE(ABORT, 'a drift is only ever settled, once'); END;
CREATE TRIGGER drifts_kept BEFORE DELETE ON drifts
BEGIN SELECT RAISE(ABORT, 'a drift is never forgotten'); END;
