//! Legs: the sides of a transaction's posting, before any account is looked up.
//!
//! A leg names its target the way the desk does (a GL code, a role, a tender, a tax), so that what
//! was recorded never changes when a mapping does. Legs carry both ways of tax at once: `amount`
//! is the way-B amount, and way A adds `tax` to it and drops the tax legs (accounting §4).

use std::fmt;

use crate::kind::Kind;
use crate::money::Amount;
use crate::role::Role;

/// What a leg is posted to, in the desk's own words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A GL code of an item.
    Gl(String),
    /// A role.
    Role(Role),
    /// The clearing account of a tender, by the tender's name.
    Tender(String),
    /// A tax collected, by the rate's code. Present in way B only.
    Tax(String),
}

/// The set of taxes on a line, by code: way A maps the whole set to one Xero tax type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TaxSet(String);

impl TaxSet {
    /// Makes the set of some codes; order and repetition do not matter, and a code that is itself
    /// the name of a set stands for the codes in it.
    pub fn of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let codes = codes.into_iter().flat_map(|code| code.split('+')).map(str::trim);
        let mut codes: Vec<&str> = codes.filter(|code| !code.is_empty()).collect();
        codes.sort_unstable();
        codes.dedup();
        Self(codes.join("+"))
    }

    /// No tax.
    #[must_use]
    pub const fn none() -> Self {
        Self(String::new())
    }

    /// Whether there is no tax in it.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The set's name: the codes in order, joined by `+` ("GST+PST"); empty for no tax.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaxSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_none() { "no tax" } else { &self.0 })
    }
}

/// One side of a posting. Debit is positive, in minor units of the base currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// What it is posted to.
    pub target: Target,
    /// The taxes on it; none for everything that is not revenue, discount or a taxed fee.
    pub tax_set: TaxSet,
    /// The amount without tax.
    pub amount: Amount,
    /// The tax that belongs to it, with the same sign; its tax legs carry it apart.
    pub tax: Amount,
}

/// The name of a part of a transaction, unique within it ("all", "invoice", "2026-12").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartKey(pub String);

impl PartKey {
    /// The one part of a transaction that has only one.
    #[must_use]
    pub fn all() -> Self {
        Self("all".to_owned())
    }
}

/// Which document takes a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// The location's cashout of the day.
    Cashout,
}

impl Lane {
    /// The word used in the book.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cashout => "cashout",
        }
    }
}

/// A share of a transaction's posting that exactly one document takes. Its legs sum to zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name within the transaction.
    pub key: PartKey,
    /// Which document takes it.
    pub lane: Lane,
    /// Its sides.
    pub legs: Vec<Leg>,
}

/// Legs summed over many transactions: what the book keeps for each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegTotal {
    /// The kind of the transactions summed, so that sales and refunds can be told apart.
    pub kind: Kind,
    /// What the legs are posted to.
    pub target: Target,
    /// The taxes on them.
    pub tax_set: TaxSet,
    /// The sum of their amounts, debit positive.
    pub amount: Amount,
    /// The sum of the taxes that belong to them, debit positive.
    pub tax: Amount,
    /// How many transactions they come from, a transaction that has two such legs counted once.
    pub transactions: u32,
}
