//! Links: the page of a document in Xero, or in the simulator (facts §14).

use ledger::DocumentKind;
use store::Book;
use xero::{Origins, Uuid};

/// Where the pages of the organisation's documents are.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    /// None where nobody follows links: on paper.
    origins: Option<Origins>,
    /// How the organisation is called in links; unknown before its chart was read.
    short_code: Option<String>,
}

impl Links {
    pub(crate) fn new(origins: &Origins, book: &Book) -> Self {
        let chart = book.chart().ok().flatten();
        let short_code = chart.and_then(|kept| kept.chart.organisation.short_code);
        Self { origins: Some(origins.clone()), short_code }
    }

    /// No links at all.
    pub(crate) const fn none() -> Self {
        Self { origins: None, short_code: None }
    }

    /// The page of a document by Xero's id of it; an allocation has none of its own.
    pub(crate) fn to(&self, kind: DocumentKind, xero_id: &str) -> Option<String> {
        let id: Uuid = xero_id.parse().ok()?;
        let (origins, code) = (self.origins.as_ref()?, self.short_code.as_deref());
        let link = match kind {
            DocumentKind::ManualJournal => origins.manual_journal_link(id),
            DocumentKind::Invoice => origins.invoice_link(code?, id),
            DocumentKind::CreditNote => origins.credit_note_link(code?, id),
            DocumentKind::Payment | DocumentKind::BankTransaction => {
                origins.bank_transaction_link(code?, id)
            }
            DocumentKind::Allocation => return None,
        };
        Some(link.to_string())
    }
}
