//! The chart, taxes, tracking and the organisation (facts §10).

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xero_sim::{Options, Scenario};

use crate::desk::{Desk, options, read};

const NAMED: [&str; 20] = [
    "Revenue Clearing",
    "Cash Clearing",
    "Card Clearing",
    "Deferred Revenue",
    "Rental Receivables",
    "Tips Payable",
    "Gift Cards",
    "Damage Bonds",
    "Discounts Given",
    "Surcharges",
    "Cash Over/Short",
    "Processor Fees",
    "Exchange Differences",
    "Cancellation Income",
    "Boats",
    "Kayak Rentals",
    "Equipment Sales",
    "Till",
    "Bad Debts",
    "Chargebacks",
];

#[tokio::test]
async fn every_country_has_a_desk_s_accounts_its_system_accounts_and_usable_taxes() {
    for country in ["ca", "au", "nz", "uk", "us"] {
        let desk = Desk::of(country).await;
        let chart = desk.get("Accounts").await.json()["Accounts"].as_array().unwrap().clone();
        let set = |field: &str| -> BTreeSet<String> {
            chart.iter().map(|a| a[field].as_str().unwrap().to_owned()).collect()
        };
        let names = set("Name");
        assert_eq!(names.len(), chart.len(), "{country}: names are unique");
        assert_eq!(set("Code").len(), chart.len(), "{country}: codes are unique");
        for name in NAMED {
            assert!(names.contains(name), "{country}: no {name}");
        }
        for system in [
            "DEBTORS",
            "CREDITORS",
            "GST",
            "ROUNDING",
            "RETAINEDEARNINGS",
            "HISTORICAL",
            "REALISEDCURRENCYGAIN",
            "UNREALISEDCURRENCYGAIN",
            "BANKCURRENCYGAIN",
            "TRACKINGTRANSFERS",
            "UNPAIDEXPCLM",
        ] {
            assert!(set("SystemAccount").contains(system), "{country}: no {system}");
        }
        assert_eq!(chart.iter().filter(|a| a["Type"] == "BANK").count(), 2);
        assert_eq!(chart.iter().filter(|a| a["Status"] == "ARCHIVED").count(), 1);
        assert_tax_types_fit(&desk, &chart).await;
    }
}

async fn assert_tax_types_fit(desk: &Desk, chart: &[Value]) {
    let rates = desk.get("TaxRates").await.json()["TaxRates"].as_array().unwrap().clone();
    for account in chart {
        let rate = rates.iter().find(|rate| rate["TaxType"] == account["TaxType"]);
        let flag = match account["Class"].as_str().unwrap() {
            "ASSET" => "CanApplyToAssets",
            "EQUITY" => "CanApplyToEquity",
            "EXPENSE" => "CanApplyToExpenses",
            "LIABILITY" => "CanApplyToLiabilities",
            _ => "CanApplyToRevenue",
        };
        assert_eq!(rate.unwrap()[flag], true, "{account}");
    }
}

#[tokio::test]
async fn canada_s_gst_and_pst_are_plain_liabilities_beside_the_sales_tax_account() {
    let desk = Desk::of("ca").await;
    let chart = desk.get("Accounts").await.json()["Accounts"].clone();
    let find = |name: &str| chart.as_array().unwrap().iter().find(|a| a["Name"] == name).cloned();
    for name in ["GST", "PST"] {
        let account = find(name).unwrap();
        assert_eq!((&account["Type"], &account["SystemAccount"]), (&json!("CURRLIAB"), &json!("")));
    }
    assert_eq!(find("Sales Tax").unwrap()["SystemAccount"], "GST");
    let rates = desk.get("TaxRates").await;
    assert!(rates.text.contains("\"EffectiveRate\":12.0000"), "{}", rates.text);
}

#[tokio::test]
async fn an_account_is_created_once_and_one_a_request() {
    let desk = Desk::new().await;
    let account = |code: &str, name: &str| json!({ "Code": code, "Name": name, "Type": "CURRENT" });
    let made = desk.put("Accounts", &account("615", "Rental receivables 2")).await.json();
    assert_eq!(made["Accounts"][0]["Class"], "ASSET");
    let twice = desk.put("Accounts", &account("616", "rental receivables 2")).await;
    assert_eq!(twice.refusals(), ["Please enter a unique Name."]);
    let code = desk.put("Accounts", &account("615", "Another")).await;
    assert_eq!(code.refusals(), ["Please enter a unique Code."]);
    let two = json!({ "Accounts": [account("617", "A"), account("618", "B")] });
    assert_eq!(desk.put("Accounts", &two).await.status, 400);
    let wrong = json!({ "Code": "619", "Name": "C", "Type": "CLEARING" });
    assert_eq!(desk.put("Accounts", &wrong).await.json()["ErrorNumber"], 14);
}

