//! `daybook practice`: the practice company's book and simulator.

use app::App;
use app::headless::Practised;
use ipc::Fault;
use serde::Serialize;

use crate::commands::demo;
use crate::failure::Exit;
use crate::printer::Printer;

/// What may be typed after `practice`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Makes another season; the same seed makes the same.
    #[arg(long)]
    seed: Option<u64>,
    /// Show a day from its review to the books of the simulator, without a window.
    #[arg(long, hide = true)]
    headless_demo: bool,
}

#[derive(Serialize)]
struct Ready<'a> {
    data_dir: String,
    organisation: Option<&'a str>,
    today: &'a str,
    simulator: Simulator<'a>,
}

#[derive(Serialize)]
struct Simulator<'a> {
    url: Option<&'a str>,
    state: String,
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    if args.headless_demo {
        printer.say("Setting up the practice company: a season of a boat rental …");
    }
    let practised = app.practise(args.seed).await?;
    if args.headless_demo {
        return demo::run(app, printer).await;
    }
    let Practised { status, folder, simulator_folder } = &practised;
    let ready = Ready {
        data_dir: folder.display().to_string(),
        organisation: status.organisation.as_ref().map(|one| one.name.as_str()),
        today: status.today.as_str(),
        simulator: Simulator {
            url: status.simulator_url.as_deref(),
            state: simulator_folder.display().to_string(),
        },
    };
    printer.either(&ready, |printer| say(&ready, printer));
    Ok(Exit::Done)
}

fn say(ready: &Ready<'_>, printer: &mut Printer) {
    let folder = &ready.data_dir;
    printer.say(&format!("The practice company is ready in {folder}."));
    printer.say("Its local Xero runs while a command needs it. Go on with:");
    for command in ["cashout", "map suggest", "sync"] {
        printer.say(&format!("  daybook --data-dir '{folder}' {command}"));
    }
    let port = ready.simulator.url.and_then(|url| url.rsplit(':').next()).unwrap_or("0");
    let state = &ready.simulator.state;
    printer.say("To look at its books in a browser:");
    printer.say(&format!("  daybook sim --port {port} --state '{state}'"));
}
