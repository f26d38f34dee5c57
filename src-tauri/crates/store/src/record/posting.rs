//! Postings: working a transaction's parts out by its rules and story, and writing them.

use std::collections::BTreeSet;

use ledger::{Against, CASH, Kind, Lane, Part, Rejection, Target, Transaction, post};
use rusqlite::named_params;

use super::late::CONTRADICTS;
use super::{Recorder, parts};
use crate::error::Error;
use crate::rules;
use crate::sql;
use crate::story::{self, Own};
use crate::totals::TotalKey;

/// Where and when a transaction belongs, by the book's own numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) source: i64,
    pub(super) kind: i64,
    pub(super) location: i64,
    pub(super) day: i64,
    pub(super) at_ms: i64,
}

/// What a transaction comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Posting {
    /// Its parts.
    Parts(Vec<Part>),
    /// It waits for something that is not known yet.
    Waits(Rejection),
}

impl Recorder<'_> {
    /// Works a transaction's posting out; the inner error is why it cannot be recorded.
    pub(super) fn posting(
        &mut self,
        transaction: &Transaction,
        place: &Place,
    ) -> Result<Result<Posting, Rejection>, Error> {
        let rules = match self.rules.get(&(place.location, place.day)) {
            Some(rules) => rules.clone(),
            None => {
                let (date, currency) = (transaction.business_date, transaction.currency);
                let rules = rules::of(&self.writer, place.location, date, currency)?;
                self.rules.insert((place.location, place.day), rules.clone());
                rules
            }
        };
        let own = Own { outside_id: &transaction.source.id, source: place.source };
        let story = story::tell(&self.writer, transaction, rules, own, place.location)?;
        match post(transaction, &story) {
            Ok(parts) if parts.iter().all(is_balanced) => Ok(Ok(Posting::Parts(parts))),
            Ok(_) => Err(Error::Unbalanced { id: transaction.source.id.clone() }),
            Err(rejection) if rejection.waits() => Ok(Ok(Posting::Waits(rejection))),
            Err(rejection) => Ok(Err(rejection)),
        }
    }

    /// Writes a transaction's posting: its parts, or what it waits for. Parts it had before keep
    /// their names; a new one of the same name is numbered.
    pub(super) fn write_posting(
        &mut self,
        id: i64,
        place: &Place,
        posting: &Posting,
    ) -> Result<(), Error> {
        let parts = match posting {
            Posting::Parts(parts) => parts,
            Posting::Waits(rejection) => return self.write_waiting(id, rejection),
        };
        let (taken, first) = parts::names(&self.writer, id)?;
        let mut seen: BTreeSet<TotalKey> = BTreeSet::new();
        for (position, part) in (first..).zip(parts) {
            let key = parts::free_name(&part.key, &taken);
            self.write_part((id, position), place, part, (&key, &taken), &mut seen)?;
        }
        Ok(())
    }

    fn write_part(
        &mut self,
        (id, position): (i64, i64),
        place: &Place,
        part: &Part,
        (key, taken): (&str, &[String]),
        seen: &mut BTreeSet<TotalKey>,
    ) -> Result<(), Error> {
        let part_id = self.words.word(&self.writer, key)?;
        let against = match &part.against {
            None => None,
            Some(Against::Own(own)) => {
                let own = parts::free_name(own, taken);
                Some((id, self.words.word(&self.writer, &own)?))
            }
            Some(Against::Other(other)) => {
                Some((other.transaction, self.words.word(&self.writer, &other.part.0)?))
            }
        };
        let day = part.date.map_or(place.day, sql::day);
        parts::part(&self.writer, (id, part_id, position), part, against, (place.location, day))?;
        for (position, leg) in (0..).zip(&part.legs) {
            let target = self.words.target(&self.writer, &leg.target)?;
            let tax_set = self.words.word(&self.writer, leg.tax_set.key())?;
            parts::leg(&self.writer, (id, part_id, position), target, tax_set, leg)?;
            if part.lane == Lane::Cashout {
                self.sum_up(place.total_key(day, target, tax_set), leg, seen);
            }
            self.note_cash(&leg.target, place)?;
        }
        parts::open(&self.writer, id, part_id)
    }

    /// Writes what a recorded transaction waits for, in the place of what it waited for before.
    pub(super) fn write_waiting(&mut self, id: i64, rejection: &Rejection) -> Result<(), Error> {
        sql::run(
            &self.writer,
            "INSERT INTO waiting (transaction_id, reason, message) VALUES (:id, :reason, :message)
             ON CONFLICT (transaction_id)
                 DO UPDATE SET reason = excluded.reason, message = excluded.message",
            named_params! {
                ":id": id,
                ":reason": rejection.waits_for().unwrap_or(CONTRADICTS),
                ":message": rejection.to_string(),
            },
        )
        .map(drop)
    }

    fn note_cash(&mut self, target: &Target, place: &Place) -> Result<(), Error> {
        let is_cash = matches!(target, Target::Tender(name) if is_cash(name));
        if is_cash && self.words.word(&self.writer, Kind::CashCount.key())? != place.kind {
            let since = self.cash_since.entry(place.location).or_insert(place.at_ms);
            *since = (*since).min(place.at_ms);
        }
        Ok(())
    }
}

impl Place {
    const fn total_key(&self, day: i64, target: i64, tax_set: i64) -> TotalKey {
        let (location, kind) = (self.location, self.kind);
        TotalKey { location, lane: Lane::Cashout, day, kind, target, tax_set }
    }
}

fn is_cash(tender: &str) -> bool {
    tender.trim().eq_ignore_ascii_case(CASH)
}

fn is_balanced(part: &Part) -> bool {
    part.legs.iter().map(|leg| leg.amount).sum::<ledger::Amount>().is_zero()
}
