//! Every command of the list answers, or refuses in words of its own.

use ipc::Code;
use serde_json::{Value, json};

use crate::Desk;
use crate::imports::filter;

const DAY: &str = "2026-11-19";

/// A plausible request of a command; an id that is not there is plausible too.
pub(crate) fn request(command: &str) -> Value {
    let day = json!({"location": null, "from": DAY, "to": DAY});
    match command {
        "start_practice" | "sync_now" | "cancel_run" | "check_drift" => json!({"run": "walk"}),
        "connect_start" => json!({"clientId": null}),
        "use_organisation" => json!({"id": "none", "name": "None"}),
        "set_client_id" => json!({"clientId": "DA7B00C5DA7B00C5DA7B00C5DA7B00C5"}),
        "cashout" => day,
        "cashout_line_transactions" => json!({"line": "stale", "cursor": null}),
        "sync_cashout" => json!({"run": "walk", "location": null, "from": DAY, "to": DAY}),
        "retry_document" | "hold_document" | "keep_document" | "undo_preview" | "undo_document"
        | "document" | "open_document" | "take_over_found" => json!({"document": "1"}),
        "skip_document" => json!({"document": "1", "why": "a walk"}),
        "retry_cause" => json!({"cause": "refused"}),
        "documents" => json!({"states": [], "cursor": null}),
        "candidates" => json!({"kind": "role", "role": "tips-payable"}),
        "set_role" => json!({"role": "tips-payable", "account": "Tips Payable"}),
        "set_gl_code" => json!({"code": "Boats", "account": "Sales", "tracking": []}),
        "set_tax" => json!({"tax": "GST", "target": null}),
        "set_tender" => json!({"tender": "Card", "account": null}),
        "accept_suggestions" => json!({"targets": []}),
        "transactions" => json!({"filter": filter()}),
        "transaction" => json!({"transaction": "1"}),
        "withdraw_transaction" => json!({"transaction": "1", "why": "a walk"}),
        "import_preview" => json!({"path": "/nowhere/export.csv", "options": {}}),
        "import_run" => json!({"preview": "gone", "run": "walk"}),
        "sync_log" => json!({"results": [], "from": DAY, "to": DAY}),
        "set_settings" => json!({
            "clientId": null,
            "deposits": "automatic",
            "checkIns": "withCashout",
            "range": "daily",
            "locked": "hold",
            "drafts": "none",
            "contacts": "create",
            "evidence": false,
            "postingStarts": null,
            "cashBanking": null,
            "staffTips": "Crew tips",
        }),
        "add_location" => json!({"name": "North Dock"}),
        "save_location" => json!({
            "id": "1",
            "name": "Main",
            "zone": "America/Vancouver",
            "dayEnd": "03:00",
            "taxWay": "taxLines",
            "rules": {
                "postingMode": "dailyJournal",
                "postingModeFrom": null,
                "depositTax": "",
                "cancellationTax": "GST=5,PST=7",
                "recognition": "byDay",
                "invoiceBalances": true,
                "chargebacks": "owed",
                "walkInContact": "",
            },
            "today": DAY,
        }),
        _ => decision(command),
    }
}

/// The same for commands that decide how things are posted.
fn decision(command: &str) -> Value {
    match command {
        "set_bank" => json!({"bank": "Savings", "account": null}),
        "set_tracking" => json!({"field": "location", "category": null, "options": []}),
        "set_no_tax_type" => json!({"taxType": null}),
        "create_tracking_option" => json!({"category": "Region", "option": "Walk"}),
        "enable_payments" => json!({"account": "Card Clearing"}),
        "contact_choices" => json!({"customer": "Anneke Larsen"}),
        "link_contact" => json!({"customer": "Anneke Larsen", "contact": null}),
        "unlink_contact" => json!({"id": "none"}),
        "set_rate" => json!({"currency": "USD", "day": DAY, "rate": "1.36"}),
        "set_posting_mode" => {
            json!({"location": "1", "mode": "invoices", "from": null, "confirmed": false})
        }
        "export" => {
            json!({"format": "csv", "location": null, "from": DAY, "to": DAY, "path": null})
        }
        "move_to_cashout" => json!({"transaction": "1", "part": "all"}),
        "sign_in" => json!({"person": "1", "pin": "4711"}),
        "add_person" => json!({"name": "Ana", "role": "administrator", "pin": "4711"}),
        "save_person" => {
            json!({"id": "1", "name": "Ana", "role": "administrator", "active": true})
        }
        "set_pin" => json!({"id": "1", "pin": "4712", "own": "4711"}),
        "set_lock_after" => json!({"minutes": 10}),
        "restore_backup" => json!({"file": "nothing.sqlite"}),
        "dismiss_found" => json!({"document": "1", "why": "a walk"}),
        "drifts" => json!({"all": true}),
        "accept_drift" | "repost_drift" => json!({"drift": "1"}),
        _ => json!({}),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_answers_or_says_why_not() {
    let desk = Desk::ready(false).await;
    // What ends the walk's own ground comes last.
    let last = ["disconnect", "connect_start", "connect_cancel", "start_practice"];
    let first = ipc::NAMES.iter().copied().filter(|name| !last.contains(name));
    for command in first.chain(last) {
        let Err(fault) = desk.try_ask(command, request(command)).await else { continue };
        assert_ne!(fault.code, Code::Internal, "{command}: {fault:?}");
        assert!(fault.message.ends_with('.'), "{command}: {}", fault.message);
        let unread = fault.message.contains("could not be read") && fault.field.is_none();
        let is_file = fault.code == Code::FileUnreadable;
        assert!(!unread || is_file, "the walk asks {command} as the window would: {fault:?}");
    }
    desk.app.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_which_one_cannot_be_read_are_kept_not_at_all() {
    let desk = Desk::before(&["ca"], false).await;
    let before = desk.ask("settings", json!({})).await;
    let mut wrong = request("set_settings");
    assert_ne!(wrong["range"], before["range"]);
    wrong["clientId"] = json!("0123456789ABCDEF0123456789ABCDEF");
    wrong["postingStarts"] = json!("the first of May");
    let fault = desk.refused("set_settings", wrong).await;
    assert_eq!(fault.field.as_deref(), Some("postingStarts"), "{fault:?}");
    assert_eq!(desk.ask("settings", json!({})).await, before);
}
