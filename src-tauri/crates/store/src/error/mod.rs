//! What can go wrong with the book, as sentences: what happened, whether anything is lost.

mod convert;

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use crate::documents::{Operation, State};
use crate::ids::DocumentId;
use crate::seal::Altered;

/// Why an operation on the book was not done. Nothing of a refused operation is kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or file cannot be made or read.
    #[error("{} cannot be opened or made ({source}); nothing was changed", path.display())]
    Folder {
        /// What was to be opened or made: the book, or a copy of it.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The book was written by a newer version.
    #[error(
        "this book was written by a newer Daybook (format {found}, this one knows {known}); \
         nothing was changed; install the newer version"
    )]
    NewerBook {
        /// The format of the book.
        found: u32,
        /// The newest format this version knows.
        known: u32,
    },
    /// An applied migration is not the one this version carries.
    #[error(
        "the book's format was changed by another build (step {number}); nothing was changed; \
         open it with the Daybook that wrote it, or restore a backup"
    )]
    OtherHistory {
        /// The migration's number.
        number: u32,
    },
    /// Another process kept the book busy for longer than it is waited for.
    #[error("another Daybook is busy writing this book; nothing was changed; try again")]
    Busy,
    /// No room on the disk.
    #[error(
        "the disk is full; what was saved before is safe, this was not saved; make room and try \
         again"
    )]
    DiskFull,
    /// The folder or file does not let itself be written.
    #[error(
        "the book cannot be written here (read-only); nothing was changed and nothing is lost; \
         allow writing to its folder, or move it to one that can be written"
    )]
    ReadOnly,
    /// The disk or the connection to it failed.
    #[error(
        "the disk could not read or write the book; what was saved before is safe, this was not \
         saved; check the disk and try again"
    )]
    Disk(#[source] Box<dyn StdError + Send + Sync>),
    /// Nobody can be kept out there: a network drive.
    #[error(
        "the book's folder does not let Daybook keep other programs out, as on a network drive; \
         nothing was changed; move the folder to a disk of this machine"
    )]
    NoLocks(#[source] Box<dyn StdError + Send + Sync>),
    /// The file is no longer where it was opened, or where it was last time.
    #[error(
        "the book is no longer at {} (its folder was moved or deleted, or its drive is away); \
         what was saved before is in that file, wherever it is now, this was not saved; bring it \
         back, or restore the latest backup",
        path.display()
    )]
    Gone {
        /// Where the book was.
        path: PathBuf,
    },
    /// The file is there, and nothing is in it.
    #[error(
        "the book's file {} is empty, and it was not before; nothing was changed; restore the \
         latest backup",
        path.display()
    )]
    Emptied {
        /// The book's file.
        path: PathBuf,
    },
    /// The file is no book at all.
    #[error(
        "{} is not a Daybook book, or its beginning is damaged; nothing was changed; restore the \
         latest backup",
        path.display()
    )]
    NotABook {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error(
        "the book's file is damaged; nothing of this was saved; stop posting and restore the \
         latest backup"
    )]
    Damaged(#[source] Box<dyn StdError + Send + Sync>),
    /// Somebody has the book open that is to be replaced.
    #[error(
        "the book is open in another Daybook; nothing was changed; close it there and try again"
    )]
    InUse,
    /// Another machine works on the same folder.
    #[error(
        "another machine, or another user of this one ({machine}), has this book open; nothing was \
         changed; close Daybook there first: two machines on one folder can damage the book"
    )]
    OtherMachine {
        /// The name it gave itself.
        machine: String,
    },
    /// The clock says less than the book has seen.
    #[error(
        "this machine's clock says {now}, but something in the book was done at {latest}; nothing \
         was changed and nothing is lost; set the clock and try again"
    )]
    ClockBehind {
        /// The latest instant in the book.
        latest: DateTime<Utc>,
        /// What the clock said.
        now: DateTime<Utc>,
    },
    /// A backup was not made. The book itself is not touched by that.
    #[error("no backup was made, and the book itself goes on as before: {0}")]
    NoBackup(#[source] Box<Self>),
    /// A copy was made, of a book that is not what was recorded.
    #[error(
        "the book's file was damaged, and the copy made of it is not what was recorded ({altered}); \
         it was kept as {}, apart from the backups, which all stay; the book goes on as before, \
         and what is named is neither queued nor sent; look at it in the latest backup, and restore \
         that one or go on without it", path.display()
    )]
    KeptDamaged {
        /// The copy.
        path: PathBuf,
        /// What differs.
        altered: Altered,
    },
    /// A file cannot be put in the place of the book.
    #[error("{} was not restored, and the book was left as it was: {source}", path.display())]
    Unrestorable {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<Self>,
    },
    /// A backup is no earlier state of the book in whose place it was to be put.
    #[error("{0}")]
    OtherBook(OtherBook),
    /// The book was restored, and Xero was not asked yet what was sent since.
    #[error(
        "this book was put back to an earlier state and does not know what was sent since; \
         nothing was sent; connect to Xero, so that Daybook can look there first"
    )]
    Unsure,
    /// Xero has something of this book's making that may be the same.
    #[error(
        "Xero has \"{found}\", which this book made before it was restored, and \"{reference}\" \
         may be the same or a part of it; nothing was sent; record or import the days since again, \
         take over what is there, or say that it is another"
    )]
    MaybeInXero {
        /// The document that was to be sent.
        reference: String,
        /// The one that is there.
        found: String,
    },
    /// Something in the book is not what was written there.
    #[error(
        "the book's file was damaged, and what it says is not what was recorded ({0}); nothing of \
         it was queued or sent; stop posting and restore the latest backup"
    )]
    Altered(Altered),
    /// A row of the book does not say what it must.
    #[error("the book holds a {what} that cannot be read ({text}); stop posting, run the check")]
    Unreadable {
        /// The kind of thing.
        what: &'static str,
        /// What stands there.
        text: String,
    },
    /// The database refused; a bug of ours, or of the disk.
    #[error("the book refused an operation; nothing of it was kept")]
    Database(#[source] Box<dyn StdError + Send + Sync>),
    /// No location of this name or id.
    #[error("there is no location \"{name}\" in this book; add it in the settings first")]
    UnknownLocation {
        /// The name or number asked for.
        name: String,
    },
    /// Another location has this name.
    #[error("there is already a location \"{name}\"; nothing was changed; choose another name")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// Another person has this name.
    #[error("there is already a person \"{name}\"; nothing was changed; choose another name")]
    PersonNamed {
        /// The name.
        name: String,
    },
    /// Somebody would sign in, and nobody would be left who may say who may do what.
    #[error(
        "while anybody signs in, one person has to be an administrator; nothing was changed; make \
         somebody else an administrator first"
    )]
    NoAdministrator,
    /// No row of this id.
    #[error("there is no {what} {id} in this book")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// The id asked for.
        id: i64,
    },
    /// The parts given for a transaction do not balance.
    #[error("the posting of \"{id}\" does not sum to zero; nothing of this recording was kept")]
    Unbalanced {
        /// The source's id of the transaction.
        id: String,
    },
    /// The day is no longer what was reviewed.
    #[error("something was recorded since this was reviewed; nothing was queued; review again")]
    DayChanged,
    /// There is nothing open in the range.
    #[error("there is nothing to post in this range; nothing was queued")]
    NothingToClaim,
    /// The kept totals of a day are not the sum of its transactions.
    #[error(
        "the totals of {date} are not the sum of its transactions; nothing was queued; stop \
         posting, run the check"
    )]
    TotalsDiffer {
        /// The business date.
        date: NaiveDate,
    },
    /// A day cannot be marked as empty: it is not.
    #[error("{date} has transactions waiting to be posted; it was not marked as empty")]
    DayNotEmpty {
        /// The business date.
        date: NaiveDate,
    },
    /// A document's lines do not sum to zero.
    #[error("the lines of \"{narration}\" do not sum to zero; nothing was queued")]
    UnbalancedDocument {
        /// The document's narration.
        narration: String,
    },
    /// A narration was used before; it is what a document is looked up by in Xero.
    #[error("\"{narration}\" was used before; nothing was queued; try again with a new code")]
    NarrationUsed {
        /// The narration.
        narration: String,
    },
    /// The document's state does not allow this.
    #[error("document {document} is {state} ({operation}); it cannot be {wanted} now")]
    NotNow {
        /// The document.
        document: DocumentId,
        /// The state it is in.
        state: State,
        /// What is being done with it.
        operation: Operation,
        /// What was asked for, as a participle.
        wanted: &'static str,
    },
    /// The book already belongs to another organisation.
    #[error(
        "this book posts to another Xero organisation; open or create the book of this \
         organisation instead; nothing was sent"
    )]
    OtherOrganisation {
        /// The tenant id the book is bound to.
        bound_to: String,
    },
}

/// Whose a backup is that is no earlier state of a book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OtherBook {
    /// The practice company's, in a real book's place.
    #[error("it is the practice company's book, and what stands in it never happened")]
    Practice,
    /// A real book's, in the practice company's place.
    #[error("it is a real book, and the book here is the practice company's")]
    Real,
    /// Another business's or branch's.
    #[error(
        "it is the backup of another book ({theirs}), and not an earlier state of the book here \
         ({ours}); put it into an empty folder of its own to open it"
    )]
    Another {
        /// What people know the backup's book by: its organisation and locations.
        theirs: String,
        /// The same of the book that is there.
        ours: String,
    },
}
