//! What the processes at the desk are started for, and how they may end.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use store::{DocumentId, DocumentSummary, Operation, State};
use sync::{CashoutRequest, OwnScope, Policy, Until, queue_cashout, queue_own};

use crate::conviction::{Charge, Conviction};
use crate::desk::{LOCATIONS, Office, first_day};
use crate::gate::{Gate, Process, Went};
use crate::history::{DAYS, History};
use crate::rot::Rot;

/// Processes at work at once, beside the window.
const PROCESSES_MAX: usize = 3;
/// Of so many idle processes one is closed, and another opened in its place.
const CLOSES_ONE_IN: u64 = 12;
/// More steps than any process takes: one that takes more goes round in circles.
const GOING_ON_MAX: u32 = 20_000;

/// What a process is started for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Errand {
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

/// What an errand came to.
pub(crate) type Came = Result<(), sync::Error>;
/// The same with what the process has open.
pub(crate) type Ended = (Came, Office);

impl History {
    pub(crate) fn starts_something(&mut self) {
        if self.processes.len() >= PROCESSES_MAX {
            return;
        }
        let errand = match self.chance.below(20) {
            0..5 => Errand::Sync(self.chance.place(LOCATIONS.len()), self.a_day_so_far()),
            5..9 => Errand::Worker,
            9..13 => Errand::CommandLine,
            13..18 => match self.any_document() {
                Some(id) if !self.character.very_late => Errand::Undo(id),
                Some(_) | None => Errand::Worker,
            },
            18 => Errand::Chart,
            _ => Errand::KeepAlive,
        };
        self.start(errand);
    }

    /// Gives an errand to a process that is open and idle, or to one that is opened for it.
    pub(crate) fn start(&mut self, errand: Errand) {
        let open = self.idle.pop().filter(|_| !self.chance.one_in(CLOSES_ONE_IN));
        let (gate, office) = open.unwrap_or_else(|| {
            let gate = Arc::new(Gate::default());
            self.tally.processes += 1;
            (Arc::clone(&gate), self.desk.office(&gate))
        });
        self.processes.push(Process::new(gate, run(office, errand)));
    }

    /// A process whose errand has ended stays open.
    pub(crate) fn is_done(&mut self, process: Process<Ended>, (came, office): Ended) -> Came {
        self.idle.push((process.gate, office));
        came
    }

    /// Any document that is not undone; half of the time one that hangs, where one does.
    fn any_document(&self) -> Option<DocumentId> {
        let mut live = self.documents();
        live.retain(|one| one.state != State::Undone);
        let hangs = |one: &&DocumentSummary| one.attempts > 0 && one.state != State::Posted;
        let hanging: Vec<DocumentSummary> = live.iter().filter(hangs).cloned().collect();
        let some = if hanging.is_empty() || self.chance.one_in(2) { live } else { hanging };
        (!some.is_empty()).then(|| self.chance.of(&some).id)
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

    /// A document's sums change on the disk while the machine is off, somebody syncs, and then the
    /// disk is mended. Nobody else is there, so that what a person does meanwhile is not part of
    /// this.
    pub(crate) async fn the_book_rots(&mut self) -> Result<(), Conviction> {
        self.everything_is_killed();
        let waits = |one: &DocumentSummary| {
            let is_open = matches!(one.state, State::Queued | State::Held | State::Unknown);
            is_open && one.operation == Operation::Create && one.lane == ledger::Lane::Cashout
        };
        let Some(document) = self.documents().into_iter().find(waits) else { return Ok(()) };
        let Some(rot) = Rot::of(self.desk.path(), document.id.0) else { return Ok(()) };
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
                let process = self.processes.swap_remove(place);
                rot.mend();
                return match self.is_done(process, ended) {
                    Err(sync::Error::LeftOut { error, .. })
                        if matches!(*error, sync::Error::Book(store::Error::Altered(_))) =>
                    {
                        Ok(())
                    }
                    came => self.may_end(came),
                };
            }
        }
        Err(self.convict(Charge::Stuck, "a run over a rotten document never ends"))
    }

    /// How an errand may end: Xero and other people are reasons, the book is none. What is undone
    /// may have got a payment since it was begun, by another process that sent it.
    pub(crate) fn may_end(&self, came: Came) -> Result<(), Conviction> {
        use sync::Error::{
            Book, UndoAllocationLocked, UndoLocked, UndoReconciled, UndoReversal, UndoSetOffLocked,
            UndoTooEarly, UndoUsed, Xero,
        };
        match came {
            Ok(())
            | Err(
                Xero(_)
                | UndoTooEarly { .. }
                | UndoLocked { .. }
                | UndoAllocationLocked { .. }
                | UndoSetOffLocked { .. }
                | UndoReversal { .. }
                | UndoUsed { .. }
                | UndoReconciled { .. }
                | Book(store::Error::NotNow { .. }),
            ) => Ok(()),
            Err(error) => Err(self.convict(Charge::Failed, format!("{error}: {error:?}"))),
        }
    }
}

/// Closes days at a location, and makes the documents of what has one of its own.
pub(crate) fn close(
    office: &Office,
    place: usize,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(), sync::Error> {
    let (location, book, world) = (office.location(place), &office.book, &office.world);
    let policy = Policy::of(book)?;
    let request = CashoutRequest { location, from, to, policy };
    queue_cashout(book, &request, "Ana", world)?;
    queue_own(book, OwnScope::Days { location, from, to }, "Ana", world)?.all()?;
    Ok(())
}

/// What a process does.
async fn run(office: Office, errand: Errand) -> Ended {
    (carry_out(&office, errand).await, office)
}

async fn carry_out(office: &Office, errand: Errand) -> Came {
    let outbox = &office.outbox;
    let quietly = &mut |_| {};
    match errand {
        Errand::Sync(place, day) => {
            close(office, place, (day, day))?;
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
