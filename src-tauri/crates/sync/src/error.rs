//! What can keep planning or sending from being done at all. What is wrong with one document is
//! not here: that is written into the book as its [`crate::Cause`].

use chrono::NaiveDate;
use ledger::MoneyError;
use store::{DocumentId, State};

use crate::outbox::RunReport;

/// Why something was not done. Nothing that was recorded or queued is lost by any of these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The book refused or could not be read.
    #[error(transparent)]
    Book(#[from] store::Error),
    /// Xero refused or did not answer.
    #[error(transparent)]
    Xero(#[from] xero::Error),
    /// The organisation's chart has never been read.
    #[error(
        "Xero's chart of accounts has not been read yet; connect to Xero once; what is recorded \
         is safe"
    )]
    NoChart,
    /// Xero gave the organisation a base currency that is none.
    #[error("the organisation's base currency cannot be used; nothing was changed")]
    BaseCurrency(#[source] MoneyError),
    /// The range ends before it begins, or is longer than one cashout may be.
    #[error("a cashout takes 1 to {max} days, from its first to its last; nothing was queued")]
    Range {
        /// The longest range, in days.
        max: u32,
    },
    /// The document's date is locked in Xero, so that it cannot be voided.
    #[error(
        "document {document} is dated {date} and the books are locked up to {until}; it stays \
         posted; move the lock date in Xero first"
    )]
    UndoLocked {
        /// The document.
        document: DocumentId,
        /// Its date.
        date: NaiveDate,
        /// The last locked date.
        until: NaiveDate,
    },
    /// The allocation is dated where the books are locked: Xero removes none there.
    #[error(
        "document {document} sets a credit note off against an invoice where the books are locked \
         up to {until}, and moves nothing in the ledger; nothing was taken back; undo the invoice \
         or the credit note, which takes back both, or move the lock date in Xero first"
    )]
    UndoAllocationLocked {
        /// The allocation.
        document: DocumentId,
        /// The last locked date.
        until: NaiveDate,
    },
    /// The set-off ties together what was taken back and its opposite where the books are locked.
    #[error(
        "document {document} sets what was taken back off against its opposite where the books are \
         locked up to {until}, and moves nothing in the ledger; nothing was changed; to take it \
         off, move the lock date in Xero first"
    )]
    UndoSetOffLocked {
        /// The set-off.
        document: DocumentId,
        /// The last locked date.
        until: NaiveDate,
    },
    /// Of what is undone together, one is matched with the bank's statement.
    #[error(
        "document {document} is reconciled with the bank statement in Xero; nothing was taken \
         back; unreconcile it there and undo again"
    )]
    UndoReconciled {
        /// The document.
        document: DocumentId,
    },
    /// Of what is undone together, one has a payment or credit that is not from here.
    #[error(
        "document {document} has a payment or credit in Xero that is not taken back from here; \
         nothing was taken back; remove that there and undo again"
    )]
    UndoUsed {
        /// The document.
        document: DocumentId,
    },
    /// It took another document back by its opposite, and what that one held is open again.
    #[error(
        "document {document} took another one back and stays posted; what that one held is open \
         again: close its day again to post it"
    )]
    UndoReversal {
        /// The document.
        document: DocumentId,
    },
    /// What the document posted was corrected here.
    #[error(
        "what document {document} posted was corrected here, so that it has to leave Xero before \
         what replaces it is posted; nothing was changed; mend what keeps it there, then retry"
    )]
    KeepCorrected {
        /// The document.
        document: DocumentId,
    },
    /// The document is not in Xero any more.
    #[error(
        "Xero has no document {document} any more that could be kept; nothing was changed; undo \
         it here, so that what it holds is open again"
    )]
    KeepGone {
        /// The document.
        document: DocumentId,
    },
    /// Nothing in Xero may be the document, or more than one thing.
    #[error(
        "nothing, or more than one thing, in Xero may be document {document}; nothing was changed; \
         look at it in Xero"
    )]
    NothingFound {
        /// The document.
        document: DocumentId,
    },
    /// What is in Xero says something else than the document.
    #[error(
        "what is in Xero is not what document {document} says: {difference} Nothing was changed. \
         If it is of the same days, void it in Xero and then say that it is another one"
    )]
    FoundIsOther {
        /// The document.
        document: DocumentId,
        /// The first difference, as a sentence.
        difference: String,
    },
    /// A drift that is no change of what was posted, or that was settled before.
    #[error(
        "there is nothing to post again for document {document}; nothing was changed; accept it, \
         or mend it in Xero"
    )]
    NothingToRepost {
        /// The document.
        document: DocumentId,
    },
    /// The opposite of another document was changed or taken out in Xero: what that one posted
    /// stands there again, and what it held is open here.
    #[error(
        "document {document} took another one back, and was changed in Xero since; nothing was \
         changed here; set it right in Xero, or void there what it took back"
    )]
    DriftOfReversal {
        /// The opposite.
        document: DocumentId,
    },
    /// What pays a document that is gone in Xero is still posted.
    #[error(
        "document {document} pays what is gone in Xero, is set off against it or is its opposite, \
         and is not undone; nothing was changed; undo it first, or look for drift again"
    )]
    DriftInOrder {
        /// The document that is still posted.
        document: DocumentId,
    },
    /// The document is on its way: what became of it has to be known first.
    #[error("document {document} is {state}; wait until it is known whether Xero has it")]
    UndoTooEarly {
        /// The document.
        document: DocumentId,
        /// Its state.
        state: State,
    },
    /// What was to be left out is in Xero after all.
    #[error(
        "Xero has document {document} after all; nothing was skipped; retry it, and it is taken as \
         posted, or undo it to take it out of Xero"
    )]
    SkipThere {
        /// The document.
        document: DocumentId,
    },
    /// Something could not even be held; a run went on with everything else.
    #[error("{error}")]
    LeftOut {
        /// The first such error.
        #[source]
        error: Box<Self>,
        /// What the run came to besides.
        report: Box<RunReport>,
    },
    /// A task of the program's own was stopped while it used the book.
    #[error("the program is closing; nothing is lost")]
    Closing,
}

impl Error {
    /// Whether the book refused, or could not read, what is of one document alone: it would not
    /// meet another. What Xero says is judged where it was asked.
    pub(crate) fn is_of_one_document(&self) -> bool {
        use store::Error as Book;
        match self {
            Self::Book(error) => matches!(
                error,
                Book::Altered(_)
                    | Book::Unreadable { .. }
                    | Book::Database(_)
                    | Book::NotFound { .. }
                    | Book::Unbalanced { .. }
                    | Book::UnbalancedDocument { .. }
                    | Book::TotalsDiffer { .. }
                    | Book::NarrationUsed { .. }
                    | Book::NothingToClaim
                    | Book::DayChanged
                    | Book::NotNow { .. }
            ),
            Self::NoChart | Self::Closing | Self::Xero(_) | Self::LeftOut { .. } => false,
            Self::BaseCurrency(_)
            | Self::Range { .. }
            | Self::UndoLocked { .. }
            | Self::UndoAllocationLocked { .. }
            | Self::UndoSetOffLocked { .. }
            | Self::UndoReconciled { .. }
            | Self::UndoUsed { .. }
            | Self::UndoReversal { .. }
            | Self::KeepCorrected { .. }
            | Self::KeepGone { .. }
            | Self::NothingFound { .. }
            | Self::FoundIsOther { .. }
            | Self::NothingToRepost { .. }
            | Self::DriftOfReversal { .. }
            | Self::DriftInOrder { .. }
            | Self::SkipThere { .. }
            | Self::UndoTooEarly { .. } => true,
        }
    }
}
