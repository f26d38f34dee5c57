//! `daybook sync` and `daybook outbox`: closing days, and what is on its way to Xero.

use std::time::Duration;

use app::App;
use app::headless::OutboxRun;
use ipc::{DocumentRef, Fault, PartRef};
use serde_json::json;

use crate::args::A_DAY;
use crate::commands::cashout::Days;
use crate::commands::document::show_one;
use crate::commands::documents::{show, show_planned, show_sent};
use crate::failure::Exit;
use crate::printer::Printer;

/// What may be typed after `sync`.
#[derive(Debug, clap::Args)]
pub(crate) struct SyncArgs {
    #[command(flatten)]
    days: Days,
    /// Say what would be made, and make nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What may be typed after `outbox`. ID is a document's number or its six-letter code.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// What is not in Xero yet.
    List {
        /// What is, too.
        #[arg(long)]
        all: bool,
    },
    /// One document with its lines, its attempts and all else that is known of it.
    Show {
        /// Which one.
        id: String,
    },
    /// Send what is queued.
    Run {
        /// Go on until nothing is left: wait out settle times and short limits.
        #[arg(long)]
        until_empty: bool,
        /// Wait for the network too, but no longer than this.
        #[arg(
            long,
            value_name = "SECONDS",
            requires = "until_empty",
            value_parser = clap::value_parser!(u64).range(1..=A_DAY),
        )]
        timeout: Option<u64>,
    },
    /// Look a document up in Xero, and send it again if it is not there.
    Retry {
        /// Which one.
        id: String,
    },
    /// Keep a queued document back until it is retried.
    Hold {
        /// Which one.
        id: String,
    },
    /// Give a document up; its transactions stay with it.
    Skip {
        /// Which one.
        id: String,
        /// Why; the reason is kept.
        #[arg(long)]
        why: String,
    },
    /// Take a document back out of Xero and give its transactions back.
    Undo {
        /// Which one.
        id: String,
    },
    /// Take over what Xero has, after a backup was put back, in the place of a document that may be
    /// the same.
    TakeOver {
        /// Which one.
        id: String,
    },
    /// Say that what Xero has is another thing than a document that waits, and send that.
    NotTheSame {
        /// Which one.
        id: String,
        /// What in Xero is another, by its name there; needed where several may be it.
        #[arg(long)]
        found: Option<String>,
        /// Why; the reason is kept.
        #[arg(long)]
        why: String,
    },
    /// Look in Xero whether drafts were approved.
    Approvals,
    /// Put what would have a document of its own into the cashout of its day.
    Move {
        /// The transaction's number in the book.
        transaction: String,
        /// The part of it, as the cashout names it.
        part: String,
    },
}

pub(crate) async fn sync(app: &App, args: SyncArgs, printer: &mut Printer) -> Result<Exit, Fault> {
    let asked = args.days.into();
    if args.dry_run {
        let plans = app.sync_plan(&asked).await?;
        show_planned(&plans, app.sync_calls(&asked).await?.as_ref(), printer);
        return Ok(Exit::clean(plans.iter().all(|plan| plan.blockers.is_empty())));
    }
    // It may take a while: said before, and not to scripts, which read one answer.
    if let Some(message) = app.sync_calls(&asked).await?.and_then(|calls| calls.message)
        && !printer.is_json()
    {
        printer.say(&message);
    }
    Ok(show_sent(&app.sync_days(&asked).await?, printer))
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let sent = match command {
        Command::List { all } => {
            let calls = app.outbox_calls().await?;
            show(&app.outbox(all).await?, calls.as_ref(), printer);
            return Ok(Exit::Done);
        }
        Command::Show { id } => {
            let document = app.document_named(&id).await?;
            show_one(&app.document(DocumentRef { document }).await?, printer);
            return Ok(Exit::Done);
        }
        Command::Hold { id } => {
            show(&[app.hold_named(&id).await?], None, printer);
            return Ok(Exit::Done);
        }
        Command::Skip { id, why } => {
            show(&[app.skip_named(&id, why).await?], None, printer);
            return Ok(Exit::Done);
        }
        Command::Run { until_empty, timeout } => {
            let run = match (until_empty, timeout) {
                (false, _) => OutboxRun::Once,
                (true, None) => OutboxRun::UntilEmpty,
                (true, Some(most)) => OutboxRun::UntilEmptyWithin(Duration::from_secs(most)),
            };
            app.run_outbox(run).await?
        }
        Command::Retry { id } => app.retry_named(&id).await?,
        Command::Undo { id } => app.undo_named(&id).await?,
        Command::TakeOver { id } => app.take_over_named(&id).await?,
        Command::NotTheSame { id, found, why } => app.dismiss_named(&id, found, why).await?,
        Command::Approvals => app.approvals().await?,
        Command::Move { transaction, part } => {
            let part = PartRef { transaction: transaction.into(), part: part.into() };
            app.move_to_cashout(part).await?;
            printer.either(&json!({ "moved": true }), |printer| {
                printer.say("It goes with the cashout of its day now.");
            });
            return Ok(Exit::Done);
        }
    };
    Ok(show_sent(&sent, printer))
}
