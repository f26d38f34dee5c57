//! `daybook location`: the places of the business.

use app::App;
use clap::ValueEnum;
use ipc::{AddLocation, Fault, Location, Locations, NoArguments, TaxWay};
use serde::Serialize;

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
        /// A time zone like America/Vancouver, a time like 03:00, A or B, a name.
        value: String,
    },
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
            today: location.today.as_str(),
        }
    }
}

pub(crate) async fn run(app: &App, command: Command, printer: &mut Printer) -> Result<Exit, Fault> {
    let Locations { locations } = match command {
        Command::List => app.locations(NoArguments {}).await?,
        Command::Add { name } => app.add_location(AddLocation { name }).await?,
        Command::Set { name, key, value } => {
            let location = app.location_named(&name).await?;
            app.save_location(changed(location, key, value)?).await?
        }
    };
    let listed = Listed { locations: locations.iter().map(Row::of).collect() };
    printer.either(&listed, |printer| {
        let mut columns =
            Columns::new(&["Id>", "Location", "Zone", "Day ends", "Tax way", "Today"]);
        for one in &listed.locations {
            columns.row([one.id, one.name, one.zone, one.day_end, one.tax_way, one.today]);
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
    })
}
