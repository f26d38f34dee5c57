//! One transaction, with everything that belongs to it.

use ledger::{Against, Amount, Leg, LegWords, Part, PartKey, PartRef, SourceId};
use rusqlite::{Connection, Row, named_params};

use super::list::state_of_t;
use super::{Claim, TransactionDetail, TransactionRow, TransactionState, Waits, Withdrawn};
use crate::book::Book;
use crate::documents::State;
use crate::error::Error;
use crate::ids::{DocumentId, ImportId, TransactionId};
use crate::record::particulars::{self, Head};
use crate::sql;
use crate::words;

impl Book {
    /// One transaction with everything that belongs to it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn transaction(&self, id: TransactionId) -> Result<TransactionDetail, Error> {
        self.read(|view| {
            let row = load(view, id)?;
            let (raw, import, recorded_at_ms) = origin(view, id)?;
            Ok(TransactionDetail {
                parts: parts(view, id)?,
                waits_for: waits_for(view, id)?,
                claims: claims(view, id)?,
                history: history(view, id)?,
                raw,
                import: import.map(ImportId),
                recorded_at: sql::instant(recorded_at_ms)?,
                withdrawn: withdrawn(view, &row)?,
                row,
            })
        })
    }
}

impl Book {
    /// Whether the book has a transaction of this number.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn has_transaction(&self, id: TransactionId) -> Result<bool, Error> {
        let found = self.read(|view| {
            let statement = "SELECT 1 FROM transactions WHERE id = :id";
            sql::first(view, statement, named_params! { ":id": id.0 }, |_| Ok(()))
        })?;
        Ok(found.is_some())
    }

    /// What sources call by this id: the latest revision of each source's that is no reversal.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn transactions_called(&self, outside_id: &str) -> Result<Vec<TransactionId>, Error> {
        self.read(|view| {
            sql::all(
                view,
                "SELECT max(id) FROM transactions
                 WHERE outside_id = :outside_id AND reverses IS NULL
                 GROUP BY source_id ORDER BY 1",
                named_params! { ":outside_id": outside_id },
                |row| Ok(TransactionId(row.get(0)?)),
            )
        })
    }
}

/// A transaction as it stands in a list.
pub(crate) fn load(view: &Connection, id: TransactionId) -> Result<TransactionRow, Error> {
    sql::first(
        view,
        concat!(
            "SELECT t.id, t.outside_id, t.reverses, t.at_ms, t.business_day, t.amount,
                 t.particulars, o.name AS location, s.text AS source, k.text AS kind,
                 u.text AS currency, w.text AS till, f.text AS staff, ",
            state_of_t!(),
            " AS state
             FROM transactions t
                 JOIN locations o ON o.id = t.location_id
                 JOIN words s ON s.id = t.source_id
                 JOIN words k ON k.id = t.kind_id
                 JOIN words u ON u.id = t.currency_id
                 LEFT JOIN words w ON w.id = t.till_id
                 LEFT JOIN words f ON f.id = t.staff_id
             WHERE t.id = :id"
        ),
        named_params! { ":id": id.0 },
        row,
    )?
    .ok_or(Error::NotFound { what: "transaction", id: id.0 })
}

fn row(row: &Row<'_>) -> Result<TransactionRow, Error> {
    let head = Head {
        source: SourceId { source: row.get("source")?, id: row.get("outside_id")? },
        kind: words::kind(&row.get::<_, String>("kind")?)?,
        at: sql::instant(row.get("at_ms")?)?,
        business_date: sql::date(row.get("business_day")?)?,
        location: row.get("location")?,
        till: row.get("till")?,
        staff: row.get("staff")?,
        currency: words::currency(&row.get::<_, String>("currency")?)?,
    };
    Ok(TransactionRow {
        id: TransactionId(row.get("id")?),
        transaction: particulars::read(head, &row.get::<_, String>("particulars")?)?,
        amount: Amount::from_minor(row.get("amount")?),
        reverses: row.get::<_, Option<i64>>("reverses")?.map(TransactionId),
        state: TransactionState::from_key(&row.get::<_, String>("state")?)?,
    })
}

/// The source's own row, the import and the time of recording (ms).
fn origin(
    view: &Connection,
    id: TransactionId,
) -> Result<(Option<String>, Option<i64>, i64), Error> {
    sql::first(
        view,
        "SELECT r.raw, t.import_id, t.recorded_at_ms
         FROM transactions t LEFT JOIN raw_rows r ON r.transaction_id = t.id
         WHERE t.id = :id",
        named_params! { ":id": id.0 },
        |row| Ok((row.get("raw")?, row.get("import_id")?, row.get("recorded_at_ms")?)),
    )?
    .ok_or(Error::NotFound { what: "transaction", id: id.0 })
}

/// What a transaction waits for.
fn waits_for(view: &Connection, id: TransactionId) -> Result<Option<Waits>, Error> {
    sql::first(
        view,
        "SELECT reason, message FROM waiting WHERE transaction_id = :id",
        named_params! { ":id": id.0 },
        |row| Ok(Waits { reason: row.get("reason")?, message: row.get("message")? }),
    )
}

