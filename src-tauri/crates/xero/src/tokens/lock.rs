//! One refresher at a time, across processes.
//!
//! Two processes that refresh with the same token are the classic way to lose a connection
//! (facts §2.4). The caller may bring a lease in its book; here is one made of a file, which the
//! operating system lets go of when the process ends, however it ends.

use std::any::Any;
use std::fmt::Debug;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use crate::transport::BoxFuture;

/// How often a held lock is looked at again. Real time, whatever clock this program has: the
/// process that holds the lock has its own.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How many looks: a refresh takes sixty seconds at most, so this is longer.
const LOOKS_MAX: u32 = 1_500;

/// Gives the right to refresh to one at a time.
pub trait RefreshLock: Send + Sync + Debug {
    /// Waits for the right, a bounded time. It ends when the guard is dropped.
    ///
    /// # Errors
    /// [`LockError`] when it was not given.
    fn acquire(&self) -> BoxFuture<'_, Result<RefreshGuard, LockError>>;
}

/// The right to refresh; ends when dropped.
#[derive(Debug)]
pub struct RefreshGuard {
    _held: Box<dyn Held>,
}

trait Held: Any + Send + Debug {}
impl<T: Any + Send + Debug> Held for T {}

impl RefreshGuard {
    /// Wraps whatever lets go of the lock when dropped.
    #[must_use]
    pub fn new(held: impl Send + Debug + 'static) -> Self {
        Self { _held: Box::new(held) }
    }
}

/// The right to refresh was not given.
#[derive(Debug, Error)]
pub enum LockError {
    /// Somebody else has it and does not let go.
    #[error("another process keeps the right to refresh")]
    Busy,
    /// The lock itself does not work.
    #[error("the lock of the refresh does not work")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A lock on a file, which need not hold anything.
#[derive(Clone, Debug)]
pub struct FileRefreshLock {
    path: PathBuf,
}

impl FileRefreshLock {
    /// The file is made when it is first locked; its folder must exist.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    async fn wait(&self) -> Result<RefreshGuard, LockError> {
        for _ in 0..LOOKS_MAX {
            // Neither opening nor trying waits for anybody, so no other thread is needed.
            let file = self.open().map_err(|error| LockError::Broken(error.into()))?;
            match file.try_lock() {
                Ok(()) => return Ok(RefreshGuard::new(file)),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK_AGAIN).await,
                Err(TryLockError::Error(error)) => return Err(LockError::Broken(error.into())),
            }
        }
        Err(LockError::Busy)
    }

    fn open(&self) -> std::io::Result<File> {
        OpenOptions::new().write(true).create(true).truncate(false).open(&self.path)
    }
}

impl RefreshLock for FileRefreshLock {
    fn acquire(&self) -> BoxFuture<'_, Result<RefreshGuard, LockError>> {
        Box::pin(self.wait())
    }
}
