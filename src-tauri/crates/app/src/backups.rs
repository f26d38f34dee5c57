//! Backups: today's by itself, the list of them, and putting one back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ipc::{
    Backup, Backups, Code, DismissFound, DocumentRef, Fault, FoundDocument, NoArguments,
    RestoreBackup, RestoredBook, RunId, SyncOutcome, Topic,
};
use store::{
    BackupFile, BackupKind, Book, DocumentId, FoundInXero, Recorder, RestoreCause, Restored,
};
use sync::{Until, retry};

use crate::convert::{day, instant, money, read_document};
use crate::fault::{fault, invalid, of_book, of_sync, with_hint};
use crate::headless::{Sent, sent};
use crate::open_book::OpenBook;
use crate::people::Allowed;
use crate::views::{document_words, documents};
use crate::{App, machine, troubles};

/// How often it is tried to put a backup back while what used the book ends, and how long between.
const TRIES_MAX: u32 = 40;
const PAUSE: Duration = Duration::from_millis(250);

impl OpenBook {
    /// Makes today's backup unless there is one. One that cannot be made is told, and holds nobody
    /// up. The practice company needs none.
    pub(crate) fn back_up_daily(&self) {
        if self.is_practice() {
            return;
        }
        let made = self.book.back_up_daily(self.now().date_naive());
        let is_made = matches!(made, Ok(Some(_)));
        let fault = match made {
            // What was told of today's copy goes on being so.
            Ok(None) if self.book.damaged_since_backup().is_ok_and(|one| one.is_some()) => return,
            Ok(_) => None,
            Err(error) => Some(of_book(error)),
        };
        if let Some(fault) = &fault {
            tracing::warn!(%fault, "today's backup was not made");
        }
        // A backup also ends what another process told of the one before.
        if self.note_backup(fault) || is_made {
            // What needs attention is another, whether there is more of it or less.
            self.changed(Topic::Documents);
        }
    }

    /// Says that this machine works on the book, and notes where another one does by now.
    pub(crate) fn claim(&self) -> Result<(), Fault> {
        let claimed = self.book.claim_for_machine(&self.machine, self.now(), machine::TTL);
        let is_lost = matches!(claimed, Err(store::Error::OtherMachine { .. }));
        let claimed = claimed.map_err(of_book);
        if self.note_lost(claimed.as_ref().err().filter(|_| is_lost).cloned()) {
            self.changed(Topic::Documents);
        }
        claimed
    }

    /// Says the same with what a recorder commits, which may have taken long.
    pub(crate) fn claim_with(&self, recorder: &Recorder<'_>) -> Result<(), Fault> {
        recorder.claim_for_machine(&self.machine, self.now(), machine::TTL).map_err(of_book)
    }
}

#[expect(unreachable_pub, reason = "public as the guarded methods of the same names on App")]
impl Allowed<'_> {
    pub async fn backups(&self, _request: NoArguments) -> Result<Backups, Fault> {
        match self.open().await {
            Ok(open) => open.away(|open| shown(open, open.folder())).await,
            // It is when the book cannot be opened that its backups are wanted.
            Err(fault) => Ok(without_a_book(&self.config.book_dir(), &fault)),
        }
    }

    pub async fn restore_backup(&self, request: RestoreBackup) -> Result<Backups, Fault> {
        let restored = self.put_back(Path::new(request.file.trim())).await?;
        let shown = self.backups(NoArguments {}).await;
        let shown = shown.unwrap_or_else(|fault| without_a_book(&self.config.book_dir(), &fault));
        // It is done, whatever can be opened and read after it.
        Ok(Backups { restored: shown.restored.or_else(|| Some(told_of(restored))), ..shown })
    }

    pub async fn take_over_found(&self, request: DocumentRef) -> Result<SyncOutcome, Fault> {
        let id = read_document(&request.document)?;
        let open = self.open().await?;
        open.ensure_simulator().await?;
        let outbox = open.outbox().ok_or_else(crate::fault::not_connected)?;
        let taken = outbox.take_over(id).await.map_err(|error| open.of_sync(error))?;
        self.announce().await;
        self.send_for(vec![taken], &RunId::from("take-over"), Until::Blocked).await
    }

    pub async fn dismiss_found(&self, request: DismissFound) -> Result<SyncOutcome, Fault> {
        let id = read_document(&request.document)?;
        let (why, who) = (request.why.trim().to_owned(), self.who.name.clone());
        if why.is_empty() {
            return Err(invalid("why", "Say why it is another one; the reason is kept."));
        }
        self.on_book(move |open| {
            let pairs = open.book.doubtful_documents().map_err(of_book)?;
            let of_it: Vec<_> = pairs.into_iter().filter(|(one, _)| *one == id).collect();
            let is_named = |found: &FoundInXero| {
                request.reference.as_ref().is_none_or(|named| *named == found.reference)
            };
            let named: Vec<_> = of_it.into_iter().filter(|(_, found)| is_named(found)).collect();
            let found = match named.as_slice() {
                [(_, found)] => found,
                [] => {
                    let message = "Nothing in Xero may be this document. Nothing was changed.";
                    return Err(fault(Code::NotFound, message));
                }
                several => return Err(which_of(several)),
            };
            let now = open.now();
            open.book.dismiss_found(id, &found.xero_id, &who, &why, now).map_err(of_book)?;
            // Where another one may still be it, the run holds it again and names that one.
            retry(&open.book, id, now).map_err(of_sync).map(drop)
        })
        .await?;
        self.send_for(vec![id], &RunId::from("dismiss"), Until::Blocked).await
    }
}

