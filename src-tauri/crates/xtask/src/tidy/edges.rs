//! Which package may know which: the arrows of ARCHITECTURE.md, and the outside crates that
//! have one home.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Violation;
use crate::repo::{Repo, output};

/// A package of ours.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its manifest, from the root of the clone.
    pub(super) manifest: String,
    /// What it depends on.
    pub(super) dependencies: Vec<Dependency>,
    /// Its features, each with what it turns on.
    pub(super) features: BTreeMap<String, Vec<String>>,
    /// The files its test binaries start in.
    pub(super) test_binaries: Vec<String>,
}

/// An entry of a manifest.
#[derive(Debug)]
pub(super) struct Dependency {
    /// The package's own name, not what it may be renamed to.
    name: String,
    /// Whether only tests see it.
    is_for_tests: bool,
    /// The features it is asked for with.
    features: Vec<String>,
}

/// What each of our packages may know of ours. An arrow more is a decision: write an ADR.
const OURS: [(&str, &[&str]); 15] = [
    ("ledger", &[]),
    ("world", &[]),
    ("ipc", &[]),
    ("xero-sim", &[]),
    ("store", &["ledger", "world"]),
    ("imports", &["ledger"]),
    ("reports", &["ledger"]),
    ("xero", &["world"]),
    ("sync", &["ledger", "store", "xero", "world"]),
    ("app", &["ledger", "store", "imports", "reports", "xero", "sync", "ipc", "world", "xero-sim"]),
    ("cli", &["app", "ipc", "xero-sim"]),
    ("desktop", &["app", "ipc"]),
    ("simulate", &["ledger", "store", "imports", "xero", "sync", "world", "xero-sim"]),
    ("xtask", &["ipc"]),
    ("e2e", &[]),
];

/// Packages whose tests may start the simulator.
const TESTED_AGAINST_THE_SIMULATOR: [&str; 4] = ["xero", "sync", "app", "e2e"];

/// Outside crates that may ship in few packages, by the first word of their names.
const HOMES: [(&str, &[&str]); 6] = [
    ("tauri", &["desktop"]),
    ("rusqlite", &["store"]),
    ("reqwest", &["xero"]),
    ("oauth2", &["xero"]),
    ("keyring", &["xero"]),
    // The client serves one page: the one the browser is sent back to after signing in.
    ("axum", &["xero-sim", "xero"]),
];

/// Packages that stay small on purpose, with all the outside crates they may have.
const PURE: [(&str, &[&str]); 2] = [
    ("ledger", &["chrono", "rust_decimal", "thiserror"]),
    ("ipc", &["serde", "serde_json", "ts-rs"]),
];

/// Drive the program from outside or try its parts, and so ship with nothing.
const NOT_SHIPPED: [&str; 2] = ["e2e", "simulate"];

/// The feature of bugs on purpose, and the packages that may have it: the one that is asked, and
/// the one whose build asks.
const PLANTED: &str = "planted";
const MAY_BE_PLANTED: [&str; 2] = ["world", "simulate"];

impl Package {
    /// Asks cargo for all of ours.
    pub(super) fn all(repo: &Repo) -> Result<Vec<Self>> {
        let arguments = ["metadata", "--no-deps", "--format-version", "1"];
        let metadata: Value = serde_json::from_str(&output(&mut repo.cargo(&arguments))?)
            .context("cargo's metadata is not JSON")?;
        let root = metadata["workspace_root"].as_str().context("cargo names no root")?;
        let packages = metadata["packages"].as_array().context("cargo names no packages")?;
        packages
            .iter()
            .map(|package| Self::read(package, root).context("cargo's metadata has changed"))
            .collect()
    }

