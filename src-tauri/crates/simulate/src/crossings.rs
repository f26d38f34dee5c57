//! Fail points crossed with faults, in the manner of `SQLite`'s: the program is killed at its first
//! point, then at its second … until it ends without having been killed, and all of that under each
//! fault, once and lasting. Where a fault lasts, the program that is started again is killed too.
//!
//! A fail point is every place where a process can stand still: between two steps of the outbox,
//! before a request leaves, after its answer came, while it waits.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use store::State;

use crate::conviction::{Charge, Conviction};
use crate::desk::{Furnished, LOCATIONS, first_day, start};
use crate::errands::Errand;
use crate::fate::{Fate, Meant};
use crate::gate::{Place, locked};
use crate::history::History;
use crate::run::in_a_runtime;
use crate::till::What;

/// More points than a run has, so that a fault of the loop ends.
const POINTS_MAX: u32 = 2_000;
/// Longer than an access token lives, so that each run begins with a refresh.
const TOKEN_AND_MORE: TimeDelta = TimeDelta::minutes(31);
/// Nothing in a crossing is decided by chance but amounts.
const SEED: u64 = 1;

/// What the program is doing while it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scene {
    /// A cashout's journal is posted.
    Cashout,
    /// A journal, an invoice and a bank transaction of their own are posted.
    Documents,
    /// All of these are taken out of Xero again.
    Undo,
}

impl Scene {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cashout, Self::Documents, Self::Undo];

    const fn whats(self) -> &'static [What] {
        match self {
            Self::Cashout => &[What::CardSale],
            Self::Documents => &[What::BookingPayment, What::AccountCharge, What::Payout],
            Self::Undo => &[What::CardSale, What::AccountCharge, What::Payout],
        }
    }
}

/// What was tried, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Crossings {
    /// How often the program was killed at a point under a fault: by the fault, whether it lasts,
    /// and the point.
    pub kills: BTreeMap<(&'static str, bool, String), u64>,
    /// Times that everything was played.
    pub plays: u64,
    /// Those that ended otherwise than they must.
    pub convictions: Vec<String>,
}

impl Crossings {
    /// The kinds of fail points that were met.
    #[must_use]
    pub fn points(&self) -> BTreeSet<&str> {
        self.kills.keys().map(|(_, _, point)| point.as_str()).collect()
    }

    /// The faults that were met, each once and lasting.
    #[must_use]
    pub fn faults(&self) -> BTreeSet<(&'static str, bool)> {
        self.kills.keys().map(|(fault, lasts, _)| (*fault, *lasts)).collect()
    }

    fn add(&mut self, other: Self) {
        self.plays += other.plays;
        self.convictions.extend(other.convictions);
        for (crossing, times) in other.kills {
            *self.kills.entry(crossing).or_default() += times;
        }
    }
}

impl fmt::Display for Crossings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = self.faults();
        writeln!(f, "{:>16}  kills at each fail point, once and lasting", "")?;
        let names: BTreeSet<&str> = faults.iter().map(|(name, _)| *name).collect();
        for point in self.points() {
            let of = |fault: &'static str, lasts| {
                let key = (fault, lasts, point.to_owned());
                self.kills.get(&key).copied().unwrap_or_default()
            };
            let all: [u64; 2] = [false, true].map(|lasts| {
                faults.iter().filter(|one| one.1 == lasts).map(|one| of(one.0, lasts)).sum()
            });
            let met = faults.iter().filter(|(name, lasts)| of(name, *lasts) > 0).count();
            let (once, lasting) = (all[0], all[1]);
            let of_faults = faults.len();
            writeln!(f, "{point:>16}  {once:>6} {lasting:>6}  under {met} of {of_faults} faults")?;
        }
        let kills: u64 = self.kills.values().sum();
        write!(
            f,
            "{} fail points x {} faults, once and lasting: {kills} kills in {} plays, {} wrong",
            self.points().len(),
            names.len(),
            self.plays,
            self.convictions.len()
        )
    }
}

/// One row of plays: the same under one fault.
#[derive(Clone, Copy)]
struct Row {
    scene: Scene,
    fate: Fate,
    lasts: bool,
}

