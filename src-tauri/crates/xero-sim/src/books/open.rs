//! What is open of each document: what was paid, what was credited, what is left.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::payment::Taken;
use super::{Allocation, Books, Document, DocumentKind, DocumentStatus, Payment, cents};

/// Settlements by document, gathered once for an answer.
pub(crate) struct Open<'a> {
    books: &'a Books,
    payments: HashMap<Uuid, Vec<&'a Payment>>,
    /// Under the credit and under the invoice.
    allocations: HashMap<Uuid, Vec<&'a Allocation>>,
    invoices: HashMap<Uuid, Vec<&'a Document>>,
}

/// What a contact owes.
#[derive(Default)]
pub(crate) struct Owed {
    pub(crate) outstanding: Decimal,
    /// The part of it whose due date has passed.
    pub(crate) overdue: Decimal,
}

impl<'a> Open<'a> {
    pub(crate) fn of(books: &'a Books) -> Self {
        let mut open = Self {
            books,
            payments: HashMap::new(),
            allocations: HashMap::new(),
            invoices: HashMap::new(),
        };
        for payment in books.payments.iter().filter(|payment| !payment.deleted) {
            open.payments.entry(payment.document).or_default().push(payment);
        }
        for allocation in books.allocations.iter().filter(|allocation| !allocation.deleted) {
            for document in [allocation.credit, allocation.invoice] {
                open.allocations.entry(document).or_default().push(allocation);
            }
        }
        for invoice in books.invoices.iter() {
            open.invoices.entry(invoice.contact.unwrap_or_default()).or_default().push(invoice);
        }
        open
    }

    pub(crate) fn books(&self) -> &'a Books {
        self.books
    }

    /// Payments that were not deleted.
    pub(crate) fn payments(&self, document: Uuid) -> &[&'a Payment] {
        self.payments.get(&document).map_or(&[], Vec::as_slice)
    }

    /// Allocations that were not removed, of a credit or to an invoice.
    pub(crate) fn allocations(&self, document: Uuid) -> &[&'a Allocation] {
        self.allocations.get(&document).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn paid(&self, document: Uuid) -> Decimal {
        self.payments(document).iter().map(|payment| payment.amount).sum()
    }

    pub(crate) fn allocated(&self, document: Uuid) -> Decimal {
        self.allocations(document).iter().map(|allocation| allocation.amount).sum()
    }

    /// Whether money or credit was applied to it, or it was applied itself.
    pub(crate) fn is_settled_in_part(&self, document: Uuid) -> bool {
        !self.payments(document).is_empty() || !self.allocations(document).is_empty()
    }

    /// AmountDue of an invoice, RemainingCredit of a credit. Nothing is open of what has ended.
    pub(crate) fn outstanding(&self, document: &Document) -> Decimal {
        if document.status.ends() {
            return Decimal::ZERO;
        }
        document.total() - self.paid(document.id) - self.allocated(document.id)
    }

    /// The status as Xero shows it.
    pub(crate) fn status(&self, document: &Document) -> &'static str {
        let settles = document.kind == DocumentKind::Invoice || document.kind.is_credit();
        let is_paid = settles
            && document.status == DocumentStatus::Authorised
            && self.outstanding(document).is_zero();
        if is_paid { "PAID" } else { document.status.as_str() }
    }

    /// What a contact owes on approved invoices, less the credit it has.
    pub(crate) fn owed_by(&self, contact: Uuid, today: NaiveDate) -> Owed {
        let invoices = self.invoices.get(&contact).map_or(&[][..], Vec::as_slice);
        let mut owed = Owed::default();
        for invoice in invoices.iter().filter(|i| i.status == DocumentStatus::Authorised) {
            let outstanding = self.outstanding(invoice);
            owed.outstanding += outstanding;
            if invoice.due.is_some_and(|due| due < today) {
                owed.overdue += outstanding;
            }
        }
        owed
    }

    /// What settling `amount` of a document takes from the accounts that hold it open. The last
    /// of it takes all that is left, so that nothing of a converted amount remains.
    pub(crate) fn take(&self, document: &Document, amount: Decimal) -> Taken {
        let left = self.left(document);
        let outstanding = self.outstanding(document);
        if amount == outstanding || outstanding.is_zero() {
            return left;
        }
        let all: Decimal = left.iter().map(|(_, held)| held).sum();
        let share = |held: Decimal| cents(held * amount / outstanding);
        let mut taken: Taken =
            left.into_iter().map(|(account, held)| (account, share(held))).collect();
        let rest = share(all) - taken.iter().map(|(_, part)| part).sum::<Decimal>();
        if let Some((_, part)) = taken.last_mut() {
            *part += rest;
        }
        taken
    }

    /// What accounts still hold of a document, debits positive.
    fn left(&self, document: &Document) -> Taken {
        let mut left = self.books.held(document);
        let payments = self.payments(document.id).iter().flat_map(|payment| &payment.taken);
        let allocations = self.allocations(document.id).iter().flat_map(|allocation| {
            let is_credit = allocation.credit == document.id;
            if is_credit { &allocation.from_credit } else { &allocation.from_invoice }
        });
        for (account, taken) in payments.chain(allocations) {
            if let Some((_, held)) = left.iter_mut().find(|(held_by, _)| held_by == account) {
                *held -= taken;
            }
        }
        left
    }
}
