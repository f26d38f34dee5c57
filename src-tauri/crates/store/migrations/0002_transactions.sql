-- What happened at the desk. Rows of transactions, parts and legs are written once and never
-- change; the kept totals follow from them. Words that repeat are kept once.
-- Amounts are minor units of the base currency, debit positive in legs and totals.

CREATE TABLE words (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- What legs are posted to, in the desk's own words.
CREATE TABLE targets (
    id INTEGER PRIMARY KEY,
    sort TEXT NOT NULL CHECK (sort IN ('gl', 'role', 'tender', 'tax')),
    name TEXT NOT NULL,
    UNIQUE (sort, name)
) STRICT;

CREATE TABLE import_profiles (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    options TEXT NOT NULL CHECK (json_valid(options))
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    who TEXT NOT NULL,
    imported_at_ms INTEGER NOT NULL,
    recorded INTEGER NOT NULL DEFAULT 0,
    already_known INTEGER NOT NULL DEFAULT 0,
    corrected INTEGER NOT NULL DEFAULT 0,
    superseded INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `particulars` is what nothing is summed or joined by, as a JSON array without names (so that a
-- search for a word never finds a field's name):
-- [lines, tenders, customer, booking, tip, surcharge, refund_of, invoice, note].
-- A correction of revision n is two rows: n+1 reverses n, n+2 is what is right.
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES words,
    outside_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    reverses INTEGER REFERENCES transactions,
    kind_id INTEGER NOT NULL REFERENCES words,
    at_ms INTEGER NOT NULL,
    business_day INTEGER NOT NULL,
    location_id INTEGER NOT NULL REFERENCES locations,
    till_id INTEGER REFERENCES words,
    staff_id INTEGER REFERENCES words,
    currency_id INTEGER NOT NULL REFERENCES words,
    amount INTEGER NOT NULL,
    particulars TEXT NOT NULL,
    import_id INTEGER REFERENCES imports,
    recorded_at_ms INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX transactions_outside ON transactions (outside_id, source_id, revision);
CREATE INDEX transactions_by_day ON transactions (business_day);

CREATE TABLE raw_rows (
    transaction_id INTEGER PRIMARY KEY REFERENCES transactions,
    raw TEXT NOT NULL
) STRICT;

-- A share of a transaction that exactly one document takes. Location and day are repeated here
-- because a day's open parts are looked for by them.
CREATE TABLE parts (
    transaction_id INTEGER NOT NULL REFERENCES transactions,
    part_id INTEGER NOT NULL REFERENCES words,
    position INTEGER NOT NULL,
    lane TEXT NOT NULL,
    location_id INTEGER NOT NULL REFERENCES locations,
    business_day INTEGER NOT NULL,
    PRIMARY KEY (transaction_id, part_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX parts_by_day ON parts (location_id, business_day, lane);

CREATE TABLE legs (
    transaction_id INTEGER NOT NULL,
    part_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    target_id INTEGER NOT NULL REFERENCES targets,
    tax_set_id INTEGER NOT NULL REFERENCES words,
    amount INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    PRIMARY KEY (transaction_id, part_id, position),
    FOREIGN KEY (transaction_id, part_id) REFERENCES parts
) STRICT, WITHOUT ROWID;

-- The sums of the legs that no live document has claimed. A row moves to `claimed_totals` with its
-- claim, so that this stays as small as what is open.
CREATE TABLE open_totals (
    location_id INTEGER NOT NULL REFERENCES locations,
    lane TEXT NOT NULL,
    business_day INTEGER NOT NULL,
    kind_id INTEGER NOT NULL REFERENCES words,
    target_id INTEGER NOT NULL REFERENCES targets,
    tax_set_id INTEGER NOT NULL REFERENCES words,
    amount INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    transactions INTEGER NOT NULL CHECK (transactions > 0),
    PRIMARY KEY (location_id, lane, business_day, kind_id, target_id, tax_set_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_marks (
    location_id INTEGER NOT NULL REFERENCES locations,
    business_day INTEGER NOT NULL,
    who TEXT NOT NULL,
    marked_at_ms INTEGER NOT NULL,
    PRIMARY KEY (location_id, business_day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER transactions_stay BEFORE UPDATE ON transactions
BEGIN SELECT RAISE(ABORT, 'a transaction is never edited'); END;
CREATE TRIGGER transactions_kept BEFORE DELETE ON transactions
BEGIN SELECT RAISE(ABORT, 'a transaction is never deleted'); END;
CREATE TRIGGER parts_stay BEFORE UPDATE ON parts
BEGIN SELECT RAISE(ABORT, 'a part is never edited'); END;
CREATE TRIGGER parts_kept BEFORE DELETE ON parts
BEGIN SELECT RAISE(ABORT, 'a part is never deleted'); END;
CREATE TRIGGER legs_stay BEFORE UPDATE ON legs
BEGIN SELECT RAISE(ABORT, 'a leg is never edited'); END;
CREATE TRIGGER legs_kept BEFORE DELETE ON legs
BEGIN SELECT RAISE(ABORT, 'a leg is never deleted'); END;
CREATE TRIGGER raw_rows_stay BEFORE UPDATE ON raw_rows
BEGIN SELECT RAISE(ABORT, 'a source row is never edited'); END;
CREATE TRIGGER raw_rows_kept BEFORE DELETE ON raw_rows
BEGIN SELECT RAISE(ABORT, 'a source row is never deleted'); END;
CREATE TRIGGER words_stay BEFORE UPDATE ON words
BEGIN SELECT RAISE(ABORT, 'a word is never edited'); END;
CREATE TRIGGER targets_stay BEFORE UPDATE ON targets
BEGIN SELECT RAISE(ABORT, 'a target is never edited'); END;
