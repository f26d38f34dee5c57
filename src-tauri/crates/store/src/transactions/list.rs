//! Lists of transactions, a page at a time.

use chrono::NaiveDate;
use ledger::{Field, Tags, Target, TaxSet};
use rusqlite::{Connection, Row, ToSql, named_params};

use super::detail::load;
use super::{Cursor, LineOf, Page, TransactionFilter, TransactionRow};
use crate::book::Book;
use crate::error::Error;
use crate::ids::TransactionId;
use crate::sql::{self, anywhere, day};
use crate::words::{find_target, find_word};

/// What a transaction's parts came to, as the word of a `TransactionState`: for a row `t`.
macro_rules! state_of_t {
    () => {
        "(SELECT CASE
              WHEN count(*) = 0 AND EXISTS (
                  SELECT 1 FROM waiting x WHERE x.transaction_id = t.id) THEN 'waiting'
              WHEN count(*) = 0 THEN 'nothing_to_post'
              WHEN count(d.id) < count(*) THEN 'open'
              WHEN sum(d.state = 'skipped') > 0 THEN 'skipped'
              WHEN sum(d.state = 'posted' OR d.operation = 'void') = count(*) THEN 'posted'
              ELSE 'queued' END
          FROM parts p
              LEFT JOIN claims c ON c.transaction_id = p.transaction_id
                  AND c.part_id = p.part_id AND c.released_at_ms IS NULL
              LEFT JOIN documents d ON d.id = c.document_id
          WHERE p.transaction_id = t.id AND p.retired = 0)"
    };
}
pub(super) use state_of_t;

