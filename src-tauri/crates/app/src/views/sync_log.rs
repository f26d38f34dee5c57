//! The sync log: every exchange with Xero, newest first.

use chrono::NaiveDate;
use ipc::{ExchangeResult, Fault, SyncLogEntry, SyncLogPage, SyncLogRequest};
use store::{Book, LogFilter, LoggedEntry};

use crate::convert::{self, instant};
use crate::fault::{invalid, of_book};
use crate::links::Links;

/// How many exchanges a page has.
const PAGE: u32 = 200;
/// How many pages are looked at for one that has something: far enough for a busy month.
const PAGES_LOOKED_AT: u32 = 50;

/// The exchanges that match.
pub(crate) fn list(
    book: &Book,
    request: &SyncLogRequest,
    links: &Links,
) -> Result<SyncLogPage, Fault> {
    let before =
        request
            .cursor
            .as_ref()
            .map(|cursor| cursor.as_str().parse::<i64>())
            .transpose()
            .map_err(|_| invalid("cursor", "This page is no longer there. Start the log again."))?;
    let only_done = [ExchangeResult::Done];
    let filter = LogFilter {
        text: request.search.clone().filter(|text| !text.trim().is_empty()),
        document: request.document.as_ref().map(convert::read_document).transpose()?,
        ok: match request.results.as_slice() {
            [] => None,
            results if results == only_done => Some(true),
            results if !results.contains(&ExchangeResult::Done) => Some(false),
            _ => None,
        },
    };
    let days = (read_day(request.from.as_ref(), "from")?, read_day(request.to.as_ref(), "to")?);
    let mut entries = Vec::new();
    let mut next = before;
    for _ in 0..PAGES_LOOKED_AT {
        let rows = book.sync_log(&filter, next, PAGE).map_err(of_book)?;
        let is_last = rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        next = rows.last().map(|row| row.id).filter(|_| !is_last);
        let is_past =
            |row: &LoggedEntry| days.0.is_some_and(|from| row.entry.at.date_naive() < from);
        if rows.last().is_some_and(is_past) {
            next = None;
        }
        let wanted = rows.iter().filter(|row| is_within(row, days)).map(|row| shown(row, links));
        entries.extend(
            wanted.filter(|entry| {
                request.results.is_empty() || request.results.contains(&entry.result)
            }),
        );
        if next.is_none() || !entries.is_empty() {
            break;
        }
    }
    let total = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let next = next.map(|id| id.to_string().into());
    Ok(SyncLogPage { entries, next, total })
}

fn read_day(day: Option<&ipc::Day>, field: &str) -> Result<Option<NaiveDate>, Fault> {
    day.map(|day| convert::read_day(day, field)).transpose()
}

/// Whether an exchange was on one of the days, in UTC, both ends included.
fn is_within(row: &LoggedEntry, (from, to): (Option<NaiveDate>, Option<NaiveDate>)) -> bool {
    let date = row.entry.at.date_naive();
    from.is_none_or(|from| date >= from) && to.is_none_or(|to| date <= to)
}

fn shown(row: &LoggedEntry, links: &Links) -> SyncLogEntry {
    let entry = &row.entry;
    SyncLogEntry {
        id: row.id.to_string(),
        at: instant(entry.at),
        who: entry.who.clone(),
        operation: entry.operation.clone(),
        document: entry.document.map(|id| id.to_string().into()),
        document_title: row.narration.clone(),
        result: result(entry.ok, entry.status),
        status: entry.status,
        duration_ms: u32::try_from(entry.duration.as_millis()).unwrap_or(u32::MAX),
        attempt: entry.attempt,
        xero_id: entry.xero_id.clone(),
        link: row.kind.zip(entry.xero_id.as_deref()).and_then(|(kind, id)| links.to(kind, id)),
        message: Some(entry.message.clone()).filter(|message| !message.is_empty()),
    }
}

const fn result(ok: bool, status: Option<u16>) -> ExchangeResult {
    match (ok, status) {
        (true, _) => ExchangeResult::Done,
        (false, Some(429)) => ExchangeResult::Busy,
        (false, Some(400..=499)) => ExchangeResult::Refused,
        (false, _) => ExchangeResult::NoAnswer,
    }
}
