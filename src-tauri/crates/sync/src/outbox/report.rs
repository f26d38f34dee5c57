//! What a run says while it goes on, and what it came to.

use chrono::{DateTime, Utc};
use store::DocumentId;

/// How long a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until nothing can be done now. Waits for nothing.
    Blocked,
    /// Until nothing is left to do: waits out settle times and short limits, and stops when the
    /// network, the sign-in or a person is needed.
    Empty,
    /// Like `Empty`, and also waits for the network, but no longer than this.
    Deadline(DateTime<Utc>),
}

/// What a run is doing. Steps of one document come in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The chart is read from Xero.
    ReadingChart,
    /// The document is looked up: it may be there already.
    LookingUp(DocumentId),
    /// The document is planned and checked over the fresh chart.
    Checking(DocumentId),
    /// The attempt of this number leaves.
    Sending(DocumentId, u32),
    /// The document is in Xero, read back and equal.
    Posted(DocumentId),
    /// The document is in Xero as a draft, until somebody approves it there.
    Drafted(DocumentId),
    /// The document is out of Xero; its transactions are open again.
    Undone(DocumentId),
    /// The document waits for a person or a mend.
    Held(DocumentId),
    /// Xero refused the document.
    Rejected(DocumentId),
    /// No answer: it will be looked up at this time.
    Unknown(DocumentId, DateTime<Utc>),
    /// Nothing can be done before this time.
    Waiting(DateTime<Utc>),
    /// Xero's limit of calls holds everything back until this time.
    Limited(DateTime<Utc>),
}

/// What a run came to. A document is in one of the lists at most: where it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunReport {
    /// In Xero now.
    pub posted: Vec<DocumentId>,
    /// In Xero as drafts, until somebody approves them there.
    pub drafted: Vec<DocumentId>,
    /// Out of Xero now.
    pub undone: Vec<DocumentId>,
    /// Refused by Xero.
    pub rejected: Vec<DocumentId>,
    /// Waiting for a person or a mend.
    pub held: Vec<DocumentId>,
    /// Without an answer yet.
    pub unknown: Vec<DocumentId>,
    /// Why the run ended before the outbox was empty.
    pub blocked_by: Option<Block>,
}

/// Why nothing more could be done. What is queued stays queued. Its `Display` is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Block {
    /// Another window or process is sending.
    #[error("Another Daybook is sending what is queued here.")]
    OtherOwner,
    /// Another machine has the book by now.
    #[error(
        "Another machine, or another user of this one ({machine}), has this book open, and nothing \
         more is sent from here. What is queued is safe, and goes by itself once Daybook is closed \
         there."
    )]
    OtherMachine {
        /// The name it gave itself.
        machine: String,
    },
    /// Xero cannot be reached.
    #[error("Xero cannot be reached. What is queued goes by itself when it can be.")]
    Offline,
    /// Xero is reached and not available.
    #[error("Xero is not available at the moment. What is queued goes by itself when it is.")]
    XeroDown,
    /// A limit of calls is reached.
    #[error("Xero's limit of calls is reached until {}. What is queued goes by itself then.",
        until.format("%Y-%m-%d %H:%M UTC"))]
    Limit {
        /// When a call may succeed again.
        until: DateTime<Utc>,
    },
    /// The sign-in has ended, lacks a permission or was disconnected in Xero.
    #[error("{message} What is queued waits until then.")]
    Reconnect {
        /// What is wrong.
        message: String,
    },
    /// The signed-in person may not do this in Xero.
    #[error("{message} What is queued waits until this is allowed in Xero.")]
    Permission {
        /// What is wrong.
        message: String,
    },
    /// The book is an earlier copy since a moment ago: what was sent may still be on its way.
    #[error("This is an earlier copy of the book: it was put back, or another copy of it has \
             been in use since. What was sent from that just before may still be on its way to \
             Xero. Xero is asked at {}; what is queued goes by itself then.",
        until.format("%H:%M:%S UTC"))]
    Settling {
        /// When Xero is asked.
        until: DateTime<Utc>,
    },
    /// The book was put back, and more was changed in Xero since than can be looked through.
    #[error("More was changed in Xero since {} than Daybook can look through, and so it cannot \
             know what this book sent there. Nothing was sent. Put back a later backup, or the \
             book that was kept aside.", since.format("%Y-%m-%d"))]
    TooMuchChanged {
        /// Since when Xero was asked.
        since: DateTime<Utc>,
    },
    /// The book posts to another organisation than the one connected.
    #[error(
        "This book posts to another Xero organisation than the one connected. Nothing was sent. \
         Connect the book's own organisation, or open the other one's book."
    )]
    OtherOrganisation,
    /// The machine's clock says less than the book has seen, and Xero does not say that it is
    /// right.
    #[error("{message} What is queued goes by itself then.")]
    Clock {
        /// What is wrong.
        message: String,
    },
    /// Something waits for a time that a run does not wait for.
    #[error("What is left waits until {}.", until.format("%Y-%m-%d %H:%M UTC"))]
    Waiting {
        /// When the next thing is due.
        until: DateTime<Utc>,
    },
    /// The program is closing.
    #[error("Daybook is closing. What is queued goes when it is open again.")]
    Stopped,
}