#[tokio::test]
async fn accounts_are_changed_and_archived_but_not_both_at_once() {
    let desk = Desk::new().await;
    let found = read(desk.request("GET", "Accounts").query(&[("where", "Code==\"611\"")])).await;
    let account = found.json()["Accounts"][0].clone();
    let path = format!("Accounts/{}", account["AccountID"].as_str().unwrap());
    let enabled = desk.post(&path, &json!({ "EnablePaymentsToAccount": true })).await.json();
    assert_eq!(enabled["Accounts"][0]["EnablePaymentsToAccount"], true);
    assert_eq!(enabled["Accounts"][0]["Name"], "Revenue Clearing");

    let both = json!({ "Name": "Old", "Status": "ARCHIVED" });
    assert_eq!(desk.post(&path, &both).await.status, 400);
    let archived = desk.post(&path, &json!({ "Status": "ARCHIVED" })).await.json();
    assert_eq!(archived["Accounts"][0]["Status"], "ARCHIVED");
}

#[tokio::test]
async fn the_organisation_shows_lock_dates_only_where_they_are_set() {
    let desk = Desk::of("nz").await;
    let before = desk.get("Organisation").await.json()["Organisations"][0].clone();
    assert_eq!(before["BaseCurrency"], "NZD");
    assert_eq!(before["Timezone"], "NEWZEALANDSTANDARDTIME");
    assert_eq!(before["OrganisationID"], json!(desk.tenant));
    assert!(before["ShortCode"].as_str().unwrap().starts_with('!'));
    assert_eq!(before["PeriodLockDate"], Value::Null);

    desk.control(json!({ "lock_date": "2026-09-30" }));
    let after = desk.get("Organisation").await.json()["Organisations"][0].clone();
    assert_eq!(after["PeriodLockDate"], "/Date(1790726400000+0000)/");
}

#[tokio::test]
async fn the_actions_say_what_plan_and_role_allow() {
    let scenario = Scenario { multicurrency: false, ..Scenario::default() };
    let desk = Desk::with(Options { scenario, ..options() }).await;
    let actions = desk.get("Organisation/Actions").await.json()["Actions"].clone();
    let allowed = |name: &str| {
        let action = actions.as_array().unwrap().iter().find(|action| action["Name"] == name);
        action.unwrap()["Status"] == "ALLOWED"
    };
    assert!(allowed("CreateManualJournal") && !allowed("UseMulticurrency"));
}

#[tokio::test]
async fn a_tracking_option_can_be_added_once() {
    let desk = Desk::new().await;
    let categories = desk.get("TrackingCategories").await.json()["TrackingCategories"].clone();
    assert_eq!(categories.as_array().unwrap().len(), 2);
    let id = categories[0]["TrackingCategoryID"].as_str().unwrap();
    let path = format!("TrackingCategories/{id}/Options");
    let option = json!({ "Options": [{ "Name": "Bikes" }] });
    assert_eq!(desk.put(&path, &option).await.json()["Options"][0]["Name"], "Bikes");
    assert_eq!(desk.put(&path, &option).await.refusals(), ["Please enter a unique Name."]);
}

#[tokio::test]
async fn tracking_categories_are_made_renamed_and_archived_two_of_them_active() {
    let desk = Desk::new().await;
    let name = "TrackingCategories";
    let first = desk.get(name).await.one(name);
    let path = format!("{name}/{}", first["TrackingCategoryID"].as_str().unwrap());
    let third = json!({ "Name": "Desk" });
    assert_eq!(desk.put(name, &third).await.refusals().len(), 1, "two are active");
    let option = first["Options"][0]["TrackingOptionID"].as_str().unwrap();
    let renamed = desk.post(&format!("{path}/Options/{option}"), &json!({ "Name": "Kiosk" })).await;
    assert_eq!(renamed.one("Options")["Name"], "Kiosk");
    let taken = desk.post(&path, &json!({ "Name": "region" })).await;
    assert_eq!(taken.refusals(), ["Please enter a unique Name."]);
    let archived = desk.post(&path, &json!({ "Status": "ARCHIVED" })).await.one(name);
    assert_eq!(archived["Status"], "ARCHIVED");
    let made = desk.put(name, &third).await.one(name);
    assert_eq!((&made["Status"], &made["Options"]), (&json!("ACTIVE"), &json!([])));
    assert_eq!(desk.get(name).await.each(name, "Name"), ["Desk", "Region"]);
    let all = desk.get("TrackingCategories?includeArchived=true").await.each(name, "Name");
    assert_eq!(all, ["Department", "Desk", "Region"]);
    assert_eq!(desk.post(&path, &json!({ "Status": "ACTIVE" })).await.status, 400);
}
