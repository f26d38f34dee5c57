//! Which format a file is of, by the set of its header names.

use std::fmt;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::str::FromStr;

use csv::StringRecord;
use sha2::{Digest, Sha256};

use crate::error::ImportError;
use crate::table::{COLUMNS_MAX, Columns, header_key};
use crate::text::Encoding;

/// How much of a file's beginning [`recognise`] needs.
pub const HEAD_BYTES: u64 = 64 * 1024;

/// How far down the header is looked for: programs put titles and empty rows above it.
const MAX_ROWS_ABOVE: usize = 30;

/// What may stand between cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Square's transactions export, of any year.
    SquareTransactions,
    /// Daybook's own table.
    DaybookCsv,
    /// Daybook's own JSON: one object, an array of them, or one a line.
    DaybookJson,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::SquareTransactions, Self::DaybookCsv, Self::DaybookJson];

    /// The word used on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::SquareTransactions => "square-transactions",
            Self::DaybookCsv => "daybook-csv",
            Self::DaybookJson => "daybook-json",
        }
    }

    /// The words people see, as they stand in a sentence.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SquareTransactions => "a Square transactions export",
            Self::DaybookCsv => "Daybook's own CSV",
            Self::DaybookJson => "Daybook's own JSON",
        }
    }

    /// The columns a file must have to be of this format; of each group one is enough.
    const fn needs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::SquareTransactions => &[
                &["Date"],
                &["Time"],
                &["Net Sales"],
                &["Tax"],
                &["Total Collected"],
                &["Event Type"],
                &["Payment ID", "Transaction ID"],
                &["Card", "Cash", "Square Gift Card", "Other Tender", "Cash App"],
            ],
            Self::DaybookCsv => &[&["id"], &["kind"], &["at"]],
            Self::DaybookJson => &[],
        }
    }

    fn missing(self, columns: &Columns) -> Vec<String> {
        let absent = |group: &&&[&str]| !group.iter().any(|name| columns.has(name));
        self.needs().iter().filter(absent).map(|group| group.join(" or ")).collect()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Format {
    type Err = UnknownFormatName;

    fn from_str(text: &str) -> Result<Self, UnknownFormatName> {
        Self::ALL
            .into_iter()
            .find(|format| format.key().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| UnknownFormatName { text: text.to_owned() })
    }
}

/// The word names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not a format; there are square-transactions, daybook-csv and daybook-json")]
pub struct UnknownFormatName {
    /// The word as given.
    pub text: String,
}

/// Formats that are known and not read yet, with the columns that show them.
const NOT_YET: [(&str, &[&str]); 11] = [
    ("a Square items file", &["Item", "Qty", "Gross Sales", "Payment ID"]),
    ("a Stripe report", &["balance_transaction_id", "created_utc", "net"]),
    ("a Stripe balance history", &["id", "Type", "Amount", "Fee", "Created (UTC)"]),
    ("a Shopify orders file", &["Name", "Financial Status", "Lineitem name"]),
    ("a Shopify payments file", &["Transaction Date", "Type", "Payout Status", "Amount"]),
    ("a Shopify payouts file", &["Payout Date", "Status", "Charges", "Refunds"]),
    ("a PayPal activity file", &["Date", "TimeZone", "Gross", "Fee", "Transaction ID"]),
    ("a PayPal statement", &["Date", "Time Zone", "Gross", "Fee", "Transaction ID"]),
    ("a FareHarbor report", &["Booking ID", "# of Pax"]),
    ("a Rezdy report", &["Payment Date", "Order Number", "Payment Type"]),
    ("a file for Xero's journal import", &["*Narration", "*Date", "*AccountCode"]),
];

/// What a file is, as far as its beginning shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// The format.
    pub format: Format,
    /// The same for files with the same set of headers, whatever their order: saved choices are
    /// kept under it.
    pub fingerprint: String,
    /// The headers as the file has them, trimmed; empty for JSON.
    pub headers: Vec<String>,
    /// The byte between cells.
    pub delimiter: u8,
    /// How its characters are written.
    pub encoding: Encoding,
    /// The line the headers are on, counted from 1.
    pub header_line: u64,
}

/// Says what a file is by its beginning: its first [`HEAD_BYTES`], or all of it.
///
/// # Errors
/// When it is not text, or not a format this version reads.
pub fn recognise(head: &[u8]) -> Result<Recognised, ImportError> {
    recognise_as(head, None)
}