impl Block {
    /// When Xero said that its limit ends, where a limit is in the way.
    pub(super) fn limited_until(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Limit { until } => Some(*until),
            Self::OtherOwner
            | Self::OtherMachine { .. }
            | Self::Offline
            | Self::XeroDown
            | Self::Settling { .. }
            | Self::Waiting { .. }
            | Self::Reconnect { .. }
            | Self::Permission { .. }
            | Self::TooMuchChanged { .. }
            | Self::OtherOrganisation
            | Self::Clock { .. }
            | Self::Stopped => None,
        }
    }

    /// Whether it passes by itself.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::OtherOwner
            | Self::OtherMachine { .. }
            | Self::Offline
            | Self::XeroDown
            | Self::Limit { .. }
            | Self::Clock { .. }
            | Self::Settling { .. }
            | Self::Waiting { .. } => true,
            Self::Reconnect { .. }
            | Self::Permission { .. }
            | Self::TooMuchChanged { .. }
            | Self::OtherOrganisation
            | Self::Stopped => false,
        }
    }
}

impl Progress {
    /// The document that has come to where the run leaves it; none while there is more to do.
    #[must_use]
    pub const fn ended(&self) -> Option<DocumentId> {
        match self {
            Self::Posted(document)
            | Self::Drafted(document)
            | Self::Undone(document)
            | Self::Held(document)
            | Self::Rejected(document)
            | Self::Unknown(document, _) => Some(*document),
            Self::ReadingChart
            | Self::LookingUp(_)
            | Self::Checking(_)
            | Self::Sending(..)
            | Self::Waiting(_)
            | Self::Limited(_) => None,
        }
    }
}

impl RunReport {
    /// Enters where a document ended, in the place of where it was before.
    pub(super) fn ended(&mut self, progress: &Progress) {
        let (list, document): (fn(&mut Self) -> &mut Vec<DocumentId>, _) = match progress {
            Progress::Posted(document) => (|report| &mut report.posted, *document),
            Progress::Drafted(document) => (|report| &mut report.drafted, *document),
            Progress::Undone(document) => (|report| &mut report.undone, *document),
            Progress::Held(document) => (|report| &mut report.held, *document),
            Progress::Rejected(document) => (|report| &mut report.rejected, *document),
            Progress::Unknown(document, _) => (|report| &mut report.unknown, *document),
            Progress::ReadingChart
            | Progress::LookingUp(_)
            | Progress::Checking(_)
            | Progress::Sending(..)
            | Progress::Waiting(_)
            | Progress::Limited(_) => return,
        };
        for other in [
            &mut self.posted,
            &mut self.drafted,
            &mut self.undone,
            &mut self.rejected,
            &mut self.held,
            &mut self.unknown,
        ] {
            other.retain(|one| *one != document);
        }
        list(self).push(document);
    }
}
