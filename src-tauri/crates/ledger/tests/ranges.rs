//! Splitting a range of days where one journal may not cross.

use expect_test::{Expect, expect};
use ledger::{Organisation, split_range};

use crate::books::{chart, day};

fn check(organisation: &Organisation, from: &str, to: &str, expected: &Expect) {
    let spans = split_range(day(from), day(to), organisation);
    let lines = spans.iter().map(|span| {
        let locked = if span.locked { " locked" } else { "" };
        let why = span.cut.map(|cut| format!(": {}", cut.sentence(span.to))).unwrap_or_default();
        format!("{} to {}{locked}{why}\n", span.from, span.to)
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_range_within_a_month_is_one_span() {
    check(
        &chart().organisation,
        "2026-11-01",
        "2026-11-30",
        &expect![[r#"
        2026-11-01 to 2026-11-30
    "#]],
    );
    check(
        &chart().organisation,
        "2026-11-21",
        "2026-11-21",
        &expect![[r#"
        2026-11-21 to 2026-11-21
    "#]],
    );
}

#[test]
fn a_range_is_cut_at_month_ends_and_the_year_end() {
    check(
        &chart().organisation,
        "2027-02-20",
        "2027-05-02",
        &expect![[r#"
        2027-02-20 to 2027-02-28: the month ends on 2027-02-28
        2027-03-01 to 2027-03-31: the financial year ends on 2027-03-31
        2027-04-01 to 2027-04-30: the month ends on 2027-04-30
        2027-05-01 to 2027-05-02
    "#]],
    );
}

#[test]
fn a_year_end_within_a_month_cuts_too() {
    let mut organisation = chart().organisation;
    organisation.year_end = Some((4, 5));
    check(
        &organisation,
        "2027-04-01",
        "2027-04-10",
        &expect![[r#"
        2027-04-01 to 2027-04-05: the financial year ends on 2027-04-05
        2027-04-06 to 2027-04-10
    "#]],
    );
}

#[test]
fn a_leap_day_year_end_falls_on_the_last_of_february() {
    let mut organisation = chart().organisation;
    organisation.year_end = Some((2, 29));
    check(
        &organisation,
        "2027-02-27",
        "2027-03-01",
        &expect![[r#"
        2027-02-27 to 2027-02-28: the financial year ends on 2027-02-28
        2027-03-01 to 2027-03-01
    "#]],
    );
    check(
        &organisation,
        "2028-02-28",
        "2028-03-01",
        &expect![[r#"
        2028-02-28 to 2028-02-29: the financial year ends on 2028-02-29
        2028-03-01 to 2028-03-01
    "#]],
    );
}

#[test]
fn both_lock_dates_cut_and_what_is_behind_the_later_is_locked() {
    let mut organisation = chart().organisation;
    organisation.period_lock = Some(day("2026-11-19"));
    organisation.year_lock = Some(day("2026-11-17"));
    check(
        &organisation,
        "2026-11-16",
        "2026-11-21",
        &expect![[r#"
        2026-11-16 to 2026-11-17 locked: the books are locked up to 2026-11-17
        2026-11-18 to 2026-11-19 locked: the books are locked up to 2026-11-19
        2026-11-20 to 2026-11-21
    "#]],
    );
    check(
        &organisation,
        "2026-11-18",
        "2026-11-19",
        &expect![[r#"
        2026-11-18 to 2026-11-19 locked
    "#]],
    );
    check(
        &organisation,
        "2026-11-19",
        "2026-11-21",
        &expect![[r#"
        2026-11-19 to 2026-11-19 locked: the books are locked up to 2026-11-19
        2026-11-20 to 2026-11-21
    "#]],
    );
}

#[test]
fn a_range_that_ends_before_it_begins_has_no_spans() {
    check(&chart().organisation, "2026-11-21", "2026-11-20", &expect![[""]]);
}

#[test]
fn years_of_days_are_split_without_gap_or_overlap() {
    let (from, to) = (day("2020-02-15"), day("2030-01-01"));
    let spans = split_range(from, to, &chart().organisation);
    assert_eq!((spans[0].from, spans[spans.len() - 1].to), (from, to));
    assert!(spans.windows(2).all(|pair| pair[0].to.succ_opt() == Some(pair[1].from)));
    assert_eq!(spans.len(), 120);
}
