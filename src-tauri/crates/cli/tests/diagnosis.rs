//! The diagnostic bundle: what is in it, and that nothing of what is in the book is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::people::{ANA, SAM};
use crate::support::{Desk, Ran, Simulator};

/// The files of a bundle.
const FILES: [&str; 6] =
    ["about.json", "settings.json", "chart.json", "outbox.json", "calls.json", "checks.json"];
/// Shorter texts may be anywhere by chance.
const TEXT_MIN: usize = 5;
/// From ten on, in minor units: a smaller amount may be a count by chance.
const AMOUNT_MIN: i64 = 1_000;

/// The texts of a bundle by the names of its files.
type Bundle = BTreeMap<String, String>;

fn open(file: &Path) -> Bundle {
    let mut archive = zip::ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut bundle = Bundle::new();
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        bundle.insert(entry.name().unwrap().into_owned(), text);
    }
    bundle
}

fn json_of(bundle: &Bundle, file: &str) -> Value {
    serde_json::from_str(&bundle[file]).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn saved(ran: &Ran) -> Bundle {
    open(Path::new(ran.done()["path"].as_str().unwrap()))
}

/// Everything in the book that somebody wrote, or that Xero calls something.
#[derive(Default)]
struct Written {
    texts: BTreeSet<String>,
    amounts: BTreeSet<i64>,
}

impl Written {
    /// Reads every text and every amount of every table, whatever it is about.
    fn of(book: &Path) -> Self {
        let book = Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        let mut names = book.prepare(names).unwrap();
        let tables: Vec<String> =
            names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let mut written = Self::default();
        for table in tables {
            let mut rows = book.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns: Vec<String> = rows.column_names().map(str::to_owned).collect();
            let mut rows = rows.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for (place, column) in columns.iter().enumerate() {
                    written.see(&table, column, row.get_ref(place).unwrap());
                }
            }
        }
        written
    }

    fn see(&mut self, table: &str, column: &str, value: ValueRef<'_>) {
        let is_amount = ["amount", "total", "tax"].contains(&column);
        match value {
            ValueRef::Integer(number) if is_amount && number.abs() >= AMOUNT_MIN => {
                self.amounts.insert(number.abs());
            }
            // Codes and ids look like words, and are none.
            ValueRef::Text(text) if is_code(table, column) && !text.is_empty() => {
                self.texts.insert(String::from_utf8_lossy(text).into_owned());
            }
            // A zone is told, and what is logged of a call in our own words.
            ValueRef::Text(_) if column == "zone" || (table, column) == CALL => {}
            ValueRef::Text(text) => self.see_text(&String::from_utf8_lossy(text)),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {}
        }
    }

    /// Of a JSON text what stands in it.
    fn see_text(&mut self, text: &str) {
        match serde_json::from_str::<Value>(text) {
            Ok(whole @ (Value::Array(_) | Value::Object(_))) => {
                let mut inner = Vec::new();
                leaves(&whole, &mut inner);
                for leaf in inner {
                    if let Value::String(text) = leaf {
                        self.see_words(&text);
                    }
                }
            }
            Ok(_) | Err(_) => self.see_words(text),
        }
    }

    /// What is one word of small letters, or a number, is a word of ours.
    fn see_words(&mut self, text: &str) {
        let is_word = text
            .chars()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || "-_.:".contains(one));
        let is_code = text.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit());
        let is_zone = text.contains('/') && !text.contains(' ');
        let is_long = text.chars().count() >= TEXT_MIN;
        if is_long && !is_word && !is_code && !is_zone {
            self.texts.insert(text.to_owned());
        }
    }

    /// What of it is in a bundle.
    fn found_in(&self, bundle: &Bundle) -> Vec<String> {
        let whole: String = bundle.values().map(String::as_str).collect();
        let texts = self.texts.iter().filter(|text| whole.contains(text.as_str()));
        let mut found: Vec<String> = texts.cloned().collect();
        let mut inner = Vec::new();
        for file in bundle.keys() {
            leaves(&json_of(bundle, file), &mut inner);
        }
        for leaf in inner {
            let text = match &leaf {
                Value::String(text) => text.clone(),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => leaf.to_string(),
            };
            let is_time = text.ends_with('Z') && text.contains('T');
            for amount in self.amounts.iter().filter(|_| !is_time) {
                if text.contains(&format!("{}.{:02}", amount / 100, amount % 100)) {
                    found.push(text.clone());
                }
            }
        }
        found
    }
}

