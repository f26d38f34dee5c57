//! What may be chosen and what is refused before anything is sent, each in a plain sentence.

use ipc::Code;
use serde_json::json;

use crate::Desk;

/// A refusal is a sentence that ends, says that nothing was changed, and is no code.
fn is_plain(fault: &ipc::Fault, names: &str) {
    assert_eq!(fault.code, Code::MappingRefused, "{fault:?}");
    assert!(fault.message.ends_with('.') && fault.message.contains(names), "{}", fault.message);
    assert!(fault.hint.as_deref().is_some_and(|hint| hint.contains("Nothing was changed")));
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_that_may_not_do_a_job_are_refused_when_chosen() {
    let desk = Desk::connected("ca", false).await;
    for (role, account) in [
        ("revenue-clearing", "Business Bank Account"),
        ("ar-control", "Accounts Receivable"),
        ("tips-payable", "Sales"),
    ] {
        let fault = desk.refused("set_role", json!({"role": role, "account": account})).await;
        is_plain(&fault, account);
    }
    let archived = "Bike Rentals (discontinued)";
    let request = json!({"code": "bikes", "account": archived, "tracking": []});
    is_plain(&desk.refused("set_gl_code", request).await, archived);
    let mappings = desk.ask("mappings", json!({})).await;
    let clearing = mappings["roles"]
        .as_array()
        .and_then(|roles| roles.iter().find(|role| role["role"] == "revenue-clearing"))
        .expect("the role is listed");
    assert_eq!(clearing["state"], "unmapped");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tax_type_that_xero_does_not_allow_on_revenue_is_refused_in_way_a() {
    let desk = Desk::connected("au", false).await;
    let locations = desk.ask("locations", json!({})).await;
    assert_eq!(locations["locations"][0]["taxWay"], "xeroWorksItOut", "usual in Australia");
    let input = json!({"kind": "taxType", "taxType": "INPUT", "label": ""});
    let fault = desk.refused("set_tax", json!({"tax": "GST", "target": input})).await;
    is_plain(&fault, "revenue accounts");
    let gl = json!({"code": "x", "account": "Boats", "taxType": "INPUT", "tracking": []});
    is_plain(&desk.refused("set_gl_code", gl).await, "Boats");
    let output = json!({"kind": "taxType", "taxType": "OUTPUT", "label": ""});
    desk.ask("set_tax", json!({"tax": "GST", "target": output})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_archived_since_blocks_before_anything_is_sent() {
    let desk = Desk::ready(false).await;
    desk.control(json!({"archive_account": "Boats"}));
    let outcome = desk.sync("2026-11-20", "2026-11-20").await;
    assert_eq!(outcome["settled"], false);
    assert_eq!(outcome["documents"][0]["state"], "held", "{outcome:#}");
    let said = outcome["message"].as_str().unwrap_or_default();
    assert!(said.contains("Boats") && said.contains("archived"), "{said}");
    assert_eq!(desk.books().await["ManualJournals"].as_array().map(Vec::len), Some(0));

    // Mended by choosing another account, the held day goes.
    let mend = json!({"code": "Boats", "account": "Sales", "tracking": []});
    let saved = desk.ask("set_gl_code", mend).await;
    assert!(saved["message"].as_str().is_some_and(|said| said.contains("1 document")), "{saved}");
    let outcome = desk.ask("sync_now", json!({"run": "now"})).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_only_a_held_day_uses_is_still_listed_to_be_mapped() {
    let desk = Desk::connected("ca", false).await;
    desk.import(&crate::till::export()).await;
    let outcome = desk.sync("2026-11-20", "2026-11-20").await;
    assert_eq!(outcome["documents"][0]["state"], "held", "nothing is mapped yet");
    let mappings = desk.ask("mappings", json!({})).await;
    let needed = |name: &str| {
        let roles = mappings["roles"].as_array().expect("a list");
        roles.iter().any(|role| role["role"] == name && role["needed"] == true)
    };
    assert!(needed("discounts"), "only the held day has a discount");
    desk.map_all().await;
    let outcome = desk.ask("sync_now", json!({"run": "now"})).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
    let attention = desk.ask("attention", json!({})).await;
    assert_eq!(attention["total"], 0, "{attention:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_a_locked_period_is_held_before_it_is_sent_and_goes_when_unlocked() {
    let desk = Desk::ready(false).await;
    desk.control(json!({"lock_date": "2026-11-30"}));
    let outcome = desk.sync("2026-11-20", "2026-11-20").await;
    assert_eq!(outcome["documents"][0]["state"], "held", "{outcome:#}");
    assert!(outcome["message"].as_str().is_some_and(|said| said.contains("lock")), "{outcome:#}");
    assert_eq!(desk.books().await["ManualJournals"].as_array().map(Vec::len), Some(0));
    desk.control(json!({"lock_date": ""}));
    let document = json!({"document": outcome["documents"][0]["id"]});
    desk.ask("refresh_chart", json!({})).await;
    let outcome = desk.ask("retry_document", document).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_with_another_tax_way_posts_its_own_way() {
    let desk = Desk::connected("ca", false).await;
    desk.map_all().await;
    let added = desk.ask("add_location", json!({"name": "North Dock"})).await;
    let mut north = added["locations"][1].clone();
    north["taxWay"] = json!("xeroWorksItOut");
    desk.ask("save_location", north.clone()).await;
    let path = desk.file("north.csv", &crate::till::export().replace("Main Dock", "North Dock"));
    let preview = desk.preview(&path).await;
    desk.ask("import_run", json!({"preview": preview["id"], "run": "import"})).await;

    let day = json!({"location": north["id"], "from": "2026-11-20", "to": "2026-11-20"});
    let review = desk.ask("cashout", day.clone()).await;
    assert_eq!(review["journals"][0]["amountsAre"], "inclusive");
    let blocker = &review["blockers"][0];
    assert!(blocker["message"].as_str().is_some_and(|said| said.contains("GST+PST")), "{blocker}");
    let both = json!({"kind": "taxType", "taxType": "GST + PST 12%", "label": ""});
    desk.ask("set_tax", json!({"tax": "GST+PST", "target": both})).await;
    let mut run = day;
    run["run"] = json!("north");
    let outcome = desk.ask("sync_cashout", run).await;
    assert_eq!(outcome["settled"], true, "{outcome:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_person_is_grouped_once_by_cause_with_its_sentence() {
    let desk = Desk::connected("ca", false).await;
    desk.import(&crate::till::export()).await;
    let unclosed = desk.ask("attention", json!({})).await;
    desk.sync("2026-11-19", "2026-11-20").await;
    let closed = desk.ask("attention", json!({})).await;
    for attention in [unclosed, closed] {
        let groups = attention["groups"].as_array().expect("a list");
        assert!(!groups.is_empty());
        let mut causes: Vec<_> = groups.iter().map(|group| group["cause"].to_string()).collect();
        causes.sort();
        causes.dedup();
        assert_eq!(causes.len(), groups.len(), "{attention:#}");
        for group in groups {
            let sentence = group["sentence"].as_str().unwrap_or_default();
            assert!(sentence.ends_with('.') && sentence.contains("Nothing is lost"), "{sentence}");
            assert_ne!(group["actions"], json!([]), "{group:#}");
            assert_ne!(group["items"], json!([]), "{group:#}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roles_own_title_is_suggested_before_its_usual_names() {
    let desk = Desk::connected("ca", false).await;
    let mappings = desk.ask("mappings", json!({})).await;
    let fees = mappings["roles"]
        .as_array()
        .and_then(|roles| roles.iter().find(|role| role["role"] == "processor-fees"))
        .expect("the role is listed");
    assert_eq!(fees["suggestion"]["account"]["name"], "Processor Fees");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_for_a_tax_is_refused_where_xero_works_every_tax_out() {
    let desk = Desk::connected("au", false).await;
    let account = json!({"kind": "account", "account": "GST", "label": ""});
    let fault = desk.refused("set_tax", json!({"tax": "GST", "target": account})).await;
    assert_eq!(fault.code, Code::MappingRefused, "{fault:?}");
    assert!(fault.message.contains("name a Xero tax rate"), "{}", fault.message);
    assert!(fault.message.contains("Nothing was changed"), "{}", fault.message);
}
