//! The audit log as people see it, newest first.

use chrono::{Days, NaiveDate, NaiveTime, Utc};
use ipc::{AuditEntry, AuditLogPage, AuditLogRequest, AuditOutcome, Fault};
use store::{AuditFilter, AuditedDeed, Book, DeedOutcome};

use crate::convert::{instant, read_day};
use crate::fault::{invalid, of_book};

/// How many entries a page has.
const PAGE: u32 = 200;
/// How many pages are looked at for one with something open on it.
const PAGES_LOOKED_AT: u32 = 50;

/// The deeds that match.
pub(super) fn page(book: &Book, request: &AuditLogRequest) -> Result<AuditLogPage, Fault> {
    let cursor = request.cursor.as_ref().map(|cursor| cursor.as_str().parse::<i64>());
    let cursor = cursor.transpose();
    let mut next =
        cursor.map_err(|_| invalid("cursor", "This page is no longer there. Start again."))?;
    let start = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_local_timezone(Utc).single();
    let from = request.from.as_ref().map(|day| read_day(day, "from")).transpose()?;
    let to = request.to.as_ref().map(|day| read_day(day, "to")).transpose()?;
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let filter = AuditFilter {
        text: said(&request.search),
        who: said(&request.who),
        from: from.and_then(start),
        before: to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(start),
        outcome: request.outcome.and_then(read_outcome),
    };
    let mut entries = Vec::new();
    for _ in 0..PAGES_LOOKED_AT {
        let rows = book.deeds(&filter, next, PAGE).map_err(of_book)?;
        let is_last = rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        next = rows.last().map(|row| row.id).filter(|_| !is_last);
        let wanted = rows.into_iter().map(shown);
        entries.extend(
            wanted.filter(|entry| request.outcome.is_none_or(|wanted| entry.outcome == wanted)),
        );
        if next.is_none() || !entries.is_empty() {
            break;
        }
    }
    Ok(AuditLogPage {
        entries,
        next: next.map(|id| id.to_string().into()),
        mark: book.audit_mark().map_err(of_book)?,
    })
}

/// What the book can look for; that something is open still is not written there.
const fn read_outcome(outcome: AuditOutcome) -> Option<DeedOutcome> {
    match outcome {
        AuditOutcome::Done => Some(DeedOutcome::Done),
        AuditOutcome::Refused => Some(DeedOutcome::Refused),
        AuditOutcome::Failed => Some(DeedOutcome::Failed),
        AuditOutcome::Open => None,
    }
}

fn shown(row: AuditedDeed) -> AuditEntry {
    AuditEntry {
        id: row.id.to_string(),
        at: instant(row.deed.at),
        who: row.deed.who,
        command: row.deed.command,
        what: row.deed.what,
        ids: row.deed.ids,
        outcome: match row.outcome {
            Some(DeedOutcome::Done) => AuditOutcome::Done,
            Some(DeedOutcome::Refused) => AuditOutcome::Refused,
            Some(DeedOutcome::Failed) => AuditOutcome::Failed,
            None => AuditOutcome::Open,
        },
        message: row.message,
    }
}
