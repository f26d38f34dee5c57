//! How a command ends, and what is said when it fails.

use ipc::{Code, Fault};
use serde::Serialize;

/// How a command that did its work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Something needs a person.
    NeedsPerson,
    /// Xero could not be reached; what was to be sent is queued.
    Queued,
}

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NeedsPerson => 1,
            Self::Queued => 3,
        }
    }

    /// A person is needed where something is left over.
    pub(crate) const fn clean(nothing_left: bool) -> Self {
        if nothing_left { Self::Done } else { Self::NeedsPerson }
    }
}

impl From<app::headless::Ended> for Exit {
    fn from(ended: app::headless::Ended) -> Self {
        use app::headless::Ended;
        match ended {
            Ended::Done => Self::Done,
            Ended::NeedsPerson => Self::NeedsPerson,
            Ended::Queued => Self::Queued,
        }
    }
}

/// The code of wrong usage, as `clap` and every shell have it.
pub(crate) const WRONG_USAGE: u8 = 2;

/// The code a command ends with that could not do its work.
pub(crate) const fn exit_code(fault: &Fault) -> u8 {
    match fault.code {
        Code::InvalidInput | Code::NotFound => WRONG_USAGE,
        Code::XeroUnreachable | Code::XeroBusy => 3,
        Code::AlreadyDone
        | Code::PersonNeeded
        | Code::NotAllowed
        | Code::Cancelled
        | Code::NotConnected
        | Code::ReconnectNeeded
        | Code::SignInFailed
        | Code::OtherOrganisation
        | Code::XeroRefused
        | Code::Unmapped
        | Code::MappingRefused
        | Code::PeriodLocked
        | Code::NothingToPost
        | Code::FileUnreadable
        | Code::FileNotRecognised
        | Code::VaultUnavailable
        | Code::BookBusy
        | Code::BookIsNewer
        | Code::BookFailed
        | Code::PracticeFailed
        | Code::Internal => 1,
    }
}

/// Says the command where the window would have a button.
pub(crate) fn with_command(fault: Fault) -> Fault {
    if fault.code == Code::PersonNeeded {
        let hint = "daybook --as NAME, with the PIN typed or left in DAYBOOK_PIN";
        return Fault { hint: Some(hint.to_owned()), ..fault };
    }
    if !matches!(fault.code, Code::NotConnected | Code::ReconnectNeeded) {
        return fault;
    }
    let already = fault.hint.clone().filter(|hint| hint.starts_with("daybook "));
    Fault { hint: already.or_else(|| Some("daybook connect".to_owned())), ..fault }
}

/// A failure as `--json` prints it.
#[derive(Serialize)]
pub(crate) struct Failure<'a> {
    error: Words<'a>,
}

#[derive(Serialize)]
struct Words<'a> {
    code: Code,
    message: &'a str,
    hint: Option<&'a str>,
}

impl<'a> Failure<'a> {
    pub(crate) fn of(fault: &'a Fault) -> Self {
        let Fault { code, message, hint, field: _, reference: _ } = fault;
        Self { error: Words { code: *code, message, hint: hint.as_deref() } }
    }
}

/// A fault of this program's own: something typed is not what it should be.
pub(crate) fn wrong(message: impl Into<String>) -> Fault {
    let message = message.into();
    Fault { code: Code::InvalidInput, message, hint: None, field: None, reference: None }
}

/// A file that cannot be read or written.
pub(crate) fn of_file(path: &std::path::Path, what: &str, error: &dyn std::fmt::Display) -> Fault {
    let message = format!("{} could not be {what}: {error}.", path.display());
    Fault { code: Code::FileUnreadable, ..wrong(message) }
}

/// A file that cannot be read. One that is not there was named wrongly.
pub(crate) fn of_read(path: &std::path::Path, error: &std::io::Error) -> Fault {
    match error.kind() == std::io::ErrorKind::NotFound {
        true => {
            Fault { code: Code::NotFound, ..wrong(format!("There is no file {}.", path.display())) }
        }
        false => of_file(path, "read", error),
    }
}
