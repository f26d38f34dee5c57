//! What is typed at a till is never a formula in a file that a spreadsheet program opens.

use serde_json::json;

use crate::support::{Desk, Simulator};

const DAY: &str = "2026-11-20";
const NEXT_DAY: &str = "2026-11-21";

/// How texts begin that spreadsheet programs run.
const FORMULAS: [&str; 7] = [
    "=HYPERLINK(\"http://example.invalid\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
];

/// Sales, booking payments and an account charge in which every name is such a text.
fn takings(day: &str) -> String {
    let mut all = Vec::new();
    for (place, text) in FORMULAS.iter().enumerate() {
        let customer = json!({ "id": text, "name": text, "email": text });
        let at = format!("{day}T10:{place:02}:00");
        let tenders = json!([{ "name": text, "amount": "10.00" }]);
        let line = json!([{ "description": text, "gl_code": text, "net": "10.00" }]);
        let whole = |kind: &str, more: serde_json::Value| {
            let mut one = json!({
                "id": format!("{text}{kind}{day}"), "kind": kind, "at": at, "till": text,
                "staff": text, "note": text, "customer": customer, "tenders": tenders,
            });
            one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            one
        };
        all.push(whole("sale", json!({ "lines": line })));
        // Each has a journal of its own, which takes its time to be sent: two are enough.
        if place % 2 == 0 && place < 4 {
            all.push(whole("booking_payment", json!({ "booking": text })));
        }
    }
    json!(all).to_string()
}

/// The cells of a file that a spreadsheet program would run; amounts are what they seem.
fn runs(file: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
    let cells =
        reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let is_amount =
        |cell: &str| cell.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
    cells
        .filter(|cell| {
            cell.starts_with(['\t', '\r', '\n'])
                || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        })
        .filter(|cell| !is_amount(cell))
        .collect()
}

#[test]
fn no_name_from_a_till_starts_a_formula_in_any_file_we_write() {
    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    for (role, account) in [
        ("revenue-clearing", "Revenue Clearing"),
        ("deferred-revenue", "Deferred Revenue"),
        ("cash-clearing", "Cash Clearing"),
        ("card-clearing", "Card Clearing"),
    ] {
        desk.run(&["map", "role", role, account]).done();
    }
    let record = |day: &str| {
        let recorded = desk.feed(&["record", "--json", "-"], &takings(day));
        assert_eq!(recorded.code, 0, "{recorded:?}");
    };
    record(DAY);
    for text in FORMULAS {
        desk.run(&["map", "set", "--", text, "Sales"]).done();
        desk.run(&["map", "tender", "--", text, "Card Clearing"]).done();
    }
    let written = |words: &[&str]| {
        let output = desk.command(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let map = written(&["map", "export", "-"]);
    assert!(map.contains("HYPERLINK") && map.contains("'-2+3"), "{map}");
    assert_eq!(runs(&map), [""; 0], "{map}");
    let file = desk.write("map.csv", &map);
    let again = desk.run(&["map", "import", file.to_str().unwrap()]).done();
    assert_eq!(again["rejected"], json!([]), "{again}");
    assert_eq!(written(&["map", "export", "-"]), map, "what was neutralised reads back");

    desk.run(&["sync", "--from", DAY, "--to", DAY]).done();
    let ledger = written(&["export", "--format", "csv"]);
    assert!(ledger.contains("2+3"), "names of the till are in it: {ledger}");
    assert_eq!(runs(&ledger), [""; 0], "{ledger}");

    // Closed while Xero is away: the journals wait, and can be carried over as a file.
    record(NEXT_DAY);
    simulator.control(&json!({ "faults": { "kind": "loss_before" } }));
    desk.run(&["sync", "--from", NEXT_DAY, "--to", NEXT_DAY]);
    let for_xero = written(&["export", "--format", "xero-csv"]);
    assert!(for_xero.lines().count() > 3, "{for_xero}");
    assert_eq!(runs(&for_xero), [""; 0], "{for_xero}");
}

#[cfg(unix)]
#[test]
fn every_file_that_is_written_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;

    let simulator = Simulator::start("ca");
    let desk = Desk::connected(&simulator);
    crate::journey::map(&desk);
    crate::journey::import(&desk);
    desk.run(&["sync"]).done();
    let place = |name: &str| desk.place().join(name);
    let text = |name: &str| place(name).to_str().unwrap().to_owned();
    desk.run(&["export", "--format", "csv", "--output", &text("all.csv")]).done();
    desk.run(&["export", "--format", "pdf", "--output", &text("day.pdf")]).done();
    desk.run(&["diagnose", "--to", &text("bundle.zip")]).done();
    desk.run(&["backup", "make", &text("copy.sqlite")]).done();
    let old = desk.write("map.csv", "of somebody");
    std::fs::set_permissions(&old, PermissionsExt::from_mode(0o644)).unwrap();
    desk.run(&["map", "export", &text("map.csv")]).done();
    for name in ["all.csv", "day.pdf", "bundle.zip", "copy.sqlite", "map.csv"] {
        let mode = std::fs::metadata(place(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}: {mode:o}");
    }
}
