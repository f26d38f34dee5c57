//! Where files go: a calm top level, one test binary a package, migrations that are listed.

use super::Violation;
use super::edges::Package;
use super::source::{Source, says};

/// All that may lie at the root, beside files whose names begin with a dot.
const TOP_LEVEL: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "icons",
    "src-tauri",
    "tests",
    "ui",
];

const STORE: &str = "src-tauri/crates/store/";

/// Refuses files that are in the wrong place or that nothing names.
pub(super) fn check(sources: &[Source], packages: &[Package]) -> Vec<Violation> {
    let mut violations: Vec<Violation> = sources.iter().filter_map(at_the_top).collect();
    violations.extend(packages.iter().filter_map(test_binaries));
    violations.extend(forgotten_tests(sources, packages));
    violations.extend(migrations(sources));
    violations
}

fn at_the_top(source: &Source) -> Option<Violation> {
    let top = source.path.split('/').next().unwrap_or_default();
    let is_calm = top.starts_with('.') || TOP_LEVEL.contains(&top);
    (!is_calm).then(|| Violation::new(&source.path, 0, "the top level stays as it is"))
}

/// Each binary is linked with all that it tests: on two cores a second one is felt.
fn test_binaries(package: &Package) -> Option<Violation> {
    let count = package.test_binaries.len();
    let message = format!("{count} test binaries: `autotests = false`, one [[test]], modules");
    (count > 1).then(|| Violation::new(&package.manifest, 0, message))
}

/// A file of tests that no `mod` names is never run, and nothing else would say so.
fn forgotten_tests(sources: &[Source], packages: &[Package]) -> Vec<Violation> {
    let is_one = |s: &&Source| {
        s.extension() == "rs" && s.path.contains("tests/") && !s.path.contains("/src/")
    };
    let tests = || sources.iter().filter(is_one);
    let is_root = |path: &str| {
        packages.iter().any(|package| package.test_binaries.iter().any(|binary| binary == path))
    };
    let mut violations = Vec::new();
    for source in tests() {
        let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folders_name = folder.rsplit('/').next().unwrap_or_default();
        let module = if source.stem() == "mod" { folders_name } else { source.stem() };
        let package = &source.path[..source.path.find("tests/").unwrap_or_default()];
        let is_named = tests()
            .filter(|other| other.path.starts_with(package) && other.path != source.path)
            .any(|other| says(&other.code, &format!("mod {module}")));
        if !is_named && !is_root(&source.path) && source.stem() != "lib" {
            violations.push(Violation::new(&source.path, 0, "no `mod` names it: it never runs"));
        }
    }
    violations
}

/// Migrations are numbered without a gap, begin with why, and are named in the code that
/// applies them.
fn migrations(sources: &[Source]) -> Vec<Violation> {
    let is_one = |s: &&Source| s.path.starts_with(STORE) && s.path.contains("/migrations/");
    let mut violations = Vec::new();
    let files = sources.iter().filter(is_one).filter(|source| source.extension() == "sql");
    for (index, source) in files.enumerate() {
        let mut refuse = |message: &str| violations.push(Violation::new(&source.path, 0, message));
        let name = source.path.rsplit('/').next().unwrap_or_default();
        if !name.starts_with(&format!("{:04}_", index + 1)) {
            refuse("its number is not the next");
        }
        if !source.text.starts_with("--") {
            refuse("its first line does not say why");
        }
        let is_listed = sources
            .iter()
            .filter(|other| other.path.starts_with(STORE))
            .any(|other| other.strings.contains(source.stem()));
        if !is_listed {
            refuse("the store does not list it: it is never applied");
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)], packages: &[Package]) -> Vec<String> {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source::new(path, (*text).to_owned())).collect();
        check(&sources, packages).into_iter().map(|violation| violation.to_string()).collect()
    }

    #[test]
    fn a_new_thing_at_the_top_is_refused() {
        let expected = ["scripts/build.sh: the top level stays as it is"];
        assert_eq!(messages(&[("scripts/build.sh", ""), (".gitignore", "")], &[]), expected);
    }

    #[test]
    fn a_second_test_binary_is_refused() {
        let mut package =
            Package { manifest: "src-tauri/a/Cargo.toml".into(), ..Package::default() };
        package.test_binaries = vec!["tests/main.rs".into(), "tests/other.rs".into()];
        assert_eq!(messages(&[], &[package]).len(), 1);
    }

    #[test]
    fn a_forgotten_file_of_tests_is_refused() {
        let root = "src-tauri/crates/a/tests/main.rs";
        let package = Package { test_binaries: vec![root.into()], ..Package::default() };
        let files = [
            (root, "mod kept;\n"),
            ("src-tauri/crates/a/tests/kept.rs", ""),
            ("src-tauri/crates/a/tests/forgotten.rs", ""),
        ];
        let expected = ["src-tauri/crates/a/tests/forgotten.rs: no `mod` names it: it never runs"];
        assert_eq!(messages(&files, &[package]), expected);
    }

    #[test]
    fn an_unlisted_unnumbered_or_unexplained_migration_is_refused() {
        let folder = "src-tauri/crates/store/migrations";
        let first = format!("{folder}/0001_book.sql");
        let third = format!("{folder}/0003_log.sql");
        let list = ("src-tauri/crates/store/src/lib.rs", "migrations![1 \"0001_book\"]");
        let files = [list, (&first, "-- The book.\n"), (&third, "\nThe log.\n")];
        let expected = [
            format!("{third}: its number is not the next"),
            format!("{third}: its first line does not say why"),
            format!("{third}: the store does not list it: it is never applied"),
        ];
        assert_eq!(messages(&files, &[]), expected);
    }
}
