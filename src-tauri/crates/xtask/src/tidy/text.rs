//! What any text may not have: trailing space, tabs where we use none, notes to oneself.

use super::Violation;
use super::source::{Source, says};

/// Kinds of file we write without tabs.
const WITHOUT_TABS: [&str; 9] = ["rs", "ts", "tsx", "css", "sql", "toml", "json", "yml", "md"];

/// Notes to oneself. What is to be done goes where others look: an issue, or the work itself.
const NOTES: [&str; 3] = ["TODO", "FIXME", "XXX"];

/// This file names the notes to refuse them.
const OURSELVES: &str = "src-tauri/crates/xtask/src/tidy/text.rs";

/// Refuses untidy text.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    sources.iter().filter(|source| source.is_written_by_hand()).flat_map(check_source).collect()
}

fn check_source(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut refuse = |line, message: &str| {
        violations.push(Violation::new(&source.path, line, message));
    };
    let is_note = |line: &str| NOTES.iter().any(|note| says(line, note));
    let strings = source.strings.lines().chain(std::iter::repeat(""));
    for (index, (line, string)) in source.text.lines().zip(strings).enumerate() {
        // A text that lies in a string of Rust may end as it must.
        let in_a_string = source.extension() == "rs" && line.trim_end() == string.trim_end();
        if line.ends_with([' ', '\t', '\r']) && !in_a_string {
            refuse(index + 1, "space at the end of the line");
        }
        if line.contains('\t') && WITHOUT_TABS.contains(&source.extension()) {
            refuse(index + 1, "a tab");
        }
        if is_note(line) && source.path != OURSELVES {
            refuse(index + 1, "a note to oneself: do it, or open an issue");
        }
    }
    if !source.text.is_empty() && !source.text.ends_with('\n') {
        refuse(source.text.lines().count(), "no line end at the end of the file");
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let source = Source::new(path, text.to_owned());
        check(&[source]).into_iter().map(|violation| violation.to_string()).collect()
    }

    #[test]
    fn untidy_text_is_refused() {
        assert_eq!(messages("a.md", "a \n"), ["a.md:1: space at the end of the line"]);
        assert_eq!(messages("a.rs", "a\n\tb\n"), ["a.rs:2: a tab"]);
        assert_eq!(messages("a.css", "a"), ["a.css:1: no line end at the end of the file"]);
    }

    #[test]
    fn a_note_to_oneself_is_refused() {
        let expected = ["a.ts:1: a note to oneself: do it, or open an issue"];
        assert_eq!(messages("a.ts", "// TODO: more\n"), expected);
        assert!(messages("a.ts", "TODOS\n").is_empty(), "a word that only begins so");
    }

    #[test]
    fn what_a_tool_wrote_is_left_alone() {
        assert!(messages("ui/package-lock.json", "{} ").is_empty());
    }
}
