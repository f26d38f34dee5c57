//! Ids and tokens. Each is a hash of a seed and a counter: repeatable when the seed is given,
//! unguessable when it is not, and never the same twice across a restart, because the counter is
//! part of the state.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
pub(crate) struct Ids {
    seed: u64,
    count: u64,
}

impl Ids {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self { seed: seed.unwrap_or_else(rand::random), count: 0 }
    }

    fn bytes(&mut self) -> [u8; 32] {
        self.count += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(self.count.to_be_bytes());
        hash.finalize().into()
    }

    /// A new version-4-shaped UUID.
    pub(crate) fn uuid(&mut self) -> Uuid {
        let mut half = [0; 16];
        half.copy_from_slice(&self.bytes()[..16]);
        uuid::Builder::from_random_bytes(half).into_uuid()
    }

    /// A new opaque secret of 43 URL-safe characters.
    pub(crate) fn secret(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes())
    }
}
