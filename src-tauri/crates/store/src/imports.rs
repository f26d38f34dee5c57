//! Imports: what a header line means, and which files were read.

use chrono::{DateTime, Utc};

use rusqlite::{Connection, Row, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::ImportId;
use crate::record::Recorded;
use crate::sql::{self, ms};

/// How files of one header line are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProfile {
    /// The fingerprint of the header line.
    pub fingerprint: String,
    /// The name people gave it.
    pub name: String,
    /// The importer's own options, as JSON.
    pub options: String,
}

/// A file about to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// The file's name without its folder.
    pub file_name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The format it was read as ("square", "daybook-csv").
    pub format: String,
    /// Who imported it.
    pub who: String,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    /// Its id.
    pub id: ImportId,
    /// The file.
    pub import: NewImport,
    /// When.
    pub at: DateTime<Utc>,
    /// How many transactions were new.
    pub recorded: u64,
    /// How many the book had word for word.
    pub already_known: u64,
    /// How many corrected a known one.
    pub corrected: u64,
    /// How many had been corrected since.
    pub superseded: u64,
    /// How many rows could not be read.
    pub rejected: u64,
}

impl Book {
    /// The profile of a header line.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn import_profile(&self, fingerprint: &str) -> Result<Option<ImportProfile>, Error> {
        self.read(|view| {
            sql::first(
                view,
                "SELECT fingerprint, name, options FROM import_profiles
                 WHERE fingerprint = :fingerprint",
                named_params! { ":fingerprint": fingerprint },
                |row| {
                    Ok(ImportProfile {
                        fingerprint: row.get("fingerprint")?,
                        name: row.get("name")?,
                        options: row.get("options")?,
                    })
                },
            )
        })
    }

    /// Saves a profile, in the place of the one with its fingerprint.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn save_import_profile(&self, profile: &ImportProfile) -> Result<(), Error> {
        self.write(|book| {
            sql::run(
                book,
                "INSERT INTO import_profiles (fingerprint, name, options)
                 VALUES (:fingerprint, :name, :options)
                 ON CONFLICT (fingerprint)
                 DO UPDATE SET name = excluded.name, options = excluded.options",
                named_params! {
                    ":fingerprint": profile.fingerprint,
                    ":name": profile.name,
                    ":options": profile.options,
                },
            )?;
            changes::note(book, Topic::Imports, None)
        })
    }

    /// The latest imports, newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn imports(&self, limit: u32) -> Result<Vec<ImportRun>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT id, file_name, sha256, format, who, imported_at_ms, recorded,
                     already_known, corrected, superseded, rejected
                 FROM imports ORDER BY id DESC LIMIT :limit",
                named_params! { ":limit": limit },
                import_run,
            )
        })
    }
}

/// Begins an import's own row; its counts follow with [`finish_import`].
pub(crate) fn begin_import(
    book: &Connection,
    import: &NewImport,
    now: DateTime<Utc>,
) -> Result<ImportId, Error> {
    sql::run(
        book,
        "INSERT INTO imports (file_name, sha256, format, who, imported_at_ms)
         VALUES (:file_name, :sha256, :format, :who, :imported_at_ms)",
        named_params! {
            ":file_name": import.file_name,
            ":sha256": import.sha256,
            ":format": import.format,
            ":who": import.who,
            ":imported_at_ms": ms(now),
        },
    )?;
    Ok(ImportId(book.last_insert_rowid()))
}

/// Writes what came of an import, in the same transaction it began in.
pub(crate) fn finish_import(
    book: &Connection,
    id: ImportId,
    recorded: &Recorded,
    rejected: u64,
) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE imports SET recorded = :recorded, already_known = :already_known,
             corrected = :corrected, superseded = :superseded, rejected = :rejected
         WHERE id = :id",
        named_params! {
            ":id": id.0,
            ":recorded": count(recorded.recorded),
            ":already_known": count(recorded.already_known + recorded.withdrawn),
            ":corrected": count(recorded.corrected),
            ":superseded": count(recorded.superseded),
            ":rejected": count(rejected),
        },
    )?;
    changes::note(book, Topic::Imports, Some(id.0))
}

fn count(count: u64) -> i64 {
    i64::try_from(count).expect("a count of rows fits 63 bits")
}

fn import_run(row: &Row<'_>) -> Result<ImportRun, Error> {
    let counted = |column| Ok::<_, Error>(row.get::<_, i64>(column)?.unsigned_abs());
    Ok(ImportRun {
        id: ImportId(row.get("id")?),
        import: NewImport {
            file_name: row.get("file_name")?,
            sha256: row.get("sha256")?,
            format: row.get("format")?,
            who: row.get("who")?,
        },
        at: sql::instant(row.get("imported_at_ms")?)?,
        recorded: counted("recorded")?,
        already_known: counted("already_known")?,
        corrected: counted("corrected")?,
        superseded: counted("superseded")?,
        rejected: counted("rejected")?,
    })
}
