-- A transaction may be withdrawn: recorded by mistake, it is reversed and nothing comes in its
-- place. Its reversal is a transaction like any other; who withdrew it and why is here.

CREATE TABLE withdrawals (
    reversal_id INTEGER PRIMARY KEY REFERENCES transactions,
    who TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why <> ''),
    withdrawn_at_ms INTEGER NOT NULL
) STRICT;

CREATE TRIGGER withdrawals_stay BEFORE UPDATE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never edited'); END;
CREATE TRIGGER withdrawals_kept BEFORE DELETE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'a withdrawal is never deleted'); END;

-- A story sums what is tied together: a reversal belongs to it like what it reverses.
INSERT INTO threads (sort, name, transaction_id)
SELECT h.sort, h.name, r.id
FROM transactions r JOIN threads h ON h.transaction_id = r.reverses
WHERE r.reverses IS NOT NULL;
