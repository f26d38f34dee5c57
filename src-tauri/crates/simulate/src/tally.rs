//! What was simulated, counted.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// Sums over histories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Histories played to their end.
    pub histories: u64,
    /// Days of a location in them.
    pub desk_days: u64,
    /// Times that something went on to its next step.
    pub steps: u64,
    /// Processes started.
    pub processes: u64,
    /// Processes killed.
    pub crashes: u64,
    /// Times the desk's clock was set.
    pub jumps: u64,
    /// Times the book rotted.
    pub rots: u64,
    /// Sign-ins that were lost with Xero's answer, and made again.
    pub sign_ins: u64,
    /// What somebody did in Xero meanwhile.
    pub meddled: u64,
    /// Requests.
    pub calls: u64,
    /// Documents that were in Xero in the end.
    pub documents: u64,
    /// Faults on the way to Xero and in it, by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// The same for the same seeds: what every process did, in order.
    pub digest: u64,
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.histories += other.histories;
        self.desk_days += other.desk_days;
        self.steps += other.steps;
        self.processes += other.processes;
        self.crashes += other.crashes;
        self.jumps += other.jumps;
        self.rots += other.rots;
        self.sign_ins += other.sign_ins;
        self.meddled += other.meddled;
        self.calls += other.calls;
        self.documents += other.documents;
        for (kind, count) in &other.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        // In whatever order the histories were played.
        self.digest = self.digest.wrapping_add(other.digest);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} histories, {} desk-days, {} steps",
            self.histories, self.desk_days, self.steps
        )?;
        writeln!(
            f,
            "{} documents in Xero by {} calls of {} processes",
            self.documents, self.calls, self.processes
        )?;
        let faults: u64 = self.faults.values().sum();
        writeln!(f, "{} kills, {faults} faults:", self.crashes)?;
        for (kind, count) in &self.faults {
            writeln!(f, "  {count:>9} {kind}")?;
        }
        writeln!(
            f,
            "{} changes by somebody in Xero, {} clocks set, {} rotten documents, {} sign-ins made again",
            self.meddled, self.jumps, self.rots, self.sign_ins
        )?;
        write!(f, "digest {:016x}", self.digest)
    }
}
