//! The files of a bundle, as JSON that a person can read before they give it away.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use ipc::{Code, Fault};
use ledger::{AccountClass, Role};
use serde::Serialize;
use store::{
    AttemptTrace, Book, CallTrace, ChartShape, Diagnosis, DiagnosisAsked, DocumentTrace, Finding,
    LocationShape, MappedShape, RestoreTrace, Traces,
};
use sync::Cause;
use xero::VaultKind;

use super::{CALLS_MAX, DAYS, DOCUMENTS_MAX, Entry, told};
use crate::fault::{internal, of_book};
use crate::open_book::{self, OpenBook};

/// The number of the bundle's own form.
const FORM: u32 = 1;

#[derive(Serialize)]
struct About {
    form: u32,
    made_at: DateTime<Utc>,
    version: &'static str,
    /// Where whoever built it said so.
    commit: Option<&'static str>,
    system: &'static str,
    processor: &'static str,
    sqlite: &'static str,
    files: Files,
    /// Why the book could not be opened, where it could not.
    not_opened: Option<Code>,
    book: Option<OfBook>,
}

#[derive(Serialize)]
struct Files {
    book_bytes: Option<u64>,
    wal_bytes: Option<u64>,
    backups: Option<usize>,
    newest_backup: Option<NaiveDate>,
}

#[derive(Serialize)]
struct OfBook {
    format: Option<u32>,
    practice: bool,
    has_organisation: bool,
    tokens_in: &'static str,
    /// Whether today's backup, or the one before an upgrade, could not be made.
    backup_failed: bool,
    restores: Option<Vec<Restore>>,
    rows: BTreeMap<&'static str, Option<u64>>,
}

