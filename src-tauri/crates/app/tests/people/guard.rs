//! Who may do what, in the window and at the command line.

use std::path::PathBuf;

use app::App;
use app::headless::{AuditQuery, DaysAsked, LogQuery, OutboxRun, SignInOptions};
use ipc::{Code, ExportFormat, Fault, LocationId};
use serde_json::json;

use super::{LEE, SAM, ask, hire, sign_in, window};
use crate::Desk;
use crate::commands::request;

/// What a role may not, of the commands in the list.
fn may_not(role: &str) -> Vec<&'static str> {
    let administrator = [
        "add_person",
        "save_person",
        "set_lock_after",
        "start_practice",
        "connect_start",
        "connect_cancel",
        "list_organisations",
        "use_organisation",
        "disconnect",
        "set_client_id",
        "add_location",
        "save_location",
        "backups",
        "restore_backup",
    ];
    let bookkeeper = [
        "audit_log",
        "take_over_found",
        "dismiss_found",
        "check_drift",
        "accept_drift",
        "repost_drift",
        "retry_document",
        "retry_cause",
        "hold_document",
        "keep_document",
        "skip_document",
        "undo_document",
        "move_to_cashout",
        "check_approvals",
        "refresh_chart",
        "set_role",
        "set_gl_code",
        "set_tax",
        "set_tender",
        "set_bank",
        "set_tracking",
        "set_no_tax_type",
        "create_tracking_option",
        "enable_payments",
        "accept_suggestions",
        "link_contact",
        "unlink_contact",
        "set_rate",
        "set_settings",
        "set_posting_mode",
        "export",
    ];
    match role {
        "front desk" => administrator.into_iter().chain(bookkeeper).collect(),
        "bookkeeper" => administrator.to_vec(),
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_list_is_refused_to_whom_it_is_not_for() {
    let desk = Desk::ready(false).await;
    hire(&desk.app).await;
    for (name, pin, role) in [("Sam", SAM, "front desk"), ("Lee", LEE, "bookkeeper")] {
        sign_in(&desk.app, name, pin).await;
        let mut not: Vec<&str> = may_not(role);
        not.sort_unstable();
        let shown = window(&desk.app).await["mayNot"].clone();
        let mut shown: Vec<&str> =
            shown.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
        shown.sort_unstable();
        assert_eq!(shown, not, "{role}");
        for command in ipc::NAMES {
            // What would send somebody else to the window; and somebody else's PIN, which is
            // looked at where it is set.
            if ["sign_in", "sign_out", "set_pin"].contains(command) {
                continue;
            }
            let mut asked = request(command);
            if *command == "set_settings" {
                // Another one takes an administrator, which is looked at where it is kept.
                asked["clientId"] = ask(&desk.app, "settings", json!({})).await["clientId"].clone();
            }
            let answer = desk.app.dispatch(command, asked).await;
            let fault = answer.as_ref().err();
            let refused = fault.is_some_and(|fault| fault.code == Code::NotAllowed);
            // What it names is in Xero, which is looked at where it is withdrawn.
            let is_in_xero = (role, *command) == ("front desk", "withdraw_transaction");
            let expected = not.contains(command) || is_in_xero;
            assert_eq!(refused, expected, "{role}, {command}: {fault:?}");
            if let Some(fault) = fault.filter(|_| refused) {
                let sentence = &fault.message;
                assert!(sentence.starts_with("Only ") && sentence.contains(name), "{sentence}");
                assert!(sentence.ends_with("Nothing was changed."), "{sentence}");
                assert!(fault.hint.as_ref().unwrap().contains("Ana"), "{fault:?}");
            }
        }
    }
}

/// What each of the command line's own methods is for, and the code it is refused with.
async fn own_methods(app: &App) -> Vec<(&'static str, &'static str, Option<Code>)> {
    let (asked, nowhere) = (DaysAsked::default(), PathBuf::from("/nowhere/file"));
    let (first, csv) = (LocationId::from("1"), ExportFormat::Csv);
    let mut found = Vec::new();
    macro_rules! tried {
        ($($what:literal $name:literal $call:expr;)*) => {
            $(found.push(($what, $name, $call.await.err().map(|fault: Fault| fault.code)));)*
        };
    }
    tried! {
        "look" "location_named" app.location_named("Main");
        "look" "check" app.check();
        "look" "log" app.log(&LogQuery::default());
        "look" "all_settings" app.all_settings();
        "look" "setting" app.setting("drafts");
        "look" "location_rules" app.location_rules(&first);
        "look" "last_minute" app.last_minute(None, None);
        "look" "review" app.review(&asked);
        "look" "sync_plan" app.sync_plan(&asked);
        "look" "outbox" app.outbox(true);
        "look" "document_named" app.document_named("1");
        "look" "map_rows" app.map_rows();
        "look" "own_balances" app.own_balances();
        "look" "simulator_balances" app.simulator_balances();
        "desk" "record" app.record("[]");
        "desk" "sync_days" app.sync_days(&asked);
        "desk" "run_outbox" app.run_outbox(OutboxRun::Once);
        "books" "audit" app.audit(&AuditQuery::default());
        "books" "approvals" app.approvals();
        "books" "retry_named" app.retry_named("1");
        "books" "hold_named" app.hold_named("1");
        "books" "skip_named" app.skip_named("1", "no".to_owned());
        "books" "undo_named" app.undo_named("1");
        "books" "back_up" app.back_up(nowhere.clone());
        "books" "set_setting" app.set_setting("drafts", "none");
        "books" "set_tax_to" app.set_tax_to("GST", "GST");
        "books" "set_mode" app.set_mode(&first, "invoices", None, false);
        "books" "exported" app.exported(csv, &asked);
        "books" "export_to" app.export_to(csv, &asked, nowhere.clone());
        "all" "set_location_rule" app.set_location_rule(&first, "deposit-tax", "");
        "all" "use_organisation_named" app.use_organisation_named("none");
        "all" "sign_in_begin" app.sign_in_begin(SignInOptions::default());
        "all" "sign_in_end" app.sign_in_end(None);
        "all" "practise" app.practise(None);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_lines_own_methods_are_behind_the_same_guard() {
    let desk = Desk::ready(false).await;
    hire(&desk.app).await;
    let app = &desk.app;
    ask(app, "sign_out", json!({})).await;
    for (_, method, code) in own_methods(app).await {
        assert_eq!(code, Some(Code::PersonNeeded), "{method}, with nobody there");
    }
    for (name, pin, may) in
        [("Sam", SAM, ["look", "desk"].as_slice()), ("Lee", LEE, &["look", "desk", "books"])]
    {
        sign_in(app, name, pin).await;
        for (what, method, code) in own_methods(app).await {
            let refused = code == Some(Code::NotAllowed);
            assert_eq!(refused, !may.contains(&what), "{name}, {method}: {code:?}");
        }
    }
}
