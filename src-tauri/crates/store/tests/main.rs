//! What the book promises, a claim a test.

mod desk;
mod documents;
mod opening;
mod organisation;
mod recording;
mod search;
mod totals;
