//! One file a family of commands: what may be typed, the call, and how the answer is shown.

pub(crate) mod attention;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod book;
pub(crate) mod cashout;
pub(crate) mod chart;
pub(crate) mod connect;
pub(crate) mod contact;
pub(crate) mod count;
mod demo;
mod documents;
pub(crate) mod drift;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod location;
pub(crate) mod log;
pub(crate) mod map;
mod map_file;
mod mending;
pub(crate) mod org;
pub(crate) mod outbox;
pub(crate) mod people;
pub(crate) mod practice;
pub(crate) mod rate;
pub(crate) mod record;
pub(crate) mod settings;
pub(crate) mod sim;
