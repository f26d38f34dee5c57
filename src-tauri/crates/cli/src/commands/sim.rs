//! `daybook sim`: a local Xero.

use std::path::PathBuf;

use ipc::{Code, Fault};
use serde::Serialize;
use xero_sim::{Options, OrganisationSummary};

use crate::failure::{Exit, wrong};
use crate::printer::{Columns, Printer};

/// What may be typed after `sim`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The loopback port; a free one when absent.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// An organisation by its country: ca, au, nz, uk, us. May be given several times.
    #[arg(long = "org", value_name = "COUNTRY")]
    orgs: Vec<String>,
    /// Where its books are kept: the same port and folder give the same books and sign-ins.
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Answer the page that asks for consent by itself.
    #[arg(long)]
    auto_approve: bool,
}

/// The first line of `--json`.
#[derive(Serialize)]
struct Started {
    url: String,
    client_id: String,
    organisations: Vec<OrganisationSummary>,
}

pub(crate) async fn run(args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let Args { port, orgs, state, auto_approve } = args;
    let options = Options { port, orgs, state_dir: state, auto_approve, ..Options::default() };
    // Asked for before anything is announced, so that none who was told can ask too early.
    let end = end_asked_for().map_err(|error| failed(&error))?;
    let running = xero_sim::serve(options).await.map_err(|error| failed(&error))?;
    let started = Started {
        url: running.url(),
        client_id: running.client_id(),
        organisations: running.organisations(),
    };
    printer.either(&started, |printer| say(&started, printer));
    end.await;
    running.stop().await;
    Ok(Exit::Done)
}

fn failed(error: &dyn std::fmt::Display) -> Fault {
    let message = format!("The local Xero could not be started: {error}.");
    Fault { code: Code::PracticeFailed, ..wrong(message) }
}

fn say(started: &Started, printer: &mut Printer) {
    let Started { url, client_id, organisations } = started;
    printer.say(&format!("A local Xero is at {url}; its books are on that page. Ctrl-C ends it."));
    let mut columns = Columns::new(&["Organisation", "Country", "Id"]);
    for one in organisations {
        columns.row([&one.name, &one.country, &one.id]);
    }
    printer.table(&columns);
    printer.say("\nFor Daybook in another terminal:");
    for name in ["API", "LOGIN", "IDENTITY"] {
        printer.say(&format!("  export DAYBOOK_XERO_{name}={url}"));
    }
    printer.say(&format!("  export DAYBOOK_XERO_CLIENT_ID={client_id}"));
}

/// Ends when the program is told to: by Ctrl-C, or by whoever started it.
#[cfg(unix)]
fn end_asked_for() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when the program is told to: by Ctrl-C, or when its console is closed.
#[cfg(windows)]
fn end_asked_for() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::windows::{ctrl_c, ctrl_close};
    let (mut interrupt, mut close) = (ctrl_c()?, ctrl_close()?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = close.recv() => {}
        }
    })
}
