//! How a command fails: a code the window may match, and sentences for the person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Declares [`Code`] and the list of all its values, which cannot then disagree.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What kind of failure it is. A kind is listed only when the window treats it apart:
        /// another button, another place on the screen, another tone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

codes! {
    /// A field holds something it can't; `Fault::field` names it.
    InvalidInput,
    /// What was asked for is not, or no longer, in the book.
    NotFound,
    /// The state has moved on (already sent, already undone): look again.
    AlreadyDone,
    /// The person cancelled; what was finished before stays.
    Cancelled,
    /// Nobody has signed in at this window, or whoever had was idle for too long: ask who it is.
    PersonNeeded,
    /// Who is signed in may not do this: let somebody sign in who may.
    NotAllowed,
    /// No organisation is connected.
    NotConnected,
    /// The connection has lapsed or was revoked: sign in again.
    ReconnectNeeded,
    /// The sign-in was refused, abandoned or took too long.
    SignInFailed,
    /// The book belongs to another organisation than the one connected.
    OtherOrganisation,
    /// Xero could not be reached; what was queued goes by itself later.
    XeroUnreachable,
    /// Xero asks for patience; what was queued goes by itself later.
    XeroBusy,
    /// Xero refused a document: a person must act.
    XeroRefused,
    /// Something has no account yet: map it.
    Unmapped,
    /// An account, tax type or tracking option may not be used so.
    MappingRefused,
    /// The date is in a locked or closed period.
    PeriodLocked,
    /// There is nothing to post for these days.
    NothingToPost,
    /// The file could not be read at all.
    FileUnreadable,
    /// The file was read, but its columns fit no known format.
    FileNotRecognised,
    /// Secrets can't be kept or read: no keychain and no file.
    VaultUnavailable,
    /// Another Daybook has the book's outbox just now.
    BookBusy,
    /// The book was written by a newer Daybook.
    BookIsNewer,
    /// The book could not be read or written: disk full, no permission, damaged.
    BookFailed,
    /// The simulator of the practice company could not be started or reached.
    PracticeFailed,
    /// Our own mistake; `Fault::reference` finds it in the log.
    Internal,
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The kind, the only thing code may look at.
    pub code: Code,
    /// One plain sentence: what happened, and whether anything is lost.
    pub message: String,
    /// What to do now, if there is something.
    pub hint: Option<String>,
    /// The request's field at fault, by its wire name.
    pub field: Option<String>,
    /// A short id that is also in the log.
    pub reference: Option<String>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
