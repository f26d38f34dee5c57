//! Waiting for Xero's limits: between documents and before attempts, never during one.

use chrono::{DateTime, TimeDelta, Utc};

use super::Outbox;
use super::report::{Block, Progress};
use super::run::Run;
use crate::error::Error;
use crate::heard;

/// A limit that ends sooner is waited out.
pub(super) const SHORT_LIMIT: TimeDelta = TimeDelta::seconds(60);

/// Most sleeps of one wait, between which this machine says that it has the book.
const SLEEPS_MAX: u32 = 100_000;

impl Run<'_> {
    /// Waits a short limit out; a longer one is in the way.
    pub(super) async fn limit_in_the_way(&mut self) -> Result<Option<Block>, Error> {
        let Some(until) = self.outbox.parts.client.held_back_until() else { return Ok(None) };
        if until - self.now() > SHORT_LIMIT {
            return Ok(Some(Block::Limit { until }));
        }
        self.wait(until, Progress::Limited(until)).await
    }

    /// Sleeps, and says meanwhile that this machine has the book; a block, at once, where another
    /// one has it now. Who opens the book until then knows what this run knows of the limits.
    pub(super) async fn wait(
        &mut self,
        until: DateTime<Utc>,
        why: Progress,
    ) -> Result<Option<Block>, Error> {
        self.say(why);
        self.outbox.keep_heard().await;
        for _ in 0..SLEEPS_MAX {
            let left = (until - self.now()).to_std().unwrap_or_default();
            if left.is_zero() {
                break;
            }
            if let Some(block) = self.stay().await? {
                return Ok(Some(block));
            }
            let pause = self.claims_every().map_or(left, |every| every.min(left));
            self.outbox.parts.world.clock.sleep(pause).await;
        }
        Ok(None)
    }
}

impl Outbox {
    /// Keeps what is left of Xero's limits: a help to the next process, not needed by it.
    pub(super) async fn keep_heard(&self) {
        if let Err(error) = heard::keep(&self.parts.book, &self.parts.client).await {
            tracing::warn!(%error, "what is left of Xero's limits could not be kept");
        }
    }
}
