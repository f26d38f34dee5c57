//! A history: some days at several desks of one book, with everything that goes wrong, in an order
//! that a seed decides.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use store::{DocumentFilter, DocumentId, DocumentSummary, Operation, State, keys};
use sync::{CashoutRequest, OwnScope, Policy, Step, Until, queue_cashout, queue_own};

use crate::chance::Chance;
use crate::conviction::{Charge, Conviction};
use crate::desk::{Desk, Furnished, LOCATIONS, Office, first_day, start};
use crate::gate::{Gate, Place, Process, Went};
use crate::network::Weather;
use crate::tally::Tally;
use crate::till::{Effects, Happened, WHATS};

/// The days of a history.
pub const DAYS: u64 = 4;
/// What happens on each of them.
const STEPS_A_DAY: u64 = 110;
/// Processes at work at once, beside the window.
const PROCESSES_MAX: usize = 3;
/// More steps than any process takes: one that takes more goes round in circles.
const GOING_ON_MAX: u32 = 20_000;
/// Documents of a history are never so many.
pub(crate) const DOCUMENTS_MAX: u32 = 9_999;
/// The longest time nothing happens at the desk, in seconds.
const IDLE_MAX: u64 = 2_400;
/// How far the desk's clock may be set wrong, in minutes.
const JUMP_MAX: u64 = 240;

/// What a history is like; decided by its seed before it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Character {
    /// Somebody works in Xero at the same time.
    pub(crate) bookkeeper: bool,
    /// Requests may come when their settle time is over. Nobody takes anything back meanwhile: a
    /// document that is given up has no key any more that keeps it from being there twice.
    pub(crate) very_late: bool,
    /// The desk's clock is set now and then.
    pub(crate) jumps: bool,
    /// The book rots now and then.
    pub(crate) rots: bool,
    /// A location's sales are invoices.
    pub(crate) invoices: bool,
    /// Of a thousand requests, so many meet a fault.
    pub(crate) faults: u64,
}

impl Character {
    fn of(chance: &Chance) -> Self {
        let very_late = chance.one_in(5);
        Self {
            very_late,
            bookkeeper: !very_late && chance.one_in(2),
            jumps: !very_late && chance.one_in(3),
            rots: chance.one_in(3),
            invoices: chance.one_in(3),
            faults: *chance.of(&[0, 50, 100, 200, 300, 450]),
        }
    }
}

/// What a process is started for.
#[derive(Clone, Copy, Debug)]
enum Errand {
    /// `daybook sync`, or the button.
    Sync(usize, NaiveDate),
    /// The window's worker.
    Worker,
    /// `daybook outbox run`.
    CommandLine,
    Undo(DocumentId),
    Chart,
    KeepAlive,
}

/// What a process came to.
pub(crate) type Ended = Result<(), sync::Error>;

/// A history under way.
pub(crate) struct History {
    pub(crate) seed: u64,
    pub(crate) chance: Chance,
    pub(crate) character: Character,
    pub(crate) desk: Desk,
    pub(crate) window: Office,
    processes: Vec<Process<Ended>>,
    known: Vec<Happened>,
    /// What should be in the books, by transaction.
    pub(crate) model: BTreeMap<String, Effects>,
    /// What somebody changed in Xero, by Xero's ids.
    pub(crate) edited: BTreeSet<String>,
    today: NaiveDate,
    pub(crate) tally: Tally,
    digest: DefaultHasher,
}

/// Plays the history of a seed to its end.
///
/// # Errors
/// [`Conviction`] when what must be true is not.
pub(crate) async fn play(seed: u64, furnished: &Furnished) -> Result<Tally, Conviction> {
    let mut history = History::begin(seed, furnished).await;
    for day in 0..DAYS {
        history.a_day(day).await?;
    }
    history.heal().await?;
    history.judge().await?;
    Ok(history.tallied())
}

