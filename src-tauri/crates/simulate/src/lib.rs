//! Whole days of several desks, simulated: the real book, outbox and client against the simulated
//! Xero, on a clock and a network that a seed decides.
//!
//! [`play_many`] plays histories: in each, windows and command lines work on one book file at once,
//! stop and are killed between any two steps, answers are lost, the disk rots, the clock jumps and
//! somebody changes Xero's books meanwhile. When all of that is over, everything that happened must
//! be in Xero once, both books must agree to the cent with a model that shares no rule with the
//! program, and the book must be sound. The same seed plays the same history to the same step.
//!
//! It is never shipped, so it may know everything that a test may. With the feature `planted` it
//! shows that it would notice: each bug on purpose (`world::Bug`) is convicted.

mod bookkeeper;
mod chance;
mod closing;
mod conviction;
mod crossings;
mod desk;
mod errands;
mod fate;
pub mod fuzz;
mod gate;
mod history;
mod judge;
mod nature;
mod network;
mod rot;
mod run;
mod tally;
mod till;

pub use conviction::{Charge, Conviction};
pub use crossings::{Crossings, Scene, cross};
pub use history::DAYS;
pub use run::{Player, Report, Seeds, play_many};
pub use tally::Tally;
