//! Before a document is taken back by its opposite: whether it still stands in Xero. Somebody may
//! have voided it there before its period was locked, and an opposite of nothing would be a wrong
//! that nobody finds.

use ledger::DocumentKind;
use store::{Document, DocumentId, Reason, State};

use super::on_book;
use super::run::{Flow, Run};
use super::take_back::gone;
use super::verdict;
use crate::cause::Cause;
use crate::compare::differences;
use crate::error::Error;
use crate::kinds::{self, Standing};

impl Run<'_> {
    /// Looks whether what a document takes back is still in Xero; what comes of it where it is not,
    /// or where Xero cannot be asked.
    pub(super) async fn has_nothing_to_reverse(
        &mut self,
        document: &Document,
    ) -> Result<Option<Flow>, Error> {
        let Some(original) = document.summary.about.reverses else { return Ok(None) };
        let reversal = document.summary.id;
        let (original, refs) = self.with_refs(original).await?;
        self.focus(&original);
        let seen = kinds::read(&self.outbox.parts.client, &original, refs).await;
        self.outbox.parts.log.unfocus();
        match seen {
            Ok(seen) if seen.standing == Standing::Gone => {
                match self.still_pays(original.summary.id).await? {
                    Some(reason) => self.hold(reversal, reason).await?,
                    None => self.both_undone(original.summary.id, reversal).await?,
                }
                Ok(Some(Flow::Next))
            }
            Ok(seen) => match differences(&original.entry, refs, &seen).as_slice() {
                [] => Ok(None),
                [first, ..] => {
                    self.hold(reversal, is_other(&original, &first.to_string())).await?;
                    Ok(Some(Flow::Next))
                }
            },
            Err(xero::Error::NotFound) => {
                self.hold(reversal, gone(&original)).await?;
                Ok(Some(Flow::Next))
            }
            Err(failure) if verdict::is_refusal(&failure) => {
                self.hold(reversal, verdict::reason(&failure)).await?;
                Ok(Some(Flow::Next))
            }
            Err(failure) => Ok(Some(Flow::Blocked(verdict::block(&failure, self.now())))),
        }
    }

    /// Why a document that is gone in Xero cannot be taken as undone: what pays it is posted here.
    /// It is gone too, which drift finds.
    async fn still_pays(&self, original: DocumentId) -> Result<Option<Reason>, Error> {
        let paying = on_book(self.outbox.book(), move |book| {
            for (id, state) in book.dependents(original)? {
                let document = book.document(id)?.summary;
                let is_there = matches!(state, State::Posted | State::Sending | State::Unknown);
                if is_there && document.kind != DocumentKind::Allocation {
                    return Ok::<_, Error>(Some(document));
                }
            }
            Ok(None)
        });
        Ok(paying.await?.map(|paying| Reason {
            cause: Cause::Gone.key(),
            message: format!(
                "What this takes back is out of Xero already, and the {} \"{}\" on it is still \
                 posted here. Check for changes in Xero and accept those, then retry. Nothing was \
                 sent.",
                paying.kind.noun(),
                paying.reference
            ),
        }))
    }

    /// It was taken out in Xero: its opposite is not needed, and what it held is open.
    async fn both_undone(
        &mut self,
        original: DocumentId,
        reversal: DocumentId,
    ) -> Result<(), Error> {
        let now = self.now();
        on_book(self.outbox.book(), move |book| book.record_both_undone(reversal, now)).await?;
        let message = "It was taken back in Xero already: its opposite is not needed.";
        self.outbox.parts.log.outcome(original, now, "undone", true, message, None);
        Ok(())
    }
}

/// Why an opposite waits: the opposite of what was posted would not take back what is there.
fn is_other(original: &Document, difference: &str) -> Reason {
    Reason {
        cause: Cause::FoundDifferent.key(),
        message: format!(
            "In Xero \"{}\" is not as it was posted: {difference} Its opposite would leave the \
             difference in the books. Nothing was posted. Set it right in Xero.",
            original.summary.reference
        ),
    }
}
