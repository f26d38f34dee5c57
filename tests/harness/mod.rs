//! What a journey stands on: a display, a session bus, folders, the program in its window, a
//! browser, and the other side's books.
//!
//! Everything is a journey's own, so that journeys run side by side, and everything is ended by
//! its id when the journey ends, also when it fails. What goes wrong here is a panic with a
//! sentence: a journey has nobody to hand an error to.

mod accessibility;
mod browser;
mod desk;
mod drop;
mod folders;
mod machine;
mod pictures;
mod process;
mod wait;
mod window;
mod xero;

pub(crate) use desk::Desk;
pub(crate) use pictures::{LARGE, SMALL};
pub(crate) use wait::until;
pub(crate) use window::{Window, test_id};
pub(crate) use xero::{Books, Xero, posts};
