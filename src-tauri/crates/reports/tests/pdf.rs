//! The sheet of a closed day, read back.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use reports::{CashoutSheet, SheetLine, cashout_pdf};

use crate::sheets::{day, empty_day, long_day, worst_day};
use crate::support::{is_installed, printed, text};

/// Writes a sheet where a person can look at it too, and returns the path.
fn written(name: &str, sheet: &CashoutSheet) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheets");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name).with_extension("pdf");
    std::fs::write(&path, cashout_pdf(sheet).unwrap()).unwrap();
    path
}

/// What another program reads on the pages, a text each, in their lines.
fn read(path: &Path) -> Vec<String> {
    let text = printed("pdftotext", &["-layout", path.to_str().unwrap(), "-"]);
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    assert_eq!(pages.pop().as_deref(), Some(""), "each page ends with a form feed");
    pages
}

/// Whether a line says all of these, in their order. How many spaces it sees between words is
/// the other program's guess.
fn has_line(pages: &[String], parts: &[&str]) -> bool {
    let packed = |text: &str| text.split_whitespace().collect::<String>();
    let parts: Vec<String> = parts.iter().map(|part| packed(part)).collect();
    let says = |line: &str| {
        let line = packed(line);
        let mut rest = line.as_str();
        parts.iter().all(|part| match rest.split_once(part.as_str()) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    };
    pages.iter().flat_map(|page| page.lines()).any(says)
}

#[test]
fn another_program_reads_every_figure_of_a_day() {
    if !is_installed("pdftotext") {
        return;
    }
    let sheet = day();
    let pages = read(&written("day", &sheet));
    assert_eq!(pages.len(), 2);
    let totals = &sheet.totals;
    let sums = [&totals.taken, &totals.in_cashout, &totals.separately];
    assert!(has_line(&pages, &sums.map(String::as_str)));
    for line in &totals.by_tender {
        let parts = [&line.tender, &line.transactions, &line.taken, &line.refunded, &line.net];
        assert!(has_line(&pages, &parts.map(String::as_str)), "{line:?}");
    }
    for line in &totals.by_category {
        let parts = [&line.label, &line.transactions, &line.amount].map(String::as_str);
        assert!(has_line(&pages, &parts), "{line:?}");
    }
    let journal = &sheet.journals[0];
    for line in &journal.lines {
        assert!(has_line(&pages, &parts_of(line)), "{line:?}");
    }
    assert!(has_line(&pages, &["Total", &journal.debits, &journal.credits]));
    assert!(has_line(&pages, &[&journal.narration]));
    let count = &sheet.counts[0];
    for piece in &count.denominations {
        let count = format!("× {}", piece.count);
        assert!(has_line(&pages, &[&piece.value, &count, &piece.amount]), "{piece:?}");
    }
    assert!(has_line(&pages, &["Short", &count.over_short]));
    assert!(has_line(&pages, &[&count.reason]));
    assert!(has_line(&pages, &["Ben Okafor", &count.recounts[0].over_short]));
    for line in &sheet.separately {
        assert!(has_line(&pages, &[&line.title, &line.state, &line.amount]), "{line:?}");
    }
    for words in ["Harbour Rentals Ltd.", "Posted to Xero", "Maja Lindqvist", "21 Nov 2026, 18:42"]
    {
        assert!(has_line(&pages, &[words]), "{words}");
    }
    assert!(has_line(&pages[1..], &["Saturday 21 November 2026", "Page 2 of 2"]));
}

fn parts_of(line: &SheetLine) -> [&str; 6] {
    let all = [
        &line.account_code,
        &line.account_name,
        &line.description,
        &line.tax_type,
        &line.debit,
        &line.credit,
    ];
    all.map(String::as_str)
}

#[test]
fn two_hundred_lines_are_all_there_under_headings_on_every_page() {
    if !is_installed("pdftotext") {
        return;
    }
    let sheet = long_day(200, "GB");
    let pages = read(&written("two-hundred", &sheet));
    for line in &sheet.journals[0].lines {
        assert!(has_line(&pages, &parts_of(line)), "{line:?}");
    }
    let headings = ["Account", "Description", "Tax", "Tracking", "Debit", "Credit"];
    let continued: Vec<&String> =
        pages.iter().filter(|page| page.contains("Journal, continued")).collect();
    assert!(continued.len() >= 4, "{} pages go on", continued.len());
    for page in continued {
        assert!(has_line(std::slice::from_ref(page), &headings));
    }
}

#[test]
fn an_empty_day_says_so() {
    if !is_installed("pdftotext") {
        return;
    }
    let pages = read(&written("empty", &empty_day()));
    assert_eq!(pages.len(), 1);
    for sentence in ["Not closed yet", "Nothing was taken.", "No cash count was recorded."] {
        assert!(has_line(&pages, &[sentence]), "{sentence}");
    }
}

#[test]
fn the_worst_names_are_read_back_as_far_as_the_font_goes() {
    if !is_installed("pdftotext") {
        return;
    }
    let pages = read(&written("worst", &worst_day()));
    for words in ["Ψηφιακά — μετρητά", "Касса №1", "□ Kayak", "92,233,720,368,547,758.07"]
    {
        assert!(has_line(&pages, &[words]), "{words}");
    }
    assert!(has_line(&pages, &["Überlange Kontobezeichnung", "…"]), "cut with an ellipsis");
}

#[test]
fn a_sheet_can_be_looked_at_on_letter_paper() {
    let path = written("sixty", &long_day(60, "US"));
    if is_installed("pdfinfo") {
        let info = printed("pdfinfo", &[path.to_str().unwrap()]);
        assert!(info.contains("612 x 792 pts (letter)"), "{info}");
        assert!(info.contains("Title:           Cashout · Harbour Rentals Ltd."), "{info}");
    }
}

#[test]
fn another_program_finds_both_fonts_embedded_in_part_and_readable() {
    if !is_installed("pdffonts") {
        return;
    }
    let fonts = printed("pdffonts", &[written("fonts", &day()).to_str().unwrap()]);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert!(row.contains("+NotoSans-"), "{row}");
        let columns: Vec<&str> = row.split_whitespace().collect();
        assert!(columns.windows(3).any(|three| three == ["yes", "yes", "yes"]), "{row}");
    }
}

