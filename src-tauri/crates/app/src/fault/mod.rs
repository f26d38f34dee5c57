//! From errors inside to faults people see. The only place that decides code, sentence and hint.

use ipc::{Code, Fault};

/// Makes a fault of a code and a whole sentence.
pub(crate) fn fault(code: Code, message: impl Into<String>) -> Fault {
    Fault { code, message: message.into(), hint: None, field: None, reference: None }
}

/// Adds what to do now.
pub(crate) fn with_hint(mut fault: Fault, hint: impl Into<String>) -> Fault {
    fault.hint = Some(hint.into());
    fault
}

/// A field of the request holds something it can't.
pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Fault {
    Fault { field: Some(field.to_owned()), ..fault(Code::InvalidInput, message) }
}

/// Our own mistake, findable in the log by its reference.
pub(crate) fn internal(error: &dyn std::fmt::Display) -> Fault {
    let reference = world::short_code(&world::OsEntropy);
    tracing::error!(%error, %reference, "an internal fault");
    Fault {
        reference: Some(reference),
        hint: Some("Try again; if it happens again, report it with the reference.".to_owned()),
        ..fault(
            Code::Internal,
            "Something went wrong inside Daybook. What was saved before is safe.",
        )
    }
}

pub(crate) fn unknown_command(command: &str) -> Fault {
    fault(Code::Internal, format!("There is no command \"{command}\" in this Daybook."))
}

pub(crate) fn bad_request(command: &str, error: &serde_json::Error) -> Fault {
    fault(
        Code::InvalidInput,
        format!("The request \"{command}\" could not be read: {error}. Nothing was changed."),
    )
}

/// No chart has been read yet.
pub(crate) fn not_connected() -> Fault {
    with_hint(
        fault(Code::NotConnected, "Daybook is not connected to a Xero organisation yet."),
        "Connect to Xero in the settings, or try the practice company.",
    )
}

/// An error's words as a sentence: capital first, full stop last, causes left to the log. The name
/// of a file stays what it is: another capital is another file.
pub(crate) fn sentence(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let first_word = text.split(' ').next().unwrap_or_default();
    let mut letters = text.chars();
    let mut sentence: String = match first_word.contains(['/', '\\', '.']) {
        true => text,
        false => letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default(),
    };
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

/// The book's errors. A function, since neither type is this crate's.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
pub(crate) fn of_book(error: store::Error) -> Fault {
    use store::Error as E;
    let code = match &error {
        E::NewerBook { .. } => Code::BookIsNewer,
        E::Busy | E::InUse | E::OtherMachine { .. } => Code::BookBusy,
        E::UnknownLocation { .. } | E::NotFound { .. } => Code::NotFound,
        E::PersonNamed { .. } | E::NoAdministrator => Code::InvalidInput,
        E::DayChanged | E::NotNow { .. } | E::NarrationUsed { .. } => Code::AlreadyDone,
        E::NothingToClaim => Code::NothingToPost,
        E::DayNotEmpty { .. } | E::NameTaken { .. } => Code::InvalidInput,
        E::OtherOrganisation { .. } => Code::OtherOrganisation,
        E::Folder { .. }
        | E::Gone { .. }
        | E::Emptied { .. }
        | E::NotABook { .. }
        | E::Disk(_)
        | E::NoLocks(_)
        | E::ClockBehind { .. }
        | E::NoBackup(_)
        | E::KeptDamaged { .. }
        | E::Unrestorable { .. }
        | E::OtherBook(_)
        | E::Unsure
        | E::MaybeInXero { .. }
        | E::OtherHistory { .. }
        | E::DiskFull
        | E::ReadOnly
        | E::Damaged(_)
        | E::Altered(_)
        | E::Unreadable { .. }
        | E::Database(_)
        | E::Unbalanced { .. }
        | E::TotalsDiffer { .. }
        | E::UnbalancedDocument { .. } => Code::BookFailed,
    };
    if code == Code::BookFailed {
        tracing::error!(error = %chain(&error), "the book failed");
    }
    let said = fault(code, sentence(&error));
    match hint_of(&error) {
        Some(hint) => with_hint(said, hint),
        None => said,
    }
}

/// Where what a sentence advises is done.
fn hint_of(error: &store::Error) -> Option<&'static str> {
    use store::Error as E;
    match error {
        E::Gone { .. }
        | E::Emptied { .. }
        | E::NotABook { .. }
        | E::Damaged(_)
        | E::Altered(_)
        | E::KeptDamaged { .. }
        | E::Unreadable { .. }
        | E::TotalsDiffer { .. } => Some(
            "The backups are in the folder \"backups\" beside the book; \"daybook backup list\" \
             names them, \"daybook backup restore\" puts one back, and \"daybook check\" says what \
             is wrong.",
        ),
        E::DiskFull | E::Disk(_) | E::NoBackup(_) => {
            Some("Nothing that was saved is lost. Look at the disk before you go on.")
        }
        E::InUse => Some("Close every window and command that uses this folder, then try again."),
        E::OtherMachine { .. } => {
            Some("If Daybook does not run there any more, wait three minutes and try again.")
        }
        // Any other backup of that book is another book's, too.
        E::Unrestorable { source, .. } if matches!(**source, E::OtherBook(_)) => None,
        E::Unrestorable { .. } => {
            Some("Try the backup before it; \"daybook backup list\" names them.")
        }
        E::Unsure => Some("Sync: Daybook asks Xero first, and sends nothing twice."),
        E::MaybeInXero { .. } => Some(
            "Needs attention names the document: \"daybook outbox take-over\" takes over what is \
             there, \"daybook outbox not-the-same\" says that it is another.",
        ),
        E::ClockBehind { .. }
        | E::NoLocks(_)
        | E::ReadOnly
        | E::Folder { .. }
        | E::OtherBook(_) => None,
        E::NewerBook { .. }
        | E::OtherHistory { .. }
        | E::Busy
        | E::Database(_)
        | E::UnknownLocation { .. }
        | E::NameTaken { .. }
        | E::PersonNamed { .. }
        | E::NoAdministrator
        | E::NotFound { .. }
        | E::Unbalanced { .. }
        | E::DayChanged
        | E::NothingToClaim
        | E::DayNotEmpty { .. }
        | E::UnbalancedDocument { .. }
        | E::NarrationUsed { .. }
        | E::NotNow { .. }
        | E::OtherOrganisation { .. } => None,
    }
}

