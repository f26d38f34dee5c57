//! Dates, times and zones of Square exports.

use chrono::NaiveDate;
use imports::{DateOrder, DateReason, ImportError, Location, LocationRule, Warning};

use crate::square_file::{FileRow, YEAR_2018, file, sale};
use crate::{dock, import, options, try_import};

/// A sale on a date, with a Payment ID of its own.
fn on(date: &str) -> FileRow {
    sale().set("Date", date).set("Payment ID", &format!("P-{date}"))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

#[test]
fn one_date_that_can_be_read_one_way_decides_for_the_file() {
    let outcome = import(&file(YEAR_2018, &[on("08/04/2026"), on("8/14/26")]), &options());
    assert_eq!(outcome.transactions[0].business_date, day(2026, 8, 4));
    assert_eq!(outcome.transactions[1].business_date, day(2026, 8, 14));
    let dates = outcome.report.dates.unwrap();
    assert_eq!(dates.order, DateOrder::MonthFirst);
    assert!(!dates.is_guess());
    assert_eq!(dates.to_string(), "Dates are read month first: \"8/14/26\" on line 3.");

    let outcome = import(&file(YEAR_2018, &[on("04.08.2026"), on("14.08.2026")]), &options());
    assert_eq!(outcome.transactions[0].business_date, day(2026, 8, 4));
}

#[test]
fn where_no_date_shows_it_the_usual_order_is_taken_and_said() {
    let bytes = file(YEAR_2018, &[on("03/04/2026")]);
    let outcome = import(&bytes, &options());
    assert_eq!(outcome.only().business_date, day(2026, 3, 4));
    let dates = outcome.report.dates.unwrap();
    assert!(dates.is_guess());
    let from = "Pacific Time (US & Canada)".to_owned();
    assert_eq!(dates.reason, DateReason::Usual { from });

    let mut australian = options();
    australian.country = Some("AU".to_owned());
    let sydney = file(YEAR_2018, &[on("03/04/2026").set("Time Zone", "Sydney")]);
    assert_eq!(import(&sydney, &australian).report.dates.unwrap().order, DateOrder::DayFirst);

    let mut chosen = options();
    chosen.date_order = Some(DateOrder::DayFirst);
    assert_eq!(import(&bytes, &chosen).only().business_date, day(2026, 4, 3));
}

#[test]
fn dates_that_contradict_each_other_refuse_the_file() {
    let bytes = file(YEAR_2018, &[on("08/14/2026"), on("14/08/2026")]);
    let error = try_import(&bytes, &options()).err().expect("the file is refused");
    assert!(matches!(error, ImportError::ContradictoryDates { .. }));
    assert!(error.to_string().contains("\"14/08/2026\" on line 3 is day first"), "{error}");
}

#[test]
fn a_date_that_is_none_rejects_its_row_only() {
    let outcome = import(&file(YEAR_2018, &[on("2026-02-30"), sale()]), &options());
    assert_eq!(outcome.reason(), "Date \"2026-02-30\" is not a date with the year first.");
    assert_eq!(outcome.transactions.len(), 1);
}

#[test]
fn times_are_read_in_every_form() {
    for (time, expected) in [
        ("14:05", "21:05:00"),
        ("2:30:00 PM", "21:30:00"),
        ("12:10 am", "07:10:00"),
        ("12:59:30", "19:59:30"),
    ] {
        let outcome = import(&file(YEAR_2018, &[sale().set("Time", time)]), &options());
        assert_eq!(outcome.only().at.format("%H:%M:%S").to_string(), expected, "{time}");
    }
    let outcome = import(&file(YEAR_2018, &[sale().set("Time", "25:00")]), &options());
    assert_eq!(outcome.reason(), "Time \"25:00\" is not a time of day.");
}

#[test]
fn the_business_date_is_the_locations_and_not_the_tills_zone() {
    let row = sale().set("Time Zone", "Eastern Time (US & Canada)").set("Time", "00:30:00");
    let outcome = import(&file(YEAR_2018, &[row]), &options());
    assert_eq!(outcome.only().business_date, day(2026, 8, 13));
}

#[test]
fn an_unknown_zone_is_the_locations_and_is_pointed_out() {
    let row = sale().set("Time Zone", "Dock Time");
    let outcome = import(&file(YEAR_2018, &[row]), &options());
    assert_eq!(outcome.only().at.to_rfc3339(), "2026-08-14T19:59:30+00:00");
    assert_eq!(outcome.warnings, [Warning::UnknownZone { name: "Dock Time".to_owned() }]);
}

#[test]
fn hours_that_clocks_repeat_or_skip_are_taken_and_pointed_out() {
    let repeated = on("2025-11-02").set("Time", "01:30:00");
    let skipped = on("2026-03-08").set("Time", "02:30:00");
    let outcome = import(&file(YEAR_2018, &[repeated, skipped]), &options());
    assert_eq!(outcome.warnings, [Warning::RepeatedHour, Warning::SkippedHour]);
    assert_eq!(outcome.transactions[0].at.to_rfc3339(), "2025-11-02T08:30:00+00:00");
    assert_eq!(outcome.transactions[1].at.to_rfc3339(), "2026-03-08T10:30:00+00:00");
}

#[test]
fn locations_are_the_files_where_known_and_the_fallback_where_not() {
    let harbour = Location {
        name: "Harbour".to_owned(),
        zone: chrono_tz::Australia::Sydney,
        day_end: chrono::NaiveTime::MIN,
    };
    let at = |location, payment| sale().set("Location", location).set("Payment ID", payment);
    let rows = [at("HARBOUR", "P1"), at("Elsewhere", "P2"), at("Elsewhere", "P3"), at("", "P4")];
    let mut from_file = options();
    let known = vec![dock(), harbour];
    from_file.location = LocationRule::FromFile { known: known.clone(), fallback: Some(dock()) };
    let outcome = import(&file(YEAR_2018, &rows), &from_file);
    assert_eq!(outcome.transactions[0].location, "Harbour");
    assert_eq!(outcome.transactions[0].business_date, day(2026, 8, 15));
    let unknown = Warning::UnknownLocation { name: "Elsewhere".to_owned() };
    assert_eq!(outcome.report.warnings[&unknown], 2);
    assert_eq!(outcome.report.locations["Main Dock"], 3);

    from_file.location = LocationRule::FromFile { known, fallback: None };
    let outcome = import(&file(YEAR_2018, &rows), &from_file);
    assert_eq!(outcome.rejects.len(), 3);
    let [need] = outcome.report.needs.as_slice() else { panic!("one need") };
    assert!(need.to_string().contains("\"Elsewhere\""), "{need}");
}