impl History {
    async fn begin(seed: u64, furnished: &Furnished) -> Self {
        let chance = Chance::new(seed);
        let character = Character::of(&chance);
        let desk = Desk::open(furnished, seed).await;
        let window = desk.office(&Arc::new(Gate::default()));
        if character.invoices {
            let (place, mode) = (window.location(1), Some("invoices"));
            window.book.set_location_setting(place, keys::MODE, mode).expect("a setting");
        }
        let weather = Weather { per_mille: character.faults, very_late: character.very_late };
        desk.network.set_weather(weather);
        Self {
            seed,
            chance,
            character,
            desk,
            window,
            processes: Vec::new(),
            known: Vec::new(),
            model: BTreeMap::new(),
            edited: BTreeSet::new(),
            today: first_day(),
            tally: Tally::default(),
            digest: DefaultHasher::new(),
        }
    }

    async fn a_day(&mut self, day: u64) -> Result<(), Conviction> {
        self.today = first_day() + Days::new(day);
        let opens = start() + TimeDelta::days(i64::try_from(day).expect("few"));
        self.desk.network.pass_until(opens).await;
        self.signs_in_again().await?;
        for _ in 0..STEPS_A_DAY {
            self.step().await?;
        }
        for place in 0..LOCATIONS.len() {
            self.close(place, self.today)?;
        }
        Ok(())
    }

    async fn step(&mut self) -> Result<(), Conviction> {
        match self.chance.below(100) {
            0..9 => self.something_new(),
            9..12 => self.a_correction(),
            12..14 => {
                let place = self.chance.place(LOCATIONS.len());
                self.close(place, self.a_day_so_far())?;
            }
            14..19 => self.starts_something(),
            19 => self.is_killed(),
            20 => self.everything_is_killed(),
            21..24 if self.character.bookkeeper => self.somebody_in_xero().await,
            24 if self.character.jumps => self.the_clock_is_set(),
            25 if self.character.rots => self.the_book_rots().await?,
            26 => self.nothing_happens().await,
            _ => self.something_goes_on().await?,
        }
        Ok(())
    }

    fn a_day_so_far(&self) -> NaiveDate {
        let so_far = (self.today - first_day()).num_days() + 1;
        first_day() + Days::new(self.chance.below(so_far.unsigned_abs()))
    }

    fn something_new(&mut self) {
        let happened = Happened {
            id: format!("T-{}", self.known.len()),
            what: *self.chance.of(&WHATS),
            location: (*self.chance.of(&LOCATIONS)).to_owned(),
            day: self.a_day_so_far(),
        };
        self.known.push(happened.clone());
        self.record(&happened);
    }

    fn a_correction(&mut self) {
        if !self.known.is_empty() && !self.character.very_late {
            let happened = self.chance.of(&self.known).clone();
            self.record(&happened);
        }
    }

    fn record(&mut self, happened: &Happened) {
        let (transaction, effects) = happened.told(&self.chance);
        let now = self.window.world.now();
        let recorded = self.window.book.record(&[transaction], now).expect("the book takes it");
        let (recorded, refused) = recorded;
        // An amount it had before is an old row read again.
        if refused.is_empty() && recorded.superseded == 0 {
            self.model.insert(happened.id.clone(), effects);
        }
        self.note(1);
    }

