//! What the book promises, a claim a test.

mod backups;
mod counts;
mod damage;
mod deciding;
mod desk;
mod diagnosis;
mod documents;
mod doubts;
mod flips;
mod following;
mod full_disk;
mod homes;
mod leases;
mod opening;
mod organisation;
mod people;
mod posted;
mod recording;
mod restored;
mod seals;
mod search;
mod set_offs;
mod taken_back;
mod totals;
mod waiting;
mod withdrawing;
