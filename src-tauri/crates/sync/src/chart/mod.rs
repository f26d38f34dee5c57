//! The organisation's chart: read from Xero, kept in the book, compared with the last one.

mod changes;
mod convert;
mod zones;

use store::{Book, ChartSnapshot};
use world::World;
use xero::Client;

use crate::error::Error;
use crate::heard;
use crate::outbox::on_book;

pub use changes::{Change, ChartChange, Mapped, chart_changes};
pub use zones::iana_zone;

/// Reads the organisation, its accounts, tax rates and tracking, and keeps them as the book's
/// latest chart. Four calls; the one before stays in the book for [`chart_changes`].
///
/// # Errors
/// [`Error::Xero`] when one of them fails: the chart kept before stays the latest.
pub async fn refresh_chart(
    book: &Book,
    client: &Client,
    world: &World,
) -> Result<ChartSnapshot, Error> {
    let asked = ask(client).await;
    // What is left of the limits is known from now on, whatever came of it.
    heard::keep(book, client).await?;
    let answers = asked?;
    let chart = convert::chart(answers).map_err(Error::BaseCurrency)?;
    let snapshot = ChartSnapshot { chart, read_at: world.now() };
    let kept = snapshot.clone();
    on_book(book, move |book| book.save_chart(&kept.chart, kept.read_at)).await?;
    Ok(snapshot)
}

async fn ask(client: &Client) -> Result<convert::Answers, xero::Error> {
    Ok(convert::Answers {
        tenant: client.tenant(),
        organisation: client.organisation().await?,
        accounts: client.accounts().await?,
        tax_rates: client.tax_rates().await?,
        tracking: client.tracking_categories().await?,
    })
}
