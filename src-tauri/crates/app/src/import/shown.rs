//! What a preview and an import say.

use chrono::NaiveDate;
use imports::{Need, Report};
use ipc::{ImportNeed, ImportOutcome, Notice, Reject, TotalCheck};
use store::Recorded;

use super::reading::Gathered;
use super::small;
use crate::convert::{day, money};

pub(super) fn outcome(
    report: &Report,
    recorded: &Recorded,
    gathered: Gathered,
    cancelled: bool,
) -> ImportOutcome {
    let message = if cancelled {
        "Cancelled. Nothing of this file was recorded.".to_owned()
    } else {
        said(recorded, report.rejects)
    };
    ImportOutcome {
        recorded: small(recorded.recorded),
        already_known: small(known(recorded)),
        reversals: small(recorded.corrected),
        rejects: gathered.rejects,
        rejected: small(report.rejects),
        cancelled,
        message,
        from: report.range.map(|(from, _)| day(from)),
        to: report.range.map(|(_, to)| day(to)),
    }
}

/// The outcome of recording without a file; `days` are the first and the last concerned.
pub(crate) fn outcome_of_recording(
    recorded: &Recorded,
    rejects: Vec<Reject>,
    days: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
) -> ImportOutcome {
    let rejected = u64::try_from(rejects.len()).unwrap_or(u64::MAX);
    ImportOutcome {
        recorded: small(recorded.recorded),
        already_known: small(known(recorded)),
        reversals: small(recorded.corrected),
        rejects,
        rejected: small(rejected),
        cancelled: false,
        message: said(recorded, rejected),
        from: days.map(|(from, _)| day(from)),
        to: days.map(|(_, to)| day(to)),
    }
}

/// How many the book has already and are left as they are.
pub(super) const fn known(recorded: &Recorded) -> u64 {
    recorded.already_known + recorded.superseded + recorded.withdrawn
}

pub(super) fn said(recorded: &Recorded, rejected: u64) -> String {
    let mut said = format!("{} recorded", counted(recorded.recorded, "transaction"));
    if recorded.already_known > 0 {
        said += &format!(", {} already known", recorded.already_known);
    }
    if recorded.corrected > 0 {
        said += &format!(", {} corrected", recorded.corrected);
    }
    if recorded.superseded > 0 {
        let (were, they_are) = match recorded.superseded {
            1 => ("was", "it is"),
            _ => ("were", "they are"),
        };
        let superseded = recorded.superseded;
        said += &format!(", {superseded} {were} corrected since and left as {they_are}");
    }
    if recorded.withdrawn > 0 {
        let (were, stay) = match recorded.withdrawn {
            1 => ("was", "stays"),
            _ => ("were", "stay"),
        };
        said += &format!(", {} {were} withdrawn and {stay} so", recorded.withdrawn);
    }
    said += &followed(recorded);
    if rejected > 0 {
        said += &format!("; {} could not be read", counted(rejected, "row"));
    }
    said + "."
}

/// What became of others that depended on what was corrected.
fn followed(recorded: &Recorded) -> String {
    let mut said = match recorded.followed {
        0 => String::new(),
        1 => "; 1 other depended on that and was worked out anew".to_owned(),
        more => format!("; {more} others depended on that and were worked out anew"),
    };
    match recorded.reopened {
        Some((first, last)) if first == last => {
            said += &format!(" ({first} is closed already: sync it again)");
        }
        Some((first, last)) => {
            said += &format!(" (some of {first} to {last}, closed already: sync these days again)");
        }
        None => {}
    }
    if let Some(id) = recorded.first_left {
        let more = match recorded.left {
            0 | 1 => String::new(),
            all => format!(" (so do {} more)", all - 1),
        };
        said += &format!("; transaction {id} contradicts that now{more}: correct or withdraw it");
    }
    said
}

pub(super) fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

pub(super) const fn need(need: &Need) -> ImportNeed {
    match need {
        Need::Revenue { .. } => ImportNeed::Revenue,
        Need::Tax { .. } => ImportNeed::Tax,
        Need::Location { .. } => ImportNeed::Location,
    }
}

pub(super) fn totals(report: &Report) -> Vec<TotalCheck> {
    let check = |total: &imports::ColumnTotal| TotalCheck {
        label: total.column.clone(),
        in_file: money(total.stated.unwrap_or(total.taken + total.left), total.currency),
        read: money(total.taken, total.currency),
        agrees: total.agrees() && total.left.is_zero(),
    };
    report.totals.iter().map(check).collect()
}

/// What is worth knowing before a file is recorded; `today` is the latest business date anywhere.
pub(super) fn warnings(report: &Report, today: NaiveDate) -> Vec<Notice> {
    let notice = |code: &str, message: String| Notice {
        code: code.to_owned(),
        message,
        hint: None,
        actions: Vec::new(),
    };
    let met = report
        .warnings
        .iter()
        .map(|(warning, rows)| notice("row", format!("{warning} ({})", counted(*rows, "row"))));
    let ignored = report.ignored.iter().map(|(why, rows)| {
        notice("ignored", format!("{} not recorded: {why}.", counted(*rows, "row")))
    });
    let dates = report.dates.iter().map(|reading| notice("dates", reading.to_string()));
    let to_come = report.range.filter(|(_, to)| *to > today).map(|(_, to)| {
        let message = format!("Its dates reach {to}, which has not come yet: today is {today}.");
        notice("to_come", message)
    });
    met.chain(ignored).chain(dates).chain(to_come).collect()
}

#[cfg(test)]
mod tests {
    use store::TransactionId;

    use super::*;

    #[test]
    fn what_followed_a_correction_is_said_with_the_days_to_sync_again() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let one = Recorded {
            corrected: 1,
            followed: 1,
            reopened: Some((day(20), day(20))),
            ..Recorded::default()
        };
        assert_eq!(
            said(&one, 0),
            "0 transactions recorded, 1 corrected; 1 other depended on that and was worked out \
             anew (2026-11-20 is closed already: sync it again)."
        );
        let more = Recorded {
            corrected: 2,
            followed: 3,
            reopened: Some((day(19), day(20))),
            left: 2,
            first_left: Some(TransactionId(7)),
            ..Recorded::default()
        };
        assert_eq!(
            said(&more, 0),
            "0 transactions recorded, 2 corrected; 3 others depended on that and were worked out \
             anew (some of 2026-11-19 to 2026-11-20, closed already: sync these days again); \
             transaction 7 contradicts that now (so do 1 more): correct or withdraw it."
        );
    }
}
