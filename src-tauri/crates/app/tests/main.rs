//! The use cases over a real book, a real sign-in and the simulator over HTTP.

mod commands;
mod connecting;
mod documents;
mod doubts;
mod imports;
mod mapping;
mod month;
mod offline;
mod onlookers;
mod people;
mod practice;
mod season;
mod support;
mod till;
mod troubles;

use support::Desk;
