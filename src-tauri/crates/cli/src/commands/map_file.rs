//! The mapping as a CSV file: `kind,name,account,tax_type,tracking`.

use std::io::{self, Write};
use std::path::Path;

use app::App;
use app::headless::{MapKind, MapRow};
use ipc::{Code, Fault};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::commands::map::read_tracking;
use crate::commands::record::read;
use crate::failure::{Exit, of_file, wrong};
use crate::printer::Printer;

/// Separates the tracking options of a row.
const BETWEEN_OPTIONS: &str = "; ";

/// The largest file of mappings read: far beyond any till's codes.
const FILE_BYTES_MAX: usize = 1 << 20;

/// The columns a file can not be without.
const NEEDED_COLUMNS: [&str; 2] = ["kind", "name"];

/// What a spreadsheet program takes for the start of a formula; the last four are the same signs
/// in full width, which some take for them too.
const STARTS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A row as the file has it.
#[derive(Serialize, Deserialize)]
struct Record {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    tax_type: Option<String>,
    #[serde(default)]
    tracking: String,
}

/// A row that was not kept.
#[derive(Serialize)]
struct Rejected {
    line: u64,
    reason: String,
}

pub(super) async fn export(app: &App, file: &Path, printer: &mut Printer) -> Result<Exit, Fault> {
    let rows = app.map_rows().await?;
    let failed = |error: &dyn std::fmt::Display| of_file(file, "written", error);
    let to_terminal = file.as_os_str() == "-";
    let out: Box<dyn Write> = match to_terminal {
        true => Box::new(io::stdout().lock()),
        false => Box::new(app::replace_private(file).map_err(|error| failed(&error))?),
    };
    let mut writer = csv::Writer::from_writer(out);
    for row in &rows {
        writer.serialize(Record::of(row)).map_err(|error| failed(&error))?;
    }
    writer.flush().map_err(|error| failed(&error))?;
    drop(writer);
    if !to_terminal {
        printer.either(&json!({ "exported": rows.len() }), |printer| {
            printer.say(&format!("{} mappings written to {}.", rows.len(), file.display()));
        });
    }
    Ok(Exit::Done)
}

pub(super) async fn import(app: &App, file: &Path, printer: &mut Printer) -> Result<Exit, Fault> {
    let failed = |error: &dyn std::fmt::Display| of_file(file, "read", error);
    let text = read(file, FILE_BYTES_MAX)?;
    if text.len() > FILE_BYTES_MAX {
        return Err(failed(&"it is larger than 1 MiB, too large for a file of mappings"));
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| failed(&error))?.clone();
    know(&headers, file)?;
    let mut lines = Lines { text: &text, counted: 0, line: 1 };
    let (mut saved, mut rejected) = (0_usize, Vec::new());
    for record in reader.into_records() {
        let record = record.map_err(|error| failed(&error))?;
        let line = lines.of(&record);
        let row = record
            .deserialize::<Record>(Some(&headers))
            .map_err(|_| wrong("It could not be read by the columns of the first line."))
            .and_then(Record::into_row);
        let kept = match row {
            Ok(row) => app.set_map_row(row).await.map(drop),
            Err(fault) => Err(fault),
        };
        match kept {
            Ok(()) => saved += 1,
            // What one row is refused for, all are.
            Err(fault) if matches!(fault.code, Code::PersonNeeded | Code::NotAllowed) => {
                return Err(fault);
            }
            Err(fault) => rejected.push(Rejected { line, reason: fault.message }),
        }
    }
    printer.either(&json!({ "saved": saved, "rejected": rejected }), |printer| {
        printer.say(&format!("{saved} mappings saved."));
        for Rejected { line, reason } in &rejected {
            printer.say(&format!("Line {line}: {reason}"));
        }
    });
    Ok(Exit::clean(rejected.is_empty()))
}

