//! The rules of the books: what every event of a rental desk does to the accounts.
//!
//! Pure: no I/O, no clock, no async, no serialisation, no floating point. It knows none of our
//! other crates. The way through it, in the order of a day:
//!
//! 1. [`Transaction`]: what happened at the desk.
//! 2. [`post`]: the posting rules turn it into [`Part`]s of [`Leg`]s that sum to zero.
//! 3. [`LegTotal`]s: a day's legs, summed by target. A cashout is nothing but this sum.
//! 4. [`Resolver`]: finds the account of each target over [`Chart`] and [`Mapping`], and says what
//!    stands in the way as [`Problem`]s.
//! 5. [`cashout()`]: the totals become a [`Review`], and without problems one balanced [`Journal`].
#![deny(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::as_conversions)]

mod allocate;
mod cashout;
mod chart;
mod checks;
mod date;
mod discount;
mod journal;
mod kind;
mod leg;
mod mapping;
mod money;
mod post;
mod problem;
mod range;
mod refund;
mod resolve;
mod role;
mod transaction;

pub use allocate::allocate;
pub use cashout::{
    Blocker, CashoutInput, Narration, NotReady, Review, ReviewLine, Summary, UnresolvedLine,
    cashout, clean_location, summary,
};
pub use chart::*;
pub use checks::{
    Fit, RefusalCause, account_label, check_gl_account, check_role_account, check_tax_account,
    check_tender_account,
};
pub use date::business_date;
pub use journal::{Journal, JournalLine};
pub use kind::{Kind, UnknownKind};
pub use leg::{Lane, Leg, LegTotal, Part, PartKey, Target, TaxSet};
pub use mapping::{GlTarget, Mapping, TaxWay, normalise};
pub use money::{Amount, Currency, MoneyError};
pub use post::{Rejection, post};
pub use problem::{Concern, Problem, TaxTypeFault};
pub use range::{Cut, Span, split_range};
pub use refund::{RefundTooLarge, refund_share};
pub use resolve::{How, Resolved, Resolver};
pub use role::{Role, UnknownRole};
pub use transaction::{Customer, Foreign, Line, LineAccount, SourceId, Tax, Tender, Transaction};
