//! The worker of a window: empties the outbox whenever there may be something to do.

use std::time::Duration;

use chrono::TimeDelta;

use super::backoff::backoff;
use super::report::{Block, Progress, RunReport, Until};
use super::run::Asker;
use super::{Outbox, on_book};
use crate::error::Error;

/// The shortest pause between two runs that nobody asked for.
const PAUSE_MIN: Duration = Duration::from_millis(200);

/// How long nothing is done about what a run left out, which only a person can mend.
const LEFT_OUT_PAUSE: TimeDelta = TimeDelta::hours(1);

/// Sends what is queued until [`super::Waker::stop`]: at the start, when woken, when something is
/// due, and with growing pauses while Xero cannot be reached. Idle, it does nothing at all.
pub async fn work(outbox: Outbox, mut progress: impl FnMut(Progress) + Send + Sync) {
    let waker = outbox.waker();
    let mut failures = 0;
    while !waker.is_stopped() {
        let ended = outbox.run_for(Asker::Worker, Until::Blocked, &mut progress).await;
        let passes = match &ended {
            Ok(report) => passes(report),
            Err(Error::LeftOut { report, .. }) => passes(report),
            Err(_) => true,
        };
        failures = if passes { failures + 1 } else { 0 };
        if let Err(error) = &ended {
            tracing::error!(%error, "the outbox could not go on; it tries again");
        }
        match pause(&outbox, &ended, failures).await {
            Some(pause) => tokio::select! {
                () = waker.woken() => {}
                () = outbox.parts.world.clock.sleep(pause) => {}
            },
            None => waker.woken().await,
        }
    }
}

fn passes(report: &RunReport) -> bool {
    match &report.blocked_by {
        Some(Block::Waiting { .. } | Block::Limit { .. } | Block::Settling { .. }) | None => false,
        Some(block) => block.passes(),
    }
}

/// How long nothing can be done; none until somebody wakes the worker.
async fn pause(
    outbox: &Outbox,
    ended: &Result<RunReport, Error>,
    failures: u32,
) -> Option<Duration> {
    let now = outbox.parts.world.now();
    let (report, look_again_at) = match ended {
        Ok(report) => (report, None),
        Err(Error::LeftOut { report, .. }) => (&**report, Some(now + LEFT_OUT_PAUSE)),
        Err(_) => return Some(backoff(failures)),
    };
    let until = match &report.blocked_by {
        Some(Block::Waiting { until } | Block::Limit { until } | Block::Settling { until }) => {
            Some(*until)
        }
        Some(
            Block::OtherOwner
            | Block::OtherMachine { .. }
            | Block::Offline
            | Block::XeroDown
            | Block::Clock { .. },
        ) => return Some(backoff(failures)),
        Some(
            Block::Reconnect { .. }
            | Block::Permission { .. }
            | Block::TooMuchChanged { .. }
            | Block::OtherOrganisation
            | Block::Stopped,
        ) => None,
        // What was left out is due, and would be left out again.
        None if look_again_at.is_some() => look_again_at,
        None => on_book(outbox.book(), store::Book::next_due_at).await.ok().flatten(),
    };
    let look = on_book(outbox.book(), store::Book::next_look_at).await.ok().flatten();
    let until = [until, look].into_iter().flatten().min();
    until.map(|until| (until - now).to_std().unwrap_or_default().max(PAUSE_MIN))
}
