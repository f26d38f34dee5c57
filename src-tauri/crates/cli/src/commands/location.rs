//! `daybook location`: the places of the business.

use std::collections::BTreeMap;

use app::App;
use clap::ValueEnum;
use ipc::{
    AddLocation, Fault, Location, Locations, NoArguments, PostingMode, PostingModeChange, TaxWay,
};
use serde::Serialize;
use serde_json::json;

use crate::failure::{Exit, wrong};
use crate::printer::{Columns, Printer};

/// What may be typed after `location`.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Every place, the default one first.
    List,
    /// Add one, like the default.
    Add {
        /// Its name, part of every narration.
        name: String,
    },
    /// Change one.
    Set {
        /// Its name or its number.
        name: String,
        /// What to change.
        key: Key,
        /// A time zone like America/Vancouver, a time like 03:00, A or B, taxes like GST=5,PST=7,
        /// a word of the rule; empty for its default.
        value: String,
        /// Of posting-mode: the business date from which it holds; the first that is not closed
        /// yet when absent.
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// Of posting-mode: change it in the middle of a month all the same.
        #[arg(long)]
        confirm: bool,
    },
    /// Show what is decided about one place's postings.
    Rules {
        /// Its name or its number.
        name: String,
    },
}

impl Command {
    /// Whether a new book may be what is wanted.
    pub(crate) const fn sets_up(&self) -> bool {
        match self {
            Self::Add { .. } | Self::Set { .. } => true,
            Self::List | Self::Rules { .. } => false,
        }
    }
}

/// What can be changed of a place.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Key {
    /// The time zone of its day.
    Zone,
    /// When its day ends, in quarter hours.
    DayEnd,
    /// How tax gets into Xero: A, Xero works it out; B, each tax has a line of its own.
    TaxWay,
    /// The name.
    Name,
    /// How sales reach Xero: daily-journal or invoices.
    PostingMode,
    /// The taxes inside a deposit, split out when it is paid.
    DepositTax,
    /// The taxes inside a kept cancellation fee.
    CancellationTax,
    /// When rentals over several months are recognised: at-check-in or by-day.
    Recognition,
    /// Whether a balance owed at check-in is invoiced: yes or no.
    InvoiceBalances,
    /// Where chargebacks go: expense or owed.
    Chargebacks,
    /// The contact of invoices to customers nobody named.
    WalkInContact,
}

impl Key {
    /// The rule of this key, where it is one.
    fn rule(self) -> Option<String> {
        match self {
            Self::Zone | Self::DayEnd | Self::TaxWay | Self::Name | Self::PostingMode => None,
            Self::DepositTax
            | Self::CancellationTax
            | Self::Recognition
            | Self::InvoiceBalances
            | Self::Chargebacks
            | Self::WalkInContact => {
                self.to_possible_value().map(|value| value.get_name().to_owned())
            }
        }
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    locations: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    zone: &'a str,
    day_end: &'a str,
    tax_way: &'static str,
    posting_mode: &'static str,
    posting_mode_from: Option<&'a str>,
    today: &'a str,
}

impl<'a> Row<'a> {
    fn of(location: &'a Location) -> Self {
        Self {
            id: location.id.as_str(),
            name: &location.name,
            zone: &location.zone,
            day_end: location.day_end.as_str(),
            tax_way: match location.tax_way {
                TaxWay::XeroWorksItOut => "A",
                TaxWay::TaxLines => "B",
            },
            posting_mode: mode(location.rules.posting_mode),
            posting_mode_from: location.rules.posting_mode_from.as_ref().map(|day| day.as_str()),
            today: location.today.as_str(),
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let Locations { locations } = match command {
        Command::List => app.locations(NoArguments {}).await?,
        Command::Add { name } => app.add_location(AddLocation { name }).await?,
        Command::Set { name, key: Key::PostingMode, value, from, confirm } => {
            let location = app.location_named(&name).await?;
            let changed = app.set_mode(&location.id, &value, from.as_deref(), confirm).await?;
            return Ok(say_mode(&changed, &value, printer));
        }
        Command::Set { name, key, value, .. } => {
            let location = app.location_named(&name).await?;
            match key.rule() {
                Some(rule) => app.set_location_rule(&location.id, &rule, &value).await?,
                None => app.save_location(changed(location, key, value)?).await?,
            }
        }
        Command::Rules { name } => {
            let location = app.location_named(&name).await?;
            let rules = app.location_rules(&location.id).await?;
            let values: BTreeMap<_, _> = rules.iter().cloned().collect();
            printer.either(&json!({ "rules": values }), |printer| {
                let mut columns = Columns::new(&["Rule", "Value"]);
                for (key, value) in &rules {
                    columns.row([key, value.as_deref().unwrap_or("(default)")]);
                }
                printer.table(&columns);
            });
            return Ok(Exit::Done);
        }
    };
    let listed = Listed { locations: locations.iter().map(Row::of).collect() };
    printer.either(&listed, |printer| {
        let mut columns =
            Columns::new(&["Id>", "Location", "Zone", "Day ends", "Tax way", "Posting", "Today"]);
        for one in &listed.locations {
            let (ends, way, mode) = (one.day_end, one.tax_way, one.posting_mode);
            columns.row([one.id, one.name, one.zone, ends, way, mode, one.today]);
        }
        printer.table(&columns);
    });
    Ok(Exit::Done)
}

fn changed(location: Location, key: Key, value: String) -> Result<Location, Fault> {
    Ok(match key {
        Key::Zone => Location { zone: value, ..location },
        Key::DayEnd => Location { day_end: value.into(), ..location },
        Key::Name => Location { name: value, ..location },
        Key::TaxWay => {
            let tax_way = match value.to_ascii_uppercase().as_str() {
                "A" => TaxWay::XeroWorksItOut,
                "B" => TaxWay::TaxLines,
                _ => {
                    let message = format!(
                        "\"{value}\" is not a tax way. A: Xero works the tax out. \
                         B: each tax has a line of its own."
                    );
                    return Err(wrong(message));
                }
            };
            Location { tax_way, ..location }
        }
        Key::PostingMode
        | Key::DepositTax
        | Key::CancellationTax
        | Key::Recognition
        | Key::InvoiceBalances
        | Key::Chargebacks
        | Key::WalkInContact => location,
    })
}

/// Says what became of a change of the posting mode.
fn say_mode(change: &PostingModeChange, wanted: &str, printer: &mut Printer) -> Exit {
    let shown = json!({
        "changed": change.changed,
        "from": change.from,
        "to_confirm": change.to_confirm,
        "warnings": change.warnings,
    });
    printer.either(&shown, |printer| {
        for warning in &change.warnings {
            printer.say(&format!("! {warning}"));
        }
        match (&change.to_confirm, change.changed) {
            (_, true) => printer.say(&format!("From {} on sales go as {wanted}.", change.from)),
            (Some(why), false) => {
                printer.say(why);
                printer.say("Nothing was changed. Say --confirm, or --from another day.");
            }
            (None, false) => printer.say("That is how they go already. Nothing was changed."),
        }
    });
    Exit::clean(change.changed || change.to_confirm.is_none())
}

const fn mode(mode: PostingMode) -> &'static str {
    match mode {
        PostingMode::DailyJournal => "daily-journal",
        PostingMode::Invoices => "invoices",
    }
}
