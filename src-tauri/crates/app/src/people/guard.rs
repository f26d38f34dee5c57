//! The guard before every command: may whoever is there do this, and what came of it.
//!
//! [`App`]'s public methods are made here from the one list. Each asks for a [`Permit`], hands over
//! to the method of the same name on [`Allowed`], and writes down what came of it. What is done is
//! in the audit log before it is done: a deed that cannot be written there is not done.

use std::ops::Deref;
use std::sync::Arc;

use ipc::{Code, Fault};
use store::{AuditFilter, Book, Deed, DeedOutcome, PersonRole};

use super::rules::{Command, Rule};
use super::seat::{There, Who, there};
use super::shut;
use super::told::{Subject, Told};
use crate::App;
use crate::convert::account_words;
use crate::fault::{fault, internal, of_book, with_hint};
use crate::open_book::OpenBook;

/// How many people are named who may do what another may not.
const NAMED_MAX: usize = 5;
/// What begins a refusal's last sentence.
const NOTHING: &str = "Nothing was changed.";
/// Who does things where somebody would have to sign in and nobody has.
pub(super) const NOBODY: &str = "nobody";
/// What is done where the book cannot be opened: to say so, to go to the practice company and back,
/// and to save a diagnostic bundle. A backup is put back there by a judgement of its own.
const WITHOUT_BOOK: [Command; 6] = [
    Command::status,
    Command::people,
    Command::start_practice,
    Command::leave_practice,
    Command::backups,
    Command::save_bundle,
];

/// The application, for one command that somebody may give.
pub(crate) struct Allowed<'a> {
    app: &'a App,
    /// Who gives it.
    pub(crate) who: Who,
}

impl Deref for Allowed<'_> {
    type Target = App;

    fn deref(&self) -> &App {
        self.app
    }
}

/// The right to give one command, and its entry in the audit log.
#[must_use = "what comes of it is to be written down"]
pub(crate) struct Permit {
    /// Who gives the command.
    pub(crate) who: Who,
    /// Where the outcome goes, for a command that does something.
    entry: Option<Entry>,
}

/// A deed that has begun.
struct Entry {
    place: Place,
    deed: Deed,
}

/// Where a deed has begun.
enum Place {
    /// In this book, under this number.
    Held(Arc<OpenBook>, i64),
    /// In a book that the command puts another in the place of; nowhere where that one cannot be
    /// opened.
    Replaced(Option<i64>),
}

impl Permit {
    /// Writes down what came of the command, and gives it on.
    pub(crate) async fn ended<T>(self, app: &App, done: Result<T, Fault>) -> Result<T, Fault> {
        let Some(Entry { place, deed }) = self.entry else { return done };
        let (outcome, message) = match &done {
            Ok(_) => (DeedOutcome::Done, None),
            Err(fault) => (outcome_of(fault), Some(fault.message.clone())),
        };
        let written = async {
            let (book, id, now, may_be_other) = match place {
                Place::Held(open, id) => (open.book.clone(), Some(id), open.now(), false),
                Place::Replaced(id) => (app.book_in_place().await?, id, app.world.now(), true),
            };
            let written = tokio::task::spawn_blocking(move || match id {
                Some(id) if !may_be_other || has_begun(&book, id, &deed)? => {
                    book.end_deed(id, now, outcome, message.as_deref())
                }
                Some(_) | None => book.note_deed(&deed, outcome, message.as_deref()),
            });
            written.await.map_err(|error| internal(&error))?.map_err(of_book)
        };
        if let Err(fault) = written.await {
            // What was done is done; the entry stays open, as after a crash.
            tracing::error!(%fault, "the audit log could not be written");
        }
        done
    }
}

/// Whether a deed has begun in this very book: another one may be there now, whether or not what
/// put it there says that it was done.
fn has_begun(book: &Book, id: i64, deed: &Deed) -> Result<bool, store::Error> {
    let last = book.deeds(&AuditFilter::default(), Some(id.saturating_add(1)), 1)?;
    Ok(last.first().is_some_and(|one| {
        let begun = &one.deed;
        one.id == id
            && begun.at.timestamp_millis() == deed.at.timestamp_millis()
            && (&begun.who, &begun.command, &begun.what) == (&deed.who, &deed.command, &deed.what)
    }))
}

