//! One owner of a book's outbox at a time.
//!
//! Between processes of one machine a locked file decides, which the operating system lets go of
//! however the process ends; the next one reads in it whose leases it may take over at once. Who
//! ended without giving back stays written there until somebody does: a process killed while it
//! succeeds another leaves two. Between machines the lease in the book decides, and a dead
//! machine's runs out.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use store::Book;
use world::{Bug, planted};

use super::report::Block;
use super::run::Run;
use super::{Outbox, on_book};
use crate::error::Error;

/// The lease's name in the book.
const LEASE: &str = "outbox";
/// The locked file's name beside the book.
const LOCK_FILE: &str = "outbox.lock";
/// Most that is read back: more owners than can be killed in a row before one ends well.
const OWNERS_BYTES_MAX: u64 = 64 * 1024;
/// How often a machine says that it works on the book within the time for which that holds.
const CLAIMS_WITHIN_TTL: u32 = 4;

/// The right to send. A program that dies without giving it back loses it with its file.
#[derive(Debug)]
pub(super) struct Ownership {
    machine: Option<File>,
}

impl Outbox {
    /// Takes the right to send; none while somebody else has it.
    pub(super) async fn own(&self) -> Result<Option<Ownership>, Error> {
        let owner = Arc::clone(&self.owner);
        let (now, ttl) = (self.parts.world.now(), self.parts.timing.lease);
        if planted(Bug::LeaseNotChecked) {
            return Ok(Some(Ownership { machine: None }));
        }
        on_book(self.book(), move |book| {
            let machine = match lock_machine(book) {
                FileLock::Ours(mut file) => {
                    for dead in succeed(&mut file, &owner) {
                        book.release_lease(LEASE, &dead)?;
                    }
                    Some(file)
                }
                FileLock::Others => return Ok::<_, store::Error>(None),
                FileLock::CannotLock => None,
            };
            let is_ours = book.acquire_lease(LEASE, &owner, now, ttl)?;
            Ok(is_ours.then_some(Ownership { machine }))
        })
        .await
    }

    /// Renews the right to send; false when another machine has taken it over.
    pub(super) async fn renew(&self) -> Result<bool, Error> {
        let owner = Arc::clone(&self.owner);
        let (now, ttl) = (self.parts.world.now(), self.parts.timing.lease);
        if planted(Bug::LeaseNotChecked) {
            return Ok(true);
        }
        on_book(self.book(), move |book| book.acquire_lease(LEASE, &owner, now, ttl)).await
    }

    /// Gives the right to send back.
    pub(super) async fn give_back(&self, ownership: Ownership) -> Result<(), Error> {
        let owner = Arc::clone(&self.owner);
        on_book(self.book(), move |book| {
            book.release_lease(LEASE, &owner)?;
            if let Some(Err(error)) = ownership.machine.map(|file| file.set_len(0)) {
                tracing::warn!(%error, "the outbox's lock file cannot be emptied");
            }
            Ok::<_, store::Error>(())
        })
        .await
    }
}

impl Run<'_> {
    /// How long may pass until this machine says again that it works on the book: well within the
    /// time for which that holds.
    pub(super) fn claims_every(&self) -> Option<Duration> {
        self.outbox.parts.machine.as_ref().map(|machine| machine.ttl / CLAIMS_WITHIN_TTL)
    }

    /// Says again that this machine works on the book, where that is due: a run may take longer
    /// than it holds. A block where another machine does by now.
    pub(super) async fn stay(&mut self) -> Result<Option<Block>, Error> {
        let (Some(machine), Some(every)) = (&self.outbox.parts.machine, self.claims_every()) else {
            return Ok(None);
        };
        let (now, machine) = (self.now(), machine.clone());
        let holds = |at: DateTime<Utc>| (now - at).to_std().is_ok_and(|age| age < every);
        if self.claimed_at.is_some_and(holds) {
            return Ok(None);
        }
        let claimed = on_book(self.outbox.book(), move |book| {
            book.claim_for_machine(&machine.name, now, machine.ttl)
        });
        match claimed.await {
            Ok(()) => {
                self.claimed_at = Some(now);
                Ok(None)
            }
            Err(Error::Book(store::Error::OtherMachine { machine })) => {
                Ok(Some(Block::OtherMachine { machine }))
            }
            Err(error) => Err(error),
        }
    }
}

/// The lock on the file beside the book.
enum FileLock {
    Ours(File),
    Others,
    /// The folder's file system knows no locks: the lease alone decides.
    CannotLock,
}

fn lock_machine(book: &Book) -> FileLock {
    let path = book.path().with_file_name(LOCK_FILE);
    let opened = OpenOptions::new().read(true).append(true).create(true).open(path);
    let Ok(file) = opened else { return FileLock::CannotLock };
    match file.try_lock() {
        Ok(()) => FileLock::Ours(file),
        Err(TryLockError::WouldBlock) => FileLock::Others,
        Err(TryLockError::Error(_)) => FileLock::CannotLock,
    }
}

/// Adds the new owner to the file and gives those before, who are dead: they let go of the file.
/// What cannot be read or written only costs the wait for the lease to run out.
fn succeed(file: &mut File, owner: &str) -> Vec<String> {
    let mut before = String::new();
    let read = std::io::Read::by_ref(file).take(OWNERS_BYTES_MAX).read_to_string(&mut before);
    if let Err(error) = read.and_then(|_| writeln!(file, "{owner}")) {
        tracing::warn!(%error, "the outbox's lock file cannot be used");
    }
    before.lines().filter(|dead| *dead != owner).map(str::to_owned).collect()
}
