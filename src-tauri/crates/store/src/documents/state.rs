//! The words of a document: its state, and what is being done with it.

use std::fmt;

use crate::error::Error;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word used in the book and on the command line.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }

            pub(crate) fn from_key(key: &str) -> Result<Self, Error> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.key() == key)
                    .ok_or_else(|| Error::Unreadable { what: $what, text: key.to_owned() })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.key())
            }
        }
    };
}

words! {
    /// Where a document is on its way.
    State, "state of a document" {
        /// Made, not to be sent yet.
        Draft = "draft",
        /// Waits to be sent.
        Queued = "queued",
        /// A request is on its way, or was when the program stopped.
        Sending = "sending",
        /// In Xero as a draft, until somebody approves it there.
        AwaitingApproval = "awaiting_approval",
        /// In Xero, read back and equal.
        Posted = "posted",
        /// Xero said no; a person must act.
        Rejected = "rejected",
        /// No answer: it may or may not be in Xero, and must be looked up.
        Unknown = "unknown",
        /// Something stands in the way: unmapped, locked, different in Xero.
        Held = "held",
        /// A person said that it shall not be posted; its claims stay.
        Skipped = "skipped",
        /// Not, or no longer, in Xero; its claims are given up.
        Undone = "undone",
    }
}

words! {
    /// What is being done with a document.
    Operation, "operation" {
        /// It is put into Xero.
        Create = "create",
        /// It is taken out of Xero again: an undo.
        Void = "void",
    }
}

words! {
    /// How an attempt ended.
    Outcome, "outcome of an attempt" {
        /// Xero did it.
        Done = "done",
        /// Xero said no.
        Rejected = "rejected",
        /// Nobody knows.
        Unknown = "unknown",
        /// Surely nothing reached Xero, or Xero surely did nothing.
        NotSent = "not_sent",
    }
}