/// What the command line asks, by a document's number or code.
impl App {
    /// Takes over what Xero has in the place of a document.
    ///
    /// # Errors
    /// When there is no such document, or nothing in Xero may be it.
    pub async fn take_over_named(&self, words: &str) -> Result<Sent, Fault> {
        let document = self.document_named(words).await?;
        Ok(sent(self.take_over_found(DocumentRef { document }).await?))
    }

    /// Says that what Xero has is another thing than a document.
    ///
    /// # Errors
    /// The same, or when no reason is given.
    pub async fn dismiss_named(
        &self,
        words: &str,
        reference: Option<String>,
        why: String,
    ) -> Result<Sent, Fault> {
        let document = self.document_named(words).await?;
        Ok(sent(self.dismiss_found(DismissFound { document, reference, why }).await?))
    }

    /// Whether a file is called what a copy is called that was made of a damaged book.
    #[must_use]
    pub fn is_damaged_copy(file: &Path) -> bool {
        Book::is_damaged_copy(file)
    }
}

impl App {
    /// Puts a backup in the place of the open book and opens it. Whatever goes wrong, the book that
    /// is there then is opened again; why it cannot be is what every command says then.
    async fn put_back(&self, file: &Path) -> Result<Restored, Fault> {
        let _alone = self.switching().await;
        let folder = match self.open().await {
            Ok(open) if open.is_practice() => {
                let refused = fault(
                    Code::InvalidInput,
                    "The practice company has no backups. Nothing was changed.",
                );
                return Err(with_hint(refused, "Go back to your own book first."));
            }
            Ok(open) => open.folder().to_owned(),
            // One that cannot be opened is what a backup is for.
            Err(_) => self.config.book_dir(),
        };
        let file = found(&folder, file)?;
        // The book as it is now is kept aside, with the deed that did it.
        self.close_book().await;
        let restored = self.restore_when_free(&folder, file).await;
        self.open_again(&folder).await;
        restored
    }

    /// What ran beside the book ends in its own time: it is waited for.
    async fn restore_when_free(&self, folder: &Path, file: PathBuf) -> Result<Restored, Fault> {
        let file = Arc::new(file);
        let name = machine::name(&self.config.keys(), &self.world);
        let home = machine::home(&self.config, &name);
        for attempt in 1..=TRIES_MAX {
            let (folder, file, now) = (folder.to_owned(), Arc::clone(&file), self.world.now());
            let home = home.clone();
            let tried = tokio::task::spawn_blocking(move || {
                Book::restore(&folder, &file, Some(&home), now)
            });
            match tried.await.map_err(|error| crate::fault::internal(&error))? {
                Err(store::Error::InUse) if attempt < TRIES_MAX => {
                    self.world.clock.sleep(PAUSE).await;
                }
                tried => return tried.map_err(of_book),
            }
        }
        Err(of_book(store::Error::InUse))
    }
}

