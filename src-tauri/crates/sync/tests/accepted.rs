//! What a person accepted of a drift stays so, whatever is read again and whenever it was written.

use ledger::DocumentKind;
use rusqlite::Connection;
use serde_json::{Value, json};
use store::DriftKind;

use crate::desk::{Desk, Office};
use crate::retagged::{accept, edited, harbour, in_xero, look};
use crate::scenes::scenes;

const ANOTHER: &str = "In Xero it belongs to another contact now.";

/// More lines than any document here has.
const LINES_MAX: u32 = 20;

/// A desk whose invoice somebody made out to another, which was accepted.
async fn made_out_to_another() -> (Desk, Office, Value) {
    let (desk, office) = harbour().await;
    let invoice = in_xero(&office, DocumentKind::Invoice);
    for name in ["Ana Ruiz", "Max Webb"] {
        desk.control(json!({ "add_contact": { "name": name } }));
    }
    edit(&desk, &invoice, json!({ "contact": "Ana Ruiz" }));
    let drift = edited(&office).await;
    assert_eq!(drift.drift.message, ANOTHER);
    accept(&office, &drift).await;
    (desk, office, invoice)
}

fn edit(desk: &Desk, id: &Value, mut what: Value) {
    what["id"] = id.clone();
    desk.control(json!({ "edit_invoice": what }));
}

/// Every drift of the book as it was kept before contacts, currencies, rates and tracking were.
fn as_kept_before(office: &Office) {
    let file = Connection::open(office.book.path()).unwrap();
    let past_triggers = rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
    file.set_db_config(past_triggers, false).unwrap();
    let head = ["contact", "currency", "rate"].map(|key| format!("'$.{key}'"));
    let lines = (0..LINES_MAX).map(|line| format!("'$.lines[{line}].tracking'"));
    let kept_since: Vec<String> = head.into_iter().chain(lines).collect();
    let change =
        format!("UPDATE drifts SET content = json_remove(content, {})", kept_since.join(", "));
    assert!(file.execute(&change, []).unwrap() > 0);
}

#[tokio::test]
async fn a_contact_that_was_accepted_stays_so_when_an_option_gets_another_name() {
    let (desk, office, invoice) = made_out_to_another().await;
    desk.wire.rewrite("\"Harbour\"", "\"Harbor Front\"");
    edit(&desk, &invoice, json!({}));
    assert_eq!(look(&office).await, []);
}

#[tokio::test]
async fn a_name_that_was_accepted_stays_so_when_a_rate_is_rounded_otherwise() {
    let (desk, office) = harbour().await;
    let invoice = in_xero(&office, DocumentKind::Invoice);
    for what in [json!({ "currency": "USD" }), json!({ "reference": "Of Ana" })] {
        edit(&desk, &invoice, what);
        accept(&office, &edited(&office).await).await;
    }
    desk.wire.rewrite("0.735294", "0.735295");
    edit(&desk, &invoice, json!({}));
    assert_eq!(look(&office).await, []);
}

#[tokio::test]
async fn a_contact_and_a_name_that_were_accepted_stay_so_when_more_is_accepted() {
    let (desk, office, invoice) = made_out_to_another().await;
    for what in [json!({ "reference": "Of Ana" }), json!({ "date": "2026-11-19" })] {
        edit(&desk, &invoice, what);
        let drift = edited(&office).await;
        assert!(!drift.drift.message.contains(ANOTHER), "{}", drift.drift.message);
        accept(&office, &drift).await;
        edit(&desk, &invoice, json!({}));
        assert_eq!(look(&office).await, []);
    }
    edit(&desk, &invoice, json!({ "contact": "Max Webb", "reference": "Of Max" }));
    let drift = edited(&office).await;
    assert_eq!(drift.drift.message, format!("{ANOTHER} In Xero it is called \"Of Max\" now."));
    accept(&office, &drift).await;
    edit(&desk, &invoice, json!({ "contact": "Ana Ruiz", "reference": "Of Max" }));
    assert_eq!(edited(&office).await.drift.message, ANOTHER, "it was accepted once, and is past");
    office.assert_sound();
}

#[tokio::test]
async fn what_was_accepted_before_contacts_were_kept_stays_so() {
    let (desk, office, invoice) = made_out_to_another().await;
    edit(&desk, &invoice, json!({ "contact": "Max Webb", "reference": "Of Max" }));
    accept(&office, &edited(&office).await).await;
    as_kept_before(&office);
    edit(&desk, &invoice, json!({}));
    assert_eq!(look(&office).await, []);
    edit(&desk, &invoice, json!({ "date": "2026-11-19" }));
    let drift = edited(&office).await;
    assert_eq!(drift.drift.message, "In Xero it is dated 2026-11-19 now; it was 2026-11-20.");
    accept(&office, &drift).await;
    edit(&desk, &invoice, json!({ "contact": "Ana Ruiz" }));
    assert_eq!(edited(&office).await.drift.message, ANOTHER, "from now on it is known whose it is");
}

#[tokio::test]
async fn what_is_open_is_not_told_again_by_another_name_nor_by_what_is_read_besides() {
    let (desk, office) = harbour().await;
    let invoice = in_xero(&office, DocumentKind::Invoice);
    desk.control(json!({ "add_contact": { "name": "Ana Ruiz" } }));
    edit(&desk, &invoice, json!({ "contact": "Ana Ruiz" }));
    let open = edited(&office).await;
    desk.wire.rewrite("\"Harbour\"", "\"Harbor Front\"");
    for is_from_before in [false, true] {
        if is_from_before {
            as_kept_before(&office);
        }
        edit(&desk, &invoice, json!({}));
        assert_eq!(office.outbox.check_drift().await.unwrap().noticed, 0, "{is_from_before}");
        assert_eq!(edited(&office).await.id, open.id);
    }
    let all = office.book.drifts(true, 9).unwrap();
    assert_eq!(all.len(), 1, "{all:#?}");
    assert_eq!(all[0].drift.kind, DriftKind::Edited);
}

#[tokio::test]
async fn what_was_noted_of_the_statement_before_rates_were_kept_is_not_noted_again() {
    let scene = scenes().into_iter().find(|scene| scene.name == "a payout abroad").unwrap();
    let desk = scene.desk().await;
    let office = desk.office();
    scene.post(&office).await;
    let banked = in_xero(&office, DocumentKind::BankTransaction);
    desk.control(json!({ "reconcile": banked }));
    assert_eq!(office.outbox.check_drift().await.unwrap().noticed, 1);
    as_kept_before(&office);
    desk.control(json!({ "edit_bank_transaction": { "id": banked } }));
    assert_eq!(office.outbox.check_drift().await.unwrap().noticed, 0);
    assert_eq!(office.book.drifts(true, 9).unwrap()[0].drift.kind, DriftKind::Reconciled);
}
