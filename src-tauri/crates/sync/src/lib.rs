//! Between the book and Xero: plan (pure), do, record.
//!
//! It joins `ledger`'s rules, `store`'s book and `xero`'s client, and knows neither SQL nor HTTP
//! nor any screen. The way through it, in the order of a day:
//!
//! 1. [`refresh_chart`] reads the organisation's chart and says what changed ([`chart_changes`]).
//! 2. [`plan_cashout`] works out the journals a day or range would give, for the review.
//!    [`plan_calls`] says what sending them costs of Xero's limits.
//! 3. [`queue_cashout`] closes the day, and [`queue_own`] makes the documents of what has one of
//!    its own: each is written with its claims before anything is sent. What cannot be sent yet is
//!    held with its cause, and goes by itself once mended.
//! 4. [`Outbox::run`] sends them by the protocol that puts each into Xero exactly once, and
//!    [`work`] does so in the background.
//!
//! Everything here may be stopped at any moment, by `kill -9` too: what happens next depends only
//! on what was committed to the book.

mod by_file;
mod calls;
mod cause;
mod chart;
mod compare;
mod contacts;
mod drift;
mod error;
mod evidence;
mod heard;
mod kinds;
mod log;
mod mark;
mod outbox;
mod plan;
mod policy;
mod refresh_lock;
mod steps;

pub use by_file::set_aside;
pub use calls::{CallPlan, Load, plan_calls};
pub use cause::Cause;
pub use chart::{Change, ChartChange, Mapped, chart_changes, iana_zone, refresh_chart};
pub use compare::Difference;
pub use contacts::{Candidate, candidates, create_contact, link_contact};
pub use drift::{DRIFT_CHECKED_SETTING, DriftReport, last_look};
pub use error::Error;
pub use evidence::{Evidence, NoEvidence, Sheet};
pub use heard::last_heard;
pub use log::{BookLog, on_behalf_of, operation_without_names};
pub use outbox::{
    Block, Machine, Outbox, OutboxParts, Progress, RunReport, Timing, UndoOutcome, Undoing, Until,
    Waker, blocked_by, keep, may_be_there, unblock, undone_with, work,
};
pub use plan::{
    CashoutPlan, CashoutRequest, JournalPlan, OwnScope, Queued, Replanned, plan_cashout,
    queue_cashout, queue_own, replan, replan_held, retry,
};
pub use policy::{
    CASH_BANKING_SETTING, CONTACTS_SETTING, ContactPolicy, DRAFTS_SETTING, Drafts,
    EVIDENCE_SETTING, LOCKED_SETTING, LockedDays, POSTING_STARTS_SETTING, Policy, RANGE_SETTING,
    RangeMode, STAFF_TIPS_SETTING,
};
pub use refresh_lock::BookRefreshLock;
pub use steps::{NoSteps, Step, Steps};
