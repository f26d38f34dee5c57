//! Business dates: which day of the books an instant at the desk belongs to.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

/// The business date of a local date and time where the day ends at `day_end`.
///
/// A day end of 00:00 is the calendar's own; 03:00 makes half past one in the morning belong to
/// the evening before.
#[must_use]
pub fn business_date(local: NaiveDateTime, day_end: NaiveTime) -> NaiveDate {
    let date = local.date();
    if local.time() >= day_end {
        return date;
    }
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}
