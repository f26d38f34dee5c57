//! The key of a sealed vault: in the system's keychain, or in a file.
//!
//! Everything here blocks, and runs on the threads for that.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use keyring::Entry;

use super::VaultError;

/// A key of AES-256.
pub(super) type Key = [u8; 32];

/// The program's name in the keychain.
const KEYCHAIN_SERVICE: &str = "Daybook";

/// Where a key is kept.
#[derive(Clone, Debug)]
pub(super) enum KeyPlace {
    /// An entry of the system's keychain.
    Keychain {
        /// The entry's account name.
        account: String,
    },
    /// A file that only this user can read.
    File(PathBuf),
}

impl KeyPlace {
    /// The key, if there is one.
    pub(super) fn read(&self) -> Result<Option<Key>, VaultError> {
        match self {
            Self::Keychain { account } => read_keychain(account),
            Self::File(path) => read_file(path),
        }
    }

    /// Keeps `fresh` unless there is a key already, and answers the one that is there now.
    pub(super) fn read_or_keep(&self, fresh: &Key) -> Result<Key, VaultError> {
        if let Some(key) = self.read()? {
            return Ok(key);
        }
        match self {
            Self::Keychain { account } => {
                entry(account)?.set_secret(fresh).map_err(VaultError::Keychain)?;
            }
            Self::File(path) => create_file(path, fresh)?,
        }
        // Another process may have been quicker: what is kept counts, not what was offered.
        self.read()?.ok_or(VaultError::Sealed)
    }

    /// Removes the key; one that is gone already is no error.
    pub(super) fn forget(&self) -> Result<(), VaultError> {
        match self {
            Self::Keychain { account } => match entry(account)?.delete_credential() {
                Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                Err(error) => Err(VaultError::Keychain(error)),
            },
            Self::File(path) => remove_file(path),
        }
    }
}

/// Removes a file; one that is gone already is no error.
pub(super) fn remove_file(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(source) => Err(VaultError::File { path: path.to_owned(), source }),
    }
}

/// Proves that the keychain keeps a secret, gives it back and forgets it. A keychain can be there
/// and still refuse: locked, with nobody to unlock it.
pub(super) fn probe_keychain(account: &str) -> Result<(), VaultError> {
    let secret = account.as_bytes();
    let entry = entry(account)?;
    entry.set_secret(secret).map_err(VaultError::Keychain)?;
    let given = entry.get_secret().map_err(VaultError::Keychain)?;
    entry.delete_credential().map_err(VaultError::Keychain)?;
    if given == secret { Ok(()) } else { Err(VaultError::Sealed) }
}

fn entry(account: &str) -> Result<Entry, VaultError> {
    Entry::new(KEYCHAIN_SERVICE, account).map_err(VaultError::Keychain)
}

fn read_keychain(account: &str) -> Result<Option<Key>, VaultError> {
    match entry(account)?.get_secret() {
        Ok(secret) => secret.try_into().map(Some).map_err(|_| VaultError::Sealed),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(VaultError::Keychain(error)),
    }
}

fn read_file(path: &Path) -> Result<Option<Key>, VaultError> {
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| {
        // A longer file is not a key; one byte more shows it.
        file.take(size_of::<Key>() as u64 + 1).read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => bytes.try_into().map(Some).map_err(|_| VaultError::Sealed),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(VaultError::File { path: path.to_owned(), source }),
    }
}

/// Makes the key file whole and private, or leaves the one another process has made.
fn create_file(path: &Path, key: &Key) -> Result<(), VaultError> {
    let failed = |source| VaultError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(failed)?;
    }
    match private(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(mut file) => file.write_all(key).and_then(|()| file.sync_all()).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// Makes a folder that only this user may look into.
pub(super) fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Lets only this user read what is made. On Windows the user's own folders already do.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
