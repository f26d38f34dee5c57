//! Names that say nothing.

use super::Violation;
use super::source::{Source, is_of_a_name};

/// A type or file that ends in one of these has not yet been understood. `Processor` as a first
/// word is fine: a payment processor is a thing of the trade.
const BANNED: [&str; 7] = ["manager", "helper", "helpers", "util", "utils", "processor", "common"];

/// Also banned, but as a type's name only: `service.rs` may hold a `tower::Service`.
const BANNED_TYPE: &str = "service";

/// Words that introduce a name of ours.
const INTRODUCING: [&str; 8] =
    ["struct ", "enum ", "trait ", "type ", "mod ", "class ", "interface ", "function "];

/// Refuses banned names.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    sources
        .iter()
        .filter(|source| ["rs", "ts", "tsx"].contains(&source.extension()))
        .filter(|source| source.is_written_by_hand())
        .flat_map(|source| {
            let mut violations = introduced(source);
            if is_banned(source.stem()) {
                violations.push(refused(source, 0, source.stem()));
            }
            violations
        })
        .collect()
}

fn introduced(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (index, line) in source.code.lines().enumerate() {
        for word in INTRODUCING {
            let Some((before, after)) = line.split_once(word) else { continue };
            let name: String = after.chars().take_while(|c| is_of_a_name(*c)).collect();
            let is_inside_a_word = before.chars().next_back().is_some_and(is_of_a_name);
            let is_service = word != "mod " && last_word(&name) == BANNED_TYPE;
            if !is_inside_a_word && (is_banned(&name) || is_service) {
                violations.push(refused(source, index + 1, &name));
            }
        }
    }
    violations
}

fn refused(source: &Source, line: usize, name: &str) -> Violation {
    Violation::new(&source.path, line, format!("`{name}`: say what it is or does"))
}

fn is_banned(name: &str) -> bool {
    BANNED.contains(&last_word(name).as_str())
}

/// The last word of a name in any of the three spellings, in lower case.
fn last_word(name: &str) -> String {
    let word = name.rsplit(['_', '-']).next().unwrap_or_default();
    let start = word.rfind(char::is_uppercase).unwrap_or_default();
    word[start..].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let source = Source::new(path, text.to_owned());
        check(&[source]).into_iter().map(|violation| violation.to_string()).collect()
    }

    #[test]
    fn a_banned_name_is_refused() {
        let expected = ["a.rs:1: `BookManager`: say what it is or does"];
        assert_eq!(messages("a.rs", "pub struct BookManager;\n"), expected);
        assert_eq!(messages("a.rs", "mod string_utils;\n").len(), 1);
        assert_eq!(messages("a.ts", "export function dateHelper() {}\n").len(), 1);
        assert_eq!(messages("src/common.rs", "").len(), 1);
        assert_eq!(messages("a.rs", "struct PostingService;\n").len(), 1);
    }

    #[test]
    fn a_thing_of_the_trade_is_not() {
        assert!(messages("a.rs", "struct ProcessorPayout; enum Commonality {}\n").is_empty());
        assert!(messages("a.rs", "use tower::Service;\n").is_empty());
    }
}
