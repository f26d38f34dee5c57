//! The pages: organisations, one organisation's books, one journal.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::documents::{SHOWN, sections};
use super::page::{account_name, figure, header, single};
use super::{escape, shell};
use crate::books::{Books, JournalLine, ManualJournal, Open, Organisation};
use crate::reply::Reply;

pub(super) fn index(organisations: &[Organisation]) -> Reply {
    let cards: String = organisations
        .iter()
        .map(|o| {
            format!(
                "<a class=\"card\" href=\"/books/{}\"><strong>{}</strong>\
                 <span>{} · {} journals</span></a>",
                escape(&o.key),
                escape(&o.name),
                o.base_currency,
                o.books.journals.len()
            )
        })
        .collect();
    let body = format!(
        "<main><p class=\"kicker\">Simulated Xero</p><h1>Organisations</h1>\
         <p>A Xero on this computer, for practice. Nothing here leaves it.</p>{cards}</main>"
    );
    Reply::html(200, shell("Organisations", &body))
}

pub(super) fn organisation(organisation: &Organisation) -> Reply {
    let books = &organisation.books;
    let journals: String =
        books.journals.iter().rev().take(SHOWN).map(|j| article(j, books, "h3")).collect();
    let journals = if journals.is_empty() {
        "<p class=\"empty\">Nothing has been posted yet.</p>".to_owned()
    } else {
        journals
    };
    let body = format!(
        "{}<main><h1>{}</h1>\
         <nav><a href=\"#trial-balance\">Trial balance</a><a href=\"#journals\">Journals</a>\
         <a href=\"#invoices\">Invoices</a><a href=\"#credit-notes\">Credit notes</a>\
         <a href=\"#payments\">Payments</a><a href=\"#bank-transactions\">Bank</a>\
         <a href=\"#contacts\">Contacts</a>\
         <a href=\"#chart\">Chart of accounts</a></nav>\
         <section id=\"trial-balance\"><h2>Trial balance</h2>{}</section>\
         <section id=\"journals\"><h2>Manual journals</h2>{journals}</section>{}\
         <section id=\"chart\"><h2>Chart of accounts</h2>{}</section></main>",
        header(None),
        escape(&organisation.name),
        trial_balance(books),
        sections(&Open::of(books), &organisation.short_code),
        chart(books),
    );
    Reply::html(200, shell(&organisation.name, &body))
}

/// One journal, where "View in Xero" leads.
pub(super) fn journal(organisation: &Organisation, journal: &ManualJournal) -> Reply {
    let body = article(journal, &organisation.books, "h1");
    single(organisation, "Manual journal", &journal.narration, &body)
}

fn article(journal: &ManualJournal, books: &Books, heading: &str) -> String {
    let lines: String = journal.lines.iter().map(|line| line_row(line, books)).collect();
    let (debits, credits) = journal.totals();
    format!(
        "<article id=\"journal-{id}\"{class}><{heading}>\
         <a href=\"/Journal/View.aspx?invoiceID={id}\">{}</a></{heading}><p class=\"meta\"><time>{}</time> <span class=\"status\">{}</span> {}</p>\
         <table><thead><tr><th>Account</th><th>Description</th><th>Tax</th>\
         <th class=\"n\">Debit</th><th class=\"n\">Credit</th></tr></thead><tbody>{lines}</tbody>\
         <tfoot><tr><td colspan=\"3\">Total, tax included</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td></tr></tfoot></table></article>",
        escape(&journal.narration),
        journal.date.format("%-d %B %Y"),
        journal.status.as_str(),
        journal.types.as_str(),
        figure(debits),
        figure(-credits),
        id = journal.id,
        class = if journal.status.ends() { " class=\"ended\"" } else { "" },
    )
}

fn line_row(line: &JournalLine, books: &Books) -> String {
    let account = account_name(line.account, books);
    let tax = if line.tax.is_zero() {
        line.tax_type.clone()
    } else {
        format!("{} {:.2}", line.tax_type, line.tax)
    };
    let description = line.description.as_deref().unwrap_or("");
    row(&[&account, description, &tax], line.net)
}

/// A row of texts, then the amount in the debit or the credit column.
fn row(cells: &[&str], amount: Decimal) -> String {
    let mut row = String::from("<tr>");
    for cell in cells {
        write!(row, "<td>{}</td>", escape(cell)).expect("writing to a string cannot fail");
    }
    let (debit, credit) = if amount.is_sign_negative() {
        (String::new(), figure(-amount))
    } else {
        (figure(amount), String::new())
    };
    write!(row, "<td class=\"n\">{debit}</td><td class=\"n\">{credit}</td></tr>")
        .expect("writing to a string cannot fail");
    row
}

fn trial_balance(books: &Books) -> String {
    let balances = books.trial_balance();
    if balances.is_empty() {
        return "<p class=\"empty\">Every account is at zero.</p>".to_owned();
    }
    let rows: String = balances
        .iter()
        .map(|(account, balance)| {
            row(&[account.code.as_deref().unwrap_or(""), &account.name], *balance)
        })
        .collect();
    let sum = |side: fn(&Decimal) -> bool| {
        figure(balances.iter().map(|(_, b)| *b).filter(side).sum::<Decimal>().abs())
    };
    format!(
        "<table><thead><tr><th>Code</th><th>Account</th><th class=\"n\">Debit</th>\
         <th class=\"n\">Credit</th></tr></thead><tbody>{rows}</tbody><tfoot><tr>\
         <td colspan=\"2\">Total</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr></tfoot>\
         </table>",
        sum(Decimal::is_sign_positive),
        sum(Decimal::is_sign_negative),
    )
}

fn chart(books: &Books) -> String {
    let rows: String = books
        .accounts
        .iter()
        .map(|account| {
            let system = account.system.map_or("", |system| system.as_str());
            let cells = [
                account.code.as_deref().unwrap_or(""),
                &account.name,
                account.kind.as_str(),
                &account.tax_type,
                system,
                account.status.as_str(),
            ];
            let cells: String =
                cells.iter().map(|cell| format!("<td>{}</td>", escape(cell))).collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    format!(
        "<table><thead><tr><th>Code</th><th>Name</th><th>Type</th><th>Tax</th>\
         <th>System account</th><th>Status</th></tr></thead><tbody>{rows}</tbody></table>"
    )
}
