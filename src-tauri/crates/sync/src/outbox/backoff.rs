//! How long to wait before trying again what failed several times.

use std::time::Duration;

/// The first pause.
const FIRST: Duration = Duration::from_secs(5);
/// The longest pause: the network is back within minutes of the cable.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// The pause after so many failures in a row: 5 s, 10 s, 20 s … 5 min.
pub(super) fn backoff(failures: u32) -> Duration {
    let factor = 2_u32.saturating_pow(failures.saturating_sub(1).min(16));
    FIRST.saturating_mul(factor).min(LONGEST)
}
