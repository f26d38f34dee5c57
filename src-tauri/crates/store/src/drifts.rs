//! Drifts: what is in Xero now and is not what was posted, until a person says what is right.
//!
//! A drift is told once: what was accepted is what later looks compare with.

mod gone;
mod known;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Amount, Currency};
use rusqlite::{Connection, Row, named_params};

use self::known::is_known;
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::documents::{ReadBack, State, read_back};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day, ms};

/// How what is in Xero differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriftKind {
    /// It says something else.
    Edited,
    /// It is voided, deleted or not there any more.
    Voided,
    /// It was matched with a line of the bank's statement: nothing is wrong, and it stays.
    Reconciled,
    /// Another document of the same day and amount is there, from another hand.
    Duplicate,
}

/// How a drift was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriftSettled {
    /// It needs nobody.
    Noted,
    /// A person took what is in Xero as right.
    Accepted,
    /// A person had it taken out of Xero and posted again.
    Reposted,
    /// Xero has what was posted again.
    Mended,
}

/// A drift to note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDrift {
    /// The document of this book.
    pub document: DocumentId,
    /// How it differs.
    pub kind: DriftKind,
    /// Xero's id of what was looked at: the document's own, or that of its like.
    pub xero_id: String,
    /// The name that has in Xero.
    pub reference: String,
    /// The contact it belongs to in Xero; none where Xero says none, and of what was noted before
    /// contacts were kept.
    pub contact: Option<String>,
    /// What is there now.
    pub now: ReadBack,
    /// What is different, in sentences.
    pub message: String,
}

/// A drift in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Its number.
    pub id: i64,
    /// What was noted.
    pub drift: NewDrift,
    /// When it was noticed.
    pub found_at: DateTime<Utc>,
    /// How it was settled, by whom and when.
    pub settled: Option<(DriftSettled, String, DateTime<Utc>)>,
}

/// What a document is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// What was there when a drift was accepted last, else what Xero answered when it was posted.
    pub was: ReadBack,
    /// The drift that was accepted last.
    pub accepted: Option<NewDrift>,
}

macro_rules! keys {
    ($name:ident, $what:literal: $($variant:ident $key:literal),*) => {
        impl $name {
            /// Its word in the book.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            fn from_key(key: &str) -> Result<Self, Error> {
                match key {
                    $($key => Ok(Self::$variant),)*
                    _ => Err(Error::Unreadable { what: $what, text: key.to_owned() }),
                }
            }
        }
    };
}
keys!(DriftKind, "drift": Edited "edited", Voided "voided", Reconciled "reconciled",
    Duplicate "duplicate");
keys!(DriftSettled, "drift's end": Noted "noted", Accepted "accepted", Reposted "reposted",
    Mended "mended");

