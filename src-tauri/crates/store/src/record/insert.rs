//! The statements of recording.

use ledger::{Amount, Kind, Transaction};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, named_params};

use super::posting::Place;
use super::{NewTransaction, particulars, parts};
use crate::error::Error;
use crate::ids::ImportId;
use crate::sql::{self, day, ms};
use crate::words::Words;
use crate::writer::Writer;

/// A transaction as its row will be.
#[derive(Debug)]
pub(super) struct Row<'new> {
    outside_id: &'new str,
    source: i64,
    kind: i64,
    at_ms: i64,
    day: i64,
    location: i64,
    till: Option<i64>,
    staff: Option<i64>,
    currency: i64,
    amount: Amount,
    particulars: String,
    import: Option<ImportId>,
}

/// What times are compared by.
const MINUTE_MS: i64 = 60_000;

/// What the book has under an outside id.
pub(super) enum Known {
    /// Its latest revision has this content.
    Same(i64),
    /// An older revision had this content, and the source said otherwise since; this is the latest.
    Superseded(i64),
    /// Its latest revision has another content, and what is new corrects it.
    Different { latest: i64, revision: u32 },
    /// It was withdrawn, and this content with it; this is what withdrew it.
    Withdrawn(i64),
    /// It was withdrawn, with another content: it is recorded anew after this revision.
    Returns { revision: u32 },
}

impl<'new> Row<'new> {
    pub(super) fn of(
        book: &Connection,
        words: &mut Words,
        new: &'new Transaction,
        import: Option<ImportId>,
    ) -> Result<Self, Error> {
        Ok(Self {
            outside_id: &new.source.id,
            source: words.word(book, &new.source.source)?,
            kind: words.word(book, new.kind.key())?,
            at_ms: ms(new.at),
            day: day(new.business_date),
            location: words.location(book, &new.location)?,
            till: words.optional(book, new.till.as_deref())?,
            staff: words.optional(book, new.staff.as_deref())?,
            currency: words.word(book, new.currency.code())?,
            amount: amount(new),
            particulars: particulars::write(new),
            import,
        })
    }
}

impl Row<'_> {
    /// Where and when it belongs.
    pub(super) const fn place(&self) -> Place {
        let (source, kind, at_ms) = (self.source, self.kind, self.at_ms);
        Place { source, kind, location: self.location, day: self.day, at_ms }
    }
}

/// Where and when a recorded transaction belongs.
pub(super) fn place(book: &Connection, id: i64) -> Result<Place, Error> {
    sql::first(
        book,
        "SELECT source_id, kind_id, location_id, business_day, at_ms
         FROM transactions WHERE id = :id",
        named_params! { ":id": id },
        |row| {
            Ok(Place {
                source: row.get("source_id")?,
                kind: row.get("kind_id")?,
                location: row.get("location_id")?,
                day: row.get("business_day")?,
                at_ms: row.get("at_ms")?,
            })
        },
    )?
    .ok_or(Error::NotFound { what: "transaction", id })
}

/// Which revision of its transaction a row is.
pub(super) fn revision(book: &Connection, id: i64) -> Result<u32, Error> {
    sql::first(
        book,
        "SELECT revision FROM transactions WHERE id = :id",
        named_params! { ":id": id },
        |row| Ok(row.get("revision")?),
    )?
    .ok_or(Error::NotFound { what: "transaction", id })
}

/// The row of a transaction's first revision: when it was first recorded, among the others.
pub(super) fn first_revision(book: &Connection, id: i64) -> Result<i64, Error> {
    sql::first(
        book,
        "SELECT min(f.id) AS first FROM transactions t
             JOIN transactions f ON f.outside_id = t.outside_id AND f.source_id = t.source_id
         WHERE t.id = :id HAVING first IS NOT NULL",
        named_params! { ":id": id },
        |row| Ok(row.get("first")?),
    )?
    .ok_or(Error::NotFound { what: "transaction", id })
}

