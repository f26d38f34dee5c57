//! The general ledger as the exports take it: accounts, and dated entries that each sum to zero.
//!
//! Filled by the caller from documents and charts; nothing here knows where it came from. What is
//! checked once in [`GeneralLedger::new`] need not be checked by any format, so that writing one
//! cannot fail for the sake of what is in it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use ledger::{AccountType, Amount, Currency};

/// The years every format can date: a workbook starts in 1900, beancount ends with 2099.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2099;

/// What a general ledger is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The organisation's name.
    pub organisation: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// Every account that is posted to, and any others that should be listed.
    pub accounts: Vec<Account>,
    /// The balances before the first entry, where they are not all nothing.
    pub opening: Option<Opening>,
    /// The entries, in any order.
    pub entries: Vec<Entry>,
}

/// An account of the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What postings name it by; unique.
    pub id: String,
    /// Its code; empty where it has none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Xero's type of it.
    pub kind: AccountType,
}

/// Balances at the beginning of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The day; no later than the first entry, or it would count twice for a reader.
    pub date: NaiveDate,
    /// The account's id and its balance, debit positive. They sum to zero.
    pub balances: Vec<(String, Amount)>,
}

/// One entry: what a document or a journal puts into the books on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its date in the books.
    pub date: NaiveDate,
    /// What kind of document it is, in words: "Manual journal".
    pub document: String,
    /// The document's number or reference; empty where it has none.
    pub reference: String,
    /// The narration.
    pub description: String,
    /// What is posted: at least one, and they sum to zero.
    pub postings: Vec<Posting>,
}

/// One amount on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The account's id.
    pub account: String,
    /// Debit positive, credit negative.
    pub amount: Amount,
    /// What it is made of; may be empty.
    pub description: String,
    /// Names and values, such as tracking: ("Region", "North").
    pub tags: Vec<(String, String)>,
}

/// A general ledger that holds together: each posting's account is known, ids are unique, every
/// entry and the opening sum to zero, every date can be written, entries are in order of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneralLedger {
    contents: Contents,
    places: BTreeMap<String, usize>,
}

/// Why something is no general ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GeneralLedgerError {
    /// Two accounts have one id.
    #[error("two accounts have the id \"{id}\"")]
    SameAccountTwice {
        /// The id.
        id: String,
    },
    /// A posting or an opening balance is on an account that is not listed.
    #[error("\"{entry}\" is on an account that is not listed: \"{id}\"")]
    UnknownAccount {
        /// The account's id.
        id: String,
        /// The entry's description.
        entry: String,
    },
    /// An entry, or the opening, does not sum to zero.
    #[error("\"{entry}\" does not balance: its debits are {difference} more than its credits")]
    Unbalanced {
        /// The entry's description.
        entry: String,
        /// Debits less credits, in major units.
        difference: String,
    },
    /// An entry without postings says nothing.
    #[error("\"{entry}\" has nothing in it")]
    Empty {
        /// The entry's description.
        entry: String,
    },
    /// A date some format cannot write.
    #[error("{date} is not between the years 1900 and 2099")]
    DateOutOfRange {
        /// The date.
        date: NaiveDate,
    },
    /// An entry is dated before the balances it should start from.
    #[error("\"{entry}\" is dated before the opening balances of {opening}")]
    BeforeOpening {
        /// The entry's description.
        entry: String,
        /// The date of the opening.
        opening: NaiveDate,
    },
}

/// The name the opening has in messages and files.
pub(crate) const OPENING: &str = "Opening balances";

impl GeneralLedger {
    /// Checks the contents, and puts the entries in order of date; entries of one day stay in the
    /// order they came in.
    ///
    /// # Errors
    /// Whatever [`GeneralLedgerError`] names.
    pub fn new(mut contents: Contents) -> Result<Self, GeneralLedgerError> {
        let mut places = BTreeMap::new();
        for (at, account) in contents.accounts.iter().enumerate() {
            if places.insert(account.id.clone(), at).is_some() {
                return Err(GeneralLedgerError::SameAccountTwice { id: account.id.clone() });
            }
        }
        contents.opening.take_if(|opening| opening.balances.is_empty());
        contents.entries.sort_by_key(|entry| entry.date);
        let ledger = Self { contents, places };
        if let Some(opening) = &ledger.contents.opening {
            ledger.check_opening(opening)?;
        }
        for entry in &ledger.contents.entries {
            ledger.check_entry(entry)?;
        }
        Ok(ledger)
    }

