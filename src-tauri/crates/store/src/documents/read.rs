//! Reading documents: lists, one opened.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use ledger::{Amount, BankAccount, Counter, Entry, Lane, PartKey, PartRef};
use rusqlite::{Connection, Row, named_params};

use super::{
    About, Attempt, Attention, Document, DocumentFilter, DocumentSummary, Operation, Outcome,
    Reason, SheetState, State, Subject, lines, read_back,
};
use crate::book::Book;
use crate::error::Error;
use crate::ids::{DocumentId, LocationId, TransactionId};
use crate::settings::tax_way;
use crate::sql::{self, day};
use crate::words;

impl Book {
    /// The documents that match, newest first, at most `limit`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn documents(
        &self,
        filter: &DocumentFilter,
        limit: u32,
    ) -> Result<Vec<DocumentSummary>, Error> {
        self.read(|view| {
            let ids = matching(view, filter, limit)?;
            ids.into_iter().map(|id| Ok(load(view, id)?.summary)).collect()
        })
    }

    /// One document with its lines and attempts.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn document(&self, id: DocumentId) -> Result<Document, Error> {
        self.read(|view| {
            let mut document = load(view, id)?;
            document.entry.lines = lines::read(view, id)?;
            if document.summary.lane != Lane::Cashout {
                document.part = part_of(view, id)?;
            }
            document.attempts = attempts(view, id)?;
            document.read_back = read_back::latest(view, id)?;
            Ok(document)
        })
    }

    /// The documents that need a person or an answer, grouped by cause.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn attention(&self) -> Result<Vec<Attention>, Error> {
        let mut groups: BTreeMap<String, Vec<DocumentSummary>> = BTreeMap::new();
        self.read(|view| {
            for (id, cause) in troubled(view)? {
                groups.entry(cause).or_default().push(load(view, id)?.summary);
            }
            Ok(())
        })?;
        Ok(groups.into_iter().map(|(cause, documents)| Attention { cause, documents }).collect())
    }

    /// How many documents are in each state; states without any are left out.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn document_counts(&self) -> Result<Vec<(State, u32)>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT state, count(*) AS documents FROM documents GROUP BY state",
                [],
                |row| {
                    let state = State::from_key(&row.get::<_, String>("state")?)?;
                    Ok((state, row.get("documents")?))
                },
            )
        })
    }
}

fn matching(
    view: &Connection,
    filter: &DocumentFilter,
    limit: u32,
) -> Result<Vec<DocumentId>, Error> {
    let keys: Vec<&str> = filter.states.iter().map(|state| state.key()).collect();
    let states = serde_json::to_string(&keys).expect("words are always JSON");
    sql::all(
        view,
        "SELECT id FROM documents
         WHERE id < :before
             AND (:states IS NULL OR state IN (SELECT value FROM json_each(:states)))
             AND (:location IS NULL OR location_id = :location)
             AND last_day >= :from AND first_day <= :to
             AND (:own IS NULL OR (lane <> 'cashout') = :own)
         ORDER BY id DESC LIMIT :limit",
        named_params! {
            ":before": filter.before.map_or(i64::MAX, |id| id.0),
            ":states": (!filter.states.is_empty()).then_some(states),
            ":location": filter.location.map(|id| id.0),
            ":from": filter.from.map_or(i64::MIN, day),
            ":to": filter.to.map_or(i64::MAX, day),
            ":own": filter.own,
            ":limit": limit,
        },
        |row| Ok(DocumentId(row.get("id")?)),
    )
}

fn troubled(view: &Connection) -> Result<Vec<(DocumentId, String)>, Error> {
    sql::all(
        view,
        "SELECT id, cause FROM documents
         WHERE state IN ('held', 'rejected', 'unknown') ORDER BY id",
        [],
        |row| Ok((DocumentId(row.get("id")?), row.get("cause")?)),
    )
}

/// A document without its lines, attempts and read-back.
pub(super) fn load(view: &Connection, id: DocumentId) -> Result<Document, Error> {
    let mut document = sql::first(
        view,
        "SELECT d.*,
             (SELECT count(DISTINCT c.transaction_id) FROM claims c WHERE c.document_id = d.id)
                 AS transactions,
             (SELECT count(*) FROM attempts a WHERE a.document_id = d.id) AS attempts
         FROM documents d WHERE d.id = :id",
        named_params! { ":id": id.0 },
        document,
    )?
    .ok_or(Error::NotFound { what: "document", id: id.0 })?;
    let summary = &mut document.summary;
    if summary.lane != Lane::Cashout {
        summary.subject = subject(view, summary.about.reverses.unwrap_or(id))?;
        if summary.subject.is_none()
            && let Some(credit) = summary.about.document
        {
            // A set-off is about what its credit note is, or took back.
            let original = sql::first(
                view,
                "SELECT coalesce(reverses, id) AS id FROM documents WHERE id = :id",
                named_params! { ":id": credit.0 },
                |row| Ok(DocumentId(row.get("id")?)),
            )?;
            summary.subject = subject(view, original.unwrap_or(credit))?;
        }
    }
    Ok(document)
}

/// What the document of a part is about; still there when it was undone.
fn subject(view: &Connection, id: DocumentId) -> Result<Option<Subject>, Error> {
    sql::first(
        view,
        "SELECT t.id, k.text AS kind, t.outside_id, t.particulars ->> '$[2][1]' AS customer,
             t.particulars ->> '$[3]' AS booking
         FROM claims c JOIN transactions t ON t.id = c.transaction_id
             JOIN words k ON k.id = t.kind_id
         WHERE c.document_id = :id LIMIT 1",
        named_params! { ":id": id.0 },
        |row| {
            Ok(Subject {
                transaction: TransactionId(row.get("id")?),
                kind: words::kind(&row.get::<_, String>("kind")?)?,
                outside_id: row.get("outside_id")?,
                booking: row.get("booking")?,
                customer: row.get("customer")?,
            })
        },
    )
}

