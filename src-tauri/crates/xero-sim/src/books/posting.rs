//! What documents and settlements do to the ledger, and what is told of them in their histories.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::payment::Taken;
use super::{
    Allocation, Author, BankTransfer, Books, Contact, Document, DocumentKind, DocumentStatus,
    Entry, Payment, SystemAccount,
};
use crate::wire::two_places;

impl Books {
    pub(crate) fn keep_contact(&mut self, contact: Contact, author: Author) {
        let id = contact.id;
        let changes = match self.contact(id) {
            None => "Created",
            Some(old) if !old.archived && contact.archived => "Archived",
            Some(_) => "Edited",
        };
        self.note(id, contact.updated, changes, "", author);
        self.contacts.put(contact, |old| old.id == id);
    }

    /// Stores a document, new or changed, and makes the ledger agree with it.
    pub(crate) fn keep_document(&mut self, mut document: Document, author: Author) {
        let id = document.id;
        let old = self.document(id).cloned();
        let changes = changes(&document, old.as_ref());
        self.note(id, document.updated, changes, "", author);
        let before = old.filter(Document::is_posted).map(|old| self.entry_of_document(&old));
        let after = document.is_posted().then(|| self.entry_of_document(&document));
        if before != after {
            if before.is_some() {
                self.ledger.reverse(id);
            }
            after.into_iter().for_each(|entry| self.ledger.post(entry));
        }
        if document.is_posted() && document.approved.is_none() {
            document.approved = Some(document.updated);
        }
        if document.kind == DocumentKind::Invoice
            && let Some(contact) = document.contact
            && self.contact(contact).is_some_and(|contact| !contact.customer)
        {
            let contact = self.contacts.find_mut(|known| known.id == contact);
            contact.into_iter().for_each(|contact| contact.customer = true);
        }
        let table = match document.kind {
            DocumentKind::Invoice => &mut self.invoices,
            DocumentKind::CreditNote => &mut self.credit_notes,
            DocumentKind::Receive
            | DocumentKind::ReceiveOverpayment
            | DocumentKind::ReceivePrepayment
            | DocumentKind::ReceiveTransfer
            | DocumentKind::Spend
            | DocumentKind::SpendOverpayment
            | DocumentKind::SpendPrepayment
            | DocumentKind::SpendTransfer => &mut self.bank_transactions,
        };
        table.put(document, |old| old.id == id);
    }

    /// What holds a document open: the receivables; for an overpayment the account its line is
    /// coded to; for a prepayment the accounts of its lines and the tax account.
    pub(super) fn held(&self, document: &Document) -> Taken {
        let parts = document.parts(self.system(SystemAccount::Gst));
        if document.kind.is_of_a_bank() {
            return if document.kind.is_credit() { merged(parts) } else { Taken::new() };
        }
        let total: Decimal = parts.iter().map(|(_, amount)| amount).sum();
        vec![(self.system(SystemAccount::Debtors), -total)]
    }

    pub(crate) fn keep_payment(&mut self, payment: Payment, author: Author) {
        let opposite = payment.taken.iter().map(|(account, taken)| (*account, -taken));
        let lines = opposite.chain([(payment.account, payment.base)]).collect();
        self.post(payment.id, payment.date, lines);
        let details = format!(
            "{} on {}, {}{}{}",
            two_places(payment.amount),
            payment.date.format("%-d %B %Y"),
            self.account(payment.account).map_or("", |account| account.name.as_str()),
            if payment.reference.is_empty() { "" } else { ": " },
            payment.reference,
        );
        self.note(payment.id, payment.updated, "Created", &details, author);
        self.note(payment.document, payment.updated, "Payment", &details, author);
        self.touch(payment.document, payment.updated);
        self.payments.push(payment);
    }

    pub(crate) fn delete_payment(&mut self, id: Uuid, now: DateTime<Utc>, author: Author) {
        let Some(payment) = self.payments.find_mut(|payment| payment.id == id) else { return };
        payment.deleted = true;
        payment.updated = now;
        let (document, details) = (payment.document, two_places(payment.amount));
        self.ledger.reverse(id);
        self.note(id, now, "Deleted", &details, author);
        self.note(document, now, "Payment Deleted", &details, author);
        self.touch(document, now);
    }

