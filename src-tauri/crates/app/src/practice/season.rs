//! A season at the practice company, from a seed: about 20,000 transactions that end today.
//!
//! The same seed and day give the same season, to the cent. Most of it is sales and refunds. Its
//! last month has every kind of transaction: bookings, accounts, tips, counts, the bank. Today
//! always holds what a first cashout should show: a refund, tips, two taxes, a discount, a split
//! tender, and three sales of an item whose GL code nobody has mapped yet; beside that a deposit, a
//! check-in, a charge, a payout and a banking, which have documents of their own.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use ledger::Transaction;

use super::{month, walk_in};

/// How many days the season has, today included.
const SEASON_DAYS: u64 = 200;
/// How many of them have every kind of transaction: the last, today included.
pub(super) const MONTH_DAYS: u64 = 30;

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
    /// How many of a hundred walk-in customers come: 100 for a season as it is, fewer for a test
    /// that has no time for all of them.
    pub busy: u32,
}

impl Season {
    /// Makes every transaction, oldest first.
    pub fn transactions(&self) -> impl Iterator<Item = Transaction> {
        let earlier = (MONTH_DAYS..SEASON_DAYS).rev();
        let earlier = earlier.flat_map(|back| walk_in::day(self, self.back(back)));
        earlier.chain(self.month())
    }

    /// Makes the last month, in which every kind of transaction happens, oldest first.
    #[must_use]
    pub fn month(&self) -> Vec<Transaction> {
        month::of(self)
    }

    /// The first day of the last month.
    #[must_use]
    pub fn month_begins(&self) -> NaiveDate {
        self.back(MONTH_DAYS - 1)
    }

    fn back(&self, days: u64) -> NaiveDate {
        self.today.checked_sub_days(Days::new(days)).unwrap_or(self.today)
    }
}
