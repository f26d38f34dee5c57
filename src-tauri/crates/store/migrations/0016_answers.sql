-- What a person says of something that was found in Xero is said of one document that waits for it:
-- that it is another thing. Of every other document nobody said anything by that. What was written
-- to `found` before this step did not say of which one it was said, and frees none any more.

CREATE TABLE answers (
    document_id INTEGER NOT NULL REFERENCES documents,
    xero_id TEXT NOT NULL REFERENCES found,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    answered_at_ms INTEGER NOT NULL,
    PRIMARY KEY (document_id, xero_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER answers_stay BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'an answer is never edited'); END;
CREATE TRIGGER answers_kept BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'an answer is never forgotten'); END;
