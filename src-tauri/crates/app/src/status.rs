//! What the rail shows, and how far the first start has come.

use ipc::{
    ChecklistItem, ChecklistStep, ConnectionState, Fault, MappingState, OrganisationRef, Status,
    SyncState,
};
use store::State;
use xero::TokenSet;

use crate::convert::{day, instant};
use crate::fault::of_book;
use crate::open_book::OpenBook;
use crate::{locations, people, renewal, views};

/// Where the book stands, at a glance.
pub(crate) fn shown(open: &OpenBook, signed_in: Option<&TokenSet>) -> Result<Status, Fault> {
    let book = &open.book;
    let chart = book.chart().map_err(of_book)?.map(|snapshot| snapshot.chart);
    let organisation = open.tenant()?.map(|(id, name)| OrganisationRef {
        id: id.into(),
        name: chart.as_ref().map_or(name, |chart| chart.organisation.name.clone()),
    });
    let counts = book.document_counts().map_err(of_book)?;
    let count = |states: &[State]| -> u32 {
        counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum()
    };
    let waiting = count(&[State::Queued, State::Sending, State::Unknown]);
    let location = locations::default_location(book)?;
    let connection = connection(open, organisation.is_some(), signed_in);
    let country = chart.as_ref().map(|chart| chart.organisation.country.clone());
    Ok(Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sync: sync_state(open, &connection, waiting, count(&[State::Sending]))?,
        connection,
        practice: open.is_practice(),
        simulator_url: open.simulator_url().map(str::to_owned),
        currency: chart.as_ref().map(|chart| chart.organisation.base_currency.code().to_owned()),
        locale: locale(country.as_deref()).to_owned(),
        today: day(locations::today(&location, open.now())),
        waiting,
        attention: views::attention::count(open, signed_in)?,
        vault: open.vault.sentence().to_owned(),
        window: people::at_window(open)?,
        checklist: checklist(open, organisation.is_some(), count(&[State::Posted]) > 0)?,
        organisation,
    })
}

fn connection(open: &OpenBook, known: bool, signed_in: Option<&TokenSet>) -> ConnectionState {
    match (signed_in, known) {
        (None, false) => ConnectionState::None,
        (None, true) => ConnectionState::Lapsed,
        (Some(_), _) if open.contact.has_lapsed() => ConnectionState::Lapsed,
        (Some(tokens), _) => {
            let lapses_at = Some(instant(renewal::lapses_at(tokens)));
            let lapses_soon = renewal::lapses_soon(tokens, open.now());
            match open.contact.offline_since().map(instant) {
                Some(since) => ConnectionState::Offline { since, lapses_at, lapses_soon },
                None => ConnectionState::Connected { lapses_at, lapses_soon },
            }
        }
    }
}

fn sync_state(
    open: &OpenBook,
    connection: &ConnectionState,
    waiting: u32,
    sending: u32,
) -> Result<SyncState, Fault> {
    if sending > 0 {
        return Ok(SyncState::Sending);
    }
    if waiting == 0 {
        return Ok(SyncState::Idle);
    }
    let next_at = open.book.next_due_at().map_err(of_book)?.map(instant);
    let reason = match connection {
        ConnectionState::Offline { .. } => {
            "Xero cannot be reached. It goes by itself when it can be."
        }
        ConnectionState::Lapsed => "It goes by itself once you have signed in to Xero again.",
        ConnectionState::None => "It goes by itself once Daybook is connected to Xero.",
        ConnectionState::Connected { .. } => "It goes by itself.",
    };
    Ok(SyncState::Waiting { next_at, reason: reason.to_owned() })
}

fn checklist(open: &OpenBook, connected: bool, posted: bool) -> Result<Vec<ChecklistItem>, Fault> {
    let recorded = open.book.transaction_count().map_err(of_book)?;
    let (roles, codes) = match connected && open.book.chart().map_err(of_book)?.is_some() {
        true => {
            let mappings = views::mappings::shown(&open.book)?;
            let is_open = |state: MappingState| {
                matches!(state, MappingState::Unmapped | MappingState::Broken)
            };
            let roles = mappings.roles.iter().filter(|role| role.needed);
            let roles = roles.fold((0, 0), |(done, all), role| {
                (done + u32::from(!is_open(role.state)), all + 1)
            });
            let codes = mappings.gl_codes.iter().fold((0, 0), |(done, all), code| {
                (done + u32::from(!is_open(code.state)), all + 1)
            });
            (roles, codes)
        }
        false => ((0, 0), (0, 0)),
    };
    let all = |(done, all): (u32, u32)| all > 0 && done == all;
    let detail = |(done, all): (u32, u32), what: &str| {
        (all > 0).then(|| format!("{done} of {all} {what} have an account"))
    };
    let item = |step, done, detail| ChecklistItem { step, done, detail };
    Ok(vec![
        item(ChecklistStep::Connect, connected, None),
        item(ChecklistStep::Roles, all(roles), detail(roles, "roles")),
        item(
            ChecklistStep::FirstFile,
            recorded > 0,
            (recorded > 0).then(|| format!("{recorded} transactions")),
        ),
        item(ChecklistStep::GlCodes, all(codes), detail(codes, "codes")),
        item(ChecklistStep::FirstCashout, posted, None),
    ])
}

/// The locale of an organisation's country; English everywhere for now.
fn locale(country: Option<&str>) -> &'static str {
    match country {
        Some("AU") => "en-AU",
        Some("NZ") => "en-NZ",
        Some("GB" | "UK") => "en-GB",
        Some("US") => "en-US",
        _ => "en-CA",
    }
}
