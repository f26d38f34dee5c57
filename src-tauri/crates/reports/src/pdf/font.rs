//! The sheet's typeface: Noto Sans in two weights, measured in whole units.
//!
//! Letters are set one after the other as the font spaces them. Nothing is shaped or kerned, so
//! what is measured is exactly what is shown.

use read_fonts::tables::cmap::Cmap;
use read_fonts::tables::hmtx::Hmtx;
use read_fonts::types::GlyphId16;
use read_fonts::{FontRef, TableProvider};

use super::PdfError;

/// Lengths on paper in twentieths of a point: small enough that no eye sees one, and whole.
pub(super) type Twips = i32;

/// A point.
pub(super) const PT: Twips = 20;

/// What is shown for a letter the font lacks: a box, as everywhere.
const BOX: char = '\u{25a1}';

/// How heavy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// Both weights.
pub(super) struct Fonts {
    regular: Font,
    bold: Font,
}

impl Fonts {
    pub(super) fn new() -> Result<Self, PdfError> {
        let regular = Font::new(ttf_noto_sans::REGULAR)?;
        Ok(Self { regular, bold: Font::new(ttf_noto_sans::BOLD)? })
    }

    pub(super) fn of(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// One weight.
pub(super) struct Font {
    pub(super) data: &'static [u8],
    pub(super) shape: Shape,
    cmap: Cmap<'static>,
    hmtx: Hmtx<'static>,
    missing: GlyphId16,
}

/// What a PDF says of a typeface, in its own units.
pub(super) struct Shape {
    units_per_em: u16,
    /// Left, bottom, right, top of the box that every glyph is in.
    pub(super) bounds: [i16; 4],
    pub(super) ascender: i16,
    pub(super) descender: i16,
    pub(super) capitals: i16,
}

impl Font {
    fn new(data: &'static [u8]) -> Result<Self, PdfError> {
        Self::read(data).map_err(|_| PdfError::Font)
    }

    fn read(data: &'static [u8]) -> Result<Self, read_fonts::ReadError> {
        let font = FontRef::new(data)?;
        let (head, hhea, cmap) = (font.head()?, font.hhea()?, font.cmap()?);
        let ascender = hhea.ascender().to_i16();
        let shape = Shape {
            units_per_em: head.units_per_em(),
            bounds: [head.x_min(), head.y_min(), head.x_max(), head.y_max()],
            ascender,
            descender: hhea.descender().to_i16(),
            capitals: font.os2()?.s_cap_height().unwrap_or(ascender),
        };
        let missing = mapped(&cmap, BOX).unwrap_or(GlyphId16::NOTDEF);
        Ok(Self { data, shape, hmtx: font.hmtx()?, cmap, missing })
    }

    /// The glyph of a letter, and the letter it stands for.
    pub(super) fn glyph(&self, c: char) -> (GlyphId16, char) {
        mapped(&self.cmap, c).map_or((self.missing, BOX), |glyph| (glyph, c))
    }

    /// How far a glyph moves on, in thousandths of the size, as the PDF says it too.
    pub(super) fn advance(&self, glyph: GlyphId16) -> i32 {
        self.thousandths(i32::from(self.hmtx.advance(glyph.into()).unwrap_or_default()))
    }

    /// A length of the font's own in thousandths of the size.
    pub(super) fn thousandths(&self, units: i32) -> i32 {
        let whole = i32::from(self.shape.units_per_em).max(1);
        (units * 1_000 + units.signum() * whole / 2) / whole
    }

    /// How wide a line is.
    pub(super) fn width(&self, line: &str, size: Twips) -> Twips {
        line.chars().map(|c| self.advance(self.glyph(c).0)).sum::<i32>() * size / 1_000
    }

    /// How many bytes of a line fit a width: at least its first letter.
    fn fitting(&self, line: &str, size: Twips, width: Twips) -> usize {
        let mut sum = 0;
        let too_far = line.char_indices().find(|(at, c)| {
            sum += self.advance(self.glyph(*c).0);
            *at > 0 && sum * size / 1_000 > width
        });
        too_far.map_or(line.len(), |(at, _)| at)
    }

    /// Breaks a line of clean text between words, or in one that is too long, into at most
    /// `lines_max` lines; what is left over is cut with an ellipsis.
    pub(super) fn broken(
        &self,
        text: &str,
        size: Twips,
        width: Twips,
        lines_max: usize,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        let mut rest = text;
        while !rest.is_empty() && lines.len() < lines_max {
            let fits = self.fitting(rest, size, width);
            if fits < rest.len() && lines.len() + 1 == lines_max {
                lines.push(self.cut(rest, size, width));
                break;
            }
            let end = end_of_line(rest, fits);
            lines.push(rest[..end].trim_end().to_owned());
            rest = rest[end..].trim_start();
        }
        lines
    }

    /// The line as far as it fits with an ellipsis; all of it where it does.
    pub(super) fn cut(&self, line: &str, size: Twips, width: Twips) -> String {
        if self.width(line, size) <= width {
            return line.to_owned();
        }
        let room = width - self.width("…", size);
        format!("{}…", line[..self.fitting(line, size, room)].trim_end())
    }
}

/// A letter's glyph; a typeface has no more than 16 bits of them.
fn mapped(cmap: &Cmap<'_>, c: char) -> Option<GlyphId16> {
    cmap.map_codepoint(c).and_then(|glyph| GlyphId16::try_from(glyph).ok())
}

/// What a word or a figure without spaces is broken after.
const BREAKS_AFTER: [char; 5] = ['-', '/', ',', ':', '_'];

/// Where a line that has room for `fits` bytes of `rest` ends.
fn end_of_line(rest: &str, fits: usize) -> usize {
    if fits == rest.len() || rest[fits..].starts_with(' ') {
        return fits;
    }
    let (space, inside) = (rest[..fits].rfind(' '), rest[..fits].rfind(BREAKS_AFTER));
    match (space, inside) {
        (Some(space), _) if space > 0 => space,
        // All of them are one byte long.
        (_, Some(mark)) => mark + 1,
        _ => fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> Font {
        Font::new(ttf_noto_sans::REGULAR).unwrap()
    }

    #[test]
    fn figures_are_of_one_width_in_both_weights() {
        for data in [ttf_noto_sans::REGULAR, ttf_noto_sans::BOLD] {
            let font = Font::new(data).unwrap();
            let widths = ('0'..='9').map(|digit| font.advance(font.glyph(digit).0));
            assert_eq!(widths.collect::<std::collections::BTreeSet<_>>().len(), 1);
        }
    }

    #[test]
    fn latin_greek_and_cyrillic_have_letters_and_what_is_missing_a_box() {
        let font = font();
        for c in "azÆßğŁőșžĳǅẞỹΑωϋЖяЁђ€£₹—…−□".chars() {
            assert_eq!(font.glyph(c).1, c);
        }
        for c in "現ع🚣\u{e000}".chars() {
            assert_eq!(font.glyph(c).1, BOX);
            assert_ne!(font.glyph(c).0, GlyphId16::NOTDEF);
        }
    }

    #[test]
    fn lines_break_between_words_and_only_then_inside_one() {
        let font = font();
        let size = 10 * PT;
        let width = font.width("three boats", size);
        assert_eq!(font.broken("three boats three", size, width, 9), ["three boats", "three"]);
        let width = font.width("2026-11-", size);
        assert_eq!(font.broken("2026-11-21", size, width, 9), ["2026-11-", "21"]);
        let inside = font.broken("threeboatsthree", size, width, 9);
        assert_eq!(inside.concat(), "threeboatsthree");
        assert!(inside.iter().all(|line| font.width(line, size) <= width));
        assert!(font.broken("", size, width, 9).is_empty());
    }

    #[test]
    fn what_does_not_fit_the_last_line_is_cut_within_the_width() {
        let font = font();
        let (size, width) = (9 * PT, 60 * PT);
        let lines = font.broken(&"Harbour rentals and tours ".repeat(9), size, width, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(lines.iter().all(|line| font.width(line, size) <= width));
    }

    #[test]
    fn a_width_of_nothing_still_ends() {
        assert_eq!(font().broken("abc", 9 * PT, 0, 3), ["a", "b", "c"]);
        assert_eq!(font().cut("abc", 9 * PT, 0), "a…");
    }
}
