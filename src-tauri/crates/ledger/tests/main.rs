//! What the ledger claims, by subject. The worked examples are those of the accounting design §5.

mod books;
mod cashouts;
mod checks;
mod effects;
mod invariants;
mod money;
mod ranges;
mod resolving;
mod worked;
mod worked_documents;