/// The transactions a filter lets through, `t`. `$[1]` are the tenders of the particulars,
/// `$[2][1]` is the customer's name.
macro_rules! that_match {
    () => {
        concat!(
            r"FROM transactions t
              WHERE t.business_day BETWEEN :from AND :to
                  AND (t.business_day, t.id) < (:before_day, :before_id)
                  AND (:location IS NULL OR t.location_id = :location)
                  AND (:amount IS NULL OR abs(t.amount) = :amount)
                  AND (:import IS NULL OR t.import_id = :import)
                  AND (:kinds IS NULL OR t.kind_id IN (
                      SELECT w.id FROM words w JOIN json_each(:kinds) k ON w.text = k.value))
                  AND (:customer IS NULL
                      OR t.particulars ->> '$[2][1]' LIKE :customer ESCAPE '\')
                  AND (:tender IS NULL OR EXISTS (
                      SELECT 1 FROM json_each(t.particulars, '$[1]')
                      WHERE value ->> '$[0]' = :tender))
                  AND (:target IS NULL OR EXISTS (
                      SELECT 1 FROM legs l
                      WHERE l.transaction_id = t.id AND l.target_id = :target))
                  AND (:text IS NULL OR t.outside_id LIKE :text ESCAPE '\'
                      OR t.particulars LIKE :text ESCAPE '\'
                      OR t.staff_id IN (SELECT id FROM words WHERE text LIKE :text ESCAPE '\')
                      OR t.till_id IN (SELECT id FROM words WHERE text LIKE :text ESCAPE '\'))
                  AND (:states IS NULL OR ",
            state_of_t!(),
            " IN (SELECT value FROM json_each(:states)))"
        )
    };
}

impl Book {
    /// The transactions that match, newest first, at most `limit` of them after `cursor`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn transactions(
        &self,
        filter: &TransactionFilter,
        cursor: Option<Cursor>,
        limit: u32,
    ) -> Result<Page, Error> {
        self.read(|view| {
            let target = match &filter.target {
                Some(target) => match find_target(view, target)? {
                    Some(id) => Some(id),
                    None => return Ok(Page { rows: Vec::new(), next: None }),
                },
                None => None,
            };
            page(view, matching(view, filter, target, cursor, limit)?, limit)
        })
    }

    /// The transactions behind a line: those with a leg of any of these targets and tax sets
    /// (`None` for any tax set) and, where `fields` are told apart, with one of these tags in them,
    /// newest first. A page may be short and still not be the last.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn transactions_of_line(
        &self,
        of: LineOf,
        targets: &[(Target, Option<TaxSet>)],
        (fields, tags): (&[Field], &[Tags]),
        cursor: Option<Cursor>,
        limit: u32,
    ) -> Result<Page, Error> {
        self.read(|view| {
            let keys = stored_keys(view, targets)?;
            let found = match of {
                LineOf::Document(id) => behind_document(view, id.0, &keys, cursor, limit)?,
                LineOf::Open { location, from, to } => {
                    behind_open(view, location.0, (from, to), &keys, cursor, limit)?
                }
            };
            let mut page = page(view, found, limit)?;
            if !fields.is_empty() {
                let of = |row: &TransactionRow| Tags::of(&row.transaction, fields.to_vec());
                page.rows.retain(|row| tags.contains(&of(row)));
            }
            Ok(page)
        })
    }

    /// How many transactions match.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn count_transactions(&self, filter: &TransactionFilter) -> Result<u64, Error> {
        if *filter == TransactionFilter::default() {
            return self.transaction_count();
        }
        let count = self.read(|view| {
            let target = match &filter.target {
                Some(target) => match find_target(view, target)? {
                    Some(id) => Some(id),
                    None => return Ok(None),
                },
                None => None,
            };
            let bound = Bound::of(filter, target, None);
            let statement = concat!("SELECT count(*) ", that_match!());
            let count = |row: &Row<'_>| Ok(row.get::<_, i64>(0)?);
            sql::first(view, statement, bound.values().as_slice(), count)
        })?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }

    /// How many transactions the book holds, reversals included.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn transaction_count(&self) -> Result<u64, Error> {
        let count = self.read(|view| {
            sql::first(view, "SELECT count(*) FROM transactions", [], |row| {
                Ok(row.get::<_, i64>(0)?)
            })
        })?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }
}

fn page(view: &Connection, found: Vec<Cursor>, limit: u32) -> Result<Page, Error> {
    let full = u32::try_from(found.len()).is_ok_and(|found| found >= limit);
    let next = found.last().copied().filter(|_| full);
    let rows = found.into_iter().map(|at| load(view, at.id)).collect::<Result<_, _>>()?;
    Ok(Page { rows, next })
}

/// The place before which a page begins, as (day, id).
fn before(cursor: Option<Cursor>) -> (i64, i64) {
    cursor.map_or((i64::MAX, i64::MAX), |cursor| (day(cursor.date), cursor.id.0))
}

fn place(row: &Row<'_>) -> Result<Cursor, Error> {
    Ok(Cursor { date: sql::date(row.get("business_day")?)?, id: TransactionId(row.get("id")?) })
}

fn matching(
    view: &Connection,
    filter: &TransactionFilter,
    target: Option<i64>,
    cursor: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Cursor>, Error> {
    let bound = Bound::of(filter, target, cursor);
    let mut values = bound.values();
    values.push((":limit", &limit));
    sql::all(
        view,
        concat!(
            "SELECT t.id, t.business_day ",
            that_match!(),
            " ORDER BY t.business_day DESC, t.id DESC LIMIT :limit"
        ),
        values.as_slice(),
        place,
    )
}

/// A filter as the values of a statement.
struct Bound<'a> {
    from: i64,
    to: i64,
    before: (i64, i64),
    location: Option<i64>,
    amount: Option<i64>,
    import: Option<i64>,
    kinds: Option<String>,
    customer: Option<String>,
    tender: Option<&'a str>,
    target: Option<i64>,
    text: Option<String>,
    states: Option<String>,
}

impl<'a> Bound<'a> {
    fn of(filter: &'a TransactionFilter, target: Option<i64>, cursor: Option<Cursor>) -> Self {
        Self {
            from: filter.from.map_or(i64::MIN, day),
            to: filter.to.map_or(i64::MAX, day),
            before: before(cursor),
            location: filter.location.map(|id| id.0),
            amount: filter.amount.map(|amount| amount.abs().minor()),
            import: filter.import.map(|id| id.0),
            kinds: some_words(filter.kinds.iter().map(|kind| kind.key())),
            customer: filter.customer.as_deref().map(anywhere),
            tender: filter.tender.as_deref(),
            target,
            text: filter.text.as_deref().map(anywhere),
            states: some_words(filter.states.iter().map(|state| state.key())),
        }
    }

    fn values(&self) -> Vec<(&'static str, &dyn ToSql)> {
        vec![
            (":from", &self.from),
            (":to", &self.to),
            (":before_day", &self.before.0),
            (":before_id", &self.before.1),
            (":location", &self.location),
            (":amount", &self.amount),
            (":import", &self.import),
            (":kinds", &self.kinds),
            (":customer", &self.customer),
            (":tender", &self.tender),
            (":target", &self.target),
            (":text", &self.text),
            (":states", &self.states),
        ]
    }
}

/// Words as a JSON array; nothing where there are none, which lets everything through.
fn some_words<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let words: Vec<&str> = words.collect();
    let json = serde_json::to_string(&words).expect("words are always JSON");
    (!words.is_empty()).then_some(json)
}

