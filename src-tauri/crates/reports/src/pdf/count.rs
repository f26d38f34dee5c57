//! The count of a till: the pieces, what they come to beside what was expected, and why they
//! differ.

use super::PdfError;
use super::canvas::{Canvas, Ink, SIDE, Style};
use super::font::PT;
use super::sections::{PARAGRAPH_LINES_MAX, again, begin, beside};
use super::table::{Cell, Table, figures, text};
use super::words;
use crate::cashout_sheet::{CashCount, CountOutcome};
use crate::text::one_line;

/// One till: the pieces, what they come to, and why that differs.
pub(super) fn count(canvas: &mut Canvas<'_>, count: &CashCount) -> Result<(), PdfError> {
    let till = one_line(&count.till);
    let title = match till.as_str() {
        "" => words::CASH_COUNT.to_owned(),
        till => format!("{} — {till}", words::CASH_COUNT),
    };
    let outcome = outcome_table(count);
    if count.denominations.is_empty() {
        let laid = outcome.lay(canvas, SIDE, canvas.width());
        begin(canvas, &title, laid.height())?;
        laid.draw(canvas, |canvas| again(canvas, &title))?;
    } else {
        beside(canvas, (&title, &denomination_table(count)), ("", &outcome), 50)?;
    }
    if !one_line(&count.reason).is_empty() {
        canvas.y += 8 * PT;
        canvas.paragraph(words::REASON, Style::LABEL, 1)?;
        canvas.paragraph(&count.reason, Style::BODY, PARAGRAPH_LINES_MAX)?;
    }
    if count.recounts.is_empty() {
        return Ok(());
    }
    canvas.y += 10 * PT;
    let recounts = recount_table(count);
    let laid = recounts.lay(canvas, SIDE, canvas.width());
    canvas.make_room(Style::STRONG.leading() + 4 * PT + laid.beginning())?;
    canvas.paragraph(words::RECOUNTS, Style::STRONG, 1)?;
    canvas.y += 4 * PT;
    laid.draw(canvas, |canvas| again(canvas, &title))
}

fn denomination_table(count: &CashCount) -> Table {
    let rows = count.denominations.iter().map(|piece| {
        vec![
            Cell::new(&piece.value, Style::BODY),
            Cell::new(&format!("× {}", piece.count), Style::MUTED),
            Cell::new(&piece.amount, Style::BODY),
        ]
    });
    let total = vec![
        Cell::new("", Style::BODY),
        Cell::new(words::COUNTED, Style::STRONG),
        Cell::new(&count.counted, Style::STRONG),
    ];
    Table {
        columns: vec![figures(words::VALUE), text(words::PIECES, 1), figures(words::AMOUNT)],
        rows: rows.collect(),
        total: Some(total),
    }
}

fn outcome_table(count: &CashCount) -> Table {
    let (label, ink) = match count.outcome {
        CountOutcome::Exact => (words::EXACT, Ink::Good),
        CountOutcome::Over => (words::OVER, Ink::Bad),
        CountOutcome::Short => (words::SHORT, Ink::Bad),
    };
    let loud = Style { ink, ..Style::STRONG };
    let figure =
        |label, figure: &str, style| vec![Cell::new(label, Style::BODY), Cell::new(figure, style)];
    let mut rows = vec![
        figure(words::EXPECTED, &count.expected, Style::BODY),
        figure(words::COUNTED, &count.counted, Style::BODY),
        vec![Cell::new(label, loud), Cell::new(&count.over_short, loud)],
    ];
    for (label, value) in
        [(words::COUNTED_BY, &count.counted_by), (words::COUNTED_AT, &count.counted_at)]
    {
        if !one_line(value).is_empty() {
            rows.push(vec![Cell::new(label, Style::MUTED), Cell::new(value, Style::MUTED)]);
        }
    }
    Table { columns: vec![text(words::RESULT, 1), figures("")], rows, total: None }
}

fn recount_table(count: &CashCount) -> Table {
    let rows = count.recounts.iter().map(|recount| {
        vec![
            Cell::new(&recount.by, Style::BODY),
            Cell::new(&recount.at, Style::MUTED),
            Cell::new(&recount.counted, Style::BODY),
            Cell::new(&recount.over_short, Style::BODY),
        ]
    });
    Table {
        columns: vec![
            text(words::COUNTED_BY, 1),
            text(words::COUNTED_AT, 1),
            figures(words::COUNTED),
            figures(words::OVER_SHORT),
        ],
        rows: rows.collect(),
        total: None,
    }
}
