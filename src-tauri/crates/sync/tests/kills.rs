//! Real processes over real sockets, killed at random moments while Xero loses answers, with
//! documents of every kind. A short settle time stands for the shipped one, and Xero is never later
//! than that.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use ledger::{Kind, TaxWay};
use serde_json::{Value, json};
use store::{Book, NewTransaction, State};
use sync::{NoEvidence, NoSteps, OwnScope, POSTING_STARTS_SETTING, Timing, Until, queue_own};
use world::{TestClock, World};
use xero::{HttpTransport, TokenVault, VaultChoice, VaultPlaces, open_vault};
use xero_sim::{Control, Options, Running};

use crate::books::{books, documented, in_force, trial_balance};
use crate::chance::Chance;
use crate::desk::{Furniture, Office, main_dock, november, sign_in};
use crate::till::{event, payout, sale};
use crate::wire::Wire;

/// One seed, so that a failing run can be tried again.
const SEED: u64 = 20_261_121;
/// Each round closes a day, is killed so often, and then recovers: fewer kills than unanswered
/// tries that a document has before it pauses for minutes.
const ROUNDS: u32 = 20;
const KILLS_A_ROUND: u32 = 2;
/// In some rounds Xero has forgotten the keys before the recovery, so that only the look-up is
/// left to keep a day from being there twice; together less than an access token's life.
const FORGETS_EVERY: u32 = 6;
const KEY_LIFE_AND_MORE: i64 = 370;
/// What the days make: a cashout each, and beside it twelve times a document, eight times three
/// (an invoice with its payments or its credit note and allocation).
const DOCUMENTS: usize = 20 + 12 + 8 * 3;
/// A sync here takes about so long.
const SYNC_MS: u32 = 120;
const SETTLE: Duration = Duration::from_millis(400);
/// The latest that Xero acts on what it was sent, far within the settle time.
const LATE_MS: u32 = 120;
/// The settle time on a busy machine, and no lease of minutes: a dead owner is succeeded at once.
const RECOVERY_MAX: TimeDelta = TimeDelta::seconds(30);
/// What a process is told: the folder, the simulator, the organisation and the day.
const ORDERS: &str = "SYNC_TEST_ORDERS";
const READY: &str = "the sync begins";

/// The place of everything that processes share.
struct Place {
    folder: PathBuf,
    url: String,
    tenant: String,
}

async fn office(place: &Place) -> Office {
    let world = World::system();
    Office::furnish(Furniture {
        book: Book::open(&place.folder, world.now()).unwrap(),
        transport: Arc::new(HttpTransport::new().unwrap()),
        origin: &place.url,
        vault: vault(&place.folder, &world).await,
        tenant: place.tenant.parse().unwrap(),
        machine: None,
        steps: Arc::new(NoSteps),
        evidence: Arc::new(NoEvidence),
        timing: Timing { settle: SETTLE, ..Timing::default() },
        world,
    })
}

async fn vault(folder: &Path, world: &World) -> Arc<dyn TokenVault> {
    let (folder, key_folder) = (folder.to_owned(), folder.join("keys"));
    let places = VaultPlaces { folder, key_folder, name: "kills".to_owned() };
    open_vault(&places, VaultChoice::KeyFile, world).await.unwrap().0
}

/// A book with a sale on each day, signed in to the simulator.
async fn open(folder: &Path, running: &Running) -> Place {
    let sim = running.sim();
    let limits = json!({ "limits": { "minute": 100_000, "day": 100_000 } });
    sim.control(serde_json::from_value(limits).unwrap()).unwrap();
    let tenant = sim.organisations()[0].id.clone();
    let world = World::system();
    let mut tokens = sign_in(&Wire::new(sim, TestClock::advancing(world.now()))).await;
    tokens.expires_at = world.now() + TimeDelta::minutes(30);
    vault(folder, &world).await.save(&tokens).await.unwrap();
    let book = Book::open(folder, world.now()).unwrap();
    book.add_location(&main_dock(TaxWay::TaxLines)).unwrap();
    let place = Place { folder: folder.to_owned(), url: running.url(), tenant };
    let office = office(&place).await;
    sync::refresh_chart(&office.book, &office.client, &office.world).await.unwrap();
    office.map_everything();
    // Each round posts its own day and no other.
    office.book.set_setting(POSTING_STARTS_SETTING, Some("2999-01-01")).unwrap();
    for day in 1..=ROUNDS {
        office.record(&a_day(day));
    }
    place
}

