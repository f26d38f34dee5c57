//! The real program, killed at random moments over a bad line: while it imports, syncs, renews its
//! sign-in, brings an old book up to date and backs up. Nothing of it is ever there twice, nothing
//! is lost, and the book is sound.
//!
//! `cargo xtask kill --times N` kills as often as it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::journey::map;
use crate::proxy::{Chance, Proxy};
use crate::support::{Desk, Simulator};

/// Kills in the gate; `DAYBOOK_KILLS` asks for another number.
const KILLS: u64 = 20;
const SEED: u64 = 20_261_126;
/// Each round tries to kill each errand once.
const ERRANDS: u64 = 6;
/// In so many rounds, one syncs without being killed, so that the others meet what was sent.
const SENDS_EVERY: u64 = 2;
/// Rows of a round's file.
const ROWS: u64 = 40;
/// Of a thousand requests, so many meet a fault.
const FAULTS: u64 = 350;
/// An errand is killed by then at the latest, where it takes so long.
const LONGEST_MS: u64 = 600;
/// What the command line answers to words it does not know.
const WRONG_USAGE: i32 = 2;
/// More runs than what is left needs: what had no answer several times pauses for up to an hour.
const RUNS_MAX: u32 = 40;

fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// Everything the kills have in common.
struct Scene {
    simulator: Simulator,
    proxy: Proxy,
    desk: Desk,
    chance: Chance,
    /// The files so far.
    files: Vec<PathBuf>,
    /// What they come to in cents, debit positive.
    expected: BTreeMap<&'static str, i64>,
    killed: u64,
    /// The same of each errand.
    killed_of: BTreeMap<&'static str, u64>,
    /// How long an errand takes when nobody kills it.
    took: BTreeMap<&'static str, u64>,
}

impl Scene {
    fn set(seed: u64) -> Self {
        let simulator = Simulator::start("ca");
        let limits = json!({ "minute": 1_000_000, "day": 1_000_000 });
        simulator.control(&json!({ "limits": limits }));
        let proxy = Proxy::before(&simulator.url, seed);
        let desk = Desk::behind(&simulator, &proxy.url);
        desk.connect(&[]);
        map(&desk);
        Self {
            simulator,
            proxy,
            desk,
            chance: Chance::new(seed),
            files: Vec::new(),
            expected: BTreeMap::new(),
            killed: 0,
            killed_of: BTreeMap::new(),
            took: BTreeMap::new(),
        }
    }

    /// A till's file of its own day, every amount in whole dollars and so every tax exact.
    fn new_file(&mut self, round: u64) -> (PathBuf, String) {
        let (month, day) = (1 + round / 28 % 10, 1 + round % 28);
        let header = "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,Gift Card Sales,Tax,Tip,\
            Partial Refunds,Total Collected,Source,Card,Cash,Square Gift Card,Other Tender,\
            Other Tender Type,Fees,Net Total,Transaction ID,Payment ID,Staff Name,Description,\
            Event Type,Location\n";
        let mut text = header.to_owned();
        for row in 0..ROWS {
            let dollars = 1 + self.chance.below(400);
            let tax = dollars * 12;
            let all = dollars * 100 + tax;
            let (tax_text, all_text) = (shown(tax), shown(all));
            text += &format!(
                "{month:02}/{day:02}/2026,10:00:00,Pacific Time (US & Canada),${dollars}.00,$0.00,\
                 ${dollars}.00,$0.00,${tax_text},$0.00,$0.00,${all_text},Register,${all_text},\
                 $0.00,$0.00,$0.00,,$0.00,${all_text},T{round}-{row},P{round}-{row},Ann,Kayak,\
                 Payment,Main Dock\n"
            );
            let cents = |amount: u64| i64::try_from(amount).unwrap();
            for (account, change) in [
                ("Boats", -cents(dollars * 100)),
                ("GST", -cents(dollars * 5)),
                ("PST", -cents(dollars * 7)),
                ("Card Clearing", cents(all)),
            ] {
                *self.expected.entry(account).or_default() += change;
            }
        }
        let file = self.desk.write(&format!("day-{round}.csv"), &text);
        self.files.push(file.clone());
        (file, format!("2026-{month:02}-{day:02}"))
    }

