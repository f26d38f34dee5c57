//! People: who may do what in this book, who is at this window, and what they did.
//!
//! A PIN keeps people apart at one desk. It encrypts nothing: whoever has the account of the
//! system has the book's file. `docs/SECURITY.md` says what protects what.

mod audit_log;
mod guard;
mod pin;
mod rules;
mod seat;
mod shut;
mod told;

use chrono::{DateTime, Utc};
use ipc::{
    AddPerson, AtWindow, AuditLogPage, AuditLogRequest, Done, Fault, LockAfter, NoArguments,
    People, Pin, SavePerson, SetPin, SignIn, Status, Topic,
};
use store::{Person, PersonId, PersonRole, PinTry};

pub(crate) use self::guard::{Allowed, not_allowed};
pub(crate) use self::rules::Command;
use self::seat::{LOCK_AFTER, NEVER, There, lock_after, note, there};
pub(crate) use self::seat::{Seat, Who, leave_when_idle};
pub(crate) use self::told::Subject;
use crate::App;
use crate::convert::instant;
use crate::fault::{fault, invalid, of_book};
use crate::open_book::OpenBook;
use crate::settings;

/// The longest name.
const NAME_MAX: usize = 60;
/// The longest time a window may be idle before it is locked, in minutes: a day.
const LOCK_AFTER_MAX: u32 = 24 * 60;

/// Commands about people.
impl Allowed<'_> {
    pub(crate) async fn people(&self, _request: NoArguments) -> Result<People, Fault> {
        self.on_book(|open| shown(open, None)).await
    }

    pub(crate) async fn sign_in(&self, request: SignIn) -> Result<Status, Fault> {
        self.on_book(move |open| {
            let person = open.book.person(read_id(&request.person)?).map_err(of_book)?;
            sign_in(open, &person, &request.pin)
        })
        .await?;
        self.status(NoArguments {}).await
    }

    pub(crate) async fn sign_out(&self, _request: NoArguments) -> Result<Status, Fault> {
        self.on_book(|open| {
            if let Some(id) = open.seat.leave() {
                note(open, &open.book.person(id).map_err(of_book)?, "Sign out", None);
                open.changed(Topic::People);
            }
            Ok(())
        })
        .await?;
        self.status(NoArguments {}).await
    }

    pub(crate) async fn still_here(&self, _request: NoArguments) -> Result<Done, Fault> {
        self.on_book(|open| {
            // Whoever was idle for too long is not there any more.
            if let There::One(_) = there(open)? {
                open.seat.touch(open.now());
            }
            Ok(Done {})
        })
        .await
    }

    pub(crate) async fn add_person(&self, request: AddPerson) -> Result<People, Fault> {
        self.on_book(move |open| {
            let first = !open.book.people_sign_in().map_err(of_book)?;
            let name = checked_name(&request.name)?;
            let role = read_role(request.role);
            let hash = pin::hash(&request.pin, &*open.world.entropy)?;
            let id = open.book.add_person(&name, role, &hash, open.now()).map_err(of_book)?;
            if first {
                open.seat.take(id, open.now());
            }
            open.changed(Topic::People);
            let said = match first {
                true => format!("{name} is signed in. From now on everybody signs in here."),
                false => format!("{name} can sign in now."),
            };
            shown(open, Some(said))
        })
        .await
    }

    pub(crate) async fn save_person(&self, request: SavePerson) -> Result<People, Fault> {
        self.on_book(move |open| {
            let person = Person {
                id: read_id(&request.id)?,
                name: checked_name(&request.name)?,
                role: read_role(request.role),
                active: request.active,
            };
            open.book.save_person(&person, open.now()).map_err(of_book)?;
            open.changed(Topic::People);
            let said = match open.book.people_sign_in().map_err(of_book)? {
                true => "Saved.",
                false => "Saved. Nobody signs in any more: whoever is there may do everything.",
            };
            shown(open, Some(said.to_owned()))
        })
        .await
    }

    pub(crate) async fn set_pin(&self, request: SetPin) -> Result<People, Fault> {
        let who = self.who.clone();
        self.on_book(move |open| {
            let id = read_id(&request.id)?;
            if who.person != Some(id) && who.role < PersonRole::Administrator {
                let least = PersonRole::Administrator;
                return Err(not_allowed(open, &who, least, "set another person's PIN"));
            }
            if let Some(own) = who.person {
                let asks = open.book.person(own).map_err(of_book)?;
                check(open, &asks, &request.own, "own")?;
            }
            let hash = pin::hash(&request.pin, &*open.world.entropy)?;
            open.book.set_pin(id, &hash, open.now()).map_err(of_book)?;
            let name = open.book.person(id).map_err(of_book)?.name;
            shown(open, Some(format!("{name} signs in with the new PIN from now on.")))
        })
        .await
    }

    pub(crate) async fn set_lock_after(&self, request: LockAfter) -> Result<Status, Fault> {
        self.on_book(move |open| {
            if request.minutes.is_some_and(|minutes| !(1..=LOCK_AFTER_MAX).contains(&minutes)) {
                let message = format!("Between 1 and {LOCK_AFTER_MAX} minutes, or never.");
                return Err(invalid("minutes", message));
            }
            let minutes = request.minutes.unwrap_or(NEVER).to_string();
            settings::put(&open.book, LOCK_AFTER, Some(&minutes))?;
            open.changed(Topic::People);
            Ok(())
        })
        .await?;
        self.status(NoArguments {}).await
    }

    pub(crate) async fn audit_log(&self, request: AuditLogRequest) -> Result<AuditLogPage, Fault> {
        self.on_book(move |open| audit_log::page(&open.book, &request)).await
    }
}

