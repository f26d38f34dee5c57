//! The audit log: who set out to do what, and what came of it. Nothing in it is ever changed.
//!
//! What is about to be done is written before it is done, and its outcome after it, each a row of
//! its own. Every row carries the SHA-256 of the row before it and of itself, so that a row that is
//! changed, left out or put in by another program breaks the chain from there on. Who can write
//! the file can also work the chain out anew: [`Book::audit_mark`] is the end of it, to be written
//! down elsewhere by whom that worries.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, named_params};
use sha2::{Digest, Sha256};

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::PersonId;
use crate::sql::{self, ms};

/// Somebody's deed. Never put a secret into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// Who signed in; nobody where nobody does.
    pub person: Option<PersonId>,
    /// Who did it, by the name they had.
    pub who: String,
    /// The command, as a word ("set_rate").
    pub command: String,
    /// What it was, in a sentence.
    pub what: String,
    /// The ids of what it was about.
    pub ids: Vec<String>,
}

/// What came of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeedOutcome {
    /// It was done.
    Done,
    /// Its doer may not do it.
    Refused,
    /// It could not be done.
    Failed,
}

impl DeedOutcome {
    const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    const fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    fn from_key(key: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.key() == key)
            .ok_or_else(|| Error::Unreadable { what: "deed's outcome", text: key.to_owned() })
    }
}

/// A deed as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedDeed {
    /// Its place in the log; also the cursor of the next page.
    pub id: i64,
    /// What was set out to be done.
    pub deed: Deed,
    /// What came of it; nothing where the program ended in between, or it goes on still.
    pub outcome: Option<DeedOutcome>,
    /// More on the outcome: why it was refused or failed.
    pub message: Option<String>,
}

/// Which deeds to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Part of who, what, the command, the ids or the message; ASCII case does not matter.
    pub text: Option<String>,
    /// Only of this name.
    pub who: Option<String>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub before: Option<DateTime<Utc>>,
    /// Only those with this outcome.
    pub outcome: Option<DeedOutcome>,
}

/// A row's values, as they are chained.
#[derive(Debug, Default)]
struct Values<'a> {
    at_ms: i64,
    person: Option<i64>,
    who: Option<&'a str>,
    command: Option<&'a str>,
    what: Option<&'a str>,
    ids: Option<&'a str>,
    outcome_of: Option<i64>,
    outcome: Option<&'a str>,
    message: Option<&'a str>,
}

impl Values<'_> {
    /// The chain's link of this row after `before`.
    fn link(&self, before: &[u8]) -> [u8; 32] {
        let Self { at_ms, person, who, command, what, ids, outcome_of, outcome, message } = self;
        // JSON tells every two rows apart: texts are quoted, and what is missing is null.
        let row = serde_json::json!([
            at_ms, person, who, command, what, ids, outcome_of, outcome, message
        ]);
        Sha256::new().chain_update(before).chain_update(row.to_string()).finalize().into()
    }
}

impl Book {
    /// Writes down what is about to be done; the number is for [`Book::end_deed`].
    ///
    /// # Errors
    /// When the book cannot be written; then the deed is not to be done.
    pub fn begin_deed(&self, deed: &Deed) -> Result<i64, Error> {
        self.write(|book| begin(book, deed))
    }

    /// Writes down what came of a deed, once.
    ///
    /// # Errors
    /// When the book cannot be written, or an outcome was written before.
    pub fn end_deed(
        &self,
        id: i64,
        at: DateTime<Utc>,
        outcome: DeedOutcome,
        message: Option<&str>,
    ) -> Result<(), Error> {
        self.write(|book| end(book, id, at, outcome, message))
    }

    /// Writes down a deed together with its outcome.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn note_deed(
        &self,
        deed: &Deed,
        outcome: DeedOutcome,
        message: Option<&str>,
    ) -> Result<(), Error> {
        self.write(|book| note(book, deed, outcome, message))
    }

    /// The deeds that match, newest first, at most `limit` of them below the id `before`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn deeds(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditedDeed>, Error> {
        self.read(|view| {
            sql::all(
                view,
                r"SELECT a.id, a.at_ms, a.person_id, a.who, a.command, a.what, a.ids,
                      o.outcome, o.message
                  FROM audit_log a LEFT JOIN audit_log o ON o.outcome_of = a.id
                  WHERE a.outcome_of IS NULL AND a.id < :before
                      AND (:who IS NULL OR a.who = :who)
                      AND (:from_ms IS NULL OR a.at_ms >= :from_ms)
                      AND (:before_ms IS NULL OR a.at_ms < :before_ms)
                      AND (:outcome IS NULL OR o.outcome = :outcome)
                      AND (:text IS NULL OR a.who LIKE :text ESCAPE '\'
                          OR a.what LIKE :text ESCAPE '\' OR a.command LIKE :text ESCAPE '\'
                          OR a.ids LIKE :text ESCAPE '\' OR o.message LIKE :text ESCAPE '\')
                  ORDER BY a.id DESC LIMIT :limit",
                named_params! {
                    ":before": before.unwrap_or(i64::MAX),
                    ":who": filter.who,
                    ":from_ms": filter.from.map(ms),
                    ":before_ms": filter.before.map(ms),
                    ":outcome": filter.outcome.map(DeedOutcome::key),
                    ":text": filter.text.as_deref().map(sql::anywhere),
                    ":limit": limit,
                },
                deed,
            )
        })
    }

    /// The end of the chain, in hexadecimal; nothing while nothing was done. A log that ends
    /// otherwise than it did has lost something.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn audit_mark(&self) -> Result<Option<String>, Error> {
        let last = self.read(|view| last(view))?;
        Ok(last.map(|last| last.mark()))
    }
}

