//! The recorder: any number of transactions as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::MutexGuard;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ledger::{Rejection, Rules};

use super::insert::{self, Known, Row};
use super::posting::Posting;
use super::{NewTransaction, Pushed, Recorded, late, parts};
use crate::audit::{self, Deed, DeedOutcome};
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::health;
use crate::ids::TransactionId;
use crate::imports::{self, NewImport};
use crate::sql::ms;
use crate::totals::{self, Sums, TotalKey};
use crate::words::Words;
use crate::writer::Writer;

/// Records any number of transactions as one: all of them at [`Recorder::commit`], none when it is
/// dropped before. It holds the book's only writer meanwhile.
#[derive(Debug)]
pub struct Recorder<'book> {
    pub(super) writer: MutexGuard<'book, Writer>,
    pub(super) words: Words,
    /// The rules of a location's business dates, read once each.
    pub(super) rules: HashMap<(i64, i64), Rules>,
    /// Totals are summed here and written once: a day has far fewer of them than legs.
    pub(super) totals: HashMap<TotalKey, Sums>,
    /// The earliest move of cash or count recorded or taken back here, by location: later counts
    /// expect something else.
    pub(super) cash_since: BTreeMap<i64, i64>,
    pub(super) recorded_at_ms: i64,
    pub(super) recorded: Recorded,
    /// The first that contradicts what was changed here, and why.
    pub(super) contradicts: Option<(TransactionId, Rejection)>,
    /// The first that a closed cashout has and that was worked out anew here.
    pub(super) reopened: Option<TransactionId>,
    rejected: u64,
    pub(super) newest: Option<i64>,
}