/// That a transaction was withdrawn, or withdrew another.
fn withdrawn(view: &Connection, row: &TransactionRow) -> Result<Option<Withdrawn>, Error> {
    sql::first(
        view,
        "SELECT w.who, w.why, w.withdrawn_at_ms
         FROM transactions t
             JOIN transactions r ON r.outside_id = t.outside_id AND r.source_id = t.source_id
                 AND (r.reverses = t.id OR r.id = t.id)
             JOIN withdrawals w ON w.reversal_id = r.id
         WHERE t.id = :id",
        named_params! { ":id": row.id.0 },
        |found| {
            Ok(Withdrawn {
                who: found.get("who")?,
                why: found.get("why")?,
                at: sql::instant(found.get("withdrawn_at_ms")?)?,
            })
        },
    )
}

/// The parts a transaction has.
pub(crate) fn parts(view: &Connection, id: TransactionId) -> Result<Vec<Part>, Error> {
    let rows = sql::all(
        view,
        "SELECT p.part_id, w.text AS key FROM parts p JOIN words w ON w.id = p.part_id
         WHERE p.transaction_id = :id AND p.retired = 0 ORDER BY p.position",
        named_params! { ":id": id.0 },
        |row| Ok((row.get("part_id")?, row.get("key")?)),
    )?;
    rows.into_iter().map(|(part, key)| part_of(view, id.0, part, key)).collect()
}

/// One part with its legs; its date only where that is not its transaction's.
pub(crate) fn part_of(
    view: &Connection,
    transaction: i64,
    part: i64,
    key: String,
) -> Result<Part, Error> {
    let found = sql::first(
        view,
        "SELECT p.lane, nullif(p.business_day, t.business_day) AS day, p.allocated,
             p.against_transaction, a.text AS against
         FROM parts p
             JOIN transactions t ON t.id = p.transaction_id
             LEFT JOIN words a ON a.id = p.against_part
         WHERE p.transaction_id = :transaction AND p.part_id = :part",
        named_params! { ":transaction": transaction, ":part": part },
        |row| {
            let against: Option<String> = row.get("against")?;
            let other: Option<i64> = row.get("against_transaction")?;
            Ok(Part {
                key: PartKey(key),
                lane: words::lane(&row.get::<_, String>("lane")?)?,
                date: row.get::<_, Option<i64>>("day")?.map(sql::date).transpose()?,
                against: against.zip(other).map(|(part, other)| match other == transaction {
                    true => Against::Own(PartKey(part)),
                    false => Against::Other(PartRef { transaction: other, part: PartKey(part) }),
                }),
                legs: legs(view, transaction, part)?,
                allocated: Amount::from_minor(row.get("allocated")?),
            })
        },
    )?;
    found.ok_or(Error::NotFound { what: "part of transaction", id: transaction })
}

fn legs(view: &Connection, transaction: i64, part: i64) -> Result<Vec<Leg>, Error> {
    sql::all(
        view,
        "SELECT g.sort, g.name, s.text AS tax_set, l.amount, l.tax, l.description, l.quantity
         FROM legs l
             JOIN targets g ON g.id = l.target_id
             JOIN words s ON s.id = l.tax_set_id
         WHERE l.transaction_id = :id AND l.part_id = :part ORDER BY l.position",
        named_params! { ":id": transaction, ":part": part },
        |row| {
            let description: Option<String> = row.get("description")?;
            let quantity: Option<String> = row.get("quantity")?;
            let words = description.zip(quantity).map(|(description, quantity)| {
                Ok::<_, Error>(LegWords { description, quantity: words::decimal(&quantity)? })
            });
            Ok(Leg {
                target: words::target(&row.get::<_, String>("sort")?, row.get("name")?)?,
                tax_set: words::tax_set(&row.get::<_, String>("tax_set")?),
                amount: Amount::from_minor(row.get("amount")?),
                tax: Amount::from_minor(row.get("tax")?),
                words: words.transpose()?,
            })
        },
    )
}

fn claims(view: &Connection, id: TransactionId) -> Result<Vec<Claim>, Error> {
    sql::all(
        view,
        "SELECT w.text AS part, d.id, d.narration, d.state, c.released_at_ms
         FROM claims c
             JOIN words w ON w.id = c.part_id
             JOIN documents d ON d.id = c.document_id
         WHERE c.transaction_id = :id ORDER BY d.id, w.text",
        named_params! { ":id": id.0 },
        |row| {
            Ok(Claim {
                part: PartKey(row.get("part")?),
                document: DocumentId(row.get("id")?),
                narration: row.get("narration")?,
                state: State::from_key(&row.get::<_, String>("state")?)?,
                released_at: row
                    .get::<_, Option<i64>>("released_at_ms")?
                    .map(sql::instant)
                    .transpose()?,
            })
        },
    )
}

fn history(view: &Connection, id: TransactionId) -> Result<Vec<TransactionId>, Error> {
    sql::all(
        view,
        "SELECT h.id FROM transactions t
             JOIN transactions h ON h.outside_id = t.outside_id AND h.source_id = t.source_id
         WHERE t.id = :id ORDER BY h.revision",
        named_params! { ":id": id.0 },
        |row| Ok(TransactionId(row.get("id")?)),
    )
}
