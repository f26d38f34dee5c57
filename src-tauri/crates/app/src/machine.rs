//! This machine, as it calls itself to others that have the same folder: by a name that is made
//! once and lies where the keys are, never in the book's folder.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use store::Home;
use world::{World, short_code};

use crate::Config;
use crate::private_file::create_private;

/// How long a book is this machine's after it said so: long enough that a window that is busy does
/// not lose it, short enough that a machine that was switched off keeps nobody out for long.
pub(crate) const TTL: Duration = Duration::from_secs(3 * 60);

const FILE: &str = "machine";
/// Where systems say what a machine is called.
const CALLED: [&str; 2] = ["COMPUTERNAME", "HOSTNAME"];
const CALLED_FILE: &str = "/etc/hostname";
const NAME_MAX: usize = 60;

/// The name of this machine. Where it cannot be kept, what the system calls it.
pub(crate) fn name(keys: &Path, world: &World) -> String {
    let called = called();
    let path = keys.join(FILE);
    if let Some(kept) = read(&path) {
        return kept;
    }
    let new = format!("{called}-{}", short_code(&*world.entropy));
    match keep(keys, &path, &new) {
        Ok(()) => new,
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(&path).unwrap_or(called),
        Err(error) => {
            tracing::warn!(%error, "this machine's name could not be kept");
            called
        }
    }
}

/// This machine, to the books that are opened here under that name.
pub(crate) fn home(config: &Config, name: &str) -> Home {
    Home { machine: name.to_owned(), marks: config.marks() }
}

/// Keeps the name in a file that only its owner may read, as all that lies there.
fn keep(keys: &Path, path: &Path, name: &str) -> io::Result<()> {
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.create(keys)?;
    create_private(path)?.write_all(name.as_bytes())
}

fn read(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let name: String = text.trim().chars().take(NAME_MAX).collect();
    (!name.is_empty()).then_some(name)
}

fn called() -> String {
    let said = CALLED.iter().find_map(|name| std::env::var(name).ok());
    let said = said.or_else(|| fs::read_to_string(CALLED_FILE).ok()).unwrap_or_default();
    let name: String = said.trim().chars().take(NAME_MAX / 2).collect();
    if name.is_empty() { "a machine".to_owned() } else { name }
}
