//! Files into transactions: what tills and desks export, read into the ledger's own words.
//!
//! Knows `ledger` and nothing else of ours: no database, no clock, no network. Times come from the
//! rows; what a file leaves open (zone, day end, currency, revenue and tax codes) comes from
//! [`Options`]. A layout that is not known is refused and never summed by guess.
//!
//! [`recognise`] looks at the first [`HEAD_BYTES`] of a file and says what it is. [`read`] goes
//! through it, a row at a time and in bounded memory, and hands every row to the caller as a
//! [`Row`]; what holds for the whole file comes back as a [`Report`]. [`transaction`] reads one
//! value of Daybook's own JSON, for the command line and the ingest endpoint.
//!
//! A format is a module: `square` the till's export, `own` Daybook's CSV and JSON. What they share
//! is below: encodings, tables by header name, amounts, dates and zones.

mod amounts;
mod dates;
mod error;
mod format;
mod options;
mod own;
mod reject;
mod report;
mod row;
mod sink;
mod square;
mod swallow;
mod table;
mod tally;
mod text;
mod zones;

use std::io::{Read, Seek, SeekFrom};

pub use amounts::DecimalMark;
pub use dates::{DateOrder, DateReading, DateReason};
pub use error::{Cell, ImportError};
pub use format::{Format, HEAD_BYTES, Recognised, UnknownFormatName, recognise};
pub use options::{Location, LocationRule, Options, TaxRule};
pub use own::{Problem, Problems, Recorded, SCHEMA, Wrong, transaction};
pub use reject::{Ignored, NotAnAmount, Reject, Sums};
pub use report::{ColumnTotal, Need, OTHERS, Report, TenderTotal};
pub use row::{Answer, Row, Warning};
pub use text::Encoding;

/// Reads a whole file, row by row, in file order.
///
/// `on_row` gets every transaction and every reject as it is read, and now and then the progress,
/// and answers what is to become of it: a transaction that the recorder refuses is told again as a
/// reject of its line, and counted as one. The file is gone through more than once (dates and
/// decimal marks are decided over all of it), which is why it must be able to seek.
/// Reading again what is already recorded is the caller's to notice, by [`ledger::SourceId`].
///
/// # Errors
/// [`ImportError`] when the file as a whole cannot be read; what `on_row` was given before that
/// must not be kept.
pub fn read<R: Read + Seek>(
    mut reader: R,
    options: &Options,
    on_row: &mut dyn FnMut(Row) -> Answer,
) -> Result<Report, ImportError> {
    reader.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    let _read = reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    let mut recognised = format::recognise_as(&head, options.format)?;
    recognised.encoding = text::settle(&mut reader, recognised.encoding)?;
    match recognised.format {
        Format::SquareTransactions => square::read(&mut reader, recognised, options, on_row),
        Format::DaybookCsv => own::read_csv(&mut reader, recognised, options, on_row),
        Format::DaybookJson => own::read_json(&mut reader, recognised, options, on_row),
    }
}
