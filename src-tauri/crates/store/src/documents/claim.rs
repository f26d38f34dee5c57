//! Making a document: its lines, its claims and its totals, in one transaction.

use chrono::{DateTime, Utc};
use ledger::{BankAccount, Counter, Entry};
use rusqlite::{Connection, named_params};
use world::{Bug, planted};

use super::step::{Wanted, allow, take};
use super::{Claims, NewDocument, State, lines, own_part, set_off};
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::record::exchange;
use crate::sql::{self, day, ms};
use crate::totals::{self, Range};
use crate::writer::Writer;

impl Book {
    /// Makes a document with its claims; queued, or held where it says so.
    ///
    /// # Errors
    /// [`Error::DayChanged`] when what is open is not what was expected,
    /// [`Error::TotalsDiffer`] when the kept totals are not the sum of the legs,
    /// [`Error::NothingToClaim`], also of a set-off that there is already,
    /// [`Error::UnbalancedDocument`], [`Error::NarrationUsed`];
    /// [`Error::Altered`] when something it would take is not what was recorded.
    pub fn enqueue(&self, new: &NewDocument, now: DateTime<Utc>) -> Result<DocumentId, Error> {
        refuse_unbalanced(&new.entry)?;
        self.write(|book| {
            self.is_whole(book, new, now)?;
            insert(book, new, now)
        })
    }

    /// Makes the opposite of a document whose void waits, in the place of that void.
    ///
    /// # Errors
    /// As [`Self::enqueue`]; [`Error::NotNow`] where the void is on its way meanwhile.
    pub fn oppose(
        &self,
        original: DocumentId,
        new: &NewDocument,
        now: DateTime<Utc>,
    ) -> Result<DocumentId, Error> {
        refuse_unbalanced(&new.entry)?;
        self.write(|book| {
            // Seals follow at the end: what is taken is compared before anything is changed.
            self.is_whole(book, new, now)?;
            let standing = allow(book, original, Wanted::UndoWithdrawn)?;
            take(book, original, &standing, None, None)?;
            insert(book, new, now)
        })
    }

    /// Replaces what is to be posted, after a mend. The reference stays what it was; claims and
    /// state too: [`Book::release`] queues it.
    ///
    /// # Errors
    /// [`Error::NotNow`] unless it is a draft, queued, held or rejected and being created;
    /// [`Error::UnbalancedDocument`]; [`Error::Altered`] when it, what it took, or what decides
    /// where that goes is not what was written: the new content was worked out from these.
    pub fn rewrite(
        &self,
        document: DocumentId,
        entry: &Entry,
        body: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        refuse_unbalanced(entry)?;
        self.write(|book| {
            allow(book, document, Wanted::Rewritten)?;
            self.sources_are_whole(book, document, now)?;
            lines::delete(book, document)?;
            lines::insert(book, document, entry)?;
            update_content(book, document, entry, body)?;
            changes::note(book, Topic::Documents, Some(document.0))
        })
    }

    /// What a document takes is as it was recorded.
    fn is_whole(
        &self,
        book: &Connection,
        new: &NewDocument,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        match (&new.claims, new.about.reverses) {
            (Claims::Days { .. }, _) => self.days_are_whole(book, range_of(new), now),
            (Claims::Part(part), _) => self.part_is_whole(book, part, now),
            (Claims::Nothing, Some(original)) => self.document_is_whole(book, original),
            (Claims::Nothing, None) => Ok(()),
        }
    }
}

fn range_of(new: &NewDocument) -> Range {
    Range { location: new.location, lane: new.lane, from: new.from, to: new.to }
}

fn insert(book: &Writer, new: &NewDocument, now: DateTime<Utc>) -> Result<DocumentId, Error> {
    let range = range_of(new);
    if let Claims::Days { expected } = &new.claims {
        let changed = totals::open(book, range)? != *expected;
        if changed && !planted(Bug::ClaimsNotAtomic) {
            return Err(Error::DayChanged);
        }
        totals::recheck(book, range)?;
    }
    refuse_used(book, new)?;
    set_off::refuse_second(book, new)?;
    let id = insert_document(book, new, now)?;
    lines::insert(book, id, &new.entry)?;
    match &new.claims {
        Claims::Days { .. } => claim_days(book, id, range)?,
        Claims::Part(part) => own_part::claim(book, id, part)?,
        Claims::Nothing => {}
    }
    changes::note(book, Topic::Documents, Some(id.0))?;
    changes::note(book, Topic::Transactions, None)?;
    Ok(id)
}

