//! The book as a whole: places by name, the checks, a backup, the log.

use std::path::PathBuf;

use ipc::{AuditEntry, AuditLogRequest, Code, Fault, SyncLogEntry, SyncLogRequest};

use super::days::read_date;
use crate::fault::{fault, of_book, with_hint};
use crate::people::{Command, Subject};
use crate::{App, locations};

/// How many pages of the log are read at most: far beyond a year of exchanges.
const LOG_PAGES_MAX: usize = 2_000;

/// What one invariant's check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// The invariant, as a sentence that should be true.
    pub name: String,
    /// Whether it is.
    pub ok: bool,
    /// What breaks it, the first few, separated by semicolons.
    pub detail: Option<String>,
}

/// Which exchanges of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// From the beginning of this day in UTC: `2026-11-21`, `today`, `yesterday`.
    pub since: Option<String>,
    /// Of this document, by its id or code.
    pub document: Option<String>,
}

/// Which entries of the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// From the beginning of this day in UTC: `2026-11-21`, `today`, `yesterday`.
    pub since: Option<String>,
    /// By the person of this name.
    pub by: Option<String>,
    /// With this in it.
    pub search: Option<String>,
}

/// Entries of the audit log, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audited {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// The end of the log's chain.
    pub mark: Option<String>,
}

impl App {
    /// Whether a book is open; where none is, every command says why.
    pub async fn is_open(&self) -> bool {
        self.open().await.is_ok()
    }

    /// Finds a location by its name or its number.
    ///
    /// # Errors
    /// When this book has none of that name.
    pub async fn location_named(&self, name: &str) -> Result<ipc::Location, Fault> {
        self.refuse_unless_allowed(Command::locations).await?;
        let name = name.to_owned();
        self.on_book(move |open| {
            locations::shown(&open.book, &locations::named(&open.book, &name)?, open.now())
        })
        .await
    }

    /// Checks every invariant of the whole book, and `SQLite`'s own integrity.
    ///
    /// # Errors
    /// When the book cannot be read at all; a broken invariant is a result, not an error.
    pub async fn check(&self) -> Result<Vec<CheckResult>, Fault> {
        self.refuse_unless_allowed(Command::check).await?;
        let findings = self.on_book(|open| open.book.check().map_err(of_book)).await?;
        let result = |finding: store::Finding| CheckResult {
            name: finding.invariant.to_owned(),
            ok: finding.broken.is_empty(),
            detail: (!finding.broken.is_empty()).then(|| finding.broken.join("; ")),
        };
        Ok(findings.into_iter().map(result).collect())
    }

    /// Writes a copy of the book to a new file, while it may be in use.
    ///
    /// # Errors
    /// When the file exists or cannot be written; the book itself is never touched.
    pub async fn back_up(&self, to: PathBuf) -> Result<(), Fault> {
        let subject = Subject::of(to.display().to_string());
        self.guarded(Command::back_up, subject, async |_| {
            self.on_book(move |open| {
                if to.exists() {
                    let message = format!("{} exists already. Nothing was written.", to.display());
                    let refused = fault(Code::InvalidInput, message);
                    return Err(with_hint(refused, "Name a file that does not exist yet."));
                }
                open.book.backup(&to).map_err(of_book)
            })
            .await
        })
        .await
    }

    /// Everything that was done and matches, oldest first.
    ///
    /// # Errors
    /// When the day is no date.
    pub async fn audit(&self, query: &AuditQuery) -> Result<Audited, Fault> {
        let today = self.world.now().date_naive();
        let since = query.since.as_deref().map(|text| read_date(text, today, "since"));
        let mut request = AuditLogRequest {
            search: query.search.clone(),
            who: query.by.clone(),
            from: since.transpose()?.map(crate::convert::day),
            ..AuditLogRequest::default()
        };
        let mut audited = Audited::default();
        for _ in 0..LOG_PAGES_MAX {
            let page = self.audit_log(request.clone()).await?;
            audited.entries.extend(page.entries);
            audited.mark = audited.mark.or(page.mark);
            request.cursor = page.next;
            if request.cursor.is_none() {
                break;
            }
        }
        audited.entries.reverse();
        Ok(audited)
    }

    /// Every exchange with Xero that matches, oldest first.
    ///
    /// # Errors
    /// When the document is unknown or the day is no date.
    pub async fn log(&self, query: &LogQuery) -> Result<Vec<SyncLogEntry>, Fault> {
        let document = match &query.document {
            Some(words) => Some(self.document_named(words).await?),
            None => None,
        };
        let today = self.world.now().date_naive();
        let since = query.since.as_deref().map(|text| read_date(text, today, "since"));
        let since = since.transpose()?.map(|day| day.to_string());
        let mut request = SyncLogRequest { document, ..SyncLogRequest::default() };
        let mut entries: Vec<SyncLogEntry> = Vec::new();
        for _ in 0..LOG_PAGES_MAX {
            let page = self.sync_log(request.clone()).await?;
            entries.extend(page.entries);
            // Instants are printed so that their order as texts is their order in time.
            let early = |entry: &SyncLogEntry| since.as_ref().is_some_and(|day| entry.at.0 < *day);
            if page.next.is_none() || entries.last().is_some_and(early) {
                entries.retain(|entry| !early(entry));
                break;
            }
            request.cursor = page.next;
        }
        entries.reverse();
        Ok(entries)
    }
}
