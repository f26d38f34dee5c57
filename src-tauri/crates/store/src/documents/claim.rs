//! Making a document: its lines, its claims and its totals, in one transaction.

use chrono::{DateTime, Utc};
use ledger::Journal;
use rusqlite::{Connection, named_params};

use super::step::{Wanted, allow};
use super::{DocumentKind, NewDocument, State};
use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, day, ms};
use crate::totals::{self, Range};

impl Book {
    /// Makes a document and claims what is open for it; queued, or held where it says so.
    ///
    /// # Errors
    /// [`Error::DayChanged`] when what is open is not what `expected` says,
    /// [`Error::TotalsDiffer`] when the kept totals are not the sum of the legs,
    /// [`Error::NothingToClaim`], [`Error::UnbalancedDocument`], [`Error::NarrationUsed`].
    pub fn enqueue(&self, new: &NewDocument, now: DateTime<Utc>) -> Result<DocumentId, Error> {
        refuse_unbalanced(new.kind, &new.journal)?;
        let range = Range { location: new.location, lane: new.lane, from: new.from, to: new.to };
        self.write(|book| {
            if totals::open(book, range)? != new.expected {
                return Err(Error::DayChanged);
            }
            totals::recheck(book, range)?;
            refuse_used(book, new)?;
            let id = insert_document(book, new, now)?;
            insert_lines(book, id, &new.journal)?;
            if claim_parts(book, id, range)? == 0 {
                return Err(Error::NothingToClaim);
            }
            claim_totals(book, id, range)?;
            remove_open_totals(book, range)?;
            changes::note(book, Topic::Documents, Some(id.0))?;
            changes::note(book, Topic::Transactions, None)?;
            Ok(id)
        })
    }

    /// Replaces what is to be posted, after a mend. The narration stays what it was; claims and
    /// state too: [`Book::release`] queues it.
    ///
    /// # Errors
    /// [`Error::NotNow`] unless it is a draft, queued, held or rejected and being created;
    /// [`Error::UnbalancedDocument`].
    pub fn rewrite(
        &self,
        document: DocumentId,
        journal: &Journal,
        body: &str,
    ) -> Result<(), Error> {
        self.write(|book| {
            let standing = allow(book, document, Wanted::Rewritten)?;
            refuse_unbalanced(standing.kind, journal)?;
            delete_lines(book, document)?;
            insert_lines(book, document, journal)?;
            update_content(book, document, journal, body)?;
            changes::note(book, Topic::Documents, Some(document.0))
        })
    }
}

fn refuse_unbalanced(kind: DocumentKind, journal: &Journal) -> Result<(), Error> {
    match kind {
        DocumentKind::ManualJournal if !journal.is_balanced() => {
            Err(Error::UnbalancedDocument { narration: journal.narration.clone() })
        }
        // The other kinds have a side that Xero adds: the receivable, the bank account.
        DocumentKind::ManualJournal
        | DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Payment
        | DocumentKind::Allocation
        | DocumentKind::BankTransaction => Ok(()),
    }
}

fn refuse_used(book: &Connection, new: &NewDocument) -> Result<(), Error> {
    let narration = &new.journal.narration;
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

fn insert_document(
    book: &Connection,
    new: &NewDocument,
    now: DateTime<Utc>,
) -> Result<DocumentId, Error> {
    let state = if new.hold.is_some() { State::Held } else { State::Queued };
    sql::run(
        book,
        "INSERT INTO documents (kind, state, operation, narration, code, location_id, lane,
             first_day, last_day, journal_day, currency, tax_way, total, body, cause, message,
             created_by, created_at_ms)
         VALUES (:kind, :state, 'create', :narration, :code, :location, :lane,
             :first_day, :last_day, :journal_day, :currency, :tax_way, :total, :body, :cause,
             :message, :created_by, :created_at_ms)",
        named_params! {
            ":kind": new.kind.key(),
            ":state": state.key(),
            ":narration": new.journal.narration,
            ":code": new.code,
            ":location": new.location.0,
            ":lane": new.lane.key(),
            ":first_day": day(new.from),
            ":last_day": day(new.to),
            ":journal_day": day(new.journal.date),
            ":currency": new.journal.currency.code(),
            ":tax_way": new.journal.tax_way.key(),
            ":total": new.journal.total().minor(),
            ":body": new.body,
            ":cause": new.hold.as_ref().map(|reason| &reason.cause),
            ":message": new.hold.as_ref().map(|reason| &reason.message),
            ":created_by": new.created_by,
            ":created_at_ms": ms(now),
        },
    )?;
    Ok(DocumentId(book.last_insert_rowid()))
}

fn insert_lines(book: &Connection, id: DocumentId, journal: &Journal) -> Result<(), Error> {
    for (position, line) in (0_i64..).zip(&journal.lines) {
        let tracking = serde_json::to_string(&line.tracking).expect("strings are always JSON");
        sql::run(
            book,
            "INSERT INTO document_lines (document_id, position, account_id, account_code,
                 account_name, description, amount, tax_type, tracking, tax_collected,
                 tax_expected)
             VALUES (:document, :position, :account_id, :account_code, :account_name,
                 :description, :amount, :tax_type, :tracking, :tax_collected, :tax_expected)",
            named_params! {
                ":document": id.0,
                ":position": position,
                ":account_id": line.account_id,
                ":account_code": line.account_code,
                ":account_name": line.account_name,
                ":description": line.description,
                ":amount": line.amount.minor(),
                ":tax_type": line.tax_type,
                ":tracking": tracking,
                ":tax_collected": line.tax_collected.minor(),
                ":tax_expected": line.tax_expected.minor(),
            },
        )?;
    }
    Ok(())
}

fn delete_lines(book: &Connection, id: DocumentId) -> Result<(), Error> {
    sql::run(
        book,
        "DELETE FROM document_lines WHERE document_id = :document",
        named_params! { ":document": id.0 },
    )
    .map(drop)
}

fn update_content(
    book: &Connection,
    id: DocumentId,
    journal: &Journal,
    body: &str,
) -> Result<(), Error> {
    sql::run(
        book,
        "UPDATE documents SET journal_day = :journal_day, currency = :currency,
             tax_way = :tax_way, total = :total, body = :body
         WHERE id = :document",
        named_params! {
            ":document": id.0,
            ":journal_day": day(journal.date),
            ":currency": journal.currency.code(),
            ":tax_way": journal.tax_way.key(),
            ":total": journal.total().minor(),
            ":body": body,
        },
    )
    .map(drop)
}

/// Claims every open part of a range; gives how many.
fn claim_parts(book: &Connection, id: DocumentId, range: Range) -> Result<usize, Error> {
    sql::run(
        book,
        "INSERT INTO claims (transaction_id, part_id, document_id)
         SELECT p.transaction_id, p.part_id, :document
         FROM parts p
         WHERE p.location_id = :location AND p.lane = :lane
             AND p.business_day BETWEEN :from AND :to
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