    /// Closes a day; now and then something is recorded between the reading and the claim.
    fn close(&mut self, place: usize, day: NaiveDate) -> Result<(), Conviction> {
        if self.chance.one_in(3) {
            let late = Happened {
                id: format!("T-{}", self.known.len()),
                what: *self.chance.of(&WHATS[..3]),
                location: LOCATIONS[place].to_owned(),
                day,
            };
            let (transaction, effects) = late.told(&self.chance);
            self.known.push(late.clone());
            self.model.insert(late.id, effects);
            let other = self.window.book.clone();
            let now = self.window.world.now();
            let recorded = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
            let told = Arc::clone(&recorded);
            let again = transaction.clone();
            self.window.meanwhile.does(move || {
                other.record(&[transaction], now).expect("the book takes it");
                told.store(true, std::sync::atomic::Ordering::SeqCst);
            });
            let closed = close(&self.window, place, (day, day));
            if !recorded.load(std::sync::atomic::Ordering::SeqCst) {
                // Nothing was open: nobody asked for a code.
                self.window.meanwhile.does(|| {});
                self.window.book.record(&[again], now).expect("the book takes it");
            }
            return closed.map_err(|error| self.convict(Charge::Failed, error));
        }
        close(&self.window, place, (day, day)).map_err(|error| self.convict(Charge::Failed, error))
    }

    fn starts_something(&mut self) {
        if self.processes.len() >= PROCESSES_MAX {
            return;
        }
        let errand = match self.chance.below(20) {
            0..6 => Errand::Sync(self.chance.place(LOCATIONS.len()), self.a_day_so_far()),
            6..11 => Errand::Worker,
            11..16 => Errand::CommandLine,
            16..18 => match self.any_document() {
                Some(id) if !self.character.very_late => Errand::Undo(id),
                Some(_) | None => Errand::Worker,
            },
            18 => Errand::Chart,
            _ => Errand::KeepAlive,
        };
        self.start(errand);
    }

    fn start(&mut self, errand: Errand) {
        let gate = Arc::new(Gate::default());
        let office = self.desk.office(&gate);
        self.processes.push(Process::new(gate, run(office, errand)));
        self.tally.processes += 1;
    }

    fn any_document(&self) -> Option<DocumentId> {
        let live: Vec<DocumentSummary> =
            self.documents().into_iter().filter(|one| one.state != State::Undone).collect();
        (!live.is_empty()).then(|| self.chance.of(&live).id)
    }

    /// All documents, the newest first.
    pub(crate) fn documents(&self) -> Vec<DocumentSummary> {
        let filter = DocumentFilter::default();
        self.window.book.documents(&filter, DOCUMENTS_MAX).expect("the book is read")
    }

    fn is_killed(&mut self) {
        if !self.processes.is_empty() {
            let place = self.chance.place(self.processes.len());
            drop(self.processes.swap_remove(place));
            self.tally.crashes += 1;
        }
    }

    /// The machine restarts.
    fn everything_is_killed(&mut self) {
        self.tally.crashes += self.processes.len() as u64 + 1;
        self.processes.clear();
        self.window = self.desk.office(&Arc::new(Gate::default()));
    }

    /// Whoever is awake goes on; where all sleep, time passes.
    async fn something_goes_on(&mut self) -> Result<(), Conviction> {
        if self.processes.is_empty() {
            self.starts_something();
            return Ok(());
        }
        let now = self.desk.nature.now();
        let is_awake = |one: &Process<Ended>| one.sleeps_until().is_none_or(|until| until <= now);
        let awake: Vec<usize> =
            (0..self.processes.len()).filter(|place| is_awake(&self.processes[*place])).collect();
        let place = match awake.is_empty() {
            false => *self.chance.of(&awake),
            true => {
                let first = self.processes.iter().enumerate();
                let first = first.min_by_key(|(_, one)| one.sleeps_until());
                first.map(|(place, _)| place).expect("somebody sleeps")
            }
        };
        self.goes_on(place).await
    }

    async fn goes_on(&mut self, place: usize) -> Result<(), Conviction> {
        if let Some(until) = self.processes[place].sleeps_until() {
            self.desk.network.pass_until(until).await;
        }
        self.tally.steps += 1;
        match self.processes[place].go_on().await {
            Went::On(at) => {
                (place, at, self.desk.nature.now()).hash(&mut self.digest);
                self.owns_alone(place, at)
            }
            Went::Ended(ended) => {
                self.note(2);
                drop(self.processes.swap_remove(place));
                self.may_end(ended)
            }
        }
    }

