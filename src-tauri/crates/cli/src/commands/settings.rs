//! `daybook settings`: what is decided once.

use std::collections::BTreeMap;

use app::App;
use ipc::Fault;

use crate::failure::Exit;
use crate::printer::{Columns, Printer};

/// What may be typed after `settings`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show one setting, or all.
    Get {
        /// Which one.
        key: Option<String>,
    },
    /// Change one setting.
    Set {
        /// Which one.
        key: String,
        /// What it is to be; empty to go back to the default.
        value: String,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Set { .. } => true,
            Self::Get { .. } => false,
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let shown: Vec<(String, Option<String>)> = match command {
        Command::Get { key: None } => {
            let all = app.all_settings().await?.into_iter();
            all.map(|(key, value)| (key.to_owned(), value)).collect()
        }
        Command::Get { key: Some(key) } => {
            let value = app.setting(&key).await?;
            vec![(key, value)]
        }
        Command::Set { key, value } => {
            app.set_setting(&key, &value).await?;
            let value = app.setting(&key).await?;
            vec![(key, value)]
        }
    };
    let values: BTreeMap<_, _> = shown.iter().cloned().collect();
    printer.either(&serde_json::json!({ "settings": values }), |printer| {
        let mut columns = Columns::new(&["Setting", "Value"]);
        for (key, value) in &shown {
            columns.row([key, value.as_deref().unwrap_or("(default)")]);
        }
        printer.table(&columns);
    });
    Ok(Exit::Done)
}