impl Book {
    /// Notes a drift, unless the same was told and is open or was accepted. An open one of the same
    /// document and sort that says something else now is mended by it. What was matched with the
    /// bank's statement needs nobody.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn note_drift(&self, new: &NewDrift, now: DateTime<Utc>) -> Result<bool, Error> {
        self.write(|book| {
            let content = read_back::written_of(&new.now, new.contact.as_deref());
            if is_known(book, new)? {
                return Ok(false);
            }
            mend(book, new.document, Some((new.kind, &new.xero_id)), now)?;
            sql::run(
                book,
                "INSERT INTO drifts (document_id, kind, xero_id, reference, content, message,
                     found_at_ms)
                 VALUES (:document, :kind, :xero_id, :reference, :content, :message, :now_ms)",
                named_params! {
                    ":document": new.document.0,
                    ":kind": new.kind.key(),
                    ":xero_id": new.xero_id,
                    ":reference": new.reference,
                    ":content": content,
                    ":message": new.message,
                    ":now_ms": ms(now),
                },
            )?;
            if new.kind == DriftKind::Reconciled {
                settle(book, book.last_insert_rowid(), DriftSettled::Noted, "daybook", now)?;
            }
            changes::note(book, Topic::Documents, Some(new.document.0))?;
            Ok(true)
        })
    }

    /// Xero has what was posted again: open drifts of a document but duplicates are mended.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn mend_drifts(&self, document: DocumentId, now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| mend(book, document, None, now))
    }

    /// Says how a drift ended.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of that number, or it was settled before.
    pub fn settle_drift(
        &self,
        id: i64,
        how: DriftSettled,
        who: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| match settle(book, id, how, who, now)? {
            0 => Err(Error::NotFound { what: "open drift", id }),
            _ => changes::note(book, Topic::Documents, None),
        })
    }

    /// Drifts, newest first; with those that were settled where `all` says so.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn drifts(&self, all: bool, limit: u32) -> Result<Vec<Drift>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT * FROM drifts WHERE :all OR settled_at_ms IS NULL
                 ORDER BY id DESC LIMIT :limit",
                named_params! { ":all": all, ":limit": limit },
                drift,
            )
        })
    }

    /// One drift.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn drift(&self, id: i64) -> Result<Drift, Error> {
        let found = self.read(|view| {
            let one = named_params! { ":id": id };
            sql::first(view, "SELECT * FROM drifts WHERE id = :id", one, drift)
        })?;
        found.ok_or(Error::NotFound { what: "drift", id })
    }

    /// What a document is compared with: what was accepted of it last, else what Xero answered when
    /// it was posted.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn drift_baseline(&self, document: DocumentId) -> Result<Option<Baseline>, Error> {
        self.read(|view| {
            let accepted = sql::first(
                view,
                "SELECT * FROM drifts
                 WHERE document_id = :id AND kind = 'edited' AND how = 'accepted'
                 ORDER BY id DESC LIMIT 1",
                named_params! { ":id": document.0 },
                noted,
            )?;
            let was = match &accepted {
                Some(accepted) => Some(accepted.now.clone()),
                None => read_back::latest(view, document)?,
            };
            Ok(was.map(|was| Baseline { was, accepted }))
        })
    }

    /// What of this book is in Xero, or was taken out of it, by Xero's ids.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn known_in_xero(&self) -> Result<Vec<(String, DocumentId, State)>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT xero_id, id, state FROM documents WHERE xero_id IS NOT NULL ORDER BY id",
                [],
                |row| {
                    let state = State::from_key(&row.get::<_, String>("state")?)?;
                    Ok((row.get("xero_id")?, DocumentId(row.get("id")?), state))
                },
            )
        })
    }

    /// What is posted on a date in Xero and comes to an amount of a currency, whatever its kind, at
    /// most `limit`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn posted_like(
        &self,
        date: NaiveDate,
        total: Amount,
        currency: Currency,
        limit: u32,
    ) -> Result<Vec<DocumentId>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT id FROM documents
                 WHERE xero_id IS NOT NULL AND journal_day = :day AND state = 'posted'
                     AND total = :total AND currency = :currency
                 ORDER BY id LIMIT :limit",
                named_params! {
                    ":day": day(date),
                    ":total": total.minor(),
                    ":currency": currency.code(),
                    ":limit": limit,
                },
                |row| Ok(DocumentId(row.get(0)?)),
            )
        })
    }

    /// The first date in Xero of anything posted since, of a posted document; none where nothing
    /// was.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn first_date_posted_since(
        &self,
        since: DateTime<Utc>,
    ) -> Result<Option<NaiveDate>, Error> {
        let day = self.read(|view| {
            sql::first(
                view,
                "SELECT min(journal_day) FROM documents
                 WHERE state = 'posted' AND posted_at_ms >= :since",
                named_params! { ":since": ms(since) },
                |row| Ok(row.get::<_, Option<i64>>(0)?),
            )
        })?;
        day.flatten().map(sql::date).transpose()
    }
}

/// Settles the open drifts of a document as mended: all but duplicates, or one sort of one thing.
fn mend(
    book: &Connection,
    document: DocumentId,
    only: Option<(DriftKind, &str)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE drifts SET settled_at_ms = :now_ms, settled_by = 'daybook', how = 'mended'
         WHERE document_id = :document AND settled_at_ms IS NULL
             AND CASE WHEN :kind IS NULL THEN kind <> 'duplicate'
                 ELSE kind = :kind AND xero_id = :xero_id END",
        named_params! {
            ":document": document.0,
            ":now_ms": ms(now),
            ":kind": only.map(|(kind, _)| kind.key()),
            ":xero_id": only.map(|(_, xero_id)| xero_id),
        },
    )
    .map(drop)
}

fn settle(
    book: &Connection,
    id: i64,
    how: DriftSettled,
    who: &str,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    sql::run(
        book,
        "UPDATE drifts SET settled_at_ms = :now_ms, settled_by = :who, how = :how
         WHERE id = :id AND settled_at_ms IS NULL",
        named_params! { ":id": id, ":now_ms": ms(now), ":who": who, ":how": how.key() },
    )
}

fn drift(row: &Row<'_>) -> Result<Drift, Error> {
    let settled = match row.get::<_, Option<i64>>("settled_at_ms")? {
        Some(at) => Some((
            DriftSettled::from_key(&row.get::<_, String>("how")?)?,
            row.get("settled_by")?,
            sql::instant(at)?,
        )),
        None => None,
    };
    Ok(Drift {
        id: row.get("id")?,
        drift: noted(row)?,
        found_at: sql::instant(row.get("found_at_ms")?)?,
        settled,
    })
}

fn noted(row: &Row<'_>) -> Result<NewDrift, Error> {
    let (now, contact) = read_back::read_of(&row.get::<_, String>("content")?)?;
    Ok(NewDrift {
        document: DocumentId(row.get("document_id")?),
        kind: DriftKind::from_key(&row.get::<_, String>("kind")?)?,
        xero_id: row.get("xero_id")?,
        reference: row.get("reference")?,
        contact,
        now,
        message: row.get("message")?,
    })
}
