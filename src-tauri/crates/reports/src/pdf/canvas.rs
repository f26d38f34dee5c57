//! Pages being filled from the top: what is drawn where, before it is written as PDF.

use super::PdfError;
use super::font::{Fonts, PT, Twips, Weight};
use crate::text::one_line;

/// More pages are no sheet of a day.
const PAGES_MAX: usize = 200;

/// The margins.
pub(super) const SIDE: Twips = 46 * PT;
const TOP: Twips = 44 * PT;
const BOTTOM: Twips = 54 * PT;

/// Countries whose offices have US Letter in their printers (Unicode CLDR, paper size).
const LETTER: [&str; 14] =
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];

/// A size of paper, in points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Paper {
    pub(super) width_pt: i16,
    pub(super) height_pt: i16,
}

impl Paper {
    const A4: Self = Self { width_pt: 595, height_pt: 842 };
    const US_LETTER: Self = Self { width_pt: 612, height_pt: 792 };

    /// What is used in a country (ISO 3166).
    pub(super) fn of_country(country: &str) -> Self {
        let country = country.trim().to_ascii_uppercase();
        if LETTER.contains(&country.as_str()) { Self::US_LETTER } else { Self::A4 }
    }

    fn width(self) -> Twips {
        Twips::from(self.width_pt) * PT
    }

    pub(super) fn height(self) -> Twips {
        Twips::from(self.height_pt) * PT
    }
}

/// Colours by what they are for: those of the window on white paper, dark enough to be printed
/// in grey.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ink {
    Text,
    Muted,
    Accent,
    Bad,
    Good,
    Line,
    Hairline,
    Band,
}

/// How letters look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Style {
    pub(super) size: Twips,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
}

impl Style {
    pub(super) const BODY: Self = Self::new(Ink::Text, Weight::Regular, 170);
    pub(super) const MUTED: Self = Self::new(Ink::Muted, Weight::Regular, 170);
    pub(super) const STRONG: Self = Self::new(Ink::Text, Weight::Bold, 170);
    pub(super) const LABEL: Self = Self::new(Ink::Muted, Weight::Regular, 150);

    pub(super) const fn new(ink: Ink, weight: Weight, size: Twips) -> Self {
        Self { size, weight, ink }
    }

    /// From one line to the next.
    pub(super) fn leading(self) -> Twips {
        self.size * 135 / 100
    }

    /// From the top of a line to the feet of its letters, which puts capitals in its middle.
    fn baseline(self) -> Twips {
        (self.leading() + self.size * 71 / 100) / 2
    }
}

/// Something drawn, from the top left corner of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// A line of text that stands on `y`.
    Text { x: Twips, y: Twips, style: Style, text: String },
    /// A filled rectangle.
    Fill { x: Twips, y: Twips, width: Twips, height: Twips, ink: Ink },
}

/// Where text goes between two edges.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Align {
    Left,
    Right,
}

/// The pages so far, and how far down the last one is filled.
pub(super) struct Canvas<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) paper: Paper,
    pub(super) pages: Vec<Vec<Mark>>,
    pub(super) y: Twips,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(fonts: &'a Fonts, paper: Paper) -> Self {
        Self { fonts, paper, pages: vec![Vec::new()], y: TOP }
    }

    /// How wide what stands between the margins is.
    pub(super) fn width(&self) -> Twips {
        self.paper.width() - 2 * SIDE
    }

    /// How far down one may draw.
    pub(super) fn bottom(&self) -> Twips {
        self.paper.height() - BOTTOM
    }

    /// Whether something of this height fits below what is there.
    pub(super) fn has_room(&self, height: Twips) -> bool {
        self.y + height <= self.bottom()
    }

    /// Whether something of this height would fit on a page of its own.
    pub(super) fn fits_a_page(&self, height: Twips) -> bool {
        TOP + height <= self.bottom()
    }

    /// Goes to the next page where this height does not fit; says whether it did.
    pub(super) fn make_room(&mut self, height: Twips) -> Result<bool, PdfError> {
        if self.has_room(height) || self.y == TOP {
            return Ok(false);
        }
        if self.pages.len() == PAGES_MAX {
            return Err(PdfError::TooLong { pages_max: PAGES_MAX });
        }
        self.pages.push(Vec::new());
        self.y = TOP;
        Ok(true)
    }

    fn draw(&mut self, mark: Mark) {
        self.pages.last_mut().expect("there is a page from the start").push(mark);
    }

    /// Fills a rectangle.
    pub(super) fn fill(
        &mut self,
        (x, y): (Twips, Twips),
        (width, height): (Twips, Twips),
        ink: Ink,
    ) {
        self.draw(Mark::Fill { x, y, width, height, ink });
    }

    /// A rule across, as thick as the ink is meant to be.
    pub(super) fn rule(&mut self, x: Twips, y: Twips, width: Twips, ink: Ink) {
        let thickness = if ink == Ink::Hairline { 8 } else { 14 };
        self.fill((x, y), (width, thickness), ink);
    }

    /// Text broken to a width.
    pub(super) fn lines(
        &self,
        text: &str,
        style: Style,
        width: Twips,
        lines_max: usize,
    ) -> Vec<String> {
        self.fonts.of(style.weight).broken(&one_line(text), style.size, width, lines_max)
    }

    /// How wide a text would be on one line.
    pub(super) fn natural(&self, text: &str, style: Style) -> Twips {
        self.fonts.of(style.weight).width(&one_line(text), style.size)
    }

    /// Draws lines from `top` on; returns where the next would begin.
    pub(super) fn put(
        &mut self,
        lines: &[String],
        style: Style,
        (x, top): (Twips, Twips),
        width: Twips,
        align: Align,
    ) -> Twips {
        let mut top = top;
        for line in lines {
            let x = match align {
                Align::Left => x,
                Align::Right => x + width - self.fonts.of(style.weight).width(line, style.size),
            };
            self.draw(Mark::Text { x, y: top + style.baseline(), style, text: line.clone() });
            top += style.leading();
        }
        top
    }

    /// Draws text down the page over the whole width, at most `lines_max` lines of it.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        style: Style,
        lines_max: usize,
    ) -> Result<(), PdfError> {
        let lines = self.lines(text, style, self.width(), lines_max);
        for line in &lines {
            self.make_room(style.leading())?;
            let at = (SIDE, self.y);
            self.y = self.put(std::slice::from_ref(line), style, at, self.width(), Align::Left);
        }
        Ok(())
    }

    /// Writes at the foot of every page what it belongs to and which of them it is.
    pub(super) fn number_pages(&mut self, of: &str, page: impl Fn(usize, usize) -> String) {
        let count = self.pages.len();
        let (width, rule) = (self.width(), self.paper.height() - BOTTOM + 14 * PT);
        let style = Style::LABEL;
        for at in 0..count {
            let number = page(at + 1, count);
            let font = self.fonts.of(style.weight);
            let room = width - font.width(&number, style.size) - 18 * PT;
            let of = font.cut(&one_line(of), style.size, room);
            let x = SIDE + width - font.width(&number, style.size);
            let y = rule + 14 * PT;
            self.pages[at].extend([
                Mark::Fill { x: SIDE, y: rule, width, height: 8, ink: Ink::Line },
                Mark::Text { x: SIDE, y, style, text: of },
                Mark::Text { x, y, style, text: number },
            ]);
        }
    }
}