/// Whether the book has something under an outside id.
pub(super) fn has_revision(book: &Connection, row: &Row<'_>) -> Result<bool, Error> {
    let found = sql::first(
        book,
        "SELECT 1 FROM transactions WHERE outside_id = :outside_id AND source_id = :source",
        named_params! { ":outside_id": row.outside_id, ":source": row.source },
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// What changed hands: the tenders, or what was billed where there are none; else what its kind
/// says it was about.
fn amount(new: &Transaction) -> Amount {
    if !new.tenders.is_empty() {
        return new.tendered();
    }
    let extras = &new.extras;
    let own = [
        extras.payout.as_ref().map(|payout| payout.net),
        extras.count.as_ref().map(|count| count.counted),
        extras.amount,
    ];
    own.into_iter().flatten().next().unwrap_or_else(|| new.billed())
}

/// Inserts a revision; `None` when the book has that revision already.
pub(super) fn transaction(
    book: &Writer,
    row: &Row<'_>,
    revision: u32,
    recorded_at_ms: i64,
) -> Result<Option<i64>, Error> {
    let import = row.import.map(|id| id.0);
    let inserted = sql::run(
        book,
        "INSERT INTO transactions (source_id, outside_id, revision, kind_id, at_ms, business_day,
             location_id, till_id, staff_id, currency_id, amount, particulars, import_id,
             recorded_at_ms)
         VALUES (:source, :outside_id, :revision, :kind, :at_ms, :day,
             :location, :till, :staff, :currency, :amount, :particulars, :import,
             :recorded_at_ms)
         ON CONFLICT (outside_id, source_id, revision) DO NOTHING",
        named_params! {
            ":source": row.source,
            ":outside_id": row.outside_id,
            ":revision": revision,
            ":kind": row.kind,
            ":at_ms": row.at_ms,
            ":day": row.day,
            ":location": row.location,
            ":till": row.till,
            ":staff": row.staff,
            ":currency": row.currency,
            ":amount": row.amount.minor(),
            ":particulars": row.particulars,
            ":import": import,
            ":recorded_at_ms": recorded_at_ms,
        },
    )?;
    if inserted == 0 {
        return Ok(None);
    }
    let id = book.last_insert_rowid();
    book.note(
        "transactions",
        &[
            ValueRef::Integer(id),
            ValueRef::Integer(row.source),
            sql::text(Some(row.outside_id)),
            ValueRef::Integer(revision.into()),
            ValueRef::Null,
            ValueRef::Integer(row.kind),
            ValueRef::Integer(row.at_ms),
            ValueRef::Integer(row.day),
            ValueRef::Integer(row.location),
            sql::number(row.till),
            sql::number(row.staff),
            ValueRef::Integer(row.currency),
            ValueRef::Integer(row.amount.minor()),
            sql::text(Some(&row.particulars)),
            sql::number(import),
            ValueRef::Integer(recorded_at_ms),
        ],
    )?;
    Ok(Some(id))
}

/// Compares a row with every revision the book has of it.
///
/// Two exports may say the same in two ways, and that is no correction: one has seconds or a till
/// and the other none; see [`particulars::agree`] for the rest. The source's row is compared
/// for what posts nothing yet: only there stands what it counted, settled or kept. Which till was
/// counted is not left out, though: without one it is all of them.
///
/// Content of an older revision is an old export read again, unless the latest was read from the
/// very same source row: then the source never changed and the person's choice did.
pub(super) fn known(
    book: &Connection,
    row: &Row<'_>,
    new: &NewTransaction,
) -> Result<Known, Error> {
    let raw = new.raw.as_deref();
    let content: Option<&str> = None;
    let revisions = sql::all(
        book,
        "SELECT id, revision, reverses IS NULL AND kind_id = :kind
             AND at_ms / :minute_ms = :at_ms / :minute_ms AND location_id = :location
             AND (till_id IS :till OR ((till_id IS NULL OR :till IS NULL)
                 AND :kind IS NOT (SELECT id FROM words WHERE text = :count)))
             AND (staff_id IS NULL OR :staff IS NULL OR staff_id = :staff)
             AND currency_id = :currency
             AND (:raw IS NULL
                 OR :raw IS (SELECT raw FROM raw_rows WHERE transaction_id = id)) AS alike,
             nullif(particulars, :particulars) AS other_particulars,
             reverses IS NOT NULL AS reversal
         FROM transactions
         WHERE outside_id = :outside_id AND source_id = :source
         ORDER BY revision",
        named_params! {
            ":source": row.source,
            ":outside_id": row.outside_id,
            ":kind": row.kind,
            ":at_ms": row.at_ms,
            ":minute_ms": MINUTE_MS,
            ":location": row.location,
            ":till": row.till,
            ":staff": row.staff,
            ":currency": row.currency,
            ":particulars": row.particulars,
            ":count": Kind::CashCount.key(),
            ":raw": content,
        },
        |found| {
            let alike: bool = found.get("alike")?;
            let other: Option<String> = found.get("other_particulars")?;
            let same = match other.filter(|_| alike) {
                Some(other) => particulars::agree(&row.particulars, &other)?,
                None => alike,
            };
            Ok(Revision {
                id: found.get("id")?,
                revision: found.get("revision")?,
                same,
                reversal: found.get("reversal")?,
            })
        },
    )?;
    let last = *revisions.last().expect("a revision stood in the way");
    let Revision { id: latest, revision, same, reversal } = last;
    if reversal {
        return after_withdrawal(book, &revisions, last, raw);
    }
    Ok(if same {
        Known::Same(latest)
    } else if revisions.iter().any(|one| one.same) && !was_read_from(book, latest, raw)? {
        Known::Superseded(latest)
    } else {
        Known::Different { latest, revision }
    })
}

/// A revision of what the book has under an outside id.
#[derive(Clone, Copy)]
struct Revision {
    id: i64,
    revision: u32,
    /// Whether it has the content in question.
    same: bool,
    reversal: bool,
}

/// What a row is to a withdrawn transaction. A row that the source wrote before is known whatever
/// was chosen to read it with: only another one brings the transaction back.
fn after_withdrawal(
    book: &Connection,
    revisions: &[Revision],
    last: Revision,
    raw: Option<&str>,
) -> Result<Known, Error> {
    for one in revisions {
        if one.same || was_read_from(book, one.id, raw)? {
            return Ok(Known::Withdrawn(last.id));
        }
    }
    Ok(Known::Returns { revision: last.revision })
}

/// Whether a revision was read from this source row; what came without one was not.
fn was_read_from(book: &Connection, id: i64, raw: Option<&str>) -> Result<bool, Error> {
    let rows = sql::all(
        book,
        "SELECT 1 FROM raw_rows WHERE transaction_id = :id AND raw = :raw",
        named_params! { ":id": id, ":raw": raw },
        |_| Ok(()),
    )?;
    Ok(!rows.is_empty())
}

/// Inserts the opposite of a transaction, on the same business date, and gives its id.
pub(super) fn reversal(
    book: &Writer,
    reverses: i64,
    import: Option<ImportId>,
    recorded_at_ms: i64,
) -> Result<i64, Error> {
    sql::run(
        book,
        "INSERT INTO transactions (source_id, outside_id, revision, reverses, kind_id, at_ms,
             business_day, location_id, till_id, staff_id, currency_id, amount, particulars,
             import_id, recorded_at_ms)
         SELECT source_id, outside_id, revision + 1, id, kind_id, at_ms,
             business_day, location_id, till_id, staff_id, currency_id, -amount, particulars,
             :import, :recorded_at_ms
         FROM transactions WHERE id = :reverses",
        named_params! {
            ":reverses": reverses,
            ":import": import.map(|id| id.0),
            ":recorded_at_ms": recorded_at_ms,
        },
    )?;
    let id = book.last_insert_rowid();
    parts::reverse(book, reverses, id)?;
    book.note_transaction(id)?;
    Ok(id)
}

pub(super) fn raw(book: &Writer, id: i64, raw: &str) -> Result<(), Error> {
    book.note("raw_rows", &[ValueRef::Integer(id), sql::text(Some(raw))])?;
    sql::run(
        book,
        "INSERT INTO raw_rows (transaction_id, raw) VALUES (:id, :raw)",
        named_params! { ":id": id, ":raw": raw },
    )
    .map(drop)
}

/// The row of a transaction as the source wrote it.
pub(super) fn raw_of(book: &Connection, id: i64) -> Result<Option<String>, Error> {
    sql::first(
        book,
        "SELECT raw FROM raw_rows WHERE transaction_id = :id",
        named_params! { ":id": id },
        |row| Ok(row.get("raw")?),
    )
}
