//! What bookkeepers do to documents and to what settles them.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::chart::find_account;
use super::contacts;
use super::money::revalue;
use super::tracking::retag;
use super::{
    Bookkeeper, Control, DocumentEdit, NewAllocation, NewInvoice, NewPayment, Refused, unknown,
};
use crate::books::{
    self, Author, Books, Contact, Document, DocumentKind, DocumentStatus, JournalStatus, Line,
    LineAmountTypes, Open, Organisation,
};

const ENDED: &str = "the document is voided or deleted";
const SETTLED: &str = "money or credit was applied to the document";
const NO_AMOUNT: &str = "an amount has two decimals and is not that large";
/// Amounts stay below this, so that no sum can overflow.
const MAX_AMOUNT: i64 = 10_000_000_000_000;
const NOT_OPEN: &str = "so much is not open of the document";

type Done = Result<(), Refused>;

impl Bookkeeper<'_> {
    pub(super) fn change_documents(
        &mut self,
        organisation: &mut Organisation,
        control: &Control,
    ) -> Done {
        if let Some(new) = &control.add_invoice {
            self.add_invoice(organisation, new)?;
        }
        for (edit, kind) in [
            (&control.edit_invoice, Some(DocumentKind::Invoice)),
            (&control.edit_credit_note, Some(DocumentKind::CreditNote)),
            (&control.edit_bank_transaction, None),
        ] {
            if let Some(edit) = edit {
                self.edit(organisation, edit, kind)?;
            }
        }
        if let Some(id) = control.approve {
            self.approve(&mut organisation.books, id)?;
        }
        if let Some(new) = &control.pay_invoice {
            self.pay(organisation, new)?;
        }
        let books = &mut organisation.books;
        if let Some(new) = &control.allocate_credit {
            self.allocate(books, new)?;
        }
        if let Some(id) = control.remove_allocation {
            let mut all = books.allocations.iter();
            let known = all.any(|known| known.id == id && !known.deleted);
            let known = known.then_some(id).ok_or_else(|| unknown("allocation", id))?;
            books.remove_allocation(known, self.now, Author::Person);
        }
        for (id, reconciled) in [(control.reconcile, true), (control.unreconcile, false)] {
            if let Some(id) = id {
                self.reconcile(books, id, reconciled)?;
            }
        }
        self.end_documents(books, control)
    }

    fn end_documents(&self, books: &mut Books, control: &Control) -> Done {
        if let Some(id) = control.delete_payment {
            match books.payment(id) {
                Some(payment) if !payment.deleted => {
                    books.delete_payment(id, self.now, Author::Person);
                }
                Some(_) => return Err(Refused::Impossible("the payment is deleted")),
                None => return Err(unknown("payment", id)),
            }
        }
        for (id, kind) in [
            (control.void_invoice, DocumentKind::Invoice),
            (control.void_credit_note, DocumentKind::CreditNote),
        ] {
            if let Some(id) = id {
                let document = found(books, id, Some(kind))?.clone();
                if document.status != DocumentStatus::Authorised {
                    return Err(Refused::Impossible("only approved documents are voided"));
                }
                if Open::of(books).is_settled_in_part(id) {
                    return Err(Refused::Impossible(SETTLED));
                }
                self.keep(books, Document { status: DocumentStatus::Voided, ..document });
            }
        }
        if let Some(id) = control.delete_bank_transaction {
            let document = found(books, id, None)?.clone();
            if document.kind.is_credit() || document.kind.is_transfer() {
                let text = "overpayments, prepayments and transfers are not deleted this way";
                return Err(Refused::Impossible(text));
            }
            if document.status.ends() {
                return Err(Refused::Impossible(ENDED));
            }
            self.keep(books, Document { status: DocumentStatus::Deleted, ..document });
        }
        if let Some(id) = control.delete_transfer {
            self.delete_transfer(books, id)?;
        }
        match control.delete_draft {
            Some(id) => self.delete_draft(books, id),
            None => Ok(()),
        }
    }

    fn keep(&self, books: &mut Books, document: Document) {
        books.keep_document(Document { updated: self.now, ..document }, Author::Person);
    }

    fn add_invoice(&mut self, organisation: &mut Organisation, new: &NewInvoice) -> Done {
        let account = find_account(organisation, &new.account)?.id;
        let date = new.date.unwrap_or_else(|| organisation.today(self.now));
        let (amount, currency) = (new.amount, organisation.base_currency.clone());
        let line = untaxed(organisation, self.ids.uuid(), account, amount);
        let books = &mut organisation.books;
        if new.amount < Decimal::ZERO || !is_amount(new.amount) {
            return Err(Refused::Impossible(NO_AMOUNT));
        }
        let number = new
            .number
            .clone()
            .unwrap_or_else(|| books::next_number(books::INVOICE_PREFIX, &books.invoices));
        if books.invoices.iter().any(|known| known.number.eq_ignore_ascii_case(&number)) {
            return Err(Refused::Impossible("another invoice has that number"));
        }
        let contact = match contacts::find(books, &new.contact) {
            Ok(contact) => contact.id,
            Err(_) => {
                let contact = Contact::new(self.ids.uuid(), &new.contact, self.now);
                books.keep_contact(contact.clone(), Author::Person);
                contact.id
            }
        };
        let status = if new.draft { DocumentStatus::Draft } else { DocumentStatus::Authorised };
        let invoice = Document {
            id: self.ids.uuid(),
            kind: DocumentKind::Invoice,
            number,
            reference: new.reference.clone(),
            contact: Some(contact),
            date,
            due: Some(date),
            types: LineAmountTypes::NoTax,
            currency,
            rate: Decimal::ONE,
            status,
            lines: vec![line],
            url: None,
            branding: None,
            sent: false,
            bank: None,
            reconciled: false,
            credit: None,
            approved: None,
            by_app: false,
            updated: self.now,
        };
        self.keep(books, invoice);
        Ok(())
    }

    /// `kind` is that of the receivables; none means a bank transaction.
    fn edit(
        &mut self,
        organisation: &mut Organisation,
        edit: &DocumentEdit,
        kind: Option<DocumentKind>,
    ) -> Done {
        let mut document = found(&organisation.books, edit.id, kind)?.clone();
        if document.status.ends() {
            return Err(Refused::Impossible(ENDED));
        }
        document.reference = edit.reference.clone().unwrap_or(document.reference);
        document.number = edit.number.clone().unwrap_or(document.number);
        document.date = edit.date.unwrap_or(document.date);
        document.due = edit.due_date.or(document.due);
        if let Some(name) = &edit.contact {
            document.contact = Some(contacts::find(&organisation.books, name)?.id);
        }
        if let Some(name) = &edit.first_line_account {
            let account = find_account(organisation, name)?.id;
            if let Some(line) = document.lines.first_mut() {
                line.account = Some(account);
            }
        }
        let is_money =
            edit.first_line_amount.is_some() || edit.currency.is_some() || edit.rate.is_some();
        if is_money && Open::of(&organisation.books).is_settled_in_part(edit.id) {
            return Err(Refused::Impossible(SETTLED));
        }
        let lines = document.lines.iter_mut().map(|line| &mut line.tracking);
        retag(&organisation.books, &edit.into(), lines)?;
        revalue(organisation, edit, &mut document)?;
        if let Some(amount) = edit.first_line_amount {
            if !is_amount(amount) {
                return Err(Refused::Impossible(NO_AMOUNT));
            }
            if let Some(line) = document.lines.first_mut() {
                let account = line.account.unwrap_or_default();
                let plain = untaxed(organisation, line.id, account, amount);
                *line = Line { account: line.account, tracking: line.tracking.clone(), ..plain };
            }
        }
        if document.total() < Decimal::ZERO {
            return Err(Refused::Impossible("the total would be below zero"));
        }
        self.keep(&mut organisation.books, document);
        Ok(())
    }

    fn approve(&self, books: &mut Books, id: Uuid) -> Done {
        let incomplete = Refused::Impossible("the draft is not complete");
        if let Some(journal) = books.journal(id).cloned() {
            let (debits, credits) = journal.totals();
            let is_whole = (debits + credits).is_zero()
                && journal.lines.iter().all(|line| line.account.is_some());
            if journal.status != JournalStatus::Draft || !is_whole {
                return Err(incomplete);
            }
            let (status, updated) = (JournalStatus::Posted, self.now);
            let posted = books::ManualJournal { status, updated, ..journal };
            books.keep(posted, Author::Person);
            return Ok(());
        }
        let document = books.document(id).ok_or_else(|| unknown("document", id))?.clone();
        let is_draft = matches!(document.status, DocumentStatus::Draft | DocumentStatus::Submitted);
        let is_whole = document.contact.is_some()
            && document.lines.iter().all(|line| line.account.is_some() || line.amount.is_zero());
        if !is_draft || !is_whole {
            return Err(incomplete);
        }
        let due = document.due.or(Some(document.date));
        self.keep(books, Document { status: DocumentStatus::Authorised, due, ..document });
        Ok(())
    }

    fn delete_draft(&self, books: &mut Books, id: Uuid) -> Done {
        let not_a_draft = Refused::Impossible("only drafts are deleted this way");
        if let Some(journal) = books.journal(id).cloned() {
            if journal.status != JournalStatus::Draft {
                return Err(not_a_draft);
            }
            let (status, updated) = (JournalStatus::Deleted, self.now);
            let deleted = books::ManualJournal { status, updated, ..journal };
            books.keep(deleted, Author::Person);
            return Ok(());
        }
        let document = books.document(id).ok_or_else(|| unknown("document", id))?.clone();
        if !matches!(document.status, DocumentStatus::Draft | DocumentStatus::Submitted) {
            return Err(not_a_draft);
        }
        self.keep(books, Document { status: DocumentStatus::Deleted, ..document });
        Ok(())
    }

    fn pay(&mut self, organisation: &mut Organisation, new: &NewPayment) -> Done {
        let document = payable(&organisation.books, new.id)?;
        check_amount(&Open::of(&organisation.books), document, new.amount)?;
        let account = find_account(organisation, &new.account)?;
        if !account.takes_payments() {
            return Err(Refused::Impossible("the account takes no payments"));
        }
        let payment = books::NewPayment {
            id: self.ids.uuid(),
            document,
            account,
            date: new.date.unwrap_or_else(|| organisation.today(self.now)),
            amount: new.amount,
            bank_amount: None,
            rate: None,
            reference: new.reference.clone(),
            reconciled: false,
            now: self.now,
        };
        let text = "the account is of another currency";
        let payment = organisation.settle(payment).map_err(|_| Refused::Impossible(text))?;
        organisation.books.keep_payment(payment, Author::Person);
        Ok(())
    }

    fn allocate(&mut self, books: &mut Books, new: &NewAllocation) -> Done {
        let credit = payable(books, new.credit)?;
        let invoice = found(books, new.invoice, Some(DocumentKind::Invoice))?;
        let open = Open::of(books);
        check_amount(&open, credit, new.amount)?;
        check_amount(&open, invoice, new.amount)?;
        let fits = credit.kind.is_credit()
            && credit.contact == invoice.contact
            && credit.currency == invoice.currency
            && (credit.kind.comes_in() || credit.kind == DocumentKind::CreditNote);
        if !fits {
            return Err(Refused::Impossible("the credit does not belong to the invoice"));
        }
        let allocation = books.allocation(self.ids.uuid(), credit, invoice, new.amount);
        books.keep_allocation(allocation, self.now, Author::Person);
        Ok(())
    }

    fn reconcile(&self, books: &mut Books, id: Uuid, reconciled: bool) -> Done {
        if let Some(payment) = books.payments.find_mut(|payment| payment.id == id) {
            payment.reconciled = reconciled;
            payment.updated = self.now;
            let changes = if reconciled { "Reconciled" } else { "Unreconciled" };
            books.note(id, self.now, changes, "", Author::Person);
        } else {
            let mut all = books.bank_transactions.iter();
            let found = all.find(|known| known.id == id).cloned();
            let document = found.ok_or_else(|| unknown("payment or bank transaction", id))?;
            self.keep(books, Document { reconciled, ..document });
        }
        Ok(())
    }

    fn delete_transfer(&self, books: &mut Books, id: Uuid) -> Done {
        let mut all = books.bank_transfers.iter();
        let found = all.find(|known| known.id == id && !known.deleted).cloned();
        let transfer = found.ok_or_else(|| unknown("bank transfer", id))?;
        let halves = transfer.halves.map(|half| books.document(half).cloned());
        if let [Some(from), Some(to)] = halves {
            let (status, updated) = (DocumentStatus::Deleted, self.now);
            let ended = [from, to].map(|half| Document { status, updated, ..half });
            let transfer = books::BankTransfer { deleted: true, updated, ..transfer };
            books.keep_transfer(transfer, ended, Author::Person);
        }
        Ok(())
    }
}

