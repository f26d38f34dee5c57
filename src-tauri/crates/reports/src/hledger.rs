//! The general ledger as a journal of hledger, which passes its strict checks: every account and
//! commodity is declared, every entry balances.
//!
//! Nothing people type is taken for notation. In a comment a colon would make a tag (and `date:` a
//! date that has to be one), square brackets a date; in a name `;` starts a comment and two spaces
//! end it. Such characters are replaced by what reads alike.

use std::fmt::Write;

use ledger::{AccountClass, AccountType, Amount, Currency};

use crate::general_ledger::{Account, Entry, GeneralLedger, OPENING, Posting};
use crate::names;
use crate::text::{hyphenated, one_line, one_line_or};

/// Names hledger gives a meaning to.
const ITS_OWN_TAGS: [&str; 4] = ["date", "date2", "type", "t"];

/// Writes the whole ledger.
#[must_use]
pub fn hledger(ledger: &GeneralLedger) -> String {
    let names = names::unique(ledger.accounts(), account_name);
    let mut journal = String::new();
    let line = &mut journal;
    put(line, format_args!("; {}", plain(&one_line(ledger.organisation()))));
    put(line, format_args!("; The general ledger, written by Daybook.\n"));
    put(line, format_args!("commodity {}\n", commodity(ledger.currency())));
    for (account, name) in ledger.accounts().iter().zip(&names) {
        put(line, format_args!("account {name}  ; type:{}", account_type(account.kind)));
    }
    if let Some(opening) = ledger.opening() {
        put(line, format_args!("\n{} * () {OPENING}", opening.date));
        for (id, balance) in &opening.balances {
            posting(line, &names[ledger.place(id)], *balance, ledger.currency(), "");
        }
    }
    for entry in ledger.entries() {
        put(line, format_args!("\n{}", heading(entry)));
        for made in &entry.postings {
            let name = &names[ledger.place(&made.account)];
            posting(line, name, made.amount, ledger.currency(), &comment(made));
        }
    }
    journal
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    text.write_fmt(line).expect("a string takes whatever is written to it");
    text.push('\n');
}

fn posting(text: &mut String, name: &str, amount: Amount, currency: Currency, comment: &str) {
    let amount = amount.display(currency);
    let mark = if comment.is_empty() { "" } else { "  ; " };
    put(text, format_args!("    {name}  {amount} {currency}{mark}{comment}"));
}

/// A status and a code are always there, even empty: what a description begins with is then never
/// taken for either.
fn heading(entry: &Entry) -> String {
    let reference = plain(&one_line(&entry.reference)).replace(')', "]");
    let description = plain(&one_line(&entry.description));
    let document = tag_value(&entry.document);
    let kind = if document.is_empty() { String::new() } else { format!("  ; document:{document}") };
    format!("{} * ({reference}) {description}{kind}", entry.date)
}

fn comment(posting: &Posting) -> String {
    let description = plain(&one_line(&posting.description)).replace(',', ".");
    let tags = posting.tags.iter().map(|(name, value)| {
        let (name, value) = (tag_name(name), tag_value(value));
        format!("{name}:{value}")
    });
    let said = Some(description).filter(|description| !description.is_empty());
    said.into_iter().chain(tags).collect::<Vec<_>>().join(", ")
}

/// Text without anything hledger reads as more than text.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ':' if rest.peek().is_none_or(|next| *next == ' ') => plain.push_str(" -"),
            ':' => plain.push('.'),
            ';' => plain.push(','),
            '[' => plain.push('('),
            ']' => plain.push(')'),
            _ => plain.push(c),
        }
    }
    one_line(&plain)
}

fn tag_value(text: &str) -> String {
    plain(&one_line(text)).replace(',', " ")
}

/// Letters, digits and hyphens; anything hledger has a use for itself is marked as ours.
fn tag_name(text: &str) -> String {
    let name = hyphenated(&one_line(text).to_lowercase(), char::is_alphanumeric);
    match name.as_str() {
        "" => "tag".to_owned(),
        its_own if ITS_OWN_TAGS.contains(&its_own) => format!("tag-{its_own}"),
        _ => name,
    }
}

fn account_name(account: &Account) -> String {
    let shown = one_line_or(&format!("{} {}", account.code, account.name), "unnamed");
    format!("{}:{}", root(account.kind), plain(&shown))
}

/// The five roots by the names hledger knows without being told. An account of a type we do not
/// know goes where it changes neither profit nor what is owned.
fn root(kind: AccountType) -> &'static str {
    match kind.class() {
        Some(AccountClass::Asset) => "assets",
        Some(AccountClass::Liability) => "liabilities",
        Some(AccountClass::Equity) | None => "equity",
        Some(AccountClass::Revenue) => "revenues",
        Some(AccountClass::Expense) => "expenses",
    }
}

/// hledger's letter for a type; a bank account is cash to its cash flow report.
fn account_type(kind: AccountType) -> char {
    match (kind, kind.class()) {
        (AccountType::Bank, _) => 'C',
        (_, Some(AccountClass::Asset)) => 'A',
        (_, Some(AccountClass::Liability)) => 'L',
        (_, Some(AccountClass::Equity) | None) => 'E',
        (_, Some(AccountClass::Revenue)) => 'R',
        (_, Some(AccountClass::Expense)) => 'X',
    }
}

/// A sample amount: its decimals, and the decimal mark hledger insists on even where there are
/// none.
fn commodity(currency: Currency) -> String {
    match currency.decimals() {
        0 => format!("1000. {currency}"),
        _ => format!("{} {currency}", Amount::from_minor(SAMPLE_MINOR).display(currency)),
    }
}

const SAMPLE_MINOR: i64 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_loses_what_hledger_would_read_as_more() {
        assert_eq!(plain("Boats: 23 sales; 1 refund [2026-13-45]"), {
            "Boats - 23 sales, 1 refund (2026-13-45)"
        });
        assert_eq!(plain("12:30 date:"), "12.30 date -");
        assert_eq!(plain("a : b"), "a - b");
    }

    #[test]
    fn a_tag_is_one_word_and_none_of_hledgers_own() {
        assert_eq!(tag_name("Region / Area"), "region-area");
        assert_eq!(tag_name("Date"), "tag-date");
        assert_eq!(tag_name("::"), "tag");
        assert_eq!(tag_name("Größe"), "größe");
    }

    #[test]
    fn a_currency_without_decimals_still_has_its_mark() {
        assert_eq!(commodity("JPY".parse().unwrap()), "1000. JPY");
        assert_eq!(commodity("KWD".parse().unwrap()), "100.000 KWD");
        assert_eq!(commodity(Currency::CAD), "1000.00 CAD");
    }
}
