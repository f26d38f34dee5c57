//! Settings, locations, the chart, the mapping, the log.

use std::time::Duration;

use ledger::{
    Account, AccountClass, AccountType, Chart, Currency, GlTarget, Organisation, Role, TaxRate,
    TaxSet, TaxWay, TrackingCategory, TrackingOption,
};
use store::{Error, ImportProfile, LogEntry, LogFilter, MapEntry};

use crate::desk::{desk, later, location, noon, november, sale};

#[test]
fn a_setting_is_what_it_was_last_set_to() {
    let desk = desk();
    assert_eq!(desk.book.setting("theme").expect("read"), None);
    desk.book.set_setting("theme", Some("dark")).expect("set");
    desk.book.set_setting("theme", Some("light")).expect("set");
    assert_eq!(desk.book.setting("theme").expect("read").as_deref(), Some("light"));
    desk.book.set_setting("theme", None).expect("taken away");
    assert_eq!(desk.book.setting("theme").expect("read"), None);
}

#[test]
fn two_locations_never_share_a_name() {
    let desk = desk();
    let taken = desk.book.add_location(&location("Main Dock")).expect_err("it is taken");
    assert!(matches!(taken, Error::NameTaken { .. }), "{taken}");
    let beach = desk.book.add_location(&location("Beach")).expect("a second");
    let mut changed = desk.book.location(beach).expect("read");
    changed.location.name = "Main Dock".to_owned();
    assert!(matches!(desk.book.update_location(&changed), Err(Error::NameTaken { .. })));
    changed.location.name = "West Beach".to_owned();
    changed.location.tax_way = TaxWay::XeroComputes;
    desk.book.update_location(&changed).expect("changed");
    assert_eq!(desk.book.location(beach).expect("read"), changed);
    assert_eq!(desk.book.locations().expect("read").len(), 2);
}

#[test]
fn a_book_belongs_to_one_organisation_for_good() {
    let desk = desk();
    assert_eq!(desk.book.bound_to().expect("read"), None);
    desk.book.bind("tenant-1", noon()).expect("bound");
    desk.book.bind("tenant-1", later(1)).expect("the same again");
    let refused = desk.book.bind("tenant-2", later(2)).expect_err("another");
    assert!(matches!(refused, Error::OtherOrganisation { .. }), "{refused}");
    assert_eq!(desk.book.bound_to().expect("read").as_deref(), Some("tenant-1"));
    assert!(desk.file().execute("DELETE FROM binding", []).is_err());
}

pub(crate) fn chart(name: &str) -> Chart {
    Chart {
        organisation: Organisation {
            id: "tenant-1".to_owned(),
            name: name.to_owned(),
            country: "CA".to_owned(),
            base_currency: Currency::CAD,
            short_code: Some("!23eYt".to_owned()),
            period_lock: Some(november(1)),
            year_lock: None,
            year_end: Some((12, 31)),
            time_zone: Some("America/Vancouver".to_owned()),
        },
        accounts: [AccountType::Revenue, AccountType::Unknown, AccountType::Bank]
            .into_iter()
            .map(|kind| Account {
                id: format!("id of {}", kind.xero()),
                code: String::new(),
                name: kind.title().to_owned(),
                kind,
                class: kind.class().unwrap_or(AccountClass::Equity),
                active: kind != AccountType::Bank,
                system: Some("GST".to_owned()),
                tax_type: None,
                takes_payments: true,
                currency: None,
            })
            .collect(),
        tax_rates: vec![TaxRate {
            tax_type: "TAX001".to_owned(),
            name: "GST".to_owned(),
            rate: "4.975".parse().expect("a rate"),
            active: true,
            applies_to: vec![AccountClass::Revenue, AccountClass::Expense],
        }],
        tracking: vec![TrackingCategory {
            id: "T".to_owned(),
            name: "Location".to_owned(),
            active: true,
            options: vec![TrackingOption {
                id: "O".to_owned(),
                name: "Main Dock".to_owned(),
                active: false,
            }],
        }],
    }
}

#[test]
fn a_chart_comes_back_as_it_was_and_so_does_the_one_before() {
    let desk = desk();
    assert_eq!(desk.book.chart().expect("read"), None);
    for (second, name) in (0..).zip(["One", "Two", "Three"]) {
        desk.book.save_chart(&chart(name), later(second)).expect("saved");
    }
    let latest = desk.book.chart().expect("read").expect("there");
    assert_eq!((latest.chart, latest.read_at), (chart("Three"), later(2)));
    let previous = desk.book.previous_chart().expect("read").expect("there");
    assert_eq!((previous.chart, previous.read_at), (chart("Two"), later(1)));
}

