//! The chart as it is read, and what changed since.

use ledger::{AccountType, Role};
use serde_json::json;
use sync::{Change, Mapped, chart_changes, iana_zone, refresh_chart};

use crate::desk::Desk;

#[tokio::test]
async fn the_chart_is_read_whole() {
    let desk = Desk::open().await;
    let office = desk.office();
    let chart = office.book.chart().unwrap().unwrap().chart;
    assert_eq!(chart.organisation.id, desk.tenant.to_string());
    assert_eq!(chart.organisation.base_currency.code(), "CAD");
    let zone = chart.organisation.time_zone.as_deref();
    assert_eq!(zone, Some("America/Los_Angeles"), "Vancouver's hours by Xero's name");
    let account = |name: &str| chart.accounts.iter().find(|one| one.name == name).unwrap();
    assert_eq!(account("Till").kind, AccountType::Bank);
    assert_eq!(account("Accounts Receivable").system.as_deref(), Some("DEBTORS"));
    assert!(account("Cash Clearing").takes_payments);
    assert!(!account("Bike Rentals (discontinued)").active);
    let both = chart.tax_rates.iter().find(|rate| rate.tax_type == "TAX003").unwrap();
    assert_eq!(both.rate.normalize().to_string(), "12");
}

#[tokio::test]
async fn what_a_bookkeeper_changes_is_named_with_what_it_breaks() {
    let desk = Desk::open().await;
    let office = desk.office();
    desk.control(json!({
        "lock_date": "2026-10-31",
        "archive_account": "Revenue Clearing",
        "rename_account": { "account": "Boats", "to": "Boat Hire" },
        "retype_account": { "account": "Surcharges", "to": "REVENUE" },
        "archive_tax_rate": "TAX002",
    }));
    refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
    let before = office.book.previous_chart().unwrap().unwrap().chart;
    let after = office.book.chart().unwrap().unwrap().chart;
    let changes = chart_changes(&before, &after, &office.book.mapping().unwrap());
    let sentences: Vec<String> = changes.iter().map(|one| one.change.to_string()).collect();
    for expected in [
        "The books are now locked up to and including 2026-10-31.",
        "Revenue Clearing was archived in Xero.",
        "Boats is now called Boat Hire.",
        "Surcharges was Other income and is now Revenue.",
        "The tax rate PST BC (7%) can no longer be used.",
    ] {
        assert!(sentences.iter().any(|one| one == expected), "{expected}\n{sentences:#?}");
    }
    let broken: Vec<_> = changes.iter().filter(|one| one.breaks_mapping()).collect();
    assert_eq!(broken.len(), 1, "{broken:#?}");
    assert!(matches!(&broken[0].change, Change::AccountArchived { .. }));
    assert_eq!(broken[0].mapped, [Mapped::Role(Role::RevenueClearing)]);
}

#[tokio::test]
async fn a_chart_that_did_not_change_says_nothing() {
    let desk = Desk::open().await;
    let office = desk.office();
    refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
    let after = office.book.chart().unwrap().unwrap().chart;
    assert_eq!(chart_changes(&after, &after, &office.book.mapping().unwrap()), []);
}

#[test]
fn xeros_zones_are_known_by_their_windows_names() {
    assert_eq!(iana_zone("NEWZEALANDSTANDARDTIME"), Some("Pacific/Auckland"));
    assert_eq!(iana_zone("AUS Eastern Standard Time"), Some("Australia/Sydney"));
    assert_eq!(iana_zone("E. Australia Standard Time"), Some("Australia/Brisbane"));
    assert_eq!(iana_zone("MARSSTANDARDTIME"), None);
}
