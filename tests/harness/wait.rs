//! Waiting for something to become so. The only place that lets time pass.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, timeout};

/// How often is looked.
const EVERY: Duration = Duration::from_millis(40);
/// How long is waited. Far more than anything takes: a slow machine is not a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
/// How long a click may take to show what it opens before it is repeated.
pub(crate) const A_MOMENT: Duration = Duration::from_secs(10);

/// Looks until `look` finds something, and returns it.
///
/// # Panics
/// When it has not after [`PATIENCE`], saying what was waited for.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = patiently(PATIENCE, look).await;
    found.unwrap_or_else(|| panic!("waited {PATIENCE:?} in vain for {what}"))
}

/// Looks until `look` finds something or `patience` is over.
pub(crate) async fn patiently<T>(
    patience: Duration,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> Option<T> {
    let looking = async {
        let mut clock = interval(EVERY);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            clock.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    timeout(patience, looking).await.ok()
}
