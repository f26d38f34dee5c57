//! A history: some days at several desks of one book, with everything that goes wrong, in an order
//! that a seed decides.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use store::{DocumentFilter, DocumentSummary, keys};
use sync::Step;

use crate::chance::Chance;
use crate::conviction::{Charge, Conviction};
use crate::desk::{Desk, Furnished, LOCATIONS, Office, first_day, start};
use crate::errands::Ended;
use crate::gate::{Gate, Place, Process, Went};
use crate::network::Weather;
use crate::tally::Tally;
use crate::till::{Effects, Happened, WHATS, What};

/// The days of a history.
pub const DAYS: u64 = 4;
/// What happens on each of them.
const STEPS_A_DAY: u64 = 360;
/// Documents of a history are never so many.
pub(crate) const DOCUMENTS_MAX: u32 = 9_999;
/// The longest time nothing happens at the desk, in seconds.
const IDLE_MAX: u64 = 2_400;
/// Longer than anything is late, and than the desk's clock may be ahead.
const CALM_MINUTES: i64 = 250;
/// How far the desk's clock may be set wrong, in minutes.
const JUMP_MAX: u64 = 240;

/// Cents by account code.
pub(crate) type Sums = BTreeMap<String, i64>;

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

/// A history under way.
pub(crate) struct History {
    pub(crate) seed: u64,
    pub(crate) chance: Chance,
    pub(crate) character: Character,
    pub(crate) desk: Desk,
    pub(crate) window: Office,
    /// Processes at work.
    pub(crate) processes: Vec<Process<Ended>>,
    /// Processes that are done with what they were started for, and still open.
    pub(crate) idle: Vec<(Arc<Gate>, Office)>,
    known: Vec<Happened>,
    /// What should be in the books, by transaction.
    pub(crate) model: BTreeMap<String, Effects>,
    /// The codes of the accounts, by the names they have at the beginning.
    pub(crate) codes: BTreeMap<String, String>,
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
        Self::of_character(seed, chance, character, furnished).await
    }

    /// One in which nothing goes wrong by chance.
    pub(crate) async fn quiet(seed: u64, furnished: &Furnished) -> Self {
        let character = Character {
            bookkeeper: false,
            very_late: false,
            jumps: false,
            rots: false,
            invoices: false,
            faults: 0,
        };
        Self::of_character(seed, Chance::new(seed), character, furnished).await
    }

    async fn of_character(
        seed: u64,
        chance: Chance,
        character: Character,
        furnished: &Furnished,
    ) -> Self {
        let desk = Desk::open(furnished, seed).await;
        let window = desk.office(&Arc::new(Gate::default()));
        if character.invoices {
            let (place, mode) = (window.location(1), Some("invoices"));
            window.book.set_location_setting(place, keys::MODE, mode).expect("a setting");
        }
        let weather = Weather { per_mille: character.faults, very_late: character.very_late };
        desk.network.set_weather(weather);
        let chart = window.book.chart().expect("the book is read").expect("it has a chart").chart;
        let coded = chart.accounts.into_iter();
        let codes = coded.map(|account| (account.name, account.code)).collect();
        Self {
            seed,
            chance,
            character,
            desk,
            window,
            processes: Vec::new(),
            idle: Vec::new(),
            known: Vec::new(),
            model: BTreeMap::new(),
            codes,
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
        match self.chance.below(300) {
            0..9 => self.something_new(),
            9..12 => self.a_correction(),
            12..15 => {
                let place = self.chance.place(LOCATIONS.len());
                self.close(place, self.a_day_so_far())?;
            }
            15..23 => self.starts_something(),
            23 => self.is_killed(),
            24 => self.the_power_fails().await,
            25..28 if self.character.bookkeeper => self.somebody_in_xero().await,
            28 if self.character.jumps => self.the_clock_is_set(),
            29 if self.character.rots => self.the_book_rots().await?,
            30..32 => self.nothing_happens().await,
            _ => self.something_goes_on().await?,
        }
        Ok(())
    }

    pub(crate) fn a_day_so_far(&self) -> NaiveDate {
        let so_far = (self.today - first_day()).num_days() + 1;
        first_day() + Days::new(self.chance.below(so_far.unsigned_abs()))
    }

    fn something_new(&mut self) {
        let what = *self.chance.of(&WHATS);
        let location = *self.chance.of(&LOCATIONS);
        let happened = self.happens(what, location, self.a_day_so_far());
        self.record(&happened);
    }

    /// Something new, not recorded yet.
    pub(crate) fn happens(&mut self, what: What, location: &str, day: NaiveDate) -> Happened {
        let id = format!("T-{}", self.known.len());
        let happened = Happened { id, what, location: location.to_owned(), day };
        self.known.push(happened.clone());
        happened
    }

    fn a_correction(&mut self) {
        if !self.known.is_empty() && !self.character.very_late {
            let happened = self.chance.of(&self.known).clone();
            self.record(&happened);
        }
    }

    pub(crate) fn record(&mut self, happened: &Happened) {
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

    /// The power fails, and comes back at once or when somebody notices.
    async fn the_power_fails(&mut self) {
        self.everything_is_killed();
        if self.chance.one_in(2) {
            let off = i64::try_from(self.chance.below(IDLE_MAX)).expect("less than an hour");
            let until = self.desk.nature.now() + TimeDelta::seconds(off);
            self.desk.network.pass_until(until).await;
        }
    }

    /// The machine restarts.
    pub(crate) fn everything_is_killed(&mut self) {
        self.tally.crashes += self.processes.len() as u64 + 1;
        self.processes.clear();
        self.idle.clear();
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

    pub(crate) async fn goes_on(&mut self, place: usize) -> Result<(), Conviction> {
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
                let process = self.processes.swap_remove(place);
                let came = self.is_done(process, ended);
                self.may_end(came)
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

    /// A machine starts with another clock. Not while a request is on its way: how long that takes
    /// is measured by the desk's clock.
    fn the_clock_is_set(&mut self) {
        if !self.chance.one_in(4) {
            return;
        }
        self.everything_is_killed();
        if !self.desk.network.is_something_on_its_way() {
            let minutes = self.chance.cents(2 * JUMP_MAX) - self.chance.cents(JUMP_MAX);
            self.desk.nature.set_clock(TimeDelta::minutes(minutes - 60));
            self.tally.jumps += 1;
        }
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

    /// Nobody is at work any more, and nothing goes wrong from now on. The clock is right again,
    /// and past all that was logged while it was ahead: until then nothing is sent.
    pub(crate) async fn calms_down(&mut self) {
        self.everything_is_killed();
        self.desk.network.means(None);
        self.desk.network.set_weather(Weather::default());
        self.desk.nature.set_clock(TimeDelta::zero());
        let late = self.desk.nature.now() + TimeDelta::minutes(CALM_MINUTES);
        self.desk.network.pass_until(late).await;
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
