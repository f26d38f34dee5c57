//! A book that was put back: Xero is asked what it has of its making before anything is sent, and
//! what may be there already is taken over where it is the same, or waits for a person.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use ledger::{Amount, Currency, Entry};
use store::{
    Claims, Document, DocumentId, DocumentSummary, FoundInXero, NewDocument, Posted, Reason, State,
};

use super::clock::restored_before;
use super::report::{Block, Progress};
use super::run::Run;
use super::{Outbox, on_book, verdict};
use crate::cause::Cause;
use crate::compare::{Difference, differences, read_back};
use crate::drift::DRIFT_CHECKED_SETTING;
use crate::error::Error;
use crate::kinds::{self, Named, Seen, Standing};
use crate::mark;
use crate::plan::{all_held, refs_of, retry};

/// How long before the last moment a restored book knows of Xero is asked about: clocks differ.
const BEFORE: TimeDelta = TimeDelta::hours(24);
/// How often what is taken over makes documents that may be there too: an invoice, its payment,
/// what that makes.
const ROUNDS_MAX: u32 = 6;

impl Run<'_> {
    /// Asks Xero for everything of ours that was changed since the book was put back to, and keeps
    /// what is not in the book in the way of what may be the same. Nothing where the book was not
    /// put back; a block where Xero cannot be asked, and then nothing is sent.
    pub(super) async fn settle_restored(&mut self) -> Result<Option<Block>, Error> {
        let Some(restored) = on_book(self.outbox.book(), store::Book::restored).await? else {
            return Ok(None);
        };
        // What the book sent just before may still be on its way.
        let (now, restored_at) = (self.now(), restored.restored_at);
        let restored_by = match restored_at > now {
            true => {
                let noted = move |book: &store::Book| restored_before(book, restored_at, now);
                on_book(self.outbox.book(), noted).await?
            }
            false => restored_at,
        };
        let landed = restored_by + self.settle();
        if landed > now {
            return Ok(Some(Block::Settling { until: landed }));
        }
        let base = match self.fresh_chart().await? {
            Ok(snapshot) => snapshot.chart.organisation.base_currency,
            Err(block) => return Ok(Some(block)),
        };
        let since = asked_since(restored.known_until, self.now());
        let changed = match kinds::changed(&self.outbox.parts.client, since).await {
            Ok(changed) => changed,
            Err(xero::Error::TooManyFound) => return Ok(Some(Block::TooMuchChanged { since })),
            Err(failure) => return Ok(Some(verdict::block(&failure, self.now()))),
        };
        let now = self.now();
        on_book(self.outbox.book(), move |book| {
            let locations = book.locations()?;
            let found: Vec<FoundInXero> = changed
                .into_iter()
                // What stands there in a way that is not known stands in the way, too.
                .filter(|one| one.seen.standing != Standing::Gone)
                .filter_map(|one| found(one, base, &locations))
                .collect();
            tracing::info!(found = found.len(), "Xero was asked what this book sent since");
            book.settle_restored(&found, now)?;
            // What was looked at since is not in this book.
            book.set_setting(DRIFT_CHECKED_SETTING, None)
        })
        .await?;
        Ok(None)
    }

    /// Takes over what is queued and surely there already; holds what only may be. Makes the
    /// documents that this makes possible.
    pub(super) async fn resolve_doubtful(&mut self) -> Result<Option<Block>, Error> {
        let mut there = There::new();
        for _ in 0..ROUNDS_MAX {
            let pairs = on_book(self.outbox.book(), store::Book::alike_in_xero).await?;
            let mut taken = BTreeSet::new();
            for (id, found) in &pairs {
                if taken.contains(&found.xero_id) || self.aside.contains(id) {
                    continue;
                }
                match self.resolve(*id, found, &mut there).await {
                    Ok(Resolved::TakenOver) => drop(taken.insert(found.xero_id.clone())),
                    Ok(Resolved::Left) => {}
                    Ok(Resolved::NotKnown(block)) => return Ok(Some(block)),
                    Err(error) => self.unless_its_own(*id, Err(error)).await?,
                }
            }
            if taken.is_empty() {
                return self.hold_doubtful().await.map(|()| None);
            }
            if let Some(block) = self.make_documents().await? {
                return Ok(Some(block));
            }
        }
        Ok(None)
    }

    /// Holds what waits for something found, and lets go what waited for something that is the
    /// book's by now, or said to be another.
    async fn hold_doubtful(&mut self) -> Result<(), Error> {
        let (mut pairs, waiting) = on_book(self.outbox.book(), |book| {
            Ok::<_, Error>((book.doubtful_documents()?, waiting_for_found(book)?))
        })
        .await?;
        // In the order of documents; the first that is in the way of each is named.
        pairs.dedup_by_key(|(id, _)| *id);
        for (id, found) in &pairs {
            let held = self.hold_found(*id, found).await;
            self.unless_its_own(*id, held).await?;
        }
        let now = self.now();
        for id in waiting {
            if !pairs.iter().any(|(doubtful, _)| *doubtful == id) {
                let retried = on_book(self.outbox.book(), move |book| retry(book, id, now)).await;
                self.unless_its_own(id, retried.map(drop)).await?;
            }
        }
        Ok(())
    }

    async fn hold_found(&mut self, id: DocumentId, found: &FoundInXero) -> Result<(), Error> {
        let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
        match document.summary.state == State::Queued {
            true => self.hold(id, maybe_there(&found.reference)).await,
            false => Ok(()),
        }
    }

    /// Takes over what was found where it is equal to what was to be sent. Of several that are, any
    /// is as good.
    async fn resolve(
        &mut self,
        id: DocumentId,
        found: &FoundInXero,
        there: &mut There,
    ) -> Result<Resolved, Error> {
        let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
        // What is held or was refused waits for a person already.
        if document.summary.state != State::Queued || document.entry.lines.is_empty() {
            return Ok(Resolved::Left);
        }
        if !there.contains_key(&found.xero_id) {
            let seen = match self.outbox.seen_as(&document, found).await? {
                Ok(seen) => seen,
                Err(failure) if verdict::is_refusal(&failure) => None,
                Err(failure) => {
                    return Ok(Resolved::NotKnown(verdict::block(&failure, self.now())));
                }
            };
            there.insert(found.xero_id.clone(), seen);
        }
        let about = document.summary.about;
        let refs = on_book(self.outbox.book(), move |book| refs_of(book, about)).await?;
        let is_equal = |seen: &&Seen| differences(&document.entry, refs, seen).is_empty();
        let Some(seen) = there.get(&found.xero_id).and_then(Option::as_ref).filter(is_equal) else {
            return Ok(Resolved::Left);
        };
        let taken = self.outbox.take_over_seen(document, found, seen).await?;
        self.say(match seen.standing {
            Standing::Draft => Progress::Drafted(taken),
            Standing::Live | Standing::Gone | Standing::Other => Progress::Posted(taken),
        });
        Ok(Resolved::TakenOver)
    }
}

