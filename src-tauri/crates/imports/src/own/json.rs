//! Daybook's own JSON: one object, a list of them, or one a line.

use std::io::{Read, Seek, SeekFrom};

use serde_json::Value;

use super::split::{Piece, Pieces};
use super::{TOTALS, shares, transaction};
use crate::error::ImportError;
use crate::format::Recognised;
use crate::options::Options;
use crate::reject::Reject;
use crate::report::Report;
use crate::row::{Answer, Row};
use crate::sink::Sink;
use crate::table::cut;
use crate::text::Decoded;

/// Reads a file from beginning to end.
pub(crate) fn read_json<R: Read + Seek>(
    reader: &mut R,
    recognised: Recognised,
    options: &Options,
    on_row: &mut dyn FnMut(Row) -> Answer,
) -> Result<Report, ImportError> {
    let size = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(0))?;
    let mut pieces = Pieces::new(Decoded::new(reader, recognised.encoding));
    let mut sink = Sink::new(recognised, size, options.currency, on_row);
    sink.total_columns(TOTALS);
    while let Some(piece) = pieces.next_piece()? {
        let flow = match read_piece(&piece, options) {
            Ok(read) => {
                let shares = shares(&read.transaction);
                sink.transaction(piece.line, read.transaction, read.raw, read.warnings, &shares)
            }
            Err(reason) => {
                let raw = cut(String::from_utf8_lossy(&piece.text).into_owned());
                sink.reject(piece.line, reason, raw, &[])
            }
        };
        if flow.is_break() || sink.progress(pieces.done()).is_break() {
            return Ok(sink.finish());
        }
    }
    if pieces.is_cut_short() {
        let what = "the list is not closed, so the file may be cut short".to_owned();
        let line = pieces.line();
        let _flow = sink.reject(line, Reject::NotJson { what, line }, String::new(), &[]);
    }
    Ok(sink.finish())
}

fn read_piece(piece: &Piece, options: &Options) -> Result<super::Recorded, Reject> {
    if piece.is_too_large {
        return Err(Reject::TooLarge);
    }
    let value: Value =
        serde_json::from_slice(&piece.text).map_err(|error| not_json(&error, piece.line))?;
    transaction(&value, options)
}

/// What the parser said, with the line of the file: it has seen this value only.
fn not_json(error: &serde_json::Error, begins: u64) -> Reject {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let what = said.strip_suffix(&place).unwrap_or(&said).to_owned();
    let below = u64::try_from(error.line().saturating_sub(1)).unwrap_or(0);
    Reject::NotJson { what, line: begins + below }
}
