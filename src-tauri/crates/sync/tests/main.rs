//! What sync claims, by subject, against the simulator in process and a book on disk.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod aside;
mod books;
mod calls;
mod chance;
mod chart;
mod clock;
mod contacts;
mod corrections;
mod crash;
mod desk;
mod documents;
mod documents_crash;
mod drafts;
mod drift;
mod evidence;
mod exactly_once;
mod failures;
mod histories;
mod interruptions;
mod invariants;
mod kills;
mod likes;
mod locked;
mod locked_allocations;
mod log;
mod office;
mod own;
mod owners;
mod planning;
mod rates;
mod reconciled;
mod refusals;
mod restored;
mod retagged;
mod scenes;
mod season;
mod set_off;
mod till;
mod undo;
mod undo_whole;
mod wire;
mod worked;
mod worker;
