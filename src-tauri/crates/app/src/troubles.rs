//! What is wrong around the book as a whole: it stands at the top of *Needs attention*, and the
//! command line says it beside whatever else it says. Nobody who only records and syncs would look
//! for it anywhere else.

use ipc::{Action, AttentionGroup, Fault};
use ledger::{Amount, Currency};
use store::{BackupFile, DocumentFilter, Reason, State};
use sync::Cause;
use xero::TokenSet;

use crate::App;
use crate::convert::money;
use crate::fault::of_book;
use crate::open_book::OpenBook;

/// How many documents and drifts are looked at.
const WAITING_MAX: u32 = 1_000;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// What groups it, for the window.
    cause: &'static str,
    title: &'static str,
    /// What happened, whether anything is lost, what to do.
    pub(crate) sentence: String,
    /// The buttons that mend it.
    actions: Vec<Action>,
}

/// What every command says beside what it came to, the worst first.
fn beside_all(open: &OpenBook) -> Vec<Trouble> {
    let troubles =
        [lost(open), backup(open), network(open), or_unread(Unread::Upgrade, upgraded(open))];
    troubles.into_iter().flatten().collect()
}

/// All that is wrong around a book, the worst first. What cannot be found out is told among it, and
/// keeps nothing else from being shown.
pub(crate) fn of(open: &OpenBook, signed_in: Option<&TokenSet>) -> Vec<Trouble> {
    let mut troubles = beside_all(open);
    troubles.extend(or_unread(Unread::SignIn, sign_in(open, signed_in)));
    troubles.extend(or_unread(Unread::Drift, drift(open)));
    troubles
}

/// What cannot be found out.
#[derive(Debug, Clone, Copy)]
enum Unread {
    Upgrade,
    SignIn,
    Drift,
}

impl Unread {
    /// Several may be unread at once: each is a group of its own.
    const fn cause(self) -> &'static str {
        match self {
            Self::Upgrade => "unread_upgrade",
            Self::SignIn => "unread_sign_in",
            Self::Drift => "unread_drift",
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::Upgrade => "whether an upgrade left a backup",
            Self::SignIn => "whether anything waits for a sign-in",
            Self::Drift => "what somebody changed in Xero",
        }
    }
}

/// A trouble, or that it cannot be found out whether there is one.
fn or_unread(unread: Unread, found: Result<Option<Trouble>, Fault>) -> Option<Trouble> {
    found.unwrap_or_else(|fault| {
        tracing::warn!(%fault, ?unread, "a trouble could not be looked up");
        Some(Trouble {
            cause: unread.cause(),
            title: "Something of the book cannot be read",
            sentence: format!(
                "It cannot be read {}. {} The rest goes on; on the command line, daybook check \
                 says how the book is.",
                unread.what(),
                fault.message
            ),
            actions: Vec::new(),
        })
    })
}

/// That what is queued waits for somebody to sign in, or for what is allowed in Xero.
fn sign_in(open: &OpenBook, signed_in: Option<&TokenSet>) -> Result<Option<Trouble>, Fault> {
    let states = vec![State::Queued, State::Unknown];
    let filter = DocumentFilter { states, ..DocumentFilter::default() };
    let waiting = open.book.documents(&filter, WAITING_MAX).map_err(of_book)?;
    let needs_a_person = |reason: &Reason| {
        matches!(Cause::from_key(&reason.cause), Cause::Reconnect | Cause::Permission)
    };
    let told = waiting.iter().filter_map(|one| one.reason.as_ref()).find(|one| needs_a_person(one));
    let has_ended = open.tenant()?.is_some() && (signed_in.is_none() || open.contact.has_lapsed());
    let blocked = sync::blocked_by(&open.book).map_err(of_book)?;
    let why = match told {
        Some(reason) => reason.message.clone(),
        None if let Some(sentence) = blocked => {
            return Ok(Some(Trouble {
                cause: "blocked",
                title: "The last sync could not go on",
                sentence: format!("{sentence} Nothing is lost."),
                actions: vec![Action::Connect],
            }));
        }
        None if has_ended && !waiting.is_empty() => {
            "The sign-in to Xero has ended or cannot be read. Connect to Xero again.".to_owned()
        }
        None => return Ok(None),
    };
    Ok(Some(Trouble {
        cause: "sign_in",
        title: "What is queued waits for a sign-in to Xero",
        sentence: format!("{why} Nothing is lost: what is queued goes by itself then."),
        actions: vec![Action::Connect],
    }))
}

/// That something was found in Xero that is not as it was posted.
fn drift(open: &OpenBook) -> Result<Option<Trouble>, Fault> {
    let found = open.book.drifts(false, WAITING_MAX).map_err(of_book)?.len();
    Ok((found > 0).then(|| Trouble {
        cause: "drift",
        title: "Xero has something else than was posted",
        sentence: format!(
            "{found} {} found that somebody changed or voided in Xero, or that may be there twice. \
             Nothing was changed here. Look at each under Changed in Xero (daybook drift), and \
             accept it or post it again.",
            if found == 1 { "document was" } else { "documents were" }
        ),
        actions: Vec::new(),
    }))
}

