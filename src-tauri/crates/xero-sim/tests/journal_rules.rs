//! What Xero refuses in a manual journal, in its words where they are known (facts §1, §6, §13).

use serde_json::{Value, json};

use crate::desk::{Desk, changed, line, messages};

/// Replaces the debit's account.
fn debit_on(account: &str) -> Value {
    changed(|journal| journal["JournalLines"][0]["AccountCode"] = json!(account))
}

async fn refusals(desk: &Desk, body: &Value) -> Vec<String> {
    desk.put("ManualJournals", body).await.refusals()
}

#[tokio::test]
async fn bank_inventory_and_blocked_system_accounts_are_not_valid_for_journals() {
    let desk = Desk::new().await;
    // Bank, till, inventory; debtors, creditors, expense claims, retained earnings, tracking
    // transfers, bank revaluations, unrealised gains.
    for code in ["090", "091", "630", "610", "800", "801", "960", "877", "497", "498"] {
        let expected = format!("Account code '{code}' is not a valid code for this document.");
        assert_eq!(refusals(&desk, &debit_on(code)).await, [expected]);
    }
    assert_eq!(desk.books().await["TrialBalance"], json!([]));
}

#[tokio::test]
async fn the_other_system_accounts_take_journals() {
    let desk = Desk::new().await;
    for code in ["820", "840", "860", "499"] {
        assert_eq!(desk.put("ManualJournals", &debit_on(code)).await.status, 200, "{code}");
    }
}

#[tokio::test]
async fn an_archived_account_is_refused() {
    let desk = Desk::new().await;
    let expected = "Account code '204' has been archived, or has been deleted. Each line item \
                    must reference a valid account.";
    assert_eq!(refusals(&desk, &debit_on("204")).await, [expected]);
}

#[tokio::test]
async fn an_unknown_code_is_refused_when_posting_and_stripped_from_a_draft() {
    let desk = Desk::new().await;
    let expected = "Account code '476' is not a valid code for this document.";
    assert_eq!(refusals(&desk, &debit_on("476")).await, [expected]);

    let mut body = debit_on("476");
    body["ManualJournals"][0]["Status"] = json!("DRAFT");
    let draft = desk.put("ManualJournals", &body).await.journal();
    let warning = "Account code '476' has been removed as it does not match a recognised account.";
    assert_eq!(messages(&draft["Warnings"]), [warning]);
    assert_eq!(draft["JournalLines"][0]["AccountCode"], Value::Null);

    let path = format!("ManualJournals/{}", draft["ManualJournalID"].as_str().unwrap());
    let approve = desk.post(&path, &json!({ "Status": "POSTED" })).await;
    assert_eq!(approve.refusals(), ["Account code must be specified"]);
}

#[tokio::test]
async fn an_account_id_does_as_well_as_a_code() {
    let desk = Desk::new().await;
    let chart = desk.get("Accounts").await.json()["Accounts"].clone();
    let boats = chart.as_array().unwrap().iter().find(|account| account["Name"] == "Boats");
    let id = boats.unwrap()["AccountID"].clone();
    let by_id = json!({ "LineAmount": -100, "AccountID": id });
    let body = changed(|journal| journal["JournalLines"][1] = by_id);
    let posted = desk.put("ManualJournals", &body).await.journal();
    assert_eq!(posted["JournalLines"][1]["AccountCode"], "201");

    let without = changed(|journal| journal["JournalLines"][1] = json!({ "LineAmount": -100 }));
    assert_eq!(refusals(&desk, &without).await, ["Account code must be specified"]);
}

#[tokio::test]
async fn debits_and_credits_must_be_equal_to_post_and_need_not_be_in_a_draft() {
    let desk = Desk::new().await;
    let unbalanced = |status: &str| {
        changed(|journal| {
            journal["Status"] = json!(status);
            journal["JournalLines"][1] = line(-10, "201");
        })
    };
    let expected = "The total debits (100.00) must equal total credits (-10.00)";
    assert_eq!(refusals(&desk, &unbalanced("POSTED")).await, [expected]);
    let draft = desk.put("ManualJournals", &unbalanced("DRAFT")).await.journal();
    assert_eq!(messages(&draft["ValidationErrors"]), [expected], "said in a 200 all the same");
}

#[tokio::test]
async fn narration_and_two_lines_are_needed_and_amounts_have_two_decimals() {
    let desk = Desk::new().await;
    let empty = changed(|journal| journal["Narration"] = json!(" "));
    assert_eq!(refusals(&desk, &empty).await, ["Narration must be specified"]);
    let single = changed(|journal| journal["JournalLines"] = json!([line(0, "613")]));
    assert_eq!(refusals(&desk, &single).await, ["A manual journal must have at least two lines"]);
    let lines = json!([line("10.005", "613"), line("-10.005", "201")]);
    let fine = changed(|journal| journal["JournalLines"] = lines);
    assert_eq!(refusals(&desk, &fine).await.len(), 2);
    let huge = json!([line("79228162514264337593543950335", "613"), line(0, "201")]);
    let huge = changed(|journal| journal["JournalLines"] = huge);
    assert_eq!(refusals(&desk, &huge).await.len(), 1);
    let missing = json!([{ "AccountCode": "613" }, line(0, "201")]);
    let missing = changed(|journal| journal["JournalLines"] = missing);
    assert_eq!(refusals(&desk, &missing).await, ["Line amount must be specified"]);
}