fn outcome_of(fault: &Fault) -> DeedOutcome {
    match matches!(fault.code, Code::NotAllowed | Code::PersonNeeded) {
        true => DeedOutcome::Refused,
        false => DeedOutcome::Failed,
    }
}

macro_rules! guarded {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty,)*) => {
        /// The commands of `ipc`'s list, for whoever is at this window.
        impl App {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// Its own fault; [`Code::PersonNeeded`] where nobody has signed in and somebody
                /// has to, [`Code::NotAllowed`] where who has may not.
                pub async fn $name(&self, request: $request) -> Result<$answer, Fault> {
                    let permit = self.permit(Command::$name, request.told()).await?;
                    let who = permit.who.clone();
                    let name = who.name.clone();
                    let allowed = Allowed { app: self, who };
                    // On the heap: some of them are large, and all of them are in one dispatcher.
                    let done = sync::on_behalf_of(name, Box::pin(allowed.$name(request))).await;
                    permit.ended(self, done).await
                }
            )*
        }
    };
}
ipc::with_commands!(guarded);

impl App {
    /// Lets a command go ahead, if whoever is at this window may give it, and writes down what
    /// they set out to do.
    pub(crate) async fn permit(&self, command: Command, subject: Subject) -> Result<Permit, Fault> {
        let open = match command == Command::connect_start {
            true => self.book_to_connect().await?,
            false => match self.open().await {
                Ok(open) => open,
                Err(fault) => return self.permit_without_book(command, &subject, fault).await,
            },
        };
        let (who, begun) = open.away(move |open| begin(open, command, &subject)).await?;
        let entry = begun.map(|(id, deed)| {
            let place = match command == Command::restore_backup {
                true => Place::Replaced(Some(id)),
                false => Place::Held(open, id),
            };
            Entry { place, deed }
        });
        Ok(Permit { who, entry })
    }

    /// The book that a sign-in is for: from the practice company, or from one that did not open,
    /// back to the real one, whose people judge and whose audit log keeps it.
    async fn book_to_connect(&self) -> Result<Arc<OpenBook>, Fault> {
        if self.open().await.is_ok_and(|open| self.is_beside_another(&open)) {
            // Who connects from the practice company is one of its people, where it has any.
            self.refuse_unless_allowed(Command::connect_start).await?;
        }
        self.open_real().await
    }

    /// Lets a command go ahead where no book is open: what only looks, and the way to one that can
    /// be opened.
    async fn permit_without_book(
        &self,
        command: Command,
        subject: &Subject,
        fault: Fault,
    ) -> Result<Permit, Fault> {
        let who = Who::desk();
        // There is nobody to ask for and nothing to keep.
        if WITHOUT_BOOK.contains(&command) {
            return Ok(Permit { who, entry: None });
        }
        // A book that another machine or program works on is no reason to put another there.
        if command != Command::restore_backup || fault.code == Code::BookBusy {
            return Err(fault);
        }
        let what = told(command.rule().words(), &subject.words);
        let deed = Deed {
            at: self.world.now(),
            person: who.person,
            who: who.name.clone(),
            command: command.name().to_owned(),
            what: format!("{what}; the book as it was could not be opened"),
            ids: subject.ids.clone(),
        };
        let (folder, noted) = (self.config.book_dir(), deed.clone());
        let begun = tokio::task::spawn_blocking(move || shut::begin(&folder, &fault, &noted));
        let id = begun.await.map_err(|error| internal(&error))??;
        Ok(Permit { who, entry: Some(Entry { place: Place::Replaced(id), deed }) })
    }

    /// The book that is in its place now, whether or not all that belongs to it can be opened.
    async fn book_in_place(&self) -> Result<Book, Fault> {
        if let Ok(open) = self.open().await {
            return Ok(open.book.clone());
        }
        let (folder, now) = (self.config.book_dir(), self.world.now());
        let opened = tokio::task::spawn_blocking(move || Book::open(&folder, now));
        opened.await.map_err(|error| internal(&error))?.map_err(of_book)
    }

    /// Does what only the command line offers, as every command is done: who asks is asked for,
    /// and what comes of it is written down.
    pub(crate) async fn guarded<T>(
        &self,
        command: Command,
        subject: Subject,
        work: impl AsyncFnOnce(&Who) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let permit = self.permit(command, subject).await?;
        let who = permit.who.clone();
        let done = sync::on_behalf_of(who.name.clone(), work(&who)).await;
        permit.ended(self, done).await
    }

