//! A season at the practice company, from a seed: about 20,000 transactions that end today.
//!
//! The same seed and day give the same season, to the cent. Today always holds what a first
//! cashout should show: a refund, tips, two taxes, a discount, a split tender, and three sales of
//! an item whose GL code nobody has mapped yet.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use ledger::{
    Amount, Currency, Customer, Extras, Kind, Line, LineAccount, SourceId, Tax, Tender, Transaction,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use super::catalogue::{CUSTOMERS, FUEL, ITEMS, Item, STAFF, TILLS};

/// How many days the season has, today included.
const SEASON_DAYS: u64 = 200;

/// The taxes of British Columbia in tenths of a per cent.
const TAXES: [(&str, i64); 2] = [("GST", 50), ("PST", 70)];

/// What the season is made for.
#[derive(Debug, Clone)]
pub struct Season {
    /// The same number gives the same season.
    pub seed: u64,
    /// Its last day, a business date at the location.
    pub today: NaiveDate,
    /// The location's name.
    pub location: String,
    /// The location's time zone.
    pub zone: Tz,
}

impl Season {
    /// Makes every transaction, oldest first.
    pub fn transactions(&self) -> impl Iterator<Item = Transaction> {
        (0..SEASON_DAYS).rev().flat_map(|back| {
            let date = self.today.checked_sub_days(Days::new(back)).unwrap_or(self.today);
            self.day(date)
        })
    }

    /// Makes one day. Each day has its own stream of chance, so that days do not disturb each
    /// other.
    fn day(&self, date: NaiveDate) -> Vec<Transaction> {
        let number = u64::from(date.num_days_from_ce().unsigned_abs());
        let mut desk = Desk {
            season: self,
            date,
            rng: ChaCha8Rng::seed_from_u64(self.seed.wrapping_mul(1_000_003) ^ number),
            made: Vec::new(),
        };
        let sales = desk.expected_sales();
        for _ in 0..sales {
            desk.sell_something();
        }
        if date == self.today {
            desk.sell_what_a_first_cashout_should_show();
        }
        desk.made
    }
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
        let tenders = if self.rng.random_ratio(1, 40) && total.minor() > 4000 {
            vec![
                tender("Cash", Amount::from_minor(2000)),
                tender("Card", total - Amount::from_minor(2000)),
            ]
        } else {
            vec![tender(if card { "Card" } else { "Cash" }, total)]
        };
        self.record(Kind::Sale, lines, tenders, tip, None);
        if self.rng.random_ratio(1, 90) {
            self.refund_last();
        }
    }

    /// Gives the last sale back in full, its tip apart, the way it was paid.
    fn refund_last(&mut self) {
        let Some(sale) = self.made.last().filter(|sale| sale.kind == Kind::Sale) else { return };
        let (id, lines) = (sale.source.id.clone(), sale.lines.clone());
        let tenders = vec![tender(&sale.tenders[0].name, billed(&lines))];
        self.record(Kind::Refund, lines, tenders, Amount::ZERO, Some(id));
    }

    fn sell_what_a_first_cashout_should_show(&mut self) {
        for _ in 0..3 {
            let lines = vec![sold(&FUEL, 1, 0)];
            let tenders = vec![tender("Card", billed(&lines))];
            self.record(Kind::Sale, lines, tenders, Amount::ZERO, None);
        }
        let lines = vec![sold(&ITEMS[0], 1, 0), sold(&ITEMS[4], 2, 10)];
        let tip = Amount::from_minor(1500);
        let cash = Amount::from_minor(6000);
        let rest = billed(&lines) + tip - cash;
        self.record(Kind::Sale, lines, vec![tender("Cash", cash), tender("Card", rest)], tip, None);
        let lines = vec![sold(&ITEMS[3], 1, 0)];
        let tenders = vec![tender("Card", billed(&lines))];
        self.record(Kind::Sale, lines, tenders, Amount::ZERO, None);
        self.refund_last();
    }

    fn tip(&mut self, lines: &[Line]) -> Amount {
        let percent = [10, 15, 18][self.rng.random_range(0..3)];
        let net: Amount = lines.iter().map(|line| line.net - line.discount).sum();
        Amount::from_minor(net.minor() * percent / 100 / 25 * 25)
    }

    fn record(
        &mut self,
        kind: Kind,
        lines: Vec<Line>,
        tenders: Vec<Tender>,
        tip: Amount,
        refund_of: Option<String>,
    ) {
        let number = self.made.len() + 1;
        let customer = self.rng.random_ratio(1, 3).then(|| {
            let name = CUSTOMERS[self.rng.random_range(0..CUSTOMERS.len())];
            Customer { id: None, name: name.to_owned(), email: None }
        });
        let staff = STAFF[self.rng.random_range(0..STAFF.len())];
        let till = TILLS[self.rng.random_range(0..TILLS.len())];
        let at = self.instant(number);
        self.made.push(Transaction {
            source: SourceId {
                source: "practice".to_owned(),
                id: format!("{}-{number:03}", self.date.format("%y%m%d")),
            },
            kind,
            at,
            business_date: self.date,
            location: self.season.location.clone(),
            till: Some(till.to_owned()),
            staff: Some(staff.to_owned()),
            customer,
            booking: None,
            currency: Currency::CAD,
            lines,
            tenders,
            tip,
            surcharge: Amount::ZERO,
            refund_of,
            invoice: None,
            note: None,
            department: None,
            class: None,
            extras: Extras::default(),
        });
    }

    /// The desk is open from half past eight; sales come one after the other until evening.
    fn instant(&mut self, number: usize) -> DateTime<Utc> {
        let open = NaiveTime::from_hms_opt(8, 30, 0).expect("half past eight is a time of day");
        let step = 34_000 / 200 * i64::try_from(number % 200).unwrap_or(0);
        let wait = i64::from(self.rng.random_range(0u32..150));
        let local = self.date.and_time(open) + chrono::Duration::seconds(step + wait);
        self.season
            .zone
            .from_local_datetime(&local)
            .earliest()
            .map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }
}

/// A line of an item, with a discount in per cent shown apart and both taxes on what is left.
fn sold(item: &Item, quantity: i64, discount_percent: i64) -> Line {
    let net = item.price_minor * quantity;
    let discount = net * discount_percent / 100;
    let taxes = TAXES.map(|(code, tenths)| Tax {
        code: code.to_owned(),
        amount: Amount::from_minor(((net - discount) * tenths + 500) / 1000),
    });
    Line {
        description: item.name.to_owned(),
        account: LineAccount::Gl(item.gl_code.to_owned()),
        quantity: Decimal::from(quantity),
        unit_price: Some(Decimal::new(item.price_minor, 2)),
        net: Amount::from_minor(net),
        discount: Amount::from_minor(discount),
        taxes: taxes.into(),
    }
}

/// What lines come to, with their taxes and less their discounts.
fn billed(lines: &[Line]) -> Amount {
    lines
        .iter()
        .map(|line| {
            line.net - line.discount + line.taxes.iter().map(|tax| tax.amount).sum::<Amount>()
        })
        .sum()
}

fn tender(name: &str, amount: Amount) -> Tender {
    Tender { name: name.to_owned(), amount, foreign: None }
}
