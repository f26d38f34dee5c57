//! Legs: the sides of a transaction's posting, before any account is looked up.
//!
//! A leg names its target the way the desk does (a GL code, a role, a tender, a tax), so that what
//! was recorded never changes when a mapping does. Legs carry both ways of tax at once: `amount`
//! is the way-B amount, and way A adds `tax` to it and drops the tax legs (accounting §4).

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::document::DocumentKind;
use crate::kind::Kind;
use crate::money::Amount;
use crate::role::Role;
use crate::tags::Tags;

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
    /// What petty cash was spent on, by the code that says its account.
    PaidOut(String),
    /// Where cash put into the drawer came from, by the code that says its account.
    PaidIn(String),
    /// Xero's own Accounts Receivable: the side of an invoice, credit note or payment that Xero
    /// adds itself. Never in a journal (facts §1).
    Receivable,
    /// A bank account by its name; the account of the role Bank where the name is empty. The side
    /// of a bank transaction that Xero adds itself.
    Bank(String),
    /// What was billed ahead of its month: on the account of Deferred revenue until recognised.
    BilledAhead,
}

impl Target {
    /// The money in a drawer.
    #[must_use]
    pub fn cash() -> Self {
        Self::Tender(CASH.to_owned())
    }

    /// The tender, where it is one's clearing account.
    #[must_use]
    pub fn tender(&self) -> Option<&str> {
        if let Self::Tender(name) = self { Some(name) } else { None }
    }

    /// The role, where it is one.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        if let Self::Role(role) = self { Some(*role) } else { None }
    }

    /// The tax's code, where it is a tax collected.
    #[must_use]
    pub fn tax(&self) -> Option<&str> {
        if let Self::Tax(code) = self { Some(code) } else { None }
    }

    /// The bank account's name, where it is a bank account.
    #[must_use]
    pub fn bank(&self) -> Option<&str> {
        if let Self::Bank(name) = self { Some(name) } else { None }
    }

    /// The GL code of an item, where it is one.
    #[must_use]
    pub fn gl(&self) -> Option<&str> {
        if let Self::Gl(code) = self { Some(code) } else { None }
    }

    /// The code that says its account: an item's, or of petty cash.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        if let Self::Gl(code) | Self::PaidOut(code) | Self::PaidIn(code) = self {
            Some(code)
        } else {
            None
        }
    }
}

/// The tender that a drawer's counts, floats and bankings are about.
pub const CASH: &str = "Cash";

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
    /// What a line of its own says of it, where its document has a line for each leg.
    pub words: Option<LegWords>,
}

impl Leg {
    /// A leg without tax.
    #[must_use]
    pub const fn plain(target: Target, amount: Amount) -> Self {
        Self { target, tax_set: TaxSet::none(), amount, tax: Amount::ZERO, words: None }
    }

    /// What is sent of it: with its tax in way A.
    #[must_use]
    pub fn gross(&self) -> Amount {
        self.amount + self.tax
    }

    /// The same on the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { amount: -self.amount, tax: -self.tax, ..self }
    }
}

/// The words and the quantity of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegWords {
    /// What it was.
    pub description: String,
    /// How many; above zero.
    pub quantity: Decimal,
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

    /// The invoice of a transaction.
    #[must_use]
    pub fn invoice() -> Self {
        Self("invoice".to_owned())
    }

    /// The credit note of a transaction.
    #[must_use]
    pub fn credit_note() -> Self {
        Self("credit-note".to_owned())
    }

    /// The allocation of a credit note to the invoice of this place, from 1.
    #[must_use]
    pub fn allocation(place: usize) -> Self {
        Self(format!("allocation-{place}"))
    }

    /// The payment of this place, from 1.
    #[must_use]
    pub fn payment(place: usize) -> Self {
        Self(format!("payment-{place}"))
    }

    /// What was paid above all invoices.
    #[must_use]
    pub fn excess() -> Self {
        Self("excess".to_owned())
    }

    /// What is recognised in the month of a date ("2026-12").
    #[must_use]
    pub fn month(date: NaiveDate) -> Self {
        Self(date.format("%Y-%m").to_string())
    }

    /// The difference between the rate takings were carried at and the rate of Xero.
    #[must_use]
    pub fn exchange() -> Self {
        Self("exchange".to_owned())
    }

    /// Whether it is such a difference: the book numbers those after the first.
    #[must_use]
    pub fn is_exchange(&self) -> bool {
        self.0.starts_with("exchange")
    }
}

/// A part of some transaction, as the book numbers transactions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartRef {
    /// The transaction's number in the book.
    pub transaction: i64,
    /// The part.
    pub part: PartKey,
}

/// The invoice or credit note that a payment or an allocation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// Another part of the same transaction.
    Own(PartKey),
    /// A part of another transaction.
    Other(PartRef),
}

/// Which document takes a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// The location's cashout of the day.
    Cashout,
    /// A manual journal of its own.
    Journal,
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A payment of an invoice, or a refund of a credit note.
    Payment,
    /// An allocation of a credit note to an invoice.
    Allocation,
    /// A bank transaction.
    Bank,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 7] = [
        Self::Cashout,
        Self::Journal,
        Self::Invoice,
        Self::CreditNote,
        Self::Payment,
        Self::Allocation,
        Self::Bank,
    ];

    /// The word used in the book.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cashout => "cashout",
            Self::Journal => "journal",
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Payment => "payment",
            Self::Allocation => "allocation",
            Self::Bank => "bank",
        }
    }

    /// What takes its parts in Xero.
    #[must_use]
    pub const fn document(self) -> DocumentKind {
        match self {
            Self::Cashout | Self::Journal => DocumentKind::ManualJournal,
            Self::Invoice => DocumentKind::Invoice,
            Self::CreditNote => DocumentKind::CreditNote,
            Self::Payment => DocumentKind::Payment,
            Self::Allocation => DocumentKind::Allocation,
            Self::Bank => DocumentKind::BankTransaction,
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
    /// The date it belongs to, where that is not the transaction's business date.
    pub date: Option<NaiveDate>,
    /// What a payment or an allocation is about, or a journal mends; none for what stands alone.
    pub against: Option<Against>,
    /// Its sides. None for an allocation, which moves nothing between accounts.
    pub legs: Vec<Leg>,
    /// What an allocation moves; nothing for other lanes.
    pub allocated: Amount,
}

impl Part {
    /// A part of the cashout, the only one of its transaction.
    #[must_use]
    pub fn of_cashout(legs: Vec<Leg>) -> Self {
        Self::new(PartKey::all(), Lane::Cashout, legs)
    }

    /// A part on the transaction's business date.
    #[must_use]
    pub const fn new(key: PartKey, lane: Lane, legs: Vec<Leg>) -> Self {
        Self { key, lane, date: None, against: None, legs, allocated: Amount::ZERO }
    }
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
    /// What the transactions have in common that tracking asks for; empty where nothing does.
    pub tags: Tags,
    /// The sum of their amounts, debit positive.
    pub amount: Amount,
    /// The sum of the taxes that belong to them, debit positive.
    pub tax: Amount,
    /// How many transactions they come from, a transaction that has two such legs counted once.
    pub transactions: u32,
}
