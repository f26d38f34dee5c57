//! What the book promises, a claim a test.

mod desk;
mod documents;
mod flips;
mod opening;
mod organisation;
mod people;
mod recording;
mod seals;
mod search;
mod totals;
