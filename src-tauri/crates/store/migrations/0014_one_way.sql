-- What was left out can be found in Xero after all: it is taken as what it is there, or held.
INSERT INTO document_paths (operation, state, next_operation, next_state) VALUES
    ('create', 'skipped', 'create', 'posted'),
    ('create', 'skipped', 'create', 'awaiting_approval'),
    ('create', 'skipped', 'create', 'held');

-- A document leaves Xero by its void or by its opposite, never by both.
CREATE TRIGGER documents_opposed BEFORE INSERT ON documents
WHEN NEW.reverses IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM documents
    WHERE id = NEW.reverses AND operation = 'create' AND state = 'posted')
BEGIN SELECT RAISE(ABORT, 'only what is posted has an opposite'); END;

CREATE TRIGGER documents_one_way BEFORE UPDATE ON documents
WHEN OLD.operation = 'create' AND NEW.operation = 'void' AND NEW.state <> 'undone'
    AND EXISTS (
        SELECT 1 FROM documents
        WHERE reverses = OLD.id AND state NOT IN ('undone', 'skipped'))
BEGIN SELECT RAISE(ABORT, 'what has an opposite is not voided besides'); END;