    pub(crate) fn keep_allocation(
        &mut self,
        allocation: Allocation,
        now: DateTime<Utc>,
        author: Author,
    ) {
        let taken = allocation.from_credit.iter().chain(&allocation.from_invoice);
        let lines = taken.map(|(account, taken)| (*account, -taken)).collect();
        self.post(allocation.id, allocation.date, merged(lines));
        let details = two_places(allocation.amount);
        for document in [allocation.credit, allocation.invoice] {
            self.note(document, now, "Credit Applied", &details, author);
            self.touch(document, now);
        }
        self.allocations.push(allocation);
    }

    pub(crate) fn remove_allocation(&mut self, id: Uuid, now: DateTime<Utc>, author: Author) {
        let Some(allocation) = self.allocations.find_mut(|known| known.id == id) else { return };
        allocation.deleted = true;
        let (documents, details) =
            ([allocation.credit, allocation.invoice], two_places(allocation.amount));
        self.ledger.reverse(id);
        for document in documents {
            self.note(document, now, "Credit Removed", &details, author);
            self.touch(document, now);
        }
    }

    /// Stores a transfer, new or deleted, and its two halves with it.
    pub(crate) fn keep_transfer(
        &mut self,
        transfer: BankTransfer,
        halves: [Document; 2],
        author: Author,
    ) {
        let id = transfer.id;
        if transfer.deleted {
            self.ledger.reverse(id);
        } else {
            let lines = vec![(transfer.to, transfer.base), (transfer.from, -transfer.base)];
            self.post(id, transfer.date, lines);
        }
        let changes = if transfer.deleted { "Deleted" } else { "Created" };
        self.note(id, transfer.updated, changes, &two_places(transfer.amount), author);
        halves.into_iter().for_each(|half| self.keep_document(half, author));
        self.bank_transfers.put(transfer, |old| old.id == id);
    }

    /// Posts lines without those that do nothing. What they lack to balance was gained or lost
    /// by a change of rates.
    fn post(&mut self, document: Uuid, date: chrono::NaiveDate, lines: Taken) {
        let sum: Decimal = lines.iter().map(|(_, amount)| amount).sum();
        let gain = (self.system(SystemAccount::RealisedCurrencyGain), -sum);
        let moves = |(_, amount): &(Uuid, Decimal)| !amount.is_zero();
        let lines: Taken = lines.into_iter().chain([gain]).filter(moves).collect();
        if !lines.is_empty() {
            self.ledger.post(Entry { document, date, lines });
        }
    }

    fn entry_of_document(&self, document: &Document) -> Entry {
        let mut lines = document.parts(self.system(SystemAccount::Gst));
        let total: Decimal = lines.iter().map(|(_, amount)| amount).sum();
        let against = document.bank.unwrap_or_else(|| self.system(SystemAccount::Debtors));
        lines.insert(0, (against, -total));
        Entry { document: document.id, date: document.date, lines }
    }

    /// A settlement changes the document it settles: clients that ask what changed must see it.
    fn touch(&mut self, id: Uuid, now: DateTime<Utc>) {
        for table in [&mut self.invoices, &mut self.credit_notes, &mut self.bank_transactions] {
            if table.iter().any(|document| document.id == id) {
                let document = table.find_mut(|document| document.id == id);
                document.into_iter().for_each(|document| document.updated = now);
            }
        }
    }

    /// # Panics
    /// When the chart has no such account: every chart has all of them.
    pub(crate) fn system(&self, system: SystemAccount) -> Uuid {
        self.by_system(system).expect("every chart has all system accounts").id
    }
}

fn changes(document: &Document, old: Option<&Document>) -> &'static str {
    match (document.status, old.map(|old| old.status)) {
        (DocumentStatus::Voided, _) => "Voided",
        (DocumentStatus::Deleted, _) => "Deleted",
        (DocumentStatus::Authorised, Some(DocumentStatus::Draft | DocumentStatus::Submitted)) => {
            "Approved"
        }
        (DocumentStatus::Submitted, Some(DocumentStatus::Draft)) => "Submitted",
        (_, Some(_)) => "Edited",
        (_, None) => "Created",
    }
}

/// One amount for each account.
fn merged(lines: Taken) -> Taken {
    let mut merged = Taken::new();
    for (account, amount) in lines {
        match merged.iter_mut().find(|(known, _)| *known == account) {
            Some((_, sum)) => *sum += amount,
            None => merged.push((account, amount)),
        }
    }
    merged
}
