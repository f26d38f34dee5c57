//! Stories: transactions that belong together and go over days, as a booking does from its deposit
//! to its balance.
//!
//! Each story has a stream of chance of its own, from its name, so that what it tells does not
//! depend on when one looks: days to come are told too, and left out by who asks.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use ledger::{Amount, Currency, Customer, Extras, Kind, Line, Rental, SourceId, Transaction};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Season;
use super::bill::{billed, sold};
use super::catalogue::{CUSTOMERS, FRONT_DESK, ITEMS, RENTALS, STAFF};

/// The source's name of every transaction of a season.
const SOURCE: &str = "practice";
/// When the first transaction of a story may happen.
const FROM_HOUR: u32 = 9;
/// How far a story's transactions lie apart at least, were they on one day.
const APART_MINUTES: u32 = 20;

/// A story in the making.
pub(super) struct Story<'a> {
    season: &'a Season,
    /// What its transactions are called by: "B1118-1".
    pub(super) name: String,
    pub(super) began: NaiveDate,
    pub(super) rng: ChaCha8Rng,
    customer: Option<Customer>,
    told: Vec<Transaction>,
}

impl<'a> Story<'a> {
    /// A story about nobody in particular that begins on a day.
    pub(super) fn begin(season: &'a Season, name: String, began: NaiveDate) -> Self {
        let rng = season.stream(&name);
        Self { season, name, began, rng, customer: None, told: Vec::new() }
    }

    /// The same about one of the customers who gave a name.
    pub(super) fn of_somebody(self) -> Self {
        let mut story = self;
        let name = CUSTOMERS[story.rng.random_range(0..CUSTOMERS.len())];
        story.about(Customer { id: None, name: name.to_owned(), email: None })
    }

    /// The same about this customer.
    pub(super) fn about(self, customer: Customer) -> Self {
        Self { customer: Some(customer), ..self }
    }

    /// Tells of something that happened some days after the story began, and gives its id.
    pub(super) fn tell(
        &mut self,
        days: u64,
        kind: Kind,
        fill: impl FnOnce(&mut Transaction),
    ) -> String {
        let date = later(self.began, days);
        let number = self.told.len() + 1;
        let after = APART_MINUTES * u32::try_from(number - 1).unwrap_or(0);
        let minutes = after + self.rng.random_range(0..APART_MINUTES);
        let id = format!("{}/{number}", self.name);
        let mut transaction = self.season.blank(kind, id.clone(), date, at(FROM_HOUR, minutes));
        transaction.customer = self.customer.clone();
        transaction.staff = Some(STAFF[self.rng.random_range(0..STAFF.len())].to_owned());
        fill(&mut transaction);
        self.told.push(transaction);
        id
    }

    /// What was told last.
    pub(super) fn last(&mut self) -> Option<&mut Transaction> {
        self.told.last_mut()
    }

    /// Boats and kayaks for some hours: one to three lines.
    pub(super) fn bill(&mut self) -> Vec<Line> {
        let count = self.rng.random_range(1..=3);
        let mut line = || {
            let item = &ITEMS[self.rng.random_range(0..RENTALS)];
            sold(item, self.rng.random_range(1..=2), 0)
        };
        (0..count).map(|_| line()).collect()
    }

    /// The same, but at least so much.
    pub(super) fn bill_above(&mut self, least: Amount) -> Vec<Line> {
        let mut lines = self.bill();
        while billed(&lines) <= least {
            lines.push(sold(&ITEMS[0], 1, 0));
        }
        lines
    }

    /// Everything told.
    pub(super) fn end(self) -> Vec<Transaction> {
        self.told
    }
}

impl Season {
    /// A transaction in which nothing happened yet, at the front desk.
    pub(super) fn blank(
        &self,
        kind: Kind,
        id: String,
        date: NaiveDate,
        time: NaiveTime,
    ) -> Transaction {
        Transaction {
            source: SourceId { source: SOURCE.to_owned(), id },
            kind,
            at: self.instant(date, time),
            business_date: date,
            location: self.location.clone(),
            till: Some(FRONT_DESK.to_owned()),
            staff: None,
            customer: None,
            booking: None,
            currency: Currency::CAD,
            lines: Vec::new(),
            tenders: Vec::new(),
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

    /// A stream of chance that only its name and the season's seed decide.
    pub(super) fn stream(&self, name: &str) -> ChaCha8Rng {
        // FNV-1a, written out: the standard library's own may change with it.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        ChaCha8Rng::seed_from_u64(self.seed.wrapping_mul(1_000_003) ^ hash)
    }

    fn instant(&self, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        let local = date.and_time(time);
        let found = self.zone.from_local_datetime(&local).earliest();
        found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }
}

/// A time of day.
pub(super) fn at(hour: u32, minutes: u32) -> NaiveTime {
    let hour = NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day");
    hour + TimeDelta::minutes(i64::from(minutes))
}

/// A day some days later.
pub(super) fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

/// The days of a rental that begins on a date.
pub(super) fn rental(from: NaiveDate, days: u64) -> Option<Rental> {
    Some(Rental { from, to: later(from, days.saturating_sub(1)) })
}
