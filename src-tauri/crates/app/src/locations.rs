//! Locations: the desks of the business, each with its own day.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use ipc::Fault;
use ledger::{Chart, TaxWay, business_date};
use store::{Book, Location, LocationId, NewLocation};

use crate::convert;
use crate::fault::{invalid, of_book};
use crate::open_book::OpenBook;
use crate::{location_rules, settings};

/// The name of the location a new book begins with.
const FIRST_LOCATION: &str = "Main";

/// Gives a new book its one default location. Its zone and tax way are this machine's until the
/// organisation's own are known ([`adopt`]).
pub(crate) fn ensure_one(book: &Book) -> Result<(), Fault> {
    if !book.locations().map_err(of_book)?.is_empty() {
        return Ok(());
    }
    let location = NewLocation {
        name: FIRST_LOCATION.to_owned(),
        zone: machine_zone().to_string(),
        day_end: NaiveTime::MIN,
        tax_way: TaxWay::TaxLines,
    };
    let id = book.add_location(&location).map_err(of_book)?;
    settings::set_default_location(book, id)?;
    settings::set_location_untouched(book, true)
}

/// Gives the default location the organisation's usual tax way and its zone, as long as nobody
/// has set them; the zone only while nothing was recorded by it.
pub(crate) fn adopt(book: &Book, chart: &Chart) -> Result<(), Fault> {
    if !settings::location_untouched(book)? {
        return Ok(());
    }
    let mut location = default_location(book)?;
    location.location.tax_way = TaxWay::usual(&chart.organisation.country);
    if let Some(zone) = &chart.organisation.time_zone
        && book.transaction_count().map_err(of_book)? == 0
    {
        location.location.zone.clone_from(zone);
    }
    book.update_location(&location).map_err(of_book)?;
    settings::set_location_untouched(book, false)
}

/// The default location first, the others by name.
pub(crate) fn ordered(book: &Book) -> Result<Vec<Location>, Fault> {
    let mut locations = book.locations().map_err(of_book)?;
    let first = settings::default_location(book)?;
    locations.sort_by_key(|location| Some(location.id) != first);
    Ok(locations)
}

/// The location screens show when nobody chose one.
pub(crate) fn default_location(book: &Book) -> Result<Location, Fault> {
    ordered(book)?
        .into_iter()
        .next()
        .ok_or_else(|| invalid("location", "This book has no location. Add one in the settings."))
}

/// The location asked for, else the default.
pub(crate) fn chosen(book: &Book, id: Option<&ipc::LocationId>) -> Result<Location, Fault> {
    match id {
        Some(id) => book.location(convert::read_location(id)?).map_err(of_book),
        None => default_location(book),
    }
}

/// Finds a location by its name, without regard to case, or by its number.
pub(crate) fn named(book: &Book, name: &str) -> Result<Location, Fault> {
    let wanted = ledger::normalise(name);
    let locations = ordered(book)?;
    let found = locations
        .iter()
        .find(|one| ledger::normalise(&one.location.name) == wanted)
        .or_else(|| locations.iter().find(|one| one.id.to_string() == wanted));
    found.cloned().ok_or_else(|| {
        let names: Vec<_> = locations.iter().map(|one| one.location.name.as_str()).collect();
        invalid(
            "location",
            format!("There is no location \"{name}\". This book has: {}.", names.join(", ")),
        )
    })
}

/// The time zone of a location; UTC where its name is unknown to this machine.
pub(crate) fn zone(location: &Location) -> Tz {
    location.location.zone.parse().unwrap_or(Tz::UTC)
}

/// The business date at a location now.
pub(crate) fn today(location: &Location, now: DateTime<Utc>) -> NaiveDate {
    let local = now.with_timezone(&zone(location)).naive_local();
    business_date(local, location.location.day_end)
}

/// The instant a business date ends at a location.
pub(crate) fn end_of(location: &Location, date: NaiveDate) -> DateTime<Utc> {
    let next = date.succ_opt().unwrap_or(date).and_time(location.location.day_end);
    let local = zone(location).from_local_datetime(&next);
    // Where the clocks go forward over it, the hour after ends the day.
    local.latest().map_or_else(|| next.and_utc(), |at| at.with_timezone(&Utc))
}

/// A location as the window knows it.
pub(crate) fn shown(
    book: &Book,
    location: &Location,
    now: DateTime<Utc>,
) -> Result<ipc::Location, Fault> {
    Ok(ipc::Location {
        id: location.id.to_string().into(),
        name: location.location.name.clone(),
        zone: location.location.zone.clone(),
        day_end: convert::time_of_day(location.location.day_end),
        tax_way: convert::tax_way(location.location.tax_way),
        rules: location_rules::shown(book, location.id)?,
        today: convert::day(today(location, now)),
    })
}

/// Every location as the window knows it.
pub(crate) fn all_shown(book: &Book, now: DateTime<Utc>) -> Result<ipc::Locations, Fault> {
    let locations =
        ordered(book)?.iter().map(|one| shown(book, one, now)).collect::<Result<_, _>>();
    Ok(ipc::Locations { locations: locations? })
}

/// Adds a location with the default's zone, day end and tax way.
pub(crate) fn add(book: &Book, name: &str) -> Result<LocationId, Fault> {
    let name = checked_name(book, name, None)?;
    let like = default_location(book)?.location;
    book.add_location(&NewLocation { name, ..like }).map_err(of_book)
}

/// Keeps a location's name, zone, day end, tax way and rules.
pub(crate) fn save(open: &OpenBook, wanted: &ipc::Location) -> Result<(), Fault> {
    let book = &open.book;
    let id = convert::read_location(&wanted.id)?;
    let mut location = book.location(id).map_err(of_book)?;
    if wanted.zone.parse::<Tz>().is_err() {
        let message = format!("\"{}\" is not a time zone, like America/Vancouver.", wanted.zone);
        return Err(invalid("zone", message));
    }
    location.location = NewLocation {
        name: checked_name(book, &wanted.name, Some(id))?,
        zone: wanted.zone.clone(),
        day_end: convert::read_time(&wanted.day_end, "dayEnd")?,
        tax_way: convert::read_tax_way(wanted.tax_way),
    };
    book.update_location(&location).map_err(of_book)?;
    settings::set_location_untouched(book, false)?;
    location_rules::save(open, id, &wanted.rules)
}

fn checked_name(book: &Book, name: &str, own: Option<LocationId>) -> Result<String, Fault> {
    let name = name.trim();
    if name.is_empty() {
        return Err(invalid("name", "A location needs a name."));
    }
    let taken = book.locations().map_err(of_book)?.into_iter().any(|one| {
        Some(one.id) != own && ledger::normalise(&one.location.name) == ledger::normalise(name)
    });
    if taken {
        return Err(invalid("name", format!("There is a location \"{name}\" already.")));
    }
    Ok(name.to_owned())
}

/// The zone this machine is set to.
pub(crate) fn machine_zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}
