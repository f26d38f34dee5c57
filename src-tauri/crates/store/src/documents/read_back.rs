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
    /// Of a drift, whom it belonged to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
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
    let content = written_of(read_back, None);
    sql::run(
        book,
        "INSERT INTO read_backs (document_id, read_at_ms, content)
         VALUES (:document, :read_at_ms, :content)",
        named_params! { ":document": document.0, ":read_at_ms": ms(now), ":content": content },
    )
    .map(drop)
}

/// A read-back as it is kept, with the contact it had where that is to be kept too: equal ones are
/// equal texts.
pub(crate) fn written_of(read_back: &ReadBack, contact: Option<&str>) -> String {
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
        contact: contact.map(str::to_owned),
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
        |row| Ok(read_of(&row.get::<_, String>("content")?)?.0),
    )
}

/// Reads what [`written_of`] wrote.
pub(crate) fn read_of(content: &str) -> Result<(ReadBack, Option<String>), Error> {
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
    let read_back = ReadBack {
        status: stored.status,
        date: sql::date(stored.day)?,
        currency: currency.map_err(|_| unreadable())?,
        rate: stored.rate.as_deref().map(words::decimal).transpose()?,
        lines: lines.collect(),
    };
    Ok((read_back, stored.contact))
}

impl ReadBackLine {
    /// Whether two lines say the same to the accounts.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let account =
            |line: &Self| line.account_id.clone().unwrap_or_else(|| line.account_code.clone());
        account(self) == account(other)
            && (self.amount, self.tax, &self.tax_type) == (other.amount, other.tax, &other.tax_type)
    }

    /// Whether two lines are tracked the same, in whatever order; so they are where it is not known
    /// of one of them.
    #[must_use]
    pub fn is_tracked_same(&self, other: &Self) -> bool {
        let (Some(one), Some(other)) = (&self.tracking, &other.tracking) else { return true };
        one.len() == other.len() && one.iter().all(|a| other.iter().any(|b| a.is_same_option(b)))
    }
}

impl Tracked {
    /// By ids, so that a new name is no change; by names where Xero did not say an id.
    fn is_same_option(&self, other: &Self) -> bool {
        let is_same = |ids: (&Option<String>, &Option<String>), names: (&str, &str)| match ids {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => names.0 == names.1,
        };
        is_same((&self.category_id, &other.category_id), (&self.category, &other.category))
            && is_same((&self.option_id, &other.option_id), (&self.option, &other.option))
    }
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
    use super::{read_of, written_of};

    #[test]
    fn what_was_kept_before_currencies_and_tracking_is_read_and_written_as_it_was() {
        let line =
            r#"{"account_id":"A","account_code":"200","description":"Boats","amount":-10500,"#;
        let line = format!(r#"{line}"tax":0,"tax_type":"NONE"}}"#);
        let kept = format!(r#"{{"status":"POSTED","day":20777,"lines":[{line}]}}"#);
        let (known, contact) = read_of(&kept).expect("read");
        assert_eq!(contact, None);
        assert_eq!((known.currency, known.rate), (None, None));
        assert_eq!(known.lines[0].tracking, None, "not known, which is not the same as none");
        assert_eq!(written_of(&known, None), kept);
    }

    #[test]
    fn equal_rates_are_equal_texts() {
        let of_rate = |rate: &str| {
            let start = r#"{"status":"","day":1,"currency":"USD""#;
            read_of(&format!(r#"{start},"rate":"{rate}","lines":[]}}"#))
        };
        let [long, short] = ["0.730000", "0.73"].map(|rate| of_rate(rate).expect("read").0);
        assert_eq!(long, short);
        assert_eq!(written_of(&long, None), written_of(&short, None));
    }
}
