-- A hash of all that stands in the book, kept beside it, so that a bit that rots is noticed before
-- it is posted. What a seal is, and how it follows every change, is said in `src/seal`; the seals
-- of what an older version recorded are made when this step is applied.

-- Of a transaction with its source row, its parts and their legs.
CREATE TABLE transaction_seals (
    transaction_id INTEGER PRIMARY KEY,
    seal INTEGER NOT NULL
) STRICT;

-- Of a business date's transactions ('day'), of a document with all that belongs to it
-- ('document'), and of every other table as a whole (its name, with id 0).
CREATE TABLE seals (
    sort TEXT NOT NULL,
    id INTEGER NOT NULL,
    seal INTEGER NOT NULL,
    PRIMARY KEY (sort, id)
) STRICT, WITHOUT ROWID;
