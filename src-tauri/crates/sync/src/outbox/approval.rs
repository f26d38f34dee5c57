//! Drafts: looking whether somebody approved one in Xero.

use chrono::TimeDelta;
use store::{Document, DocumentId, Reason};

use super::on_book;
use super::report::Progress;
use super::run::{Flow, Run};
use super::verdict;
use crate::cause::Cause;
use crate::error::Error;
use crate::kinds::{self, Standing};
use crate::plan::refs_of;

/// How often a draft is looked at by itself. A person's sync looks at once.
pub(super) const LOOK_AGAIN: TimeDelta = TimeDelta::minutes(30);

impl Run<'_> {
    /// Looks at a draft: approved, it is posted; deleted, a person decides; else it goes on
    /// waiting.
    pub(super) async fn look_for_approval(&mut self, id: DocumentId) -> Result<Flow, Error> {
        let (document, refs) = self.with_refs(id).await?;
        let parts = &self.outbox.parts;
        self.focus(&document);
        let seen = kinds::read(&parts.client, &document, refs).await;
        parts.log.unfocus();
        let seen = match seen {
            Ok(seen) => seen,
            Err(xero::Error::NotFound) => {
                self.hold(id, deleted()).await?;
                return Ok(Flow::Next);
            }
            Err(failure) if verdict::is_refusal(&failure) => {
                self.hold(id, verdict::reason(&failure)).await?;
                return Ok(Flow::Next);
            }
            Err(failure) => return Ok(Flow::Blocked(verdict::block(&failure, self.now()))),
        };
        match seen.standing {
            // Whoever approved it may have changed it: what is there now is what is kept.
            Standing::Live => {
                let remark = self.changed_before_approval(&document, refs, &seen);
                if !self.record_posted(&document, &seen, &remark).await? {
                    self.hold(id, unreadable(&document)).await?;
                }
            }
            Standing::Draft | Standing::Other => {
                let at = self.now() + LOOK_AGAIN;
                self.postpone(id, waits(), at).await?;
            }
            Standing::Gone => self.hold(id, deleted()).await?,
        }
        Ok(Flow::Next)
    }

    fn changed_before_approval(
        &self,
        document: &Document,
        refs: kinds::Refs,
        seen: &kinds::Seen,
    ) -> String {
        let differences = crate::compare::differences(&document.entry, refs, seen);
        let sentences: Vec<String> = differences.iter().map(ToString::to_string).collect();
        match sentences.is_empty() {
            true => "Approved in Xero, read back and equal.".to_owned(),
            false => format!("Approved in Xero with changes. {}", sentences.join(" ")),
        }
    }

    /// A document with the ids of what it is about.
    pub(super) async fn with_refs(&self, id: DocumentId) -> Result<(Document, kinds::Refs), Error> {
        on_book(self.outbox.book(), move |book| {
            let document = book.document(id)?;
            let refs = refs_of(book, document.summary.about)?;
            Ok::<_, Error>((document, refs))
        })
        .await
    }

    /// Tells the log which document the next exchanges are about.
    pub(super) fn focus(&self, document: &Document) {
        let attempts = u32::try_from(document.attempts.len()).unwrap_or(u32::MAX);
        self.outbox.parts.log.focus(&document.summary, attempts);
    }

    /// Records that a document waits for approval.
    pub(super) async fn record_draft(
        &mut self,
        document: &Document,
        posted: store::Posted,
    ) -> Result<(), Error> {
        let (id, now) = (document.summary.id, self.now());
        let xero_id = posted.xero_id.clone();
        on_book(self.outbox.book(), move |book| {
            book.record_awaiting_approval(id, &posted, now + LOOK_AGAIN, now)
        })
        .await?;
        let log = &self.outbox.parts.log;
        log.outcome(
            id,
            now,
            "draft",
            true,
            "In Xero as a draft, to be approved there.",
            Some(xero_id),
        );
        self.say(Progress::Drafted(id));
        Ok(())
    }
}

fn unreadable(document: &Document) -> Reason {
    Reason {
        cause: Cause::FoundDifferent.key(),
        message: format!(
            "It was approved in Xero with an amount that is none of {}. Set it right there, then \
             retry.",
            document.entry.currency.code()
        ),
    }
}

fn waits() -> Reason {
    Reason {
        cause: Cause::Approval.key(),
        message: "It waits in Xero as a draft, for somebody to approve it there.".to_owned(),
    }
}

fn deleted() -> Reason {
    Reason {
        cause: Cause::FoundNotPosted.key(),
        message:
            "Its draft was deleted in Xero. Undo it here, so that what it holds is open again, \
                  or skip it."
                .to_owned(),
    }
}