impl<'book> Recorder<'book> {
    pub(super) fn begin(
        writer: MutexGuard<'book, Writer>,
        import: Option<&NewImport>,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        writer.begin()?;
        let mut recorder = Self {
            writer,
            words: Words::default(),
            rules: HashMap::new(),
            totals: HashMap::new(),
            cash_since: BTreeMap::new(),
            recorded_at_ms: ms(now),
            recorded: Recorded::default(),
            contradicts: None,
            reopened: None,
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
    pub fn push(&mut self, new: &NewTransaction) -> Result<Pushed, Error> {
        let import = self.recorded.import;
        let row = Row::of(&self.writer, &mut self.words, &new.transaction, import)?;
        let posting = match self.posting(&new.transaction, &row.place())? {
            Ok(posting) => posting,
            Err(rejection) => {
                // What was recorded before things changed is known all the same.
                return Ok(match self.known_already(&row, new)? {
                    Some(id) => Pushed::Recorded(id),
                    None => Pushed::Refused(rejection),
                });
            }
        };
        if let Some(id) = insert::transaction(&self.writer, &row, 1, self.recorded_at_ms)? {
            self.recorded.recorded += 1;
            let leaning = self.leaning_on_what_comes_late(&new.transaction, &row.place())?;
            let id = self.add_posting(id, &row, new, &posting)?;
            self.follow_correction(&leaning)?;
            return Ok(Pushed::Recorded(id));
        }
        let id = match insert::known(&self.writer, &row, new)? {
            Known::Same(id) => {
                self.recorded.already_known += 1;
                TransactionId(id)
            }
            Known::Superseded(id) => {
                self.recorded.superseded += 1;
                TransactionId(id)
            }
            Known::Withdrawn(id) => {
                self.recorded.withdrawn += 1;
                TransactionId(id)
            }
            Known::Different { latest, revision } => {
                self.recorded.corrected += 1;
                self.correct((latest, revision), &row, new, &posting)?
            }
            // Recorded anew on purpose: there is nothing left to reverse.
            Known::Returns { revision } => {
                self.recorded.corrected += 1;
                self.add_revision(revision + 1, &row, new, &posting)?
            }
        };
        Ok(Pushed::Recorded(id))
    }

    /// Says that `machine` works on the book until `now + ttl`, from when this is committed on: a
    /// long recording outlives what was said before it.
    ///
    /// # Errors
    /// [`Error::OtherMachine`] where another machine does by now; the recording should be dropped.
    pub fn claim_for_machine(
        &self,
        machine: &str,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<(), Error> {
        health::claim(&self.writer, machine, now, ttl)
    }

    /// Writes down in the audit log what this recording does, as done: both are kept, or neither.
    ///
    /// # Errors
    /// When the book cannot be written; the recording should be dropped.
    pub fn note_deed(&self, deed: &Deed) -> Result<(), Error> {
        audit::note(&self.writer, deed, DeedOutcome::Done, None)
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

    /// Makes everything pushed durable, with what it made possible: what waited for it is posted,
    /// and what was counted later is counted anew.
    ///
    /// # Errors
    /// [`Error::DiskFull`] and the like; then nothing was recorded.
    pub fn commit(mut self) -> Result<Recorded, Error> {
        if self.newest.is_some() {
            self.post_waiting()?;
            self.count_again()?;
        }
        for (key, sums) in &self.totals {
            totals::add(&self.writer, key, sums)?;
        }
        if let Some(import) = self.recorded.import {
            imports::finish_import(&self.writer, import, &self.recorded, self.rejected)?;
        }
        if let Some(newest) = self.newest {
            changes::note(&self.writer, Topic::Transactions, Some(newest))?;
        }
        self.writer.commit()?;
        Ok(self.recorded)
    }

    fn known_already(
        &mut self,
        row: &Row<'_>,
        new: &NewTransaction,
    ) -> Result<Option<TransactionId>, Error> {
        if !insert::has_revision(&self.writer, row)? {
            return Ok(None);
        }
        match insert::known(&self.writer, row, new)? {
            Known::Same(id) | Known::Superseded(id) => {
                self.recorded.already_known += 1;
                Ok(Some(TransactionId(id)))
            }
            Known::Withdrawn(id) => {
                self.recorded.withdrawn += 1;
                Ok(Some(TransactionId(id)))
            }
            Known::Different { .. } | Known::Returns { .. } => Ok(None),
        }
    }

    /// Reverses the latest revision and records the new one after it. What the latest had in
    /// documents of its own is retired, and so is taken back; what depended on it follows.
    pub(super) fn correct(
        &mut self,
        (latest, revision): (i64, u32),
        row: &Row<'_>,
        new: &NewTransaction,
        posting: &Posting,
    ) -> Result<TransactionId, Error> {
        let leaning = self.leaning_on(latest, Some(&new.transaction))?;
        let id = self.replace((latest, revision), row, new, posting)?;
        self.follow_correction(&leaning)?;
        Ok(id)
    }

    /// Reverses the latest revision and records another after it. Where a person took its documents
    /// back before, what comes in their place waits for a person too.
    pub(super) fn replace(
        &mut self,
        (latest, revision): (i64, u32),
        row: &Row<'_>,
        new: &NewTransaction,
        posting: &Posting,
    ) -> Result<TransactionId, Error> {
        let taken_back = parts::were_taken_back(&self.writer, latest)?;
        self.reverse(latest)?;
        let id = self.add_revision(revision + 2, row, new, posting)?;
        if taken_back {
            parts::keep_taken_back(&self.writer, id.0)?;
        }
        Ok(id)
    }

    /// Reverses the latest revision, and gives the reversal. What waited does so no more; what
    /// comes in its place may.
    pub(super) fn reverse(&mut self, latest: i64) -> Result<i64, Error> {
        let import = self.recorded.import;
        self.note_taken_back(latest)?;
        let reversal = insert::reversal(&self.writer, latest, import, self.recorded_at_ms)?;
        for (key, sums) in totals::of_transaction(&self.writer, latest)? {
            self.totals.entry(key).or_default().reverse(sums);
        }
        parts::retire_own(&self.writer, latest)?;
        late::forget_waiting(&self.writer, latest)?;
        Ok(reversal)
    }

    fn add_revision(
        &mut self,
        revision: u32,
        row: &Row<'_>,
        new: &NewTransaction,
        posting: &Posting,
    ) -> Result<TransactionId, Error> {
        let id = insert::transaction(&self.writer, row, revision, self.recorded_at_ms)?
            .expect("the revision after the latest is free");
        self.add_posting(id, row, new, posting)
    }

    fn add_posting(
        &mut self,
        id: i64,
        row: &Row<'_>,
        new: &NewTransaction,
        posting: &Posting,
    ) -> Result<TransactionId, Error> {
        self.newest = Some(id);
        if let Some(raw) = &new.raw {
            insert::raw(&self.writer, id, raw)?;
        }
        parts::threads(&self.writer, id, &new.transaction)?;
        self.write_posting(id, &row.place(), posting)?;
        self.writer.seal_many()?;
        Ok(TransactionId(id))
    }

    /// Sums up a leg that the cashout takes; `seen` tells which sums this transaction is in.
    pub(super) fn sum_up(
        &mut self,
        key: TotalKey,
        leg: &ledger::Leg,
        seen: &mut BTreeSet<TotalKey>,
    ) {
        let sums = self.totals.entry(key).or_default();
        sums.add(leg.amount, leg.tax, seen.insert(key));
    }
}

impl Drop for Recorder<'_> {
    fn drop(&mut self) {
        self.writer.roll_back();
    }
}
