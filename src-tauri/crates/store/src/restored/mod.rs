//! Restored books: what they may have sent and do not know, and what keeps it from going twice.
//!
//! A book that was put back knows nothing of the codes it gave out since. So it says that it is
//! [`Restored`] until somebody has asked Xero for everything that carries one of its references and
//! was changed since, and has told what is not in the book ([`Book::settle_restored`]). Until then
//! nothing is sent that makes something in Xero; recording, reviewing and closing go on. What was
//! told stays in the way of documents that may be the same or of the same day, until a document of
//! that code is in the book (made with that very code and recorded as posted) or a person says that
//! it is another. That is said of one document and frees no other: of several that wait for one
//! thing, one may be it all the same.
//!
//! What was queued before counts as tried: like everything that was tried, it is looked up by its
//! own name before it is sent.

mod known;

use chrono::{DateTime, NaiveDate, Utc};
use ledger::{Amount, DocumentKind};
use rusqlite::{Connection, Row, named_params};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::{DocumentId, LocationId};
use crate::sql::{self, day, ms};
use crate::words;

/// How a book came to be behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RestoreCause {
    /// A backup was restored.
    Backup,
    /// The book is behind its mark: an older file was put there by hand, or its end was lost.
    WentBack,
}

/// That a book was put back, and Xero was not asked yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// How it came about.
    pub cause: RestoreCause,
    /// When it was noticed.
    pub restored_at: DateTime<Utc>,
    /// Until when the book surely knows what it sent, and never later than when it was noticed:
    /// everything in Xero that was changed later has to be looked through, with some hours for
    /// clocks that differ. `None`: everything there is.
    pub known_until: Option<DateTime<Utc>>,
}

/// A document in Xero that carries one of this book's references and is not in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundInXero {
    /// Xero's id.
    pub xero_id: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its narration or Reference.
    pub reference: String,
    /// The code in that.
    pub code: String,
    /// Its date.
    pub date: NaiveDate,
    /// What it comes to.
    pub total: Amount,
    /// The days of a cashout; none for everything else.
    pub days: Option<FoundDays>,
}

/// The days a cashout in Xero is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundDays {
    /// The location, where the book has one of that name; else it may be of any.
    pub location: Option<LocationId>,
    /// The first business date.
    pub from: NaiveDate,
    /// The last business date.
    pub to: NaiveDate,
}

impl RestoreCause {
    /// The word used in the book.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::WentBack => "went_back",
        }
    }

    pub(crate) fn from_key(key: &str) -> Result<Self, Error> {
        match key {
            "backup" => Ok(Self::Backup),
            "went_back" => Ok(Self::WentBack),
            _ => Err(Error::Unreadable { what: "restore", text: key.to_owned() }),
        }
    }
}

/// What was found and is not in the book, `f`, whatever was said of it.
macro_rules! open_found {
    () => {
        "(SELECT * FROM found o WHERE NOT EXISTS (
              SELECT 1 FROM documents k
              WHERE k.code = o.code OR k.narration = o.reference OR k.xero_id = o.xero_id)) f"
    };
}

/// Whether a document `d` may be what `f` is: a cashout of the same days, or a reference that
/// differs in its code only.
macro_rules! may_be_same {
    () => {
        "(f.kind = d.kind AND CASE WHEN f.first_day IS NULL
              THEN substr(d.narration, 1, instr(d.narration, d.code) - 1) = f.stem
              ELSE d.lane = 'cashout' AND d.reverses IS NULL
                  AND d.first_day <= f.last_day AND d.last_day >= f.first_day
                  AND coalesce(f.location_id, d.location_id) = d.location_id END)"
    };
}

/// Whether something found, `f`, stands in the way of a document `d`: it may be the same, or it is
/// of the same day at the same location, or at one that is not known. What lies in which document
/// is a matter of settings that may have changed since. Nothing of a day is in what takes a
/// document back: before its own code it names that of the other one.
macro_rules! in_the_way {
    () => {
        concat!(
            "(",
            may_be_same!(),
            " OR (d.reverses IS NULL
                AND coalesce(f.location_id, d.location_id) = d.location_id
                AND (coalesce(f.first_day, f.date_day) <= d.last_day
                        AND coalesce(f.last_day, f.date_day) >= d.first_day
                    OR f.first_day IS NULL AND f.date_day = d.journal_day)
                AND NOT EXISTS (SELECT 1 FROM documents r WHERE r.code = substr(f.stem, -9, 6))))"
        )
    };
}

