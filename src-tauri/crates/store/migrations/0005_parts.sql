-- A transaction may have parts with documents of their own: an invoice and its payments, a
-- deposit's journal, a banking. Such a part waits in `open_parts` until a document takes it.
-- A part that its transaction no longer has (a correction, another way of posting) is retired: it
-- stays for the story, and whatever document took it is taken back.

CREATE TABLE new_targets (
    id INTEGER PRIMARY KEY,
    sort TEXT NOT NULL CHECK (sort IN ('gl', 'role', 'tender', 'tax', 'paid_out', 'paid_in',
        'receivable', 'bank', 'billed_ahead')),
    name TEXT NOT NULL,
    UNIQUE (sort, name)
) STRICT;
INSERT INTO new_targets SELECT id, sort, name FROM targets;
DROP TABLE targets;
ALTER TABLE new_targets RENAME TO targets;
CREATE TRIGGER targets_stay BEFORE UPDATE ON targets
BEGIN SELECT RAISE(ABORT, 'a target is never edited'); END;

-- `against` is the invoice or credit note that a payment or an allocation is about.
ALTER TABLE parts ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));
ALTER TABLE parts ADD COLUMN against_transaction INTEGER REFERENCES transactions;
ALTER TABLE parts ADD COLUMN against_part INTEGER REFERENCES words;
ALTER TABLE parts ADD COLUMN allocated INTEGER NOT NULL DEFAULT 0 CHECK (allocated >= 0);

-- What a line of its own says of a leg.
ALTER TABLE legs ADD COLUMN description TEXT;
ALTER TABLE legs ADD COLUMN quantity TEXT;

DROP TRIGGER parts_stay;
CREATE TRIGGER parts_stay BEFORE UPDATE ON parts
WHEN (NEW.transaction_id, NEW.part_id, NEW.position, NEW.location_id, NEW.business_day,
        NEW.against_transaction, NEW.against_part, NEW.allocated)
    IS NOT (OLD.transaction_id, OLD.part_id, OLD.position, OLD.location_id, OLD.business_day,
        OLD.against_transaction, OLD.against_part, OLD.allocated)
    -- Only a journal of its own may go with the cashout instead, at a person's wish.
    OR (NEW.lane <> OLD.lane AND (OLD.lane, NEW.lane) <> ('journal', 'cashout'))
BEGIN SELECT RAISE(ABORT, 'a part is never edited'); END;

CREATE TRIGGER parts_claimed BEFORE UPDATE ON parts
WHEN (NEW.lane <> OLD.lane OR (NEW.retired <> OLD.retired AND OLD.lane = 'cashout'))
    AND EXISTS (
        SELECT 1 FROM claims
        WHERE transaction_id = OLD.transaction_id AND part_id = OLD.part_id
            AND released_at_ms IS NULL)
BEGIN SELECT RAISE(ABORT, 'a part that a document has taken stays with it'); END;

CREATE INDEX parts_retired ON parts (transaction_id) WHERE retired = 1;
CREATE INDEX parts_against ON parts (against_transaction) WHERE against_transaction IS NOT NULL;

-- Parts with a document of their own that no live document has claimed: small, however old the
-- book is.
CREATE TABLE open_parts (
    business_day INTEGER NOT NULL,
    transaction_id INTEGER NOT NULL,
    part_id INTEGER NOT NULL,
    lane TEXT NOT NULL,
    location_id INTEGER NOT NULL REFERENCES locations,
    -- Whether a person took its document back: it goes again when a person says so.
    taken_back INTEGER NOT NULL DEFAULT 0 CHECK (taken_back IN (0, 1)),
    PRIMARY KEY (business_day, transaction_id, part_id),
    FOREIGN KEY (transaction_id, part_id) REFERENCES parts
) STRICT, WITHOUT ROWID;

-- What ties transactions together: a booking, a customer's account, the sale given back.
CREATE TABLE threads (
    sort TEXT NOT NULL CHECK (sort IN ('booking', 'customer', 'refund_of', 'moved_to')),
    name TEXT NOT NULL,
    transaction_id INTEGER NOT NULL REFERENCES transactions,
    PRIMARY KEY (sort, name, transaction_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER threads_stay BEFORE UPDATE ON threads
BEGIN SELECT RAISE(ABORT, 'what ties transactions together is never edited'); END;
CREATE TRIGGER threads_kept BEFORE DELETE ON threads
BEGIN SELECT RAISE(ABORT, 'what ties transactions together is never deleted'); END;

-- The threads of what an older version recorded.
INSERT INTO threads (sort, name, transaction_id)
SELECT 'booking', json_extract(particulars, '$[3]'), id FROM transactions
WHERE json_extract(particulars, '$[3]') IS NOT NULL;
INSERT INTO threads (sort, name, transaction_id)
SELECT 'refund_of', json_extract(particulars, '$[6]'), id FROM transactions
WHERE json_extract(particulars, '$[6]') IS NOT NULL;

-- What is recorded and cannot be posted before something else is known: a rate, a sale.
CREATE TABLE waiting (
    transaction_id INTEGER PRIMARY KEY REFERENCES transactions,
    reason TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
