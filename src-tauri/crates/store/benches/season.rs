//! How long a season of a rental desk takes: `cargo bench -p store [-- TRANSACTIONS]`.
//!
//! Long jobs are timed by processor time, short calls by the time that passed; the ratios to a bare
//! reading of the same season as CSV lines, taken in the same run, are what may be compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use ledger::{
    Amount, Currency, Extras, Kind, Lane, Line, LineAccount, SourceId, Tax, TaxWay, Tender,
    Transaction,
};
use store::{Book, LocationId, NewLocation, NewTransaction, Pushed, TransactionFilter};

/// A season of a busy desk.
const SEASON: u32 = 100_000;
/// The days it is spread over.
const DAYS: u64 = 180;
/// How often a short call is repeated for its worst time.
const REPEATS: u32 = 50;

fn main() {
    let season = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(SEASON);
    let folder = tempfile::tempdir().expect("a folder");
    let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
    let book = Book::open(folder.path(), now).expect("a book");
    let dock = book.add_location(&dock()).expect("a location");
    println!("{season} transactions of 2 lines, one location, {DAYS} days");

    let csv: String = (0..season).map(row).collect();
    let (bare, ()) = timed(|| drop(std::hint::black_box(read_bare(&csv))));
    let transactions: Vec<_> = (0..season).map(transaction).collect();
    let (recorded, ()) = timed(|| record(&book, &transactions, now));
    let (known, ()) = timed(|| record(&book, &transactions, now));
    say("bare reading", bare, bare);
    say("record", recorded, bare);
    say("record again", known, bare);
    let file = std::fs::metadata(book.path()).expect("the file").len();
    println!("{:<28} {:>9} kB", "file", file / 1_000);
    short_calls(&book, dock);
    whole_book(&book, folder.path(), now);
}

fn whole_book(book: &Book, folder: &Path, now: DateTime<Utc>) {
    let (checked, ()) = timed(|| drop(book.check().expect("the check")));
    println!("{:<28} {checked:>12.1?}", "the whole check");
    let (copied, ()) = timed(|| book.backup(&folder.join("copy")).expect("a backup"));
    println!("{:<28} {copied:>12.1?}", "a backup, checked");
    worst("another opens it", || drop(Book::open(folder, now).expect("the book")));
}

fn short_calls(book: &Book, dock: LocationId) {
    let day = first_day() + Days::new(DAYS / 2);
    let totals = || drop(book.open_totals(dock, Lane::Cashout, day, day).expect("totals"));
    worst("a day's totals", totals);
    worst("a day's recheck", || book.recheck(dock, Lane::Cashout, day, day).expect("equal"));
    let page = |filter: &TransactionFilter| {
        drop(book.transactions(filter, None, 100).expect("a page"));
    };
    worst("a page of the newest", || page(&TransactionFilter::default()));
    let word = |word: &str| TransactionFilter {
        text: Some(word.to_owned()),
        ..TransactionFilter::default()
    };
    let (rare, absent) = (word("T-0000077"), word("zeppelin"));
    worst("a word found once", || page(&rare));
    worst("a word found nowhere", || page(&absent));
}

/// The time this thread spent on a processor, so that a busy machine does not count; where the
/// system does not say, the time that passed.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let (start, passed) = (on_processor(), wall());
    let done = work();
    let took = start.zip(on_processor()).map(|(start, end)| end - start);
    (took.unwrap_or_else(|| passed.elapsed()), done)
}

fn on_processor() -> Option<Duration> {
    let figures = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    figures.split(' ').next()?.parse().map(Duration::from_nanos).ok()
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn wall() -> Instant {
    Instant::now()
}

fn say(what: &str, took: Duration, bare: Duration) {
    let hundredths = took.as_micros() * 100 / bare.as_micros().max(1);
    println!("{what:<28} {took:>12.1?} {:>6}.{:02} ×", hundredths / 100, hundredths % 100);
}

fn worst(what: &str, mut work: impl FnMut()) {
    let mut once = || {
        let start = wall();
        work();
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..REPEATS).map(|_| once()).collect();
    times.sort_unstable();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{what:<28} {median:>12.1?} median {worst:>12.1?} worst of {REPEATS}");
}

fn record(book: &Book, transactions: &[NewTransaction], now: DateTime<Utc>) {
    let mut recorder = book.recorder(None, now).expect("a recorder");
    for transaction in transactions {
        let pushed = recorder.push(transaction).expect("recorded");
        assert!(matches!(pushed, Pushed::Recorded(_)), "{pushed:?}");
    }
    recorder.commit().expect("durable");
}

/// The least that any reader of the season must do: split, parse, sum by account.
fn read_bare(csv: &str) -> BTreeMap<&str, i64> {
    let mut sums = BTreeMap::new();
    for line in csv.lines() {
        let mut cells = line.split(',');
        let (account, amount) = (cells.nth(2).expect("an account"), cells.next());
        *sums.entry(account).or_default() += amount.expect("one").parse::<i64>().expect("cents");
    }
    sums
}

fn row(number: u32) -> String {
    let new = transaction(number).transaction;
    let mut text = String::new();
    for line in &new.lines {
        let LineAccount::Gl(code) = &line.account else { continue };
        writeln!(text, "{},{},{code},{}", new.source.id, new.at, line.net.minor()).expect("text");
    }
    text
}

fn dock() -> NewLocation {
    NewLocation {
        name: "Main Dock".to_owned(),
        zone: "America/Vancouver".to_owned(),
        day_end: NaiveTime::MIN,
        tax_way: TaxWay::TaxLines,
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 1).expect("a date")
}

/// Two lines, two taxes and a tender; five legs.
fn transaction(number: u32) -> NewTransaction {
    let date = first_day() + Days::new(u64::from(number) * DAYS / u64::from(SEASON) % DAYS);
    let codes = [4_000 + number % 22, 4_000 + number % 7];
    let mut total = Amount::ZERO;
    let mut lines = Vec::new();
    for code in codes {
        let net = Amount::from_minor(i64::from(code + number % 90) * 20);
        let taxes = [("GST", 5), ("PST", 7)].map(|(name, percent)| Tax {
            code: name.to_owned(),
            amount: Amount::from_minor(net.minor() * percent / 100),
        });
        total += net + taxes.iter().map(|tax| tax.amount).sum();
        lines.push(Line {
            description: format!("Boat {code}, 2 hours"),
            account: LineAccount::Gl(code.to_string()),
            quantity: 1.into(),
            unit_price: None,
            net,
            discount: Amount::ZERO,
            taxes: taxes.into(),
        });
    }
    NewTransaction { transaction: sale(number, date, lines, total), raw: None }
}

fn sale(number: u32, date: NaiveDate, lines: Vec<Line>, total: Amount) -> Transaction {
    Transaction {
        source: SourceId { source: "square".to_owned(), id: format!("T-{number:07}") },
        kind: Kind::Sale,
        at: date.and_time(NaiveTime::MIN).and_utc(),
        business_date: date,
        location: "Main Dock".to_owned(),
        till: Some("Till 1".to_owned()),
        staff: Some(format!("Staff {}", number % 9)),
        customer: None,
        booking: None,
        currency: Currency::CAD,
        lines,
        tenders: vec![Tender { name: "Card".to_owned(), amount: total, foreign: None }],
        tip: Amount::ZERO,
        surcharge: Amount::ZERO,
        refund_of: None,
        invoice: None,
        note: None,
        department: None,
        class: None,
        extras: Extras::default(),
    }
}
