-- Whether a person took back what a waiting transaction was posted by: once what it waits for is
-- known, it still goes only when a person says so.
ALTER TABLE waiting ADD COLUMN taken_back INTEGER NOT NULL DEFAULT 0
    CHECK (taken_back IN (0, 1));