fn says(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn the_same_sheet_makes_the_same_bytes_and_no_time_but_its_own() {
    let pdf = cashout_pdf(&day()).unwrap();
    assert_eq!(pdf, cashout_pdf(&day()).unwrap());
    assert_ne!(pdf, cashout_pdf(&long_day(60, "CA")).unwrap());
    assert!(!says(&pdf, "CreationDate") && !says(&pdf, "ModDate"));
}

#[test]
fn a_sheet_is_small_and_on_the_countrys_paper() {
    let pdf = cashout_pdf(&day()).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(pdf.len() < 40_000, "{} bytes", pdf.len());
    assert!(says(&pdf, "/MediaBox [0 0 612 792]"));
    assert!(says(&pdf, "/Count 2"));
    assert!(says(&cashout_pdf(&empty_day()).unwrap(), "/MediaBox [0 0 595 842]"));
    assert!(cashout_pdf(&CashoutSheet::default()).is_ok(), "a sheet that says nothing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_makes_a_sheet_that_another_program_can_open(name in text(), figure in text()) {
        let mut sheet = day();
        sheet.business = name.clone();
        sheet.journals[0].narration = name.clone();
        sheet.journals[0].lines[1].account_name = name;
        sheet.journals[0].lines[1].credit = figure;
        let pdf = cashout_pdf(&sheet).unwrap();
        if is_installed("pdftotext") {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("any.pdf");
            std::fs::write(&path, pdf).unwrap();
            prop_assert!(has_line(&read(&path), &["Total", "519.75", "519.75"]));
        }
    }
}
