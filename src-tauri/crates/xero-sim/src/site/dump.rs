//! `GET /sim/books.json`: everything in an organisation's books, in Xero's own field names.

use crate::api::{
    account_node, bank_transaction_node, bank_transfer_node, contact_node, credit_node,
    credit_note_node, invoice_node, journal_node, payment_node,
};
use crate::books::{Books, Document, DocumentKind, Open, Organisation};
use crate::reply::{Reply, Wants};
use crate::wire::{Node, two_places};

/// Amounts of documents are JSON numbers of two decimals, as Xero's are. Those of the trial
/// balance are decimal strings, debit positive.
pub(super) fn books(organisation: &Organisation) -> Reply {
    let books = &organisation.books;
    let open = Open::of(books);
    let each = |documents: &[Document], node: fn(&Document, &Open<'_>) -> Node| {
        Node::list(documents.iter().map(|document| node(document, &open)))
    };
    let credits = |includes: fn(DocumentKind) -> bool| {
        let of_kind = books.bank_transactions.iter().filter(|document| includes(document.kind));
        Node::list(of_kind.map(|document| credit_node(document, &open)))
    };
    let currency = &organisation.base_currency;
    let payments = books.payments.iter().map(|payment| payment_node(payment, &open, true));
    let transfers = books.bank_transfers.iter().map(|t| bank_transfer_node(t, books));
    let journals = books.journals.iter().map(|journal| journal_node(journal, books, true));
    let node = Node::Object(vec![
        ("OrganisationID", Node::id(organisation.id)),
        ("Name", Node::text(&organisation.name)),
        ("Accounts", Node::list(books.accounts.iter().map(|a| account_node(a, currency)))),
        ("Contacts", Node::list(books.contacts.iter().map(contact_node))),
        ("ManualJournals", Node::list(journals)),
        ("Invoices", each(&books.invoices, invoice_node)),
        ("CreditNotes", each(&books.credit_notes, credit_note_node)),
        ("Payments", Node::list(payments)),
        ("BankTransactions", each(&books.bank_transactions, bank_transaction_node)),
        ("Overpayments", credits(DocumentKind::is_overpayment)),
        ("Prepayments", credits(DocumentKind::is_prepayment)),
        ("BankTransfers", Node::list(transfers)),
        ("Attachments", attachments(books)),
        ("TrialBalance", trial_balance(books)),
    ]);
    Reply::document(200, &node, Wants::Json, "Books")
}

/// Of all documents, without their bytes. `DocumentID` is not one of Xero's names.
fn attachments(books: &Books) -> Node {
    Node::list(books.attachments.iter().map(|file| {
        Node::Object(vec![
            ("AttachmentID", Node::id(file.id)),
            ("DocumentID", Node::id(file.document)),
            ("FileName", Node::text(&file.name)),
            ("MimeType", Node::text(&file.mime)),
            ("ContentLength", Node::Int(i64::try_from(file.length).unwrap_or(i64::MAX))),
        ])
    }))
}

fn trial_balance(books: &Books) -> Node {
    Node::list(books.trial_balance().into_iter().map(|(account, balance)| {
        Node::Object(vec![
            ("code", account.code.as_ref().map_or(Node::Null, Node::text)),
            ("name", Node::text(&account.name)),
            ("balance", Node::text(two_places(balance))),
        ])
    }))
}
