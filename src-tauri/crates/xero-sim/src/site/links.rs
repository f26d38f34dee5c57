//! Xero's own addresses of things (facts §14), so that "View in Xero" opens something real here.

use uuid::Uuid;

use super::page::single;
use super::{books, documents};
use crate::books::{Document, Open, Organisation};
use crate::call::Call;
use crate::reply::Reply;

/// The page a link leads to; `None` for what is no link of Xero's, or leads nowhere.
pub(super) fn follow(organisations: &[Organisation], call: &Call) -> Option<Reply> {
    if !call.path.eq_ignore_ascii_case("/organisationlogin/default.aspx") {
        let query = |name: &str| call.param(name).map(str::to_owned);
        return open(organisations, &call.path, query);
    }
    // This one switches to an organisation and leads on to a path within it.
    let short_code = call.param("shortcode")?;
    let within = organisations.iter().position(|o| o.short_code == short_code)?;
    let (path, query) = call.param("redirecturl")?.split_once('?')?;
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let param = |name: &str| {
        let found = query.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone())
    };
    open(&organisations[within..=within], path, param)
}

fn open(
    organisations: &[Organisation],
    path: &str,
    param: impl Fn(&str) -> Option<String>,
) -> Option<Reply> {
    let id = |name: &str| param(name)?.parse::<Uuid>().ok();
    let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
    match segments.as_slice() {
        ["app", short_code, "invoicing", "view", id] => {
            let organisation = coded(organisations, short_code)?;
            document(organisation, id.parse().ok()?, "Invoice")
        }
        ["app", short_code, "contacts", "contact", id] => {
            let organisation = coded(organisations, short_code)?;
            let contact = organisation.books.contact(id.parse().ok()?)?;
            let body = documents::contact(contact, "h1");
            Some(single(organisation, "Contact", &contact.name, &body))
        }
        [folder, page] => {
            let page = format!("{folder}/{page}").to_ascii_lowercase();
            organisations.iter().find_map(|organisation| match page.as_str() {
                "journal/view.aspx" => {
                    let journal = organisation.books.journal(id("invoiceID")?)?;
                    Some(books::journal(organisation, journal))
                }
                "accountspayable/viewcreditnote.aspx" => {
                    document(organisation, id("creditNoteID")?, "Credit note")
                }
                "bank/viewtransaction.aspx" => {
                    let id = id("bankTransactionID")?;
                    transaction(organisation, id)
                }
                _ => None,
            })
        }
        _ => None,
    }
}

/// Short codes begin with `!`, which some write `%21`.
fn coded<'a>(organisations: &'a [Organisation], code: &str) -> Option<&'a Organisation> {
    let code = code.replace("%21", "!");
    organisations.iter().find(|organisation| organisation.short_code == code)
}

fn document(organisation: &Organisation, id: Uuid, kicker: &str) -> Option<Reply> {
    let found: &Document = organisation.books.document(id)?;
    let open = Open::of(&organisation.books);
    let body = documents::article(found, &open, &organisation.short_code, "h1");
    let title = documents::title(found, &organisation.books);
    Some(single(organisation, kicker, &title, &body))
}

/// A payment or a bank transaction: Xero's page is the same.
fn transaction(organisation: &Organisation, id: Uuid) -> Option<Reply> {
    let books = &organisation.books;
    let Some(payment) = books.payment(id) else {
        return document(organisation, id, "Bank transaction");
    };
    let body = documents::paid(payment, books, &organisation.short_code, "h1");
    Some(single(organisation, "Payment", "Payment", &body))
}