    fn owns_alone(&mut self, place: usize, at: Place) -> Result<(), Conviction> {
        match at {
            Place::Step(Step::OwnershipTaken) => self.processes[place].owns = true,
            Place::Step(Step::RunEnded) => self.processes[place].owns = false,
            Place::Step(_) | Place::Leaving | Place::Answered | Place::Asleep => {}
        }
        match self.processes.iter().filter(|process| process.owns).count() {
            0 | 1 => Ok(()),
            owners => Err(self.convict(Charge::TwoOwners, format!("{owners} at once"))),
        }
    }

    /// Lets time pass while nobody is in the middle of something: a process that stands still on a
    /// machine that sleeps is no part of this.
    async fn nothing_happens(&mut self) {
        let seconds = i64::try_from(self.chance.below(IDLE_MAX)).expect("less than an hour");
        let mut until = self.desk.nature.now() + TimeDelta::seconds(seconds);
        for process in &self.processes {
            match process.sleeps_until() {
                Some(wakes) => until = until.min(wakes),
                None => return,
            }
        }
        self.desk.network.pass_until(until).await;
    }

    /// Not while a request is on its way: how long that takes is measured by the desk's clock.
    fn the_clock_is_set(&mut self) {
        if self.processes.is_empty() && !self.desk.network.is_something_on_its_way() {
            let minutes = self.chance.cents(2 * JUMP_MAX) - self.chance.cents(JUMP_MAX);
            self.desk.nature.set_clock(TimeDelta::minutes(minutes - 60));
            self.tally.jumps += 1;
        }
    }

    /// A document's sums change on the disk, somebody syncs, and then the disk is mended. Nobody
    /// else is there, so that what a person does meanwhile is not part of this.
    async fn the_book_rots(&mut self) -> Result<(), Conviction> {
        if !self.processes.is_empty() {
            return Ok(());
        }
        let waits = |one: &DocumentSummary| {
            let is_open = matches!(one.state, State::Queued | State::Held | State::Unknown);
            is_open && one.operation == Operation::Create && one.lane == ledger::Lane::Cashout
        };
        let Some(document) = self.documents().into_iter().find(waits) else { return Ok(()) };
        let Some(rot) = crate::rot::Rot::of(self.desk.path(), document.id.0) else { return Ok(()) };
        self.tally.rots += 1;
        self.start(Errand::Worker);
        let place = self.processes.len() - 1;
        for _ in 0..GOING_ON_MAX {
            let Some(process) = self.processes.get_mut(place) else { break };
            if let Some(until) = process.sleeps_until() {
                self.desk.network.pass_until(until).await;
            }
            self.tally.steps += 1;
            if let Went::Ended(ended) = self.processes[place].go_on().await {
                drop(self.processes.swap_remove(place));
                rot.mend();
                return match ended {
                    Err(sync::Error::Book(store::Error::Altered(_))) => Ok(()),
                    ended => self.may_end(ended),
                };
            }
        }
        Err(self.convict(Charge::Stuck, "a run over a rotten document never ends"))
    }

    /// Starts a process of this errand and lets it go on to its end.
    async fn does(&mut self, errand: Errand) -> Result<(), Conviction> {
        self.start(errand);
        let place = self.processes.len() - 1;
        for _ in 0..GOING_ON_MAX {
            if self.processes.len() == place {
                return Ok(());
            }
            self.goes_on(place).await?;
        }
        Err(self.convict(Charge::Stuck, format!("{errand:?} never ends")))
    }

    pub(crate) async fn sends_everything(&mut self) -> Result<(), Conviction> {
        self.does(Errand::CommandLine).await
    }

    pub(crate) async fn undoes(&mut self, id: DocumentId) -> Result<(), Conviction> {
        self.does(Errand::Undo(id)).await
    }

