//! What pages have in common: the shell around them, and how figures and accounts are written.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::escape;
use crate::books::{Books, Organisation};
use crate::reply::Reply;
use crate::wire::two_places;

/// One thing by itself, where a link of Xero's leads.
pub(super) fn single(organisation: &Organisation, kicker: &str, title: &str, body: &str) -> Reply {
    let body = format!(
        "{}<main><p class=\"kicker\">{kicker}</p>{body}</main>",
        header(Some(organisation))
    );
    Reply::html(200, super::shell(title, &body))
}

pub(super) fn header(up: Option<&Organisation>) -> String {
    let up = up.map_or_else(
        || "<a href=\"/\">Organisations</a>".to_owned(),
        |o| format!("<a href=\"/books/{}\">{}</a>", escape(&o.key), escape(&o.name)),
    );
    format!("<header><span>Simulated Xero</span>{up}</header>")
}

/// `201 Boats`; a dash where a line has no account.
pub(super) fn account_name(account: Option<Uuid>, books: &Books) -> String {
    account.and_then(|id| books.account(id)).map_or_else(
        || "–".to_owned(),
        |account| format!("{} {}", account.code.as_deref().unwrap_or(""), account.name),
    )
}

/// `12,345.67`.
pub(super) fn figure(amount: Decimal) -> String {
    let plain = two_places(amount);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |d| ("-", d));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{cents}")
}
