//! Files in: previewed without recording anything, then recorded exactly as previewed.

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ipc::{
    Code, Fault, ImportNeed, ImportOptions, ImportOutcome, ImportPreview, ImportPreviewRequest,
    ImportProfile, ImportRun, Notice, PreviewId, Reject, RunId, Step, TaxColumn, TaxShare,
    TotalCheck,
};
use imports::{LocationRule, Need, Options, Report, Row, TaxRule, recognise};
use ledger::{Currency, Transaction, post};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Location, NewImport, NewTransaction, Recorded, Recorder};
use tokio_util::sync::CancellationToken;

use crate::App;
use crate::convert::{self, day, money};
use crate::fault::{fault, internal, invalid, of_book, sentence, with_hint};
use crate::open_book::OpenBook;
use crate::runs::Reporter;
use crate::views::{chart, transactions};
use crate::locations;

/// How many transactions a preview shows.
const SAMPLE: usize = 50;
/// How many rejected rows are kept in full.
const REJECTS: usize = 5_000;
/// How much of a rejected row's text is shown.
const REJECT_TEXT: usize = 200;
/// How many previews are remembered; the oldest go first.
const PREVIEWS: usize = 16;
/// How much of a file is read at once for its digest.
const DIGEST_BLOCK: usize = 64 * 1024;
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

/// What is remembered of a profile: the choices a file does not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Choices {
    revenue: Option<String>,
    /// One code, or `GST=5,PST=7`.
    tax: Option<String>,
    #[serde(skip)]
    location: Option<i64>,
}

impl Previews {
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
        let (preview, previewed) =
            self.on_book(move |open| preview(open, &request, given)).await?;
        self.previews.keep(&id, previewed);
        Ok(preview)
    }

    /// Records what was previewed.
    pub(crate) async fn import(&self, request: ImportRun) -> Result<ImportOutcome, Fault> {
        let previewed = self.previews.get(&request.preview)?;
        let running = self.runs.begin(&request.run);
        let token = running.token.clone();
        let report = Reporter::new(Arc::clone(&self.host));
        let outcome = self
            .on_book(move |open| run(open, &previewed, &request.run, &report, &token))
            .await;
        drop(running);
        self.announce().await;
        outcome
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
    let warnings = warnings(&report);
    let preview = ImportPreview {
        id,
        file_name: file_name(&path),
        profile: ImportProfile {
            name: format.key().to_owned(),
            label: format.title().to_owned(),
        },
        options: shown_choices(&choices)?,
        needs: report.needs.iter().map(need).collect(),
        rows: small(report.rows),
        to_record: small(recorded.recorded),
        already_known: small(recorded.already_known + recorded.superseded),
        reversals: small(recorded.corrected),
        from: report.range.map(|(from, _)| day(from)),
        to: report.range.map(|(_, to)| day(to)),
        sample: gathered.sample,
        rejects: gathered.rejects,
        rejected: small(report.rejects),
        totals: totals(&report, options.currency),
        warnings,
    };
    Ok((preview, previewed))
}

fn run(
    open: &OpenBook,
    previewed: &Previewed,
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
    let options = read_options(open, &previewed.choices, Some(previewed.format.key()))?;
    let import = NewImport {
        file_name: file_name(&previewed.path),
        sha256: previewed.sha256.clone(),
        format: previewed.format.key().to_owned(),
        who: "desk".to_owned(),
    };
    let mut gathered = Gathered::new(open)?;
    let recorder = open.book.recorder(Some(&import), open.now()).map_err(of_book)?;
    let mut told = |so_far: &Recorded| {
        let done = so_far.recorded + so_far.already_known + so_far.corrected;
        if done % TOLD_EVERY == 0 {
            report.step(run, Step::Recording, small(done), None);
        }
        !token.is_cancelled()
    };
    let keep = Keep { open, previewed };
    let (found, recorded, cancelled) =
        record_and_keep(&keep, &options, recorder, &mut gathered, &mut told)?;
    report.step(run, Step::Finished, small(recorded.recorded), None);
    Ok(outcome(&found, &recorded, gathered, cancelled))
}

/// Where a recording is kept.
struct Keep<'a> {
    open: &'a OpenBook,
    previewed: &'a Previewed,
}

/// Records all of a file and makes it durable, or nothing when the person cancelled.
fn record_and_keep(
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
    recorder.note_rejected(report.rejects);
    let recorded = recorder.commit().map_err(of_book)?;
    let profile = store::ImportProfile {
        fingerprint: keep.previewed.fingerprint.clone(),
        name: keep.previewed.format.key().to_owned(),
        options: serde_json::to_string(&keep.previewed.choices)
            .map_err(|error| internal(&error))?,
    };
    keep.open.book.save_import_profile(&profile).map_err(of_book)?;
    Ok((report, recorded, false))
}

/// Records a file and takes it back again.
fn record(
    path: &Path,
    options: &Options,
    mut recorder: Recorder<'_>,
    gathered: &mut Gathered,
    go_on: &mut dyn FnMut(&Recorded) -> bool,
) -> Result<(Report, Recorded), Fault> {
    let report = read_into(path, options, &mut recorder, gathered, go_on)?;
    let recorded = recorder.so_far().clone();
    Ok((report, recorded))
}