/// What happens on a day: a sale, and something that has documents of its own.
fn a_day(day: u32) -> Vec<NewTransaction> {
    let id = |what: &str| format!("{what}-{day}");
    let mut events = vec![sale(&id("S"), day, "Boats", 10_000)];
    let charge = || event(Kind::AccountCharge, &id("C"), day, "Boats 80.00; customer Bo_Chen");
    events.extend(match day % 5 {
        0 => vec![event(Kind::BookingPayment, &id("D"), day, "pay Card 50.00; booking B-17")],
        1 => {
            let paid = "pay Card 90.00; customer Bo_Chen";
            vec![charge(), event(Kind::AccountPayment, &id("P"), day, paid)]
        }
        2 => {
            let credit = "Boats 30.00; customer Bo_Chen";
            vec![charge(), event(Kind::AccountRefund, &id("R"), day, credit)]
        }
        3 => vec![event(Kind::BankDeposit, &id("B"), day, "pay Cash 60.00")],
        _ => vec![payout(&id("P"), day, ("70.00", "2.00", "68.00"), |_| {})],
    });
    events
}

/// A process, and what it still has to say.
struct Process {
    child: Child,
    _output: BufReader<ChildStdout>,
}

/// A process that closes a day and sends what is queued; it has just begun to.
fn begin(place: &Place, day: u32) -> Process {
    let orders = json!([place.folder, place.url, place.tenant, day]).to_string();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::what_the_processes_do", "--nocapture"])
        .env(ORDERS, orders)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut lines = output.by_ref().lines();
    assert!(lines.any(|line| line.unwrap().contains(READY)), "the process never began");
    Process { child, _output: output }
}

/// Does nothing unless it was started by [`begin`].
#[tokio::test]
async fn what_the_processes_do() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let (folder, url, tenant, day) = serde_json::from_str(&orders).unwrap();
    let office = office(&Place { folder, url, tenant }).await;
    println!("{READY}");
    office.close(day);
    let (location, from, to) = (office.dock, november(day), november(day));
    let days = OwnScope::Days { location, from, to };
    queue_own(&office.book, days, "Ana", &office.world).unwrap().all().unwrap();
    let report = office.run(Until::Empty).await;
    assert_eq!(report.blocked_by, None, "{report:?} {:?}", office.troubles());
}

impl Chance {
    /// What the next write meets.
    fn fault(&self) -> Value {
        let late = json!({ "kind": "late_commit", "ms": self.below(LATE_MS) });
        let slow = json!({ "kind": "delay", "ms": self.below(SYNC_MS) });
        let kinds = [
            json!({ "kind": "loss_before" }),
            json!({ "kind": "loss_after_commit" }),
            json!({ "kind": "torn_body" }),
            late,
            slow,
        ];
        let mut fault = kinds[self.below(5) as usize].clone();
        let call = json!({ "method": "PUT", "times": 1, "skip": self.below(3) });
        fault.as_object_mut().unwrap().extend(call.as_object().unwrap().clone());
        fault
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_and_lost_answers_leave_each_document_in_xero_once() {
    println!("seed {SEED}");
    let chance = Chance::new(SEED);
    let folder = tempfile::tempdir().unwrap();
    let options = Options { auto_approve: true, seed: Some(SEED), ..Options::default() };
    let running = xero_sim::serve(options).await.unwrap();
    let place = open(folder.path(), &running).await;
    let sim = running.sim();
    let mut killed_alive = 0;
    for day in 1..=ROUNDS {
        for _ in 0..KILLS_A_ROUND {
            let faults = json!({ "heal": true, "faults": [chance.fault()] });
            sim.control(serde_json::from_value(faults).unwrap()).unwrap();
            let mut process = begin(&place, day);
            let moment = u64::from(chance.below(SYNC_MS));
            std::thread::sleep(Duration::from_millis(moment));
            killed_alive += u32::from(process.child.try_wait().unwrap().is_none());
            process.child.kill().unwrap();
            let _code = process.child.wait().unwrap();
        }
        let advance_seconds = if day % FORGETS_EVERY == 0 { KEY_LIFE_AND_MORE } else { 0 };
        sim.control(Control { heal: true, advance_seconds, ..Control::default() }).unwrap();
        let begun = World::system().now();
        let mut process = begin(&place, day);
        assert!(process.child.wait().unwrap().success(), "day {day} recovers");
        let took = World::system().now() - begun;
        assert!(took < RECOVERY_MAX, "day {day} took {took}");
    }
    assert!(killed_alive > ROUNDS, "only {killed_alive} kills met a process at work");
    let office = office(&place).await;
    let documents = office.live();
    assert!(documents.iter().all(|one| one.state == State::Posted), "{:?}", office.troubles());
    let books = books(&Wire::new(running.sim(), TestClock::advancing(World::system().now()))).await;
    assert_eq!(in_force(&books), documents.len(), "each document once");
    assert_eq!(trial_balance(&books), documented(&office));
    assert_eq!(documents.len(), DOCUMENTS);
    office.assert_sound();
    running.stop().await;
}
