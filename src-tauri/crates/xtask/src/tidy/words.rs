//! Words that may be said in some places only, because what they stand for has one home.

use super::Violation;
use super::source::{Source, lines_saying};

/// A word of Rust, where it may be said, and why nowhere else.
struct Word {
    word: &'static str,
    homes: &'static [&'static str],
    why: &'static str,
}

const WINDOW: &str = "src-tauri/src/";
const STORE: &str = "src-tauri/crates/store/";
const XERO: &str = "src-tauri/crates/xero/";
const SIMULATOR: &str = "src-tauri/crates/xero-sim/";
const SIMULATION: &str = "src-tauri/crates/simulate/";
const WORLD: &str = "src-tauri/crates/world/";
const STEPS: &str = "src-tauri/crates/xtask/src/steps.rs";

const CLOCK: &str = "time comes from world, so that a test can set it";
const CHANCE: &str = "ids and randomness come from world, so that a seed repeats a run";
const MONEY: &str = "no float comes near money: minor units, or rust_decimal";

/// Said in code that ships; tests may say what they need.
const SHIPPED: [Word; 14] = [
    Word { word: "tauri", homes: &[WINDOW], why: "only the window's shell knows Tauri" },
    Word { word: "rusqlite", homes: &[STORE], why: "only store says SQL" },
    Word { word: "reqwest", homes: &[XERO], why: "only xero says HTTP" },
    Word { word: "axum", homes: &[SIMULATOR, XERO], why: "only xero says HTTP" },
    Word { word: "SystemTime::now", homes: &[WORLD, SIMULATOR], why: CLOCK },
    Word { word: "Instant::now", homes: &[WORLD, SIMULATOR, STEPS], why: CLOCK },
    Word { word: "Utc::now", homes: &[WORLD, SIMULATOR], why: CLOCK },
    Word { word: "Local::now", homes: &[WORLD], why: CLOCK },
    Word { word: "Uuid::new_v4", homes: &[WORLD, SIMULATOR], why: CHANCE },
    Word { word: "Uuid::now_v7", homes: &[WORLD, SIMULATOR], why: CHANCE },
    Word { word: "rand::rng", homes: &[WORLD, SIMULATOR], why: CHANCE },
    Word { word: "rand::random", homes: &[WORLD, SIMULATOR], why: CHANCE },
    Word { word: "f32", homes: &[WINDOW], why: MONEY },
    Word { word: "f64", homes: &[WINDOW], why: MONEY },
];

/// How statements begin. Upper case only, as ours are written: "Update the mapping" is prose.
const SQL: [&str; 7] = [
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "ALTER TABLE ",
    "PRAGMA ",
];

/// This file names the statements to refuse them.
const OURSELVES: &str = "src-tauri/crates/xtask/src/tidy/words.rs";

/// Refuses words away from home.
pub(super) fn check(sources: &[Source]) -> Vec<Violation> {
    let rust = || sources.iter().filter(|source| source.extension() == "rs");
    let words = rust().flat_map(check_words);
    let sql = rust().filter(|source| !is_home_of_sql(&source.path)).flat_map(check_sql);
    words.chain(sql).collect()
}

fn check_words(source: &Source) -> Vec<Violation> {
    let code = source.shipped_code();
    let mut violations = Vec::new();
    for Word { word, homes, why } in &SHIPPED {
        if homes.iter().any(|home| source.path.starts_with(home)) {
            continue;
        }
        violations.extend(
            lines_saying(&code, word)
                .map(|line| Violation::new(&source.path, line, format!("`{word}`: {why}"))),
        );
    }
    violations
}

/// This one looks for everything there is in a book, whatever the store thinks of it.
const BUNDLE_TEST: &str = "src-tauri/crates/cli/tests/diagnosis.rs";

fn is_home_of_sql(path: &str) -> bool {
    // What rots on the disk asks no store.
    path.starts_with(STORE)
        || path.starts_with(SIMULATION)
        || [OURSELVES, BUNDLE_TEST].contains(&path)
}

fn check_sql(source: &Source) -> Vec<Violation> {
    let begins = |line: &str| SQL.into_iter().find(|statement| line.contains(statement));
    source
        .strings
        .lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let statement = begins(line)?.trim();
            let message = format!("`{statement}`: only store says SQL");
            Some(Violation::new(&source.path, index + 1, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let source = Source::new(path, text.to_owned());
        check(&[source]).into_iter().map(|violation| violation.to_string()).collect()
    }

    #[test]
    fn a_word_away_from_home_is_refused() {
        let path = "src-tauri/crates/app/src/lib.rs";
        assert_eq!(
            messages(path, "\nuse rusqlite::Row;"),
            [format!("{path}:2: `rusqlite`: only store says SQL")]
        );
        assert_eq!(messages(path, "let t = Instant::now();").len(), 1);
        assert_eq!(messages(path, "fn rate() -> f64 { 0.5 }").len(), 1);
        assert_eq!(messages(path, "tauri::Builder::default()").len(), 1);
    }

    #[test]
    fn a_word_at_home_in_a_comment_or_in_a_test_is_not() {
        assert!(messages("src-tauri/crates/store/src/lib.rs", "use rusqlite::Row;").is_empty());
        assert!(messages("src-tauri/crates/app/src/lib.rs", "// no f64 here").is_empty());
        let test = "#[cfg(test)]\nmod tests {\n    const HALF: f64 = 0.5;\n}\n";
        assert!(messages("src-tauri/crates/app/src/lib.rs", test).is_empty());
        assert!(messages("src-tauri/crates/app/tests/main.rs", "let x: f64;").is_empty());
    }

    #[test]
    fn sql_is_refused_even_in_tests_outside_the_store() {
        let path = "src-tauri/crates/sync/tests/main.rs";
        assert_eq!(
            messages(path, "let sql = \"SELECT id FROM documents\";"),
            [format!("{path}:1: `SELECT`: only store says SQL")]
        );
        assert!(messages(path, "// SELECT id FROM documents").is_empty());
        assert!(messages("src-tauri/crates/store/src/a.rs", "\"SELECT 1\"").is_empty());
    }
}
