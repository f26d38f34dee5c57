-- What the book knows before anything is recorded: its settings, its locations, the one Xero
-- organisation it posts to, who holds which lease, and the feed of changes others follow.
-- Instants are milliseconds since 1970 in UTC (`…_ms`), dates days since 1970-01-01 (`…_day`).

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE locations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    zone TEXT NOT NULL,
    day_end_minutes INTEGER NOT NULL CHECK (day_end_minutes BETWEEN 0 AND 1439),
    tax_way TEXT NOT NULL CHECK (tax_way IN ('A', 'B'))
) STRICT;

CREATE TABLE binding (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    tenant_id TEXT NOT NULL,
    bound_at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER binding_stays BEFORE UPDATE ON binding
BEGIN SELECT RAISE(ABORT, 'a book is bound for good'); END;

CREATE TRIGGER binding_kept BEFORE DELETE ON binding
BEGIN SELECT RAISE(ABORT, 'a book is bound for good'); END;

CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    row_id INTEGER
) STRICT;
