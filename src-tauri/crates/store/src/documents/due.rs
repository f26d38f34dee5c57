//! What is due: the next document to do something with, and when.
//!
//! The order of documents that are about each other is kept here: first the invoice goes in, then
//! what pays it; first what pays it goes out, then the invoice; first what was corrected goes out,
//! then its successor in.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rusqlite::{Row, ToSql, named_params};

use super::{Due, DueFor, State};
use crate::book::Book;
use crate::error::Error;
use crate::ids::DocumentId;
use crate::sql::{self, ms};

/// What a document is about is in Xero: first the invoice, then what pays it.
const HAS_ITS_INVOICE: &str = "NOT EXISTS (
    SELECT 1 FROM documents f
    WHERE f.id IN (d.about, d.allocates_to) AND f.state <> 'posted'
        AND NOT EXISTS (
            SELECT 1 FROM documents r WHERE r.reverses = f.id AND r.state = 'posted'))";

/// No payment or credit of the same invoice is on its way out: Xero would say that more is paid
/// than is open. One that is held or was refused there keeps nothing waiting.
const NOTHING_LEAVES_IT: &str = "NOT EXISTS (
    SELECT 1 FROM documents w
    WHERE (w.about IN (d.about, d.allocates_to) OR w.allocates_to IN (d.about, d.allocates_to))
        AND w.id <> d.id
        AND CASE w.operation
            WHEN 'void' THEN w.state IN ('queued', 'sending', 'unknown')
            ELSE w.state IN ('posted', 'sending', 'unknown') AND EXISTS (
                SELECT 1 FROM claims c JOIN parts p
                    ON p.transaction_id = c.transaction_id AND p.part_id = c.part_id
                WHERE c.document_id = w.id AND c.released_at_ms IS NULL AND p.retired = 1) END)";

/// No document of its transaction is outdated: neither itself nor the one it stands in for, which
/// is taken back first.
const FOLLOWS_NOTHING: &str = "(d.lane = 'cashout' OR NOT EXISTS (
    SELECT 1 FROM claims c
        JOIN transactions t ON t.id = c.transaction_id
        JOIN transactions o ON o.outside_id = t.outside_id AND o.source_id = t.source_id
        JOIN parts p INDEXED BY parts_retired ON p.transaction_id = o.id AND p.retired = 1
        JOIN claims k ON k.transaction_id = p.transaction_id AND k.part_id = p.part_id
            AND k.released_at_ms IS NULL
    WHERE c.document_id = d.id))";

/// What pays a document is out of Xero, so that it can be taken out itself.
const IS_PAID_BY_NOTHING: &str = "NOT EXISTS (
    SELECT 1 FROM documents f
    WHERE f.state NOT IN ('undone', 'skipped') AND (f.about = d.id OR f.allocates_to = d.id))";

impl Book {
    /// The next thing to do, the oldest document first within each [`DueFor`]. Ask it only while
    /// holding the outbox's lease: a sending document is then one whose sender is gone.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_due(&self, now: DateTime<Utc>) -> Result<Option<Due>, Error> {
        self.next_due_but(&BTreeSet::new(), now)
    }

    /// The same, without some that are left aside.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_due_but(
        &self,
        aside: &BTreeSet<DocumentId>,
        now: DateTime<Utc>,
    ) -> Result<Option<Due>, Error> {
        let its_turn = its_turn();
        let statement = format!(
            "SELECT d.id, d.state,
                 (SELECT count(*) FROM attempts a WHERE a.document_id = d.id) AS attempts
             FROM documents d
             WHERE d.id NOT IN (SELECT value FROM json_each(:aside)) AND (d.state = 'sending'
                 OR (d.state = 'unknown' AND coalesce(d.not_before_ms, 0) <= :now_ms)
                 OR (d.state = 'held' AND d.not_before_ms <= :now_ms)
                 OR (d.state = 'awaiting_approval' AND d.not_before_ms <= :now_ms)
                 OR (d.state = 'posted' AND d.operation = 'create' AND d.evidence = 'wanted'
                     AND coalesce(d.not_before_ms, 0) <= :now_ms)
                 OR (d.state = 'queued' AND coalesce(d.not_before_ms, 0) <= :now_ms
                     AND {its_turn}))
             ORDER BY CASE d.state
                 WHEN 'sending' THEN 1 WHEN 'unknown' THEN 2 WHEN 'held' THEN 3
                 WHEN 'awaiting_approval' THEN 4 WHEN 'queued' THEN 5 ELSE 6 END,
                 d.id
             LIMIT 1"
        );
        let params = named_params! { ":now_ms": ms(now), ":aside": listed(aside) };
        self.read(|view| sql::first(view, &statement, params, due))
    }

    /// When something will be due next, where something waits for a time and for nothing else.
    /// Drafts that wait for approval are looked at by the way: they keep nothing waiting.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_due_at(&self) -> Result<Option<DateTime<Utc>>, Error> {
        self.next_due_at_but(&BTreeSet::new())
    }

    /// The same, without some that are left aside.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_due_at_but(
        &self,
        aside: &BTreeSet<DocumentId>,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let its_turn = its_turn();
        let statement = format!(
            "SELECT min(d.not_before_ms) FROM documents d
             WHERE d.id NOT IN (SELECT value FROM json_each(:aside))
                 AND (d.state IN ('unknown', 'held')
                     OR (d.state = 'posted' AND d.evidence = 'wanted')
                     OR (d.state = 'queued' AND {its_turn}))"
        );
        self.earliest(&statement, named_params! { ":aside": listed(aside) })
    }

    /// When the next draft is to be looked at, where one waits for approval.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_look_at(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let statement =
            "SELECT min(not_before_ms) FROM documents WHERE state = 'awaiting_approval'";
        self.earliest(statement, &[])
    }

    fn earliest(
        &self,
        statement: &str,
        params: &[(&str, &dyn ToSql)],
    ) -> Result<Option<DateTime<Utc>>, Error> {
        self.read(|view| {
            sql::first(view, statement, params, |row| {
                row.get::<_, Option<i64>>(0)?.map(sql::instant).transpose()
            })
        })
        .map(Option::flatten)
    }
}

/// Some documents, as the database reads them.
fn listed(documents: &BTreeSet<DocumentId>) -> String {
    let ids: Vec<i64> = documents.iter().map(|document| document.0).collect();
    serde_json::to_string(&ids).expect("numbers are always JSON")
}

/// Whether nothing else has to go before a queued document.
fn its_turn() -> String {
    format!(
        "CASE d.operation
             WHEN 'create' THEN {HAS_ITS_INVOICE} AND {NOTHING_LEAVES_IT} AND {FOLLOWS_NOTHING}
             ELSE {IS_PAID_BY_NOTHING} END"
    )
}

fn due(row: &Row<'_>) -> Result<Due, Error> {
    let what = match State::from_key(&row.get::<_, String>("state")?)? {
        State::Sending => DueFor::Interrupted,
        State::Unknown => DueFor::LookUp,
        State::Held => DueFor::Reconsider,
        State::AwaitingApproval => DueFor::Approval,
        State::Posted => DueFor::Evidence,
        State::Draft | State::Queued | State::Rejected | State::Skipped | State::Undone => {
            DueFor::Send
        }
    };
    Ok(Due { document: DocumentId(row.get("id")?), what, attempts: row.get("attempts")? })
}
