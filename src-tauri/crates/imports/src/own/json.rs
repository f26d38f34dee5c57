//! Daybook's own JSON: one object, a list of them, or one a line.

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use serde_json::Value;

use super::split::Pieces;
use super::{TOTALS, shares, transaction};
use crate::error::ImportError;
use crate::format::Recognised;
use crate::options::Options;
use crate::reject::Reject;
use crate::report::Report;
use crate::row::Row;
use crate::sink::Sink;
use crate::table::cut;
use crate::text::Decoded;

/// Reads a file from beginning to end.
pub(crate) fn read_json<R: Read + Seek>(
    reader: &mut R,
    recognised: Recognised,
    options: &Options,
    on_row: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<Report, ImportError> {
    let size = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(0))?;
    let mut pieces = Pieces::new(Decoded::new(reader, recognised.encoding));
    let mut sink = Sink::new(recognised, size, on_row);
    sink.total_columns(TOTALS);
    while let Some(piece) = pieces.next_piece()? {
        let flow = match read_piece(&piece.text, options) {
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
        let _flow = sink.reject(pieces.line(), Reject::NotJson { what }, String::new(), &[]);
    }
    Ok(sink.finish())
}

fn read_piece(text: &[u8], options: &Options) -> Result<super::Recorded, Reject> {
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| Reject::NotJson { what: error.to_string() })?;
    transaction(&value, options)
}
