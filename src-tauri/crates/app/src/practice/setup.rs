//! Setting the practice company up: sign in, read the chart, make the season, map all but one code.

use std::sync::Arc;

use ipc::{Code, Fault, RunId, Step};
use ledger::{Role, normalise};
use store::{MapEntry, NewImport, NewTransaction, Pushed};
use sync::POSTING_STARTS_SETTING;

use super::Season;
use super::catalogue::{CARD, CASH, ONLINE_CARD, TRANSFER};
use crate::fault::{fault, internal, of_book, of_xero};
use crate::open_book::OpenBook;
use crate::runs::Reporter;
use crate::{connect, locations, settings};

/// The location the season happens at.
const LOCATION: &str = "Main Dock";
/// Its time zone.
const ZONE: chrono_tz::Tz = chrono_tz::America::Vancouver;
/// All of its customers come.
const BUSY: u32 = 100;
/// How often progress is told while recording.
const TOLD_EVERY: usize = 500;

/// The season's seed, as the book remembers it: set means the season is complete.
const SEED: &str = "practice-seed";

/// Roles and the names of the simulator's accounts that play them.
const ROLES: [(Role, &str); 17] = [
    (Role::RevenueClearing, "Revenue Clearing"),
    (Role::CashClearing, "Cash Clearing"),
    (Role::CardClearing, "Card Clearing"),
    (Role::DeferredRevenue, "Deferred Revenue"),
    (Role::ArControl, "Rental Receivables"),
    (Role::TipsPayable, "Tips Payable"),
    (Role::GiftCards, "Gift Cards"),
    (Role::DamageBonds, "Damage Bonds"),
    (Role::Discounts, "Discounts Given"),
    (Role::Surcharges, "Surcharges"),
    (Role::OverShort, "Cash Over/Short"),
    (Role::ProcessorFees, "Processor Fees"),
    (Role::ExchangeDifferences, "Exchange Differences"),
    (Role::CancellationIncome, "Cancellation Income"),
    (Role::BadDebts, "Bad Debts"),
    (Role::Chargebacks, "Chargebacks"),
    (Role::Bank, BANK),
];

/// The account of the role Bank.
const BANK: &str = "Business Bank Account";

/// The tenders with clearing accounts of their own. The others have those that stand in for them.
const TENDERS: [(&str, &str); 3] =
    [(CASH, "Cash Clearing"), (CARD, "Card Clearing"), (ONLINE_CARD, "Card Clearing")];

/// Brings a practice book to where a first cashout can be made. Going over it again does only
/// what is missing.
pub(crate) async fn set_up(
    open: &Arc<OpenBook>,
    seed: u64,
    run: &RunId,
    report: &Reporter,
) -> Result<(), Fault> {
    report.step(run, Step::SigningIn, 0, None);
    let signed_in = open.session.tokens().await.map_err(|error| of_xero(&error))?.is_some();
    if !signed_in || open.tenant()?.is_none() || open.contact.has_lapsed() {
        connect::sign_in_to_practice(open).await?;
    }
    report.step(run, Step::ReadingChart, 0, None);
    if open.book.chart().map_err(of_book)?.is_none() {
        open.refresh_chart().await?;
    }
    let (open, run, report) = (Arc::clone(open), run.clone(), report.clone());
    tokio::task::spawn_blocking(move || make_company(&open, seed, &run, &report))
        .await
        .map_err(|error| internal(&error))?
}

fn make_company(open: &OpenBook, seed: u64, run: &RunId, report: &Reporter) -> Result<(), Fault> {
    if settings::get(&open.book, SEED)?.is_some() {
        return Ok(());
    }
    let mut location = locations::default_location(&open.book)?;
    LOCATION.clone_into(&mut location.location.name);
    ZONE.name().clone_into(&mut location.location.zone);
    open.book.update_location(&location).map_err(of_book)?;
    settings::set_location_untouched(&open.book, false)?;
    let now = open.world.now();
    let today = locations::today(&location, now);
    let season = Season { seed, today, location: LOCATION.to_owned(), zone: ZONE, busy: BUSY };
    // First of all: a worker that woke meanwhile would post the days before.
    settings::set_by_key(&open.book, POSTING_STARTS_SETTING, &today.to_string())?;
    // Before recording: a tender that goes straight to the bank posts in another way.
    map(open)?;
    record(open, &season, run, report)?;
    settings::put(&open.book, SEED, Some(&seed.to_string()))
}

fn record(open: &OpenBook, season: &Season, run: &RunId, report: &Reporter) -> Result<(), Fault> {
    let transactions: Vec<_> = season.transactions().collect();
    let total = u32::try_from(transactions.len()).ok();
    let import = NewImport {
        file_name: format!("practice season {}", season.seed),
        sha256: String::new(),
        format: "practice".to_owned(),
        who: "practice".to_owned(),
    };
    let mut recorder = open.book.recorder(Some(&import), open.world.now()).map_err(of_book)?;
    for (done, transaction) in transactions.into_iter().enumerate() {
        let new = NewTransaction { transaction, raw: None };
        if let Pushed::Refused(reason) = recorder.push(&new).map_err(of_book)? {
            return Err(internal(&reason));
        }
        if done % TOLD_EVERY == 0 {
            report.step(run, Step::MakingSeason, u32::try_from(done).unwrap_or(0), total);
        }
    }
    recorder.commit().map_err(of_book)?;
    Ok(())
}

fn map(open: &OpenBook) -> Result<(), Fault> {
    let snapshot = crate::views::chart::snapshot(&open.book)?;
    let account = |name: &str| {
        let accounts = &snapshot.chart.accounts;
        let found = accounts.iter().find(|one| normalise(&one.name) == normalise(name));
        found.map(|one| one.id.clone()).ok_or_else(|| {
            fault(Code::PracticeFailed, format!("The simulator has no account \"{name}\"."))
        })
    };
    let mut entries = Vec::new();
    for (role, name) in ROLES {
        entries.push(MapEntry::Role(role, Some(account(name)?)));
    }
    for (tender, name) in TENDERS {
        entries.push(MapEntry::Tender(tender.to_owned(), Some(account(name)?)));
    }
    entries.push(MapEntry::DirectTender(TRANSFER.to_owned(), Some(account(BANK)?)));
    open.book.map(&entries, "practice", open.world.now()).map_err(of_book)
}
