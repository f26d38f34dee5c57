//! Files in, and what their totals are in Xero.

use serde_json::json;

use crate::Desk;
use crate::till;

/// An amount of the simulator's books, which has two decimals, in cents.
fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().expect("an amount of two decimals")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_file_posts_exact_totals_to_each_account() {
    let desk = Desk::ready(false).await;
    let outcome = desk.sync("2026-11-19", "2026-11-20").await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");

    let mut wanted = std::collections::BTreeMap::new();
    for (account, amount) in till::FIRST_DAY.into_iter().chain(till::SECOND_DAY) {
        *wanted.entry(account.to_owned()).or_insert(0) += amount;
    }
    let books = desk.books().await;
    let found: std::collections::BTreeMap<String, i64> = books["TrialBalance"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| {
            let name = row["name"].as_str().expect("a name").to_owned();
            (name, cents(row["balance"].as_str().expect("an amount")))
        })
        .filter(|(_, amount)| *amount != 0)
        .collect();
    assert_eq!(found, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_records_nothing_and_says_what_the_import_will() {
    let desk = Desk::connected("ca", false).await;
    let preview = desk.preview(&desk.file("export.csv", &till::export())).await;
    assert_eq!(preview["toRecord"], 4);
    assert_eq!(preview["rejected"], 1);
    assert_eq!(desk.ask("transactions", json!({"filter": filter()})).await["total"], 0);
    let run = json!({"preview": preview["id"], "run": "import"});
    assert_eq!(desk.ask("import_run", run.clone()).await["recorded"], 4);
    let twice = desk.ask("import_run", run).await;
    assert_eq!((&twice["recorded"], &twice["alreadyKnown"]), (&json!(0), &json!(4)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_changed_since_its_preview_is_not_recorded() {
    let desk = Desk::connected("ca", false).await;
    let path = desk.file("export.csv", &till::export());
    let preview = desk.preview(&path).await;
    desk.file("export.csv", &till::export().replace("T4", "T9"));
    let run = json!({"preview": preview["id"], "run": "import"});
    let fault = desk.refused("import_run", run).await;
    assert!(fault.message.contains("has changed"), "{}", fault.message);
    assert!(fault.message.contains("Nothing was recorded"), "{}", fault.message);
    assert_eq!(desk.ask("transactions", json!({"filter": filter()})).await["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_cancelled_half_way_records_nothing() {
    let desk = Desk::connected("ca", false).await;
    let preview = desk.preview(&desk.file("long.csv", &till::long_export(5_000))).await;
    let mut progressed = desk.host.progressed.subscribe();
    let run = json!({"preview": preview["id"], "run": "long"});
    let cancel = async {
        progressed.changed().await.expect("the import tells how far it is");
        desk.ask("cancel_run", json!({"run": "long"})).await
    };
    let (outcome, _) = tokio::join!(desk.ask("import_run", run), cancel);
    assert_eq!(outcome["cancelled"], true, "{outcome:#}");
    assert_eq!(outcome["recorded"], 0);
    assert_eq!(desk.ask("transactions", json!({"filter": filter()})).await["total"], 0);
}

/// A filter that lets everything through.
pub(crate) fn filter() -> serde_json::Value {
    json!({"kinds": [], "postings": []})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blank_choice_is_no_choice_and_says_what_is_missing() {
    let desk = Desk::connected("ca", false).await;
    let path = desk.file("export.csv", &till::export());
    let blank = json!({
        "profile": null,
        "revenue": " ",
        "tax": {"kind": "one", "tax": ""},
        "location": null,
    });
    let preview = desk.ask("import_preview", json!({"path": path, "options": blank})).await;
    assert_eq!(preview["toRecord"], 0, "{preview:#}");
    assert_eq!(preview["needs"], json!(["revenue"]), "{preview:#}");
}
