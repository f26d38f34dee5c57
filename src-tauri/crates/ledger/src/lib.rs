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
//! 5. [`cashout()`]: the totals become a [`Review`], and without problems one balanced journal;
//!    [`review_part`] does the same for a part that has a document of its own.
#![deny(clippy::float_arithmetic, clippy::arithmetic_side_effects, clippy::as_conversions)]

mod allocate;
mod cashout;
mod chart;
mod checks;
mod concern;
mod convert;
mod date;
mod discount;
mod document;
mod effects;
mod extras;
mod kind;
mod leg;
mod mapping;
mod money;
mod part;
mod post;
mod problem;
mod range;
mod refund;
mod resolve;
mod role;
mod story;
mod tags;
mod transaction;

pub use allocate::allocate;
pub use cashout::{
    Blocker, CashoutInput, Narration, NotReady, Review, ReviewLine, Summary, UnresolvedLine,
    cashout, clean_location, summary,
};
pub use chart::*;
pub use checks::{
    Fit, RefusalCause, account_label, check_gl_account, check_paid_in_account,
    check_paid_out_account, check_role_account, check_tax_account, check_tender_account,
};
pub use concern::Concern;
pub use convert::base_lines;
pub use date::business_date;
pub use document::{BankAccount, Counter, DocumentKind, Entry, EntryLine};
pub use effects::{Effect, NoEffects, sum_effects};
pub use extras::{Chargeback, Chosen, Count, Extras, PaidFrom, Payout, Piece, Rental, Settled};
pub use kind::{Kind, UnknownKind};
pub use leg::{
    Against, CASH, Lane, Leg, LegTotal, LegWords, Part, PartKey, PartRef, Target, TaxSet,
};
pub use mapping::{GlTarget, Mapping, TaxWay, TrackingField, normalise};
pub use money::{Amount, Currency, MoneyError};
pub use part::{PartInput, Reference, review_part};
pub use post::{Rejection, exchange_part, foreign_legs, post};
pub use problem::{Problem, TaxTypeFault};
pub use range::{Cut, Span, split_range};
pub use refund::{RefundTooLarge, refund_share};
pub use resolve::{How, Resolved, Resolver};
pub use role::{Role, UnknownRole};
pub use story::{
    ChargebackPolicy, DeferralPolicy, Deposit, OpenInvoice, PostingMode, Recognition, Rules,
    SaleStory, Story, TaxShare,
};
pub use tags::{Field, Tags, UnknownField};
pub use transaction::{Customer, Foreign, Line, LineAccount, SourceId, Tax, Tender, Transaction};
