-- Who works with this book and what each may do, and what was done by whom. Without a person nobody
-- signs in.

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    -- The name without regard to case and spaces: two people never share it.
    folded TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('front_desk', 'bookkeeper', 'administrator')),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER people_kept BEFORE DELETE ON people
BEGIN SELECT RAISE(ABORT, 'a person stays known by name'); END;

CREATE TRIGGER people_begin AFTER INSERT ON people
WHEN EXISTS (SELECT 1 FROM people WHERE active = 1)
    AND NOT EXISTS (SELECT 1 FROM people WHERE active = 1 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'while anybody signs in, an administrator does'); END;

CREATE TRIGGER people_go_on AFTER UPDATE ON people
WHEN EXISTS (SELECT 1 FROM people WHERE active = 1)
    AND NOT EXISTS (SELECT 1 FROM people WHERE active = 1 AND role = 'administrator')
BEGIN SELECT RAISE(ABORT, 'while anybody signs in, an administrator does'); END;

-- Apart from the people: a try changes its row, and nothing but the trial of a PIN reads it.
CREATE TABLE pins (
    person_id INTEGER PRIMARY KEY REFERENCES people,
    hash TEXT NOT NULL,
    -- Tries since the last right one, and when the next may be made.
    wrong INTEGER NOT NULL CHECK (wrong >= 0),
    next_try_ms INTEGER NOT NULL,
    set_at_ms INTEGER NOT NULL
) STRICT;

-- A row says what somebody sets out to do, another what came of it: a row without one was
-- interrupted. Each chains to the row before it, as `src/audit` says.
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    person_id INTEGER REFERENCES people,
    who TEXT,
    command TEXT,
    what TEXT,
    ids TEXT CHECK (json_valid(ids)),
    outcome_of INTEGER UNIQUE REFERENCES audit_log,
    outcome TEXT CHECK (outcome IN ('done', 'refused', 'failed')),
    message TEXT,
    chain BLOB NOT NULL,
    CHECK ((outcome_of IS NULL) = (outcome IS NULL)),
    CHECK ((outcome_of IS NULL) = (who IS NOT NULL)),
    CHECK ((outcome_of IS NULL) = (command IS NOT NULL)),
    CHECK ((outcome_of IS NULL) = (what IS NOT NULL)),
    CHECK ((outcome_of IS NULL) = (ids IS NOT NULL))
) STRICT;

CREATE TRIGGER audit_log_stays BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'what was done is never changed'); END;
CREATE TRIGGER audit_log_kept BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'what was done is never forgotten'); END;