#[derive(Serialize)]
struct Restore {
    cause: &'static str,
    at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct Settings {
    book: Option<BTreeMap<String, String>>,
    country: Option<String>,
    currency: Option<String>,
    locations: Option<Vec<Location>>,
}

#[derive(Serialize)]
struct Location {
    number: i64,
    zone: String,
    day_end_minutes: u32,
    tax_way: &'static str,
    rules: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Chart {
    read_at: Option<DateTime<Utc>>,
    locked_until: Vec<NaiveDate>,
    accounts: Vec<Accounts>,
    tax_rates_active: u32,
    tax_rates_other: u32,
    tracking_categories: u32,
    tracking_options: u32,
    roles: Option<BTreeMap<&'static str, bool>>,
    mapped: Option<BTreeMap<String, u32>>,
}

#[derive(Serialize)]
struct Accounts {
    #[serde(rename = "type")]
    kind: &'static str,
    class: &'static str,
    tax_type: Option<String>,
    active: bool,
    system: bool,
    takes_payments: bool,
    count: u32,
}

#[derive(Serialize)]
struct Outbox {
    left_out: u64,
    documents: Vec<Document>,
}

#[derive(Serialize)]
struct Document {
    document: i64,
    kind: &'static str,
    lane: &'static str,
    operation: &'static str,
    state: &'static str,
    cause: Option<String>,
    location: i64,
    date: NaiveDate,
    currency: String,
    as_draft: bool,
    has_sheet: bool,
    about: Option<i64>,
    allocates_to: Option<i64>,
    reverses: Option<i64>,
    created_at: DateTime<Utc>,
    posted_at: Option<DateTime<Utc>>,
    not_before: Option<DateTime<Utc>>,
    attempts: Vec<Attempt>,
}

#[derive(Serialize)]
struct Attempt {
    number: u32,
    operation: &'static str,
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    outcome: Option<&'static str>,
}

#[derive(Serialize)]
struct Calls {
    left_out: u64,
    calls: Vec<Call>,
}

#[derive(Serialize)]
struct Call {
    at: DateTime<Utc>,
    operation: String,
    document: Option<i64>,
    attempt: Option<u32>,
    ok: bool,
    status: Option<u16>,
    duration_ms: u128,
}

#[derive(Serialize)]
struct Check {
    invariant: &'static str,
    broken: usize,
}

/// The files of an open book. What of it cannot be read is `null`.
pub(super) fn of(open: &OpenBook, now: DateTime<Utc>) -> Result<Vec<Entry>, Fault> {
    let (settings, rules) = (told::settings(), told::location_settings());
    let asked = DiagnosisAsked {
        since: now - DAYS,
        documents_max: DOCUMENTS_MAX,
        calls_max: CALLS_MAX,
        settings: &settings,
        location_settings: &rules,
    };
    let read = open.book.diagnosis(&asked).map_err(of_book)?;
    let checks = open
        .book
        .check()
        .inspect_err(|error| tracing::warn!(%error, "the checks are left out of the bundle"));
    let book = of_book_itself(open, &read);
    Ok(vec![
        entry("about.json", &about(open.folder(), now, None, Some(book)))?,
        entry("settings.json", &settings_of(&read))?,
        entry("chart.json", &chart_of(&read))?,
        entry("outbox.json", &read.documents.as_ref().map(outbox))?,
        entry("calls.json", &read.calls.as_ref().map(calls))?,
        entry("checks.json", &checks.ok().map(checked))?,
    ])
}

/// The one file of a book that cannot be opened.
pub(super) fn without_a_book(
    folder: &Path,
    why: Code,
    now: DateTime<Utc>,
) -> Result<Vec<Entry>, Fault> {
    Ok(vec![entry("about.json", &about(folder, now, Some(why), None))?])
}

fn entry(name: &'static str, content: &impl Serialize) -> Result<Entry, Fault> {
    let mut text = serde_json::to_vec_pretty(content).map_err(|error| internal(&error))?;
    text.push(b'\n');
    Ok(Entry { name, text })
}

fn about(
    folder: &Path,
    now: DateTime<Utc>,
    not_opened: Option<Code>,
    book: Option<OfBook>,
) -> About {
    let bytes = Book::file_bytes(folder);
    let backups = Book::backups(folder).ok();
    About {
        form: FORM,
        made_at: now,
        version: env!("CARGO_PKG_VERSION"),
        commit: option_env!("DAYBOOK_COMMIT"),
        system: std::env::consts::OS,
        processor: std::env::consts::ARCH,
        sqlite: Book::sqlite_version(),
        files: Files {
            book_bytes: bytes.book,
            wal_bytes: bytes.wal,
            backups: backups.as_ref().map(Vec::len),
            newest_backup: backups.and_then(|all| all.first().map(|backup| backup.date)),
        },
        not_opened,
        book,
    }
}

fn of_book_itself(open: &OpenBook, read: &Diagnosis) -> OfBook {
    let restore = |one: &RestoreTrace| Restore {
        cause: one.cause.key(),
        at: one.at,
        settled_at: one.settled_at,
    };
    OfBook {
        format: read.format,
        practice: open.is_practice(),
        has_organisation: open_book::organisation(&open.book).ok().flatten().is_some(),
        tokens_in: match open.vault {
            VaultKind::Keychain => "keychain",
            VaultKind::KeyFile => "file",
            VaultKind::Memory => "memory",
        },
        backup_failed: open.backup_problem().is_some() || !open.book.warnings().is_empty(),
        restores: read.restores.as_ref().map(|all| all.iter().map(restore).collect()),
        rows: read.rows.iter().copied().collect(),
    }
}

fn settings_of(read: &Diagnosis) -> Settings {
    Settings {
        book: read.settings.as_deref().map(values),
        country: read.chart.as_ref().map(|chart| told::code(&chart.country)),
        currency: read.chart.as_ref().map(|chart| chart.base_currency.code().to_owned()),
        locations: read.locations.as_ref().map(|all| all.iter().map(location).collect()),
    }
}

fn values(settings: &[(String, String)]) -> BTreeMap<String, String> {
    settings.iter().map(|(key, value)| (key.clone(), told::value(key, value))).collect()
}

fn location(location: &LocationShape) -> Location {
    Location {
        number: location.id.0,
        zone: told::zone(&location.zone),
        day_end_minutes: location.day_end_minutes,
        tax_way: location.tax_way.key(),
        rules: values(&location.settings),
    }
}

fn chart_of(read: &Diagnosis) -> Chart {
    let chart = read.chart.as_ref();
    Chart {
        read_at: chart.map(|chart| chart.read_at),
        locked_until: chart.into_iter().flat_map(|chart| chart.locks).flatten().collect(),
        accounts: chart.map(accounts).unwrap_or_default(),
        tax_rates_active: chart.map_or(0, |chart| chart.tax_rates.0),
        tax_rates_other: chart.map_or(0, |chart| chart.tax_rates.1),
        tracking_categories: chart.map_or(0, |chart| chart.tracking.0),
        tracking_options: chart.map_or(0, |chart| chart.tracking.1),
        roles: read.mapped.as_ref().map(roles),
        mapped: read.mapped.as_ref().map(|mapped| mapped.others.clone()),
    }
}

fn accounts(chart: &ChartShape) -> Vec<Accounts> {
    let account = |(shape, count): (&store::AccountShape, &u32)| Accounts {
        kind: shape.kind.xero(),
        class: match shape.class {
            AccountClass::Asset => "asset",
            AccountClass::Equity => "equity",
            AccountClass::Expense => "expense",
            AccountClass::Liability => "liability",
            AccountClass::Revenue => "revenue",
        },
        tax_type: shape.tax_type.as_deref().map(told::code),
        active: shape.active,
        system: shape.is_system,
        takes_payments: shape.takes_payments,
        count: *count,
    };
    chart.accounts.iter().map(account).collect()
}

fn roles(mapped: &MappedShape) -> BTreeMap<&'static str, bool> {
    Role::ALL.into_iter().map(|role| (role.key(), mapped.roles.contains(&role))).collect()
}

fn outbox(traces: &Traces<DocumentTrace>) -> Outbox {
    let documents = traces.newest.iter().map(document).collect();
    Outbox { left_out: traces.left_out, documents }
}

fn document(trace: &DocumentTrace) -> Document {
    Document {
        document: trace.id.0,
        kind: trace.kind.key(),
        lane: trace.lane.key(),
        operation: trace.operation.key(),
        state: trace.state.key(),
        cause: trace.cause.as_deref().map(Cause::without_names),
        location: trace.location.0,
        date: trace.date,
        currency: trace.currency.code().to_owned(),
        as_draft: trace.as_draft,
        has_sheet: trace.has_sheet,
        about: trace.about.map(|id| id.0),
        allocates_to: trace.allocates_to.map(|id| id.0),
        reverses: trace.reverses.map(|id| id.0),
        created_at: trace.created_at,
        posted_at: trace.posted_at,
        not_before: trace.not_before,
        attempts: trace.attempts.iter().map(attempt).collect(),
    }
}

fn attempt(trace: &AttemptTrace) -> Attempt {
    Attempt {
        number: trace.number,
        operation: trace.operation.key(),
        started_at: trace.started_at,
        finished_at: trace.finished_at,
        outcome: trace.outcome.map(store::Outcome::key),
    }
}

fn calls(traces: &Traces<CallTrace>) -> Calls {
    let call = |trace: &CallTrace| Call {
        at: trace.at,
        operation: sync::operation_without_names(&trace.operation),
        document: trace.document.map(|id| id.0),
        attempt: trace.attempt,
        ok: trace.ok,
        status: trace.status,
        duration_ms: trace.duration.as_millis(),
    };
    Calls { left_out: traces.left_out, calls: traces.newest.iter().map(call).collect() }
}

/// What breaks an invariant may be named by a customer: it is counted.
fn checked(findings: Vec<Finding>) -> Vec<Check> {
    let check =
        |finding: Finding| Check { invariant: finding.invariant, broken: finding.broken.len() };
    findings.into_iter().map(check).collect()
}