/// Nobody said of a document `d` that it is another thing than what was found, `f`.
macro_rules! unanswered {
    () => {
        "NOT EXISTS (
             SELECT 1 FROM answers a WHERE a.document_id = d.id AND a.xero_id = f.xero_id)"
    };
}

impl Book {
    /// Whether the book was put back and Xero was not asked yet what was sent since.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn restored(&self) -> Result<Option<Restored>, Error> {
        self.read(|view| unsettled(view))
    }

    /// Xero was asked for everything of this book's making that was changed since
    /// [`Restored::known_until`], to the last page: this is what the book does not know of.
    ///
    /// # Errors
    /// When the book cannot be written; then nothing is settled.
    pub fn settle_restored(&self, found: &[FoundInXero], now: DateTime<Utc>) -> Result<(), Error> {
        self.write(|book| {
            for one in found {
                add_found(book, one, now)?;
            }
            sql::run(
                book,
                "UPDATE restores SET settled_at_ms = :now_ms WHERE settled_at_ms IS NULL",
                named_params! { ":now_ms": ms(now) },
            )?;
            changes::note(book, Topic::Documents, None)
        })
    }

    /// What Xero has and the book still does not, in the order of dates.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn found_in_xero(&self) -> Result<Vec<FoundInXero>, Error> {
        self.read(|view| {
            sql::all(
                view,
                concat!("SELECT f.* FROM ", open_found!(), " ORDER BY f.date_day, f.reference"),
                [],
                found,
            )
        })
    }

    /// The documents that are to be sent and wait for something found: pairs of both, of which
    /// nobody said that they are two things. It may be the same, or the same day may be in it in
    /// another way: a deposit in a cashout.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn doubtful_documents(&self) -> Result<Vec<(DocumentId, FoundInXero)>, Error> {
        self.read(|view| pairs(view, in_the_way!()))
    }

    /// Of the [`Book::doubtful_documents`] those that may be the very same as what was found. They
    /// can be recorded as undone, and what was found be taken over in their place.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn alike_in_xero(&self) -> Result<Vec<(DocumentId, FoundInXero)>, Error> {
        self.read(|view| pairs(view, may_be_same!()))
    }

    /// A person says that something found is another thing than a document that waits for it. It
    /// stays in the way of every other.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing of that id was found, or this was said before.
    pub fn dismiss_found(
        &self,
        document: DocumentId,
        xero_id: &str,
        who: &str,
        why: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.write(|book| {
            let answered = sql::run(
                book,
                "INSERT INTO answers (document_id, xero_id, who, why, answered_at_ms)
                 SELECT :document, f.xero_id, :who, :why, :now_ms FROM found f
                 WHERE f.xero_id = :xero_id
                 ON CONFLICT DO NOTHING",
                named_params! {
                    ":document": document.0,
                    ":xero_id": xero_id,
                    ":who": who,
                    ":why": why,
                    ":now_ms": ms(now),
                },
            )?;
            match answered {
                0 => Err(Error::NotFound { what: "document found in Xero", id: 0 }),
                _ => changes::note(book, Topic::Documents, None),
            }
        })
    }
}

/// Notes that the book was put back to what it was at `made_at`, where that is known. Whatever
/// waits to be sent counts as tried from now on.
pub(crate) fn note(
    book: &Connection,
    cause: RestoreCause,
    made_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Restored, Error> {
    let made_at = made_at.filter(|at| *at <= now);
    let known_until = [known::known_until(book, now)?, made_at].into_iter().flatten().min();
    sql::run(
        book,
        "INSERT INTO restores (cause, restored_at_ms, known_until_ms)
         VALUES (:cause, :now_ms, :known_until_ms)",
        named_params! {
            ":cause": cause.key(),
            ":now_ms": ms(now),
            ":known_until_ms": known_until.map(ms),
        },
    )?;
    sql::run(
        book,
        "INSERT INTO attempts (document_id, number, operation, key, body, started_at_ms,
             finished_at_ms, outcome, message)
         SELECT d.id,
             (SELECT count(*) FROM attempts a WHERE a.document_id = d.id) + 1,
             d.operation, 'restored-' || :now_ms || '-' || d.id, '', :now_ms, :now_ms, 'unknown',
             'The book was put back to an earlier state: it may have been sent since.'
         FROM documents d
         WHERE d.state IN ('draft', 'queued', 'held', 'rejected')",
        named_params! { ":now_ms": ms(now) },
    )?;
    changes::note(book, Topic::Documents, None)?;
    Ok(Restored { cause, restored_at: now, known_until })
}

