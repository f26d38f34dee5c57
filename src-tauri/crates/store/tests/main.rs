//! What the book promises, a claim a test.

mod backups;
mod damage;
mod desk;
mod diagnosis;
mod documents;
mod flips;
mod full_disk;
mod leases;
mod opening;
mod organisation;
mod people;
mod posted;
mod recording;
mod restored;
mod seals;
mod search;
mod totals;
mod withdrawing;
