//! Xero's sentences that a document can be mended by, told apart from all the others.
//!
//! Xero gives its refusals no codes, so they are known by their words (facts §13), by the part of
//! them that is least likely to be worded anew. A sentence that is not known here loses nothing:
//! it stays in [`Error::Invalid`](crate::Error::Invalid), for a person to read.

use chrono::NaiveDate;

/// What a refusal's sentence means, where something can be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The contact is archived: it must be restored in Xero, or another one chosen.
    ContactArchived,
    /// An active contact has this name: it is to be found and used.
    ContactNameTaken,
    /// No contact has this id: merged, or the demo company's of before its reset.
    ContactMissing,
    /// The organisation's plan allows no more approved invoices this month (facts §3).
    InvoiceLimitReached,
    /// The account is neither a bank account nor does it take payments (facts §8).
    PaymentsNotEnabled,
    /// More than the document has left to pay, or the credit note has left to give.
    ExceedsOutstanding,
    /// Payments or credit notes are on the document: they must be taken back first (facts §7.1).
    HasPayments,
    /// It is matched to a line of the bank's statement: a person must undo that in Xero first. The
    /// exact words are not known (facts §13).
    Reconciled,
    /// The document's date is in a locked period (facts §11).
    PeriodLocked {
        /// Which of the two locks.
        lock: Lock,
        /// Its date, up to which all days are locked, where it could be read.
        until: Option<NaiveDate>,
    },
    /// The organisation does not have this currency (facts §10.4).
    CurrencyNotSubscribed {
        /// ISO 4217, where it could be read.
        currency: Option<String>,
    },
    /// The document's state does not allow it: voided already, deleted, paid, not approved.
    WrongStatus,
    /// Another document has this number, which may be a voided one (facts §7.2).
    NumberTaken,
    /// What is to be paid or changed is not in Xero.
    DocumentMissing,
}

/// A lock of the books in Xero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Binds all but advisers.
    Period,
    /// Binds everybody.
    EndOfYear,
}

impl Refusal {
    /// What a sentence of Xero's means; `None` for one that only a person can judge.
    #[must_use]
    pub fn of(sentence: &str) -> Option<Self> {
        let words = sentence.to_ascii_lowercase();
        let says = |part: &str| words.contains(part);
        if says("must be un-archived") {
            return Some(Self::ContactArchived);
        }
        if says("already assigned to another contact") {
            return Some(Self::ContactNameTaken);
        }
        if says("reached the limit of invoices") {
            return Some(Self::InvoiceLimitReached);
        }
        if says("invalid for making a payment") {
            return Some(Self::PaymentsNotEnabled);
        }
        if says("exceeds the amount outstanding") || says("exceeds the remaining credit") {
            return Some(Self::ExceedsOutstanding);
        }
        // Before the statuses: “The status VOIDED cannot be applied … because it has payments”.
        if says("has payments or credit notes") || says("has a payment or credit note") {
            return Some(Self::HasPayments);
        }
        if says("lock date") {
            let lock = if says("end of year") { Lock::EndOfYear } else { Lock::Period };
            return Some(Self::PeriodLocked { lock, until: last_word(sentence, date) });
        }
        if says("not subscribed to currency") {
            return Some(Self::CurrencyNotSubscribed { currency: last_word(sentence, currency) });
        }
        if says("reconciled") {
            return Some(Self::Reconciled);
        }
        if is_about_status(&words) {
            return Some(Self::WrongStatus);
        }
        if says("# must be unique") || says("invoice number must be unique") {
            return Some(Self::NumberTaken);
        }
        if says("contact") && says("could not be found") {
            return Some(Self::ContactMissing);
        }
        if says("document could not be found") || (says("an existing") && says("could not be")) {
            return Some(Self::DocumentMissing);
        }
        None
    }
}

/// Of these, “already been deleted” is a guess: the words for what is deleted twice are not known.
fn is_about_status(words: &str) -> bool {
    words.contains("not of valid status")
        || (words.contains("the status") && words.contains("cannot be applied"))
        || words.contains("only be made against authorised")
        || words.contains("already been deleted")
}

/// The sentence's last word, if it can be read as `T`.
fn last_word<T>(sentence: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    read(sentence.split_whitespace().next_back()?.trim_end_matches('.'))
}

/// `30-Nov-2018` (facts §11).
fn date(word: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(word, "%d-%b-%Y").ok()
}

fn currency(word: &str) -> Option<String> {
    let is_one = word.len() == 3 && word.chars().all(|letter| letter.is_ascii_uppercase());
    is_one.then(|| word.to_owned())
}