/// Where the log says what was done.
const CALL: (&str, &str) = ("sync_log", "operation");

/// The columns whose texts look like words of ours and are none.
fn is_code(table: &str, column: &str) -> bool {
    let codes = [
        ("documents", "code"),
        ("documents", "number"),
        ("documents", "xero_id"),
        ("attempts", "key"),
        ("binding", "tenant_id"),
        ("leases", "owner"),
        ("contacts", "xero_id"),
        ("imports", "sha256"),
        ("sync_log", "xero_id"),
        ("transactions", "outside_id"),
    ];
    codes.contains(&(table, column))
}

fn leaves(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| leaves(one, found)),
        Value::Object(all) => all.values().for_each(|one| leaves(one, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push(value.clone());
        }
    }
}

/// A sale with a customer, a note and a booking that nobody else has, of a code nobody mapped.
fn sale(day: &str) -> String {
    json!([{
        "kind": "sale", "id": "SALE-777001", "at": format!("{day}T10:00:00"),
        "staff": "Wilhelmina Oostveen",
        "note": "Left her dentures in the pontoon boat",
        "customer": { "name": "Quirinus van Nispen", "email": "quirinus@nispen.example" },
        "booking": "BKG-31337",
        "lines": [{ "description": "Gondola at dusk", "gl_code": "Gondolas", "net": "8123.46" }],
        "tenders": [{ "name": "Cash", "amount": "8123.46" }]
    }])
    .to_string()
}

#[test]
fn a_bundle_of_the_practice_company_has_nothing_of_what_is_in_its_book() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    let practice = desk.run(&["practice"]).done();
    let today = practice["today"].as_str().unwrap();
    let demo = desk.command(&["practice", "--headless-demo"]).output().unwrap();
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
    let recorded = desk.feed(&["record", "--json", "-"], &sale(today));
    assert_eq!(recorded.code, 0, "{recorded:?}");
    desk.run(&["sync", "--from", "today", "--to", "today"]);

    let bundle = saved(&desk.run(&["diagnose"]));
    let mut names: Vec<&str> = bundle.keys().map(String::as_str).collect();
    let mut expected = FILES;
    names.sort_unstable();
    expected.sort_unstable();
    assert_eq!(names, expected);

    let written = Written::of(&desk.place().join("book/book.sqlite"));
    for seen in [
        "Quirinus van Nispen",
        "quirinus@nispen.example",
        "Left her dentures in the pontoon boat",
        "SALE-777001",
        "BKG-31337",
        "Wilhelmina Oostveen",
    ] {
        assert!(written.texts.iter().any(|text| text.contains(seen)), "{seen} is looked for");
    }
    assert!(written.texts.len() > 1_000, "{} texts are looked for", written.texts.len());
    assert!(written.amounts.len() > 100, "{} amounts are", written.amounts.len());
    assert_eq!(written.found_in(&bundle), [""; 0]);
    let place = desk.place().display().to_string();
    assert!(bundle.values().all(|text| !text.contains(&place)), "no folder of this machine");

    see_what_is_in_it(&desk, &bundle);
}

