//! Which texts may leave: those that are words of ours, or of Xero's own. Everything else is told
//! as `other`, so that it is seen that there was something.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::{location_rules, settings};

/// What stands in the place of a text that may not leave.
pub(super) const OTHER: &str = "other";
/// Xero's longest codes of countries and tax types are far shorter.
const CODE_MAX: usize = 24;

/// The settings that may be told.
pub(super) fn settings() -> Vec<&'static str> {
    settings::harmless().map(|(key, _)| key).collect()
}

/// The rules of a location that may be told.
pub(super) fn location_settings() -> Vec<&'static str> {
    location_rules::harmless().map(|(key, _)| key).collect()
}

/// The value of a setting or rule: one of its words, or a date where it has none.
pub(super) fn value(key: &str, value: &str) -> String {
    let mut known = settings::harmless().chain(location_rules::harmless());
    let words = known.find(|(one, _)| *one == key).map(|(_, words)| words);
    let is_harmless = match words {
        None => false,
        Some([]) => value.parse::<NaiveDate>().is_ok(),
        Some(words) => words.contains(&value),
    };
    if is_harmless { value.to_owned() } else { OTHER.to_owned() }
}

/// The name of a time zone.
pub(super) fn zone(text: &str) -> String {
    text.parse::<Tz>().map_or_else(|_| OTHER.to_owned(), |zone| zone.to_string())
}

/// A code of Xero's, as it gives countries and tax types.
pub(super) fn code(text: &str) -> String {
    let is_code = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit();
    let is_harmless = (1..=CODE_MAX).contains(&text.len()) && text.chars().all(is_code);
    if is_harmless { text.to_owned() } else { OTHER.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{OTHER, code, location_settings, settings, value, zone};

    #[test]
    fn a_setting_is_told_in_its_own_words_only() {
        for (key, text, told) in [
            ("deposits", "with-cashout", "with-cashout"),
            ("deposits", "Anneke Larsen", OTHER),
            ("posting-starts", "2026-11-21", "2026-11-21"),
            ("posting-starts", "when Anneke says", OTHER),
            ("recognition", "by-day", "by-day"),
            ("client-id", "DA7B00C5", OTHER),
            ("walk-in-contact", "Anneke Larsen", OTHER),
            ("organisation-name", "Larsen Boats", OTHER),
        ] {
            assert_eq!(value(key, text), told, "{key}");
        }
        for never in ["client-id", "walk-in-contact", "staff-tips", "cash-banking", "deposit-tax"] {
            let asked = [settings(), location_settings()].concat();
            assert!(!asked.contains(&never), "{never} is not even asked for");
        }
    }

    #[test]
    fn of_other_texts_only_codes_and_zones_are_told() {
        assert_eq!(zone("America/Vancouver"), "America/Vancouver");
        assert_eq!(zone("Anneke Larsen"), OTHER);
        assert_eq!((code("CA"), code("TAX001")), ("CA".to_owned(), "TAX001".to_owned()));
        for text in ["", "Anneke", "ANNEKE LARSEN", &"A".repeat(25)] {
            assert_eq!(code(text), OTHER);
        }
    }
}
