//! A payment as Xero sends it.

use crate::api::contacts;
use crate::api::documents::{bank_node, iso_instant};
use crate::books::{Document, DocumentKind, Open, Payment};
use crate::wire::Node;

/// `whole` says whether the document is described beyond its name.
pub(crate) fn node(payment: &Payment, open: &Open<'_>, whole: bool) -> Node {
    let books = open.books();
    let document = books.document(payment.document);
    let kind = document.map_or("", |document| payment_type(document.kind));
    let status = if payment.deleted { "DELETED" } else { "AUTHORISED" };
    let mut node = Node::Object(vec![
        ("PaymentID", Node::id(payment.id)),
        ("Date", Node::Date(payment.date)),
        ("BankAmount", Node::Amount(payment.bank_amount)),
        ("Amount", Node::Amount(payment.amount)),
        ("Reference", Node::text(&payment.reference)),
        ("CurrencyRate", Node::Number(payment.rate)),
        ("PaymentType", Node::text(kind)),
        ("Status", Node::text(status)),
        ("UpdatedDateUTC", Node::Instant(payment.updated)),
        ("UpdatedDateUTCString", iso_instant(payment.updated)),
        ("HasAccount", Node::Bool(true)),
        ("IsReconciled", Node::Bool(payment.reconciled)),
    ]);
    if let Some(account) = books.account(payment.account) {
        node.push("Account", bank_node(account));
    }
    if let Some(document) = document {
        node.push("Invoice", paid(document, open, whole));
    }
    node
}

/// What is paid is called `Invoice` whatever it is; its type says (OpenAPI, `GET /Payments`).
fn paid(document: &Document, open: &Open<'_>, whole: bool) -> Node {
    let mut node = Node::Object(vec![
        ("Type", Node::text(document_type(document.kind))),
        ("InvoiceID", Node::id(document.credit.unwrap_or(document.id))),
        ("InvoiceNumber", Node::text(&document.number)),
    ]);
    if let Some(contact) = document.contact.and_then(|id| open.books().contact(id)) {
        node.push("Contact", contacts::short(contact));
    }
    node.push("CurrencyCode", Node::text(&document.currency));
    if whole {
        node.push("Reference", Node::text(&document.reference));
        node.push("Status", Node::text(open.status(document)));
        node.push("Total", Node::Amount(document.total()));
        node.push("AmountDue", Node::Amount(open.outstanding(document)));
        node.push("AmountPaid", Node::Amount(open.paid(document.id)));
        node.push("CurrencyRate", Node::Number(document.rate));
    }
    node
}

fn payment_type(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => "ACCRECPAYMENT",
        DocumentKind::CreditNote => "ARCREDITPAYMENT",
        DocumentKind::ReceiveOverpayment => "AROVERPAYMENTPAYMENT",
        DocumentKind::ReceivePrepayment => "ARPREPAYMENTPAYMENT",
        DocumentKind::SpendOverpayment => "APOVERPAYMENTPAYMENT",
        DocumentKind::SpendPrepayment => "APPREPAYMENTPAYMENT",
        DocumentKind::Receive
        | DocumentKind::ReceiveTransfer
        | DocumentKind::Spend
        | DocumentKind::SpendTransfer => "",
    }
}

fn document_type(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ReceiveOverpayment => "AROVERPAYMENT",
        DocumentKind::ReceivePrepayment => "ARPREPAYMENT",
        DocumentKind::SpendOverpayment => "APOVERPAYMENT",
        DocumentKind::SpendPrepayment => "APPREPAYMENT",
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Receive
        | DocumentKind::ReceiveTransfer
        | DocumentKind::Spend
        | DocumentKind::SpendTransfer => kind.as_str(),
    }
}