/// Targets and tax sets as a JSON array of `[target, tax set or null]`; those the book does not
/// know are behind nothing.
fn stored_keys(view: &Connection, targets: &[(Target, Option<TaxSet>)]) -> Result<String, Error> {
    let mut keys: Vec<(i64, Option<i64>)> = Vec::new();
    for (target, tax_set) in targets {
        let Some(target) = find_target(view, target)? else { continue };
        match tax_set {
            None => keys.push((target, None)),
            Some(set) => keys.extend(find_word(view, set.key())?.map(|set| (target, Some(set)))),
        }
    }
    Ok(serde_json::to_string(&keys).expect("numbers are always JSON"))
}

fn behind_document(
    view: &Connection,
    document: i64,
    keys: &str,
    cursor: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Cursor>, Error> {
    let (before_day, before_id) = before(cursor);
    sql::all(
        view,
        "SELECT DISTINCT t.id, t.business_day
         FROM claims c
             JOIN transactions t ON t.id = c.transaction_id
             JOIN legs l ON l.transaction_id = c.transaction_id AND l.part_id = c.part_id
             JOIN json_each(:keys) k ON l.target_id = k.value ->> '$[0]'
                 AND (k.value ->> '$[1]' IS NULL OR l.tax_set_id = k.value ->> '$[1]')
         WHERE c.document_id = :document
             AND (t.business_day, t.id) < (:before_day, :before_id)
         ORDER BY t.business_day DESC, t.id DESC LIMIT :limit",
        named_params! {
            ":document": document,
            ":keys": keys,
            ":before_day": before_day,
            ":before_id": before_id,
            ":limit": limit,
        },
        place,
    )
}

fn behind_open(
    view: &Connection,
    location: i64,
    (from, to): (NaiveDate, NaiveDate),
    keys: &str,
    cursor: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Cursor>, Error> {
    let (before_day, before_id) = before(cursor);
    sql::all(
        view,
        "SELECT DISTINCT t.id, t.business_day
         FROM parts p
             JOIN transactions t ON t.id = p.transaction_id
             JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
             JOIN json_each(:keys) k ON l.target_id = k.value ->> '$[0]'
                 AND (k.value ->> '$[1]' IS NULL OR l.tax_set_id = k.value ->> '$[1]')
         WHERE p.location_id = :location AND p.business_day BETWEEN :from AND :to
             AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL)
             AND (t.business_day, t.id) < (:before_day, :before_id)
         ORDER BY t.business_day DESC, t.id DESC LIMIT :limit",
        named_params! {
            ":location": location,
            ":from": day(from),
            ":to": day(to),
            ":keys": keys,
            ":before_day": before_day,
            ":before_id": before_id,
            ":limit": limit,
        },
        place,
    )
}