/// It tells what became of each document and call, as the other commands do.
fn see_what_is_in_it(desk: &Desk, bundle: &Bundle) {
    let listed = desk.run(&["outbox", "list", "--all"]).done();
    let listed = listed["documents"].as_array().or(listed.as_array()).unwrap().clone();
    let outbox = json_of(bundle, "outbox.json");
    let told = outbox["documents"].as_array().unwrap();
    assert_eq!(told.len(), listed.len());
    for one in &listed {
        let id: i64 = one["id"].as_str().unwrap().parse().unwrap();
        let same = told.iter().find(|other| other["document"] == id).unwrap();
        assert_eq!(same["state"], one["state"], "{one}");
    }
    let held = told.iter().find(|one| one["state"] == "held").expect("something is held");
    assert!(held["cause"].as_str().is_some_and(|cause| cause != "other"), "{held}");
    let posted = told.iter().find(|one| one["state"] == "posted").expect("something is posted");
    assert_eq!(posted["attempts"][0]["outcome"], "done", "{posted}");

    let calls = json_of(bundle, "calls.json");
    let calls = calls["calls"].as_array().unwrap();
    assert!(calls.iter().any(|one| one["operation"] == "create journal" && one["status"] == 200));
    let others: Vec<_> = calls.iter().filter(|one| one["operation"] == "other").collect();
    assert!(others.is_empty(), "the log is in words of ours: {others:?}");
    let checks = json_of(bundle, "checks.json");
    assert!(checks.as_array().unwrap().iter().all(|one| one["broken"] == 0), "{checks}");
    let about = json_of(bundle, "about.json");
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    assert!(about["book"]["rows"]["transactions"].as_u64().unwrap() > 100, "{about}");
    let chart = json_of(bundle, "chart.json");
    assert_eq!(chart["roles"]["tips-payable"], true, "{chart}");
    let settings = json_of(bundle, "settings.json");
    assert_eq!((&settings["country"], &settings["currency"]), (&json!("CA"), &json!("CAD")));
}

#[test]
fn it_is_made_without_a_sign_in_by_any_role_and_audited() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    let to = desk.place().join("for-help.zip");
    let name = to.to_str().unwrap();
    let ran = desk.run(&["diagnose", "--to", name]);
    assert_eq!(ran.done()["path"], name);
    assert_eq!(open(&to).len(), FILES.len());
    let again = desk.run(&["diagnose", "--to", name]);
    assert_eq!(again.code, 2, "a file is never replaced: {again:?}");
    assert!(again.sentence().contains("could not be written"), "{again:?}");
    let nowhere = desk.place().join("nowhere/for-help.zip");
    let nowhere = desk.run(&["diagnose", "--to", nowhere.to_str().unwrap()]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");

    desk.hire();
    let by_sam = desk.run_as("Sam", SAM, &["diagnose"]);
    let about = json_of(&saved(&by_sam), "about.json");
    assert_eq!(about["book"]["rows"]["people"], 2, "{about}");
    let alone = desk.run(&["diagnose"]);
    assert_eq!(alone.code, 1, "somebody signs in where the book has people: {alone:?}");
    let audited = desk.run_as("Ana", ANA, &["audit", "--by", "Sam"]).out;
    assert!(audited.contains("Save a diagnostic bundle"), "{audited}");
}

#[test]
fn a_book_that_cannot_be_opened_has_one_too() {
    let simulator = Simulator::start("ca");
    let desk = Desk::new(&simulator);
    desk.run(&["check"]).done();
    let book = desk.place().join("book/book.sqlite");
    std::fs::write(&book, "what a damaged disk left of Quirinus van Nispen").unwrap();
    let bundle = saved(&desk.run(&["diagnose"]));
    assert_eq!(bundle.keys().collect::<Vec<_>>(), ["about.json"]);
    let about = json_of(&bundle, "about.json");
    assert_eq!(about["not_opened"], "book_failed", "{about}");
    assert_eq!(about["files"]["book_bytes"], 47, "{about}");
    assert!(!bundle["about.json"].contains("Quirinus"), "{about}");
}
