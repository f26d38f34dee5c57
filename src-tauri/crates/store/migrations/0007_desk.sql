-- What a location decided about its postings, the rates of foreign money by day, the customers'
-- contacts in Xero, and more that can be mapped.

CREATE TABLE location_settings (
    location_id INTEGER NOT NULL REFERENCES locations,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (location_id, key)
) STRICT, WITHOUT ROWID;

-- Base currency for one unit, in decimal text.
CREATE TABLE rates (
    currency TEXT NOT NULL,
    day INTEGER NOT NULL,
    rate TEXT NOT NULL,
    who TEXT NOT NULL,
    entered_at_ms INTEGER NOT NULL,
    PRIMARY KEY (currency, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
    customer TEXT NOT NULL PRIMARY KEY,
    called TEXT NOT NULL,
    name TEXT NOT NULL,
    xero_id TEXT NOT NULL,
    who TEXT NOT NULL,
    linked_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE new_mapping (
    sort TEXT NOT NULL CHECK (sort IN ('role', 'gl', 'tax_account', 'tax_type', 'tender',
        'no_tax_type', 'role_tax', 'direct_tender', 'bank', 'tracking')),
    key TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (sort, key)
) STRICT, WITHOUT ROWID;
INSERT INTO new_mapping SELECT sort, key, value FROM mapping;
DROP TABLE mapping;
ALTER TABLE new_mapping RENAME TO mapping;
