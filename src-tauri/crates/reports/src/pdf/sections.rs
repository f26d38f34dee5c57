//! The parts of the sheet, in the order they stand on it.

use super::PdfError;
use super::canvas::{Align, Canvas, Ink, SIDE, Style};
use super::font::{PT, Twips, Weight};
use super::table::{Cell, Table, figures, text};
use super::words;
use crate::cashout_sheet::{
    CashoutSheet, CategoryLine, SeparateLine, SheetJournal, SheetLine, TenderLine,
};
use crate::text::{one_line, one_line_or};

const TITLE: Style = Style::new(Ink::Text, Weight::Bold, 20 * PT);
const OVERLINE: Style = Style::new(Ink::Accent, Weight::Bold, 9 * PT);
const SUBTITLE: Style = Style::new(Ink::Text, Weight::Regular, 11 * PT);
const HEADING: Style = Style::new(Ink::Accent, Weight::Bold, 11 * PT);
const FIGURE: Style = Style::new(Ink::Text, Weight::Bold, 16 * PT);

/// The sizes the sums may have: the largest in which each stands on one line.
const FIGURE_SIZES: [Twips; 4] = [16 * PT, 14 * PT, 12 * PT, 10 * PT];

/// Above a section.
const BETWEEN: Twips = 20 * PT;

/// Between two things side by side.
const GUTTER: Twips = 24 * PT;

/// Lines of a narration or a reason.
pub(super) const PARAGRAPH_LINES_MAX: usize = 12;

/// Business, place, days; where they stand; the three sums.
pub(super) fn head(canvas: &mut Canvas<'_>, sheet: &CashoutSheet) {
    let width = canvas.width();
    let place = [sheet.location.as_str(), sheet.days.as_str()].map(one_line);
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
    for (text, style, lines_max) in [
        (words::CASHOUT, OVERLINE, 1),
        (one_line_or(&sheet.business, words::CASHOUT).as_str(), TITLE, 2),
        (&place, SUBTITLE, 2),
    ] {
        let lines = canvas.lines(text, style, width, lines_max);
        canvas.y = canvas.put(&lines, style, (SIDE, canvas.y), width, Align::Left);
    }
    canvas.y += 10 * PT;
    canvas.rule(SIDE, canvas.y, width, Ink::Accent);
    canvas.y += 9 * PT;
    facts(canvas, sheet);
    canvas.y += 11 * PT;
    sums(canvas, sheet);
}

fn facts(canvas: &mut Canvas<'_>, sheet: &CashoutSheet) {
    let (by, at) = match &sheet.closed {
        Some(closed) => (one_line_or(&closed.by, "—"), one_line_or(&closed.at, "—")),
        None => (words::NOT_CLOSED.to_owned(), "—".to_owned()),
    };
    let facts = [
        (words::STATE, one_line_or(&sheet.state, "—"), Style::STRONG),
        (words::CLOSED_BY, by, Style::BODY),
        (words::CLOSED_AT, at, Style::BODY),
        (words::CURRENCY, sheet.currency.clone(), Style::BODY),
    ];
    // The last is three letters, and leaves its room to the others.
    let last = 60 * PT;
    let width = (canvas.width() - last) / 3;
    let mut bottom = canvas.y;
    for (at, (label, value, style)) in (0..).zip(facts) {
        let room = if at == 3 { last } else { width - 12 * PT };
        let place = SIDE + at * width;
        let value = canvas.lines(&value, style, room, 3);
        let label = [label.to_owned()];
        let top = canvas.put(&label, Style::LABEL, (place, canvas.y), room, Align::Left);
        bottom = bottom.max(canvas.put(&value, style, (place, top), room, Align::Left));
    }
    canvas.y = bottom;
}

/// Three figures on a band: what the day comes to, at a glance.
fn sums(canvas: &mut Canvas<'_>, sheet: &CashoutSheet) {
    let totals = &sheet.totals;
    let sums = [
        (words::TAKEN, &totals.taken),
        (words::IN_CASHOUT, &totals.in_cashout),
        (words::SEPARATELY, &totals.separately),
    ];
    let pad = 12 * PT;
    let width = (canvas.width() - 2 * pad) / 3;
    let room = width - pad;
    let fits = |style: &Style| sums.iter().all(|sum| canvas.natural(sum.1, *style) <= room);
    let sizes = FIGURE_SIZES.map(|size| Style { size, ..FIGURE });
    let style = sizes.into_iter().find(fits).unwrap_or(FIGURE);
    let figures = sums.map(|(_, figure)| canvas.lines(figure, style, room, 3));
    let lines = figures.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let tall = Style::LABEL.leading() + style.leading() * Twips::try_from(lines).unwrap_or(1);
    let height = tall + 2 * 9 * PT;
    canvas.fill((SIDE, canvas.y), (canvas.width(), height), Ink::Band);
    for (at, ((label, _), figure)) in (0..).zip(sums.into_iter().zip(&figures)) {
        let x = SIDE + pad + at * width;
        let label = [label.to_owned()];
        let top = canvas.y + 9 * PT;
        let top = canvas.put(&label, Style::LABEL, (x, top), width, Align::Left);
        canvas.put(figure, style, (x, top), width, Align::Left);
    }
    canvas.y += height;
}

