//! `daybook drift`: what somebody changed in Xero of what was posted, and what is right.

use app::App;
use ipc::{Drift, DriftKind, DriftRef, DriftRequest, DriftSide, Drifts, Fault, Run, RunId};

use crate::commands::documents::show_sent;
use crate::failure::Exit;
use crate::printer::Printer;

/// What is said of what was accepted as gone from Xero.
const GONE: &str = "Accepted. It is open again here, and not posted again by itself: it goes when \
                    you sync its day again.";

/// What may be typed after `drift`; by itself it looks in Xero and shows what is open.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What was settled, too.
    #[arg(long)]
    all: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Take what is in Xero as right. What is gone there is open again here and not posted again by
    /// itself, but when you sync its day again.
    Accept {
        /// The drift's number.
        id: String,
    },
    /// Have it taken out of Xero and posted again as the book says it.
    Repost {
        /// The drift's number.
        id: String,
    },
}

pub(crate) async fn run(app: &App, args: Args, printer: &mut Printer) -> Result<Exit, Fault> {
    let drifts = match args.command {
        Some(Command::Repost { id }) => return Ok(show_sent(&app.repost(&id).await?, printer)),
        Some(Command::Accept { id }) => {
            let left = app.accept_drift(DriftRef { drift: id.clone() }).await?;
            let all = app.drifts(DriftRequest { all: true }).await?.drifts;
            let accepted = all.into_iter().find(|one| one.id == id.trim());
            let is_gone = accepted.is_some_and(|one| one.kind == DriftKind::Voided);
            show(&left, is_gone.then_some(GONE), printer);
            return Ok(Exit::Done);
        }
        None => {
            let open = app.check_drift(Run { run: RunId::from("drift") }).await?;
            match args.all {
                true => app.drifts(DriftRequest { all: true }).await?,
                false => open,
            }
        }
    };
    show(&drifts, None, printer);
    Ok(Exit::clean(drifts.open == 0))
}

fn show(drifts: &Drifts, note: Option<&str>, printer: &mut Printer) {
    printer.either(drifts, |printer| {
        if let Some(note) = note {
            printer.say(note);
        }
        for one in &drifts.drifts {
            show_one(one, printer);
        }
        if drifts.open == 0 {
            printer.say("What was posted is in Xero as it was posted.");
        }
    });
}

fn show_one(one: &Drift, printer: &mut Printer) {
    let ended = one.settled.as_ref().map(|how| format!(" ({how})")).unwrap_or_default();
    printer.say(&format!("{}  {}{ended}", one.id, one.document.title));
    printer.say(&format!("    {}", one.message));
    show_side("sent", &one.sent, printer);
    if let Some(answered) = &one.answered {
        show_side("answered", answered, printer);
    }
    show_side("now", &one.now, printer);
}

fn show_side(when: &str, side: &DriftSide, printer: &mut Printer) {
    let mut words = vec![side.day.to_string()];
    words.extend(side.status.clone());
    words.push(match &side.rate {
        Some(rate) => format!("{} at {rate}", side.currency),
        None => side.currency.clone(),
    });
    printer.say(&format!("    {when}: {}", words.join(" ")));
    for line in &side.lines {
        let tracked = line.tracking.iter().flatten();
        let tracked: Vec<String> =
            tracked.map(|one| format!("{}: {}", one.category, one.option)).collect();
        let tracked = match tracked.is_empty() {
            true => String::new(),
            false => format!(" ({})", tracked.join(", ")),
        };
        printer.say(&format!("        {} {}{tracked}", line.amount, line.account));
    }
}
