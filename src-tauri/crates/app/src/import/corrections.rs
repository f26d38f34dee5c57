//! What a recording corrects, for the audit log.
//!
//! Whoever imports or records may change what is recorded, and perhaps posted, and whoever looks
//! shall see it. So the deed is written with what was recorded, in one transaction: a recording
//! that is kept without it, or the deed of one that is not, there is none of.

use ipc::Fault;
use store::{Deed, NewTransaction, Pushed, Recorder, TransactionId};

use crate::fault::of_book;
use crate::open_book::OpenBook;
use crate::people::Who;

/// How many are called by the names their source has for them; the ids name all.
const NAMED_MAX: usize = 20;
/// How many ids one entry of the log has; more are more entries.
const IDS_MAX: usize = 1_000;

/// What a recording corrected so far.
#[derive(Debug, Default)]
pub(crate) struct Corrections {
    ids: Vec<TransactionId>,
    /// The first of them, as their source calls them.
    named: Vec<String>,
}

impl Corrections {
    /// Records a transaction, and notices whether that corrected one.
    ///
    /// # Errors
    /// As [`Recorder::push`].
    pub(crate) fn push(
        &mut self,
        recorder: &mut Recorder<'_>,
        new: &NewTransaction,
    ) -> Result<Pushed, store::Error> {
        let before = recorder.so_far().corrected;
        let pushed = recorder.push(new)?;
        if let Pushed::Recorded(id) = &pushed
            && recorder.so_far().corrected > before
        {
            self.ids.push(*id);
            if self.named.len() < NAMED_MAX {
                self.named.push(new.transaction.source.id.clone());
            }
        }
        Ok(pushed)
    }

    /// Writes down who corrected what, and from where, with what the recorder is about to commit.
    pub(crate) fn note(
        &self,
        open: &OpenBook,
        recorder: &Recorder<'_>,
        who: &Who,
        from: &str,
    ) -> Result<(), Fault> {
        for ids in self.ids.chunks(IDS_MAX) {
            let deed = Deed {
                at: open.now(),
                person: who.person,
                who: who.name.clone(),
                command: "correct".to_owned(),
                what: format!("Correct recorded transactions from {from}: {}", self.words()),
                ids: ids.iter().map(ToString::to_string).collect(),
            };
            recorder.note_deed(&deed).map_err(of_book)?;
        }
        Ok(())
    }

    /// "S-1, S-2 and 40 more".
    fn words(&self) -> String {
        let named = self.named.join(", ");
        match self.ids.len() - self.named.len() {
            0 => named,
            more => format!("{named} and {more} more"),
        }
    }
}
