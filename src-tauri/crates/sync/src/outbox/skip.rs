//! Skip: a person leaves a document out for good. What may be in Xero is looked up first, since
//! nothing would ever look for it again.

use store::{Document, DocumentId, Reason};

use super::key::{is_open, last_heard};
use super::{Outbox, on_book};
use crate::cause::Cause;
use crate::error::Error;

impl Outbox {
    /// Leaves a document out; what it claimed stays claimed, so that nothing posts it again.
    ///
    /// # Errors
    /// [`Error::UndoTooEarly`] while a request may be on its way; [`Error::SkipThere`];
    /// [`Error::Xero`] where it has to be looked up and cannot be; [`Error::Book`] where it cannot
    /// be skipped as it stands.
    pub async fn skip(&self, id: DocumentId, reason: Reason) -> Result<(), Error> {
        let document = on_book(self.book(), move |book| book.document(id)).await?;
        if may_be_there(&document) {
            self.refuse_unsettled(&document).await?;
            if self.still_there(&document).await?.is_some() {
                return Err(Error::SkipThere { document: id });
            }
        }
        on_book(self.book(), move |book| book.skip(id, &reason)).await
    }
}

/// Whether nobody knows what became of a document; not where a look-up said what Xero has.
#[must_use]
pub fn may_be_there(document: &Document) -> bool {
    let cause = document.summary.reason.as_ref().map(|reason| Cause::from_key(&reason.cause));
    let is_known =
        matches!(cause, Some(Cause::FoundDifferent | Cause::FoundSeveral | Cause::FoundNotPosted));
    !is_known && last_heard(document).is_some_and(is_open)
}