/// That another machine has the book by now.
fn lost(open: &OpenBook) -> Option<Trouble> {
    open.lost().map(|fault| Trouble {
        cause: "machine",
        title: "Another machine has this book open",
        sentence: format!("{} Nothing goes on by itself here until then.", fault.message),
        actions: Vec::new(),
    })
}

/// That the book lies where the system may not keep two programs apart.
fn network(open: &OpenBook) -> Option<Trouble> {
    store::network_drive(open.folder()).map(|kind| Trouble {
        cause: "network",
        title: "The book is on a network drive",
        sentence: format!(
            "The book’s folder is on a network drive ({kind}). Such a drive may not keep two \
             machines apart, and then they can damage the book; nothing is lost so far. Close \
             Daybook, move the folder to a disk of this machine, and keep copies on the drive \
             instead."
        ),
        actions: Vec::new(),
    })
}

/// That the book's format was brought up to date and nothing is kept of before.
fn upgraded(open: &OpenBook) -> Result<Option<Trouble>, Fault> {
    let why = open.book.upgraded_without_backup().map_err(of_book)?;
    Ok(why.filter(|_| !open.is_practice()).map(|why| Trouble {
        cause: "upgraded",
        title: "The book was upgraded without a backup",
        sentence: format!(
            "This version of Daybook brought the book up to date, and no backup was made before \
             ({why}). Nothing is lost, but an older version cannot open the book any more, and \
             there is no copy from before. Free the disk or mend its folder: this goes with the \
             next backup, which is made when you sync or start Daybook."
        ),
        actions: Vec::new(),
    }))
}

/// Why there is no backup of today, or of the last days; the practice company needs none.
pub(crate) fn backup(open: &OpenBook) -> Option<Trouble> {
    if open.is_practice() {
        return None;
    }
    let told = open.backup_problem().map(|fault| fault.message);
    let damaged = match open.book.damaged_since_backup().map_err(of_book) {
        Ok(damaged) => damaged,
        Err(fault) => return Some(unlisted(&fault)),
    };
    match (damaged, told) {
        (Some(copy), told) => Some(Trouble {
            cause: "damaged",
            title: "The book’s file is damaged",
            sentence: told.unwrap_or_else(|| damaged_sentence(&copy)),
            actions: Vec::new(),
        }),
        (None, Some(sentence)) => Some(Trouble {
            cause: "backup",
            title: "No backup was made",
            sentence,
            actions: Vec::new(),
        }),
        (None, None) => None,
    }
}

/// That nobody can tell which backups there are: none is made then either.
fn unlisted(fault: &Fault) -> Trouble {
    Trouble {
        cause: "backup",
        title: "The backups cannot be listed",
        sentence: unlisted_sentence(fault),
        actions: Vec::new(),
    }
}

/// The same in a sentence.
pub(crate) fn unlisted_sentence(fault: &Fault) -> String {
    format!(
        "The backups cannot be listed, and none is made: {} The book itself goes on and nothing of \
         it is lost. Mend the folder “backups” beside the book; today’s backup is made with the \
         next sync.",
        fault.message
    )
}

/// What another process found, which had the differences to tell.
fn damaged_sentence(copy: &BackupFile) -> String {
    format!(
        "The copy of {} is not what was recorded: the book’s file is damaged. It was kept as {}, \
         apart from the backups, which all stay. What differs is neither queued nor sent; on the \
         command line, daybook check says what that is. Look at it in the latest backup, and \
         restore that one or go on without it.",
        copy.date,
        copy.path.display()
    )
}

/// A trouble as a group that nothing waits in.
pub(crate) fn group(trouble: Trouble, currency: Currency) -> AttentionGroup {
    AttentionGroup {
        cause: trouble.cause.into(),
        title: trouble.title.to_owned(),
        sentence: trouble.sentence,
        count: 1,
        amount: money(Amount::ZERO, currency),
        actions: trouble.actions,
        items: Vec::new(),
    }
}

impl App {
    /// What is wrong around the open book, each in a sentence; nothing where none is open, which
    /// every command says itself.
    pub async fn troubles(&self) -> Vec<String> {
        let Ok(open) = self.open().await else { return Vec::new() };
        match open.away(|open| Ok(beside_all(open))).await {
            Ok(all) => all.into_iter().map(|one| one.sentence).collect(),
            Err(fault) => vec![fault.message],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ipc::Code;

    use super::{Unread, or_unread};
    use crate::fault::fault;

    #[test]
    fn several_things_that_cannot_be_read_are_groups_of_their_own() {
        let all = [Unread::Upgrade, Unread::SignIn, Unread::Drift];
        let told = all.map(|one| or_unread(one, Err(fault(Code::BookFailed, "It is broken."))));
        let told: Vec<_> = told.into_iter().flatten().collect();
        let causes: BTreeSet<_> = told.iter().map(|one| one.cause).collect();
        assert_eq!(causes.len(), all.len());
        assert!(told.iter().all(|one| one.sentence.contains("daybook check")), "{told:?}");
    }
}
