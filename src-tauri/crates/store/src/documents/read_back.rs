//! What Xero had, kept as it was read.

use chrono::{DateTime, Utc};
use ledger::Amount;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::{ReadBack, ReadBackLine};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day, ms};

/// A [`ReadBack`] as JSON.
#[derive(Serialize, Deserialize)]
struct Stored {
    status: String,
    day: i64,
    lines: Vec<StoredLine>,
}

#[derive(Serialize, Deserialize)]
struct StoredLine {
    account_id: Option<String>,
    account_code: String,
    description: String,
    amount: i64,
    tax: i64,
    tax_type: String,
}

pub(super) fn save(
    book: &Connection,
    document: DocumentId,
    read_back: &ReadBack,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let content = written(read_back);
    sql::run(
        book,
        "INSERT INTO read_backs (document_id, read_at_ms, content)
         VALUES (:document, :read_at_ms, :content)",
        named_params! { ":document": document.0, ":read_at_ms": ms(now), ":content": content },
    )
    .map(drop)
}

/// A read-back as it is kept: equal ones are equal texts.
pub(crate) fn written(read_back: &ReadBack) -> String {
    let lines = read_back.lines.iter().cloned().map(|line| StoredLine {
        account_id: line.account_id,
        account_code: line.account_code,
        description: line.description,
        amount: line.amount.minor(),
        tax: line.tax.minor(),
        tax_type: line.tax_type,
    });
    let stored = Stored {
        status: read_back.status.clone(),
        day: day(read_back.date),
        lines: lines.collect(),
    };
    serde_json::to_string(&stored).expect("strings and integers are always JSON")
}

/// The latest read-back of a document.
pub(crate) fn latest(book: &Connection, document: DocumentId) -> Result<Option<ReadBack>, Error> {
    sql::first(
        book,
        "SELECT content FROM read_backs WHERE document_id = :document ORDER BY id DESC LIMIT 1",
        named_params! { ":document": document.0 },
        |row| read(&row.get::<_, String>("content")?),
    )
}

/// Reads what [`written`] wrote.
pub(crate) fn read(content: &str) -> Result<ReadBack, Error> {
    let stored: Stored = serde_json::from_str(content)
        .map_err(|_| Error::Unreadable { what: "read-back", text: content.to_owned() })?;
    let lines = stored.lines.into_iter().map(|line| ReadBackLine {
        account_id: line.account_id,
        account_code: line.account_code,
        description: line.description,
        amount: Amount::from_minor(line.amount),
        tax: Amount::from_minor(line.tax),
        tax_type: line.tax_type,
    });
    Ok(ReadBack { status: stored.status, date: sql::date(stored.day)?, lines: lines.collect() })
}