/// A document of the receivables, or a bank transaction where no kind is given.
fn found(books: &Books, id: Uuid, kind: Option<DocumentKind>) -> Result<&Document, Refused> {
    let is_meant = |document: &&Document| match kind {
        Some(kind) => document.kind == kind,
        None => document.kind.is_of_a_bank(),
    };
    let what = match kind {
        Some(DocumentKind::Invoice) => "invoice",
        Some(_) => "credit note",
        None => "bank transaction",
    };
    books.document(id).filter(is_meant).ok_or_else(|| unknown(what, id))
}

/// An invoice or a credit, by its own id.
fn payable(books: &Books, id: Uuid) -> Result<&Document, Refused> {
    let mut credits = books.bank_transactions.iter();
    let credit = credits.find(|known| known.credit == Some(id));
    let document = books.document(id).filter(|document| !document.kind.is_of_a_bank());
    document.or(credit).ok_or_else(|| unknown("invoice or credit", id))
}

fn check_amount(open: &Open<'_>, document: &Document, amount: Decimal) -> Done {
    let fits = document.status == DocumentStatus::Authorised
        && amount > Decimal::ZERO
        && is_amount(amount)
        && amount <= open.outstanding(document);
    if fits { Ok(()) } else { Err(Refused::Impossible(NOT_OPEN)) }
}

fn is_amount(amount: Decimal) -> bool {
    amount.abs() < Decimal::from(MAX_AMOUNT) && amount.normalize().scale() <= 2
}

fn untaxed(organisation: &Organisation, id: Uuid, account: Uuid, amount: Decimal) -> Line {
    Line {
        id,
        description: "Entered in Xero".to_owned(),
        quantity: Decimal::ONE,
        unit: amount,
        discount: None,
        item: None,
        account: Some(account),
        tax_type: organisation.no_tax.clone(),
        tax: Decimal::ZERO,
        amount,
        tracking: Vec::new(),
    }
}