/// A document that could not be worked out yet has no lines, and balances.
pub(super) fn refuse_unbalanced(entry: &Entry) -> Result<(), Error> {
    match entry.is_balanced() {
        true => Ok(()),
        false => Err(Error::UnbalancedDocument { narration: entry.reference.clone() }),
    }
}

pub(super) fn refuse_used(book: &Connection, new: &NewDocument) -> Result<(), Error> {
    let narration = &new.entry.reference;
    let used = sql::first(
        book,
        "SELECT 1 FROM documents WHERE narration = :narration OR code = :code",
        named_params! { ":narration": narration, ":code": new.code },
        |_| Ok(()),
    )?;
    match used {
        Some(()) => Err(Error::NarrationUsed { narration: narration.clone() }),
        None => Ok(()),
    }
}

pub(super) fn insert_document(
    book: &Connection,
    new: &NewDocument,
    now: DateTime<Utc>,
) -> Result<DocumentId, Error> {
    let state = if new.hold.is_some() { State::Held } else { State::Queued };
    let (entry, about) = (&new.entry, &new.about);
    let side = Side::of(entry);
    sql::run(
        book,
        "INSERT INTO documents (kind, state, operation, narration, code, location_id, lane,
             first_day, last_day, journal_day, due_day, currency, tax_way, total, counter,
             bank_id, bank_code, bank_name, contact, as_draft, body, about, allocates_to, reverses, cause,
             message, evidence, created_by, created_at_ms)
         VALUES (:kind, :state, 'create', :narration, :code, :location, :lane,
             :first_day, :last_day, :journal_day, :due_day, :currency, :tax_way, :total, :counter,
             :bank_id, :bank_code, :bank_name, :contact, :as_draft, :body, :about, :allocates_to, :reverses,
             :cause, :message, :evidence, :created_by, :created_at_ms)",
        named_params! {
            ":kind": entry.kind.key(),
            ":state": state.key(),
            ":narration": entry.reference,
            ":code": new.code,
            ":location": new.location.0,
            ":lane": new.lane.key(),
            ":first_day": day(new.from),
            ":last_day": day(new.to),
            ":journal_day": day(entry.date),
            ":due_day": entry.due.map(day),
            ":currency": entry.currency.code(),
            ":tax_way": entry.tax_way.key(),
            ":total": entry.total.minor(),
            ":counter": side.counter,
            ":bank_id": side.bank.map(|bank| &bank.id),
            ":bank_code": side.bank.map(|bank| &bank.code),
            ":bank_name": side.bank.map(|bank| &bank.name),
            ":contact": entry.contact,
            ":as_draft": entry.draft,
            ":body": new.body,
            ":about": about.document.map(|id| id.0),
            ":allocates_to": about.allocates_to.map(|id| id.0),
            ":reverses": about.reverses.map(|id| id.0),
            ":cause": new.hold.as_ref().map(|reason| &reason.cause),
            ":message": new.hold.as_ref().map(|reason| &reason.message),
            ":evidence": new.evidence.then_some("wanted"),
            ":created_by": new.created_by,
            ":created_at_ms": ms(now),
        },
    )?;
    Ok(DocumentId(book.last_insert_rowid()))
}

/// The side that Xero adds, as the database has it.
struct Side<'a> {
    counter: Option<&'static str>,
    bank: Option<&'a BankAccount>,
}

impl<'a> Side<'a> {
    fn of(entry: &'a Entry) -> Self {
        match &entry.counter {
            None => Self { counter: None, bank: None },
            Some(Counter::Receivable) => Self { counter: Some("receivable"), bank: None },
            Some(Counter::Bank(bank)) => Self { counter: Some("bank"), bank: Some(bank) },
        }
    }
}

