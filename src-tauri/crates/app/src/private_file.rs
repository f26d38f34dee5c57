//! Files that only their owner may read: all that leaves the book has customers and amounts in it.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Who may read such a file: its owner.
#[cfg(unix)]
const OWNER_ONLY: u32 = 0o600;

/// Makes a file that is not there yet.
///
/// # Errors
/// When there is one, or none can be made there.
pub fn create_private(path: &Path) -> io::Result<File> {
    options().create_new(true).open(path)
}

/// Makes a file, or empties the one that is there: from then on it is its owner's only, too.
///
/// # Errors
/// When it can be neither made nor written.
pub fn replace_private(path: &Path) -> io::Result<File> {
    let file = options().create(true).truncate(false).open(path)?;
    // A terminal or a pipe that was named as a file stays as it is.
    if file.metadata()?.is_file() {
        // Where it cannot be made its owner's only, what is in it stays.
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(OWNER_ONLY))?;
        file.set_len(0)?;
    }
    Ok(file)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ONLY);
    options
}
