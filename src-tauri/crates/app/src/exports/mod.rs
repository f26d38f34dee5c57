//! Files of the book: what was posted, in the formats of other programs, and the day's sheet.

mod for_xero;
mod general_ledger;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use ipc::{Code, ExportFormat, ExportRequest, Exported, Fault};
use reports::{GeneralLedger, beancount, csv, hledger, xlsx};
use store::Location;

use self::for_xero::for_xero;
use self::general_ledger::contents;
use crate::App;
use crate::convert::read_day;
use crate::evidence;
use crate::fault::{fault, internal, invalid, with_hint};
use crate::headless::DaysAsked;
use crate::locations;
use crate::open_book::OpenBook;
use crate::people::{Command, Subject};
use crate::private_file::{create_private, replace_private};
use crate::views::chart;

/// A file that is made.
struct Made {
    /// Several only of journals for Xero's own import, which takes so many lines at once.
    files: Vec<Vec<u8>>,
    documents: usize,
    /// What else is to be said.
    remark: Option<&'static str>,
}

impl Made {
    fn one(bytes: Vec<u8>, documents: usize) -> Self {
        Self { files: vec![bytes], documents, remark: None }
    }
}

/// What a file is made of.
#[derive(Clone)]
struct Wanted {
    format: ExportFormat,
    /// Whose sheet; of what was posted every location's is in it.
    location: Option<Location>,
    from: NaiveDate,
    to: NaiveDate,
}

impl App {
    /// Writes a file of the book where the window says, or where the person does.
    pub(crate) async fn write_export(&self, request: ExportRequest) -> Result<Exported, Fault> {
        let asked = request.clone();
        let wanted = self.on_book(move |open| wanted_by_window(open, &asked)).await?;
        let agreed = request.path.is_none();
        let path = match request.path {
            Some(path) => PathBuf::from(path),
            None => {
                let (host, name) = (Arc::clone(&self.host), file_name(&wanted));
                let picked = tokio::task::spawn_blocking(move || host.pick_new_file(&name)).await;
                match picked.map_err(|error| internal(&error))? {
                    Some(path) => path,
                    None => {
                        let message = "Nothing was written.".to_owned();
                        return Ok(Exported { path: None, documents: 0, message });
                    }
                }
            }
        };
        self.on_book(move |open| write(&path, &make(open, &wanted)?, agreed)).await
    }

    /// A file of the book as bytes.
    ///
    /// # Errors
    /// When the days or the location are wrong, or something of it cannot be said in the format.
    pub async fn exported(
        &self,
        format: ExportFormat,
        asked: &DaysAsked,
    ) -> Result<Vec<u8>, Fault> {
        self.guarded(Command::export, subject(format, asked), async |_| {
            let wanted = self.wanted(format, asked).await?;
            self.on_book(move |open| only_file(make(open, &wanted)?)).await
        })
        .await
    }

    /// Writes a file of the book; one that is there already is never replaced.
    ///
    /// # Errors
    /// As [`App::exported`], and when the file cannot be written.
    pub async fn export_to(
        &self,
        format: ExportFormat,
        asked: &DaysAsked,
        file: PathBuf,
    ) -> Result<Exported, Fault> {
        self.guarded(Command::export, subject(format, asked), async |_| {
            let wanted = self.wanted(format, asked).await?;
            self.on_book(move |open| write(&file, &make(open, &wanted)?, false)).await
        })
        .await
    }

    async fn wanted(&self, format: ExportFormat, asked: &DaysAsked) -> Result<Wanted, Fault> {
        let asked = asked.clone();
        self.on_book(move |open| {
            let location = asked.location.as_deref();
            let location = location.map(|name| locations::named(&open.book, name)).transpose()?;
            let place = match &location {
                Some(location) => location.clone(),
                None => locations::default_location(&open.book)?,
            };
            let today = locations::today(&place, open.now());
            let read = |text: &Option<String>, field| {
                let read = |text: &str| crate::headless::read_date(text, today, field);
                text.as_deref().map(read).transpose()
            };
            let (from, to) = (read(&asked.from, "from")?, read(&asked.to, "to")?);
            within(format, location, (from, to), today)
        })
        .await
    }
}

fn subject(format: ExportFormat, asked: &DaysAsked) -> Subject {
    Subject::of(format!("{}, {}", file_kind(format).1, asked.words()))
}

fn only_file(mut made: Made) -> Result<Vec<u8>, Fault> {
    match (made.files.pop(), made.files.is_empty()) {
        (Some(only), true) => Ok(only),
        (_, _) => Err(with_hint(
            fault(Code::InvalidInput, "This makes several files."),
            "Name a file with --output; the others are numbered.",
        )),
    }
}