/// Reads a file into a recorder, row by row.
fn read_into(
    path: &Path,
    options: &Options,
    recorder: &mut Recorder<'_>,
    gathered: &mut Gathered,
    go_on: &mut dyn FnMut(&Recorded) -> bool,
) -> Result<Report, Fault> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut failed = None;
    let mut unposted = 0;
    let report = imports::read(BufReader::new(file), options, &mut |row| match row {
        Row::Progress { .. } => ControlFlow::Continue(()),
        Row::Reject { line, reason, raw } => {
            gathered.reject(line, reason.to_string(), &raw);
            ControlFlow::Continue(())
        }
        Row::Transaction { line, transaction, raw, warnings: _ } => {
            let parts = match post(&transaction) {
                Ok(parts) => parts,
                Err(rejection) => {
                    unposted += 1;
                    gathered.reject(line, sentence(&rejection), &raw);
                    return ControlFlow::Continue(());
                }
            };
            gathered.sample(&transaction);
            let new = NewTransaction { transaction: *transaction, parts, raw: Some(raw) };
            if let Err(error) = recorder.push(&new) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            match go_on(recorder.so_far()) {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        }
    });
    if let Some(error) = failed {
        return Err(of_book(error));
    }
    let mut report = report.map_err(|error| of_import(&error))?;
    report.rejects += unposted;
    report.transactions -= unposted;
    Ok(report)
}

/// What is shown of a reading.
struct Gathered {
    locations: Vec<Location>,
    sample: Vec<ipc::TransactionSummary>,
    rejects: Vec<Reject>,
}

impl Gathered {
    fn new(open: &OpenBook) -> Result<Self, Fault> {
        let locations = open.book.locations().map_err(of_book)?;
        Ok(Self { locations, sample: Vec::new(), rejects: Vec::new() })
    }

    fn reject(&mut self, line: u64, reason: String, raw: &str) {
        if self.rejects.len() < REJECTS {
            let text = raw.chars().take(REJECT_TEXT).collect();
            self.rejects.push(Reject { line: small(line), reason, text });
        }
    }