#[test]
fn every_sort_of_mapping_comes_back_with_its_changes() {
    let desk = desk();
    let boats = GlTarget {
        account_id: "A-2".to_owned(),
        tax_type: Some("TAX001".to_owned()),
        tracking: vec![("T".to_owned(), "O".to_owned())],
    };
    let set = |id: &str| Some(id.to_owned());
    desk.book
        .map(
            &[
                MapEntry::Role(Role::RevenueClearing, set("A-1")),
                MapEntry::Gl(" 6545 ".to_owned(), Some(boats.clone())),
                MapEntry::TaxAccount("GST".to_owned(), set("A-3")),
                MapEntry::TaxType(TaxSet::of(["PST", "GST"]), set("TAX002")),
                MapEntry::TaxType(TaxSet::none(), set("EXEMPT")),
                MapEntry::Tender("Card".to_owned(), set("A-4")),
                MapEntry::NoTaxType(set("NONE")),
            ],
            "Bea",
            noon(),
        )
        .expect("mapped");
    let mapping = desk.book.mapping().expect("read");
    assert_eq!(mapping.roles[&Role::RevenueClearing], "A-1");
    assert_eq!(mapping.gl_codes["6545"], boats);
    assert_eq!(mapping.tax_accounts["GST"], "A-3");
    assert_eq!(mapping.tax_types[&TaxSet::of(["GST", "PST"])], "TAX002");
    assert_eq!(mapping.tax_types[&TaxSet::none()], "EXEMPT");
    assert_eq!(mapping.tenders["card"], "A-4");
    assert_eq!(mapping.no_tax_type.as_deref(), Some("NONE"));

    desk.book.map(&[MapEntry::Gl("6545".to_owned(), None)], "Cy", later(1)).expect("unmapped");
    desk.book.map(&[MapEntry::Gl("6545".to_owned(), None)], "Cy", later(2)).expect("no change");
    assert!(desk.book.mapping().expect("read").gl_codes.is_empty());
    let changes = desk.book.mapping_changes(100).expect("read");
    assert_eq!(changes.len(), 8);
    assert_eq!(changes[0].before, MapEntry::Gl("6545".to_owned(), Some(boats)));
    assert_eq!(changes[0].after, MapEntry::Gl("6545".to_owned(), None));
    assert_eq!((changes[0].who.as_str(), changes[0].at), ("Cy", later(1)));
}

#[test]
fn a_tax_in_another_spelling_is_mapped_anew_and_not_twice() {
    let desk = desk();
    let set = |id: &str| Some(id.to_owned());
    for (code, account) in [("GST", "A-1"), ("gst", "A-2")] {
        let entry = MapEntry::TaxAccount(code.to_owned(), set(account));
        desk.book.map(&[entry], "Bea", noon()).expect("mapped");
    }
    let mapping = desk.book.mapping().expect("read");
    assert_eq!(
        mapping.tax_accounts.into_iter().collect::<Vec<_>>(),
        [("GST".into(), "A-2".into())]
    );
    desk.book
        .map(&[MapEntry::TaxAccount("Gst".to_owned(), None)], "Bea", noon())
        .expect("unmapped");
    assert!(desk.book.mapping().expect("read").tax_accounts.is_empty());
}

#[test]
fn the_log_is_found_by_document_word_and_result_and_never_edited() {
    let desk = desk();
    desk.record(&[sale("S-1", november(20), 10_000)]);
    let document = desk.close("4K7Q2M", november(20));
    let entry = |operation: &str, ok: bool| LogEntry {
        at: noon(),
        who: "sync".to_owned(),
        operation: operation.to_owned(),
        document: ok.then_some(document),
        ok,
        message: "50% done".to_owned(),
        status: Some(200),
        duration: Duration::from_millis(1_234),
        attempt: Some(1),
        xero_id: None,
    };
    for (operation, ok) in [("create journal", true), ("read chart", false)] {
        desk.book.log(&entry(operation, ok)).expect("logged");
    }
    let list = |filter: LogFilter| desk.book.sync_log(&filter, None, 10).expect("read");
    let text = |text: &str| LogFilter { text: Some(text.to_owned()), ..LogFilter::default() };
    assert_eq!(list(LogFilter::default()).len(), 2);
    assert_eq!(list(text("4K7Q2M"))[0].entry, entry("create journal", true));
    assert_eq!(list(text("50%")).len(), 2);
    assert_eq!(list(text("5_%")).len(), 0, "a wildcard is only a letter");
    assert_eq!(list(LogFilter { ok: Some(false), ..LogFilter::default() }).len(), 1);
    let newest = list(LogFilter::default())[0].id;
    let next = desk.book.sync_log(&LogFilter::default(), Some(newest), 10).expect("read");
    assert_eq!(next.len(), 1);
    assert!(desk.file().execute("UPDATE sync_log SET ok = 1", []).is_err());
    assert!(desk.file().execute("DELETE FROM sync_log", []).is_err());
}

#[test]
fn a_profile_is_found_by_its_header_line() {
    let desk = desk();
    let profile = |name: &str| ImportProfile {
        fingerprint: "f".to_owned(),
        name: name.to_owned(),
        options: r#"{"date":"dmy"}"#.to_owned(),
    };
    assert_eq!(desk.book.import_profile("f").expect("read"), None);
    for name in ["Old", "New"] {
        desk.book.save_import_profile(&profile(name)).expect("saved");
    }
    assert_eq!(desk.book.import_profile("f").expect("read"), Some(profile("New")));
}
