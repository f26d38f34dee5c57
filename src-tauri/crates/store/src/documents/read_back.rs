//! What Xero had, kept as it was read.

use chrono::{DateTime, Utc};
use ledger::{Amount, Currency};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::{ReadBack, ReadBackLine, Tracked};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day, ms};
use crate::words::{self, stored_decimal};

/// A [`ReadBack`] as JSON. What Xero did not say is left out, and so it is in what was kept before
/// currencies, rates and tracking were.
#[derive(Serialize, Deserialize)]
struct Stored {
    status: String,
    day: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rate: Option<String>,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tracking: Option<Vec<StoredTracked>>,
}

#[derive(Serialize, Deserialize)]
struct StoredTracked {
    category_id: Option<String>,
    option_id: Option<String>,
    category: String,
    option: String,
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
        tracking: line.tracking.map(|all| all.into_iter().map(StoredTracked::from).collect()),
    });
    let stored = Stored {
        status: read_back.status.clone(),
        day: day(read_back.date),
        currency: read_back.currency.map(|currency| currency.code().to_owned()),
        rate: read_back.rate.map(stored_decimal),
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
    let unreadable = || Error::Unreadable { what: "read-back", text: content.to_owned() };
    let stored: Stored = serde_json::from_str(content).map_err(|_| unreadable())?;
    let currency = stored.currency.as_deref().map(str::parse::<Currency>).transpose();
    let lines = stored.lines.into_iter().map(|line| ReadBackLine {
        account_id: line.account_id,
        account_code: line.account_code,
        description: line.description,
        amount: Amount::from_minor(line.amount),
        tax: Amount::from_minor(line.tax),
        tax_type: line.tax_type,
        tracking: line.tracking.map(|all| all.into_iter().map(Tracked::from).collect()),
    });
    Ok(ReadBack {
        status: stored.status,
        date: sql::date(stored.day)?,
        currency: currency.map_err(|_| unreadable())?,
        rate: stored.rate.as_deref().map(words::decimal).transpose()?,
        lines: lines.collect(),
    })
}

impl From<Tracked> for StoredTracked {
    fn from(tracked: Tracked) -> Self {
        let Tracked { category_id, option_id, category, option } = tracked;
        Self { category_id, option_id, category, option }
    }
}

impl From<StoredTracked> for Tracked {
    fn from(stored: StoredTracked) -> Self {
        let StoredTracked { category_id, option_id, category, option } = stored;
        Self { category_id, option_id, category, option }
    }
}

#[cfg(test)]
mod tests {
    use super::{read, written};

    #[test]
    fn what_was_kept_before_currencies_and_tracking_is_read_and_written_as_it_was() {
        let line =
            r#"{"account_id":"A","account_code":"200","description":"Boats","amount":-10500,"#;
        let line = format!(r#"{line}"tax":0,"tax_type":"NONE"}}"#);
        let kept = format!(r#"{{"status":"POSTED","day":20777,"lines":[{line}]}}"#);
        let known = read(&kept).expect("read");
        assert_eq!((known.currency, known.rate), (None, None));
        assert_eq!(known.lines[0].tracking, None, "not known, which is not the same as none");
        assert_eq!(written(&known), kept);
    }

    #[test]
    fn equal_rates_are_equal_texts() {
        let of_rate = |rate: &str| {
            read(&format!(r#"{{"status":"","day":1,"currency":"USD","rate":"{rate}","lines":[]}}"#))
        };
        let [long, short] = ["0.730000", "0.73"].map(|rate| of_rate(rate).expect("read"));
        assert_eq!(long, short);
        assert_eq!(written(&long), written(&short));
    }
}