/// Xero's errors, as a person sees them when nothing of ours is in doubt (reads, sign-in).
pub(crate) fn of_xero(error: &xero::Error) -> Fault {
    use xero::Error as E;
    let code = match error {
        E::NotReached(_)
        | E::NoAnswer(_)
        | E::Unavailable { .. }
        | E::ServerFault { .. }
        | E::Unreadable { .. } => Code::XeroUnreachable,
        E::RateLimited { .. } => Code::XeroBusy,
        E::TokenRejected
        | E::MissingScope
        | E::Disconnected
        | E::SignInExpired
        | E::RefreshRefused { .. } => Code::ReconnectNeeded,
        E::NotSignedIn => Code::NotConnected,
        E::Vault(_) => Code::VaultUnavailable,
        E::RefreshLock(_) => Code::BookBusy,
        E::Invalid { .. }
        | E::Malformed { .. }
        | E::KeyUsedDifferently
        | E::NotPermitted { .. }
        | E::NotFound
        | E::Precondition
        | E::NotOffered
        | E::Refused { .. }
        | E::Unsearchable
        | E::TooManyFound => Code::XeroRefused,
    };
    tracing::warn!(error = %chain(error), "a call to Xero failed");
    let said = fault(code, sentence(error));
    if code == Code::XeroUnreachable {
        with_hint(
            said,
            "Check the internet connection. What waits here is safe and goes by itself.",
        )
    } else if matches!(code, Code::ReconnectNeeded | Code::NotConnected) {
        with_hint(said, "Sign in to Xero again; what waits here is safe and goes then.")
    } else {
        said
    }
}

/// Errors of planning and sending.
pub(crate) fn of_sync(error: sync::Error) -> Fault {
    use sync::Error as E;
    let said = sentence(&error);
    let code = match error {
        E::Book(error) => return of_book(error),
        E::Xero(error) => return of_xero(&error),
        E::LeftOut { error, .. } => return of_sync(*error),
        E::NoChart => return not_connected(),
        E::BaseCurrency(_) => Code::XeroRefused,
        E::Range { .. } => Code::InvalidInput,
        E::UndoLocked { .. } | E::UndoAllocationLocked { .. } | E::UndoSetOffLocked { .. } => {
            Code::PeriodLocked
        }
        E::NothingFound { .. } | E::FoundIsOther { .. } => Code::NotFound,
        E::NothingToRepost { .. } | E::DriftInOrder { .. } | E::DriftOfReversal { .. } => {
            Code::AlreadyDone
        }
        E::UndoReconciled { .. } | E::UndoUsed { .. } => Code::XeroRefused,
        E::SkipThere { .. }
        | E::UndoTooEarly { .. }
        | E::UndoReversal { .. }
        | E::KeepCorrected { .. }
        | E::KeepGone { .. } => Code::AlreadyDone,
        E::Closing => Code::Cancelled,
    };
    fault(code, said)
}

/// An error with everything below it, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut below = error.source();
    while let Some(cause) = below {
        text = format!("{text}: {cause}");
        below = cause.source();
    }
    text
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on fails")]
mod tests;
