//! Looking up what may be in Xero already, by the only name a journal has: its narration.

use chrono::TimeDelta;
use store::{Document, DocumentId, Operation, Reason, State};
use xero::{JournalStatus, ManualJournal};

use super::on_book;
use super::report::{Block, Progress};
use super::run::{Flow, Run};
use super::send::is_open;
use super::verdict;
use crate::cause::Cause;
use crate::compare::differences;
use crate::error::Error;
use crate::steps::Step;

/// So many requests without an answer in a row go at once after their look-up; then it pauses.
const PATIENT_TRIES: usize = 3;
/// The longest pause between two tries that nobody answers.
const PAUSE_MAX: TimeDelta = TimeDelta::hours(1);

/// What a look-up came to.
pub(super) enum Found {
    /// It is not in Xero.
    Absent,
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
            return self.void(document).await;
        }
        match self.find(&document).await? {
            Found::Recorded => Ok(Flow::Next),
            Found::NotKnown(block) => Ok(Flow::Blocked(block)),
            Found::Absent => self.absent(document).await,
        }
    }

    /// It is not there: the same bytes go again, at once as long as that seems to help.
    async fn absent(&mut self, document: Document) -> Result<Flow, Error> {
        let (id, now) = (document.summary.id, self.now());
        on_book(self.outbox.book(), move |book| book.record_absent(id)).await?;
        self.outbox.reached(Step::OutcomeCommitted).await;
        let tries = document.attempts.iter().rev().take_while(|one| is_open(one)).count();
        if tries < PATIENT_TRIES {
            let document = on_book(self.outbox.book(), move |book| book.document(id)).await?;
            return self.create(document).await;
        }
        self.postpone(id, unanswered(tries), now + pause(tries)).await?;
        Ok(Flow::Next)
    }

    /// Looks a journal up by its narration and records what was found.
    pub(super) async fn find(&mut self, document: &Document) -> Result<Found, Error> {
        let id = document.summary.id;
        self.say(Progress::LookingUp(id));
        let attempts = u32::try_from(document.attempts.len()).unwrap_or(u32::MAX);
        self.outbox.parts.log.focus(id, document.summary.operation, attempts);
        let client = &self.outbox.parts.client;
        let found = client.find_manual_journals_by_narration(&document.summary.narration).await;
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
            [] => return Ok(Found::Absent),
            [journal] => self.judge(document, journal).await?,
            [_, _, ..] => self.hold(id, several()).await?,
        }
        self.outbox.reached(Step::OutcomeCommitted).await;
        Ok(Found::Recorded)
    }

    /// Exactly one was found: it is ours, or a person decides.
    async fn judge(&mut self, document: &Document, journal: &ManualJournal) -> Result<(), Error> {
        let (id, now) = (document.summary.id, self.now());
        let differences = differences(&document.journal, journal);
        if differences.is_empty() && document.summary.state == State::Queued {
            // From here the book knows only the way through the hand of a look-up.
            let reason = Reason {
                cause: Cause::NoAnswer.key(),
                message: "It was found in Xero.".to_owned(),
            };
            on_book(self.outbox.book(), move |book| book.hold(id, &reason, Some(now))).await?;
        }
        if self.posted(document, journal).await? {
            return Ok(());
        }
        let sentences: Vec<String> = differences.iter().map(ToString::to_string).collect();
        let reason = match journal.status {
            JournalStatus::Posted => Reason {
                cause: Cause::FoundDifferent.key(),
                message: format!(
                    "Xero has a journal of this name that is not equal. {} Nothing was sent again.",
                    sentences.join(" ")
                ),
            },
            JournalStatus::Draft
            | JournalStatus::Deleted
            | JournalStatus::Voided
            | JournalStatus::Archived
            | JournalStatus::Other(_) => Reason {
                cause: Cause::FoundNotPosted.key(),
                message: format!(
                    "Xero has this journal, but it is {}. Nothing was sent again.",
                    journal.status
                ),
            },
        };
        self.hold(id, reason).await
    }
}

fn several() -> Reason {
    Reason {
        cause: Cause::FoundSeveral.key(),
        message: "Xero has several journals of this name. Void all but one there; nothing was \
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