/// The documents that are held for something found.
fn waiting_for_found(book: &store::Book) -> Result<Vec<DocumentId>, Error> {
    let is_for_found = |held: &DocumentSummary| {
        held.reason.as_ref().is_some_and(|reason| reason.cause == Cause::MaybeThere.key())
    };
    let held = all_held(book)?;
    Ok(held.into_iter().filter(is_for_found).map(|held| held.id).collect())
}

/// Since when Xero is asked. A time that is yet to come was written by a clock that ran ahead, and
/// says nothing.
fn asked_since(known_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    let believed = known_until.filter(|at| *at <= now);
    believed.map_or(DateTime::<Utc>::UNIX_EPOCH, |at| at - BEFORE)
}

/// What Xero has of what was found, read once; none where it is gone since.
type There = HashMap<String, Option<Seen>>;

/// What became of a document that may be in Xero already.
enum Resolved {
    /// What is there is the book's now.
    TakenOver,
    /// It is another one, or waits for a person.
    Left,
    /// Xero could not be asked.
    NotKnown(Block),
}

impl Outbox {
    /// Takes over what Xero has in the place of a document that may be the same, at a person's
    /// wish: that one is given up, what it claimed is claimed by what is there.
    ///
    /// # Errors
    /// [`Error::NothingFound`] where nothing there may be it, or more than one thing;
    /// [`Error::FoundIsOther`] where it has other lines than what was to be sent;
    /// [`Error::Xero`] where Xero cannot be asked. Nothing is changed then.
    pub async fn take_over(&self, id: DocumentId) -> Result<DocumentId, Error> {
        let nothing = Error::NothingFound { document: id };
        let (document, pairs) = on_book(self.book(), move |book| {
            Ok::<_, Error>((book.document(id)?, book.alike_in_xero()?))
        })
        .await?;
        let mut of_it = pairs.into_iter().filter(|(doubtful, _)| *doubtful == id);
        let (Some((_, found)), None) = (of_it.next(), of_it.next()) else { return Err(nothing) };
        if document.entry.lines.is_empty() {
            // What keeps it from being worked out is mended first.
            return Err(nothing);
        }
        let about = document.summary.about;
        let refs = on_book(self.book(), move |book| refs_of(book, about)).await?;
        match self.seen_as(&document, &found).await? {
            Ok(Some(seen)) => match what_is_other(&document, refs, &found, &seen).first() {
                None => self.take_over_seen(document, &found, &seen).await,
                Some(first) => Err(Error::FoundIsOther { document: id, difference: first.clone() }),
            },
            Ok(None) => Err(nothing),
            Err(failure) => Err(failure.into()),
        }
    }