    /// Starts an errand and kills it, unless it is faster.
    fn kill(&mut self, errand: &'static str, words: &[&str]) {
        let longest = self.took.get(errand).copied().unwrap_or(LONGEST_MS).clamp(20, LONGEST_MS);
        let moment = Duration::from_millis(self.chance.below(longest));
        let mut command = self.desk.command(words);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let started = now();
        let mut process = command.spawn().unwrap();
        while started.elapsed() < moment {
            if let Some(ended) = process.try_wait().unwrap() {
                assert_ne!(ended.code(), Some(WRONG_USAGE), "{errand} is no errand");
                let ms = u64::try_from(started.elapsed().as_millis()).unwrap();
                self.took.insert(errand, ms);
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        // It may have ended a moment ago.
        let met_at_work = u64::from(process.try_wait().unwrap().is_none());
        self.killed += met_at_work;
        *self.killed_of.entry(errand).or_default() += met_at_work;
        process.kill().unwrap();
        let _code = process.wait().unwrap();
    }

    fn round(&mut self, round: u64) {
        self.proxy.worsen(FAULTS);
        let (file, day) = self.new_file(round);
        let file = file.to_str().unwrap();
        self.kill("import", &["import", file, "--revenue", "Boats", "--tax", "GST=5,PST=7"]);
        let imported =
            self.desk.run(&["import", file, "--revenue", "Boats", "--tax", "GST=5,PST=7"]);
        assert_eq!(imported.code, 0, "{imported:?}");
        self.kill("sync", &["sync", "--from", &day, "--to", &day]);
        if round.is_multiple_of(SENDS_EVERY) {
            // Over the bad line this may end in any way.
            let _sent = self.desk.run(&["sync", "--from", &day, "--to", &day]);
        }
        self.kill("send", &["outbox", "run"]);
        self.simulator.control(&json!({ "expire_tokens": true }));
        self.kill("refresh", &["chart", "refresh"]);
        let backup = self.desk.place().join(format!("backup-{round}.sqlite"));
        self.kill("backup", &["backup", "make", backup.to_str().unwrap()]);
        self.is_whole_or_absent(&backup);
        self.becomes_old();
        self.kill("migration", &["check"]);
        let checked = self.desk.run(&["check"]);
        assert_eq!(checked.done()["ok"], true, "round {round}");
    }

    /// A backup is there whole, or not at all.
    fn is_whole_or_absent(&self, backup: &Path) {
        if backup.exists() {
            let folder = self.desk.place().join("restored");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::copy(backup, folder.join("book.sqlite")).unwrap();
            let mut command = self.desk.command(&["check", "--json"]);
            let ran = command.env("DAYBOOK_DATA_DIR", &folder).output().unwrap();
            assert!(ran.status.success(), "{ran:?}");
            std::fs::remove_dir_all(&folder).unwrap();
            std::fs::remove_file(backup).unwrap();
        }
    }

    /// The book is one of an older format again.
    fn becomes_old(&self) {
        let file = Connection::open(self.desk.place().join("book/book.sqlite")).unwrap();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        file.execute_batch(include_str!("fixtures/before_seals.sql")).unwrap();
    }

    /// The line is good again: whatever was left is done.
    fn recovers(&self) {
        self.proxy.worsen(0);
        for file in &self.files {
            let file = file.to_str().unwrap();
            let again =
                self.desk.run(&["import", file, "--revenue", "Boats", "--tax", "GST=5,PST=7"]);
            assert_eq!(again.done()["recorded"], 0, "an import that ended had ended");
        }
        for _ in 0..RUNS_MAX {
            self.desk.run(&["sync", "--from", "2026-01-01", "--to", "2026-11-19"]);
            let sent = self.desk.run(&["outbox", "run", "--until-empty", "--timeout", "400"]);
            let waiting = self.desk.run(&["outbox", "list"]).done();
            if sent.code == 0 && waiting["documents"] == json!([]) {
                return;
            }
        }
        panic!("{:?}", self.desk.run(&["outbox", "list"]));
    }

    /// What is in Xero is what was imported, once.
    fn is_right(&self) {
        let posted = self.simulator.posted();
        let narration = |journal: &Value| journal["Narration"].as_str().unwrap().to_owned();
        let names: BTreeSet<String> = posted.iter().map(narration).collect();
        assert_eq!(names.len(), posted.len(), "no journal is there twice");
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for row in self.simulator.books()["TrialBalance"].as_array().unwrap() {
            let cents: i64 = row["balance"].as_str().unwrap().replace('.', "").parse().unwrap();
            sums.insert(row["name"].as_str().unwrap().to_owned(), cents);
        }
        sums.retain(|_, cents| *cents != 0);
        let expected: BTreeMap<String, i64> =
            self.expected.iter().map(|(name, cents)| ((*name).to_owned(), *cents)).collect();
        assert_eq!(sums, expected);
        assert_eq!(self.desk.run(&["check"]).done()["ok"], true);
    }
}

fn shown(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[expect(clippy::disallowed_methods, reason = "real processes are killed in real time")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn kills_over_a_bad_line_leave_every_day_in_xero_once() {
    let (kills, seed) = (asked("DAYBOOK_KILLS", KILLS), asked("DAYBOOK_KILLS_SEED", SEED));
    println!("{kills} kills, seed {seed}");
    let mut scene = Scene::set(seed);
    let mut round = 0;
    while scene.killed < kills {
        scene.round(round);
        round += 1;
        assert!(round < 10 + kills * 2, "only {} kills met a process at work", scene.killed);
    }
    scene.recovers();
    scene.is_right();
    println!(
        "{} kills in {round} rounds of {ERRANDS} errands {:?}, {} faults on the line, {} journals",
        scene.killed,
        scene.killed_of,
        scene.proxy.struck(),
        scene.simulator.posted().len()
    );
}
