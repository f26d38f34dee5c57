//! Tables: columns that find their own width, cells that break into lines, headings that come
//! again on the next page, totals that never stand alone on one.

use super::PdfError;
use super::canvas::{Align, Canvas, Ink, Style};
use super::font::{PT, Twips};

/// Between two columns.
const GAP: Twips = 10 * PT;

/// Above and below what is in a row.
const PAD: Twips = 3 * PT;

/// How far a part stands in from what it is a part of.
const INDENT: Twips = 9 * PT;

/// What a column of text can do with where a table stands beside another.
const TEXT_NEEDS: Twips = 70 * PT;

/// Lines in a cell; text that is longer is cut.
const LINES_MAX: usize = 4;

/// Lines in a cell of figures: more than any figure needs.
const FIGURE_LINES_MAX: usize = 12;

/// All columns of figures take no more than this share together, in per cent: what is too long
/// then breaks, for a figure is never cut.
const FIGURES_SHARE_MAX: Twips = 75;

/// A column.
pub(super) struct Column {
    /// Its heading; may be empty.
    pub(super) title: &'static str,
    /// How wide it is.
    pub(super) fit: Fit,
}

/// How a column finds its width.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// As wide as its widest figure, which stands at its right edge.
    Figures,
    /// This share of what is left, less where nothing in it is so long.
    Share(Twips),
}

/// A column of text that takes a share of the width.
pub(super) const fn text(title: &'static str, share: Twips) -> Column {
    Column { title, fit: Fit::Share(share) }
}

/// A column of figures.
pub(super) const fn figures(title: &'static str) -> Column {
    Column { title, fit: Fit::Figures }
}

/// What stands in a column of a row.
pub(super) struct Cell {
    text: String,
    style: Style,
    is_part: bool,
}

impl Cell {
    pub(super) fn new(text: &str, style: Style) -> Self {
        Self { text: text.to_owned(), style, is_part: false }
    }

    /// A part of what stands above it.
    pub(super) fn part(text: &str, style: Style) -> Self {
        Self { is_part: true, ..Self::new(text, style) }
    }

    fn indent(&self) -> Twips {
        if self.is_part { INDENT } else { 0 }
    }
}

/// Columns, rows, and perhaps a row of totals.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) total: Option<Vec<Cell>>,
}

/// A table measured for a width.
pub(super) struct Laid<'a> {
    table: &'a Table,
    x: Twips,
    width: Twips,
    columns: Vec<Twips>,
    rows: Vec<LaidRow<'a>>,
}

struct LaidRow<'a> {
    cells: Vec<(&'a Cell, Vec<String>)>,
    height: Twips,
    is_total: bool,
}

impl Table {
    /// Measures it for a place and a width.
    pub(super) fn lay(&self, canvas: &Canvas<'_>, x: Twips, width: Twips) -> Laid<'_> {
        let columns = self.widths(canvas, width);
        let rows = self.rows.iter().map(|row| (row, false));
        let rows = rows.chain(self.total.iter().map(|row| (row, true)));
        let rows = rows.map(|(row, is_total)| self.lay_row(canvas, row, &columns, is_total));
        let rows = rows.collect();
        Laid { table: self, x, width, columns, rows }
    }

    /// Figures first, each as wide as it must be; text shares the rest.
    fn widths(&self, canvas: &Canvas<'_>, width: Twips) -> Vec<Twips> {
        let natural: Vec<Twips> =
            (0..self.columns.len()).map(|at| self.natural(canvas, at).min(width)).collect();
        let gaps = GAP * Twips::try_from(self.columns.len().saturating_sub(1)).unwrap_or_default();
        let room = width * FIGURES_SHARE_MAX / 100 - gaps;
        let mut widths = self.figure_widths(&natural, room);
        let mut rest = width - gaps - widths.iter().sum::<Twips>();
        let mut open: Vec<(usize, Twips)> = self
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| match column.fit {
                Fit::Figures => None,
                Fit::Share(share) => Some((at, share)),
            })
            .collect();
        // Each round settles the columns that need less than their share; all but the last are
        // settled after as many rounds as there are columns.
        for _ in 0..self.columns.len() {
            let shares = open.iter().map(|(_, share)| share).sum::<Twips>().max(1);
            let is_short = |(at, share): &(usize, Twips)| natural[*at] < rest * share / shares;
            let (short, long): (Vec<_>, Vec<_>) = open.iter().copied().partition(is_short);
            if short.is_empty() || long.is_empty() {
                open.iter().for_each(|(at, share)| widths[*at] = rest * share / shares);
                break;
            }
            for (at, _) in short {
                widths[at] = natural[at];
                rest -= natural[at];
            }
            open = long;
        }
        widths
    }

