//! `daybook people`: who works with the book, and what each may do.

use app::App;
use clap::ValueEnum;
use ipc::{
    AddPerson, Code, Fault, LockAfter, NoArguments, People, Person, PersonRole, SavePerson, SetPin,
};
use serde_json::json;

use crate::failure::{Exit, wrong};
use crate::pin;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `people`. PINs are asked for at the terminal, or read from DAYBOOK_PIN
/// (of who asks) and DAYBOOK_NEW_PIN.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Everybody who works with the book.
    List,
    /// Add a person. The first is an administrator; from then on everybody signs in.
    Add {
        /// Their name.
        name: String,
        /// What they may do.
        #[arg(long)]
        role: Role,
    },
    /// Change a person's name or role, or whether they may sign in.
    Set {
        /// Who.
        name: String,
        /// Their new name.
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
        /// What they may do.
        #[arg(long)]
        role: Option<Role>,
        /// Whether they may sign in.
        #[arg(long, value_name = "true|false")]
        active: Option<bool>,
    },
    /// Set a PIN: your own, or as an administrator anybody's.
    Pin {
        /// Whose.
        name: String,
    },
    /// Set a forgotten PIN anew without the old one. Whoever has this account of the system may,
    /// for they have the book's file anyway; the audit log says so.
    Reset {
        /// Whose.
        name: String,
    },
    /// Sign out whoever leaves a window idle: after 15 minutes unless this says another time.
    LockAfter {
        /// After how many minutes; 0 for never.
        minutes: u32,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Add { .. } | Self::LockAfter { .. } => true,
            Self::List | Self::Set { .. } | Self::Pin { .. } | Self::Reset { .. } => false,
        }
    }
}

/// What a person may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Role {
    /// Record, import, count, close days; look at everything.
    FrontDesk,
    /// And mappings, documents, contacts, rates, settings of posting, exports.
    Bookkeeper,
    /// And the connection, locations, people.
    Administrator,
}

impl From<Role> for PersonRole {
    fn from(role: Role) -> Self {
        match role {
            Role::FrontDesk => Self::FrontDesk,
            Role::Bookkeeper => Self::Bookkeeper,
            Role::Administrator => Self::Administrator,
        }
    }
}

/// Who gives the command, by the name typed, and what they typed.
pub(crate) async fn run(
    app: &App,
    command: Command,
    who: Option<&str>,
    printer: &mut Printer,
) -> Result<Exit, Fault> {
    let people = match command {
        Command::List => app.people(NoArguments {}).await?,
        Command::Add { name, role } => {
            let pin = pin::new(&name)?;
            app.add_person(AddPerson { name, role: role.into(), pin }).await?
        }
        Command::Set { name, rename, role, active } => {
            let Person { id, name, role: had, active: was, .. } = app.person_named(&name).await?;
            let save = SavePerson {
                id,
                name: rename.unwrap_or(name),
                role: role.map_or(had, Into::into),
                active: active.unwrap_or(was),
            };
            app.save_person(save).await?
        }
        Command::Pin { name } => {
            let person = app.person_named(&name).await?;
            let who = who.ok_or_else(|| Fault {
                code: Code::PersonNeeded,
                ..wrong("A PIN is set by somebody. Nothing was changed.")
            })?;
            let own = pin::of(who)?;
            app.set_pin(SetPin { id: person.id, pin: pin::new(&name)?, own }).await?
        }
        Command::Reset { name: _ } if who.is_some() => {
            return Err(wrong(
                "A forgotten PIN is set anew by whoever has this account of the system, as nobody \
                 of the book: leave --as out. As an administrator of the book it is daybook people \
                 pin. Nothing was changed.",
            ));
        }
        Command::Reset { name } => {
            app.reset_pin(&name, pin::new(&name)?).await?;
            printer.either(&json!({ "reset": true }), |printer| {
                printer.say(&format!("{name} signs in with the new PIN from now on."));
            });
            return Ok(Exit::Done);
        }
        Command::LockAfter { minutes } => {
            let minutes = Some(minutes).filter(|minutes| *minutes > 0);
            let status = app.set_lock_after(LockAfter { minutes }).await?;
            printer.either(&for_scripts(&status.window), |printer| match minutes {
                Some(minutes) => printer.say(&format!("A window locks after {minutes} minutes.")),
                None => printer.say("An idle window is not locked."),
            });
            return Ok(Exit::Done);
        }
    };
    printer.either(&for_scripts(&people), |printer| say(&people, printer));
    Ok(Exit::Done)
}

fn say(people: &People, printer: &mut Printer) {
    if let Some(message) = &people.message {
        printer.say(message);
    }
    let mut columns = Columns::new(&["Name", "Role", ""]);
    for one in &people.people {
        let role = match one.role {
            PersonRole::FrontDesk => "front desk",
            PersonRole::Bookkeeper => "bookkeeper",
            PersonRole::Administrator => "administrator",
        };
        columns.row([&*one.name, role, if one.active { "" } else { "may not sign in" }]);
    }
    printer.table(&columns);
    if people.people.is_empty() {
        printer.say("Nobody signs in to this book: whoever is there may do everything.");
    }
}

/// Signs in who was named before anything else is done.
pub(crate) async fn sign_in(app: &App, name: &str) -> Result<(), Fault> {
    if !app.people_sign_in().await? {
        let message = "Nobody signs in to this book. Nothing was changed.";
        let hint = Some("Leave --as out, or add people: daybook people add NAME".to_owned());
        return Err(Fault { hint, ..wrong(message) });
    }
    app.sign_in_named(name, pin::of(name)?).await
}
