//! One refresher of tokens at a time, over a lease in the book: two processes that refresh with
//! the same token are the classic way to lose a connection (facts §2.4).

use std::fmt::Debug;
use std::time::Duration;

use store::Book;
use world::World;
use xero::{BoxFuture, LockError, RefreshGuard, RefreshLock};

use crate::error::Error;
use crate::outbox::on_book;

/// The lease's name in the book.
const LEASE: &str = "tokens";
/// Longer than a refresh takes that is answered; so long a dead process keeps others waiting. One
/// that asks twice may outlast it: then both ask, and Xero's grace for the token before lets both
/// have tokens (facts §2.4).
const TTL: Duration = Duration::from_secs(75);
/// How often a held lease is looked at again.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// How many looks: together longer than a dead process's lease.
const LOOKS_MAX: u32 = 400;

/// The right to refresh the tokens of a book's sign-in.
#[derive(Debug, Clone)]
pub struct BookRefreshLock {
    book: Book,
    world: World,
}

impl BookRefreshLock {
    /// The lock of this book.
    #[must_use]
    pub fn new(book: Book, world: World) -> Self {
        Self { book, world }
    }

    async fn wait(&self) -> Result<RefreshGuard, LockError> {
        // Each acquisition is an owner of its own: two of one process exclude each other too.
        let owner = self.world.id().to_string();
        for _ in 0..LOOKS_MAX {
            let (name, now) = (owner.clone(), self.world.now());
            let taken = on_book(&self.book, move |book| book.acquire_lease(LEASE, &name, now, TTL));
            match taken.await {
                Ok(true) => {
                    return Ok(RefreshGuard::new(Held { book: self.book.clone(), owner }));
                }
                Ok(false) => self.world.clock.sleep(LOOK_AGAIN).await,
                Err(error) => return Err(broken(error)),
            }
        }
        Err(LockError::Busy)
    }
}

impl RefreshLock for BookRefreshLock {
    fn acquire(&self) -> BoxFuture<'_, Result<RefreshGuard, LockError>> {
        Box::pin(self.wait())
    }
}

/// The lease while it is held; dropping it gives it back, and a crash lets it run out.
#[derive(Debug)]
struct Held {
    book: Book,
    owner: String,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Err(error) = self.book.release_lease(LEASE, &self.owner) {
            tracing::warn!(%error, "the right to refresh could not be given back; it runs out");
        }
    }
}

fn broken(error: Error) -> LockError {
    LockError::Broken(Box::new(error))
}
