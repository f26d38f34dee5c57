//! Drift: what somebody changed in Xero of what was posted, shown three ways, accepted or posted
//! again.

use std::sync::Arc;

use ipc::SyncOutcome;
use ipc::{
    Drift, DriftKind, DriftLine, DriftRef, DriftRequest, DriftSide, Drifts, Fault, Run, RunId,
    TrackingChoice,
};
use ledger::{Chart, Currency, DocumentKind, EntryLine};
use rust_decimal::Decimal;
use store::{Document, DriftSettled, ReadBack, ReadBackLine, Tracked};

use crate::App;
use crate::convert::{day, instant, money};
use crate::fault::{invalid, not_connected, of_book, of_sync};
use crate::headless::{Sent, sent};
use crate::open_book::OpenBook;
use crate::people::Allowed;
use crate::views::documents;
use crate::views::journal_lines::tracking;

/// How many drifts are shown.
const SHOWN_MAX: u32 = 500;

#[expect(unreachable_pub, reason = "public as the guarded methods of the same names on App")]
impl Allowed<'_> {
    pub async fn drifts(&self, request: DriftRequest) -> Result<Drifts, Fault> {
        self.on_book(move |open| shown(open, request.all)).await
    }

    pub async fn check_drift(&self, _request: Run) -> Result<Drifts, Fault> {
        let open = self.open().await?;
        open.ensure_simulator().await?;
        let outbox = open.outbox().ok_or_else(not_connected)?;
        outbox.check_drift().await.map_err(|error| open.of_sync(error))?;
        self.announce().await;
        self.on_book(|open| shown(open, false)).await
    }

    pub async fn accept_drift(&self, request: DriftRef) -> Result<Drifts, Fault> {
        let (id, who) = (read(&request)?, self.who.name.clone());
        let open = self.open().await?;
        let outbox = open.outbox().ok_or_else(not_connected)?;
        outbox.accept_drift(id, &who).await.map_err(|error| open.of_sync(error))?;
        self.announce().await;
        self.on_book(|open| shown(open, false)).await
    }

    pub async fn repost_drift(&self, request: DriftRef) -> Result<SyncOutcome, Fault> {
        let (id, who) = (read(&request)?, self.who.name.clone());
        let open = self.open().await?;
        open.ensure_simulator().await?;
        let outbox = open.outbox().ok_or_else(not_connected)?;
        let made = outbox.repost_drift(id, &who, &mut |_| {}).await;
        let made = made.map_err(|error| open.of_sync(error))?;
        self.announce().await;
        self.send_for(made, &RunId::from("repost"), sync::Until::Blocked).await
    }
}

/// What the command line asks.
impl App {
    /// Has what was posted taken out of Xero and posted again.
    ///
    /// # Errors
    /// When there is no such drift, or nothing of it can be posted again.
    pub async fn repost(&self, drift: &str) -> Result<Sent, Fault> {
        Ok(sent(self.repost_drift(DriftRef { drift: drift.to_owned() }).await?))
    }
}

impl OpenBook {
    /// Looks for drift where it is time to. What goes wrong is for the log: it is tried again.
    pub(crate) async fn look_for_drift(self: Arc<Self>) {
        let Some(outbox) = self.outbox() else { return };
        match outbox.drift_is_due().await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, "drift could not be looked for");
                return;
            }
        }
        match outbox.check_drift().await {
            Ok(report) => tracing::info!(?report, "Xero was looked at for drift"),
            Err(error) => {
                tracing::info!(%error, "drift could not be looked for; it is tried again");
            }
        }
    }
}

fn read(request: &DriftRef) -> Result<i64, Fault> {
    let text = request.drift.trim();
    text.parse().map_err(|_| invalid("drift", format!("\"{text}\" is not a drift's number.")))
}

fn shown(open: &OpenBook, all: bool) -> Result<Drifts, Fault> {
    let book = &open.book;
    let chart = book.chart().map_err(of_book)?.map(|kept| kept.chart);
    let found = book.drifts(all, SHOWN_MAX).map_err(of_book)?;
    let still_open = found.iter().filter(|one| one.settled.is_none()).count();
    let mut drifts = Vec::with_capacity(found.len());
    for one in found {
        drifts.push(three_ways(open, chart.as_ref(), one)?);
    }
    Ok(Drifts {
        checked_at: sync::last_look(book).map_err(of_sync)?.map(instant),
        open: u32::try_from(still_open).unwrap_or(u32::MAX),
        drifts,
    })
}

fn three_ways(open: &OpenBook, chart: Option<&Chart>, one: store::Drift) -> Result<Drift, Fault> {
    let document = open.book.document(one.drift.document).map_err(of_book)?;
    let reads = document.read_back.iter().chain([&one.drift.now]);
    let told = reads.flat_map(|read| &read.lines).flat_map(|line| line.tracking.iter().flatten());
    let names = Names { chart, told: told.collect(), own: document.entry.currency };
    let is_change = matches!(one.drift.kind, store::DriftKind::Edited | store::DriftKind::Voided);
    Ok(Drift {
        id: one.id.to_string(),
        kind: kind(one.drift.kind),
        sent: names.sent(&document, rate_sent(open, &document)?),
        answered: document.read_back.as_ref().map(|read| names.answered(read, document.rate)),
        now: names.side(&one.drift.now),
        document: documents::by_id(open, one.drift.document)?,
        message: one.drift.message,
        reference: one.drift.reference,
        found_at: instant(one.found_at),
        can_repost: is_change && one.settled.is_none(),
        settled: one.settled.map(|(how, who, _)| ended(how, &who)),
    })
}

