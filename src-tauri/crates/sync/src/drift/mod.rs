//! Drift: what was posted, against what is in Xero now.
//!
//! Xero is asked for everything that was changed since it was last looked at. What is not as it was
//! read back is noted with what is there now; so is what is like one of ours, of the same day and
//! amount and from another hand. A person says what is right: it is accepted, or posted again.

mod changes;
mod differ;
mod like;

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use store::{Book, Document, DocumentId, DriftKind, DriftSettled, State};

use self::differ::drifts_of;
use self::like::like_it;
use crate::error::Error;
use crate::kinds::{self, Named, Standing};
use crate::outbox::{Outbox, Progress, Until, on_book};
use crate::plan::{CashoutRequest, queue_cashout, queue_picked, refs_of};
use crate::policy::Policy;

/// When Xero was last looked at for drift, by this machine's clock.
pub const DRIFT_CHECKED_SETTING: &str = "drift-checked";

/// How often it is looked at by itself.
const EVERY: TimeDelta = TimeDelta::hours(6);
/// How long before the last look is looked at again: clocks differ.
const OVERLAP: TimeDelta = TimeDelta::hours(1);
/// How long before a document's day its like may have been entered by hand.
const BEFORE: Days = Days::new(7);
/// How deep what is accepted as gone goes: an invoice, its credit note's allocation, a refund.
const DEPTH_MAX: u32 = 4;

/// What a look at Xero came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DriftReport {
    /// How many documents of Xero's were looked at.
    pub looked_at: u32,
    /// How many drifts were noticed that were not known.
    pub noticed: u32,
}

impl Outbox {
    /// Whether it is time to look at Xero for drift.
    ///
    /// # Errors
    /// [`Error::Book`].
    pub async fn drift_is_due(&self) -> Result<bool, Error> {
        let now = self.now();
        on_book(self.book(), move |book| {
            let due = match last_look(book)? {
                // What a clock that ran ahead said says nothing.
                Some(last) => !(TimeDelta::zero()..EVERY).contains(&(now - last)),
                None => book.first_date_posted_since(DateTime::<Utc>::UNIX_EPOCH)?.is_some(),
            };
            Ok::<_, Error>(due)
        })
        .await
    }

    /// Looks in Xero at everything that was changed since the last look, and notes what is not as
    /// it was posted.
    ///
    /// # Errors
    /// [`Error::Xero`] where Xero cannot be asked to the end; what was noted before stays. Of more
    /// than can be looked through nothing is noted, and the next look is at what comes after.
    pub async fn check_drift(&self) -> Result<DriftReport, Error> {
        let began = self.now();
        let tenant = self.client().tenant().to_string();
        let now = self.now();
        let since = on_book(self.book(), move |book| {
            // Of another organisation, or of what the book does not know again yet, nothing can be
            // said.
            let is_its_own = book.bound_to()?.is_some_and(|bound| bound == tenant);
            match is_its_own && book.restored()?.is_none() {
                true => look_from(book, now),
                false => Ok(None),
            }
        });
        let Some(since) = since.await? else { return Ok(DriftReport::default()) };
        let changed = match kinds::changed(self.client(), since).await {
            // The next look would read as much and end as this one: it begins where this one did.
            Err(xero::Error::TooManyFound) => {
                on_book(self.book(), move |book| looked(book, began)).await?;
                return Err(xero::Error::TooManyFound.into());
            }
            changed => changed?,
        };
        let looked_at = u32::try_from(changed.len()).unwrap_or(u32::MAX);
        let noticed = on_book(self.book(), move |book| {
            let noticed = compare_all(book, &changed, began)?;
            looked(book, began)?;
            Ok::<_, Error>(noticed)
        })
        .await?;
        Ok(DriftReport { looked_at, noticed })
    }