    /// Everything that is open is closed and gets its document.
    pub(crate) fn closes_everything(&mut self) -> Result<(), Conviction> {
        let days = (first_day(), first_day() + Days::new(DAYS - 1));
        for place in 0..LOCATIONS.len() {
            let closed = close(&self.window, place, days);
            closed.map_err(|error| self.convict(Charge::Failed, error))?;
        }
        Ok(())
    }

    /// Where the sign-in is lost a person signs in again. That may happen only where Xero's answer
    /// with the newest tokens never came.
    pub(crate) async fn signs_in_again(&mut self) -> Result<(), Conviction> {
        let lost = self.desk.network.is_rotation_lost();
        if self.desk.signs_in_again().await {
            self.tally.sign_ins += 1;
            if !lost {
                return Err(self.convict(Charge::SignedOut, "every answer with tokens came"));
            }
        }
        Ok(())
    }

    /// Nobody is at work any more, and nothing goes wrong from now on.
    pub(crate) async fn calms_down(&mut self) {
        self.everything_is_killed();
        self.desk.network.set_weather(Weather::default());
        let late = self.desk.nature.now() + TimeDelta::minutes(10);
        self.desk.network.pass_until(late).await;
    }

    /// How a process may end: Xero and other people are reasons, the book is none.
    fn may_end(&self, ended: Ended) -> Result<(), Conviction> {
        use sync::Error::{Book, UndoLocked, UndoReversal, UndoTooEarly, Xero};
        match ended {
            Ok(())
            | Err(
                Xero(_)
                | UndoTooEarly { .. }
                | UndoLocked { .. }
                | UndoReversal { .. }
                | Book(store::Error::NotNow { .. }),
            ) => Ok(()),
            Err(error) => Err(self.convict(Charge::Failed, error)),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "whoever found it has no more use for it")]
    pub(crate) fn convict(&self, charge: Charge, what: impl ToString) -> Conviction {
        Conviction { seed: self.seed, step: self.tally.steps, charge, what: what.to_string() }
    }

    fn note(&mut self, what: u8) {
        (what, self.desk.nature.now()).hash(&mut self.digest);
    }

    fn tallied(mut self) -> Tally {
        for document in self.documents() {
            (document.id.0, document.state.key(), document.reference).hash(&mut self.digest);
        }
        self.tally.histories = 1;
        self.tally.desk_days = DAYS * LOCATIONS.len() as u64;
        self.tally.faults = self.desk.network.faults();
        self.tally.calls = self.desk.network.calls();
        self.tally.digest = self.digest.finish();
        self.tally
    }
}

/// Closes days at a location, and makes the documents of what has one of its own.
fn close(
    office: &Office,
    place: usize,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(), sync::Error> {
    let (location, book, world) = (office.location(place), &office.book, &office.world);
    let policy = Policy::of(book)?;
    let request = CashoutRequest { location, from, to, policy };
    queue_cashout(book, &request, "Ana", world)?;
    queue_own(book, OwnScope::Days { location, from, to }, "Ana", world)?;
    Ok(())
}

/// What a process does.
async fn run(office: Office, errand: Errand) -> Ended {
    let outbox = &office.outbox;
    let quietly = &mut |_| {};
    match errand {
        Errand::Sync(place, day) => {
            close(&office, place, (day, day))?;
            outbox.run(Until::Blocked, quietly).await?;
        }
        Errand::Worker => {
            outbox.run(Until::Blocked, quietly).await?;
        }
        Errand::CommandLine => {
            outbox.run(Until::Empty, quietly).await?;
        }
        Errand::Undo(id) => {
            outbox.undo(id).await?;
        }
        Errand::Chart => {
            sync::refresh_chart(&office.book, &office.client, &office.world).await?;
        }
        Errand::KeepAlive => office.client.session().keep_alive().await?,
    }
    Ok(())
}

/// When something is due next, as the desk's clock says.
pub(crate) fn next_due(office: &Office) -> Option<DateTime<Utc>> {
    office.book.next_due_at().expect("the book is read")
}