/// By tender and by kind, side by side where they fit so.
pub(super) fn totals(canvas: &mut Canvas<'_>, sheet: &CashoutSheet) -> Result<(), PdfError> {
    let tenders = tender_table(&sheet.totals.by_tender);
    let categories = category_table(&sheet.totals.by_category);
    if tenders.rows.is_empty() && categories.rows.is_empty() {
        return note(canvas, words::BY_TENDER, words::NOTHING_TAKEN);
    }
    beside(canvas, (words::BY_TENDER, &tenders), (words::BY_CATEGORY, &categories), 58)
}

fn tender_table(lines: &[TenderLine]) -> Table {
    let row = |line: &TenderLine| {
        vec![
            Cell::new(&line.tender, Style::BODY),
            Cell::new(&line.transactions, Style::MUTED),
            Cell::new(&line.taken, Style::BODY),
            Cell::new(&line.refunded, Style::BODY),
            Cell::new(&line.net, Style::STRONG),
        ]
    };
    Table {
        columns: vec![
            text(words::TENDER, 1),
            figures(words::COUNT),
            figures(words::TAKEN),
            figures(words::REFUNDED),
            figures(words::NET),
        ],
        rows: lines.iter().map(row).collect(),
        total: None,
    }
}

fn category_table(lines: &[CategoryLine]) -> Table {
    let row = |line: &CategoryLine| {
        let (label, style) = match line.is_part {
            true => (Cell::part(&line.label, Style::MUTED), Style::MUTED),
            false => (Cell::new(&line.label, Style::BODY), Style::BODY),
        };
        vec![label, Cell::new(&line.transactions, Style::MUTED), Cell::new(&line.amount, style)]
    };
    Table {
        columns: vec![text(words::CATEGORY, 1), figures(words::COUNT), figures(words::AMOUNT)],
        rows: lines.iter().map(row).collect(),
        total: None,
    }
}

/// One journal: narration, lines, both sums.
pub(super) fn journal(
    canvas: &mut Canvas<'_>,
    journal: &SheetJournal,
    title: &str,
) -> Result<(), PdfError> {
    let table = journal_table(journal);
    let laid = table.lay(canvas, SIDE, canvas.width());
    let about = [&journal.date, &journal.state, &journal.reference].map(|part| one_line(part));
    let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let narration =
        canvas.lines(&journal.narration, Style::BODY, canvas.width(), PARAGRAPH_LINES_MAX);
    let lines = Twips::try_from(narration.len() + 1).unwrap_or(1);
    let above = Style::BODY.leading() * lines + 8 * PT;
    begin(canvas, title, above + laid.beginning())?;
    canvas.y = canvas.put(&narration, Style::BODY, (SIDE, canvas.y), canvas.width(), Align::Left);
    canvas.paragraph(&about, Style::MUTED, 2)?;
    canvas.y += 8 * PT;
    laid.draw(canvas, |canvas| again(canvas, title))
}

fn journal_table(journal: &SheetJournal) -> Table {
    let row = |line: &SheetLine| {
        let account = one_line(&format!("{} {}", line.account_code, line.account_name));
        vec![
            Cell::new(&account, Style::BODY),
            Cell::new(&line.description, Style::MUTED),
            Cell::new(&line.tax_type, Style::MUTED),
            Cell::new(&line.tracking, Style::MUTED),
            Cell::new(&line.debit, Style::BODY),
            Cell::new(&line.credit, Style::BODY),
        ]
    };
    let mut total: Vec<Cell> = ["", "", "", ""].map(|text| Cell::new(text, Style::BODY)).into();
    total[0] = Cell::new(words::TOTAL, Style::STRONG);
    total.push(Cell::new(&journal.debits, Style::STRONG));
    total.push(Cell::new(&journal.credits, Style::STRONG));
    Table {
        columns: vec![
            text(words::ACCOUNT, 30),
            text(words::DESCRIPTION, 34),
            text(words::TAX, 16),
            text(words::TRACKING, 20),
            figures(words::DEBIT),
            figures(words::CREDIT),
        ],
        rows: journal.lines.iter().map(row).collect(),
        total: Some(total),
    }
}

