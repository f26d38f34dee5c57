//! `daybook rate`: what a foreign currency was worth on a day.

use app::App;
use ipc::{Fault, NoArguments, Rate};

use crate::failure::Exit;
use crate::printer::{Columns, Printer, for_scripts};

/// What may be typed after `rate`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// The rates entered, newest first.
    List,
    /// Enter a rate; what waited for it is posted.
    Set {
        /// The foreign currency: USD.
        currency: String,
        /// The business date: 2026-11-21.
        day: String,
        /// The organisation's currency for one of it: 1.3625.
        rate: String,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Set { .. } => true,
            Self::List => false,
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let rates = match command {
        Command::List => app.rates(NoArguments {}).await?,
        Command::Set { currency, day, rate } => {
            let who = String::new();
            app.set_rate(Rate { currency, day: day.into(), rate, who }).await?
        }
    };
    printer.either(&for_scripts(&rates), |printer| {
        if let Some(message) = &rates.message {
            printer.say(message);
        }
        let mut columns = Columns::new(&["Currency", "Day", "Rate>", "Entered by"]);
        for one in &rates.rates {
            columns.row([&one.currency, one.day.as_str(), &one.rate, &one.who]);
        }
        printer.table(&columns);
        match rates.waiting {
            0 => {}
            1 => printer.say("1 transaction waits for a rate: daybook attention"),
            many => printer.say(&format!("{many} transactions wait for a rate: daybook attention")),
        }
    });
    Ok(Exit::Done)
}
