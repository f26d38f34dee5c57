//! Reading a file into the book: row by row, all of it or nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use imports::{Answer, Options, Report, Row, recognise};
use ipc::{Code, Fault, Reject};
use ledger::Transaction;
use sha2::{Digest, Sha256};
use store::{Location, NewTransaction, Pushed, Recorded, Recorder};

use super::{Corrections, Previewed, file_name, small};
use crate::fault::{fault, internal, of_book, sentence};
use crate::open_book::OpenBook;
use crate::people::Who;
use crate::views::transactions;

/// How many transactions a preview shows.
const SAMPLE: usize = 50;
/// How many rejected rows are kept in full.
const REJECTS: usize = 5_000;
/// How much of a rejected row's text is shown.
const REJECT_TEXT: usize = 200;
/// How much of a file is read at once for its digest.
const DIGEST_BLOCK: usize = 64 * 1024;

/// Where a recording is kept.
pub(super) struct Keep<'a> {
    pub(super) open: &'a OpenBook,
    pub(super) previewed: &'a Previewed,
    pub(super) who: &'a Who,
}

/// Records all of a file and makes it durable, or nothing when the person cancelled.
pub(super) fn record_and_keep(
    keep: &Keep<'_>,
    options: &Options,
    mut recorder: Recorder<'_>,
    gathered: &mut Gathered,
    go_on: &mut dyn FnMut(&Recorded) -> bool,
) -> Result<(Report, Recorded, bool), Fault> {
    let path = &keep.previewed.path;
    let report = read_into(path, options, &mut recorder, gathered, go_on)?;
    if report.stopped {
        drop(recorder);
        return Ok((report, Recorded::default(), true));
    }
    let profile = profile(keep.previewed)?;
    recorder.note_rejected(report.rejects);
    keep.open.claim_with(&recorder)?;
    gathered.corrections.note(keep.open, &recorder, keep.who, &file_name(path))?;
    let recorded = recorder.commit().map_err(of_book)?;
    // It is recorded, whatever fails from here on.
    if let Err(error) = keep.open.book.save_import_profile(&profile) {
        tracing::warn!(%error, "how the file was read will have to be said again");
    }
    Ok((report, recorded, false))
}

/// How a file was read, for the next of its kind.
fn profile(previewed: &Previewed) -> Result<store::ImportProfile, Fault> {
    Ok(store::ImportProfile {
        fingerprint: previewed.fingerprint.clone(),
        name: previewed.format.key().to_owned(),
        options: serde_json::to_string(&previewed.choices).map_err(|error| internal(&error))?,
    })
}

/// Records a file and takes it back again.
pub(super) fn record(
    path: &Path,
    options: &Options,
    mut recorder: Recorder<'_>,
    gathered: &mut Gathered,
    go_on: &mut dyn FnMut(&Recorded) -> bool,
) -> Result<(Report, Recorded), Fault> {
    let report = read_into(path, options, &mut recorder, gathered, go_on)?;
    let recorded = *recorder.so_far();
    Ok((report, recorded))
}

/// Reads a file into a recorder, row by row.
pub(super) fn read_into(
    path: &Path,
    options: &Options,
    recorder: &mut Recorder<'_>,
    gathered: &mut Gathered,
    go_on: &mut dyn FnMut(&Recorded) -> bool,
) -> Result<Report, Fault> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut failed = None;
    let report = imports::read(BufReader::new(file), options, &mut |row| match row {
        Row::Progress { .. } => Answer::GoOn,
        Row::Reject { line, reason, raw } => {
            gathered.reject(line, sentence(&reason), &raw);
            Answer::GoOn
        }
        Row::Transaction { line: _, transaction, raw, warnings: _ } => {
            let new = NewTransaction { transaction: *transaction, raw: Some(raw) };
            match gathered.corrections.push(recorder, &new) {
                Ok(Pushed::Recorded(_)) => gathered.sample(&new.transaction),
                Ok(Pushed::Refused(reason)) => {
                    return Answer::Refused { reason, raw: new.raw.unwrap_or_default() };
                }
                Err(error) => {
                    failed = Some(error);
                    return Answer::Stop;
                }
            }
            match go_on(recorder.so_far()) {
                true => Answer::GoOn,
                false => Answer::Stop,
            }
        }
    });
    if let Some(error) = failed {
        return Err(of_book(error));
    }
    report.map_err(|error| of_import(&error))
}

/// What is shown of a reading.
pub(super) struct Gathered {
    pub(super) locations: Vec<Location>,
    pub(super) sample: Vec<ipc::TransactionSummary>,
    pub(super) rejects: Vec<Reject>,
    pub(super) corrections: Corrections,
}

impl Gathered {
    pub(super) fn new(open: &OpenBook) -> Result<Self, Fault> {
        let locations = open.book.locations().map_err(of_book)?;
        let corrections = Corrections::default();
        Ok(Self { locations, sample: Vec::new(), rejects: Vec::new(), corrections })
    }

    pub(super) fn reject(&mut self, line: u64, reason: String, raw: &str) {
        if self.rejects.len() < REJECTS {
            let text = raw.chars().take(REJECT_TEXT).collect();
            self.rejects.push(Reject { line: small(line), reason, text });
        }
    }

    pub(super) fn sample(&mut self, transaction: &Transaction) {
        if self.sample.len() >= SAMPLE {
            return;
        }
        let location = self.locations.iter().find(|one| {
            ledger::normalise(&one.location.name) == ledger::normalise(&transaction.location)
        });
        if let Some(location) = location {
            self.sample.push(transactions::summary_of_new(transaction, location));
        }
    }
}

pub(super) fn recognise_file(path: &Path) -> Result<imports::Recognised, Fault> {
    let mut head = Vec::new();
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let read = file.by_ref().take(imports::HEAD_BYTES).read_to_end(&mut head);
    read.map_err(|error| unreadable(path, &error))?;
    recognise(&head).map_err(|error| of_import(&error))
}

/// The SHA-256 of a file, in hexadecimal.
pub(super) fn digest(path: &Path) -> Result<String, Fault> {
    refuse_unless_file(path)?;
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; DIGEST_BLOCK];
    loop {
        match file.read(&mut block).map_err(|error| unreadable(path, &error))? {
            0 => break,
            read => hasher.update(&block[..read]),
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A folder has no rows; a pipe or a device may never end, nor can it be read a second time. Asked
/// before it is opened: the opening of a pipe waits for who writes into it.
fn refuse_unless_file(path: &Path) -> Result<(), Fault> {
    let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    let message = match (meta.is_file(), meta.is_dir()) {
        (true, _) => return Ok(()),
        (_, true) => format!("{} is a folder. Choose a file.", path.display()),
        _ => format!("{} is a device or a pipe. Save it as a file first.", path.display()),
    };
    Err(fault(Code::FileUnreadable, message))
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    let message = format!("{} could not be read: {error}. Nothing was recorded.", path.display());
    fault(Code::FileUnreadable, message)
}

pub(super) fn of_import(error: &imports::ImportError) -> Fault {
    use imports::ImportError as E;
    let code = match error {
        E::UnknownFormat { .. } | E::NotYet { .. } | E::UnknownColumns { .. } => {
            Code::FileNotRecognised
        }
        E::Io(_)
        | E::Empty
        | E::NotText { .. }
        | E::NotJson
        | E::ContradictoryDates { .. }
        | E::ContradictoryAmounts { .. }
        | E::EndlessRow { .. }
        | E::HugeHeader { .. } => Code::FileUnreadable,
    };
    fault(code, sentence(error))
}
