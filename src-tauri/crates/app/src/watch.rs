//! Looking on: what other windows and the command line do to the open book is shown here too, and
//! what they queued is sent.

use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::{Change, Topic};
use tokio::task::JoinHandle;

use crate::open_book::OpenBook;
use crate::{App, people, renewal};

/// How often the book is asked whether somebody changed it: one cheap read.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often this machine says that it has the book open; well within [`crate::machine::TTL`].
const CLAIM_EVERY: TimeDelta = TimeDelta::seconds(45);

/// Tells the host of changes by others until the application is gone.
pub(crate) async fn watch(app: Weak<App>) {
    let (mut newest_document, mut looking) = (None, None);
    let mut is_our_turn = true;
    let (mut claims, mut renewals) = (Every::new(CLAIM_EVERY), Every::new(renewal::LOOK_EVERY));
    loop {
        let Some(clock) = app.upgrade().map(|app| app.world.clock.clone()) else { return };
        clock.sleep(LOOK_EVERY).await;
        let Some(app) = app.upgrade() else { return };
        let changes = app.announce().await;
        let Ok(open) = app.open().await else { continue };
        let left = open.away(|open| {
            people::leave_when_idle(open);
            Ok(())
        });
        if let Err(fault) = left.await {
            tracing::warn!(%fault, "nobody could be signed out");
        }
        if claims.is_due(&open) {
            if let Err(fault) = open.away(OpenBook::claim).await {
                tracing::error!(%fault, "this machine could not say that it has the book open");
            }
            is_our_turn = open.lost().is_none();
            if is_our_turn {
                looking = look_for_drift(looking, &open);
            }
        }
        // While another machine has the book nothing goes on by itself. The outbox sees to itself.
        if !is_our_turn {
            continue;
        }
        if renewals.is_due(&open) {
            let open = Arc::clone(&open);
            tokio::spawn(async move { open.renew_sign_in().await });
        }
        if open.is_practice()
            && let Err(fault) = open.ensure_simulator().await
        {
            tracing::warn!(%fault, "the simulator could not be taken over");
        }
        if is_work(&changes, &mut newest_document) {
            open.wake();
        }
    }
}

/// Looks for drift beside everything else, unless the last look still goes on.
fn look_for_drift(last: Option<JoinHandle<()>>, open: &Arc<OpenBook>) -> Option<JoinHandle<()>> {
    match last {
        Some(last) if !last.is_finished() => Some(last),
        Some(_) | None => Some(tokio::spawn(Arc::clone(open).look_for_drift())),
    }
}

/// When something was last done that is done again and again.
struct Every {
    span: TimeDelta,
    last: Option<DateTime<Utc>>,
}

impl Every {
    const fn new(span: TimeDelta) -> Self {
        Self { span, last: None }
    }

    /// Whether it is to be done again. A clock that was set back makes it due.
    fn is_due(&mut self, open: &OpenBook) -> bool {
        let now = open.now();
        let is_due = self.last.is_none_or(|last| now - last >= self.span || now < last);
        if is_due {
            self.last = Some(now);
        }
        is_due
    }
}

/// Whether the outbox may have something to do that its own worker did not cause: a document newer
/// than any seen, or another mapping.
fn is_work(changes: &[Change], newest_document: &mut Option<i64>) -> bool {
    let documents = changes.iter().filter(|change| change.topic == Topic::Documents);
    let newest = documents.filter_map(|change| change.row).max();
    let is_newer = newest > *newest_document;
    *newest_document = newest.max(*newest_document);
    is_newer || changes.iter().any(|change| change.topic == Topic::Mapping)
}
