//! What a diagnostic bundle is made of: how the book is, without what is in it.
//!
//! Read over a connection of its own, which may do nothing but read what [`columns`] lists. What
//! cannot be read, because the book is damaged or busy, is none, and the rest is told all the same.

mod columns;
mod shape;
mod traces;

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags};

use crate::book::{Book, connect};
use crate::error::Error;
use crate::place::Names;
use crate::sql;

pub use shape::{AccountShape, ChartShape, LocationShape, MappedShape};
pub use traces::{AttemptTrace, CallTrace, DocumentTrace, RestoreTrace, Traces};

/// How much is asked for.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosisAsked<'a> {
    /// Documents that were made before and are settled are left out.
    pub since: DateTime<Utc>,
    /// The most documents, newest first.
    pub documents_max: u32,
    /// The most lines of the sync log, newest first.
    pub calls_max: u32,
    /// The keys of the settings that are harmless.
    pub settings: &'a [&'a str],
    /// The same of what is decided for each location.
    pub location_settings: &'a [&'a str],
}

/// How a book is. Nothing in it is a name, an amount, a note or a text that somebody wrote, but for
/// the three that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The number of the last step of the format.
    pub format: Option<u32>,
    /// How many rows each table has.
    pub rows: Vec<(&'static str, Option<u64>)>,
    /// When the book was put back, or was found to have gone back.
    pub restores: Option<Vec<RestoreTrace>>,
    /// The settings of the keys that were asked for. The values are as they were typed.
    pub settings: Option<Vec<(String, String)>>,
    /// The locations, by number.
    pub locations: Option<Vec<LocationShape>>,
    /// The chart last read, where one was.
    pub chart: Option<ChartShape>,
    /// What is mapped.
    pub mapped: Option<MappedShape>,
    /// The documents.
    pub documents: Option<Traces<DocumentTrace>>,
    /// The sync log.
    pub calls: Option<Traces<CallTrace>>,
}

/// The bytes of a book's files; none of what is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileBytes {
    /// The book's own file.
    pub book: Option<u64>,
    /// What was written to it and is not in its file yet.
    pub wal: Option<u64>,
}

impl Book {
    /// The version of SQLite the book is kept with.
    #[must_use]
    pub fn sqlite_version() -> &'static str {
        rusqlite::version()
    }

    /// The bytes of the files of the book in `folder`, which need not be open.
    #[must_use]
    pub fn file_bytes(folder: &Path) -> FileBytes {
        let [book, wal, ..] = Names::of(folder).files();
        let bytes = |path: &Path| fs::metadata(path).ok().map(|found| found.len());
        FileBytes { book: bytes(&book), wal: bytes(&wal) }
    }

    /// How the book is, for a diagnostic bundle. Only reads.
    ///
    /// # Errors
    /// When the book's file cannot be opened again.
    pub fn diagnosis(&self, asked: &DiagnosisAsked<'_>) -> Result<Diagnosis, Error> {
        self.place().refuse_gone()?;
        let mut connection = connect(self.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.authorizer(Some(columns::authorize))?;
        let view = connection.transaction()?;
        Ok(Diagnosis {
            format: told("format", format(&view)),
            rows: columns::TABLES
                .iter()
                .map(|table| (table.name, told(table.name, count(&view, table.name))))
                .collect(),
            restores: told("restores", traces::restores(&view)),
            settings: told("settings", shape::settings(&view, asked.settings)),
            locations: told("locations", shape::locations(&view, asked.location_settings)),
            chart: told("chart", shape::chart(&view)).flatten(),
            mapped: told("mapping", shape::mapped(&view)),
            documents: told("documents", traces::documents(&view, asked)),
            calls: told("sync log", traces::calls(&view, asked.calls_max)),
        })
    }
}

/// A part of it, or none with a word in the program's own log.
fn told<T>(what: &str, read: Result<T, Error>) -> Option<T> {
    read.inspect_err(|error| tracing::warn!(%error, what, "left out of the diagnostic bundle")).ok()
}

fn format(view: &Connection) -> Result<u32, Error> {
    let last = "SELECT number FROM migrations ORDER BY number DESC LIMIT 1";
    let last = sql::first(view, last, [], |row| Ok(row.get(0)?))?;
    last.ok_or_else(|| Error::Damaged("the steps of the format are gone".into()))
}

/// `table` is one of ours, and needs no quotes.
fn count(view: &Connection, table: &str) -> Result<u64, Error> {
    let rows: i64 =
        view.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    Ok(rows.unsigned_abs())
}
