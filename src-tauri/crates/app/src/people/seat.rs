//! Who is at this window: nobody yet, or a person until they sign out, another signs in, or they
//! were idle for too long.
//!
//! Only the book says what a person may do: a role taken away is gone with the next command.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use ipc::{Fault, Topic};
use store::{Deed, DeedOutcome, Person, PersonId, PersonRole};

use crate::fault::of_book;
use crate::open_book::OpenBook;
use crate::settings;

/// Who does things where nobody signs in.
const DESK: &str = "desk";
/// After how many idle minutes a person is signed out, as the book keeps it.
pub(super) const LOCK_AFTER: &str = "lock-after-minutes";
/// The same where nobody decided it.
const LOCK_AFTER_DEFAULT: u32 = 15;
/// How the book keeps that nobody is signed out by themselves.
pub(super) const NEVER: u32 = 0;

/// The one seat at a window.
#[derive(Debug, Default)]
pub(crate) struct Seat {
    taken: Mutex<Option<Taken>>,
}

#[derive(Debug, Clone, Copy)]
struct Taken {
    by: PersonId,
    /// When they last did something.
    last_seen: DateTime<Utc>,
}

impl Seat {
    /// Gives the seat to a person.
    pub(super) fn take(&self, by: PersonId, now: DateTime<Utc>) {
        *self.locked() = Some(Taken { by, last_seen: now });
    }

    /// Empties the seat; says who had it.
    pub(super) fn leave(&self) -> Option<PersonId> {
        self.locked().take().map(|taken| taken.by)
    }

    /// Notes that whoever has it is still there.
    pub(crate) fn touch(&self, now: DateTime<Utc>) {
        if let Some(taken) = self.locked().as_mut() {
            taken.last_seen = now;
        }
    }

    fn taken(&self) -> Option<Taken> {
        *self.locked()
    }

    fn locked(&self) -> MutexGuard<'_, Option<Taken>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// The name the book keeps with what they do.
    pub(crate) name: String,
    /// Who that is; nobody where nobody signs in.
    pub(crate) person: Option<PersonId>,
    /// What they may do; everything where nobody signs in.
    pub(crate) role: PersonRole,
}

impl Who {
    /// Whoever is there, where nobody signs in.
    pub(crate) fn desk() -> Self {
        Self { name: DESK.to_owned(), person: None, role: PersonRole::Administrator }
    }

    /// A person who has signed in.
    pub(super) fn of(person: &Person) -> Self {
        Self { name: person.name.clone(), person: Some(person.id), role: person.role }
    }
}

/// Who is at the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum There {
    /// The book has no people: whoever is there.
    Anyone,
    /// Nobody who has signed in.
    Nobody,
    /// This person.
    One(Person),
}

/// Who is at the window of a book now. Whoever was idle for too long is signed out.
pub(super) fn there(open: &OpenBook) -> Result<There, Fault> {
    if !open.book.people_sign_in().map_err(of_book)? {
        open.seat.leave();
        return Ok(There::Anyone);
    }
    let Some(taken) = open.seat.taken() else { return Ok(There::Nobody) };
    let person = open.book.person(taken.by).map_err(of_book)?;
    if !person.active {
        open.seat.leave();
        return Ok(There::Nobody);
    }
    if let Some(minutes) = lock_after(open)?
        && open.now() >= taken.last_seen + TimeDelta::minutes(i64::from(minutes))
    {
        open.seat.leave();
        note(open, &person, &format!("Sign out, after {minutes} idle minutes"), None);
        open.changed(Topic::People);
        return Ok(There::Nobody);
    }
    Ok(There::One(person))
}

/// Signs out whoever was idle for too long: the window is told, and asks who is there.
pub(crate) fn leave_when_idle(open: &OpenBook) {
    if open.seat.taken().is_some()
        && let Err(fault) = there(open)
    {
        tracing::warn!(%fault, "who is at the window could not be looked up");
    }
}

/// After how many idle minutes a person is signed out; never where none are said.
pub(super) fn lock_after(open: &OpenBook) -> Result<Option<u32>, Fault> {
    let kept = settings::get(&open.book, LOCK_AFTER)?.and_then(|text| text.parse().ok());
    Ok(Some(kept.unwrap_or(LOCK_AFTER_DEFAULT)).filter(|minutes| *minutes != NEVER))
}

/// Notes that somebody came or went. The log that cannot be written keeps nobody in their seat.
pub(super) fn note(open: &OpenBook, person: &Person, what: &str, refused: Option<&Fault>) {
    let outcome = if refused.is_some() { DeedOutcome::Refused } else { DeedOutcome::Done };
    let deed = Deed {
        at: open.now(),
        person: Some(person.id),
        who: person.name.clone(),
        command: if what.starts_with("Sign out") { "sign_out" } else { "sign_in" }.to_owned(),
        what: what.to_owned(),
        ids: vec![person.id.to_string()],
    };
    let message = refused.map(|fault| fault.message.as_str());
    if let Err(error) = open.book.note_deed(&deed, outcome, message) {
        tracing::error!(%error, "the audit log could not be written");
    }
}
