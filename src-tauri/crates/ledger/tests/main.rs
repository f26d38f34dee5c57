//! What the ledger claims, by subject. The worked examples are those of the accounting design §5.

mod books;
mod cashouts;
mod checks;
mod effects;
mod invariants;
mod money;
mod ranges;
mod resolving;
mod told;
mod worked;
mod worked_accounts;
mod worked_bank;
mod worked_bookings;
mod worked_drawer;
