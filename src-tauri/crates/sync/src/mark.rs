//! Our mark: what tells a document of ours in Xero from anybody else's, by its narration or
//! Reference alone. It is the short code at its end.

use chrono::NaiveDate;
use ledger::clean_location;
use store::{FoundDays, Location};
use world::SHORT_CODE_LENGTH;

/// What separates the words of a reference.
const BETWEEN: &str = " · ";
/// How a cashout's narration begins.
const CASHOUT: &str = "Cashout ";

/// The code in a reference of ours; none where it is somebody else's. The number of a supplement
/// may stand behind it.
pub(crate) fn code_of(reference: &str) -> Option<&str> {
    let mut words = reference.trim_end().rsplit(BETWEEN);
    let last = words.next()?;
    let code = match is_number(last) {
        true => words.next()?,
        false => last,
    };
    is_code(code).then_some(code)
}

/// The days of a cashout's narration, at the location of that name where there is one.
pub(crate) fn days_of(reference: &str, locations: &[Location]) -> Option<FoundDays> {
    let (days, rest) = reference.strip_prefix(CASHOUT)?.split_once(BETWEEN)?;
    let (from, to) = days.split_once(" to ").unwrap_or((days, days));
    let (from, to): (NaiveDate, NaiveDate) = (from.parse().ok()?, to.parse().ok()?);
    let name = rest.split(BETWEEN).next()?;
    let is_it = |one: &&Location| clean_location(&one.location.name) == name;
    let location = locations.iter().find(is_it).map(|one| one.id);
    Some(FoundDays { location, from, to })
}

/// A supplement's number is never as long as a code.
fn is_number(word: &str) -> bool {
    word.len() < SHORT_CODE_LENGTH && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_code(word: &str) -> bool {
    let is_letter = |letter: u8| {
        letter.is_ascii_digit()
            || (letter.is_ascii_uppercase() && !matches!(letter, b'I' | b'L' | b'O' | b'U'))
    };
    word.len() == SHORT_CODE_LENGTH && word.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::{code_of, days_of};

    #[test]
    fn a_reference_of_ours_ends_in_its_code() {
        for (reference, code) in [
            ("Cashout 2026-11-21 · Main Dock · 4K7Q2M", Some("4K7Q2M")),
            ("Cashout 2026-11-21 · Main Dock · 4K7Q2M · 2", Some("4K7Q2M")),
            ("T-1042 · 123456", Some("123456")),
            ("Reversal of 4K7Q2M · 9ABCDE", Some("9ABCDE")),
            ("4K7Q2M", Some("4K7Q2M")),
            ("Rent · NOVEMB", None),
            ("Rent for November", None),
            ("T-1042 · 4k7q2m", None),
            ("2", None),
            ("", None),
        ] {
            assert_eq!(code_of(reference), code, "{reference}");
        }
    }

    #[test]
    fn a_cashout_says_its_days() {
        let days = days_of("Cashout 2026-11-18 to 2026-11-21 · Main Dock · 4K7Q2M", &[]);
        let days = days.expect("a cashout");
        assert_eq!(
            (days.from.to_string(), days.to.to_string()),
            ("2026-11-18".to_owned(), "2026-11-21".to_owned())
        );
        assert_eq!(days.location, None);
        assert_eq!(days_of("Booking payment 2026-11-21 · B-17 · 4K7Q2M", &[]), None);
    }
}
