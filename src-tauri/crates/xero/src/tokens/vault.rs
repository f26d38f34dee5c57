//! Where tokens are kept, and the choice of the best place this machine has.
//!
//! Tokens lie in a sealed file; what differs is where its key is: in the system's keychain, or,
//! where there is none, in a file of its own in another folder. Xero's standard asks for exactly
//! that, encryption at rest with the key elsewhere (facts §2.4), and one renewal every thirty
//! minutes stays a file's work: Windows' keychain holds 2,560 bytes, less than a set of tokens.

use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use thiserror::Error;
use world::World;

use super::TokenSet;
use super::keys::{KeyPlace, probe_keychain};
use super::sealed::SealedVault;
use crate::transport::BoxFuture;

/// How long the system's keychain may take to prove itself. It may ask the user to unlock it.
const PROBE_PATIENCE: Duration = Duration::from_secs(30);

/// Keeps one set of tokens.
pub trait TokenVault: Send + Sync + Debug {
    /// The kept set, if any.
    ///
    /// # Errors
    /// [`VaultError`] when there is one that cannot be read.
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, VaultError>>;

    /// Keeps a set in the place of the former one. When it returns, the set survives a power cut.
    ///
    /// # Errors
    /// [`VaultError`] when the former set is still the kept one.
    fn save<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), VaultError>>;

    /// Forgets the set.
    ///
    /// # Errors
    /// [`VaultError`] when it could not be removed.
    fn clear(&self) -> BoxFuture<'_, Result<(), VaultError>>;
}

/// The place of the tokens failed.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The sealed file or the key file.
    #[error("The file {path} could not be used.", path = path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The system's keychain.
    #[error("The system's keychain did not give or keep the key.")]
    Keychain(#[source] keyring::Error),
    /// The key is missing, or is not the one the file was sealed with.
    #[error("The kept sign-in cannot be opened. Sign in to Xero again.")]
    Sealed,
    /// The keychain took longer than anybody can want to wait, or the program is ending.
    #[error("The system's keychain did not answer.")]
    Silent,
}

/// Where the key to the tokens is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultKind {
    /// In the system's keychain.
    Keychain,
    /// In a file beside, because there is no working keychain.
    KeyFile,
    /// In memory only.
    Memory,
}

impl VaultKind {
    /// One sentence for the connection's page.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Keychain => {
                "The sign-in to Xero is kept encrypted; its key is in the system's keychain."
            }
            Self::KeyFile => {
                "The sign-in to Xero is kept encrypted; its key is in a file only this user can \
                 read, because this system offers no keychain."
            }
            Self::Memory => "The sign-in to Xero is kept only until the program ends.",
        }
    }
}

/// Which places may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultChoice {
    /// The keychain where it works, else the key file.
    Best,
    /// The key file, without asking the keychain: practice, tests, machines without a user.
    KeyFile,
}

/// Where a vault's parts go.
#[derive(Clone, Debug)]
pub struct VaultPlaces {
    /// The folder of the sealed file: the book's.
    pub folder: PathBuf,
    /// The folder of the key file; another one, so that a copy of the book is no copy of the key.
    pub key_folder: PathBuf,
    /// Tells this book's key from other books' keys; letters, digits and hyphens.
    pub name: String,
}

/// Opens the best vault this machine has. Blocking work runs off the async threads.
///
/// A set that is already kept under a key file stays there: a keychain that comes and goes (a
/// session over SSH, say) must not make the sign-in come and go with it.
///
/// # Errors
/// [`VaultError`] when not even the folders can be used.
pub async fn open_vault(
    places: &VaultPlaces,
    choice: VaultChoice,
    world: &World,
) -> Result<(Arc<dyn TokenVault>, VaultKind), VaultError> {
    let with_key_file = SealedVault::with_key_file(places, world);
    let keychain = match choice {
        VaultChoice::KeyFile => false,
        VaultChoice::Best => !with_key_file.is_in_use() && keychain_works(places, world).await,
    };
    if keychain {
        return Ok((Arc::new(SealedVault::with_keychain(places, world)), VaultKind::Keychain));
    }
    with_key_file.prepare().await?;
    Ok((Arc::new(with_key_file), VaultKind::KeyFile))
}

async fn keychain_works(places: &VaultPlaces, world: &World) -> bool {
    let name = format!("{}-probe-{}", places.name, world::short_code(&*world.entropy));
    let probe = tokio::task::spawn_blocking(move || probe_keychain(&name));
    tokio::select! {
        answered = probe => match answered {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::info!(%error, "the system's keychain does not work; using a key file");
                false
            }
            Err(_panicked) => false,
        },
        () = tokio::time::sleep(PROBE_PATIENCE) => {
            tracing::info!("the system's keychain did not answer; using a key file");
            false
        }
    }
}

/// Keeps tokens until the program ends.
#[derive(Debug, Default)]
pub struct MemoryVault {
    kept: Mutex<Option<TokenSet>>,
}

impl MemoryVault {
    /// A vault that already holds a set.
    #[must_use]
    pub fn holding(tokens: TokenSet) -> Self {
        Self { kept: Mutex::new(Some(tokens)) }
    }

    fn replace(&self, tokens: Option<TokenSet>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
    }
}

impl TokenVault for MemoryVault {
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, VaultError>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(std::future::ready(Ok(kept)))
    }

    fn save<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), VaultError>> {
        self.replace(Some(tokens.clone()));
        Box::pin(std::future::ready(Ok(())))
    }

    fn clear(&self) -> BoxFuture<'_, Result<(), VaultError>> {
        self.replace(None);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The name of a vault's files and keychain entry, by the place of its key.
impl VaultPlaces {
    pub(super) fn sealed_file(&self, key: &KeyPlace) -> PathBuf {
        self.folder.join(match key {
            KeyPlace::Keychain { .. } => "tokens.keychain",
            KeyPlace::File(_) => "tokens.sealed",
        })
    }

    pub(super) fn key_file(&self) -> PathBuf {
        self.key_folder.join(format!("{}.key", self.name))
    }
}