/// Refuses to make something in Xero that may be there already.
pub(crate) fn refuse_doubtful(book: &Connection, document: DocumentId) -> Result<(), Error> {
    if unsettled(book)?.is_some() {
        return Err(Error::Unsure);
    }
    let doubt = sql::first(
        book,
        concat!(
            "SELECT d.narration, f.reference FROM ",
            open_found!(),
            " JOIN documents d ON ",
            in_the_way!(),
            " WHERE d.id = :document AND ",
            unanswered!(),
            " LIMIT 1"
        ),
        named_params! { ":document": document.0 },
        |row| Ok((row.get("narration")?, row.get("reference")?)),
    )?;
    match doubt {
        None => Ok(()),
        Some((reference, found)) => Err(Error::MaybeInXero { reference, found }),
    }
}

/// The restore that is not settled; of several the one that knows least, as of the latest.
fn unsettled(book: &Connection) -> Result<Option<Restored>, Error> {
    let all = sql::all(
        book,
        "SELECT cause, restored_at_ms, known_until_ms FROM restores
         WHERE settled_at_ms IS NULL ORDER BY id",
        [],
        |row| {
            Ok(Restored {
                cause: RestoreCause::from_key(&row.get::<_, String>("cause")?)?,
                restored_at: sql::instant(row.get("restored_at_ms")?)?,
                known_until: row
                    .get::<_, Option<i64>>("known_until_ms")?
                    .map(sql::instant)
                    .transpose()?,
            })
        },
    )?;
    // `None` is the least of all.
    let known_until = all.iter().map(|one| one.known_until).min().flatten();
    Ok(all.last().map(|last| Restored { known_until, ..*last }))
}

/// The documents that are to be sent with what was found and stands to them as `how` says, which is
/// one of the conditions above.
fn pairs(view: &Connection, how: &str) -> Result<Vec<(DocumentId, FoundInXero)>, Error> {
    let statement = format!(
        "SELECT d.id AS document_id, f.* FROM {} JOIN documents d ON {how}
         WHERE d.operation = 'create' AND d.state IN ('draft', 'queued', 'held', 'rejected')
             AND {}
         ORDER BY d.id, f.date_day, f.reference",
        open_found!(),
        unanswered!()
    );
    sql::all(view, &statement, [], |row| Ok((DocumentId(row.get("document_id")?), found(row)?)))
}

fn add_found(book: &Connection, found: &FoundInXero, now: DateTime<Utc>) -> Result<(), Error> {
    let stem = found.reference.split_once(&found.code).map_or("", |(stem, _)| stem);
    let days = found.days;
    sql::run(
        book,
        "INSERT INTO found (xero_id, kind, reference, code, stem, date_day, total, first_day,
             last_day, location_id, found_at_ms)
         VALUES (:xero_id, :kind, :reference, :code, :stem, :date, :total, :from, :to,
             :location, :now_ms)
         ON CONFLICT DO NOTHING",
        named_params! {
            ":xero_id": found.xero_id,
            ":kind": found.kind.key(),
            ":reference": found.reference,
            ":code": found.code,
            ":stem": stem,
            ":date": day(found.date),
            ":total": found.total.minor(),
            ":from": days.map(|days| day(days.from)),
            ":to": days.map(|days| day(days.to)),
            ":location": days.and_then(|days| days.location).map(|id| id.0),
            ":now_ms": ms(now),
        },
    )
    .map(drop)
}

fn found(row: &Row<'_>) -> Result<FoundInXero, Error> {
    let date = |column| row.get::<_, Option<i64>>(column)?.map(sql::date).transpose();
    let location = row.get::<_, Option<i64>>("location_id")?.map(LocationId);
    let days = date("first_day")?.zip(date("last_day")?);
    Ok(FoundInXero {
        xero_id: row.get("xero_id")?,
        kind: words::document_kind(&row.get::<_, String>("kind")?)?,
        reference: row.get("reference")?,
        code: row.get("code")?,
        date: sql::date(row.get("date_day")?)?,
        total: Amount::from_minor(row.get("total")?),
        days: days.map(|(from, to)| FoundDays { location, from, to }),
    })
}
