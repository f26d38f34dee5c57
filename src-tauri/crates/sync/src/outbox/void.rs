//! Taking a posted journal out of Xero again. It is done when the journal's own status says so,
//! whoever did it.

use ledger::Problem;
use store::{Document, DocumentId, Operation, Reason, State};
use xero::{JournalStatus, ManualJournal, Uuid, void_manual_journal_body};

use super::on_book;
use super::report::Progress;
use super::run::{Flow, Run};
use super::send::Sending;
use super::verdict;
use crate::cause::Cause;
use crate::error::Error;
use crate::steps::Step;

impl Run<'_> {
    /// Voids a journal, or finds that it is voided already. For an unknown document this is its
    /// look-up.
    pub(super) async fn void(&mut self, document: Document) -> Result<Flow, Error> {
        let id = document.summary.id;
        self.say(Progress::LookingUp(id));
        let journal = match self.read_journal(&document).await {
            Ok(journal) => journal,
            Err(xero::Error::NotFound) => {
                self.hold(id, gone()).await?;
                return Ok(Flow::Next);
            }
            Err(failure) if verdict::is_refusal(&failure) => {
                self.hold(id, verdict::reason(&failure)).await?;
                return Ok(Flow::Next);
            }
            Err(failure) => return Ok(Flow::Blocked(verdict::block(&failure, self.now()))),
        };
        self.outbox.reached(Step::VoidChecked).await;
        if self.voided(id, &journal).await? {
            self.outbox.reached(Step::OutcomeCommitted).await;
            return Ok(Flow::Next);
        }
        if document.summary.state == State::Unknown {
            on_book(self.outbox.book(), move |book| book.record_absent(id)).await?;
            self.outbox.reached(Step::OutcomeCommitted).await;
        }
        let chart = match self.fresh_chart().await? {
            Ok(snapshot) => snapshot.chart,
            Err(block) => return Ok(Flow::Blocked(block)),
        };
        let date = journal.date;
        if let Some(until) = chart.organisation.locked_until().filter(|until| date <= *until) {
            self.hold(id, locked(&Problem::PeriodLocked { date, until })).await?;
            return Ok(Flow::Next);
        }
        let body = String::from_utf8(void_manual_journal_body(&journal));
        let body = body.expect("JSON is UTF-8");
        self.attempt(Sending { document, operation: Operation::Void, body }).await
    }

    async fn read_journal(&mut self, document: &Document) -> Result<ManualJournal, xero::Error> {
        let parts = &self.outbox.parts;
        let xero_id = document.summary.xero_id.as_deref().unwrap_or_default();
        let xero_id = Uuid::parse_str(xero_id).map_err(|_| xero::Error::NotFound)?;
        let attempts = u32::try_from(document.attempts.len()).unwrap_or(u32::MAX);
        parts.log.focus(document.summary.id, Operation::Void, attempts);
        let read = parts.client.manual_journal(xero_id).await;
        parts.log.unfocus();
        read
    }

    /// Records a journal as taken out of Xero if its status says so.
    pub(super) async fn voided(
        &mut self,
        id: DocumentId,
        journal: &ManualJournal,
    ) -> Result<bool, Error> {
        match journal.status {
            JournalStatus::Voided | JournalStatus::Deleted => {}
            JournalStatus::Draft
            | JournalStatus::Posted
            | JournalStatus::Archived
            | JournalStatus::Other(_) => return Ok(false),
        }
        let now = self.now();
        on_book(self.outbox.book(), move |book| book.record_undone(id, now)).await?;
        let xero_id = Some(journal.manual_journal_id.to_string());
        let log = &self.outbox.parts.log;
        log.outcome(id, now, "undone", true, "Voided in Xero; its transactions are open.", xero_id);
        self.say(Progress::Undone(id));
        Ok(true)
    }
}

fn gone() -> Reason {
    Reason {
        cause: Cause::Gone.key(),
        message: "Xero does not have this journal any more. Look there before undoing it here."
            .to_owned(),
    }
}

fn locked(problem: &Problem) -> Reason {
    Reason {
        cause: Cause::of(problem).key(),
        message: format!("It cannot be voided now. {problem} It stays posted until then."),
    }
}