    /// The organisation's name.
    #[must_use]
    pub fn organisation(&self) -> &str {
        &self.contents.organisation
    }

    /// The currency of every amount.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.contents.currency
    }

    /// The accounts, as they were given.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.contents.accounts
    }

    /// The balances before the first entry.
    #[must_use]
    pub fn opening(&self) -> Option<&Opening> {
        self.contents.opening.as_ref()
    }

    /// The entries, by date.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.contents.entries
    }

    /// Each account's opening balance, debits, credits and closing balance, in the order of
    /// [`Self::accounts`].
    #[must_use]
    pub fn balances(&self) -> Vec<Balance> {
        let mut balances = vec![Balance::default(); self.accounts().len()];
        for (id, amount) in self.opening().iter().flat_map(|opening| &opening.balances) {
            balances[self.place(id)].opening += *amount;
        }
        for posting in self.entries().iter().flat_map(|entry| &entry.postings) {
            let balance = &mut balances[self.place(&posting.account)];
            if posting.amount.is_negative() {
                balance.credits += posting.amount.abs();
            } else {
                balance.debits += posting.amount;
            }
        }
        balances
    }

    /// Where in [`Self::accounts`] a posting's account is.
    pub(crate) fn place(&self, id: &str) -> usize {
        *self.places.get(id).expect("a general ledger knows every account it posts to")
    }

    /// The earliest date in it.
    pub(crate) fn first_date(&self) -> Option<NaiveDate> {
        let opening = self.opening().map(|opening| opening.date);
        opening.into_iter().chain(self.entries().first().map(|entry| entry.date)).min()
    }

    fn check_opening(&self, opening: &Opening) -> Result<(), GeneralLedgerError> {
        check_date(opening.date)?;
        for (id, _) in &opening.balances {
            self.check_account(id, OPENING)?;
        }
        self.check_sum(opening.balances.iter().map(|(_, amount)| *amount).sum(), OPENING)
    }

    fn check_entry(&self, entry: &Entry) -> Result<(), GeneralLedgerError> {
        check_date(entry.date)?;
        if let Some(opening) = self.opening().filter(|opening| entry.date < opening.date) {
            let (entry, opening) = (entry.description.clone(), opening.date);
            return Err(GeneralLedgerError::BeforeOpening { entry, opening });
        }
        if entry.postings.is_empty() {
            return Err(GeneralLedgerError::Empty { entry: entry.description.clone() });
        }
        for posting in &entry.postings {
            self.check_account(&posting.account, &entry.description)?;
        }
        let sum = entry.postings.iter().map(|posting| posting.amount).sum();
        self.check_sum(sum, &entry.description)
    }

    fn check_account(&self, id: &str, entry: &str) -> Result<(), GeneralLedgerError> {
        if self.places.contains_key(id) {
            return Ok(());
        }
        Err(GeneralLedgerError::UnknownAccount { id: id.to_owned(), entry: entry.to_owned() })
    }

    fn check_sum(&self, sum: Amount, entry: &str) -> Result<(), GeneralLedgerError> {
        if sum.is_zero() {
            return Ok(());
        }
        let difference = sum.display(self.currency());
        Err(GeneralLedgerError::Unbalanced { entry: entry.to_owned(), difference })
    }
}

/// What an account did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Its balance before the first entry, debit positive.
    pub opening: Amount,
    /// The sum of its debits.
    pub debits: Amount,
    /// The sum of its credits, as a positive amount.
    pub credits: Amount,
}

impl Balance {
    /// Its balance after the last entry, debit positive.
    #[must_use]
    pub fn closing(self) -> Amount {
        self.opening + self.debits - self.credits
    }
}

fn check_date(date: NaiveDate) -> Result<(), GeneralLedgerError> {
    if YEARS.contains(&date.year()) {
        return Ok(());
    }
    Err(GeneralLedgerError::DateOutOfRange { date })
}