    fn sample(&mut self, transaction: &Transaction) {
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

fn outcome(
    report: &Report,
    recorded: &Recorded,
    gathered: Gathered,
    cancelled: bool,
) -> ImportOutcome {
    let message = if cancelled {
        "Cancelled. Nothing of this file was recorded.".to_owned()
    } else {
        said(recorded, report.rejects)
    };
    ImportOutcome {
        recorded: small(recorded.recorded),
        already_known: small(recorded.already_known + recorded.superseded),
        reversals: small(recorded.corrected),
        rejects: gathered.rejects,
        rejected: small(report.rejects),
        cancelled,
        message,
        from: report.range.map(|(from, _)| day(from)),
        to: report.range.map(|(_, to)| day(to)),
    }
}

/// The outcome of recording without a file; `days` are the first and the last concerned.
pub(crate) fn outcome_of_recording(
    recorded: &Recorded,
    rejects: Vec<Reject>,
    days: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
) -> ImportOutcome {
    let rejected = u64::try_from(rejects.len()).unwrap_or(u64::MAX);
    ImportOutcome {
        recorded: small(recorded.recorded),
        already_known: small(recorded.already_known + recorded.superseded),
        reversals: small(recorded.corrected),
        rejects,
        rejected: small(rejected),
        cancelled: false,
        message: said(recorded, rejected),
        from: days.map(|(from, _)| day(from)),
        to: days.map(|(_, to)| day(to)),
    }
}

fn said(recorded: &Recorded, rejected: u64) -> String {
    let mut said = format!("{} recorded", counted(recorded.recorded, "transaction"));
    if recorded.already_known + recorded.superseded > 0 {
        said += &format!(", {} already known", recorded.already_known + recorded.superseded);
    }
    if recorded.corrected > 0 {
        said += &format!(", {} corrected", recorded.corrected);
    }
    if rejected > 0 {
        said += &format!("; {} could not be read", counted(rejected, "row"));
    }
    said + "."
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The importer's options: where rows belong, in which currency, and the choices made.
pub(crate) fn read_options(
    open: &OpenBook,
    choices: &Choices,
    profile: Option<&str>,
) -> Result<Options, Fault> {
    let snapshot = chart::snapshot(&open.book)?;
    let organisation = &snapshot.chart.organisation;
    let place = |location: &Location| imports::Location {
        name: location.location.name.clone(),
        zone: locations::zone(location),
        day_end: location.location.day_end,
    };
    let all = locations::ordered(&open.book)?;
    let location = match choices.location {
        Some(id) => {
            let chosen = all.iter().find(|one| one.id.0 == id);
            let chosen = chosen.ok_or_else(|| invalid("location", "That location is gone."))?;
            LocationRule::Fixed(place(chosen))
        }
        // A business with one place need not care what the till calls it.
        None => LocationRule::FromFile {
            fallback: match all.as_slice() {
                [only] => Some(place(only)),
                _ => None,
            },
            known: all.iter().map(place).collect(),
        },
    };
    let format = profile.map(str::parse).transpose().map_err(
        |error: imports::UnknownFormatName| invalid("profile", sentence(&error)),
    )?;
    Ok(Options {
        format,
        location,
        currency: organisation.base_currency,
        revenue: choices.revenue.clone(),
        tax: choices.tax.as_deref().map_or(Ok(TaxRule::None), read_tax)?,
        date_order: None,
        country: Some(organisation.country.clone()),
    })
}

/// Reads `GST` or `GST=5,PST=7`.
fn read_tax(text: &str) -> Result<TaxRule, Fault> {
    if !text.contains('=') {
        return Ok(TaxRule::Whole(text.trim().to_owned()));
    }
    let shares = text.split(',').map(|share| {
        let (code, rate) = share.split_once('=')?;
        let rate = rate.trim().parse::<rust_decimal::Decimal>().ok()?;
        let usable = !code.trim().is_empty() && rate.is_sign_positive() && !rate.is_zero();
        usable.then(|| (code.trim().to_owned(), rate))
    });
    shares.collect::<Option<Vec<_>>>().map(TaxRule::Split).ok_or_else(|| {
        invalid("tax", format!("\"{text}\" is neither one tax nor shares like GST=5,PST=7."))
    })
}

fn read_choices(options: &ImportOptions) -> Result<Choices, Fault> {
    let tax = options.tax.as_ref().map(|tax| match tax {
        TaxColumn::One { tax } => tax.0.clone(),
        TaxColumn::Split { shares } => shares
            .iter()
            .map(|share| format!("{}={}", share.tax, share.rate))
            .collect::<Vec<_>>()
            .join(","),
    });
    if let Some(tax) = &tax {
        read_tax(tax)?;
    }
    let location = options.location.as_ref().map(convert::read_location).transpose()?;
    Ok(Choices {
        revenue: options.revenue.as_ref().map(|code| code.0.trim().to_owned()),
        tax,
        location: location.map(|id| id.0),
    })
}

fn shown_choices(choices: &Choices) -> Result<ImportOptions, Fault> {
    let tax = match choices.tax.as_deref().map(read_tax).transpose()? {
        None | Some(TaxRule::None) => None,
        Some(TaxRule::Whole(code)) => Some(TaxColumn::One { tax: code.into() }),
        Some(TaxRule::Split(shares)) => Some(TaxColumn::Split {
            shares: shares
                .into_iter()
                .map(|(code, rate)| TaxShare { tax: code.into(), rate: rate.to_string() })
                .collect(),
        }),
    };
    Ok(ImportOptions {
        profile: None,
        revenue: choices.revenue.clone().map(Into::into),
        tax,
        location: choices.location.map(|id| id.to_string().into()),
    })
}

const fn need(need: &Need) -> ImportNeed {
    match need {
        Need::Revenue { .. } => ImportNeed::Revenue,
        Need::Tax { .. } => ImportNeed::Tax,
        Need::Location { .. } => ImportNeed::Location,
    }
}

fn totals(report: &Report, currency: Currency) -> Vec<TotalCheck> {
    let check = |total: &imports::ColumnTotal| TotalCheck {
        label: total.column.clone(),
        in_file: money(total.stated.unwrap_or(total.taken + total.left), currency),
        read: money(total.taken, currency),
        agrees: total.agrees() && total.left.is_zero(),
    };
    report.totals.iter().map(check).collect()
}

fn warnings(report: &Report) -> Vec<Notice> {
    let notice = |code: &str, message: String| Notice {
        code: code.to_owned(),
        message,
        hint: None,
        actions: Vec::new(),
    };
    let met = report
        .warnings
        .iter()
        .map(|(warning, rows)| notice("row", format!("{warning} ({})", counted(*rows, "row"))));
    let ignored = report.ignored.iter().map(|(why, rows)| {
        notice("ignored", format!("{} not recorded: {why}.", counted(*rows, "row")))
    });
    let dates = report.dates.iter().map(|reading| notice("dates", reading.to_string()));
    met.chain(ignored).chain(dates).collect()
}

fn recognise_file(path: &Path) -> Result<imports::Recognised, Fault> {
    let mut head = Vec::new();
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let read = file.by_ref().take(imports::HEAD_BYTES).read_to_end(&mut head);
    read.map_err(|error| unreadable(path, &error))?;
    recognise(&head).map_err(|error| of_import(&error))
}

/// The SHA-256 of a file, in hexadecimal.
fn digest(path: &Path) -> Result<String, Fault> {
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        let message = format!("{} is a folder. Choose a file.", path.display());
        return Err(fault(Code::FileUnreadable, message));
    }
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

fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    let message = format!("{} could not be read: {error}. Nothing was recorded.", path.display());
    fault(Code::FileUnreadable, message)
}

fn of_import(error: &imports::ImportError) -> Fault {
    let code = match error {
        imports::ImportError::UnknownFormat { .. } | imports::ImportError::NotYet { .. } => {
            Code::FileNotRecognised
        }
        _ => Code::FileUnreadable,
    };
    fault(code, sentence(error))
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
