//! `GET /sim/books.json`: everything in an organisation's books, in Xero's own field names.

use crate::api::{
    account_node, contact_node, credit_note_node, invoice_node, journal_node, payment_node,
};
use crate::books::{Open, Organisation};
use crate::reply::{Reply, Wants};
use crate::wire::{Node, two_places};

/// Amounts of documents are JSON numbers of two decimals, as Xero's are. Those of the trial
/// balance are decimal strings, debit positive.
pub(super) fn books(organisation: &Organisation) -> Reply {
    let books = &organisation.books;
    let open = Open::of(books);
    let accounts = books.accounts.iter();
    let balances = books.trial_balance().into_iter().map(|(account, balance)| {
        Node::Object(vec![
            ("code", account.code.as_ref().map_or(Node::Null, Node::text)),
            ("name", Node::text(&account.name)),
            ("balance", Node::text(two_places(balance))),
        ])
    });
    let node = Node::Object(vec![
        ("OrganisationID", Node::id(organisation.id)),
        ("Name", Node::text(&organisation.name)),
        ("Accounts", Node::list(accounts.map(|a| account_node(a, &organisation.base_currency)))),
        (
            "ManualJournals",
            Node::list(books.journals.iter().map(|journal| journal_node(journal, books, true))),
        ),
        ("Contacts", Node::list(books.contacts.iter().map(contact_node))),
        ("Invoices", Node::list(books.invoices.iter().map(|i| invoice_node(i, books, &open)))),
        (
            "CreditNotes",
            Node::list(books.credit_notes.iter().map(|c| credit_note_node(c, books, &open))),
        ),
        (
            "Payments",
            Node::list(books.payments.iter().map(|p| payment_node(p, books, &open, true))),
        ),
        ("BankTransactions", Node::List(vec![])),
        ("TrialBalance", Node::list(balances)),
    ]);
    Reply::document(200, &node, Wants::Json, "Books")
}
