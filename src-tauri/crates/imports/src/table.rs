//! Tables: rows of cells, found by the names in their header and never by position.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use csv::StringRecord;
use serde::Serializer;

use crate::error::ImportError;
use crate::format::Recognised;
use crate::reject::{Reject, quoted};
use crate::swallow::{Holds, Look};
use crate::text::Decoded;

/// The most one cell may hold. Notes are long, but not this long.
const MAX_CELL: usize = 32 * 1024;

/// The most columns a table may have. The widest export known has some eighty.
pub(crate) const COLUMNS_MAX: usize = 1_000;

/// How much of a rejected row is kept to be looked at.
const RAW_KEPT: usize = 4 * 1024;

/// How header names compare: trimmed, one space between words, without regard to case.
pub(crate) fn header_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The columns of a table, by name.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// As in the file, trimmed; a name met again is numbered: "Total Collected (2)".
    names: Vec<String>,
    keys: Vec<String>,
}

impl Columns {
    pub(crate) fn of<'a>(headers: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut names, mut keys) = (Vec::new(), Vec::new());
        let mut met: HashMap<String, usize> = HashMap::new();
        for header in headers {
            let key = header_key(header);
            let times = met.entry(key.clone()).or_default();
            *times += 1;
            let name = header.trim();
            names.push(if *times > 1 && !name.is_empty() {
                format!("{name} ({times})")
            } else {
                name.to_owned()
            });
            keys.push(key);
        }
        Self { names, keys }
    }

    /// Where a column is; the first of those that share its name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let key = header_key(name);
        self.keys.iter().position(|known| *known == key)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// One pass over a table's rows.
pub(crate) struct Table<'r, R> {
    csv: csv::Reader<Decoded<&'r mut R>>,
    record: StringRecord,
    columns: Columns,
    /// What stands in each of them.
    holds: Vec<Holds>,
    delimiter: u8,
}

/// One row of a table.
pub(crate) struct TableRow<'t> {
    /// Its first line.
    pub(crate) line: u64,
    /// Its last line.
    pub(crate) last_line: u64,
    /// Bytes of the file gone through so far.
    pub(crate) done: u64,
    pub(crate) cells: &'t StringRecord,
    pub(crate) columns: &'t Columns,
    holds: &'t [Holds],
    delimiter: u8,
}

impl<'r, R: Read + Seek> Table<'r, R> {
    /// Starts at the first row under the header; what stands in a column goes by its name.
    pub(crate) fn open(
        reader: &'r mut R,
        file: &Recognised,
        holds: fn(&str) -> Holds,
    ) -> Result<Self, ImportError> {
        reader.seek(SeekFrom::Start(0))?;
        let csv = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(file.delimiter)
            .from_reader(Decoded::of_table(reader, file.encoding, file.delimiter));
        let columns = Columns::of(file.headers.iter().map(String::as_str));
        let holds = columns.names().iter().map(|name| holds(name)).collect();
        let (record, delimiter) = (StringRecord::new(), file.delimiter);
        let mut table = Self { csv, record, columns, holds, delimiter };
        while let Some(row) = table.advance()? {
            if row.line >= file.header_line {
                break;
            }
        }
        Ok(table)
    }

    pub(crate) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The next row that is not blank all over.
    pub(crate) fn next_row(&mut self) -> Result<Option<TableRow<'_>>, ImportError> {
        while self.read_record()? {
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(self.row()));
            }
        }
        Ok(None)
    }

    fn advance(&mut self) -> Result<Option<TableRow<'_>>, ImportError> {
        Ok(if self.read_record()? { Some(self.row()) } else { None })
    }

    fn row(&self) -> TableRow<'_> {
        let ran_out = self.csv.get_ref().ran_out;
        let reached = self.csv.position().line().saturating_sub(u64::from(!ran_out));
        // An unclosed quote takes the file's last line end into its cell.
        let is_open = ran_out && self.record.as_slice().ends_with('\n');
        TableRow {
            line: self.line(reached),
            last_line: reached.saturating_sub(u64::from(is_open)),
            done: self.csv.get_ref().done,
            cells: &self.record,
            columns: &self.columns,
            holds: &self.holds,
            delimiter: self.delimiter,
        }
    }

    /// The line the row begins on. Where blank lines stand above it, the reader says the first of
    /// those, so that it is counted back from the line reached at the row's end.
    fn line(&self, reached: u64) -> u64 {
        let breaks = self.record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        reached.saturating_sub(u64::try_from(breaks).unwrap_or(0))
    }

    fn read_record(&mut self) -> Result<bool, ImportError> {
        let begins = self.csv.position().line();
        let read = self.csv.read_record(&mut self.record);
        if self.csv.get_ref().is_endless() && read.is_err() {
            return Err(ImportError::EndlessRow { line: begins });
        }
        self.csv.get_mut().row_ended();
        read.map_err(|error| {
            let what = error.to_string();
            let csv::ErrorKind::Io(error) = error.into_kind() else {
                return ImportError::Io(std::io::Error::other(what));
            };
            ImportError::Io(error)
        })
    }
}

impl<'t> TableRow<'t> {
    /// A cell, trimmed; blank where the row or the file does not have it.
    pub(crate) fn cell(&self, index: Option<usize>) -> &'t str {
        index.and_then(|index| self.cells.get(index)).unwrap_or("").trim()
    }

    /// Whether the row can be trusted to be what it looks like.
    pub(crate) fn check(&self) -> Result<(), Reject> {
        let expected = self.columns.names.len();
        let found = self.cells.len();
        let beyond = self.cells.iter().skip(expected).any(|cell| !cell.trim().is_empty());
        if found < expected || beyond {
            let (line, last_line) = (self.line, self.last_line);
            return Err(Reject::WrongWidth { found, expected, line, last_line });
        }
        let look = Look { columns: self.holds, delimiter: self.delimiter };
        for (index, cell) in self.cells.iter().enumerate() {
            let column = || quoted(self.columns.name(index));
            if cell.len() > MAX_CELL {
                let bytes = cell.len();
                return Err(Reject::HugeCell { column: column(), bytes, limit: MAX_CELL });
            }
            if cell.contains('\0') {
                return Err(Reject::Nul { column: column() });
            }
            if look.swallows_rows(cell, index, found) {
                let (line, last_line) = (self.line, self.last_line);
                return Err(Reject::Swallowed { column: column(), line, last_line });
            }
        }
        Ok(())
    }

    /// The row as a JSON object of its cells by header name, blank ones left out.
    pub(crate) fn raw(&self) -> String {
        let cells = self.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let named = cells.map(|(index, cell)| (self.columns.name(index), cell.trim()));
        let mut json = Vec::with_capacity(512);
        serde_json::Serializer::new(&mut json)
            .collect_map(named)
            .expect("strings serialise into memory");
        String::from_utf8(json).expect("JSON is UTF-8")
    }

    /// The same, cut where it is too long to be looked at.
    pub(crate) fn raw_cut(&self) -> String {
        cut(self.raw())
    }
}

/// Cuts what is kept of a rejected row.
pub(crate) fn cut(mut raw: String) -> String {
    if raw.len() > RAW_KEPT {
        raw.truncate(raw.floor_char_boundary(RAW_KEPT));
        raw.push('…');
    }
    raw
}