/// A row of the log, as the chain has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChainEnd {
    /// Its number.
    pub(crate) id: i64,
    link: Vec<u8>,
}

impl ChainEnd {
    /// Its link, in hexadecimal.
    pub(crate) fn mark(&self) -> String {
        self.link.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The last row of the log.
pub(crate) fn last(view: &Connection) -> Result<Option<ChainEnd>, Error> {
    sql::first(view, "SELECT id, chain FROM audit_log ORDER BY id DESC LIMIT 1", [], |row| {
        Ok(ChainEnd { id: row.get("id")?, link: row.get("chain")? })
    })
}

/// Whether a log has that very row, and so all that came before it.
pub(crate) fn has(view: &Connection, end: &ChainEnd) -> Result<bool, Error> {
    let found = sql::first(
        view,
        "SELECT chain FROM audit_log WHERE id = :id",
        named_params! { ":id": end.id },
        |row| Ok(row.get::<_, Vec<u8>>(0)?),
    )?;
    Ok(found.is_some_and(|link| link == end.link))
}

/// How many deeds were begun after a row.
pub(crate) fn deeds_after(view: &Connection, id: i64) -> Result<i64, Error> {
    let count = sql::first(
        view,
        "SELECT count(*) FROM audit_log WHERE id > :id AND outcome_of IS NULL",
        named_params! { ":id": id },
        |row| Ok(row.get(0)?),
    )?;
    Ok(count.unwrap_or(0))
}

/// Writes down a deed together with its outcome.
pub(crate) fn note(
    book: &Connection,
    deed: &Deed,
    outcome: DeedOutcome,
    message: Option<&str>,
) -> Result<(), Error> {
    end(book, begin(book, deed)?, deed.at, outcome, message)
}

fn begin(book: &Connection, deed: &Deed) -> Result<i64, Error> {
    let ids = serde_json::json!(deed.ids).to_string();
    let values = Values {
        at_ms: ms(deed.at),
        person: deed.person.map(|id| id.0),
        who: Some(&deed.who),
        command: Some(&deed.command),
        what: Some(&deed.what),
        ids: Some(&ids),
        ..Values::default()
    };
    append(book, &values)
}

fn end(
    book: &Connection,
    id: i64,
    at: DateTime<Utc>,
    outcome: DeedOutcome,
    message: Option<&str>,
) -> Result<(), Error> {
    let values = Values {
        at_ms: ms(at),
        outcome_of: Some(id),
        outcome: Some(outcome.key()),
        message,
        ..Values::default()
    };
    append(book, &values).map(drop)
}

fn append(book: &Connection, values: &Values<'_>) -> Result<i64, Error> {
    let link = values.link(&last(book)?.map(|last| last.link).unwrap_or_default());
    sql::run(
        book,
        "INSERT INTO audit_log (at_ms, person_id, who, command, what, ids, outcome_of, outcome,
             message, chain)
         VALUES (:at_ms, :person, :who, :command, :what, :ids, :outcome_of, :outcome, :message,
             :chain)",
        named_params! {
            ":at_ms": values.at_ms,
            ":person": values.person,
            ":who": values.who,
            ":command": values.command,
            ":what": values.what,
            ":ids": values.ids,
            ":outcome_of": values.outcome_of,
            ":outcome": values.outcome,
            ":message": values.message,
            ":chain": link.as_slice(),
        },
    )?;
    let id = book.last_insert_rowid();
    changes::note(book, Topic::AuditLog, Some(id))?;
    Ok(id)
}

fn deed(row: &Row<'_>) -> Result<AuditedDeed, Error> {
    let ids: String = row.get("ids")?;
    let outcome: Option<String> = row.get("outcome")?;
    Ok(AuditedDeed {
        id: row.get("id")?,
        deed: Deed {
            at: sql::instant(row.get("at_ms")?)?,
            person: row.get::<_, Option<i64>>("person_id")?.map(PersonId),
            who: row.get("who")?,
            command: row.get("command")?,
            what: row.get("what")?,
            ids: serde_json::from_str(&ids)
                .map_err(|_| Error::Unreadable { what: "list of ids", text: ids })?,
        },
        outcome: outcome.as_deref().map(DeedOutcome::from_key).transpose()?,
        message: row.get("message")?,
    })
}

/// The rows of the log that do not follow from the row before them, and what is missing among
/// them: the check's finding.
pub(crate) fn broken(view: &Connection) -> Result<Vec<String>, Error> {
    let mut statement = view.prepare(
        "SELECT id, at_ms, person_id, who, command, what, ids, outcome_of, outcome, message, chain
         FROM audit_log ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut broken = Vec::new();
    let (mut last_id, mut last): (i64, Vec<u8>) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let text = |column: &str| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?);
        let values = Values {
            at_ms: row.get("at_ms")?,
            person: row.get("person_id")?,
            who: text("who")?,
            command: text("command")?,
            what: text("what")?,
            ids: text("ids")?,
            outcome_of: row.get("outcome_of")?,
            outcome: text("outcome")?,
            message: text("message")?,
        };
        let (id, chain): (i64, Vec<u8>) = (row.get("id")?, row.get("chain")?);
        if id != last_id + 1 || values.link(&last).as_slice() != chain {
            broken.push(format!("entry {id}"));
        }
        (last_id, last) = (id, chain);
    }
    let counted: Option<i64> =
        sql::first(view, "SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'", [], |row| {
            Ok(row.get(0)?)
        })?;
    if counted.unwrap_or(0) != last_id {
        broken.push(format!("the log ends at {last_id}"));
    }
    Ok(broken)
}
