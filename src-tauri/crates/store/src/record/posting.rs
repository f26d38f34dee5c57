//! Postings: working a transaction's parts out by its rules and story, and writing them.

use std::collections::BTreeSet;

use ledger::{Against, CASH, Currency, Kind, Lane, Part, Rejection, Target, Transaction, post};
use rusqlite::named_params;

use super::late::CONTRADICTS;
use super::{Recorder, insert, parts};
use crate::error::Error;
use crate::ids::TransactionId;
use crate::rules;
use crate::sql;
use crate::story::{self, Own};
use crate::totals::TotalKey;
use crate::transactions;

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
        self.posting_with(transaction, place, None)
    }

    /// The same of a transaction that is recorded: what was paid ahead or owed only later is not
    /// known to it, unless that was only recorded later.
    pub(super) fn posting_as_recorded(
        &mut self,
        id: i64,
        transaction: &Transaction,
        place: &Place,
    ) -> Result<Result<Posting, Rejection>, Error> {
        let first = insert::first_revision(&self.writer, id)?;
        self.posting_with(transaction, place, Some(first))
    }

    fn posting_with(
        &mut self,
        transaction: &Transaction,
        place: &Place,
        recorded_before: Option<i64>,
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
        let (outside_id, source) = (transaction.source.id.as_str(), place.source);
        let known = recorded_before.map(|first| (first, place.at_ms));
        let own = Own { outside_id, source, known };
        if let Some(deposit) = story::booking::waiting_deposit(&self.writer, transaction, own)? {
            return Ok(Ok(Posting::Waits(self.without_rate(deposit, rules.base)?)));
        }
        let story = story::tell(&self.writer, transaction, rules, own, place.location)?;
        match post(transaction, &story) {
            Ok(parts) if parts.iter().all(is_balanced) => Ok(Ok(Posting::Parts(parts))),
            Ok(_) => Err(Error::Unbalanced { id: transaction.source.id.clone() }),
            Err(rejection) if rejection.waits() => Ok(Ok(Posting::Waits(rejection))),
            Err(rejection) => Ok(Err(rejection)),
        }
    }

    /// What is said of a deposit whose rate is not known.
    fn without_rate(&self, deposit: TransactionId, base: Currency) -> Result<Rejection, Error> {
        let deposit = transactions::load(&self.writer, deposit)?.transaction;
        let foreign = deposit.tenders.iter().find_map(|tender| tender.foreign.as_ref());
        let currency = match foreign {
            Some(foreign) if deposit.currency == base => foreign.currency,
            _ => deposit.currency,
        };
        let what = format!("the deposit of {} that it uses", deposit.business_date);
        Ok(Rejection::NoRate { what, currency })
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
        if self.is_count(place)? {
            self.note_drawer(place);
        }
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
            if matches!(&leg.target, Target::Tender(name) if is_cash(name)) {
                self.note_drawer(place);
            }
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

    /// Notes that a transaction's posting is taken back: what it did to the drawer it does no more.
    pub(super) fn note_taken_back(&mut self, id: i64) -> Result<(), Error> {
        let place = insert::place(&self.writer, id)?;
        if self.is_count(&place)? || parts::moves_cash(&self.writer, id)? {
            self.note_drawer(&place);
        }
        Ok(())
    }

    fn is_count(&mut self, place: &Place) -> Result<bool, Error> {
        Ok(self.words.word(&self.writer, Kind::CashCount.key())? == place.kind)
    }

    /// Notes that what should be in a drawer is another sum from here on.
    fn note_drawer(&mut self, place: &Place) {
        let since = self.cash_since.entry(place.location).or_insert(place.at_ms);
        *since = (*since).min(place.at_ms);
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
