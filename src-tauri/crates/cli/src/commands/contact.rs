//! `daybook contact`: which contact in Xero a customer is.

use app::App;
use ipc::{Contacts, CustomerRef, Fault, LinkContact, NoArguments, UnlinkContact};

use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `contact`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Every customer who has a contact.
    List,
    /// The contacts in Xero a customer may be.
    Choices {
        /// The customer, as the desk calls them.
        customer: String,
    },
    /// Say which contact a customer is.
    Link {
        /// The customer, as the desk calls them.
        customer: String,
        /// The contact, by its name or id in Xero.
        contact: String,
    },
    /// Create a contact of the customer's name in Xero.
    Create {
        /// The customer, as the desk calls them.
        customer: String,
    },
    /// Take a customer's contact away; what is in Xero stays.
    Unlink {
        /// Xero's id of the contact, as `list` shows it.
        id: String,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Link { .. } | Self::Create { .. } => true,
            Self::List | Self::Choices { .. } | Self::Unlink { .. } => false,
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let contacts = match command {
        Command::List => app.contacts(NoArguments {}).await?,
        Command::Choices { customer } => return choices(app, customer, printer).await,
        Command::Link { customer, contact } => {
            app.link_contact(LinkContact { customer, contact: Some(contact) }).await?
        }
        Command::Create { customer } => {
            app.link_contact(LinkContact { customer, contact: None }).await?
        }
        Command::Unlink { id } => app.unlink_contact(UnlinkContact { id }).await?,
    };
    printer.either(&for_scripts(&contacts), |printer| say(&contacts, printer));
    Ok(Exit::Done)
}

fn say(contacts: &Contacts, printer: &mut Printer) {
    if let Some(message) = &contacts.message {
        printer.say(message);
        return;
    }
    let mut columns = Columns::new(&["Customer", "Contact in Xero", "Id", "Linked by"]);
    for one in &contacts.contacts {
        columns.row([&one.customer, &one.contact, &one.id, &one.who]);
    }
    printer.table(&columns);
    if contacts.contacts.is_empty() {
        printer.say("No customer has a contact yet. They get one with their first invoice.");
    }
}

async fn choices(app: &App, customer: String, printer: &mut Printer) -> Result<Exit, Fault> {
    let choices = app.contact_choices(CustomerRef { customer }).await?;
    printer.either(&for_scripts(&choices), |printer| {
        let mut columns = Columns::new(&["Contact in Xero", "Mail", "Id", ""]);
        for one in &choices.contacts {
            let email = one.email.as_deref().unwrap_or_default();
            columns.row([&one.name, email, &one.id, one.refused.as_deref().unwrap_or_default()]);
        }
        printer.table(&columns);
        if choices.contacts.is_empty() {
            printer.say(&format!("Nobody in Xero is called like {}.", choices.customer));
        }
        printer.say("daybook contact link CUSTOMER CONTACT, or daybook contact create CUSTOMER");
    });
    Ok(Exit::Done)
}
