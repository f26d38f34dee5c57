//! Documents: the kinds of things that are put into Xero, and what each says to the books.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::mapping::TaxWay;
use crate::money::{Amount, Currency};

/// What a document is in Xero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// A manual journal: the cashout, a deposit, a check-in.
    ManualJournal,
    /// A sales invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A payment of an invoice, or the refund of a credit note.
    Payment,
    /// An allocation of a credit note.
    Allocation,
    /// A line of a bank account.
    BankTransaction,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::ManualJournal,
        Self::Invoice,
        Self::CreditNote,
        Self::Payment,
        Self::Allocation,
        Self::BankTransaction,
    ];

    /// The word used in the book and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ManualJournal => "manual_journal",
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Payment => "payment",
            Self::Allocation => "allocation",
            Self::BankTransaction => "bank_transaction",
        }
    }

    /// One of them in the middle of a sentence.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::ManualJournal => "journal",
            Self::Invoice => "invoice",
            Self::CreditNote => "credit note",
            Self::Payment => "payment",
            Self::Allocation => "allocation",
            Self::BankTransaction => "bank transaction",
        }
    }

    /// Whether Xero lets it wait as a draft for somebody's approval.
    #[must_use]
    pub const fn can_be_draft(self) -> bool {
        match self {
            Self::ManualJournal | Self::Invoice | Self::CreditNote => true,
            Self::Payment | Self::Allocation | Self::BankTransaction => false,
        }
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// What one document says to the books, ready to be sent.
///
/// The lines of a journal sum to zero. Every other kind has a side that Xero adds itself, its
/// [`Counter`], which takes what the lines come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is in Xero.
    pub kind: DocumentKind,
    /// The unique text it is looked up by in Xero: a journal's narration (facts §6.7), every other
    /// document's Reference. An allocation has one here only: Xero keeps none of it.
    pub reference: String,
    /// Its date in Xero.
    pub date: NaiveDate,
    /// When an invoice is due; none for every other kind.
    pub due: Option<NaiveDate>,
    /// The currency of its amounts: the organisation's base currency but for a bank transaction
    /// of a foreign account (facts §6.8, §9).
    pub currency: Currency,
    /// How its tax is sent: way A is Inclusive, way B is NoTax.
    pub tax_way: TaxWay,
    /// A journal's in the order of accounts, others' in the order of what happened.
    pub lines: Vec<EntryLine>,
    /// The side that Xero adds; none for a journal.
    pub counter: Option<Counter>,
    /// Xero's contact id; invoices, credit notes and bank transactions have one.
    pub contact: Option<String>,
    /// What it is worth: a journal's debits, what every other kind comes to. Never below zero.
    pub total: Amount,
    /// Whether it is put into Xero as a draft, for somebody to approve it there.
    pub draft: bool,
}

/// The side of a document that Xero adds itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counter {
    /// Accounts Receivable.
    Receivable,
    /// A bank account.
    Bank(BankAccount),
}

/// A bank account, as Xero knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankAccount {
    /// Xero's account id; bank accounts may have no code (facts §10.1).
    pub id: String,
    /// The account's code; may be empty.
    pub code: String,
    /// The account's name.
    pub name: String,
}

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Xero's account id.
    pub account_id: String,
    /// The account's code; may be empty for accounts without one.
    pub account_code: String,
    /// The account's name.
    pub account_name: String,
    /// What it is made of: "Boats: 23 sales, 1 refund".
    pub description: String,
    /// How many of it, where the document says so; above zero, and the amount divides by it.
    pub quantity: Decimal,
    /// Debit positive, credit negative; with tax in way A, without in way B.
    pub amount: Amount,
    /// The tax type, always sent explicitly.
    pub tax_type: String,
    /// Tracking as (category id, option id), at most two.
    pub tracking: Vec<(String, String)>,
    /// In way A the tax collected at the desk on this line, debit positive.
    pub tax_collected: Amount,
    /// In way A the tax Xero will work out for this line (half-up, facts §7.3), debit positive.
    pub tax_expected: Amount,
}

impl Entry {
    /// What the lines come to, debit positive: nothing for a journal.
    #[must_use]
    pub fn sum(&self) -> Amount {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// Whether its lines are what its kind asks for: a journal's sum to zero and its debits are
    /// its total, every other's come to its total.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        match self.kind {
            DocumentKind::ManualJournal => {
                let debits = self.lines.iter().map(|line| line.amount);
                let debits: Amount = debits.filter(|amount| !amount.is_negative()).sum();
                self.sum().is_zero() && debits == self.total
            }
            DocumentKind::Allocation => self.lines.is_empty() && !self.total.is_negative(),
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Payment
            | DocumentKind::BankTransaction => self.sum().abs() == self.total,
        }
    }

    /// The same lines on their other side, for a document that takes this one back.
    #[must_use]
    pub fn turned_lines(&self) -> Vec<EntryLine> {
        let turned = |line: &EntryLine| EntryLine {
            amount: -line.amount,
            tax_collected: -line.tax_collected,
            tax_expected: -line.tax_expected,
            ..line.clone()
        };
        self.lines.iter().map(turned).collect()
    }

    /// Whether money comes in with it: a payment of an invoice, a RECEIVE. Its lines are credits.
    #[must_use]
    pub fn brings_money(&self) -> bool {
        match self.kind {
            DocumentKind::BankTransaction => self.sum().is_negative(),
            // The line of a payment is the account the money goes to.
            DocumentKind::Payment => !self.sum().is_negative(),
            DocumentKind::ManualJournal
            | DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Allocation => false,
        }
    }
}