    /// Each column of figures as wide as it must be. Where that is too much the widest give way,
    /// so that no short figure is broken for a long one.
    fn figure_widths(&self, natural: &[Twips], room: Twips) -> Vec<Twips> {
        let mut widths = vec![0; natural.len()];
        let mut open: Vec<usize> =
            (0..natural.len()).filter(|at| self.columns[*at].fit == Fit::Figures).collect();
        open.sort_by_key(|at| natural[*at]);
        let mut rest = room;
        for (settled, at) in open.iter().enumerate() {
            let others = Twips::try_from(open.len() - settled).unwrap_or(1);
            widths[*at] = natural[*at].min(rest / others);
            rest -= widths[*at];
        }
        widths
    }

    /// The width it needs for every figure to stand on one line beside some text.
    pub(super) fn needs(&self, canvas: &Canvas<'_>) -> Twips {
        let need = |(at, column): (usize, &Column)| match column.fit {
            Fit::Figures => GAP + self.natural(canvas, at),
            Fit::Share(_) => GAP + self.natural(canvas, at).min(TEXT_NEEDS),
        };
        self.columns.iter().enumerate().map(need).sum::<Twips>() - GAP
    }

    /// The width of the widest cell of a column on one line, its heading included.
    fn natural(&self, canvas: &Canvas<'_>, at: usize) -> Twips {
        let heading = canvas.natural(self.columns[at].title, Style::LABEL);
        let cells = self.rows.iter().chain(&self.total).filter_map(|row| row.get(at));
        let widths = cells.map(|cell| canvas.natural(&cell.text, cell.style) + cell.indent());
        widths.chain([heading]).max().unwrap_or_default()
    }

    fn lay_row<'a>(
        &self,
        canvas: &Canvas<'_>,
        row: &'a [Cell],
        columns: &[Twips],
        is_total: bool,
    ) -> LaidRow<'a> {
        let lay = |((cell, width), column): ((&'a Cell, &Twips), &Column)| {
            let lines_max = match column.fit {
                Fit::Figures => FIGURE_LINES_MAX,
                Fit::Share(_) => LINES_MAX,
            };
            (cell, canvas.lines(&cell.text, cell.style, width - cell.indent(), lines_max))
        };
        let cells: Vec<_> = row.iter().zip(columns).zip(&self.columns).map(lay).collect();
        let height = |(cell, lines): &(&Cell, Vec<String>)| {
            cell.style.leading() * Twips::try_from(lines.len().max(1)).unwrap_or(1)
        };
        let tallest = cells.iter().map(height).max().unwrap_or_default();
        LaidRow { cells, height: tallest + 2 * PAD, is_total }
    }
}

impl Laid<'_> {
    fn has_headings(&self) -> bool {
        self.table.columns.iter().any(|column| !column.title.is_empty())
    }

    fn headings_height(&self) -> Twips {
        if self.has_headings() { Style::LABEL.leading() + PAD + 2 * PT } else { PT }
    }

    /// How high all of it is.
    pub(super) fn height(&self) -> Twips {
        self.headings_height() + self.rows.iter().map(|row| row.height).sum::<Twips>()
    }

    /// How high its headings and first rows are: what should not be torn from a title above.
    pub(super) fn beginning(&self) -> Twips {
        let first = self.rows.iter().take(2).map(|row| row.height).sum::<Twips>();
        self.headings_height() + first
    }

    /// Draws it down the page and over as many as it takes.
    ///
    /// `again` draws what stands above the headings where the table goes on on a new page.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        again: impl Fn(&mut Canvas<'_>),
    ) -> Result<(), PdfError> {
        self.draw_headings(canvas);
        for (at, row) in self.rows.iter().enumerate() {
            let next = self.rows.get(at + 1).filter(|next| next.is_total);
            let height = row.height + next.map_or(0, |total| total.height);
            if canvas.make_room(height)? {
                again(canvas);
                self.draw_headings(canvas);
            }
            self.draw_row(canvas, row);
        }
        Ok(())
    }

    fn draw_headings(&self, canvas: &mut Canvas<'_>) {
        if self.has_headings() {
            let mut x = self.x;
            for (column, width) in self.table.columns.iter().zip(&self.columns) {
                let line = canvas.lines(column.title, Style::LABEL, *width, 1);
                canvas.put(&line, Style::LABEL, (x, canvas.y), *width, column.align());
                x += width + GAP;
            }
        }
        let height = self.headings_height();
        canvas.rule(self.x, canvas.y + height - PT, self.width, Ink::Line);
        canvas.y += height;
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, row: &LaidRow<'_>) {
        let mut x = self.x;
        let columns = self.table.columns.iter().zip(&self.columns);
        for ((cell, lines), (column, width)) in row.cells.iter().zip(columns) {
            let at = (x + cell.indent(), canvas.y + PAD);
            canvas.put(lines, cell.style, at, width - cell.indent(), column.align());
            x += width + GAP;
        }
        if row.is_total {
            canvas.rule(self.x, canvas.y - 10, self.width, Ink::Text);
        }
        canvas.y += row.height;
        if !row.is_total {
            canvas.rule(self.x, canvas.y - 8, self.width, Ink::Hairline);
        }
    }
}

impl Column {
    fn align(&self) -> Align {
        match self.fit {
            Fit::Figures => Align::Right,
            Fit::Share(_) => Align::Left,
        }
    }
}