fn update_content(
    book: &Connection,
    id: DocumentId,
    entry: &Entry,
    body: &str,
) -> Result<(), Error> {
    let side = Side::of(entry);
    sql::run(
        book,
        "UPDATE documents SET journal_day = :journal_day, due_day = :due_day,
             currency = :currency, tax_way = :tax_way, total = :total, counter = :counter,
             bank_id = :bank_id, bank_code = :bank_code, bank_name = :bank_name,
             contact = :contact, as_draft = :as_draft, body = :body
         WHERE id = :document",
        named_params! {
            ":document": id.0,
            ":journal_day": day(entry.date),
            ":due_day": entry.due.map(day),
            ":currency": entry.currency.code(),
            ":tax_way": entry.tax_way.key(),
            ":total": entry.total.minor(),
            ":counter": side.counter,
            ":bank_id": side.bank.map(|bank| &bank.id),
            ":bank_code": side.bank.map(|bank| &bank.code),
            ":bank_name": side.bank.map(|bank| &bank.name),
            ":contact": entry.contact,
            ":as_draft": entry.draft,
            ":body": body,
        },
    )
    .map(drop)
}

/// Claims what is open of a range, with its totals.
fn claim_days(book: &Connection, id: DocumentId, range: Range) -> Result<(), Error> {
    if claim_parts(book, id, range)? == 0 {
        return Err(Error::NothingToClaim);
    }
    claim_totals(book, id, range)?;
    remove_open_totals(book, range)
}

/// Claims every open part of a range; gives how many.
fn claim_parts(book: &Connection, id: DocumentId, range: Range) -> Result<usize, Error> {
    sql::run(
        book,
        "INSERT INTO claims (transaction_id, part_id, document_id)
         SELECT p.transaction_id, p.part_id, :document
         FROM parts p
         WHERE p.location_id = :location AND p.lane = :lane
             AND p.business_day BETWEEN :from AND :to AND p.retired = 0
             AND NOT EXISTS (
                 SELECT 1 FROM claims c
                 WHERE c.transaction_id = p.transaction_id AND c.part_id = p.part_id
                     AND c.released_at_ms IS NULL)",
        named_params! {
            ":document": id.0,
            ":location": range.location.0,
            ":lane": range.lane.key(),
            ":from": day(range.from),
            ":to": day(range.to),
        },
    )
}

fn claim_totals(book: &Connection, id: DocumentId, range: Range) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO claimed_totals (document_id, business_day, kind_id, target_id, tax_set_id,
             amount, tax, transactions)
         SELECT :document, business_day, kind_id, target_id, tax_set_id, amount, tax, transactions
         FROM open_totals
         WHERE location_id = :location AND lane = :lane AND business_day BETWEEN :from AND :to",
        named_params! {
            ":document": id.0,
            ":location": range.location.0,
            ":lane": range.lane.key(),
            ":from": day(range.from),
            ":to": day(range.to),
        },
    )
    .map(drop)
}

fn remove_open_totals(book: &Connection, range: Range) -> Result<(), Error> {
    sql::run(
        book,
        "DELETE FROM open_totals
         WHERE location_id = :location AND lane = :lane AND business_day BETWEEN :from AND :to",
        named_params! {
            ":location": range.location.0,
            ":lane": range.lane.key(),
            ":from": day(range.from),
            ":to": day(range.to),
        },
    )
    .map(drop)
}

/// Gives up what an undone document claimed: its parts are open again, and their totals.
pub(super) fn give_up(book: &Connection, id: DocumentId, now: DateTime<Utc>) -> Result<(), Error> {
    reopen_totals(book, id)?;
    sql::run(
        book,
        "UPDATE claims SET released_at_ms = :now_ms WHERE document_id = :document",
        named_params! { ":document": id.0, ":now_ms": ms(now) },
    )?;
    exchange::forget(book, id.0)?;
    own_part::reopen(book, id)?;
    changes::note(book, Topic::Transactions, None)
}

fn reopen_totals(book: &Connection, id: DocumentId) -> Result<(), Error> {
    sql::run(
        book,
        "INSERT INTO open_totals (location_id, lane, business_day, kind_id, target_id, tax_set_id,
             amount, tax, transactions)
         SELECT d.location_id, d.lane, c.business_day, c.kind_id, c.target_id, c.tax_set_id,
             c.amount, c.tax, c.transactions
         FROM claimed_totals c JOIN documents d ON d.id = c.document_id
         WHERE c.document_id = :document
         ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, tax = tax + excluded.tax,
             transactions = transactions + excluded.transactions",
        named_params! { ":document": id.0 },
    )
    .map(drop)
}
