//! Totals by the fields of transactions that tracking follows.
//!
//! The kept totals know no such fields, which would multiply them. Where a field decides tracking
//! the legs themselves are summed, which for a day's transactions costs what the recheck costs.

use chrono::NaiveDate;
use ledger::{Amount, Field, Lane, LegTotal, Tags};
use rusqlite::{Connection, Row, ToSql, named_params};

use crate::book::Book;
use crate::error::Error;
use crate::ids::{DocumentId, LocationId};
use crate::sql::{self, day};
use crate::words;

/// The open or claimed legs of the cashout, summed by what is asked for. `$[9]` and `$[10]` of the
/// particulars are department and class, `$[2][1]` the customer's name, `$[3]` the booking.
macro_rules! summed {
    ($where:literal) => {
        concat!(
            "SELECT k.text AS kind, g.sort, g.name, s.text AS tax_set,
                 CASE WHEN :location_asked THEN o.name END AS location,
                 CASE WHEN :department THEN t.particulars ->> '$[9]' END AS department,
                 CASE WHEN :class THEN t.particulars ->> '$[10]' END AS class,
                 CASE WHEN :till THEN w.text END AS till,
                 CASE WHEN :staff THEN f.text END AS staff,
                 CASE WHEN :customer THEN t.particulars ->> '$[2][1]' END AS customer,
                 CASE WHEN :booking THEN t.particulars ->> '$[3]' END AS booking,
                 CASE WHEN :kind_asked THEN k.text END AS kind_tag,
                 CASE WHEN :source THEN u.text END AS source,
                 sum(l.amount) AS amount, sum(l.tax) AS tax,
                 count(DISTINCT l.transaction_id) AS transactions
             FROM parts p
                 JOIN transactions t ON t.id = p.transaction_id
                 JOIN legs l ON l.transaction_id = p.transaction_id AND l.part_id = p.part_id
                 JOIN targets g ON g.id = l.target_id
                 JOIN words s ON s.id = l.tax_set_id
                 JOIN words k ON k.id = t.kind_id
                 JOIN words u ON u.id = t.source_id
                 JOIN locations o ON o.id = t.location_id
                 LEFT JOIN words w ON w.id = t.till_id
                 LEFT JOIN words f ON f.id = t.staff_id
             WHERE ",
            $where,
            " GROUP BY t.kind_id, l.target_id, l.tax_set_id, location, department, class, till,
                 staff, customer, booking, kind_tag, source"
        )
    };
}

impl Book {
    /// As [`Book::open_totals`], summed by some fields of the transactions too.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_totals_by(
        &self,
        location: LocationId,
        from: NaiveDate,
        to: NaiveDate,
        fields: &[Field],
    ) -> Result<Vec<LegTotal>, Error> {
        let (lane, from, to) = (Lane::Cashout.key(), day(from), day(to));
        let params: &[(&str, &dyn ToSql)] = named_params! {
            ":place": location.0, ":lane": lane, ":from": from, ":to": to
        };
        self.read(|view| {
            totals(
                view,
                summed!(
                    "p.location_id = :place AND p.lane = :lane
                     AND p.business_day BETWEEN :from AND :to AND p.retired = 0
                     AND NOT EXISTS (
                         SELECT 1 FROM claims c
                         WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                             AND c.released_at_ms IS NULL)"
                ),
                params,
                fields,
            )
        })
    }

    /// The legs of the parts that wait for documents of their own, summed as those of the cashout
    /// are.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn open_part_totals(
        &self,
        location: LocationId,
        from: NaiveDate,
        to: NaiveDate,
        fields: &[Field],
    ) -> Result<Vec<LegTotal>, Error> {
        let (from, to) = (day(from), day(to));
        let params: &[(&str, &dyn ToSql)] = named_params! {
            ":place": location.0, ":from": from, ":to": to
        };
        self.read(|view| {
            totals(
                view,
                summed!(
                    "(p.transaction_id, p.part_id) IN (
                         SELECT transaction_id, part_id FROM open_parts
                         WHERE location_id = :place AND business_day BETWEEN :from AND :to)"
                ),
                params,
                fields,
            )
        })
    }

    /// As [`Book::claimed_totals`], summed by some fields of the transactions too.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn claimed_totals_by(
        &self,
        document: DocumentId,
        fields: &[Field],
    ) -> Result<Vec<LegTotal>, Error> {
        let params: &[(&str, &dyn ToSql)] = named_params! { ":document": document.0 };
        self.read(|view| {
            totals(
                view,
                summed!(
                    "(p.transaction_id, p.part_id) IN (
                         SELECT transaction_id, part_id FROM claims
                         WHERE document_id = :document)"
                ),
                params,
                fields,
            )
        })
    }
}

fn totals(
    view: &Connection,
    statement: &str,
    place: &[(&str, &dyn ToSql)],
    fields: &[Field],
) -> Result<Vec<LegTotal>, Error> {
    let asked: Vec<(&str, bool)> =
        Field::ALL.iter().map(|field| (parameter(*field), fields.contains(field))).collect();
    let mut params: Vec<(&str, &dyn ToSql)> = place.to_vec();
    params.extend(asked.iter().map(|(name, is_asked)| (*name, is_asked as &dyn ToSql)));
    let mut totals = sql::all(view, statement, params.as_slice(), total)?;
    totals.sort_by(|a, b| {
        let key =
            |one: &LegTotal| (one.kind, one.target.clone(), one.tax_set.clone(), one.tags.clone());
        key(a).cmp(&key(b))
    });
    Ok(totals)
}

const fn parameter(field: Field) -> &'static str {
    match field {
        Field::Location => ":location_asked",
        Field::Department => ":department",
        Field::Class => ":class",
        Field::Till => ":till",
        Field::Staff => ":staff",
        Field::Customer => ":customer",
        Field::Booking => ":booking",
        Field::Kind => ":kind_asked",
        Field::Source => ":source",
    }
}

const fn column(field: Field) -> &'static str {
    match field {
        Field::Location => "location",
        Field::Department => "department",
        Field::Class => "class",
        Field::Till => "till",
        Field::Staff => "staff",
        Field::Customer => "customer",
        Field::Booking => "booking",
        Field::Kind => "kind_tag",
        Field::Source => "source",
    }
}

fn total(row: &Row<'_>) -> Result<LegTotal, Error> {
    let mut tags = Vec::new();
    for field in Field::ALL {
        let value: Option<String> = row.get(column(field))?;
        tags.extend(value.filter(|value| !value.trim().is_empty()).map(|value| (field, value)));
    }
    let transactions: i64 = row.get("transactions")?;
    Ok(LegTotal {
        kind: words::kind(&row.get::<_, String>("kind")?)?,
        target: words::target(&row.get::<_, String>("sort")?, row.get("name")?)?,
        tax_set: words::tax_set(&row.get::<_, String>("tax_set")?),
        tags: Tags::from_values(tags),
        amount: Amount::from_minor(row.get("amount")?),
        tax: Amount::from_minor(row.get("tax")?),
        transactions: u32::try_from(transactions).map_err(|_| Error::Unreadable {
            what: "count of transactions",
            text: transactions.to_string(),
        })?,
    })
}
