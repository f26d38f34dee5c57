//! Documents as a person looks at them: what they say, and what settled them.

use std::fmt::Write as _;

use super::escape;
use super::page::{account_name, figure};
use crate::books::{Books, Contact, Document, DocumentKind, Open, Payment};

/// The latest of each kind shown on the page of an organisation; older ones have their own pages.
pub(super) const SHOWN: usize = 100;

/// Where Xero's own address of a document leads (facts §14).
pub(super) fn address(document: &Document, short_code: &str) -> String {
    let id = document.id;
    let within = |path: String| {
        format!("/organisationlogin/default.aspx?shortcode={short_code}&redirecturl={path}")
    };
    match document.kind {
        DocumentKind::Invoice => format!("/app/{short_code}/invoicing/view/{id}"),
        DocumentKind::CreditNote => {
            within(format!("/AccountsPayable/ViewCreditNote.aspx?creditNoteID={id}"))
        }
        DocumentKind::Receive
        | DocumentKind::ReceiveOverpayment
        | DocumentKind::ReceivePrepayment
        | DocumentKind::ReceiveTransfer
        | DocumentKind::Spend
        | DocumentKind::SpendOverpayment
        | DocumentKind::SpendPrepayment
        | DocumentKind::SpendTransfer => transaction_address(id, short_code),
    }
}

pub(super) fn transaction_address(id: uuid::Uuid, short_code: &str) -> String {
    format!(
        "/organisationlogin/default.aspx?shortcode={short_code}&redirecturl=\
         /Bank/ViewTransaction.aspx?bankTransactionID={id}"
    )
}

/// The sections of an organisation's page, each with its anchor.
pub(super) fn sections(open: &Open<'_>, short_code: &str) -> String {
    let books = open.books();
    let each = |documents: &[Document]| -> String {
        let latest = documents.iter().rev().take(SHOWN);
        latest.map(|document| article(document, open, short_code, "h3")).collect()
    };
    let payments = books.payments.iter().rev().take(SHOWN);
    let payments: String = payments.map(|payment| paid(payment, books, short_code, "h3")).collect();
    let contacts: String =
        books.contacts.iter().rev().take(SHOWN).map(|c| contact(c, "h3")).collect();
    [
        ("invoices", "Invoices", each(&books.invoices)),
        ("credit-notes", "Credit notes", each(&books.credit_notes)),
        ("payments", "Payments", payments),
        ("bank-transactions", "Bank transactions", each(&books.bank_transactions)),
        ("contacts", "Contacts", contacts),
    ]
    .into_iter()
    .map(|(anchor, title, body)| {
        let body = if body.is_empty() { "<p class=\"empty\">None yet.</p>" } else { &body };
        format!("<section id=\"{anchor}\"><h2>{title}</h2>{body}</section>")
    })
    .collect()
}

/// The anchor of a document: `invoice-{id}`.
fn anchor(document: &Document) -> String {
    let kind = match document.kind {
        DocumentKind::Invoice => "invoice",
        DocumentKind::CreditNote => "credit-note",
        DocumentKind::Receive
        | DocumentKind::ReceiveOverpayment
        | DocumentKind::ReceivePrepayment
        | DocumentKind::ReceiveTransfer
        | DocumentKind::Spend
        | DocumentKind::SpendOverpayment
        | DocumentKind::SpendPrepayment
        | DocumentKind::SpendTransfer => "bank-transaction",
    };
    format!("{kind}-{}", document.id)
}

