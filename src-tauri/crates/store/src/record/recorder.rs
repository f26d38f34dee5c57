//! The recorder: any number of transactions as one.

use std::collections::{BTreeSet, HashMap};
use std::sync::MutexGuard;

use chrono::{DateTime, Utc};
use ledger::{Lane, Part};
use rusqlite::Connection;

use super::insert::{self, Known, Row};
use super::{NewTransaction, Recorded};
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::ids::TransactionId;
use crate::imports::{self, NewImport};
use crate::sql::ms;
use crate::totals::{self, Sums, TotalKey};
use crate::words::Words;

/// Records any number of transactions as one: all of them at [`Recorder::commit`], none when it is
/// dropped before. It holds the book's only writer meanwhile.
#[derive(Debug)]
pub struct Recorder<'book> {
    writer: MutexGuard<'book, Connection>,
    words: Words,
    /// Totals are summed here and written once: a day has far fewer of them than legs.
    totals: HashMap<TotalKey, Sums>,
    recorded_at_ms: i64,
    recorded: Recorded,
    rejected: u64,
    newest: Option<i64>,
}

impl<'book> Recorder<'book> {
    pub(super) fn begin(
        writer: MutexGuard<'book, Connection>,
        import: Option<&NewImport>,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        writer.execute_batch("BEGIN IMMEDIATE")?;
        let mut recorder = Self {
            writer,
            words: Words::default(),
            totals: HashMap::new(),
            recorded_at_ms: ms(now),
            recorded: Recorded::default(),
            rejected: 0,
            newest: None,
        };
        if let Some(import) = import {
            let id = imports::begin_import(&recorder.writer, import, now)?;
            recorder.recorded.import = Some(id);
        }
        Ok(recorder)
    }

    /// Records one transaction and gives its id; for one the book has already, that one's id.
    ///
    /// The same content is known whatever its business date: a day end changed since does not make
    /// an old file new.
    ///
    /// # Errors
    /// [`Error::UnknownLocation`], [`Error::Unbalanced`]; the whole recording should be dropped.
    pub fn push(&mut self, new: &NewTransaction) -> Result<TransactionId, Error> {
        if !new.parts.iter().all(is_balanced) {
            return Err(Error::Unbalanced { id: new.transaction.source.id.clone() });
        }
        let import = self.recorded.import;
        let row = Row::of(&self.writer, &mut self.words, &new.transaction, import)?;
        if let Some(id) = insert::transaction(&self.writer, &row, 1, self.recorded_at_ms)? {
            self.recorded.recorded += 1;
            return self.add_posting(id, &row, new);
        }
        match insert::known(&self.writer, &row, new)? {
            Known::Same(id) => {
                self.recorded.already_known += 1;
                Ok(TransactionId(id))
            }
            Known::Superseded(id) => {
                self.recorded.superseded += 1;
                Ok(TransactionId(id))
            }
            Known::Different { latest, revision } => self.correct(latest, revision, &row, new),
        }
    }

    /// Notes how many rows of the file could not be read, for the import's own row.
    pub const fn note_rejected(&mut self, rows: u64) {
        self.rejected += rows;
    }

    /// What was pushed so far, for showing progress.
    #[must_use]
    pub const fn so_far(&self) -> &Recorded {
        &self.recorded
    }

    /// Makes everything pushed durable.
    ///
    /// # Errors
    /// [`Error::DiskFull`] and the like; then nothing was recorded.
    pub fn commit(self) -> Result<Recorded, Error> {
        for (key, sums) in &self.totals {
            totals::add(&self.writer, key, sums)?;
        }
        if let Some(import) = self.recorded.import {
            imports::finish_import(&self.writer, import, &self.recorded, self.rejected)?;
        }
        if let Some(newest) = self.newest {
            changes::note(&self.writer, Topic::Transactions, Some(newest))?;
        }
        self.writer.execute_batch("COMMIT")?;
        Ok(self.recorded)
    }

    /// Reverses the latest revision and records the new one after it.
    fn correct(
        &mut self,
        latest: i64,
        revision: u32,
        row: &Row<'_>,
        new: &NewTransaction,
    ) -> Result<TransactionId, Error> {
        let import = self.recorded.import;
        insert::reversal(&self.writer, latest, import, self.recorded_at_ms)?;
        for (key, sums) in totals::of_transaction(&self.writer, latest)? {
            self.totals.entry(key).or_default().reverse(sums);
        }
        let id = insert::transaction(&self.writer, row, revision + 2, self.recorded_at_ms)?
            .expect("the revision after the latest is free");
        self.recorded.corrected += 1;
        self.add_posting(id, row, new)
    }

    fn add_posting(
        &mut self,
        id: i64,
        row: &Row<'_>,
        new: &NewTransaction,
    ) -> Result<TransactionId, Error> {
        self.newest = Some(id);
        if let Some(raw) = &new.raw {
            insert::raw(&self.writer, id, raw)?;
        }
        let mut seen: BTreeSet<TotalKey> = BTreeSet::new();
        for (position, part) in (0..).zip(&new.parts) {
            let part_id = self.words.word(&self.writer, &part.key.0)?;
            insert::part(&self.writer, id, part_id, position, part.lane, row)?;
            for (position, leg) in (0..).zip(&part.legs) {
                let target = self.words.target(&self.writer, &leg.target)?;
                let tax_set = self.words.word(&self.writer, leg.tax_set.key())?;
                insert::leg(&self.writer, (id, part_id, position), target, tax_set, leg)?;
                let key = row.total_key(part.lane, target, tax_set);
                let sums = self.totals.entry(key).or_default();
                sums.add(leg.amount, leg.tax, seen.insert(key));
            }
        }
        Ok(TransactionId(id))
    }
}

impl Row<'_> {
    const fn total_key(&self, lane: Lane, target: i64, tax_set: i64) -> TotalKey {
        TotalKey { location: self.location, lane, day: self.day, kind: self.kind, target, tax_set }
    }
}

impl Drop for Recorder<'_> {
    fn drop(&mut self) {
        // After a commit, and after an error that made SQLite roll back, nothing is open.
        if self.writer.is_autocommit() {
            return;
        }
        if let Err(error) = self.writer.execute_batch("ROLLBACK") {
            tracing::error!(%error, "a recording could not be rolled back");
        }
    }
}

fn is_balanced(part: &Part) -> bool {
    part.legs.iter().map(|leg| leg.amount).sum::<ledger::Amount>().is_zero()
}
