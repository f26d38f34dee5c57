//! The settings that decide how days become journals.

use store::Book;

/// The setting's name of [`RangeMode`]: `one` or `daily`.
pub const RANGE_SETTING: &str = "range";
/// The setting's name of [`LockedDays`]: `hold` or `next-open-day`.
pub const LOCKED_SETTING: &str = "locked";

/// How days become journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// What a range of days becomes.
    pub range: RangeMode,
    /// What happens to days in a locked period.
    pub locked: LockedDays,
}

/// What a range of days becomes (accounting §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RangeMode {
    /// One journal dated the last day, split at month ends, lock dates and the year's end.
    #[default]
    One,
    /// A journal for each day.
    Daily,
}

/// What happens to days in a locked period (facts §11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LockedDays {
    /// Their journal is held until the lock moves or a person decides.
    #[default]
    Hold,
    /// Their journal is dated the first open day; its narration keeps the days it is for.
    NextOpenDay,
}

impl Policy {
    /// The policy as set in the book; what was never set is the default.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn of(book: &Book) -> Result<Self, store::Error> {
        let range = match book.setting(RANGE_SETTING)?.as_deref() {
            Some("daily") => RangeMode::Daily,
            Some(_) | None => RangeMode::One,
        };
        let locked = match book.setting(LOCKED_SETTING)?.as_deref() {
            Some("next-open-day") => LockedDays::NextOpenDay,
            Some(_) | None => LockedDays::Hold,
        };
        Ok(Self { range, locked })
    }
}
