//! Where things stand on the pages, before they are written.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::canvas::{Canvas, Mark, Paper, SIDE, Style};
use super::font::{Fonts, Twips};
use super::{PdfError, set, words};
use crate::cashout_sheet::{
    CashCount, CashoutSheet, CategoryLine, Closed, Denomination, Recount, SeparateLine,
    SheetJournal, SheetLine, SheetTotals, TenderLine,
};

/// A line of text on a page: where it stands, how far it reaches, what it says.
struct Placed {
    x: Twips,
    y: Twips,
    end: Twips,
    text: String,
}

fn pages(sheet: &CashoutSheet) -> Result<Vec<Vec<Placed>>, PdfError> {
    let fonts = Fonts::new()?;
    let mut canvas = Canvas::new(&fonts, Paper::of_country(&sheet.country));
    set(&mut canvas, sheet)?;
    let placed = |mark: &Mark| match mark {
        Mark::Text { x, y, style, text } => {
            let end = x + fonts.of(style.weight).width(text, style.size);
            Some(Placed { x: *x, y: *y, end, text: text.clone() })
        }
        Mark::Fill { .. } => None,
    };
    Ok(canvas.pages.iter().map(|marks| marks.iter().filter_map(placed).collect()).collect())
}

fn line(text: &str, amount: &str) -> SheetLine {
    SheetLine {
        account_code: "200".into(),
        account_name: text.into(),
        description: text.into(),
        tax_type: text.into(),
        tracking: text.into(),
        debit: amount.into(),
        credit: String::new(),
    }
}

fn journal(lines: usize) -> SheetJournal {
    SheetJournal {
        narration: "Cashout".into(),
        lines: (0..lines).map(|at| line("Boats", &format!("{at}.00"))).collect(),
        debits: "9,999.00".into(),
        credits: "9,999.00".into(),
        ..SheetJournal::default()
    }
}

fn with_lines(lines: usize) -> CashoutSheet {
    CashoutSheet { journals: vec![journal(lines)], ..CashoutSheet::default() }
}

fn says(page: &[Placed], text: &str) -> usize {
    page.iter().filter(|placed| placed.text == text).count()
}

#[test]
fn a_journal_of_any_length_repeats_its_headings_and_totals_once() {
    for lines in (1..=90).chain([150, 199, 200]) {
        let pages = pages(&with_lines(lines)).unwrap();
        let totals: usize = pages.iter().map(|page| says(page, words::TOTAL)).sum();
        assert_eq!(totals, 1);
        let mut rows = 0;
        for page in &pages {
            let here = says(page, "200 Boats");
            rows += here;
            assert_eq!(says(page, words::DEBIT), usize::from(here > 0), "{lines} lines");
            // The total never stands alone, and a table never begins with its headings alone.
            assert!(says(page, words::TOTAL) == 0 || here > 0, "{lines} lines");
        }
        assert_eq!(rows, lines);
        let count = pages.len();
        for (at, page) in pages.iter().enumerate() {
            assert_eq!(says(page, &words::page(at + 1, count)), 1);
        }
    }
}

#[test]
fn figures_end_at_one_edge() {
    let page = pages(&with_lines(12)).unwrap().remove(0);
    let edge = page.iter().find(|placed| placed.text == words::DEBIT).unwrap().end;
    let figures: Vec<&Placed> =
        page.iter().filter(|placed| placed.text.ends_with(".00") && placed.x < edge).collect();
    assert_eq!(figures.len(), 13);
    // The widths are rounded to twentieths of a point, each by itself.
    assert!(figures.iter().all(|figure| figure.end.abs_diff(edge) <= 1));
}

#[test]
fn a_sheet_without_end_is_refused() {
    let refused = pages(&with_lines(20_000)).err();
    assert_eq!(refused, Some(PdfError::TooLong { pages_max: 200 }));
}

#[test]
fn paper_is_the_countrys_own() {
    let points = |country| {
        let paper = Paper::of_country(country);
        (paper.width_pt, paper.height_pt)
    };
    assert_eq!(points("us"), (612, 792));
    assert_eq!(points("CA"), (612, 792));
    assert_eq!(points("NZ"), (595, 842));
    assert_eq!(points(""), (595, 842));
}

/// A sheet in which everything is called the same.
fn all_called(text: &str, figure: &str, country: &str) -> CashoutSheet {
    let (text, figure) = (|| text.to_owned(), || figure.to_owned());
    let tender = TenderLine {
        tender: text(),
        transactions: figure(),
        taken: figure(),
        refunded: figure(),
        net: figure(),
    };
    let count = CashCount {
        till: text(),
        counted_by: text(),
        counted_at: text(),
        denominations: vec![Denomination { value: figure(), count: figure(), amount: figure() }; 9],
        expected: figure(),
        counted: figure(),
        over_short: figure(),
        reason: text(),
        recounts: vec![
            Recount { by: text(), at: text(), counted: figure(), over_short: figure() };
            3
        ],
        ..CashCount::default()
    };
    let category =
        CategoryLine { label: text(), is_part: true, transactions: figure(), amount: figure() };
    CashoutSheet {
        business: text(),
        location: text(),
        days: text(),
        country: country.to_owned(),
        currency: "CAD".into(),
        state: text(),
        closed: Some(Closed { by: text(), at: text() }),
        made_at: Some(text()),
        totals: SheetTotals {
            taken: figure(),
            in_cashout: figure(),
            separately: figure(),
            by_tender: vec![tender; 5],
            by_category: vec![category; 7],
        },
        journals: vec![
            SheetJournal {
                narration: text(),
                date: text(),
                state: text(),
                reference: text(),
                lines: vec![line(&text(), &figure()); 30],
                debits: figure(),
                credits: figure(),
            };
            2
        ],
        counts: vec![count],
        separately: vec![SeparateLine { title: text(), state: text(), amount: figure() }; 4],
    }
}

fn nothing_collides(sheet: &CashoutSheet) {
    let paper = Paper::of_country(&sheet.country);
    let right = Twips::from(paper.width_pt) * 20 - SIDE;
    for page in pages(sheet).unwrap() {
        let mut lines: BTreeMap<Twips, Vec<&Placed>> = BTreeMap::new();
        for placed in &page {
            assert!(placed.x >= SIDE - 1 && placed.end <= right + 1, "{}", placed.text);
            assert!(placed.y > 0 && placed.y < paper.height(), "{}", placed.text);
            lines.entry(placed.y).or_default().push(placed);
        }
        for mut line in lines.into_values() {
            line.sort_by_key(|placed| placed.x);
            for pair in line.windows(2) {
                let (one, other) = (&pair[0], &pair[1]);
                assert!(one.end <= other.x + 1, "\"{}\" runs into \"{}\"", one.text, other.text);
            }
        }
    }
}

#[test]
fn the_longest_names_and_figures_do_not_collide() {
    let long = "Donaudampfschifffahrtsgesellschaft ".repeat(5);
    let figure = "−92,233,720,368,547,758.07";
    for country in ["US", "GB"] {
        nothing_collides(&all_called(&long, figure, country));
        nothing_collides(&all_called(long.replace(' ', "").as_str(), figure, country));
        nothing_collides(&all_called("", "", country));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_collides_with_another(text in ".{0,160}", figure in "[-−]?[0-9,.]{0,26}") {
        nothing_collides(&all_called(&text, &figure, "CA"));
    }
}

#[test]
fn a_line_keeps_its_distance_from_the_next() {
    assert!(Style::BODY.leading() > Style::BODY.size);
}
