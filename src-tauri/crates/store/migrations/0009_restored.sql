-- A book that an older copy was put in the place of does not know what was sent since. Until Xero
-- was asked for everything that this book made, nothing new is sent; what Xero has and this book
-- does not know stays in the way of what may be the same.

CREATE TABLE restores (
    id INTEGER PRIMARY KEY,
    cause TEXT NOT NULL CHECK (cause IN ('backup', 'went_back')),
    restored_at_ms INTEGER NOT NULL,
    -- The last moment of which this book knows that it was about to send something, or had; none
    -- where it never was.
    known_until_ms INTEGER,
    settled_at_ms INTEGER
) STRICT;

CREATE TRIGGER restores_stay BEFORE UPDATE ON restores
WHEN OLD.settled_at_ms IS NOT NULL
    OR (NEW.id, NEW.cause, NEW.restored_at_ms, NEW.known_until_ms)
        IS NOT (OLD.id, OLD.cause, OLD.restored_at_ms, OLD.known_until_ms)
BEGIN SELECT RAISE(ABORT, 'a restore is only ever settled, once'); END;
CREATE TRIGGER restores_kept BEFORE DELETE ON restores
BEGIN SELECT RAISE(ABORT, 'a restore is never forgotten'); END;

-- What Xero has of this book's making and the book does not know. Open until a document of the
-- same code is in the book, or a person says that it is another thing.
CREATE TABLE found (
    xero_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('manual_journal', 'invoice', 'credit_note', 'payment',
        'allocation', 'bank_transaction')),
    reference TEXT NOT NULL,
    code TEXT NOT NULL,
    -- Its reference up to its code: another document of the same thing would begin alike.
    stem TEXT NOT NULL,
    date_day INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- Of a cashout only, with its location where that is known.
    first_day INTEGER,
    last_day INTEGER,
    location_id INTEGER REFERENCES locations,
    found_at_ms INTEGER NOT NULL,
    dismissed_at_ms INTEGER,
    dismissed_by TEXT,
    why TEXT,
    CHECK ((first_day IS NULL) = (last_day IS NULL)),
    CHECK ((dismissed_at_ms IS NULL) = (dismissed_by IS NULL)),
    CHECK ((dismissed_at_ms IS NULL) = (why IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER found_kept BEFORE DELETE ON found
BEGIN SELECT RAISE(ABORT, 'what was found in Xero is never forgotten'); END;
