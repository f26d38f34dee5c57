//! The general ledger as a beancount file that `bean-check` accepts: accounts are opened before
//! they are used, the commodity is declared, every transaction balances.
//!
//! beancount is strict about account names: each begins with an upper case letter or a digit and
//! goes on with letters, digits and hyphens. What else a name has becomes a hyphen; code and full
//! name stay readable in the account's metadata.

use std::fmt::Write;

use chrono::NaiveDate;
use ledger::{AccountClass, AccountType, Amount};

use crate::general_ledger::{Account, GeneralLedger, OPENING, Posting};
use crate::names;
use crate::text::{hyphenated, one_line};

/// Metadata keys that beancount or this file gives a meaning to.
const TAKEN_KEYS: [&str; 3] = ["filename", "lineno", "description"];

/// When accounts are opened in a ledger without a single date.
const WITHOUT_DATES: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");

/// Writes the whole ledger.
#[must_use]
pub fn beancount(ledger: &GeneralLedger) -> String {
    let names = names::unique(ledger.accounts(), account_name);
    let since = ledger.first_date().unwrap_or(WITHOUT_DATES);
    let currency = ledger.currency();
    let mut file = String::new();
    let line = &mut file;
    put(line, format_args!("option \"title\" {}", quoted(ledger.organisation())));
    put(line, format_args!("option \"operating_currency\" \"{currency}\"\n"));
    put(line, format_args!("{since} commodity {currency}\n"));
    for (account, name) in ledger.accounts().iter().zip(&names) {
        put(line, format_args!("{since} open {name} {currency}"));
        put(line, format_args!("  name: {}", quoted(&account.name)));
        put(line, format_args!("  code: {}", quoted(&account.code)));
        put(line, format_args!("  type: {}", quoted(account.kind.title())));
    }
    let posting = |line: &mut String, id: &str, amount: Amount| {
        let name = &names[ledger.place(id)];
        put(line, format_args!("  {name}  {} {currency}", amount.display(currency)));
    };
    if let Some(opening) = ledger.opening() {
        put(line, format_args!("\n{} * \"{OPENING}\"", opening.date));
        for (id, balance) in &opening.balances {
            posting(line, id, *balance);
        }
    }
    for entry in ledger.entries() {
        let (document, description) = (quoted(&entry.document), quoted(&entry.description));
        put(line, format_args!("\n{} * {document} {description}", entry.date));
        put(line, format_args!("  reference: {}", quoted(&entry.reference)));
        for made in &entry.postings {
            posting(line, &made.account, made.amount);
            for (key, value) in metadata(made) {
                put(line, format_args!("    {key}: {}", quoted(&value)));
            }
        }
    }
    file
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    text.write_fmt(line).expect("a string takes whatever is written to it");
    text.push('\n');
}

/// A string of beancount's: on one line, quotes and backslashes escaped.
fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a posting says of itself; a key that would come twice is numbered.
fn metadata(posting: &Posting) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if !one_line(&posting.description).is_empty() {
        all.push(("description".to_owned(), posting.description.clone()));
    }
    for (name, value) in &posting.tags {
        let wanted = key(name);
        let is_taken = |key: &String| all.iter().any(|(taken, _): &(String, String)| taken == key);
        // One more than there are tags: one of them is free.
        let mut keys = (1..=posting.tags.len() + 1).map(|number| match number {
            1 => wanted.clone(),
            _ => format!("{wanted}-{number}"),
        });
        let free = keys.find(|key| !is_taken(key)).expect("there are more numbers than tags");
        all.push((free, value.clone()));
    }
    all
}

/// A metadata key: a lower case letter, then at least one letter, digit or hyphen, all ASCII.
fn key(name: &str) -> String {
    let key = hyphenated(&name.to_lowercase(), |c| c.is_ascii_alphanumeric());
    let is_fit = key.len() > 1
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && !TAKEN_KEYS.contains(&key.as_str());
    match key.as_str() {
        "" => "tag".to_owned(),
        _ if is_fit => key,
        _ => format!("tag-{key}"),
    }
}

fn account_name(account: &Account) -> String {
    let words = one_line(&format!("{} {}", account.code, account.name));
    let name = hyphenated(&words, is_of_a_name);
    format!("{}:{}", root(account.kind), begun(&name))
}

/// Makes the name begin as it must, keeping its first letter where that has an upper case.
fn begun(name: &str) -> String {
    let mut rest = name.chars();
    let Some(first) = rest.next() else { return "Unnamed".to_owned() };
    let upper: String = first.to_uppercase().collect();
    let is_fit = upper.chars().all(is_of_a_name)
        && upper.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    if is_fit { upper + rest.as_str() } else { format!("X-{name}") }
}

/// Scripts whose letters every version of beancount knows as letters. Others, and marks that
/// stand on letters, are left to the account's metadata.
const SCRIPTS: [std::ops::RangeInclusive<char>; 12] = [
    '\u{c0}'..='\u{24f}',    // Latin
    '\u{370}'..='\u{3ff}',   // Greek
    '\u{400}'..='\u{52f}',   // Cyrillic
    '\u{531}'..='\u{556}',   // Armenian
    '\u{561}'..='\u{586}',   // Armenian, lower case
    '\u{5d0}'..='\u{5ea}',   // Hebrew
    '\u{620}'..='\u{64a}',   // Arabic
    '\u{1e00}'..='\u{1eff}', // Latin of Vietnam
    '\u{3041}'..='\u{3096}', // Hiragana
    '\u{30a1}'..='\u{30fa}', // Katakana
    '\u{4e00}'..='\u{9fcc}', // Han
    '\u{ac00}'..='\u{d7a3}', // Hangul
];

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (c.is_alphabetic() && SCRIPTS.iter().any(|script| script.contains(&c)))
}

/// beancount's five roots. An account of a type we do not know goes where it changes neither
/// profit nor what is owned.
fn root(kind: AccountType) -> &'static str {
    match kind.class() {
        Some(AccountClass::Asset) => "Assets",
        Some(AccountClass::Liability) => "Liabilities",
        Some(AccountClass::Equity) | None => "Equity",
        Some(AccountClass::Revenue) => "Income",
        Some(AccountClass::Expense) => "Expenses",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str, name: &str) -> String {
        let kind = AccountType::Bank;
        account_name(&Account { id: String::new(), code: code.into(), name: name.into(), kind })
    }

    #[test]
    fn an_account_is_named_by_code_and_name() {
        assert_eq!(named("090", "Cash – Till \"1\""), "Assets:090-Cash-Till-1");
        assert_eq!(named("", "übrige Kosten"), "Assets:Übrige-Kosten");
        assert_eq!(named("", "Ψηφιακά"), "Assets:Ψηφιακά");
    }

    #[test]
    fn a_name_that_cannot_begin_an_account_is_given_a_beginning() {
        assert_eq!(named("", "現金"), "Assets:X-現金");
        assert_eq!(named("", "ßa"), "Assets:SSa");
        assert_eq!(named("", "🚣"), "Assets:Unnamed");
        assert_eq!(named("", "--"), "Assets:Unnamed");
    }

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(quoted("a \"b\" \\\nc"), r#""a \"b\" \\ c""#);
    }

    #[test]
    fn a_key_is_one_beancount_takes() {
        assert_eq!(key("Region"), "region");
        assert_eq!(key("1st Stop"), "tag-1st-stop");
        assert_eq!(key("Lineno"), "tag-lineno");
        assert_eq!(key("地域"), "tag");
        assert_eq!(key("x"), "tag-x");
    }
}