/// What has documents of its own.
pub(super) fn separately(canvas: &mut Canvas<'_>, lines: &[SeparateLine]) -> Result<(), PdfError> {
    if lines.is_empty() {
        return note(canvas, words::SEPARATELY, words::NOTHING_SEPARATELY);
    }
    let rows = lines.iter().map(|line| {
        vec![
            Cell::new(&line.title, Style::BODY),
            Cell::new(&line.state, Style::MUTED),
            Cell::new(&line.amount, Style::BODY),
        ]
    });
    let table = Table {
        columns: vec![
            text(words::SEPARATE_TITLE, 70),
            text(words::STATE, 30),
            figures(words::AMOUNT),
        ],
        rows: rows.collect(),
        total: None,
    };
    let laid = table.lay(canvas, SIDE, canvas.width());
    begin(canvas, words::SEPARATELY, laid.beginning())?;
    laid.draw(canvas, |canvas| again(canvas, words::SEPARATELY))
}

/// A section that has one sentence to say.
pub(super) fn note(canvas: &mut Canvas<'_>, title: &str, sentence: &str) -> Result<(), PdfError> {
    begin(canvas, title, Style::MUTED.leading())?;
    canvas.paragraph(sentence, Style::MUTED, 2)
}

/// Begins a section where its title and what must stand by it fit.
pub(super) fn begin(canvas: &mut Canvas<'_>, title: &str, with: Twips) -> Result<(), PdfError> {
    if !canvas.make_room(BETWEEN + HEADING.leading() + 5 * PT + with)? {
        canvas.y += BETWEEN;
    }
    heading(canvas, title, SIDE, canvas.width());
    Ok(())
}

fn heading(canvas: &mut Canvas<'_>, title: &str, x: Twips, width: Twips) {
    let lines = canvas.lines(title, HEADING, width, 1);
    canvas.put(&lines, HEADING, (x, canvas.y), width, Align::Left);
    canvas.y += HEADING.leading() + 5 * PT;
}

/// The title over what goes on on a new page.
pub(super) fn again(canvas: &mut Canvas<'_>, title: &str) {
    let title = format!("{title}, {}", words::CONTINUED);
    heading(canvas, &title, SIDE, canvas.width());
}

/// Two titled tables side by side, or one under the other where they are too long for a page;
/// `share` is the left one's part of the width in per cent. A right one without a title belongs
/// under the left one's.
pub(super) fn beside(
    canvas: &mut Canvas<'_>,
    left: (&str, &Table),
    right: (&str, &Table),
    share: Twips,
) -> Result<(), PdfError> {
    let room = canvas.width() - GUTTER;
    let wide = room * share / 100;
    let sides = [(left, SIDE, wide), (right, SIDE + wide + GUTTER, room - wide)];
    let laid =
        sides.map(|((title, table), x, width)| (title, table.lay(canvas, x, width), x, width));
    let tall = laid.iter().map(|side| side.1.height()).max().unwrap_or_default();
    let tall = tall + HEADING.leading() + 5 * PT;
    let is_narrow = [(left.1, wide), (right.1, room - wide)]
        .into_iter()
        .any(|(table, width)| table.needs(canvas) > width);
    if is_narrow || !canvas.fits_a_page(tall) {
        return under(canvas, [left, right]);
    }
    if !canvas.make_room(BETWEEN + tall)? {
        canvas.y += BETWEEN;
    }
    let top = canvas.y;
    // A title over both has the width of both.
    let over_both = right.0.is_empty();
    for (title, table, x, width) in laid {
        canvas.y = top;
        heading(canvas, title, x, if over_both { canvas.width() } else { width });
        table.draw(canvas, |_| ())?;
    }
    canvas.y = top + tall;
    Ok(())
}

fn under(canvas: &mut Canvas<'_>, tables: [(&str, &Table); 2]) -> Result<(), PdfError> {
    for (title, table) in tables {
        let laid = table.lay(canvas, SIDE, canvas.width());
        begin(canvas, title, laid.beginning())?;
        laid.draw(canvas, |canvas| again(canvas, title))?;
    }
    Ok(())
}
