//! The sheet of a closed day as a PDF to print and keep.
//!
//! [`sections`] and [`count`] say what stands on the sheet, [`table`] and [`canvas`] set it on
//! pages in whole twips, [`font`] measures letters, [`file`] writes what was drawn. Nothing here
//! knows a time or a place but what the sheet says: the same sheet makes the same bytes.

mod canvas;
mod count;
mod file;
mod font;
mod sections;
mod table;
#[cfg(test)]
mod tests;
mod words;

use crate::cashout_sheet::CashoutSheet;
use crate::text::one_line;
use canvas::{Canvas, Paper};
use font::Fonts;

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// More pages than any day needs.
    #[error("the sheet would have more than {pages_max} pages")]
    TooLong {
        /// How many it may have.
        pages_max: usize,
    },
    /// The program's own font could not be read or made smaller, which is a fault of ours.
    #[error("the font of the sheet cannot be used")]
    Font,
}

/// Sets the sheet of a cashout on A4 or US Letter, as its country has it.
///
/// # Errors
/// [`PdfError::TooLong`] for a sheet of hundreds of pages.
pub fn cashout_pdf(sheet: &CashoutSheet) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::new()?;
    let mut canvas = Canvas::new(&fonts, Paper::of_country(&sheet.country));
    set(&mut canvas, sheet)?;
    file::write(&canvas, &title(sheet))
}

fn set(canvas: &mut Canvas<'_>, sheet: &CashoutSheet) -> Result<(), PdfError> {
    sections::head(canvas, sheet);
    sections::totals(canvas, sheet)?;
    if sheet.journals.is_empty() {
        sections::note(canvas, words::JOURNAL, words::NO_JOURNAL)?;
    }
    for (at, journal) in sheet.journals.iter().enumerate() {
        sections::journal(canvas, journal, &words::journal(at + 1, sheet.journals.len()))?;
    }
    if sheet.counts.is_empty() {
        sections::note(canvas, words::CASH_COUNT, words::NO_COUNT)?;
    }
    for till in &sheet.counts {
        count::count(canvas, till)?;
    }
    sections::separately(canvas, &sheet.separately)?;
    let made = sheet.made_at.iter().map(|at| format!("{} {at}", words::MADE));
    let foot = parts(sheet).into_iter().chain(made).collect::<Vec<_>>().join(" · ");
    canvas.number_pages(&foot, words::page);
    Ok(())
}

fn title(sheet: &CashoutSheet) -> String {
    let parts = std::iter::once(words::CASHOUT.to_owned()).chain(parts(sheet));
    parts.collect::<Vec<_>>().join(" · ")
}

/// Whose, where and when, as far as it is said.
fn parts(sheet: &CashoutSheet) -> Vec<String> {
    let parts = [&sheet.business, &sheet.location, &sheet.days].map(|part| one_line(part));
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}
