//! Ids made of time and randomness: codes a person can read out, keys, tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

use crate::Entropy;

/// Characters in a [`short_code`].
pub const SHORT_CODE_LENGTH: usize = 6;

/// Random bytes behind an [`idempotency_key`]: 256 bits, so that two never meet.
const IDEMPOTENCY_KEY_BYTES: usize = 32;

/// Crockford's base 32: no I, L, O or U, so that a code read out or typed off paper is not misread.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code like `4K7Q2M` for a journal's narration: short enough to read out, and one of a
/// thousand million, which with date and place beside it is unique within an organisation.
#[must_use]
pub fn short_code(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; SHORT_CODE_LENGTH];
    entropy.fill(&mut bytes);
    // 256 is a multiple of 32, so taking five bits of each byte favours no character.
    bytes.iter().map(|byte| char::from(CROCKFORD[usize::from(byte % 32)])).collect()
}

/// A key for Xero's `Idempotency-Key` header: 43 characters of its 128 (facts §5).
#[must_use]
pub fn idempotency_key(entropy: &dyn Entropy) -> String {
    token_urlsafe(entropy, IDEMPOTENCY_KEY_BYTES)
}

/// `bytes` random bytes as base64url without padding: `ceil(bytes * 4 / 3)` characters.
#[must_use]
pub fn token_urlsafe(entropy: &dyn Entropy, bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    entropy.fill(&mut buffer);
    URL_SAFE_NO_PAD.encode(buffer)
}

/// An id that sorts by `at` to the millisecond (UUID version 7); times before 1970 count as 1970.
#[must_use]
pub fn time_ordered_id(at: DateTime<Utc>, entropy: &dyn Entropy) -> Uuid {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