/// The rate that was sent: what takes a bank transaction back has that one's, all else leaves it to
/// Xero.
fn rate_sent(open: &OpenBook, document: &Document) -> Result<Option<Decimal>, Fault> {
    let reverses = document.summary.about.reverses;
    let reverses = reverses.filter(|_| document.entry.kind == DocumentKind::BankTransaction);
    let Some(original) = reverses else { return Ok(None) };
    Ok(open.book.document(original).map_err(of_book)?.rate)
}

/// What a document is shown with.
struct Names<'a> {
    chart: Option<&'a Chart>,
    /// What Xero said of the tracking of its lines: the chart may have forgotten an option, or not
    /// know it yet.
    told: Vec<&'a Tracked>,
    /// The currency it was sent in.
    own: Currency,
}

impl Names<'_> {
    fn sent(&self, document: &Document, rate: Option<Decimal>) -> DriftSide {
        let entry = &document.entry;
        // A payment has an account and no line.
        let is_tracked = entry.kind != DocumentKind::Payment;
        let line = |line: &EntryLine| DriftLine {
            account: line.account_name.clone(),
            amount: money(line.amount, entry.currency),
            tax_type: line.tax_type.clone(),
            tracking: is_tracked.then(|| {
                let ids = line.tracking.iter();
                sorted(ids.map(|(category, option)| self.by_ids(category, option)))
            }),
        };
        DriftSide {
            status: None,
            day: day(entry.date),
            currency: entry.currency.code().to_owned(),
            rate: self.rate(rate, entry.currency),
            lines: entry.lines.iter().map(line).collect(),
        }
    }

    /// What was read before rates were kept has the one the book has of it.
    fn answered(&self, read: &ReadBack, rate: Option<Decimal>) -> DriftSide {
        let side = self.side(read);
        DriftSide { rate: side.rate.or_else(|| self.rate(rate, self.own)), ..side }
    }

    fn side(&self, read: &ReadBack) -> DriftSide {
        let currency = read.currency.unwrap_or(self.own);
        let line = |line: &ReadBackLine| DriftLine {
            account: self.account(line),
            amount: money(line.amount, currency),
            tax_type: line.tax_type.clone(),
            tracking: line.tracking.as_ref().map(|all| {
                sorted(all.iter().map(|one| match (&one.category_id, &one.option_id) {
                    (Some(category), Some(option)) => self.by_ids(category, option),
                    (_, None) | (None, _) => said(one),
                }))
            }),
        };
        DriftSide {
            status: Some(read.status.clone()),
            day: day(read.date),
            currency: currency.code().to_owned(),
            rate: self.rate(read.rate, currency),
            lines: read.lines.iter().map(line).collect(),
        }
    }

    /// A rate, where the currency has one.
    fn rate(&self, rate: Option<Decimal>, currency: Currency) -> Option<String> {
        let base = self.chart.map(|chart| chart.organisation.base_currency);
        let rate = rate.filter(|_| base != Some(currency));
        rate.map(|rate| rate.normalize().to_string())
    }

    fn account(&self, line: &ReadBackLine) -> String {
        let mut known = self.chart.into_iter().flat_map(|chart| &chart.accounts);
        let found = known.find(|one| line.account_id.as_deref() == Some(one.id.as_str()));
        found.map_or_else(|| line.account_code.clone(), |found| found.name.clone())
    }

    /// By the names of today, so that a new name looks the same on every side.
    fn by_ids(&self, category: &str, option: &str) -> TrackingChoice {
        let ids = [(category.to_owned(), option.to_owned())];
        let known = self.chart.and_then(|chart| tracking(chart, &ids).pop());
        let is_it = |one: &&&Tracked| {
            let said = (one.category_id.as_deref(), one.option_id.as_deref());
            said == (Some(category), Some(option))
        };
        known.unwrap_or_else(|| match self.told.iter().find(is_it) {
            Some(told) => said(told),
            None => TrackingChoice { category: category.to_owned(), option: option.to_owned() },
        })
    }
}

/// In the order of the categories' names.
fn sorted(choices: impl Iterator<Item = TrackingChoice>) -> Vec<TrackingChoice> {
    let mut sorted: Vec<TrackingChoice> = choices.collect();
    sorted.sort_by(|one, other| one.category.cmp(&other.category));
    sorted
}

/// By the names Xero said.
fn said(one: &Tracked) -> TrackingChoice {
    TrackingChoice { category: one.category.clone(), option: one.option.clone() }
}

fn ended(how: DriftSettled, who: &str) -> String {
    match how {
        DriftSettled::Noted => "noted; it needs nobody".to_owned(),
        DriftSettled::Accepted => format!("accepted by {who}"),
        DriftSettled::Reposted => format!("posted again by {who}"),
        DriftSettled::Mended => "put right in Xero".to_owned(),
    }
}

const fn kind(kind: store::DriftKind) -> DriftKind {
    match kind {
        store::DriftKind::Edited => DriftKind::Edited,
        store::DriftKind::Voided => DriftKind::Voided,
        store::DriftKind::Reconciled => DriftKind::Reconciled,
        store::DriftKind::Duplicate => DriftKind::Duplicate,
    }
}
