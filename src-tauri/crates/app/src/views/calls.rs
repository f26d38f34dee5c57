//! What sending costs of Xero's limits, in numbers and, where that is worth saying, in words.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ipc::Fault;
use store::Book;
use sync::{CallPlan, Load, last_heard, plan_calls};
use xero::{Budget, CALLS_A_MINUTE, Uuid};

use crate::fault::{of_book, of_sync};
use crate::open_book::organisation;

/// Fewer calls than these go while a person looks, and nobody need be told.
const WORTH_SAYING: u32 = 20;
const MINUTE: Duration = Duration::from_secs(60);

/// What it costs to send what waits in the outbox; nothing where nothing waits.
pub(crate) fn of_waiting(book: &Book, now: DateTime<Utc>) -> Result<Option<ipc::CallPlan>, Fault> {
    shown(book, &Load::waiting(book).map_err(of_sync)?, now)
}

/// What it costs to send a load; nothing where it is none.
pub(crate) fn shown(
    book: &Book,
    load: &Load,
    now: DateTime<Utc>,
) -> Result<Option<ipc::CallPlan>, Fault> {
    let plan = plan_calls(load, &heard(book, now)?, now);
    Ok((plan.documents > 0).then(|| ipc::CallPlan {
        documents: plan.documents,
        calls: plan.calls,
        minute_left: plan.minute_left,
        day_left: plan.day_left,
        today: plan.today,
        takes_seconds: u32::try_from(plan.takes.as_secs()).unwrap_or(u32::MAX),
        message: sentence(&plan),
    }))
}

/// What Xero last said is left, to any process of this book.
fn heard(book: &Book, now: DateTime<Utc>) -> Result<Budget, Fault> {
    match organisation(book)?.and_then(|id| id.parse::<Uuid>().ok()) {
        Some(tenant) => last_heard(book, tenant, now).map_err(of_book),
        None => Ok(Budget::default()),
    }
}

/// The plan in a sentence or two; nothing where it is hardly felt.
fn sentence(plan: &CallPlan) -> Option<String> {
    if plan.calls <= WORTH_SAYING && !plan.is_beyond_today() {
        return None;
    }
    let documents = match (plan.documents, plan.only_journals) {
        (1, true) => "1 journal".to_owned(),
        (1, false) => "1 document".to_owned(),
        (many, true) => format!("{} journals", grouped(many)),
        (many, false) => format!("{} documents", grouped(many)),
    };
    let begins = format!("{documents}, about {} calls to Xero", grouped(plan.calls));
    let left = plan.day_left.map(grouped);
    Some(match (plan.is_beyond_today(), left, plan.today) {
        (true, left, 0) => format!(
            "{begins}: more than Xero allows today ({} left). They go tomorrow by themselves.",
            left.unwrap_or_default()
        ),
        (true, left, today) => format!(
            "{begins}: more than Xero allows today ({} left). About {} go today, the rest goes \
             tomorrow by itself.",
            left.unwrap_or_default(),
            grouped(today)
        ),
        (false, left, _) => {
            let left = left.map(|left| format!(" {left} of today's calls are left."));
            format!("{begins}: {}.{}", time(plan.takes), left.unwrap_or_default())
        }
    })
}

fn time(takes: Duration) -> String {
    if takes < MINUTE {
        return "less than a minute".to_owned();
    }
    let minutes = takes.as_secs().div_ceil(MINUTE.as_secs());
    let plural = if minutes == 1 { "" } else { "s" };
    format!("about {minutes} minute{plural}, since Xero allows {CALLS_A_MINUTE} a minute")
}

/// A count as people write it: 3,120.
fn grouped(count: u32) -> String {
    let digits = count.to_string();
    let mut shown = String::with_capacity(digits.len() + 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> CallPlan {
        CallPlan {
            documents: 200,
            only_journals: true,
            calls: 204,
            minute_left: None,
            day_left: None,
            today: 200,
            takes: Duration::from_secs(196),
        }
    }

    #[test]
    fn a_range_says_how_many_how_long_and_why() {
        assert_eq!(
            sentence(&plan()).unwrap_or_default(),
            "200 journals, about 204 calls to Xero: about 4 minutes, since Xero allows 60 a minute."
        );
        let mixed = CallPlan {
            documents: 1_234,
            only_journals: false,
            calls: 1_300,
            day_left: Some(4_812),
            today: 1_234,
            ..plan()
        };
        assert_eq!(
            sentence(&mixed).unwrap_or_default(),
            "1,234 documents, about 1,300 calls to Xero: about 4 minutes, since Xero allows 60 a \
             minute. 4,812 of today's calls are left."
        );
    }

    #[test]
    fn what_the_day_has_no_calls_for_goes_tomorrow() {
        let beyond = CallPlan { day_left: Some(150), today: 98, ..plan() };
        assert_eq!(
            sentence(&beyond).unwrap_or_default(),
            "200 journals, about 204 calls to Xero: more than Xero allows today (150 left). About \
             98 go today, the rest goes tomorrow by itself."
        );
        let spent = CallPlan { documents: 1, calls: 5, day_left: Some(50), today: 0, ..plan() };
        assert!(sentence(&spent).unwrap_or_default().contains("tomorrow"), "also of one");
    }

    #[test]
    fn a_day_is_not_worth_a_word() {
        let day = CallPlan { documents: 3, calls: 7, today: 3, ..plan() };
        assert_eq!(sentence(&day), None);
        let some = CallPlan { documents: 30, calls: 34, today: 30, ..plan() };
        let some = CallPlan { takes: Duration::from_secs(17), ..some };
        assert!(
            sentence(&some).unwrap_or_default().ends_with("calls to Xero: less than a minute.")
        );
    }
}