/// What a person calls a document.
pub(super) fn title(document: &Document, books: &Books) -> String {
    let contact = document.contact.and_then(|id| books.contact(id));
    let whom = contact.map_or("", |contact| contact.name.as_str());
    let name =
        if document.number.is_empty() { document.kind.as_str() } else { document.number.as_str() };
    [name, whom, &document.reference]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

pub(super) fn article(
    document: &Document,
    open: &Open<'_>,
    short_code: &str,
    heading: &str,
) -> String {
    let books = open.books();
    let status = open.status(document);
    let lines: String = document.lines.iter().map(|line| line_row(line, books)).collect();
    let due = document.due.map(|due| format!(" due {}", due.format("%-d %B %Y")));
    let bank = document.bank.map(|id| format!(" {}", account_name(Some(id), books)));
    let reconciled = if document.reconciled { " reconciled" } else { "" };
    format!(
        "<article id=\"{anchor}\"{class}><{heading}><a href=\"{href}\">{title}</a></{heading}>\
         <p class=\"meta\"><time>{date}</time>{due}{bank} <span class=\"status\">{status}</span> \
         {types} {currency}{reconciled}</p>\
         <table><thead><tr><th>Account</th><th>Description</th><th>Tax</th>\
         <th class=\"n\">Quantity</th><th class=\"n\">Unit</th><th class=\"n\">Amount</th></tr>\
         </thead><tbody>{lines}</tbody><tfoot>{totals}</tfoot></table></article>",
        anchor = anchor(document),
        class = if document.status.ends() { " class=\"ended\"" } else { "" },
        href = escape(&address(document, short_code)),
        title = escape(&title(document, books)),
        date = document.date.format("%-d %B %Y"),
        due = due.unwrap_or_default(),
        bank = escape(&bank.unwrap_or_default()),
        types = document.types.as_str(),
        currency = escape(&document.currency),
        totals = totals(document, open),
    )
}

fn line_row(line: &crate::books::Line, books: &Books) -> String {
    let tax = if line.tax.is_zero() {
        line.tax_type.clone()
    } else {
        format!("{} {:.2}", line.tax_type, line.tax)
    };
    format!(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td></tr>",
        escape(&account_name(line.account, books)),
        escape(&line.description),
        escape(&tax),
        line.quantity.normalize(),
        line.unit,
        figure(line.amount),
    )
}

/// The totals, and below them each payment and credit down to what is open.
fn totals(document: &Document, open: &Open<'_>) -> String {
    let mut rows = vec![
        ("Tax".to_owned(), document.tax()),
        ("Total, tax included".to_owned(), document.total()),
    ];
    for payment in open.payments(document.id) {
        let date = payment.date.format("%-d %B %Y");
        rows.push((format!("Payment {date} {}", payment.reference), -payment.amount));
    }
    for allocation in open.allocations(document.id) {
        let other =
            if allocation.credit == document.id { allocation.invoice } else { allocation.credit };
        let other = open.books().document(other);
        let name = other.map(|other| title(other, open.books())).unwrap_or_default();
        rows.push((format!("Credit {name}"), -allocation.amount));
    }
    if document.kind == DocumentKind::Invoice || document.kind.is_credit() {
        rows.push(("Open".to_owned(), open.outstanding(document)));
    }
    let mut html = String::new();
    for (name, amount) in rows {
        write!(
            html,
            "<tr><td colspan=\"5\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&name),
            figure(amount)
        )
        .expect("writing to a string cannot fail");
    }
    html
}

/// One payment, with a link to what it settles.
pub(super) fn paid(payment: &Payment, books: &Books, short_code: &str, heading: &str) -> String {
    let document = books.document(payment.document);
    let settles = document.map(|document| {
        format!(
            "<a href=\"{}\">{}</a>",
            escape(&address(document, short_code)),
            escape(&title(document, books))
        )
    });
    let ended = if payment.deleted { " class=\"ended\"" } else { "" };
    format!(
        "<article id=\"payment-{id}\"{ended}><{heading}><a href=\"{href}\">Payment {amount} {reference}\
         </a></{heading}><p class=\"meta\"><time>{date}</time> {account} <span class=\"status\">{status}\
         </span>{reconciled}</p><p>{settles}</p></article>",
        id = payment.id,
        href = escape(&transaction_address(payment.id, short_code)),
        amount = figure(payment.amount),
        reference = escape(&payment.reference),
        date = payment.date.format("%-d %B %Y"),
        account = escape(&account_name(Some(payment.account), books)),
        status = if payment.deleted { "DELETED" } else { "AUTHORISED" },
        reconciled = if payment.reconciled { " reconciled" } else { "" },
        settles = settles.unwrap_or_default(),
    )
}

/// One contact.
pub(super) fn contact(contact: &Contact, heading: &str) -> String {
    format!(
        "<article id=\"contact-{}\"><{heading}>{}</{heading}><p class=\"meta\">{} <span class=\"status\">{}\
         </span></p></article>",
        contact.id,
        escape(&contact.name),
        escape(&contact.email),
        if contact.archived { "ARCHIVED" } else { "ACTIVE" },
    )
}