    fn read(package: &Value, root: &str) -> Option<Self> {
        let in_the_clone = |path: &Value| {
            Some(path.as_str()?.strip_prefix(root)?.replace('\\', "/").trim_matches('/').to_owned())
        };
        let dependency = |entry: &Value| {
            let name = entry["name"].as_str()?.to_owned();
            let is_for_tests = entry["kind"].as_str() == Some("dev");
            Some(Dependency { name, is_for_tests, features: words(&entry["features"]) })
        };
        let is_test = |target: &&Value| target["kind"][0].as_str() == Some("test");
        let targets = package["targets"].as_array()?;
        Some(Self {
            name: package["name"].as_str()?.to_owned(),
            manifest: in_the_clone(&package["manifest_path"])?,
            dependencies: package["dependencies"]
                .as_array()?
                .iter()
                .map(dependency)
                .collect::<Option<_>>()?,
            features: package["features"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, turns_on)| (name.clone(), words(turns_on)))
                .collect(),
            test_binaries: targets
                .iter()
                .filter(is_test)
                .map(|target| in_the_clone(&target["src_path"]))
                .collect::<Option<_>>()?,
        })
    }
}

fn words(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Refuses every arrow that is not in the tables.
pub(super) fn check(packages: &[Package]) -> Vec<Violation> {
    let arrows = packages.iter().flat_map(|package| check_package(package, packages));
    arrows.chain(packages.iter().filter_map(planted)).collect()
}

/// Why a package may be built with bugs on purpose where nobody asks for them.
fn planted(package: &Package) -> Option<Violation> {
    let is_it = |word: &String| word.split('/').next_back() == Some(PLANTED);
    let by_default = package.features.get("default").is_some_and(|on| on.iter().any(is_it));
    let by_a_dependency = package.dependencies.iter().any(|one| one.features.iter().any(is_it));
    let turned_on = package.features.values().flatten().any(is_it);
    let is_known = MAY_BE_PLANTED.contains(&package.name.as_str());
    let has_it = package.features.contains_key(PLANTED) || turned_on;
    let message = "bugs on purpose are `simulate --features planted` and nothing else";
    (by_default || by_a_dependency || (has_it && !is_known))
        .then(|| Violation::new(&package.manifest, 0, message))
}

fn check_package(package: &Package, packages: &[Package]) -> Vec<Violation> {
    let broken = |message: String| Violation::new(&package.manifest, 0, message);
    let ours: BTreeMap<&str, &[&str]> = OURS.into_iter().collect();
    let name = package.name.as_str();
    let Some(may_know) = ours.get(name) else {
        return vec![broken(format!("say in xtask's tidy/edges.rs what {name} may know"))];
    };
    let mut violations = Vec::new();
    for dependency in &package.dependencies {
        let known = dependency.name.as_str();
        if packages.iter().any(|package| package.name == known) {
            let in_tests = dependency.is_for_tests
                && known == "xero-sim"
                && TESTED_AGAINST_THE_SIMULATOR.contains(&name);
            if !may_know.contains(&known) && !in_tests {
                violations.push(broken(format!("{name} may not know {known}")));
            }
        } else if !dependency.is_for_tests && !NOT_SHIPPED.contains(&name) {
            violations.extend(outside(name, known).map(broken));
        }
    }
    violations
}

/// Why the package `name` may not have the outside crate `known`.
fn outside(name: &str, known: &str) -> Option<String> {
    let first_word = known.split('-').next().unwrap_or_default();
    if let Some((_, homes)) = HOMES.iter().find(|(prefix, _)| *prefix == first_word)
        && !homes.contains(&name)
    {
        return Some(format!("{known} belongs to {}, not to {name}", homes[0]));
    }
    let (_, all) = PURE.iter().find(|(pure, _)| *pure == name)?;
    (!all.contains(&known)).then(|| format!("{name} stays pure: it has no use for {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[&str], dev_dependencies: &[&str]) -> Package {
        let entry = |is_for_tests| {
            move |name: &&str| {
                let features = Vec::new();
                Dependency { name: (*name).to_owned(), is_for_tests, features }
            }
        };
        Package {
            name: name.to_owned(),
            dependencies: dependencies
                .iter()
                .map(entry(false))
                .chain(dev_dependencies.iter().map(entry(true)))
                .collect(),
            ..Package::default()
        }
    }

    fn messages(subject: Package) -> Vec<String> {
        let others = OURS.map(|(name, _)| package(name, &[], &[]));
        let packages: Vec<Package> = std::iter::once(subject).chain(others).collect();
        check(&packages).into_iter().map(|violation| violation.message).collect()
    }

    #[test]
    fn an_arrow_against_the_grain_is_refused() {
        assert_eq!(messages(package("ledger", &["store"], &[])), ["ledger may not know store"]);
        assert_eq!(messages(package("xero-sim", &["xero"], &[])), ["xero-sim may not know xero"]);
        assert_eq!(messages(package("reports", &["store"], &[])), ["reports may not know store"]);
        assert!(messages(package("store", &["ledger", "world"], &[])).is_empty());
    }

    #[test]
    fn only_tests_of_the_client_and_what_is_above_it_know_the_simulator() {
        assert!(messages(package("sync", &[], &["xero-sim"])).is_empty());
        assert_eq!(messages(package("sync", &["xero-sim"], &[])), ["sync may not know xero-sim"]);
        assert_eq!(messages(package("store", &[], &["xero-sim"])), ["store may not know xero-sim"]);
    }

    #[test]
    fn an_outside_crate_stays_in_its_home() {
        let store = package("store", &["reqwest"], &[]);
        assert_eq!(messages(store), ["reqwest belongs to xero, not to store"]);
        let app = package("app", &["tauri-plugin-dialog"], &[]);
        assert_eq!(messages(app), ["tauri-plugin-dialog belongs to desktop, not to app"]);
        assert!(messages(package("xero", &["reqwest"], &["axum"])).is_empty());
    }

    #[test]
    fn bugs_on_purpose_are_in_no_build_that_does_not_ask_for_them() {
        let message = "bugs on purpose are `simulate --features planted` and nothing else";
        let with = |name: &str, feature: &str, on: &str| Package {
            features: [(feature.to_owned(), vec![on.to_owned()])].into(),
            ..package(name, &[], &[])
        };
        assert!(messages(with("simulate", "planted", "world/planted")).is_empty());
        assert_eq!(messages(with("simulate", "default", "planted")), [message]);
        assert_eq!(messages(with("app", "planted", "world/planted")), [message]);
        let mut sync = package("sync", &["world"], &[]);
        sync.dependencies[0].features = vec!["planted".to_owned()];
        assert_eq!(messages(sync), [message]);
    }

    #[test]
    fn a_pure_package_takes_nothing_new() {
        let ledger = package("ledger", &["serde"], &["proptest"]);
        assert_eq!(messages(ledger), ["ledger stays pure: it has no use for serde"]);
    }

    #[test]
    fn a_package_nobody_thought_about_is_refused() {
        let message = "say in xtask's tidy/edges.rs what billing may know";
        assert_eq!(messages(package("billing", &[], &[])), [message]);
    }

    #[test]
    fn cargos_metadata_is_understood() {
        let metadata = serde_json::json!({
            "name": "xero",
            "manifest_path": "/clone/src-tauri/crates/xero/Cargo.toml",
            "dependencies": [{"name": "world", "kind": null}, {"name": "axum", "kind": "dev"}],
            "targets": [
                {"kind": ["lib"], "src_path": "/clone/src-tauri/crates/xero/src/lib.rs"},
                {"kind": ["test"], "src_path": "/clone/src-tauri/crates/xero/tests/main.rs"},
            ],
        });
        let package = Package::read(&metadata, "/clone").expect("all its fields are there");
        assert_eq!(package.manifest, "src-tauri/crates/xero/Cargo.toml");
        assert_eq!(package.test_binaries, ["src-tauri/crates/xero/tests/main.rs"]);
        assert_eq!(
            package.dependencies.iter().map(|d| d.is_for_tests).collect::<Vec<_>>(),
            [false, true]
        );
    }
}
