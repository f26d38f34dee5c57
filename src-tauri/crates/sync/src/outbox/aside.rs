//! What cannot be gone on with is left aside: it is held with what is wrong, and everything else
//! goes on. Nothing is written over what was altered on the disk.

use store::{DocumentId, Reason};

use super::on_book;
use super::report::Progress;
use super::run::Run;
use super::verdict;
use crate::cause::Cause;
use crate::error::Error;

impl Run<'_> {
    /// Goes on with the others where something could not be done with one document; where another
    /// window was faster there was nothing to do.
    ///
    /// # Errors
    /// As [`Self::leave_aside`].
    pub(super) async fn unless_its_own(
        &mut self,
        id: DocumentId,
        done: Result<(), Error>,
    ) -> Result<(), Error> {
        match done {
            Ok(()) | Err(Error::Book(store::Error::NotNow { .. })) => Ok(()),
            Err(error) => self.leave_aside(id, error).await,
        }
    }

    /// Holds a document for an error of its own, or leaves it out of this run where even that
    /// cannot be done; the run then ends with that error, after all others.
    ///
    /// # Errors
    /// Those that are not about this document alone: of the disk, the book, the network.
    pub(super) async fn leave_aside(&mut self, id: DocumentId, error: Error) -> Result<(), Error> {
        if !is_its_own(&error) {
            return Err(error);
        }
        tracing::error!(document = id.0, %error, "a document is left aside");
        if matches!(error, Error::Book(store::Error::Altered(_))) {
            self.leave_out(id, error);
            return Ok(());
        }
        let reason = Reason { cause: Cause::OwnFault.key(), message: sentence(&error) };
        match on_book(self.outbox.book(), move |book| book.hold(id, &reason, None)).await {
            Ok(()) => {
                let (now, log) = (self.now(), &self.outbox.parts.log);
                log.outcome(id, now, "held", false, &sentence(&error), None);
                self.say(Progress::Held(id));
            }
            Err(refused) if is_its_own(&refused) => self.leave_out(id, error),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Leaves a document as it is, and out of this run, which ends with the error.
    pub(super) fn leave_out(&mut self, id: DocumentId, error: Error) {
        self.aside.insert(id);
        self.failed.get_or_insert(error);
    }
}

/// Whether an error is about what was being done, and would not meet anything else.
fn is_its_own(error: &Error) -> bool {
    if let Error::Xero(failure) = error {
        return verdict::is_lasting(failure);
    }
    error.is_of_one_document()
}

fn sentence(error: &Error) -> String {
    let said = error.to_string();
    let mut letters = said.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let said: String = first.chain(letters).collect();
    format!(
        "Daybook could not go on with this document, and goes on with the others. {said}. Retry \
         it; if it stays so, save a diagnostic bundle in the settings."
    )
}