    /// Refuses whoever may not give a command: for what only looks, and where a command goes on in
    /// another book than the one it was given in.
    pub(crate) async fn refuse_unless_allowed(&self, command: Command) -> Result<Who, Fault> {
        self.on_book(move |open| judge(open, command.rule())).await
    }
}

fn begin(
    open: &OpenBook,
    command: Command,
    subject: &Subject,
) -> Result<(Who, Option<(i64, Deed)>), Fault> {
    let rule = command.rule();
    let judged = judge(open, rule);
    let Some(deed) = rule.deed else { return Ok((judged?, None)) };
    let deed = |who: &Who| Deed {
        at: open.now(),
        person: who.person,
        who: who.name.clone(),
        command: command.name().to_owned(),
        what: sentence(open, deed, subject),
        ids: subject.ids.clone(),
    };
    match judged {
        Ok(who) => {
            open.seat.touch(open.now());
            let deed = deed(&who);
            let id = open.book.begin_deed(&deed).map_err(of_book)?;
            Ok((who, Some((id, deed))))
        }
        Err(refused) => {
            let who = match there(open)? {
                There::One(person) => Who::of(&person),
                There::Anyone | There::Nobody => Who { name: NOBODY.to_owned(), ..Who::desk() },
            };
            let noted =
                open.book.note_deed(&deed(&who), outcome_of(&refused), Some(&refused.message));
            noted.map_err(of_book)?;
            Err(refused)
        }
    }
}

/// Who gives a command, if they may.
fn judge(open: &OpenBook, rule: Rule) -> Result<Who, Fault> {
    match there(open)? {
        There::Anyone => Ok(Who::desk()),
        There::One(person) if rule.lets(Some(person.role)) => Ok(Who::of(&person)),
        There::One(person) => {
            let least = rule.role.unwrap_or(PersonRole::FrontDesk);
            Err(not_allowed(open, &Who::of(&person), least, rule.words()))
        }
        There::Nobody if rule.lets(None) => Ok(Who::desk()),
        There::Nobody => Err(with_hint(
            fault(
                Code::PersonNeeded,
                format!("Nobody is signed in, and this book has people. {NOTHING}"),
            ),
            "Sign in with your PIN.",
        )),
    }
}

/// What a person is told who may not do something: who may, and that nothing was done.
pub(crate) fn not_allowed(open: &OpenBook, who: &Who, least: PersonRole, what: &str) -> Fault {
    let may: Vec<_> = PersonRole::ALL.iter().filter(|role| **role >= least).collect();
    let may: Vec<_> = may
        .iter()
        .map(|role| match role {
            PersonRole::FrontDesk => "the front desk",
            PersonRole::Bookkeeper => "a bookkeeper",
            PersonRole::Administrator => "an administrator",
        })
        .collect();
    let message = format!(
        "Only {} may {what}; {} is signed in as {}. {NOTHING}",
        may.join(" or "),
        who.name,
        who.role
    );
    let people = open.book.people().unwrap_or_else(|error| {
        tracing::warn!(%error, "who may could not be looked up");
        Vec::new()
    });
    let able = people.into_iter().filter(|one| one.active && one.role >= least);
    let names: Vec<_> = able.map(|one| one.name).take(NAMED_MAX).collect();
    let hint = format!("Let one of these sign in: {}.", names.join(", "));
    with_hint(fault(Code::NotAllowed, message), hint)
}

/// "Give a role its account: tips-payable → 820 · GST".
fn sentence(open: &OpenBook, deed: &str, subject: &Subject) -> String {
    let said = told(deed, &subject.words);
    match &subject.account {
        Some(account) => format!("{said} → {}", named(open, account)),
        None => said,
    }
}

/// "Give a role its account: tips-payable".
fn told(deed: &str, words: &str) -> String {
    let mut letters = deed.chars();
    let said: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    if words.is_empty() { said } else { format!("{said}: {words}") }
}

/// An account as people know it, where the chart knows it.
fn named(open: &OpenBook, words: &str) -> String {
    let snapshot = open.book.chart().ok().flatten();
    let found = snapshot.as_ref().and_then(|snapshot| {
        crate::choices::find_account(&snapshot.chart, words).ok().map(account_words)
    });
    found.unwrap_or_else(|| words.to_owned())
}
