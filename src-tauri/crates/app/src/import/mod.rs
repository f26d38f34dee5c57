//! Files in: previewed without recording anything, then recorded exactly as previewed.

mod choices;
mod corrections;
mod reading;
mod shown;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ipc::{
    Code, Fault, ImportOutcome, ImportPreview, ImportPreviewRequest, ImportProfile, ImportRun,
    PreviewId, RunId, Step,
};
use store::{NewImport, Recorded};
use tokio_util::sync::CancellationToken;

use self::choices::{read_choices, shown_choices};
use self::reading::{Gathered, Keep, digest, recognise_file, record, record_and_keep};
use self::shown::{known, need, outcome, totals, warnings};
use crate::App;
use crate::convert::day;
use crate::fault::{fault, of_book, with_hint};
use crate::locations;
use crate::open_book::OpenBook;
use crate::people::Who;
use crate::runs::Reporter;

pub(crate) use self::choices::{Choices, read_options};
pub(crate) use self::corrections::Corrections;
pub(crate) use self::shown::outcome_of_recording;

/// How many previews are remembered; the oldest go first.
const PREVIEWS: usize = 16;
/// How often progress is told, in transactions.
const TOLD_EVERY: u64 = 500;

/// The files previewed and not imported yet.
#[derive(Debug, Default)]
pub(crate) struct Previews {
    known: Mutex<Vec<(PreviewId, Previewed)>>,
}

/// A previewed file.
#[derive(Debug, Clone)]
struct Previewed {
    path: PathBuf,
    sha256: String,
    fingerprint: String,
    format: imports::Format,
    choices: Choices,
}

impl Previews {
    /// Forgets all of them: another book is open now.
    pub(crate) fn forget(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn keep(&self, id: &PreviewId, previewed: Previewed) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= PREVIEWS {
            known.remove(0);
        }
        known.push((id.clone(), previewed));
    }

    fn get(&self, id: &PreviewId) -> Result<Previewed, Fault> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(one, _)| one == id).map(|(_, previewed)| previewed.clone());
        found.ok_or_else(|| {
            fault(Code::NotFound, "This preview is no longer there. Choose the file again.")
        })
    }
}

impl App {
    /// Reads a file without recording anything.
    pub(crate) async fn preview(
        &self,
        request: ImportPreviewRequest,
    ) -> Result<ImportPreview, Fault> {
        let id = PreviewId(world::short_code(&*self.world.entropy));
        let given = id.clone();
        let (preview, previewed) = self.on_book(move |open| preview(open, &request, given)).await?;
        self.previews.keep(&id, previewed);
        Ok(preview)
    }

    /// Records what was previewed.
    pub(crate) async fn import(
        &self,
        request: ImportRun,
        who: &Who,
    ) -> Result<ImportOutcome, Fault> {
        let previewed = self.previews.get(&request.preview)?;
        let running = self.runs.begin(&request.run);
        let token = running.token.clone();
        let report = Reporter::new(Arc::clone(&self.host));
        let who = who.clone();
        let outcome = self
            .on_book(move |open| run(open, &previewed, &who, &request.run, &report, &token))
            .await;
        drop(running);
        let outcome = outcome?;
        self.queue_what_was_recorded().await;
        self.announce().await;
        Ok(outcome)
    }
}

fn preview(
    open: &OpenBook,
    request: &ImportPreviewRequest,
    id: PreviewId,
) -> Result<(ImportPreview, Previewed), Fault> {
    let path = PathBuf::from(&request.path);
    let sha256 = digest(&path)?;
    let recognised = recognise_file(&path)?;
    let mut choices = read_choices(&request.options)?;
    if let Some(profile) = open.book.import_profile(&recognised.fingerprint).map_err(of_book)? {
        let remembered: Choices = serde_json::from_str(&profile.options).unwrap_or_default();
        choices.revenue = choices.revenue.or(remembered.revenue);
        choices.tax = choices.tax.or(remembered.tax);
    }
    let options = read_options(open, &choices, request.options.profile.as_deref())?;
    let mut gathered = Gathered::new(open)?;
    let recorder = open.book.recorder(None, open.now()).map_err(of_book)?;
    // Recording for a look and taking it back tells exactly what recording will say.
    let (report, recorded) = record(&path, &options, recorder, &mut gathered, &mut |_| true)?;
    let previewed = Previewed {
        path: path.clone(),
        sha256,
        fingerprint: recognised.fingerprint,
        format: report.recognised.format,
        choices: choices.clone(),
    };
    let format = report.recognised.format;
    let now = open.now();
    let today = gathered.locations.iter().map(|one| locations::today(one, now)).max();
    let warnings = warnings(&report, today.unwrap_or_else(|| now.date_naive()));
    let preview = ImportPreview {
        id,
        file_name: file_name(&path),
        profile: ImportProfile { name: format.key().to_owned(), label: format.title().to_owned() },
        options: shown_choices(&choices)?,
        needs: report.needs.iter().map(need).collect(),
        rows: small(report.rows),
        to_record: small(recorded.recorded),
        already_known: small(known(&recorded)),
        reversals: small(recorded.corrected),
        from: report.range.map(|(from, _)| day(from)),
        to: report.range.map(|(_, to)| day(to)),
        sample: gathered.sample,
        rejects: gathered.rejects,
        rejected: small(report.rejects),
        totals: totals(&report),
        warnings,
    };
    Ok((preview, previewed))
}

fn run(
    open: &OpenBook,
    previewed: &Previewed,
    who: &Who,
    run: &RunId,
    report: &Reporter,
    token: &CancellationToken,
) -> Result<ImportOutcome, Fault> {
    if digest(&previewed.path)? != previewed.sha256 {
        return Err(with_hint(
            fault(
                Code::AlreadyDone,
                "The file has changed since it was previewed. Nothing was recorded.",
            ),
            "Preview it again.",
        ));
    }
    open.claim()?;
    let options = read_options(open, &previewed.choices, Some(previewed.format.key()))?;
    let import = NewImport {
        file_name: file_name(&previewed.path),
        sha256: previewed.sha256.clone(),
        format: previewed.format.key().to_owned(),
        who: who.name.clone(),
    };
    let mut gathered = Gathered::new(open)?;
    let recorder = open.book.recorder(Some(&import), open.now()).map_err(of_book)?;
    let mut told = |so_far: &Recorded| {
        let done = so_far.recorded + so_far.already_known + so_far.corrected;
        if done.is_multiple_of(TOLD_EVERY) {
            report.step(run, Step::Recording, small(done), None);
        }
        !token.is_cancelled()
    };
    let keep = Keep { open, previewed, who };
    let (found, recorded, cancelled) =
        record_and_keep(&keep, &options, recorder, &mut gathered, &mut told)?;
    report.step(run, Step::Finished, small(recorded.recorded), None);
    Ok(outcome(&found, &recorded, gathered, cancelled))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
