//! What the program is asked for.

use anyhow::{Context, Result, bail};

/// The usual number of threads: a core each.
const THREADS: usize = 2;
/// The usual number of histories, and of executions a history's worth.
const COUNT: u64 = 1_000;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Play histories.
    Play,
    /// Convict bugs on purpose.
    Planted,
    /// Kill at every fail point under every fault.
    Cross,
    /// Give readers damaged bytes.
    Fuzz,
}

/// What to do, and how much of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// What to do.
    pub(crate) what: What,
    /// The first seed of histories, the first execution of damaged bytes.
    pub(crate) from: u64,
    /// How many.
    pub(crate) count: u64,
    /// The seed of damaged bytes.
    pub(crate) seed: u64,
    /// On how many threads.
    pub(crate) threads: usize,
    /// Only this bug on purpose.
    pub(crate) only: Option<String>,
    /// What is tried: the commit's name, which only whoever built it knows.
    pub(crate) commit: String,
}

impl Arguments {
    /// Reads `play` or `fuzz` and what follows.
    ///
    /// # Errors
    /// When a word is not understood.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let what = match words.next().as_deref() {
            Some("play") => What::Play,
            Some("fuzz") => What::Fuzz,
            Some(_) | None => bail!("play or fuzz?"),
        };
        let mut read = Self {
            what,
            from: 1,
            count: COUNT,
            seed: 1,
            threads: THREADS,
            only: None,
            commit: "unknown".to_owned(),
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value"));
            let number = |text: String| text.parse().with_context(|| format!("{text}: no number"));
            match word.as_str() {
                "--seeds" | "--executions" => read.count = number(value()?)?,
                "--from" => read.from = number(value()?)?,
                "--seed" => read.seed = number(value()?)?,
                "--threads" => read.threads = usize::try_from(number(value()?)?)?,
                "--planted" => read.what = What::Planted,
                "--crossings" => read.what = What::Cross,
                "--only" => read.only = Some(value()?),
                "--commit" => read.commit = value()?,
                other => bail!("{other} is not understood"),
            }
        }
        if read.count == 0 || read.threads == 0 {
            bail!("nothing would be done");
        }
        Ok(read)
    }
}
