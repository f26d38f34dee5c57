//! The change feed: what changed, in order, for windows and processes that look on.
//!
//! Each operation appends to it in its own transaction, so that nothing shown can be missed.

use rusqlite::{Connection, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::sql;
use crate::writer::latest_change;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Settings and locations.
    Settings,
    /// Transactions and days; the row is the newest transaction.
    Transactions,
    /// Documents; the row is the document.
    Documents,
    /// The chart cache.
    Chart,
    /// The mapping.
    Mapping,
    /// The sync log; the row is the entry.
    SyncLog,
    /// Imports and their profiles.
    Imports,
    /// People and their PINs; the row is the person.
    People,
    /// The audit log; the row is the entry.
    AuditLog,
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its place in the feed; grows with every change.
    pub id: i64,
    /// What it is about.
    pub topic: Topic,
    /// Which row, where there is one.
    pub row: Option<i64>,
}

impl Topic {
    const ALL: [Self; 9] = [
        Self::Settings,
        Self::Transactions,
        Self::Documents,
        Self::Chart,
        Self::Mapping,
        Self::SyncLog,
        Self::Imports,
        Self::People,
        Self::AuditLog,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Transactions => "transactions",
            Self::Documents => "documents",
            Self::Chart => "chart",
            Self::Mapping => "mapping",
            Self::SyncLog => "sync_log",
            Self::Imports => "imports",
            Self::People => "people",
            Self::AuditLog => "audit_log",
        }
    }

    fn from_key(key: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|topic| topic.key() == key)
            .ok_or_else(|| Error::Unreadable { what: "topic", text: key.to_owned() })
    }
}

impl Book {
    /// The place of the latest change; zero in a new book. Cheap enough to ask several times a
    /// second, and sees what other processes did.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn latest_change(&self) -> Result<i64, Error> {
        self.read(|view| latest_change(view))
    }

    /// The changes after a place, in order, at most `limit`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn changes_since(&self, id: i64, limit: u32) -> Result<Vec<Change>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT id, topic, row_id FROM changes WHERE id > :id ORDER BY id LIMIT :limit",
                named_params! { ":id": id, ":limit": limit },
                |row| {
                    Ok(Change {
                        id: row.get("id")?,
                        topic: Topic::from_key(&row.get::<_, String>("topic")?)?,
                        row: row.get("row_id")?,
                    })
                },
            )
        })
    }
}

/// Appends a change, in the transaction of what changed.
pub(crate) fn note(book: &Connection, topic: Topic, row: Option<i64>) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO changes (topic, row_id) VALUES (:topic, :row_id)",
        named_params! { ":topic": topic.key(), ":row_id": row },
    )
    .map(drop)
}
