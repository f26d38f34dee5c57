//! Everything of the kinds we write that was made or changed in Xero since a time, whoever made it.
//!
//! Allocations are none of these: they have no name of their own and lie inside their credit note.

use chrono::{DateTime, Utc};
use ledger::DocumentKind;
use rust_decimal::Decimal;
use xero::{CHANGED_PAGES_MAX, Client, InvoiceType, Page};

use super::{Seen, bank_transaction, credit_note, invoice, journal, payment};

/// A document of Xero's with its name there.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) kind: DocumentKind,
    /// Its narration or Reference; empty where it has none.
    pub(crate) reference: String,
    /// What it comes to, in its own currency: a journal's debits.
    pub(crate) total: Decimal,
    pub(crate) seen: Seen,
}

/// Reads all of it, to the last page.
///
/// # Errors
/// [`xero::Error::TooManyFound`] beyond the bound of pages, and any other of a read.
pub(crate) async fn changed(
    client: &Client,
    since: DateTime<Utc>,
) -> Result<Vec<Named>, xero::Error> {
    let mut found = Vec::new();
    for kind in DocumentKind::ALL {
        found.extend(to_the_last(|page| page_of(client, kind, page, since)).await?);
    }
    Ok(found)
}

/// Reads pages up to the one that says it is the last. Of a list that does not end within the bound
/// nothing is known: what is on its other pages may be ours.
async fn to_the_last<T, Reading>(page_of: impl Fn(u32) -> Reading) -> Result<Vec<T>, xero::Error>
where
    Reading: Future<Output = Result<(Vec<T>, bool), xero::Error>>,
{
    let mut found = Vec::new();
    for page in 1..=CHANGED_PAGES_MAX {
        let (named, is_last) = page_of(page).await?;
        found.extend(named);
        if is_last {
            return Ok(found);
        }
    }
    Err(xero::Error::TooManyFound)
}

async fn page_of(
    client: &Client,
    kind: DocumentKind,
    page: u32,
    since: DateTime<Utc>,
) -> Result<(Vec<Named>, bool), xero::Error> {
    Ok(match kind {
        DocumentKind::ManualJournal => {
            named(client.manual_journals_modified_since(page, since).await?, of_journal)
        }
        DocumentKind::Invoice => {
            named(client.invoices_modified_since(page, since).await?, of_invoice)
        }
        DocumentKind::CreditNote => {
            named(client.credit_notes_modified_since(page, since).await?, of_credit_note)
        }
        DocumentKind::Payment => {
            named(client.payments_modified_since(page, since).await?, of_payment)
        }
        DocumentKind::BankTransaction => {
            named(client.bank_transactions_modified_since(page, since).await?, of_bank)
        }
        DocumentKind::Allocation => (Vec::new(), true),
    })
}

fn named<T>(page: Page<T>, of: impl Fn(T) -> Option<Named>) -> (Vec<Named>, bool) {
    (page.elements.into_iter().filter_map(of).collect(), page.is_last)
}

fn of_journal(one: xero::ManualJournal) -> Option<Named> {
    let reference = one.narration.clone();
    let seen = journal::seen(one);
    let debits = seen.lines.iter().map(|line| line.amount).filter(|one| one.is_sign_positive());
    let total = debits.sum();
    Some(Named { kind: DocumentKind::ManualJournal, reference, total, seen })
}

/// A supplier's bill is none of the kinds we write.
fn of_invoice(one: xero::Invoice) -> Option<Named> {
    (one.kind == InvoiceType::Receivable).then(|| Named {
        kind: DocumentKind::Invoice,
        reference: one.reference.clone().unwrap_or_default(),
        total: one.total,
        seen: invoice::seen(one),
    })
}

fn of_credit_note(one: xero::CreditNote) -> Option<Named> {
    (one.kind == xero::CreditNoteType::Receivable).then(|| Named {
        kind: DocumentKind::CreditNote,
        reference: one.reference.clone().unwrap_or_default(),
        total: one.total,
        seen: credit_note::seen(one),
    })
}

fn of_payment(one: xero::Payment) -> Option<Named> {
    Some(Named {
        kind: DocumentKind::Payment,
        reference: one.reference.clone().unwrap_or_default(),
        total: one.amount,
        seen: payment::seen(one),
    })
}

fn of_bank(one: xero::BankTransaction) -> Option<Named> {
    Some(Named {
        kind: DocumentKind::BankTransaction,
        reference: one.reference.clone().unwrap_or_default(),
        total: one.total,
        seen: bank_transaction::seen(one),
    })
}

#[cfg(test)]
mod tests {
    use xero::CHANGED_PAGES_MAX;

    use super::to_the_last;

    #[tokio::test]
    async fn a_list_that_does_not_end_is_not_taken_for_a_whole_one() {
        let endless = to_the_last(async |page| Ok((vec![page], false))).await;
        assert!(matches!(endless, Err(xero::Error::TooManyFound)), "{endless:?}");
        let whole = to_the_last(async |page| Ok((vec![page], page == CHANGED_PAGES_MAX))).await;
        assert_eq!(whole.unwrap().len(), usize::try_from(CHANGED_PAGES_MAX).unwrap());
    }
}