/// The file as it was named: one of the list may be named by its name alone.
fn found(folder: &Path, file: &Path) -> Result<PathBuf, Fault> {
    if file.as_os_str().is_empty() {
        return Err(invalid("file", "Name the backup to put back."));
    }
    if file.is_file() {
        return Ok(file.to_owned());
    }
    let listed = Book::backups(folder).map_err(of_book)?;
    let called = listed.into_iter().find(|one| one.path.file_name() == Some(file.as_os_str()));
    called.map(|one| one.path).ok_or_else(|| {
        let message = format!("There is no backup {}. Nothing was changed.", file.display());
        with_hint(fault(Code::NotFound, message), "The list of backups names them.")
    })
}

/// The backups of a book that cannot be opened or read, and why it cannot.
fn without_a_book(folder: &Path, fault: &Fault) -> Backups {
    let (backups, unlisted) = listed(folder);
    let problems = std::iter::once(fault.message.clone()).chain(unlisted);
    Backups {
        backups,
        folder: folder.join("backups").display().to_string(),
        problem: Some(problems.collect::<Vec<_>>().join(" ")),
        restored: None,
        found: Vec::new(),
    }
}

/// The backups in a book's folder, or why they cannot be listed.
fn listed(folder: &Path) -> (Vec<Backup>, Option<String>) {
    match Book::backups(folder).map_err(of_book) {
        Ok(backups) => (backups.iter().map(backup).collect(), None),
        Err(fault) => (Vec::new(), Some(troubles::unlisted_sentence(&fault))),
    }
}

fn shown(open: &OpenBook, folder: &Path) -> Result<Backups, Fault> {
    let book = &open.book;
    let (backups, unlisted) = listed(folder);
    let currency = documents::currency(book)?;
    let doubtful = book.doubtful_documents().map_err(of_book)?;
    let found = book.found_in_xero().map_err(of_book)?.into_iter().map(|one| FoundDocument {
        may_be: doubtful
            .iter()
            .filter(|(_, other)| other.xero_id == one.xero_id)
            .map(|(id, _)| id.0.to_string().into())
            .collect(),
        kind: document_words::kind(one.kind),
        day: day(one.date),
        total: money(one.total, currency),
        reference: one.reference,
    });
    Ok(Backups {
        found: found.collect(),
        backups,
        folder: folder.join("backups").display().to_string(),
        problem: unlisted.or_else(|| troubles::backup(open).map(|trouble| trouble.sentence)),
        restored: book.restored().map_err(of_book)?.map(told_of),
    })
}

fn backup(file: &BackupFile) -> Backup {
    let kind = match file.kind {
        BackupKind::Daily => "daily".to_owned(),
        BackupKind::Damaged => "no backup: a copy of the damaged book".to_owned(),
        BackupKind::BeforeUpgrade(step) => format!("before the upgrade to format {step}"),
    };
    Backup {
        file: file.path.display().to_string(),
        day: day(file.date),
        kind,
        damaged: file.kind == BackupKind::Damaged,
    }
}

fn told_of(restored: Restored) -> RestoredBook {
    let happened = match restored.cause {
        RestoreCause::Backup => "A backup was put in the place of the book.",
        RestoreCause::WentBack => {
            "The book may be older than it was: an earlier copy of it was put there, its end was \
             lost, or another machine had it open since."
        }
    };
    let sentence = format!(
        "{happened} What was recorded after it is not in it; the next sync asks Xero first what \
         was sent since, and nothing goes twice. Record or import the days since again."
    );
    let (at, known_until) = (instant(restored.restored_at), restored.known_until.map(instant));
    RestoredBook { at, known_until, sentence }
}

/// Several things in Xero may be a document: each is said to be another one by itself.
fn which_of(several: &[(DocumentId, FoundInXero)]) -> Fault {
    let names: Vec<_> = several.iter().map(|(_, found)| found.reference.as_str()).collect();
    let message = format!(
        "Several things in Xero may be this document: {}. Nothing was changed.",
        names.join(", ")
    );
    with_hint(fault(Code::InvalidInput, message), "Say which one is another.")
}