#[tokio::test]
async fn values_that_do_not_convert_come_before_every_rule() {
    let desk = Desk::new().await;
    let cases = [
        (
            "LineAmountTypes",
            json!("NO_TAX"),
            "Error converting value \"NO_TAX\" to type 'Xero.API.Library..LineAmountType'. Path \
             'ManualJournals[0].LineAmountTypes'",
        ),
        (
            "Date",
            json!("05/10/2026"),
            "Error converting value \"05/10/2026\" to type 'System.DateTime'. Path \
             'ManualJournals[0].Date'",
        ),
        (
            "JournalLines",
            json!([line("ten", "610")]),
            "Error converting value \"ten\" to type 'System.Decimal'. Path \
             'ManualJournals[0].JournalLines[0].LineAmount'",
        ),
    ];
    for (field, wrong, message) in cases {
        let body = changed(|journal| {
            journal["Narration"] = json!("");
            journal[field] = wrong;
        });
        let answer = desk.put("ManualJournals", &body).await;
        let text = json!({
            "ErrorNumber": 14, "Type": "PostDataInvalidException", "Message": message,
        });
        assert_eq!((answer.status, answer.json()), (400, text));
    }
}

#[tokio::test]
async fn amounts_may_be_quoted_and_dates_may_be_microsoft_s() {
    let desk = Desk::new().await;
    let body = changed(|journal| {
        journal["Date"] = json!("/Date(1791158400000+0000)/");
        journal["JournalLines"] = json!([line("1149.10", "613"), line("-1149.1", "201")]);
        journal["ShowOnCashBasisReports"] = json!("false");
    });
    let posted = desk.put("ManualJournals", &body).await.journal();
    assert_eq!(posted["Date"], "/Date(1791158400000+0000)/");
    assert_eq!(posted["ShowOnCashBasisReports"], false);
    assert_eq!(desk.balance("Boats").await, "-1149.10");
}

#[tokio::test]
async fn a_locked_period_refuses_creating_editing_and_voiding_up_to_its_last_day() {
    let desk = Desk::new().await;
    let posted = desk.posted("Cashout").await;
    let path = format!("ManualJournals/{}", posted["ManualJournalID"].as_str().unwrap());
    let period = "The document date cannot be before the period lock date, currently set at \
                  05-Oct-2026";
    let year = "The document date cannot be before the end of year lock date, currently set at \
                30-Sep-2026";
    desk.control(json!({ "lock_date": "2026-10-05", "year_lock_date": "2026-09-30" }));

    assert_eq!(refusals(&desk, &changed(|_| {})).await, [period]);
    let earlier = changed(|journal| journal["Date"] = json!("2026-09-30"));
    assert_eq!(refusals(&desk, &earlier).await, [period, year]);
    let moved = json!({ "Date": "2026-10-06" });
    assert_eq!(desk.post(&path, &moved).await.refusals(), [period]);
    let void = changed(|journal| journal["Status"] = json!("VOIDED"));
    assert_eq!(desk.post(&path, &void).await.refusals(), [period]);
    assert_eq!(desk.balance("Boats").await, "-100.00");

    desk.control(json!({ "lock_date": "" , "year_lock_date": "" }));
    assert_eq!(desk.post(&path, &void).await.status, 200);
}

#[tokio::test]
async fn tracking_needs_active_categories_and_options_and_at_most_two() {
    let desk = Desk::new().await;
    let tracked = |tracking: Value| {
        let body = changed(|journal| journal["JournalLines"][1]["Tracking"] = tracking);
        let desk = &desk;
        async move { desk.put("ManualJournals", &body).await }
    };
    let region = |option: &str| json!({ "Name": "Region", "Option": option });
    let department = json!({ "Name": "Department", "Option": "Kayaks" });
    let posted = tracked(json!([region("Lake"), department])).await.journal();
    let entry = &posted["JournalLines"][1]["Tracking"][0];
    assert_eq!((&entry["Name"], &entry["Option"]), (&json!("Region"), &json!("Lake")));
    let by_id = json!([{
        "TrackingCategoryID": entry["TrackingCategoryID"],
        "TrackingOptionID": entry["TrackingOptionID"],
    }]);
    assert_eq!(tracked(by_id).await.status, 200);
    assert_eq!(tracked(json!([region("Nowhere")])).await.status, 400);
    assert_eq!(tracked(json!([region("Lake"), region("Harbour")])).await.status, 400);
    desk.control(json!({ "archive_tracking_option": "Lake" }));
    assert_eq!(tracked(json!([region("Lake")])).await.status, 400);
}

#[tokio::test]
async fn a_user_without_the_reporting_role_may_not_touch_journals() {
    let desk = Desk::new().await;
    desk.control(json!({ "reporting_role": false }));
    let answer = desk.get("ManualJournals").await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("without the reporting role"));
    assert_eq!(desk.get("Accounts").await.status, 200);
}
