//! The diagnostic bundle: one file that helps to find a fault and has nothing in it of what is in
//! the book.
//!
//! What may leave is decided twice: `store` reads only the columns it lists, and [`told`] keeps of
//! every text only words that are ours. A book that cannot be opened has a bundle too, of what can
//! be said without it.

mod files;
mod told;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use ipc::{Code, Fault, SaveBundle, SavedBundle};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::fault::{fault, internal, with_hint};
use crate::locations;
use crate::people::Allowed;
use crate::private_file::create_private;

/// How far back documents are told.
const DAYS: TimeDelta = TimeDelta::days(90);
/// The most documents, and the most lines of the sync log.
const DOCUMENTS_MAX: u32 = 2_000;
const CALLS_MAX: u32 = 2_000;
/// How many bundles of one second there may be.
const A_SECOND_MAX: u32 = 99;

/// A file in the bundle.
struct Entry {
    name: &'static str,
    text: Vec<u8>,
}

#[expect(unreachable_pub, reason = "public as the guarded methods of the same names on App")]
impl Allowed<'_> {
    pub async fn save_bundle(&self, request: SaveBundle) -> Result<SavedBundle, Fault> {
        let (now, to) = (self.world.now(), request.to.map(PathBuf::from));
        match self.open().await {
            Ok(open) => {
                open.away(move |open| save(to, open.folder(), now, &files::of(open, now)?)).await
            }
            // It is when the book cannot be opened that help is wanted most.
            Err(fault) => {
                let folder = self.config.book_dir();
                let saved = tokio::task::spawn_blocking(move || {
                    save(to, &folder, now, &files::without_a_book(&folder, fault.code, now)?)
                });
                saved.await.map_err(|error| internal(&error))?
            }
        }
    }
}

fn save(
    to: Option<PathBuf>,
    folder: &Path,
    now: DateTime<Utc>,
    entries: &[Entry],
) -> Result<SavedBundle, Fault> {
    let bytes = archive(entries).map_err(|error| internal(&error))?;
    let path = match to {
        Some(path) => path,
        None => free_name(folder, now),
    };
    write(&path, &bytes)?;
    let path = path.display().to_string();
    let message = format!(
        "The diagnostic bundle is saved: {path}. Nothing was sent to anybody; give it to whoever \
         helps you."
    );
    Ok(SavedBundle { path, message })
}

/// The same entries make the same bytes: the times in it are no file's.
fn archive(entries: &[Entry]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for Entry { name, text } in entries {
        archive.start_file(*name, options)?;
        archive.write_all(text)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A name by the date and time of this machine's clock, which no file in the folder has yet.
fn free_name(folder: &Path, now: DateTime<Utc>) -> PathBuf {
    let local = now.with_timezone(&locations::machine_zone());
    let stem = format!("daybook-diagnosis-{}", local.format("%Y-%m-%d-%H%M%S"));
    let first = folder.join(format!("{stem}.zip"));
    let others = (2..=A_SECOND_MAX).map(|number| folder.join(format!("{stem}-{number}.zip")));
    // Where all are taken the first is refused like any file that exists.
    std::iter::once(first.clone()).chain(others).find(|path| !path.exists()).unwrap_or(first)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        let message = format!("{} could not be written: {error}.", path.display());
        let refused = fault(Code::InvalidInput, message);
        with_hint(refused, "Name a file that does not exist yet, in a folder that does.")
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
        && !folder.exists()
    {
        return Err(failed(std::io::Error::from(std::io::ErrorKind::NotFound)));
    }
    let mut file = create_private(path).map_err(failed)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        drop(file);
        // Half a bundle is none.
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(%error, "half a diagnostic bundle is left");
        }
        failed(error)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Entry, archive, free_name};

    #[test]
    fn the_same_entries_make_the_same_bundle_and_it_opens() {
        let entries = [
            Entry { name: "one.json", text: b"{}".to_vec() },
            Entry { name: "two.json", text: vec![b' '; 10_000] },
        ];
        let bytes = archive(&entries).expect("an archive");
        assert_eq!(archive(&entries).expect("an archive"), bytes);
        assert!(bytes.len() < 1_000, "it is packed: {}", bytes.len());
        let mut opened = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it opens");
        let mut text = Vec::new();
        opened.by_name("two.json").expect("there").read_to_end(&mut text).expect("read");
        assert_eq!(text, entries[1].text);
    }

    #[test]
    fn a_second_bundle_of_the_same_second_has_a_name_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let now = chrono::DateTime::UNIX_EPOCH;
        let first = free_name(folder.path(), now);
        std::fs::write(&first, "").expect("written");
        let second = free_name(folder.path(), now);
        assert_ne!(first, second);
        assert!(second.to_string_lossy().ends_with("-2.zip"), "{}", second.display());
    }
}