/// Crosses all fail points of these scenes with all faults; of the points every `stride`-th.
///
/// # Panics
/// When a thread of its own does.
#[must_use]
pub fn cross(scenes: &[Scene], stride: u32, threads: usize) -> Crossings {
    let rows: Vec<Row> = scenes
        .iter()
        .flat_map(|scene| Fate::ALL.iter().map(move |fate| (*scene, *fate)))
        .flat_map(|(scene, fate)| [false, true].map(|lasts| Row { scene, fate, lasts }))
        .collect();
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Crossings::default());
    let cross_some = || {
        let furnished = in_a_runtime(Furnished::make());
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            let Some(row) = rows.get(number) else { return };
            // Different rows begin at different points.
            let first = 1 + u32::try_from(number).expect("few rows") % stride;
            let crossed = in_a_runtime(cross_row(*row, first, stride, &furnished));
            locked(&all).add(crossed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(cross_some);
        }
    });
    all.into_inner().unwrap_or_default()
}

async fn cross_row(row: Row, first: u32, stride: u32, furnished: &Furnished) -> Crossings {
    let mut crossed = Crossings::default();
    let step = usize::try_from(stride).expect("a small number");
    for at in (first..POINTS_MAX).step_by(step) {
        crossed.plays += 1;
        match play(row, at, furnished).await {
            Ok(places) if places.is_empty() => return crossed,
            Ok(places) => {
                for place in places {
                    let key = (row.fate.name(), row.lasts, name(place));
                    *crossed.kills.entry(key).or_default() += 1;
                }
            }
            Err(conviction) => {
                let Row { scene, fate, lasts } = row;
                let how = if lasts { "lasting" } else { "once" };
                crossed.convictions.push(format!(
                    "{scene:?}, {}, {how}, killed at point {at}: {conviction}",
                    fate.name()
                ));
            }
        }
    }
    crossed.convictions.push(format!("{:?} has more than {POINTS_MAX} points", row.scene));
    crossed
}

/// Kills the program at its n-th point under a fault, starts it again and judges; gives where it
/// was killed, nothing when it ended before.
async fn play(row: Row, at: u32, furnished: &Furnished) -> Result<Vec<Place>, Conviction> {
    let mut history = History::quiet(SEED, furnished).await;
    for what in row.scene.whats() {
        let happened = history.happens(*what, LOCATIONS[0], first_day());
        history.record(&happened);
    }
    history.closes_everything()?;
    if row.scene == Scene::Undo {
        history.sends_everything().await?;
    }
    history.desk.network.pass_until(start() + TOKEN_AND_MORE).await;
    history.desk.network.means(Some(Meant::new(row.fate, row.lasts)));
    let mut killed = Vec::new();
    killed.extend(history.dies_at(row, at).await?);
    if row.lasts {
        killed.extend(history.dies_at(row, at).await?);
    }
    history.heal().await?;
    history.judge().await?;
    Ok(killed)
}

impl History {
    /// Starts the program, and kills it at its n-th point; gives where that was.
    async fn dies_at(&mut self, row: Row, at: u32) -> Result<Option<Place>, Conviction> {
        self.signs_in_again().await?;
        self.idle.clear();
        let mut left = at;
        if row.scene == Scene::Undo {
            let is_there = |one: &store::DocumentSummary| one.state == State::Posted;
            let there: Vec<_> = self.documents().into_iter().filter(is_there).collect();
            for document in there {
                self.start(Errand::Undo(document.id));
                if let Some(place) = self.dies_within(&mut left).await? {
                    return Ok(Some(place));
                }
            }
        }
        // What comes once is recovered from while the program can be killed; from what lasts there
        // is no recovery to wait for.
        self.start(if row.lasts { Errand::Worker } else { Errand::CommandLine });
        self.dies_within(&mut left).await
    }

    async fn dies_within(&mut self, left: &mut u32) -> Result<Option<Place>, Conviction> {
        while let Some(place) = self.stands().await? {
            *left -= 1;
            if *left == 0 {
                self.processes.clear();
                self.idle.clear();
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Lets the only process go on; gives where it stands then.
    async fn stands(&mut self) -> Result<Option<Place>, Conviction> {
        self.goes_on(0).await?;
        match self.processes.first() {
            None => Ok(None),
            Some(process) => match process.stands_at() {
                Some(place) => Ok(Some(place)),
                None => Err(self.convict(Charge::Failed, "a process that stands nowhere")),
            },
        }
    }
}

fn name(place: Place) -> String {
    match place {
        Place::Step(step) => format!("{step:?}"),
        Place::Leaving | Place::Answered | Place::Asleep => format!("{place:?}"),
    }
}