fn document(row: &Row<'_>) -> Result<Document, Error> {
    let summary = summary(row)?;
    let rate: Option<String> = row.get("rate")?;
    Ok(Document {
        entry: Entry {
            kind: summary.kind,
            reference: summary.reference.clone(),
            date: summary.date,
            due: row.get::<_, Option<i64>>("due_day")?.map(sql::date).transpose()?,
            currency: summary.currency,
            tax_way: tax_way(&row.get::<_, String>("tax_way")?)?,
            lines: Vec::new(),
            counter: counter(row)?,
            contact: row.get("contact")?,
            total: summary.total,
            draft: row.get("as_draft")?,
        },
        part: None,
        rate: rate.as_deref().map(words::decimal).transpose()?,
        evidence: sheet(row.get::<_, Option<String>>("evidence")?.as_deref())?,
        body: row.get("body")?,
        attempts: Vec::new(),
        read_back: None,
        summary,
    })
}

fn sheet(word: Option<&str>) -> Result<Option<SheetState>, Error> {
    match word {
        None => Ok(None),
        Some("wanted") => Ok(Some(SheetState::Wanted)),
        Some("attached") => Ok(Some(SheetState::Attached)),
        Some("failed") => Ok(Some(SheetState::Failed)),
        Some(other) => Err(Error::Unreadable { what: "sheet", text: other.to_owned() }),
    }
}

fn counter(row: &Row<'_>) -> Result<Option<Counter>, Error> {
    let word: Option<String> = row.get("counter")?;
    match word.as_deref() {
        None => Ok(None),
        Some("receivable") => Ok(Some(Counter::Receivable)),
        Some("bank") => Ok(Some(Counter::Bank(BankAccount {
            id: row.get("bank_id")?,
            code: row.get::<_, Option<String>>("bank_code")?.unwrap_or_default(),
            name: row.get::<_, Option<String>>("bank_name")?.unwrap_or_default(),
        }))),
        Some(other) => Err(Error::Unreadable { what: "side", text: other.to_owned() }),
    }
}

fn summary(row: &Row<'_>) -> Result<DocumentSummary, Error> {
    let cause: Option<String> = row.get("cause")?;
    let message: Option<String> = row.get("message")?;
    let other = |column| -> Result<Option<DocumentId>, Error> {
        Ok(row.get::<_, Option<i64>>(column)?.map(DocumentId))
    };
    Ok(DocumentSummary {
        id: DocumentId(row.get("id")?),
        kind: words::document_kind(&row.get::<_, String>("kind")?)?,
        state: State::from_key(&row.get::<_, String>("state")?)?,
        operation: Operation::from_key(&row.get::<_, String>("operation")?)?,
        reference: row.get("narration")?,
        code: row.get("code")?,
        location: LocationId(row.get("location_id")?),
        lane: words::lane(&row.get::<_, String>("lane")?)?,
        date: sql::date(row.get("journal_day")?)?,
        from: sql::date(row.get("first_day")?)?,
        to: sql::date(row.get("last_day")?)?,
        total: Amount::from_minor(row.get("total")?),
        currency: words::currency(&row.get::<_, String>("currency")?)?,
        about: About {
            document: other("about")?,
            allocates_to: other("allocates_to")?,
            reverses: other("reverses")?,
        },
        transactions: row.get("transactions")?,
        subject: None,
        attempts: row.get("attempts")?,
        reason: cause.zip(message).map(|(cause, message)| Reason { cause, message }),
        not_before: optional_instant(row, "not_before_ms")?,
        xero_id: row.get("xero_id")?,
        number: row.get("number")?,
        created_by: row.get("created_by")?,
        created_at: sql::instant(row.get("created_at_ms")?)?,
        posted_at: optional_instant(row, "posted_at_ms")?,
    })
}

/// The part of a document that has only one; still there when it was undone.
pub(super) fn part_of(view: &Connection, id: DocumentId) -> Result<Option<PartRef>, Error> {
    sql::first(
        view,
        "SELECT c.transaction_id, w.text FROM claims c JOIN words w ON w.id = c.part_id
         WHERE c.document_id = :id LIMIT 1",
        named_params! { ":id": id.0 },
        |row| Ok(PartRef { transaction: row.get(0)?, part: PartKey(row.get(1)?) }),
    )
}

fn optional_instant(row: &Row<'_>, column: &str) -> Result<Option<DateTime<Utc>>, Error> {
    row.get::<_, Option<i64>>(column)?.map(sql::instant).transpose()
}

fn attempts(view: &Connection, id: DocumentId) -> Result<Vec<Attempt>, Error> {
    sql::all(
        view,
        "SELECT number, operation, key, body, started_at_ms, finished_at_ms, outcome, message
         FROM attempts WHERE document_id = :id ORDER BY number",
        named_params! { ":id": id.0 },
        |row| {
            let outcome: Option<String> = row.get("outcome")?;
            Ok(Attempt {
                number: row.get("number")?,
                operation: Operation::from_key(&row.get::<_, String>("operation")?)?,
                key: row.get("key")?,
                body: row.get("body")?,
                started_at: sql::instant(row.get("started_at_ms")?)?,
                finished_at: optional_instant(row, "finished_at_ms")?,
                outcome: outcome.as_deref().map(Outcome::from_key).transpose()?,
                message: row.get("message")?,
            })
        },
    )
}
