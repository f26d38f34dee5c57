//! Looking up what may be in Xero already, by the only name a document has there.

use super::key::is_open;
use super::on_book;
use super::report::{Block, Progress};
use super::run::{Flow, Run};

use super::verdict;
use crate::cause::Cause;
use crate::compare::differences;
use crate::error::Error;
use crate::kinds::{self, Refs, Seen, Standing};
use crate::steps::Step;
use chrono::{DateTime, TimeDelta, Utc};
use store::{Document, DocumentId, Operation, Reason, State};
use world::{Bug, planted};

/// So many requests without an answer in a row go at once after their look-up; then it pauses.
const PATIENT_TRIES: usize = 3;
/// The longest pause between two tries that nobody answers.
const PAUSE_MAX: TimeDelta = TimeDelta::hours(1);

/// What a look-up came to.
pub(super) enum Found {
    /// It was not in Xero when it was looked up, at this time.
    Absent(DateTime<Utc>),
    /// What was found is in the book: posted, or held for a person.
    Recorded,
    /// The look-up itself failed.
    NotKnown(Block),
}

impl Run<'_> {
    /// An unknown document whose settle time is over.
    pub(super) async fn look_up(&mut self, id: DocumentId) -> Result<Flow, Error> {
        let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
        if document.summary.operation == Operation::Void {
            return self.take_back(document).await;
        }
        match self.find(&document).await? {
            Found::Recorded => Ok(Flow::Next),
            Found::NotKnown(block) => Ok(Flow::Blocked(block)),
            Found::Absent(at) => self.absent(document, at).await,
        }
    }

    /// It is not there: the same bytes go again, at once as long as that seems to help.
    async fn absent(
        &mut self,
        document: Document,
        looked_up_at: DateTime<Utc>,
    ) -> Result<Flow, Error> {
        let (id, now) = (document.summary.id, self.now());
        on_book(self.outbox.book(), move |book| book.record_absent(id)).await?;
        self.outbox.reached(Step::OutcomeCommitted).await;
        let tries = document.attempts.iter().rev().take_while(|one| is_open(one)).count();
        if tries < PATIENT_TRIES {
            let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
            return self.create(document, Some(looked_up_at)).await;
        }
        self.postpone(id, unanswered(tries), now + pause(tries)).await?;
        Ok(Flow::Next)
    }

    /// Looks a document up by its name and records what was found.
    pub(super) async fn find(&mut self, document: &Document) -> Result<Found, Error> {
        let id = document.summary.id;
        let looked_up_at = self.now();
        if planted(Bug::NoLookUp) {
            return Ok(Found::Absent(looked_up_at));
        }
        self.say(Progress::LookingUp(id));
        let (_, refs) = self.with_refs(id).await?;
        self.focus(document);
        let found = kinds::find(&self.outbox.parts.client, document, refs).await;
        self.outbox.parts.log.unfocus();
        self.outbox.reached(Step::LookedUp).await;
        let found = match found {
            Ok(found) => found,
            Err(xero::Error::TooManyFound) => {
                self.hold(id, several()).await?;
                return Ok(Found::Recorded);
            }
            // Others must not wait for what Xero would refuse for ever.
            Err(failure) if verdict::is_refusal(&failure) => {
                self.hold(id, verdict::reason(&failure)).await?;
                return Ok(Found::Recorded);
            }
            Err(failure) => {
                let block = verdict::block(&failure, self.now());
                return Ok(Found::NotKnown(block));
            }
        };
        self.silences = 0;
        match found.as_slice() {
            [] => return Ok(Found::Absent(looked_up_at)),
            [seen] => self.judge(document, refs, seen).await?,
            [_, _, ..] => self.hold(id, several()).await?,
        }
        self.outbox.reached(Step::OutcomeCommitted).await;
        Ok(Found::Recorded)
    }

    /// Exactly one was found: it is ours, or a person decides.
    async fn judge(&mut self, document: &Document, refs: Refs, seen: &Seen) -> Result<(), Error> {
        let (id, now) = (document.summary.id, self.now());
        let differences = differences(&document.entry, refs, seen);
        if differences.is_empty() && document.summary.state == State::Queued {
            // From here the book knows only the way through the hand of a look-up.
            let reason = Reason {
                cause: Cause::NoAnswer.key(),
                message: "It was found in Xero.".to_owned(),
            };
            on_book(self.outbox.book(), move |book| book.hold(id, &reason, Some(now))).await?;
        }
        if self.posted(document, refs, seen).await? {
            return Ok(());
        }
        let noun = document.summary.kind.noun();
        let sentences: Vec<String> = differences.iter().map(ToString::to_string).collect();
        let reason = match seen.standing {
            Standing::Draft if document.entry.draft => different(noun, &sentences),
            Standing::Live => different(noun, &sentences),
            Standing::Draft | Standing::Gone | Standing::Other => Reason {
                cause: Cause::FoundNotPosted.key(),
                message: format!(
                    "Xero has this {noun}, but it is {}. Nothing was sent again.",
                    seen.status
                ),
            },
        };
        self.hold(id, reason).await
    }
}

fn different(noun: &str, sentences: &[String]) -> Reason {
    Reason {
        cause: Cause::FoundDifferent.key(),
        message: format!(
            "Xero has a {noun} of this name that is not equal. {} Nothing was sent again.",
            sentences.join(" ")
        ),
    }
}

fn several() -> Reason {
    Reason {
        cause: Cause::FoundSeveral.key(),
        message: "Xero has several documents of this name. Void all but one there; nothing was \
                  sent again."
            .to_owned(),
    }
}

fn unanswered(tries: usize) -> Reason {
    Reason {
        cause: Cause::XeroDown.key(),
        message: format!("Xero did not answer {tries} times. It is not there yet; it goes later."),
    }
}

/// The pause after so many tries: 4 min, 8 min … 1 h.
fn pause(tries: usize) -> TimeDelta {
    let doublings = u32::try_from(tries.saturating_sub(PATIENT_TRIES)).unwrap_or(u32::MAX).min(8);
    TimeDelta::minutes(4 << doublings).min(PAUSE_MAX)
}
