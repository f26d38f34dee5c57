-- What is in Xero is listed by its date there, for exports and for a trial balance of our own.

CREATE INDEX documents_in_xero ON documents (journal_day, id) WHERE xero_id IS NOT NULL;