/// The same, for a file that is said to be of a format.
pub(crate) fn recognise_as(head: &[u8], wanted: Option<Format>) -> Result<Recognised, ImportError> {
    refuse_other_than_text(head)?;
    let encoding = Encoding::of(head);
    let text = decode(head, encoding);
    let first = text.trim_start().chars().next().ok_or(ImportError::Empty)?;
    let is_json = matches!(first, '{' | '[');
    if is_json && wanted.is_none_or(|format| format == Format::DaybookJson) {
        return Ok(Recognised {
            format: Format::DaybookJson,
            fingerprint: Format::DaybookJson.key().to_owned(),
            headers: Vec::new(),
            delimiter: b',',
            encoding,
            header_line: 0,
        });
    }
    let formats: Vec<Format> = match wanted {
        Some(Format::DaybookJson) => return Err(ImportError::NotJson),
        Some(format) => vec![format],
        None => Format::ALL.into_iter().filter(|format| !format.needs().is_empty()).collect(),
    };
    let is_cut = u64::try_from(head.len()).is_ok_and(|length| length >= HEAD_BYTES);
    let mut rows: Vec<Candidate> = Vec::new();
    for delimiter in DELIMITERS {
        if candidates(&text, delimiter, is_cut, &mut rows, &formats).is_break() {
            break;
        }
    }
    choose(&formats, &rows, encoding)
}

/// A row that may be the header.
struct Candidate {
    delimiter: u8,
    line: u64,
    headers: Vec<String>,
    columns: Columns,
    /// Whether it goes on beyond what is read of a header.
    is_huge: bool,
}

/// Adds the first rows of a file, down to one that is the header of a format. A row is looked at
/// no further than a header may reach; the last one of a text that `is_cut` may go on.
fn candidates(
    text: &str,
    delimiter: u8,
    is_cut: bool,
    rows: &mut Vec<Candidate>,
    formats: &[Format],
) -> ControlFlow<()> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    for _ in 0..MAX_ROWS_ABOVE {
        if !reader.read_record(&mut row).unwrap_or(false) {
            break;
        }
        let reached = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let goes_on = is_cut && reached >= text.len() && !text.ends_with('\n');
        let columns = Columns::of(row.iter().take(COLUMNS_MAX));
        let is_header = formats.iter().any(|format| format.missing(&columns).is_empty());
        rows.push(Candidate {
            delimiter,
            line: line(&row, text),
            headers: row.iter().take(COLUMNS_MAX).map(|cell| cell.trim().to_owned()).collect(),
            columns,
            is_huge: row.len() > COLUMNS_MAX || goes_on,
        });
        if is_header {
            return ControlFlow::Break(());
        }
    }
    ControlFlow::Continue(())
}

/// The line a row begins on. Where blank lines stand above it, the reader says the first of those.
fn line(row: &StringRecord, text: &str) -> u64 {
    let Some(position) = row.position() else { return 1 };
    let from = usize::try_from(position.byte()).ok().and_then(|byte| text.get(byte..));
    let blank = from.map_or(0, |from| from.bytes().take_while(|byte| *byte == b'\n').count());
    position.line() + u64::try_from(blank).unwrap_or(0)
}

fn choose(
    formats: &[Format],
    rows: &[Candidate],
    encoding: Encoding,
) -> Result<Recognised, ImportError> {
    let pairs = || formats.iter().flat_map(|format| rows.iter().map(move |row| (*format, row)));
    if let Some((format, row)) =
        pairs().find(|(format, row)| format.missing(&row.columns).is_empty())
    {
        if row.is_huge {
            return Err(ImportError::HugeHeader { columns: COLUMNS_MAX });
        }
        return Ok(Recognised {
            format,
            fingerprint: fingerprint(&row.headers),
            headers: row.headers.clone(),
            delimiter: row.delimiter,
            encoding,
            header_line: row.line,
        });
    }
    let shows =
        |signs: &[&str]| rows.iter().any(|row| signs.iter().all(|name| row.columns.has(name)));
    if let Some((what, _)) = NOT_YET.iter().find(|(_, signs)| shows(signs)) {
        return Err(ImportError::NotYet { what });
    }
    let nearest = pairs().max_by_key(|(format, row)| {
        let needed = format.needs().len();
        let found = needed - format.missing(&row.columns).len();
        (found, row.headers.len().min(needed))
    });
    let (format, row) = nearest.ok_or(ImportError::Empty)?;
    if row.is_huge {
        return Err(ImportError::HugeHeader { columns: COLUMNS_MAX });
    }
    Err(ImportError::UnknownFormat {
        nearest: format,
        missing: format.missing(&row.columns),
        headers: row.headers.clone(),
    })
}

/// The name of a set of headers.
fn fingerprint(headers: &[String]) -> String {
    let mut keys: Vec<String> = headers.iter().map(|name| header_key(name)).collect();
    keys.sort_unstable();
    hex(&Sha256::digest(keys.join("\n"))[..16])
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}

/// Its lines end as [`crate::text::Decoded`] ends them.
fn decode(head: &[u8], encoding: Encoding) -> String {
    let mut text = String::with_capacity(head.len() * 3);
    let (_result, _read, _replaced) = encoding.decoder().decode_to_string(head, &mut text, false);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn refuse_other_than_text(head: &[u8]) -> Result<(), ImportError> {
    let what = match head {
        [] => return Err(ImportError::Empty),
        [b'P', b'K', 3, 4, ..] => "an Excel workbook or a ZIP archive",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "an old Excel workbook",
        [b'%', b'P', b'D', b'F', ..] => "a PDF",
        [0x1F, 0x8B, ..] => "a compressed file",
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => "a file in UTF-32",
        _ => return Ok(()),
    };
    Err(ImportError::NotText { what })
}
