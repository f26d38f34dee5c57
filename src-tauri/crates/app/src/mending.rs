//! Mends that change something in Xero: an option created, payments enabled, drafts looked at.

use std::sync::Arc;

use ipc::{CreateTrackingOption, EnablePayments, Fault, MappingsSaved, RunId, SyncOutcome};
use ledger::normalise;
use store::State;
use sync::Until;
use world::idempotency_key;
use xero::{NewTrackingOption, Uuid, account_payments_body, tracking_option_body};

use crate::App;
use crate::choices;
use crate::fault::{internal, invalid, not_connected, of_book};
use crate::open_book::OpenBook;
use crate::views::{chart, separately};

/// How many drafts are looked at in one go.
const DRAFTS_MAX: u32 = 1_000;

/// Creates a tracking option in Xero, reads the chart again and queues what waited for it.
pub(crate) async fn create_option(
    open: &Arc<OpenBook>,
    request: &CreateTrackingOption,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let wanted = request.category.clone();
    let category = open.away(move |open| {
        let snapshot = chart::snapshot(&open.book)?;
        let named = |one: &&ledger::TrackingCategory| {
            one.active && (normalise(&one.name) == normalise(&wanted) || one.id == wanted)
        };
        let found = snapshot.chart.tracking.iter().find(named);
        found.map(|one| one.id.clone()).ok_or_else(|| {
            invalid("category", format!("There is no tracking category \"{wanted}\" in Xero."))
        })
    });
    let category: Uuid = category.await?.parse().map_err(|error| internal(&error))?;
    let name = request.option.trim().to_owned();
    if name.is_empty() {
        return Err(invalid("option", "What is the option to be called? Its name is empty."));
    }
    open.ensure_simulator().await?;
    let client = open.client().ok_or_else(not_connected)?;
    let body = tracking_option_body(&NewTrackingOption { name });
    client
        .send_tracking_option(category, &body, &idempotency_key(&*open.world.entropy))
        .await
        .map_err(|error| open.of_sync(sync::Error::Xero(error)))?;
    read_again(open, who).await
}

/// Lets payments be made to an account, in Xero.
pub(crate) async fn enable_payments(
    open: &Arc<OpenBook>,
    request: &EnablePayments,
    who: &str,
) -> Result<MappingsSaved, Fault> {
    let words = request.account.0.clone();
    let id = open.away(move |open| {
        let snapshot = chart::snapshot(&open.book)?;
        Ok(choices::find_account(&snapshot.chart, &words)?.id.clone())
    });
    let id: Uuid = id.await?.parse().map_err(|error| internal(&error))?;
    open.ensure_simulator().await?;
    let client = open.client().ok_or_else(not_connected)?;
    client
        .send_account_update(id, &account_payments_body(id), &idempotency_key(&*open.world.entropy))
        .await
        .map_err(|error| open.of_sync(sync::Error::Xero(error)))?;
    read_again(open, who).await
}

async fn read_again(open: &Arc<OpenBook>, who: &str) -> Result<MappingsSaved, Fault> {
    open.refresh_chart().await?;
    let who = who.to_owned();
    open.away(move |open| choices::keep(open, &[], &who)).await
}

impl App {
    /// Looks in Xero whether drafts were approved.
    pub(crate) async fn look_at_drafts(&self) -> Result<SyncOutcome, Fault> {
        let drafts = self
            .on_book(|open| {
                open.book.look_at_drafts(open.now()).map_err(of_book)?;
                let states = vec![State::AwaitingApproval];
                let filter = store::DocumentFilter { states, ..Default::default() };
                let found = open.book.documents(&filter, DRAFTS_MAX).map_err(of_book)?;
                Ok(found.into_iter().map(|one| one.id).collect::<Vec<_>>())
            })
            .await?;
        self.send_for(drafts, &RunId::from("approvals"), Until::Blocked).await
    }

    /// Puts what would have a document of its own into the cashout of its day. A document of it
    /// that is not in Xero is given up first.
    pub(crate) async fn put_into_cashout(&self, request: &ipc::PartRef) -> Result<(), Fault> {
        let part = separately::read_part(request)?;
        let named = part.clone();
        let document = self
            .on_book(move |open| open.book.document_of(&named).map_err(of_book))
            .await?
            .map(|(id, _)| id);
        if let Some(id) = document {
            let outcome = self.undo(id).await?;
            if !outcome.settled {
                return Err(crate::fault::fault(ipc::Code::AlreadyDone, outcome.message));
            }
        }
        self.on_book(move |open| open.book.move_to_cashout(&part).map_err(of_book)).await?;
        self.announce().await;
        Ok(())
    }
}