    /// What Xero has now under the name that was found; none where it is gone since, or is several.
    async fn seen_as(
        &self,
        document: &Document,
        found: &FoundInXero,
    ) -> Result<Result<Option<Seen>, xero::Error>, Error> {
        let mut named = document.clone();
        named.summary.reference = found.reference.clone();
        let about = document.summary.about;
        let refs = on_book(self.book(), move |book| refs_of(book, about)).await?;
        Ok(kinds::find(&self.parts.client, &named, refs).await.map(|there| {
            let is_it = |seen: &Seen| {
                seen.id.to_string() == found.xero_id
                    && matches!(seen.standing, Standing::Live | Standing::Draft)
            };
            there.into_iter().find(is_it)
        }))
    }

    async fn take_over_seen(
        &self,
        document: Document,
        found: &FoundInXero,
        seen: &Seen,
    ) -> Result<DocumentId, Error> {
        let now = self.parts.world.now();
        let posted = Posted {
            xero_id: seen.id.to_string(),
            number: seen.number.clone(),
            rate: seen.rate,
            read_back: read_back(&document.entry, seen).map_err(Error::BaseCurrency)?,
        };
        let draft = seen.standing == Standing::Draft;
        let found = found.clone();
        let xero_id = posted.xero_id.clone();
        let contact = seen.contact.map(|id| id.to_string());
        let taken = on_book(self.book(), move |book| {
            let base = book.chart()?.ok_or(Error::NoChart)?.chart.organisation.base_currency;
            let rate = posted.rate.filter(|_| document.entry.currency != base);
            let posted = Posted { rate, ..posted };
            let contact = contact.or_else(|| document.entry.contact.clone());
            let entry = Entry { draft, contact, ..document.entry.clone() };
            let new = in_its_place(&document, &found, entry);
            Ok::<_, Error>(book.take_over(document.summary.id, &new, &posted, draft, now)?)
        })
        .await?;
        let remark = "Found in Xero after the book was put back, and taken over.";
        self.parts.log.outcome(taken, now, "posted", true, remark, Some(xero_id));
        Ok(taken)
    }
}

/// What a person cannot overlook: another day may be right, other lines or days of a cashout are
/// not, since with it the book takes what the document held as posted.
fn what_is_other(
    document: &Document,
    refs: kinds::Refs,
    found: &FoundInXero,
    seen: &Seen,
) -> Vec<String> {
    let summary = &document.summary;
    let of_days = found.days.filter(|days| (days.from, days.to) != (summary.from, summary.to));
    let days = of_days.map(|days| format!("In Xero it is of {} to {}.", days.from, days.to));
    let lines = differences(&document.entry, refs, seen);
    let lines = lines.iter().filter(|one| !matches!(one, Difference::Date { .. }));
    days.into_iter().chain(lines.map(ToString::to_string)).collect()
}

/// The document of what was found: what the other one says, under the name that is there.
fn in_its_place(document: &Document, found: &FoundInXero, entry: Entry) -> NewDocument {
    let summary = &document.summary;
    let claims = match (&document.part, summary.about.reverses) {
        (Some(part), _) => Claims::Part(part.clone()),
        (None, Some(_)) => Claims::Nothing,
        // What it expects is what the other one gives up, which the book looks up itself.
        (None, None) => Claims::Days { expected: Vec::new() },
    };
    NewDocument {
        code: found.code.clone(),
        location: summary.location,
        lane: summary.lane,
        from: summary.from,
        to: summary.to,
        entry: Entry { reference: found.reference.clone(), ..entry },
        body: document.body.clone(),
        claims,
        about: summary.about,
        evidence: document.evidence.is_some(),
        created_by: summary.created_by.clone(),
        hold: Some(maybe_there(&found.reference)),
    }
}

/// What Xero has of our making, as the book keeps it; none where it is somebody else's.
fn found(named: Named, base: Currency, locations: &[store::Location]) -> Option<FoundInXero> {
    let code = mark::code_of(&named.reference)?.to_owned();
    let currency =
        named.seen.currency.as_deref().and_then(|code| code.parse().ok()).unwrap_or(base);
    Some(FoundInXero {
        xero_id: named.seen.id.to_string(),
        kind: named.kind,
        code,
        date: named.seen.date?,
        total: Amount::from_decimal(named.total, currency).unwrap_or(Amount::ZERO),
        days: mark::days_of(&named.reference, locations),
        reference: named.reference,
    })
}

/// Why a document waits that may be in Xero under another name.
pub(super) fn maybe_there(found: &str) -> Reason {
    Reason {
        cause: Cause::MaybeThere.key(),
        message: format!(
            "Xero has \"{found}\", which this book made before it was put back to an earlier \
             state, and this may be the same or a part of it. Nothing was sent. Record or import \
             the days since again. Take over what is there, or say that it is another."
        ),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::asked_since;

    #[test]
    fn xero_is_asked_since_a_day_before_and_about_everything_where_the_clock_ran_ahead() {
        let now: DateTime<Utc> = "2026-11-21T20:00:00Z".parse().unwrap();
        let day = TimeDelta::days(1);
        assert_eq!(asked_since(Some(now - day), now), now - day - day);
        assert_eq!(asked_since(Some(now + day), now), DateTime::UNIX_EPOCH);
        assert_eq!(asked_since(None, now), DateTime::UNIX_EPOCH);
    }
}
