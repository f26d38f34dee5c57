//! Files and functions that fit a head and a screen.

use super::Violation;
use super::source::{Source, end_of_item, is_of_a_name};

const FILE_LINES_MAX: usize = 500;
const FILE_LINES_WARNED: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;
const RUST_COLUMNS_MAX: usize = 100;

/// Hand-written kinds of file that have a limit.
const LIMITED: [&str; 5] = ["rs", "ts", "tsx", "css", "sql"];

/// Files older than the rule, each with the lines it had when it was let in. An entry may
/// shrink or go; none is added.
const RATCHET: [(&str, usize); 0] = [];

/// Refuses long files, functions and lines.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    let rust = sources.iter().filter(|source| source.extension() == "rs");
    let long_files = limited(sources).filter_map(|source| {
        let lines = source.text.lines().count();
        let ratchet = RATCHET.iter().find(|(path, _)| *path == source.path);
        let max = ratchet.map_or(FILE_LINES_MAX, |(_, lines)| *lines);
        let message = format!("{lines} lines, of which {max} are allowed: split it");
        (lines > max).then(|| Violation::new(&source.path, 0, message))
    });
    let in_rust = rust.flat_map(|source| [functions(source), columns(source)].concat());
    long_files.chain(in_rust).collect()
}

/// Files that will break the rule if they go on growing.
pub(super) fn nearly_too_long(sources: &[Source]) -> Vec<Violation> {
    limited(sources)
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (FILE_LINES_WARNED < lines && lines <= FILE_LINES_MAX)
                .then(|| Violation::new(&source.path, 0, format!("{lines} lines")))
        })
        .collect()
}

fn limited(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources
        .iter()
        .filter(|source| source.is_written_by_hand() && LIMITED.contains(&source.extension()))
}

fn functions(source: &Source) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (at, _) in source.code.match_indices("fn ") {
        let (before, item) = source.code.split_at(at);
        let name: String = item["fn ".len()..].chars().take_while(|c| is_of_a_name(*c)).collect();
        if name.is_empty() || before.chars().next_back().is_some_and(is_of_a_name) {
            continue;
        }
        let lines = item[..end_of_item(item)].lines().count();
        if lines > FUNCTION_LINES_MAX {
            let line = before.matches('\n').count() + 1;
            let message = format!("`{name}` has {lines} lines, {FUNCTION_LINES_MAX} are allowed");
            violations.push(Violation::new(&source.path, line, message));
        }
    }
    violations
}

/// A line that begins inside a string keeps the width its text has.
fn columns(source: &Source) -> Vec<Violation> {
    let lines = source.text.lines().zip(source.code.lines()).zip(source.strings.lines());
    lines
        .enumerate()
        .filter_map(|(index, ((text, code), strings))| {
            let columns = text.chars().count();
            let begins = |half: &str| half.find(|c: char| !c.is_whitespace());
            let is_text =
                begins(strings).is_some_and(|text| begins(code).is_none_or(|code| text < code));
            let message = format!("{columns} columns, of which {RUST_COLUMNS_MAX} are allowed");
            (columns > RUST_COLUMNS_MAX && !is_text)
                .then(|| Violation::new(&source.path, index + 1, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: String) -> Vec<String> {
        check(&[Source::new(path, text)]).into_iter().map(|v| v.to_string()).collect()
    }

    #[test]
    fn a_file_over_the_limit_is_refused_and_one_near_it_is_named() {
        let lines = |count| "\n".repeat(count);
        assert_eq!(
            messages("a.css", lines(501)),
            ["a.css: 501 lines, of which 500 are allowed: split it"]
        );
        assert!(messages("a.css", lines(500)).is_empty());
        let near = [Source::new("a.css", lines(401))];
        assert_eq!(nearly_too_long(&near).len(), 1);
    }

    #[test]
    fn a_function_over_the_limit_is_refused_where_it_begins() {
        let function = |body| format!("\nfn long() {{\n{}}}\n", "    a();\n".repeat(body));
        assert_eq!(messages("a.rs", function(69)), ["a.rs:2: `long` has 71 lines, 70 are allowed"]);
        assert!(messages("a.rs", function(68)).is_empty());
    }

    #[test]
    fn a_declaration_does_not_borrow_the_next_body() {
        let text = format!("trait T {{ fn a(x: [u8; 4]); }}\nmod m {{\n{}}}", "\n".repeat(80));
        assert!(messages("a.rs", text).is_empty());
    }

    #[test]
    fn a_long_line_is_refused_unless_it_is_a_strings_own() {
        let long = "a".repeat(101);
        assert_eq!(messages("a.rs", format!("// {long}")).len(), 1);
        assert_eq!(messages("a.rs", format!("f(\"{long}\");")).len(), 1);
        assert!(messages("a.rs", format!("f(r#\"\n{long}\n\"#);")).is_empty());
        assert!(messages("a.rs", format!("f(r#\"\n{long}\"#);")).is_empty(), "its last line too");
    }
}
