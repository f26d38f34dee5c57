//! Journals that a person carries into Xero as a file: the outbox must not send them as well.

use store::{Book, DocumentId, Reason, State};
use world::{World, idempotency_key};

use crate::cause::Cause;
use crate::error::Error;

/// Sets a document aside that is exported for Xero's own import. It is held as one that may be in
/// Xero: whoever retries it has it looked up first, and it is sent only where Xero lacks it.
///
/// # Errors
/// [`Error::Book`] unless it is queued, held or rejected.
pub fn set_aside(book: &Book, id: DocumentId, world: &World) -> Result<(), Error> {
    let (document, now) = (book.document(id)?, world.now());
    if matches!(document.summary.state, State::Held | State::Rejected) {
        book.release(id)?;
    }
    let reason = Reason {
        cause: Cause::ByHand.key(),
        message: "Exported for Xero's own import of journals. Retry it once it is imported, and \
                  it is looked up there first."
            .to_owned(),
    };
    book.begin_attempt(id, &idempotency_key(&*world.entropy), &document.body, now)?;
    book.record_unknown(id, &reason, now, now)?;
    book.hold(id, &reason, None)?;
    Ok(())
}
