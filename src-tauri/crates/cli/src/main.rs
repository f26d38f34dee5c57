//! `daybook`: everything the window does, without one.
//!
//! It reads what is typed, calls the use cases of `app` and prints what they answer: sentences
//! and tables for people, with `--json` the shapes of the contract for scripts. It knows no rule
//! of accounting, no book and no Xero.

mod args;
mod commands;
mod failure;
mod host;
mod pin;
mod printer;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use app::{App, Config, Headless};
use clap::Parser;
use ipc::Fault;

use crate::args::{BookCommand, Cli, Command, untangled};
use crate::failure::{Exit, WRONG_USAGE, exit_code, with_command, wrong};
use crate::host::Terminal;
use crate::printer::{Printer, complain, warn};

fn main() -> ExitCode {
    let typed = untangled(std::env::args_os());
    let json = typed.iter().any(|word| word == "--json");
    let cli = match Cli::try_parse_from(typed) {
        Ok(cli) => cli,
        Err(error) => return misused(&error, json),
    };
    log_if_asked();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => ended(Err(wrong(format!("The program could not start: {error}."))), json),
    }
}

/// Says what is wrong with what was typed, or gives the help that was asked for.
fn misused(error: &clap::Error, json: bool) -> ExitCode {
    if !json || !error.use_stderr() {
        // Where nobody reads, there is nobody to tell either.
        drop(error.print());
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USAGE));
    }
    let text = error.to_string();
    let message = text.lines().next().unwrap_or_default();
    let fault = Fault {
        hint: Some("daybook --help names the commands.".to_owned()),
        ..wrong(message.strip_prefix("error: ").unwrap_or(message))
    };
    ended(Err(fault), json)
}

/// Logs to standard error where `RUST_LOG` asks for it; never otherwise.
fn log_if_asked() {
    if let Ok(filter) = tracing_subscriber::EnvFilter::try_from_default_env() {
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    }
}

async fn run(cli: Cli) -> ExitCode {
    let mut printer = Printer::new(cli.json);
    let done = match cli.command {
        Command::Sim(args) => commands::sim::run(args, &mut printer).await,
        Command::OnBook(command) => {
            with_the_book(cli.data_dir, cli.who, command, &mut printer).await
        }
    };
    let json = printer.is_json();
    match printer.failure() {
        Some(error) => {
            ended(Err(wrong(format!("The answer could not be printed: {error}."))), json)
        }
        None => ended(done, json),
    }
}

fn ended(done: Result<Exit, Fault>, json: bool) -> ExitCode {
    match done {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(fault) => {
            complain(&fault, json);
            ExitCode::from(exit_code(&fault))
        }
    }
}

async fn with_the_book(
    folder: Option<PathBuf>,
    who: Option<String>,
    command: BookCommand,
    printer: &mut Printer,
) -> Result<Exit, Fault> {
    let mut config = Config::from_environment();
    config.data_dir = folder.or(config.data_dir);
    let mut host = Headless { no_browser: false };
    if let BookCommand::Practice(_) = &command {
        // Without a folder of its own it is the practice book the window has.
        config.data_dir = Some(config.data_dir.clone().unwrap_or_else(|| config.practice_dir()));
        config.practice_in_place = true;
        host.no_browser = true;
    }
    if let BookCommand::Connect(args) = &command {
        host.no_browser = args.no_browser;
    }
    let terminal = Terminal::new(host, printer.is_json());
    let unexpected = (!config.has_book() && !command.sets_up()).then(|| config.book_dir());
    let app = App::start(config, Arc::new(terminal)).await;
    let has_opened = app.is_open().await;
    let done = match &who {
        Some(name) => commands::people::sign_in(&app, name).await,
        None => Ok(()),
    };
    let done = match done {
        Ok(()) => dispatch(&app, command, who.as_deref(), printer).await,
        Err(fault) => Err(fault),
    };
    if let Some(folder) = unexpected.filter(|_| has_opened) {
        let new = format!(
            "There was no book in {}, and a new, empty one was made there. Where yours is in \
             another folder, name that with --data-dir or DAYBOOK_DATA_DIR.",
            folder.display()
        );
        warn(&new, printer.is_json());
    }
    // What is wrong around the book is said whatever was asked, and beside it.
    for trouble in app.troubles().await {
        warn(&trouble, printer.is_json());
    }
    app.shut_down().await;
    done.map_err(with_command)
}

async fn dispatch(
    app: &App,
    command: BookCommand,
    who: Option<&str>,
    printer: &mut Printer,
) -> Result<Exit, Fault> {
    use commands::{
        attention, audit, backup, book, cashout, chart, connect, contact, count, diagnose, drift,
        export, import, location, log, map, org, outbox, people, practice, rate, record, settings,
        transactions,
    };
    match command {
        BookCommand::Practice(args) => practice::run(app, args, printer).await,
        BookCommand::Connect(args) => connect::run(app, args, printer).await,
        BookCommand::Org(command) => org::run(app, command, printer).await,
        BookCommand::Chart(command) => chart::run(app, command, printer).await,
        BookCommand::Location(command) => location::run(app, command, printer).await,
        BookCommand::Settings(command) => settings::run(app, command, printer).await,
        BookCommand::Map(command) => map::run(app, command, printer).await,
        BookCommand::Contact(command) => contact::run(app, command, printer).await,
        BookCommand::Rate(command) => rate::run(app, command, printer).await,
        BookCommand::Count(args) => count::run(app, args, printer).await,
        BookCommand::Export(args) => export::run(app, args, printer).await,
        BookCommand::Record(args) => record::run(app, *args, printer).await,
        BookCommand::Import(args) => import::run(app, args, printer).await,
        BookCommand::Transactions(command) => transactions::run(app, command, printer).await,
        BookCommand::Cashout(args) => cashout::run(app, args, printer).await,
        BookCommand::Sync(args) => outbox::sync(app, args, printer).await,
        BookCommand::Outbox(command) => outbox::run(app, command, printer).await,
        BookCommand::Drift(args) => drift::run(app, args, printer).await,
        BookCommand::Attention => attention::run(app, printer).await,
        BookCommand::Log(args) => log::run(app, args, printer).await,
        BookCommand::People(command) => people::run(app, command, who, printer).await,
        BookCommand::Audit(args) => audit::run(app, args, printer).await,
        BookCommand::Check => book::check(app, printer).await,
        BookCommand::Backup(command) => backup::run(app, command, printer).await,
        BookCommand::Diagnose(args) => diagnose::run(app, args, printer).await,
    }
}
