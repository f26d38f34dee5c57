//! Closing a day while somebody else records, and what the document says that came of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use ledger::Lane;
use store::{DocumentId, State, TransactionFilter, TransactionRow};

use crate::conviction::{Charge, Conviction};
use crate::desk::LOCATIONS;
use crate::errands::close;
use crate::history::{History, Sums};
use crate::till::{Happened, WHATS};

/// Transactions of a location's day are never so many.
const OF_A_DAY_MAX: u32 = 999;

impl History {
    /// Closes a day; now and then something is recorded between the reading and the claim.
    pub(crate) fn close(&mut self, place: usize, day: NaiveDate) -> Result<(), Conviction> {
        if !self.chance.one_in(3) {
            return close(&self.window, place, (day, day))
                .map_err(|error| self.convict(Charge::Failed, error));
        }
        let what = *self.chance.of(&WHATS[..3]);
        let late = self.happens(what, LOCATIONS[place], day);
        let (transaction, effects) = late.told(&self.chance);
        self.model.insert(late.id.clone(), effects);
        let other = self.window.book.clone();
        let now = self.window.world.now();
        let recorded = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&recorded);
        let again = transaction.clone();
        self.window.meanwhile.does(move || {
            other.record(&[transaction], now).expect("the book takes it");
            told.store(true, Ordering::SeqCst);
        });
        let closed = close(&self.window, place, (day, day));
        if !recorded.load(Ordering::SeqCst) {
            // Nothing was open: nobody asked for a code.
            self.window.meanwhile.does(|| {});
            self.window.book.record(&[again], now).expect("the book takes it");
        }
        closed.map_err(|error| self.convict(Charge::Failed, error))?;
        self.says_what_it_took(&late)
    }

    /// Whoever took what was recorded while a day was closed says it too: a person has just read
    /// that document and may post it.
    fn says_what_it_took(&self, late: &Happened) -> Result<(), Conviction> {
        let rows = self.recorded_with(late);
        let of_late = rows.iter().filter(|row| row.transaction.source.id == late.id);
        let takers: Vec<DocumentId> = of_late.flat_map(|row| self.takers(row)).collect();
        let [taker, ..] = takers.as_slice() else { return Ok(()) };
        let book = &self.window.book;
        let document = book.document(*taker).expect("the book is read");
        let summary = &document.summary;
        // What is held says nothing yet.
        if summary.lane != Lane::Cashout || summary.state != State::Queued {
            return Ok(());
        }
        let Some(happened) = self.taken(&rows, *taker) else { return Ok(()) };
        let chart = book.chart().expect("the book is read").expect("it has a chart").chart;
        let mut says = Sums::new();
        for effect in document.entry.effects(document.rate, &chart).expect("one currency") {
            *says.entry(effect.account_code).or_default() += effect.amount.minor();
        }
        says.retain(|_, cents| *cents != 0);
        if says == happened {
            return Ok(());
        }
        let what = format!("{} says {says:?}, what it took {happened:?}", summary.reference);
        Err(self.convict(Charge::Unbalanced, what))
    }

    /// What is recorded of the location and day of something.
    fn recorded_with(&self, one: &Happened) -> Vec<TransactionRow> {
        let place = LOCATIONS.iter().position(|name| *name == one.location).expect("a location");
        let filter = TransactionFilter {
            location: Some(self.window.location(place)),
            from: Some(one.day),
            to: Some(one.day),
            ..TransactionFilter::default()
        };
        let page = self.window.book.transactions(&filter, None, OF_A_DAY_MAX);
        page.expect("the book is read").rows
    }

    /// The documents that hold the parts of a transaction now, one for each part.
    fn takers(&self, row: &TransactionRow) -> Vec<DocumentId> {
        let claims = self.window.book.transaction(row.id).expect("the book is read").claims;
        let live = claims.into_iter().filter(|claim| claim.released_at.is_none());
        live.map(|claim| claim.document).collect()
    }

    /// What the transactions did that a document holds; none where it holds a correction or not
    /// all of one.
    fn taken(&self, rows: &[TransactionRow], document: DocumentId) -> Option<Sums> {
        let mut sums = Sums::new();
        for row in rows {
            let detail = self.window.book.transaction(row.id).expect("the book is read");
            let takers = self.takers(row);
            if !takers.contains(&document) {
                continue;
            }
            let is_whole = takers.iter().all(|taker| *taker == document);
            if !is_whole || takers.len() != detail.parts.len() || detail.history.len() != 1 {
                return None;
            }
            for (account, cents) in self.model.get(&row.transaction.source.id)? {
                *sums.entry(self.codes.get(*account)?.clone()).or_default() += cents;
            }
        }
        sums.retain(|_, cents| *cents != 0);
        Some(sums)
    }
}
