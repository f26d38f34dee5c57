//! The chart cache: the organisation as last read from Xero, and as read before that.

mod stored;

use chrono::{DateTime, Utc};
use ledger::Chart;

use rusqlite::named_params;

use crate::book::Book;
use crate::changes::{self, Topic};
use crate::error::Error;
use crate::sql::{self, ms};

pub(crate) use stored::read;

/// A chart with the time it was read from Xero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartSnapshot {
    /// What was read.
    pub chart: Chart,
    /// When.
    pub read_at: DateTime<Utc>,
}

/// The latest and the one before it.
const CHARTS_KEPT: u32 = 2;

impl Book {
    /// Keeps a chart as the latest; the one before it is kept for comparison.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn save_chart(&self, chart: &Chart, read_at: DateTime<Utc>) -> Result<(), Error> {
        let content = stored::write(chart);
        self.write(|book| {
            sql::run(
                book,
                "INSERT INTO charts (read_at_ms, content) VALUES (:read_at_ms, :content)",
                named_params! { ":read_at_ms": ms(read_at), ":content": content },
            )?;
            sql::run(
                book,
                "DELETE FROM charts
                 WHERE id NOT IN (SELECT id FROM charts ORDER BY id DESC LIMIT :kept)",
                named_params! { ":kept": CHARTS_KEPT },
            )?;
            changes::note(book, Topic::Chart, None)
        })
    }

    /// The latest chart.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn chart(&self) -> Result<Option<ChartSnapshot>, Error> {
        self.chart_at(0)
    }

    /// The chart before the latest.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn previous_chart(&self) -> Result<Option<ChartSnapshot>, Error> {
        self.chart_at(1)
    }

    fn chart_at(&self, place: u32) -> Result<Option<ChartSnapshot>, Error> {
        self.read(|view| {
            sql::first(
                view,
                "SELECT read_at_ms, content FROM charts ORDER BY id DESC LIMIT 1 OFFSET :place",
                named_params! { ":place": place },
                |row| {
                    Ok(ChartSnapshot {
                        chart: stored::read(&row.get::<_, String>("content")?)?,
                        read_at: sql::instant(row.get("read_at_ms")?)?,
                    })
                },
            )
        })
    }
}