/// What only the command line does.
impl App {
    /// Signs a person in by their name.
    ///
    /// # Errors
    /// When this book has no such person, or the PIN is not theirs.
    pub async fn sign_in_named(&self, name: &str, pin: Pin) -> Result<(), Fault> {
        let name = name.to_owned();
        self.on_book(move |open| sign_in(open, &named(open, &name)?, &pin)).await
    }

    /// Whether somebody has to sign in before anything else.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub async fn people_sign_in(&self) -> Result<bool, Fault> {
        self.on_book(|open| open.book.people_sign_in().map_err(of_book)).await
    }

    /// Finds a person by their name, for who is signed in.
    ///
    /// # Errors
    /// When this book has nobody of that name.
    pub async fn person_named(&self, name: &str) -> Result<ipc::Person, Fault> {
        let everybody = Self::people(self, NoArguments {}).await?;
        let wanted = ledger::normalise(name);
        let found = everybody.people.into_iter().find(|one| ledger::normalise(&one.name) == wanted);
        found.ok_or_else(|| nobody_called(name))
    }

    /// Gives a person another PIN without theirs: for whoever has the account of the system, who
    /// has the book's file anyway, when an administrator has forgotten theirs. It is in the audit
    /// log. The window cannot ask for it.
    ///
    /// # Errors
    /// When this book has no such person, or the PIN may not be one.
    pub async fn reset_pin(&self, name: &str, pin: Pin) -> Result<(), Fault> {
        let name = name.to_owned();
        self.on_book(move |open| {
            let person = named(open, &name)?;
            let hash = pin::hash(&pin, &*open.world.entropy)?;
            let deed = store::Deed {
                at: open.now(),
                person: None,
                who: "command line".to_owned(),
                command: "reset_pin".to_owned(),
                what: format!("Set a PIN without the old one: {}", person.name),
                ids: vec![person.id.to_string()],
            };
            let id = open.book.begin_deed(&deed).map_err(of_book)?;
            open.book.set_pin(person.id, &hash, open.now()).map_err(of_book)?;
            open.book.end_deed(id, open.now(), store::DeedOutcome::Done, None).map_err(of_book)
        })
        .await
    }
}

/// Who is at the window of a book, and what they may do.
pub(crate) fn at_window(open: &OpenBook) -> Result<AtWindow, Fault> {
    let there = there(open)?;
    let role = match &there {
        There::Anyone => Some(PersonRole::Administrator),
        There::Nobody => None,
        There::One(person) => Some(person.role),
    };
    let refused = Command::OF_WINDOW.iter().filter(|command| !command.rule().lets(role));
    Ok(AtWindow {
        people_sign_in: there != There::Anyone,
        person: match &there {
            There::One(person) => Some(person_shown(open, person)?),
            There::Anyone | There::Nobody => None,
        },
        may_not: refused.map(|command| command.name().to_owned()).collect(),
        lock_after_minutes: match there {
            There::Anyone => None,
            There::Nobody | There::One(_) => lock_after(open)?,
        },
    })
}

