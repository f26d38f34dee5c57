//! References: the unique texts that documents are looked up by in Xero (facts §6.7, §7.2).

use std::fmt;

use chrono::NaiveDate;

use crate::cashout::clean_location;
use crate::document::DocumentKind;
use crate::kind::Kind;

/// The most letters of a transaction's own number in a reference.
const SUBJECT_MAX: usize = 60;

/// The reference of a document of its own: `Booking payment 2026-11-21 · B-17 · 4K7Q2M` as a
/// journal's narration, `T-1042 · 4K7Q2M` elsewhere. Like a cashout's it has no quote in it, and
/// its code is never used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'a> {
    /// What the document is in Xero.
    pub document: DocumentKind,
    /// What happened.
    pub kind: Kind,
    /// The business date it belongs to.
    pub date: NaiveDate,
    /// The transaction's own number; the booking's for a journal, where it has one.
    pub subject: &'a str,
    /// The code that makes it unique; never reused.
    pub code: &'a str,
}

impl fmt::Display for Reference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clean = clean_location(self.subject);
        let subject: String = clean.chars().take(SUBJECT_MAX).collect();
        match self.document {
            DocumentKind::ManualJournal => write!(f, "{} {} · ", self.kind.title(), self.date)?,
            DocumentKind::BankTransaction => write!(f, "{} · ", self.kind.title())?,
            DocumentKind::Invoice
            | DocumentKind::CreditNote
            | DocumentKind::Payment
            | DocumentKind::Allocation => {}
        }
        if !subject.is_empty() {
            write!(f, "{subject} · ")?;
        }
        f.write_str(self.code)
    }
}
