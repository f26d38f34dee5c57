//! The shipped program, end to end, through its own webview.
//!
//! Each journey starts the real program on a display, a session bus and folders of its own, does
//! what a person would do, and looks at what came of it in the books of the other side. It knows
//! no crate of ours but the simulator, and the simulator only as something to talk to.
//!
//! Needs Xvfb, dbus-daemon and WebKitWebDriver, and the program built beside the tests.

mod harness;
mod journeys;
mod pages;
