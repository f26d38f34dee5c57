//! Walk-in customers: what the desk sells in a day, and gives back.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use ledger::{Amount, Customer, Kind, Line, Tender, Transaction};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Season;
use super::bill::{billed, sold, tender};
use super::catalogue::{CARD, CASH, CUSTOMERS, FUEL, ITEMS, STAFF, TILLS};
use super::story::at;

/// A card's surcharge in tenths of a per cent.
const SURCHARGE_TENTHS: i64 = 15;
/// The sales between opening and closing never lie further apart than this.
const SECONDS_APART: i64 = 170;
/// A sale comes so many seconds at most after its turn.
const SECONDS_LATE: u32 = 150;
/// So many come one after the other before the day would be over.
const PLACES: usize = 200;

/// Makes one day of walk-in sales. Each day has its own stream of chance, so that days do not
/// disturb each other.
pub(super) fn day(season: &Season, date: NaiveDate) -> Vec<Transaction> {
    let number = u64::from(date.num_days_from_ce().unsigned_abs());
    let mut desk = Desk {
        season,
        date,
        rng: ChaCha8Rng::seed_from_u64(season.seed.wrapping_mul(1_000_003) ^ number),
        made: Vec::new(),
    };
    let sales = desk.expected_sales() * season.busy / 100;
    for _ in 0..sales {
        desk.sell_something();
    }
    if date == season.today {
        desk.sell_what_a_first_cashout_should_show();
    }
    desk.made
}

/// The desk on one day.
struct Desk<'a> {
    season: &'a Season,
    date: NaiveDate,
    rng: ChaCha8Rng,
    made: Vec<Transaction>,
}

impl Desk<'_> {
    /// Weekends and the days around the season's middle are busy, rain is not.
    fn expected_sales(&mut self) -> u32 {
        let weekend = matches!(self.date.weekday(), Weekday::Sat | Weekday::Sun);
        let back = self.season.today.signed_duration_since(self.date).num_days();
        let from_middle = (back - 90).abs();
        let base = if weekend { 135 } else { 85 };
        let summer = u32::try_from((100 - from_middle).max(0) / 4).unwrap_or(0);
        let rain = if self.rng.random_ratio(1, 6) { 40 } else { 0 };
        base + summer - rain + self.rng.random_range(0..20)
    }

    fn sell_something(&mut self) {
        let count = if self.rng.random_ratio(1, 4) { 2 } else { 1 };
        let lines: Vec<Line> = (0..count)
            .map(|_| {
                let item = &ITEMS[self.rng.random_range(0..ITEMS.len())];
                let quantity = if self.rng.random_ratio(1, 5) { 2 } else { 1 };
                let pass = self.rng.random_ratio(1, 25);
                sold(item, quantity, if pass { 10 } else { 0 })
            })
            .collect();
        let card = self.rng.random_ratio(3, 4);
        let tip = if card && self.rng.random_ratio(1, 7) { self.tip(&lines) } else { Amount::ZERO };
        let total = billed(&lines) + tip;
        if self.rng.random_ratio(1, 40) && total.minor() > 4000 {
            let cash = Amount::from_minor(2000);
            let tenders = vec![tender(CASH, cash), tender(CARD, total - cash)];
            self.record(Kind::Sale, lines, tenders, tip);
        } else if card && self.rng.random_ratio(1, 15) {
            let surcharge = Amount::from_minor(total.minor() * SURCHARGE_TENTHS / 1000);
            self.record(Kind::Sale, lines, vec![tender(CARD, total + surcharge)], tip);
            self.last().surcharge = surcharge;
        } else {
            let tenders = vec![tender(if card { CARD } else { CASH }, total)];
            self.record(Kind::Sale, lines, tenders, tip);
        }
        if self.rng.random_ratio(1, 90) {
            self.refund_last();
        }
    }

    /// Gives the last sale back in full, its tip and surcharge apart, the way it was paid.
    fn refund_last(&mut self) {
        let Some(sale) = self.made.last().filter(|sale| sale.kind == Kind::Sale) else { return };
        let (id, lines) = (sale.source.id.clone(), sale.lines.clone());
        let tenders = vec![tender(&sale.tenders[0].name, billed(&lines))];
        self.record(Kind::Refund, lines, tenders, Amount::ZERO);
        self.last().refund_of = Some(id);
    }

    fn sell_what_a_first_cashout_should_show(&mut self) {
        for _ in 0..3 {
            let lines = vec![sold(&FUEL, 1, 0)];
            let tenders = vec![tender(CARD, billed(&lines))];
            self.record(Kind::Sale, lines, tenders, Amount::ZERO);
        }
        let lines = vec![sold(&ITEMS[0], 1, 0), sold(&ITEMS[4], 2, 10)];
        let tip = Amount::from_minor(1500);
        let cash = Amount::from_minor(6000);
        let rest = billed(&lines) + tip - cash;
        self.record(Kind::Sale, lines, vec![tender(CASH, cash), tender(CARD, rest)], tip);
        let lines = vec![sold(&ITEMS[3], 1, 0)];
        let tenders = vec![tender(CARD, billed(&lines))];
        self.record(Kind::Sale, lines, tenders, Amount::ZERO);
        self.refund_last();
    }

    fn tip(&mut self, lines: &[Line]) -> Amount {
        let percent = [10, 15, 18][self.rng.random_range(0..3)];
        let net: Amount = lines.iter().map(|line| line.net - line.discount).sum();
        Amount::from_minor(net.minor() * percent / 100 / 25 * 25)
    }

    fn record(&mut self, kind: Kind, lines: Vec<Line>, tenders: Vec<Tender>, tip: Amount) {
        let number = self.made.len() + 1;
        let id = format!("{}-{number:03}", self.date.format("%y%m%d"));
        // The desk is open from half past eight; sales come one after the other until evening.
        let step = SECONDS_APART * i64::try_from(number % PLACES).unwrap_or(0);
        let wait = i64::from(self.rng.random_range(0..SECONDS_LATE));
        let time = at(8, 30) + TimeDelta::seconds(step + wait);
        let mut made = self.season.blank(kind, id, self.date, time);
        made.customer = self.rng.random_ratio(1, 3).then(|| {
            let name = CUSTOMERS[self.rng.random_range(0..CUSTOMERS.len())];
            Customer { id: None, name: name.to_owned(), email: None }
        });
        made.staff = Some(STAFF[self.rng.random_range(0..STAFF.len())].to_owned());
        // The dock has a terminal and no drawer.
        let takes_cash = tenders.iter().any(|tender| tender.name == CASH);
        let till = TILLS[self.rng.random_range(0..TILLS.len())];
        if !takes_cash {
            made.till = Some(till.to_owned());
        }
        made.lines = lines;
        made.tenders = tenders;
        made.tip = tip;
        self.made.push(made);
    }

    fn last(&mut self) -> &mut Transaction {
        self.made.last_mut().expect("something was recorded a moment ago")
    }
}
