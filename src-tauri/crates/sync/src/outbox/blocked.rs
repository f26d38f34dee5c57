//! What kept the last run from going on and does not pass by itself: it is kept in the book, so
//! that whoever looks there next is told, in a window or another process.

use store::Book;

use super::report::{Block, RunReport};
use super::{Outbox, on_book};

/// The setting's name of why the last run could not go on, in a sentence.
const BLOCKED_SETTING: &str = "blocked-by";

/// Why the last run could not go on until somebody does something, where one could not.
///
/// # Errors
/// When the book cannot be read.
pub fn blocked_by(book: &Book) -> Result<Option<String>, store::Error> {
    book.setting(BLOCKED_SETTING)
}

/// Forgets that: somebody did something about it.
///
/// # Errors
/// When the book cannot be written.
pub fn unblock(book: &Book) -> Result<(), store::Error> {
    keep(book, None)
}

impl Outbox {
    /// Keeps what a run came to: a help to who looks next, not needed by the next run.
    pub(super) async fn keep_blocked(&self, report: &RunReport) {
        let told = match &report.blocked_by {
            None => None,
            Some(block) if needs_a_person(block) => Some(block.to_string()),
            // It says nothing of what kept the run before from going on.
            Some(_) if report.posted.is_empty() && report.undone.is_empty() => return,
            Some(_) => None,
        };
        let kept = on_book(self.book(), move |book| keep(book, told.as_deref())).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "why the run could not go on is not kept");
        }
    }
}

/// Writes it where it is another one than before.
fn keep(book: &Book, told: Option<&str>) -> Result<(), store::Error> {
    match blocked_by(book)?.as_deref() == told {
        true => Ok(()),
        false => book.set_setting(BLOCKED_SETTING, told),
    }
}

/// The program that is closing is opened again without anybody's doing.
fn needs_a_person(block: &Block) -> bool {
    !block.passes() && *block != Block::Stopped
}
