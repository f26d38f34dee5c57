//! `daybook connect`: signing in to Xero.

use std::time::Duration;

use app::App;
use app::headless::{SignInOptions, SignedIn};
use ipc::{Code, Fault, Organisation};
use serde::Serialize;
use serde_json::json;

use crate::args::A_DAY;
use crate::commands::org;
use crate::failure::{Exit, wrong};
use crate::printer::Printer;

/// What may be typed after `connect`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The client id of your own Xero app; kept in the settings once it has signed in.
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Wait for the browser on this port, which must be registered for the app.
    #[arg(long)]
    port: Option<u16>,
    /// Open no browser: print the page's address only.
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// How long to wait for the browser.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=A_DAY))]
    timeout: Option<u64>,
    /// The organisation to use, by its id or name; the only one when absent.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

/// The last line of `--json`.
#[derive(Serialize)]
struct Opened<'a> {
    organisations: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a str,
    in_use: bool,
}

impl<'a> Opened<'a> {
    fn of(organisations: &'a [Organisation]) -> Self {
        let named = |one: &'a Organisation| Named {
            id: one.id.as_str(),
            name: &one.name,
            in_use: one.in_use,
        };
        Self { organisations: organisations.iter().map(named).collect() }
    }
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let options = SignInOptions {
        client_id: args.client_id,
        port: args.port,
        patience: args.timeout.map(Duration::from_secs),
    };
    let address = app.sign_in_begin(options).await?;
    printer.either(&json!({ "authorize_url": address }), |printer| {
        printer.say("Sign in to Xero on this page, in your browser:");
        printer.say(&address);
    });
    let SignedIn { organisations, in_use } = app.sign_in_end(args.organisation.as_deref()).await?;
    printer.either(&Opened::of(&organisations), |printer| match &in_use {
        Some(one) => {
            printer.say(&format!("Connected to {}. Its chart of accounts is read.", one.name));
        }
        None => org::say(&organisations, printer),
    });
    match in_use {
        Some(_) => Ok(Exit::Done),
        None => Err(none_used(&organisations)),
    }
}

/// Why no organisation is in use after a sign-in.
fn none_used(organisations: &[Organisation]) -> Fault {
    let usable = organisations.iter().filter(|one| one.refused.is_none()).count();
    let (message, hint) = match usable {
        0 => (
            "You are signed in, and that opens no organisation this book may post to.",
            "daybook connect",
        ),
        1 => ("You are signed in, and no organisation is in use yet.", "daybook org use ID"),
        _ => (
            "You are signed in to more than one organisation. Say which one to use.",
            "daybook org use ID",
        ),
    };
    Fault { code: Code::NotConnected, hint: Some(hint.to_owned()), ..wrong(message) }
}
