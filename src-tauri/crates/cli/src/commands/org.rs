//! `daybook org`: the organisations of the sign-in.

use app::App;
use ipc::{ConnectionState, Fault, NoArguments, Organisation};
use serde_json::json;

use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `org`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Those the sign-in has opened.
    List,
    /// Use one, and read its chart.
    Use {
        /// Its id or its name.
        id: String,
    },
    /// End the connection and forget the sign-in. The book stays as it is.
    Disconnect,
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    match command {
        Command::List => {
            let organisations = app.list_organisations(NoArguments {}).await?;
            let value = json!({ "organisations": for_scripts(&organisations) });
            printer.either(&value, |printer| say(&organisations, printer));
        }
        Command::Use { id } => {
            let used = app.use_organisation_named(&id).await?;
            printer.either(&for_scripts(&used), |printer| {
                printer.say(&format!("Using {}. Its chart of accounts is read.", used.name));
            });
        }
        Command::Disconnect => {
            let connected = app.status(NoArguments {}).await?.connection != ConnectionState::None;
            if connected {
                app.disconnect(NoArguments {}).await?;
            }
            printer.either(&json!({ "disconnected": connected }), |printer| {
                printer.say(match connected {
                    true => "Disconnected. The book stays as it is; what is queued waits.",
                    false => "This book is not connected to Xero. There is nothing to end.",
                });
            });
        }
    }
    Ok(Exit::Done)
}

pub(crate) fn say(organisations: &[Organisation], printer: &mut Printer) {
    let mut columns = Columns::new(&["Organisation", "Id", ""]);
    for one in organisations {
        let note = match &one.refused {
            _ if one.in_use => "in use",
            Some(why) => why,
            None => "",
        };
        columns.row([&one.name, one.id.as_str(), note]);
    }
    printer.table(&columns);
}
