//! The state on disk: a log of changes, one line for each write that was answered.
//!
//! A killed simulator leaves at worst half a line at the end, of a write nobody was told about;
//! it is dropped at the next start, when the log is rewritten as one line holding everything.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;

use crate::Error;
use crate::state::{Change, State};

const FILE: &str = "xero-sim.log";
const NEXT: &str = "xero-sim.log.next";

/// Where a simulator keeps its state, if anywhere.
pub(crate) struct Disk {
    folder: Option<PathBuf>,
    log: Option<File>,
}

impl Disk {
    /// Makes the folder if it is not there.
    pub(crate) fn open(folder: Option<PathBuf>) -> Result<Self, Error> {
        if let Some(path) = &folder {
            std::fs::create_dir_all(path)
                .map_err(|source| Error::State { path: path.clone(), source })?;
        }
        Ok(Self { folder, log: None })
    }

    pub(crate) fn load(&self) -> Result<Option<State>, Error> {
        let Some(path) = self.folder.as_ref().map(|folder| folder.join(FILE)) else {
            return Ok(None);
        };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::State { path, source }),
        };
        let mut state = State::empty();
        // What follows the last line break was never finished.
        let finished = text.rsplit_once('\n').map_or(text.as_str(), |(lines, _)| lines);
        for line in finished.lines() {
            let changes = serde_json::from_str::<Vec<Change>>(line);
            changes
                .and_then(|changes| changes.into_iter().try_for_each(|c| state.restore(c)))
                .map_err(|source| Error::StateUnreadable { path: path.clone(), source })?;
        }
        Ok(Some(state))
    }

    /// Begins the log anew with everything, which a state just seeded or loaded counts as changed.
    pub(crate) fn begin(&mut self, state: &mut State) -> Result<(), Error> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        let mut begin = || {
            let next = folder.join(NEXT);
            append(&mut File::create(&next)?, state, true)?;
            std::fs::rename(next, folder.join(FILE))?;
            OpenOptions::new().append(true).open(folder.join(FILE))
        };
        let log = begin().map_err(|source| Error::State { path: folder.join(FILE), source })?;
        self.log = Some(log);
        Ok(())
    }

    /// Returns when a `kill -9` can no longer lose the changes. A power cut still can: nothing is
    /// synced, because practice books are not worth a millisecond a write.
    pub(crate) fn save(&mut self, state: &mut State, sign_in: bool) -> Result<(), Error> {
        let Some(folder) = &self.folder else { return Ok(()) };
        // A log that failed is not written again: half a line must stay the last.
        let result = match self.log.as_mut() {
            Some(log) => append(log, state, sign_in),
            None => Err(io::Error::other("an earlier write failed; restart the simulator")),
        };
        result.map_err(|source| {
            self.log = None;
            Error::State { path: folder.join(FILE), source }
        })
    }
}

fn append(log: &mut File, state: &mut State, sign_in: bool) -> io::Result<()> {
    let mut line = serde_json::to_vec(&state.changes(sign_in)?)?;
    line.push(b'\n');
    log.write_all(&line)
}
