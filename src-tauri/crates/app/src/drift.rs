//! Drift: what somebody changed in Xero of what was posted, shown three ways, accepted or posted
//! again.

use std::sync::Arc;

use ipc::SyncOutcome;
use ipc::{
    Drift, DriftKind, DriftLine, DriftRef, DriftRequest, DriftSide, Drifts, Fault, Run, RunId,
};
use ledger::{Amount, Chart, Currency};
use store::{DriftSettled, ReadBack};

use crate::App;
use crate::convert::{day, instant, money};
use crate::fault::{invalid, not_connected, of_book, of_sync};
use crate::headless::{Sent, sent};
use crate::open_book::OpenBook;
use crate::people::Allowed;
use crate::views::documents;

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
    let currency = document.entry.currency;
    let lines = document.entry.lines.iter().map(|line| DriftLine {
        account: line.account_name.clone(),
        amount: money(line.amount, currency),
        tax_type: line.tax_type.clone(),
    });
    let is_change = matches!(one.drift.kind, store::DriftKind::Edited | store::DriftKind::Voided);
    Ok(Drift {
        id: one.id.to_string(),
        kind: kind(one.drift.kind),
        sent: DriftSide { status: None, day: day(document.entry.date), lines: lines.collect() },
        answered: document.read_back.as_ref().map(|read| side(chart, read, currency)),
        now: side(chart, &one.drift.now, currency),
        document: documents::by_id(open, one.drift.document)?,
        message: one.drift.message,
        reference: one.drift.reference,
        found_at: instant(one.found_at),
        can_repost: is_change && one.settled.is_none(),
        settled: one.settled.map(|(how, who, _)| ended(how, &who)),
    })
}

fn side(chart: Option<&Chart>, read: &ReadBack, currency: Currency) -> DriftSide {
    let account = |line: &store::ReadBackLine| {
        let known = chart.into_iter().flat_map(|chart| &chart.accounts);
        let by_id = |one: &&ledger::Account| line.account_id.as_deref() == Some(one.id.as_str());
        let mut known = known.filter(by_id);
        known.next().map_or_else(|| line.account_code.clone(), |found| found.name.clone())
    };
    let line = |line: &store::ReadBackLine| DriftLine {
        account: account(line),
        amount: amount(line.amount, currency),
        tax_type: line.tax_type.clone(),
    };
    DriftSide {
        status: Some(read.status.clone()),
        day: day(read.date),
        lines: read.lines.iter().map(line).collect(),
    }
}

fn amount(amount: Amount, currency: Currency) -> ipc::Money {
    money(amount, currency)
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
