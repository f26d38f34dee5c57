//! Transactions: what happened at the desk, as it was recorded.
//!
//! A transaction is a value: it is checked by [`crate::post`], given an id by the store, and never
//! edited. Amounts are magnitudes in minor units of the base currency as the desk says them: the
//! refund of a 112.00 sale has lines of 100.00 and a tender of 112.00. Its kind, not a sign, says
//! which way they go; a negative line within a sale is something taken back inside that sale.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::extras::Extras;
use crate::kind::Kind;
use crate::money::{Amount, Currency};
use crate::role::Role;

/// One thing that happened at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Where it came from and what it is called there; recording it twice adds nothing.
    pub source: SourceId,
    /// What happened.
    pub kind: Kind,
    /// When, as an instant.
    pub at: DateTime<Utc>,
    /// The local calendar date at the location, by the location's day end. Computed once
    /// ([`crate::business_date`]) and used everywhere.
    pub business_date: NaiveDate,
    /// The location's name.
    pub location: String,
    /// The till, where the source names one.
    pub till: Option<String>,
    /// Who recorded it.
    pub staff: Option<String>,
    /// The customer, where known.
    pub customer: Option<Customer>,
    /// The booking that ties deposit, check-in and balance together.
    pub booking: Option<String>,
    /// The currency of every amount here, except a tender's own.
    pub currency: Currency,
    /// What was sold, refunded or moved.
    pub lines: Vec<Line>,
    /// What was paid with. For a refund, what it was given back with.
    pub tenders: Vec<Tender>,
    /// The tip on top of the lines.
    pub tip: Amount,
    /// The card surcharge on top of the lines.
    pub surcharge: Amount,
    /// The source's id of the sale this refunds.
    pub refund_of: Option<String>,
    /// The invoice this pays or credits.
    pub invoice: Option<String>,
    /// Anything the desk wrote.
    pub note: Option<String>,
    /// The department it belongs to, where the till knows departments.
    pub department: Option<String>,
    /// The class it belongs to, where the till knows classes.
    pub class: Option<String>,
    /// What only its kind has.
    pub extras: Extras,
}

impl Transaction {
    /// What is to be paid: the lines less discounts, with taxes, tip and surcharge.
    #[must_use]
    pub fn billed(&self) -> Amount {
        self.lines.iter().map(Line::payable).sum::<Amount>() + self.tip + self.surcharge
    }

    /// What was paid: the sum of the tenders.
    #[must_use]
    pub fn tendered(&self) -> Amount {
        self.tenders.iter().map(|tender| tender.amount).sum()
    }
}

/// The source's own name of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId {
    /// The system or format it came from: "square", "daybook", "desk".
    pub source: String,
    /// The id there, with the row's kind where the source reuses one id ("PAY1/refund").
    pub id: String,
}

/// A customer as the source knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Customer {
    /// The source's id, where it has one.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The address for mail, where known.
    pub email: Option<String>,
}

/// One line of a transaction: an item, a fee, a gift card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it was.
    pub description: String,
    /// Which account it goes to.
    pub account: LineAccount,
    /// How many.
    pub quantity: Decimal,
    /// The price of one before discount and tax, in major units, where known.
    pub unit_price: Option<Decimal>,
    /// The line without tax and before the discount that is shown apart.
    pub net: Amount,
    /// The discount shown apart, as a positive amount that lowers the line.
    pub discount: Amount,
    /// The taxes on `net - discount`.
    pub taxes: Vec<Tax>,
}

impl Line {
    /// What the line comes to: less its discount, with its taxes.
    #[must_use]
    pub fn payable(&self) -> Amount {
        self.net - self.discount + self.taxes.iter().map(|tax| tax.amount).sum()
    }
}

/// How a line says its account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineAccount {
    /// A GL code: an account's code or name, or a legacy code that the mapping knows.
    Gl(String),
    /// A role: a gift card sold goes to the gift cards' liability, whatever the chart calls it.
    Role(Role),
}

/// One tax on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// The rate's code at the till: "GST", "PST".
    pub code: String,
    /// The tax collected.
    pub amount: Amount,
}

/// One way of paying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tender {
    /// The name at the till: "Cash", "Card", "Gift card".
    pub name: String,
    /// What it settled of the bill, in the transaction's currency; change is already taken off.
    pub amount: Amount,
    /// What was handed over, in a currency of its own where it was foreign money.
    pub foreign: Option<Foreign>,
}

/// Money of another currency, as handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The currency.
    pub currency: Currency,
    /// The amount, in that currency's minor units.
    pub amount: Amount,
    /// Base currency per unit of it.
    pub rate: Decimal,
}