fn wanted_by_window(open: &OpenBook, request: &ExportRequest) -> Result<Wanted, Fault> {
    let location = match &request.location {
        Some(id) => Some(locations::chosen(&open.book, Some(id))?),
        None => None,
    };
    let place = match &location {
        Some(location) => location.clone(),
        None => locations::default_location(&open.book)?,
    };
    let read =
        |day: &Option<ipc::Day>, field| day.as_ref().map(|day| read_day(day, field)).transpose();
    let days = (read(&request.from, "from")?, read(&request.to, "to")?);
    within(request.format, location, days, locations::today(&place, open.now()))
}

/// The days of a file: of a sheet today where none is named, of what was posted everything.
fn within(
    format: ExportFormat,
    location: Option<Location>,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<Wanted, Fault> {
    let (first, last) = match format {
        ExportFormat::Pdf => (to.unwrap_or(today), from.unwrap_or(today)),
        ExportFormat::Hledger
        | ExportFormat::Beancount
        | ExportFormat::Csv
        | ExportFormat::Xlsx
        | ExportFormat::XeroCsv => (NaiveDate::MIN, NaiveDate::MAX),
    };
    let (from, to) = (from.unwrap_or(first), to.unwrap_or(last));
    if from > to {
        return Err(invalid("to", format!("The range ends on {to}, before it begins on {from}.")));
    }
    Ok(Wanted { format, location, from, to })
}

/// What a file is called to begin with.
fn file_name(wanted: &Wanted) -> String {
    let (what, ending) = file_kind(wanted.format);
    match wanted.to == NaiveDate::MAX {
        true => format!("{what}.{ending}"),
        false => format!("{what}-{}.{ending}", wanted.to),
    }
}

/// How the name of a file of this format begins and ends.
const fn file_kind(format: ExportFormat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Hledger => ("daybook", "journal"),
        ExportFormat::Beancount => ("daybook", "beancount"),
        ExportFormat::Csv => ("daybook", "csv"),
        ExportFormat::Xlsx => ("daybook", "xlsx"),
        ExportFormat::XeroCsv => ("journals-for-xero", "csv"),
        ExportFormat::Pdf => ("cashout", "pdf"),
    }
}

fn write(path: &Path, made: &Made, replace: bool) -> Result<Exported, Fault> {
    for (number, bytes) in (1..).zip(&made.files) {
        write_one(&numbered(path, number), bytes, replace && number == 1)?;
    }
    let counted = match made.documents {
        1 => "1 document".to_owned(),
        many => format!("{many} documents"),
    };
    Ok(Exported {
        path: Some(path.to_string_lossy().into_owned()),
        documents: u32::try_from(made.documents).unwrap_or(u32::MAX),
        message: [Some(format!("{counted} written to {}.", path.display()).as_str()), made.remark]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
    })
}

fn write_one(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        let message = format!("{} could not be written: {error}.", path.display());
        let refused = fault(Code::InvalidInput, message);
        with_hint(refused, "Name a file that does not exist yet, in a folder that does.")
    };
    let opened = if replace { replace_private(path) } else { create_private(path) };
    let mut file = opened.map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)
}

/// The name of the file of this number: the first has the name it was given.
fn numbered(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
    path.with_file_name(format!("{stem}-{number}{}", ending.unwrap_or_default()))
}

fn make(open: &OpenBook, wanted: &Wanted) -> Result<Made, Fault> {
    let book = &open.book;
    if wanted.format == ExportFormat::Pdf {
        let location = match &wanted.location {
            Some(location) => location.clone(),
            None => locations::default_location(book)?,
        };
        let bytes = evidence::pdf(book, &location, (wanted.from, wanted.to), None)?;
        return Ok(Made::one(bytes, 1));
    }
    let chart = chart::snapshot(book)?.chart;
    if wanted.format == ExportFormat::XeroCsv {
        return for_xero(open, wanted, &chart);
    }
    let contents = contents(book, wanted, &chart)?;
    let documents = contents.entries.len();
    let books = GeneralLedger::new(contents).map_err(|error| internal(&error))?;
    let bytes = match wanted.format {
        ExportFormat::Hledger => hledger(&books).into_bytes(),
        ExportFormat::Beancount => beancount(&books).into_bytes(),
        ExportFormat::Xlsx => xlsx(&books).map_err(|error| internal(&error))?,
        ExportFormat::Csv | ExportFormat::XeroCsv | ExportFormat::Pdf => csv(&books).into_bytes(),
    };
    Ok(Made::one(bytes, documents))
}