    /// Takes what is in Xero as right. What is gone there is undone here: what it held is open
    /// again and goes when a person says so, by no run and with nothing else that is posted again.
    ///
    /// # Errors
    /// [`Error::Book`] when there is no such open drift; [`Error::DriftInOrder`] while what pays
    /// the document is still posted.
    pub async fn accept_drift(&self, id: i64, who: &str) -> Result<(), Error> {
        let (who, now) = (who.to_owned(), self.now());
        let drift = on_book(self.book(), move |book| book.drift(id)).await?;
        let is_gone = drift.settled.is_none() && drift.drift.kind == DriftKind::Voided;
        if is_gone && !self.stands_for_nothing(drift.drift.document).await? {
            return Err(Error::DriftOfReversal { document: drift.drift.document });
        }
        on_book(self.book(), move |book| {
            if is_gone {
                let accepted = (DriftSettled::Accepted, who.as_str());
                take_as_gone(book, drift.drift.document, accepted, now, DEPTH_MAX)?;
                return Ok(());
            }
            Ok::<_, Error>(book.settle_drift(id, DriftSettled::Accepted, &who, now)?)
        })
        .await
    }

    /// Whether a document can be gone from Xero without what it took back standing there again: it
    /// took nothing back, or that is gone too.
    async fn stands_for_nothing(&self, id: DocumentId) -> Result<bool, Error> {
        let original = on_book(self.book(), move |book| {
            let Some(original) = book.document(id)?.summary.about.reverses else {
                return Ok::<_, Error>(None);
            };
            let document = book.document(original)?;
            let refs = refs_of(book, document.summary.about)?;
            Ok(Some((document, refs)))
        });
        let Some((original, refs)) = original.await? else { return Ok(true) };
        match kinds::read(self.client(), &original, refs).await {
            Ok(seen) => Ok(seen.standing == Standing::Gone),
            Err(xero::Error::NotFound) => Ok(true),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Has what was posted taken out of Xero, where it is still there, and posted again as the book
    /// says it, and with it what left Xero for it; of a cashout's days all that is open goes. What
    /// a person took back or accepted as gone stays out. Gives the documents that stand for it now;
    /// the document itself where it could not be taken out yet, and the drift stays open.
    ///
    /// # Errors
    /// [`Error::NothingToRepost`] for what is no change of ours; all of [`Outbox::undo`].
    pub async fn repost_drift(
        &self,
        id: i64,
        who: &str,
        progress: &mut (dyn FnMut(Progress) + Send + Sync),
    ) -> Result<Vec<DocumentId>, Error> {
        let drift = on_book(self.book(), move |book| book.drift(id)).await?;
        let document = drift.drift.document;
        let about = on_book(self.book(), move |book| book.document(document)).await?.summary.about;
        match drift.drift.kind {
            // An opposite holds nothing that could be posted again by itself.
            _ if about.reverses.is_some() => return Err(Error::DriftOfReversal { document }),
            DriftKind::Reconciled | DriftKind::Duplicate => {
                return Err(Error::NothingToRepost { document });
            }
            DriftKind::Edited | DriftKind::Voided if drift.settled.is_some() => {
                return Err(Error::NothingToRepost { document });
            }
            DriftKind::Edited => {
                self.undo(document).await?;
                self.run(Until::Blocked, progress).await?;
            }
            DriftKind::Voided => {
                let (who, now) = (who.to_owned(), self.now());
                on_book(self.book(), move |book| {
                    let reposted = (DriftSettled::Reposted, who.as_str());
                    take_as_gone(book, document, reposted, now, DEPTH_MAX)
                })
                .await?;
            }
        }
        let (who, world) = (who.to_owned(), self.world());
        let made = on_book(self.book(), move |book| {
            let gone = book.document(document)?;
            if gone.summary.state != State::Undone {
                return Ok::<_, Error>(vec![document]);
            }
            let found = book.drift(id)?;
            let made = queue_again(book, &gone, found.found_at, &who, &world)?;
            if found.settled.is_none() {
                book.settle_drift(id, DriftSettled::Reposted, &who, world.now())?;
            }
            Ok(made)
        })
        .await?;
        self.run(Until::Blocked, progress).await?;
        Ok(made)
    }
}

fn looked(book: &Book, began: DateTime<Utc>) -> Result<(), Error> {
    Ok(book.set_setting(DRIFT_CHECKED_SETTING, Some(&began.to_rfc3339()))?)
}

/// When Xero was last looked at.
///
/// # Errors
/// When the book cannot be read.
pub fn last_look(book: &Book) -> Result<Option<DateTime<Utc>>, Error> {
    let kept = book.setting(DRIFT_CHECKED_SETTING)?;
    Ok(kept.and_then(|text| DateTime::parse_from_rfc3339(&text).ok()).map(|at| at.to_utc()))
}

/// From when on to look: from the last look, and from before the days of what was posted since, so
/// that its like is seen. None where nothing was ever posted.
fn look_from(book: &Book, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    // A clock that ran ahead may have said when that was.
    let last = last_look(book)?.filter(|last| *last <= now);
    let posted = book.first_date_posted_since(last.unwrap_or(DateTime::<Utc>::UNIX_EPOCH))?;
    let before = posted.and_then(|date| date.checked_sub_days(BEFORE));
    let before = before.map(|date| date.and_time(NaiveTime::MIN).and_utc());
    Ok([last.map(|last| last - OVERLAP), before].into_iter().flatten().min())
}

/// Compares everything that was changed with what the book knows of it; gives how many drifts are
/// new.
fn compare_all(book: &Book, changed: &[Named], now: DateTime<Utc>) -> Result<u32, Error> {
    let known: HashMap<String, (DocumentId, State)> = book
        .known_in_xero()?
        .into_iter()
        .map(|(xero_id, id, state)| (xero_id, (id, state)))
        .collect();
    let chart = book.chart()?.map(|kept| kept.chart);
    let mut noticed = 0;
    for one in changed {
        let drifts = match known.get(&one.seen.id.to_string()) {
            Some((id, State::Posted)) => drifts_of(book, *id, one, chart.as_ref(), now)?,
            // What is on its way is looked at by the outbox.
            Some(_) => Vec::new(),
            None => like_it(book, one)?,
        };
        for drift in drifts {
            noticed += u32::from(book.note_drift(&drift, now)?);
        }
    }
    Ok(noticed)
}

/// A document that somebody took out of Xero is undone here, and before it what pays it.
fn take_as_gone(
    book: &Book,
    id: DocumentId,
    (how, who): (DriftSettled, &str),
    now: DateTime<Utc>,
    depth: u32,
) -> Result<(), Error> {
    if let Some((reversal, state)) = book.reversal_of(id)?
        && state != State::Skipped
    {
        return Err(Error::DriftInOrder { document: reversal });
    }
    let open = book.drifts(false, u32::MAX)?;
    for (dependent, state) in book.dependents(id)? {
        let is_gone = open
            .iter()
            .any(|one| one.drift.document == dependent && one.drift.kind == DriftKind::Voided);
        match depth.checked_sub(1).filter(|_| is_gone) {
            Some(depth) => take_as_gone(book, dependent, (how, who), now, depth)?,
            None if state == State::Posted => {
                return Err(Error::DriftInOrder { document: dependent });
            }
            None => {}
        }
    }
    if book.document(id)?.summary.state != State::Undone {
        book.request_undo(id)?;
        book.record_undone(id, now)?;
    }
    for one in open.iter().filter(|one| one.drift.document == id) {
        if one.drift.kind != DriftKind::Duplicate {
            book.settle_drift(one.id, how, who, now)?;
        }
    }
    Ok(())
}

/// Makes the documents again of what a document held, and of what left Xero for it since.
fn queue_again(
    book: &Book,
    gone: &Document,
    since: DateTime<Utc>,
    who: &str,
    world: &world::World,
) -> Result<Vec<DocumentId>, Error> {
    let summary = &gone.summary;
    let (location, from, to) = (summary.location, summary.from, summary.to);
    match gone.part {
        // What is left out is told by the run that sends these.
        Some(_) => queue_picked(book, &book.gone_with(summary.id, since)?, who, world),
        None => {
            let policy = Policy::of(book)?;
            queue_cashout(book, &CashoutRequest { location, from, to, policy }, who, world)
        }
    }
}