fn sign_in(open: &OpenBook, person: &Person, pin: &Pin) -> Result<(), Fault> {
    if !person.active {
        return Err(nobody_called(&person.name));
    }
    if let Err(refused) = check(open, person, pin, "pin") {
        note(open, person, "Sign in", Some(&refused));
        return Err(refused);
    }
    open.seat.take(person.id, open.now());
    note(open, person, "Sign in", None);
    open.changed(Topic::People);
    Ok(())
}

/// Refuses a PIN that is not a person's, or that comes too soon after wrong ones.
fn check(open: &OpenBook, person: &Person, pin: &Pin, field: &str) -> Result<(), Fault> {
    let hash = match open.book.try_pin(person.id, open.now()).map_err(of_book)? {
        PinTry::Now(hash) => hash,
        PinTry::NotBefore(until) => {
            let message = format!(
                "There were several wrong PINs for {}. Try again in {}.",
                person.name,
                seconds(until, open.now()),
            );
            return Err(invalid(field, message));
        }
    };
    if pin::is_right(pin, &hash) {
        return open.book.pin_was_right(person.id).map_err(of_book);
    }
    let wait = open.book.next_try(person.id, open.now()).map_err(of_book)?;
    let wait = wait.map(|until| format!(" Try again in {}.", seconds(until, open.now())));
    let message = format!("That is not the PIN of {}.{}", person.name, wait.unwrap_or_default());
    Err(invalid(field, message))
}

/// How long it is until then: "1 second", "2 minutes".
fn seconds(until: DateTime<Utc>, now: DateTime<Utc>) -> String {
    match (until - now).num_milliseconds().max(0).unsigned_abs().div_ceil(1_000) {
        0 | 1 => "1 second".to_owned(),
        seconds @ 2..120 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", seconds.div_ceil(60)),
    }
}

fn shown(open: &OpenBook, message: Option<String>) -> Result<People, Fault> {
    // A window at which nobody has signed in asks who may.
    let all = there(open)? != There::Nobody;
    let people = open.book.people().map_err(of_book)?.into_iter().filter(|one| all || one.active);
    let people = people.map(|one| person_shown(open, &one)).collect::<Result<_, _>>()?;
    Ok(People { people, message })
}

fn person_shown(open: &OpenBook, person: &Person) -> Result<ipc::Person, Fault> {
    let next_try = open.book.next_try(person.id, open.now()).map_err(of_book)?;
    Ok(ipc::Person {
        id: person.id.to_string().into(),
        name: person.name.clone(),
        role: role_shown(person.role),
        active: person.active,
        waits_until: next_try.map(instant),
    })
}

fn named(open: &OpenBook, name: &str) -> Result<Person, Fault> {
    let wanted = ledger::normalise(name);
    let people = open.book.people().map_err(of_book)?;
    let found = people.into_iter().find(|one| ledger::normalise(&one.name) == wanted);
    found.ok_or_else(|| nobody_called(name))
}

fn nobody_called(name: &str) -> Fault {
    fault(ipc::Code::NotFound, format!("Nobody called \"{name}\" signs in to this book."))
}

fn checked_name(name: &str) -> Result<String, Fault> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(invalid("name", "A person needs a name.")),
        1..=NAME_MAX if !name.chars().any(char::is_control) => Ok(name),
        _ => Err(invalid("name", format!("A name has at most {NAME_MAX} letters."))),
    }
}

fn read_id(id: &ipc::PersonId) -> Result<PersonId, Fault> {
    let read = id.as_str().trim().parse().map(PersonId);
    read.map_err(|_| {
        fault(ipc::Code::NotFound, format!("There is no person \"{id}\" in this book."))
    })
}

const fn role_shown(role: PersonRole) -> ipc::PersonRole {
    match role {
        PersonRole::FrontDesk => ipc::PersonRole::FrontDesk,
        PersonRole::Bookkeeper => ipc::PersonRole::Bookkeeper,
        PersonRole::Administrator => ipc::PersonRole::Administrator,
    }
}

const fn read_role(role: ipc::PersonRole) -> PersonRole {
    match role {
        ipc::PersonRole::FrontDesk => PersonRole::FrontDesk,
        ipc::PersonRole::Bookkeeper => PersonRole::Bookkeeper,
        ipc::PersonRole::Administrator => PersonRole::Administrator,
    }
}
