//! A book that could not be opened: whether a backup may come into its place with nobody signed in.
//!
//! Where the book itself is what keeps it shut, nobody can be asked for, and a backup is the mend.
//! Much else keeps a book shut: an address in the environment, the folder of the keys, the network.
//! Then its file still says whether somebody has to sign in, and that is asked of the file alone.

use std::path::Path;

use ipc::{Code, Fault};
use store::{Book, Deed, DeedOutcome};

use super::guard::NOBODY;
use crate::fault::{fault as fault_of, of_book, with_hint};

/// Begins to put a backup in the place of the book in `folder`, which could not be opened for
/// `fault`. Gives the deed's number where the file can keep it.
///
/// # Errors
/// [`Code::PersonNeeded`] where the book is sound and has people: that is in its audit log.
pub(super) fn begin(folder: &Path, fault: &Fault, deed: &Deed) -> Result<Option<i64>, Fault> {
    let book = match Book::open(folder, deed.at) {
        Ok(book) => book,
        Err(error) if is_the_books(&error) => return Ok(None),
        Err(error) => return Err(of_book(error)),
    };
    match book.people_sign_in() {
        Ok(false) => book.begin_deed(deed).map(Some).map_err(of_book),
        Ok(true) if fault.code == Code::BookFailed && is_broken(&book)? => {
            // As much is kept as can be: the deed is noted in the book that comes.
            Ok(book.begin_deed(deed).ok())
        }
        Ok(true) => Err(refuse(&book, fault, deed)?),
        Err(error) if is_the_books(&error) => Ok(None),
        Err(error) => Err(of_book(error)),
    }
}

fn refuse(book: &Book, fault: &Fault, deed: &Deed) -> Result<Fault, Fault> {
    let message = format!(
        "This book has people, and nobody is signed in. Nothing was changed. The book itself is \
         sound; what keeps it from being opened is this: {}",
        fault.message
    );
    let said = fault_of(Code::PersonNeeded, message);
    let refused = with_hint(said, "Mend that first, then sign in with your PIN.");
    let deed = Deed { who: NOBODY.to_owned(), ..deed.clone() };
    let noted = book.note_deed(&deed, DeedOutcome::Refused, Some(&refused.message));
    noted.map_err(of_book)?;
    Ok(refused)
}

/// Whether the check finds something wrong with a book that cannot be opened for what is in it.
fn is_broken(book: &Book) -> Result<bool, Fault> {
    let findings = book.check().map_err(of_book)?;
    Ok(findings.iter().any(|finding| !finding.broken.is_empty()))
}

/// Whether an error is of the book's own file, and not of what is around it: its folder, the disk,
/// the clock, another program or a newer one.
const fn is_the_books(error: &store::Error) -> bool {
    use store::Error as E;
    match error {
        E::Gone { .. }
        | E::Emptied { .. }
        | E::NotABook { .. }
        | E::Damaged(_)
        | E::Altered(_)
        | E::Unreadable { .. }
        | E::TotalsDiffer { .. }
        | E::OtherHistory { .. }
        | E::Database(_) => true,
        E::Folder { .. }
        | E::NewerBook { .. }
        | E::Busy
        | E::DiskFull
        | E::ReadOnly
        | E::Disk(_)
        | E::NoLocks(_)
        | E::InUse
        | E::OtherMachine { .. }
        | E::ClockBehind { .. }
        | E::NoBackup(_)
        | E::Unrestorable { .. }
        | E::KeptDamaged { .. }
        | E::OtherBook(_)
        | E::Unsure
        | E::MaybeInXero { .. }
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
        | E::OtherOrganisation { .. } => false,
    }
}