/// Refuses a file that is something else; an empty one is a mapping of nothing.
fn know(headers: &csv::StringRecord, file: &Path) -> Result<(), Fault> {
    let lacks = |column: &&str| !headers.is_empty() && !headers.iter().any(|has| has == *column);
    let Some(missing) = NEEDED_COLUMNS.into_iter().find(lacks) else { return Ok(()) };
    let message = format!(
        "{} is no file of mappings: it has no column \"{missing}\". The columns are kind, name, \
         account, tax_type and tracking, as daybook map export writes them. Nothing was changed.",
        file.display()
    );
    Err(Fault { code: Code::FileNotRecognised, ..wrong(message) })
}

/// Counts lines as an editor does. The reader's own count is one short where lines end in CRLF,
/// and stops at blank lines before a record.
struct Lines<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line a record begins on; records come in order.
    fn of(&mut self, record: &csv::StringRecord) -> u64 {
        let byte = record.position().map_or(0, csv::Position::byte);
        let bytes = self.text.as_bytes();
        let mut start =
            usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.counted, bytes.len());
        while matches!(bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        let ended = bytes[self.counted..start].iter().filter(|byte| **byte == b'\n').count();
        self.line += u64::try_from(ended).unwrap_or(u64::MAX);
        self.counted = start;
        self.line
    }
}

impl Record {
    fn of(row: &MapRow) -> Self {
        let options = row.tracking.iter().map(|one| format!("{}={}", one.category, one.option));
        Self {
            kind: match row.kind {
                MapKind::Role => "role",
                MapKind::Code => "code",
                MapKind::Tax => "tax",
                MapKind::Tender => "tender",
                MapKind::DirectTender => "direct-tender",
                MapKind::Bank => "bank",
                MapKind::Tracking => "tracking",
                MapKind::NoTax => "no-tax",
            }
            .to_owned(),
            name: text_cell(&row.name),
            account: text_cell(&row.account),
            tax_type: row.tax_type.as_deref().map(text_cell),
            tracking: text_cell(&options.collect::<Vec<_>>().join(BETWEEN_OPTIONS)),
        }
    }

    fn into_row(self) -> Result<MapRow, Fault> {
        let kind = match self.kind.to_lowercase().as_str() {
            "role" => MapKind::Role,
            "code" => MapKind::Code,
            "tax" => MapKind::Tax,
            "tender" => MapKind::Tender,
            "direct-tender" => MapKind::DirectTender,
            "bank" => MapKind::Bank,
            "tracking" => MapKind::Tracking,
            "no-tax" => MapKind::NoTax,
            other => {
                return Err(wrong(format!(
                    "\"{other}\" is none of role, code, tax, tender, direct-tender, bank, \
                     tracking and no-tax."
                )));
            }
        };
        let name = read_cell(&self.name);
        if name.is_empty() && kind != MapKind::NoTax {
            return Err(wrong("Its name is empty."));
        }
        let options = read_cell(&self.tracking).split(BETWEEN_OPTIONS.trim_end());
        let options = options.filter(|text| !text.trim().is_empty()).map(read_tracking);
        Ok(MapRow {
            kind,
            name: name.to_owned(),
            account: read_cell(&self.account).to_owned(),
            tax_type: self
                .tax_type
                .as_deref()
                .map(read_cell)
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            tracking: options.collect::<Result<_, _>>()?,
        })
    }
}

/// Text as a cell that is never a formula: an apostrophe before what would start one. A code such
/// as `=HYPERLINK(…)` typed at a till would else run where the file is opened.
fn text_cell(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    let is_risky =
        bare.starts_with(['\t', '\r', '\n']) || bare.trim_start().starts_with(STARTS_A_FORMULA);
    if is_risky { format!("'{text}") } else { text.to_owned() }
}

/// What [`text_cell`] was given.
fn read_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text_cell(text) == cell => text,
        Some(_) | None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_starts_a_formula_and_every_cell_reads_back() {
        for text in ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "＝1", "'=1", "''=1"] {
            let cell = text_cell(text);
            assert_eq!(cell, format!("'{text}"), "{text:?}");
            assert_eq!(read_cell(&cell), text, "{text:?}");
        }
        for text in ["", "6545", "1-2", "Boats", "'s-Hertogenbosch", "'"] {
            assert_eq!(text_cell(text), text);
            assert_eq!(read_cell(text), text);
        }
    }
}
