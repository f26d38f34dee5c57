//! The practice company's season as it is made, in a book without any Xero.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use app::Season;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use ledger::{Chart, Currency, Kind, Organisation, Payout, Rejection, TaxWay, Transaction};
use store::{
    Book, MapEntry, NewLocation, NewTransaction, Pushed, TransactionFilter, TransactionState,
};

const LOCATION: &str = "Main Dock";
/// Enough customers to see that they come.
const BUSY: u32 = 5;
/// Days on which a season may end: months of every length, a leap day, the ends of a month and of
/// a year.
const TODAYS: [(i32, u32, u32); 8] = [
    (2026, 11, 30),
    (2027, 1, 29),
    (2027, 3, 1),
    (2028, 2, 29),
    (2026, 12, 31),
    (2027, 7, 15),
    (2027, 10, 3),
    (2026, 5, 20),
];

fn season(seed: u64, (year, month, day): (i32, u32, u32)) -> Season {
    Season {
        seed,
        today: NaiveDate::from_ymd_opt(year, month, day).unwrap(),
        location: LOCATION.to_owned(),
        zone: chrono_tz::America::Vancouver,
        busy: BUSY,
    }
}

fn now() -> DateTime<Utc> {
    "2027-12-01T00:00:00Z".parse().unwrap()
}

/// A book that knows its currency and that transfers go straight to the bank.
fn book(folder: &tempfile::TempDir) -> Book {
    let book = Book::open(folder.path(), now()).unwrap();
    book.add_location(&NewLocation {
        name: LOCATION.to_owned(),
        zone: "America/Vancouver".to_owned(),
        day_end: NaiveTime::MIN,
        tax_way: TaxWay::TaxLines,
    })
    .unwrap();
    let organisation = Organisation {
        id: "none".to_owned(),
        name: "None".to_owned(),
        country: "CA".to_owned(),
        base_currency: Currency::CAD,
        short_code: None,
        period_lock: None,
        year_lock: None,
        year_end: None,
        time_zone: None,
    };
    let (accounts, tax_rates, tracking) = (Vec::new(), Vec::new(), Vec::new());
    book.save_chart(&Chart { organisation, accounts, tax_rates, tracking }, now()).unwrap();
    let direct = MapEntry::DirectTender("Bank transfer".to_owned(), Some("bank".to_owned()));
    book.map(&[direct], "Ana", now()).unwrap();
    book
}

/// Records a month; everything has to be accepted.
fn record(book: &Book, month: &[Transaction]) {
    let mut recorder = book.recorder(None, now()).unwrap();
    for transaction in month {
        let new = NewTransaction { transaction: transaction.clone(), raw: None };
        match recorder.push(&new).unwrap() {
            Pushed::Recorded(_) => {}
            Pushed::Refused(why) => panic!("{why}: {transaction:#?}"),
        }
    }
    recorder.commit().unwrap();
}

#[test]
fn the_last_month_has_every_kind_and_the_rules_take_all_of_it_but_what_waits_for_a_rate() {
    for (seed, today) in (1..).zip(TODAYS) {
        let season = season(seed, today);
        let month = season.month();
        for kind in Kind::ALL {
            let count = month.iter().filter(|one| one.kind == kind).count();
            assert!(count > 0, "seed {seed}: a month that ends on {today:?} has no {kind}");
        }
        let folder = tempfile::tempdir().unwrap();
        let book = book(&folder);
        record(&book, &month);
        let waits = TransactionFilter {
            states: vec![TransactionState::Waiting],
            ..TransactionFilter::default()
        };
        let waits = book.transactions(&waits, None, 10).unwrap().rows;
        let ids: Vec<_> = waits.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), 1, "seed {seed}, {today:?}: {waits:#?}");
        let why = book.transaction(ids[0]).unwrap().waits_for.expect("it says for what");
        assert_eq!(why.reason, waits_for_a_rate(), "{}", why.message);
    }
}

fn waits_for_a_rate() -> &'static str {
    let currency = Currency::CAD;
    let no_rate = Rejection::NoRate { what: String::new(), currency };
    no_rate.waits_for().unwrap()
}

#[test]
fn a_season_is_the_same_again_and_a_month_later_its_stories_are_what_they_were() {
    let first = season(7, (2026, 11, 30));
    assert_eq!(first.month(), first.month());
    assert_ne!(first.month(), Season { seed: 8, ..first.clone() }.month());
    // A day earlier the same bookings were made, whatever came of them since.
    let before = Season { today: first.today.pred_opt().unwrap(), ..first.clone() };
    let told = |season: &Season| -> BTreeMap<String, Transaction> {
        let month = season.month().into_iter();
        let stories = month.filter(|one| one.source.id.starts_with(['B', 'D']));
        stories.map(|one| (one.source.id.clone(), one)).collect()
    };
    let (now, then) = (told(&first), told(&before));
    let daily = |id: &str| !id.contains("-9/") && !id.contains("-US") && !id.contains("-NR");
    let both = then.iter().filter(|(id, _)| now.contains_key(*id) && daily(id));
    assert!(both.clone().count() > 100, "there is something to compare");
    for (id, one) in both {
        assert_eq!(now[id], *one);
    }
}

#[test]
fn the_days_before_the_last_month_have_sales_and_refunds_only() {
    let season = season(3, (2026, 11, 30));
    let begins = season.month_begins();
    assert_eq!(season.today.signed_duration_since(begins).num_days(), 29);
    let mut count = 0;
    for one in season.transactions().take_while(|one| one.business_date < begins) {
        assert!(matches!(one.kind, Kind::Sale | Kind::Refund), "{one:#?}");
        count += 1;
    }
    assert!(count > 500, "{count}");
}

#[test]
fn today_has_what_a_first_cashout_shows_and_some_documents_of_their_own() {
    for today in TODAYS {
        let season = season(1, today);
        let day: Vec<_> =
            season.month().into_iter().filter(|one| one.business_date == season.today).collect();
        let unmapped = |one: &&Transaction| one.lines.iter().any(|line| is_code(line, "6545"));
        assert_eq!(day.iter().filter(unmapped).count(), 3);
        for kind in [
            Kind::Sale,
            Kind::Refund,
            Kind::BookingPayment,
            Kind::CheckIn,
            Kind::AccountCharge,
            Kind::AccountPayment,
            Kind::BankDeposit,
            Kind::CashCount,
        ] {
            assert!(day.iter().any(|one| one.kind == kind), "no {kind} on {today:?}");
        }
    }
}

fn is_code(line: &ledger::Line, code: &str) -> bool {
    matches!(&line.account, ledger::LineAccount::Gl(own) if own == code)
}

#[test]
fn payouts_are_of_every_sort_and_rentals_go_over_the_end_of_a_month() {
    for (seed, today) in (1..).zip(TODAYS) {
        let month = season(seed, today).month();
        let payouts: Vec<&Payout> =
            month.iter().filter_map(|one| one.extras.payout.as_ref()).collect();
        let has = |sort: &str, is: fn(&Payout) -> bool| {
            assert!(payouts.iter().any(|one| is(one)), "seed {seed}, {today:?}: no {sort}");
        };
        has("payout", |one| one.net.minor() > 0);
        has("payout of zero", |one| one.net.is_zero());
        has("payout below zero", |one| one.net.is_negative());
        has("chargeback", |one| !one.chargebacks.is_empty());
        let over = month.iter().filter_map(|one| one.extras.rental);
        let over = over.filter(|rental| rental.from.month() != rental.to.month()).count();
        assert!(over > 1, "seed {seed}, {today:?}: {over} rentals over the end of a month");
    }
}
