//! The sealed file: a token set under AES-256-GCM.
//!
//! Layout: a mark of eight bytes, a nonce of twelve, then the ciphertext with its tag. The mark
//! is authenticated too, so a file of another layout is never taken for this one.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use world::{Entropy, World};

use super::keys::{Key, KeyPlace, make_folder, private, remove_file};
use super::vault::{TokenVault, VaultPlaces};
use super::{TokenSet, VaultError};
use crate::transport::BoxFuture;

const MARK: &[u8; 8] = b"DAYBOOK1";
const NONCE_BYTES: usize = 12;
/// How long the place of the key may take; a keychain may ask its user to unlock it.
const PATIENCE: Duration = Duration::from_secs(60);
/// A token set is a few kilobytes; anything much longer is no token set.
const SEALED_BYTES_MAX: u64 = 1024 * 1024;

/// Tokens in an encrypted file, its key elsewhere.
#[derive(Clone)]
pub struct SealedVault {
    file: PathBuf,
    key_place: KeyPlace,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for SealedVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedVault").field("file", &self.file).finish_non_exhaustive()
    }
}

impl SealedVault {
    /// The key is in the system's keychain.
    #[must_use]
    pub fn with_keychain(places: &VaultPlaces, world: &World) -> Self {
        Self::new(places, KeyPlace::Keychain { account: places.name.clone() }, world)
    }

    /// The key is in a file of its own.
    #[must_use]
    pub fn with_key_file(places: &VaultPlaces, world: &World) -> Self {
        Self::new(places, KeyPlace::File(places.key_file()), world)
    }

    fn new(places: &VaultPlaces, key_place: KeyPlace, world: &World) -> Self {
        Self {
            file: places.sealed_file(&key_place),
            key_place,
            entropy: Arc::clone(&world.entropy),
        }
    }

    /// Whether a set is kept here already.
    pub(super) fn is_in_use(&self) -> bool {
        self.file.exists()
    }

    /// Makes the key now, so that a folder that cannot be written is found before signing in.
    pub(super) async fn prepare(&self) -> Result<(), VaultError> {
        self.off_thread(|vault| vault.key_for_sealing().map(drop)).await
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let vault = self.clone();
        let working = tokio::task::spawn_blocking(move || work(&vault));
        // Real time, whatever clock this program has: the keychain may be asking its user.
        match tokio::time::timeout(PATIENCE, working).await {
            Ok(Ok(done)) => done,
            Ok(Err(_)) | Err(_) => Err(VaultError::Silent),
        }
    }

    /// Asked for at each use and not remembered: another process may have signed out and in
    /// again, under another key.
    fn key_for_sealing(&self) -> Result<Key, VaultError> {
        let mut fresh = Key::default();
        self.entropy.fill(&mut fresh);
        self.key_place.read_or_keep(&fresh)
    }

    fn read(&self) -> Result<Option<TokenSet>, VaultError> {
        let length = match fs::metadata(&self.file) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(self.failed(source)),
        };
        if length > SEALED_BYTES_MAX {
            return Err(VaultError::Sealed);
        }
        let sealed = fs::read(&self.file).map_err(|source| self.failed(source))?;
        let key = self.key_place.read()?.ok_or(VaultError::Sealed)?;
        let plain = open(&key, &sealed).ok_or(VaultError::Sealed)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Sealed)
    }

    fn write(&self, tokens: &TokenSet) -> Result<(), VaultError> {
        let key = self.key_for_sealing()?;
        let mut nonce = [0; NONCE_BYTES];
        self.entropy.fill(&mut nonce);
        let plain = serde_json::to_vec(tokens).expect("a token set is plain JSON");
        let sealed = seal(&key, nonce, &plain);
        replace_file(&self.file, &sealed).map_err(|source| self.failed(source))
    }

    fn remove(&self) -> Result<(), VaultError> {
        remove_file(&self.file)?;
        self.key_place.forget()
    }

    fn failed(&self, source: std::io::Error) -> VaultError {
        VaultError::File { path: self.file.clone(), source }
    }
}

impl TokenVault for SealedVault {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, VaultError>> {
        Box::pin(self.off_thread(Self::read))
    }

    fn save<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), VaultError>> {
        let tokens = tokens.clone();
        Box::pin(self.off_thread(move |vault| vault.write(&tokens)))
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), VaultError>> {
        Box::pin(self.off_thread(Self::remove))
    }
}

fn seal(key: &Key, nonce: [u8; NONCE_BYTES], plain: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&(*key).into());
    let secret = cipher
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: MARK })
        .expect("a token set is far below the cipher's limit");
    [&MARK[..], &nonce[..], &secret[..]].concat()
}

fn open(key: &Key, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, secret) = sealed.strip_prefix(MARK)?.split_first_chunk::<NONCE_BYTES>()?;
    let cipher = Aes256Gcm::new(&(*key).into());
    cipher.decrypt(&Nonce::from(*nonce), Payload { msg: secret, aad: MARK }).ok()
}

/// Puts a whole new file in the place of the old one: after a power cut it is one or the other.
fn replace_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    let fresh = path.with_extension("new");
    let mut options = OpenOptions::new();
    let mut file = private(options.write(true).create(true).truncate(true)).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    // The rename itself is in the folder; Windows cannot open a folder, and needs not to.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}
