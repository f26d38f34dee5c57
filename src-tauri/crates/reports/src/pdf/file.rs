//! Drawn pages written as a PDF: page tree, contents, and of the fonts only the letters used.
//!
//! Everything is laid out in whole twips; each page scales them to points once, so that no length
//! is ever computed in the floating point numbers PDF is written with.

use std::collections::{BTreeMap, BTreeSet};

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use read_fonts::types::GlyphId16;
use subsetter::GlyphRemapper;

use super::PdfError;
use super::canvas::{Canvas, Ink, Mark};
use super::font::{Font, Fonts, Twips, Weight};

/// How hard bytes are packed: the middle of zlib's scale.
const PACKING: u8 = 6;

const IDENTITY: SystemInfo<'_> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Numbers for the file's objects, one after the other.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Writes the file.
pub(super) fn write(canvas: &Canvas<'_>, title: &str) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new();
    let mut numbers = Numbers(0);
    let (catalog, info, tree) = (numbers.next(), numbers.next(), numbers.next());
    let mut written = pdf.catalog(catalog);
    written.pages(tree).lang(TextStr("en"));
    written.viewer_preferences().display_doc_title(true);
    written.finish();
    pdf.document_info(info).title(TextStr(title)).creator(TextStr("Daybook"));
    let regular = Subset::of(canvas, Weight::Regular);
    let bold = Subset::of(canvas, Weight::Bold);
    let fonts = [
        (Weight::Regular, regular.write(&mut pdf, &mut numbers)?),
        (Weight::Bold, bold.write(&mut pdf, &mut numbers)?),
    ];
    let mut pages = Vec::new();
    for marks in &canvas.pages {
        let (page, content) = (numbers.next(), numbers.next());
        pages.push(page);
        let mut written = pdf.page(page);
        let (width, height) = (canvas.paper.width_pt.into(), canvas.paper.height_pt.into());
        written.parent(tree).media_box(Rect::new(0.0, 0.0, width, height)).contents(content);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        for (weight, font) in fonts {
            named.pair(name(weight), font);
        }
        named.finish();
        resources.finish();
        written.finish();
        let bytes = draw(marks, canvas.paper.height(), &regular, &bold);
        let packed = pack(&bytes);
        pdf.stream(content, &packed).filter(Filter::FlateDecode);
    }
    let count = i32::try_from(pages.len()).expect("a sheet has a few hundred pages at most");
    pdf.pages(tree).kids(pages).count(count);
    Ok(pdf.finish())
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, PACKING)
}

fn name(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"R"),
        Weight::Bold => Name(b"B"),
    }
}

/// A page's contents. The first thing said is that a unit is a twentieth of a point.
fn draw(marks: &[Mark], height: Twips, regular: &Subset<'_>, bold: &Subset<'_>) -> Vec<u8> {
    let mut content = Content::new();
    content.transform([0.05, 0.0, 0.0, 0.05, 0.0, 0.0]);
    for mark in marks {
        match mark {
            Mark::Fill { x, y, width, height: tall, ink } => {
                fill(&mut content, *ink);
                let (x, y) = (whole(*x).into(), whole(height - y - tall).into());
                content.rect(x, y, whole(*width).into(), whole(*tall).into()).fill_nonzero();
            }
            Mark::Text { x, y, style, text } => {
                fill(&mut content, style.ink);
                let subset = match style.weight {
                    Weight::Regular => regular,
                    Weight::Bold => bold,
                };
                content.begin_text();
                content.set_font(name(style.weight), whole(style.size).into());
                content.next_line(whole(*x).into(), whole(height - y).into());
                content.show(Str(&subset.encode(text)));
                content.end_text();
            }
        }
    }
    content.finish().to_vec()
}

/// A length as PDF takes it; none on a page is longer than this holds.
fn whole(twips: Twips) -> i16 {
    i16::try_from(twips).unwrap_or(i16::MAX)
}

fn fill(content: &mut Content, ink: Ink) {
    match ink {
        Ink::Text => content.set_fill_rgb(0.114, 0.153, 0.149),
        Ink::Muted => content.set_fill_rgb(0.337, 0.376, 0.376),
        Ink::Accent => content.set_fill_rgb(0.059, 0.353, 0.369),
        Ink::Bad => content.set_fill_rgb(0.612, 0.165, 0.110),
        Ink::Good => content.set_fill_rgb(0.173, 0.400, 0.220),
        Ink::Line => content.set_fill_rgb(0.620, 0.604, 0.553),
        Ink::Hairline => content.set_fill_rgb(0.882, 0.859, 0.812),
        Ink::Band => content.set_fill_rgb(0.961, 0.945, 0.914),
    };
}

/// The letters of one weight that the pages use, and their places in the smaller font.
struct Subset<'a> {
    font: &'a Font,
    weight: Weight,
    places: GlyphRemapper,
    letters: BTreeMap<u16, (GlyphId16, char)>,
}

impl<'a> Subset<'a> {
    fn of(canvas: &Canvas<'a>, weight: Weight) -> Self {
        let fonts: &'a Fonts = canvas.fonts;
        let font = fonts.of(weight);
        let letters: BTreeSet<char> = canvas
            .pages
            .iter()
            .flatten()
            .filter_map(|mark| match mark {
                Mark::Text { style, text, .. } if style.weight == weight => Some(text),
                Mark::Text { .. } | Mark::Fill { .. } => None,
            })
            .flat_map(|text| text.chars())
            .collect();
        let mut subset =
            Self { font, weight, places: GlyphRemapper::new(), letters: BTreeMap::new() };
        for letter in letters {
            let (glyph, shown) = font.glyph(letter);
            let place = subset.places.remap(glyph.to_u16());
            subset.letters.entry(place).or_insert((glyph, shown));
        }
        subset
    }

    /// Text as the numbers of its letters, two bytes each.
    fn encode(&self, text: &str) -> Vec<u8> {
        text.chars()
            .map(|c| self.places.get(self.font.glyph(c).0.to_u16()).unwrap_or_default())
            .flat_map(u16::to_be_bytes)
            .collect()
    }

    fn write(&self, pdf: &mut Pdf, numbers: &mut Numbers) -> Result<Ref, PdfError> {
        let [font, descendant, descriptor, file, cmap] = [(); 5].map(|()| numbers.next());
        let full = self.name();
        let base = Name(full.as_bytes());
        pdf.type0_font(font)
            .base_font(base)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(cmap);
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2).base_font(base).system_info(IDENTITY);
        cid.font_descriptor(descriptor).cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for (place, (glyph, _)) in &self.letters {
            widths.consecutive(*place, [whole(self.font.advance(*glyph)).into()]);
        }
        widths.finish();
        cid.finish();
        self.describe(pdf, descriptor, base, file);
        let smaller = subsetter::subset(self.font.data, 0, &self.places);
        let smaller = smaller.map_err(|_| PdfError::Font)?;
        let length = i32::try_from(smaller.len()).map_err(|_| PdfError::Font)?;
        let packed = pack(&smaller);
        let mut stream = pdf.stream(file, &packed);
        stream.filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
        stream.finish();
        let mut letters = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
        for (place, (_, letter)) in &self.letters {
            letters.pair(*place, *letter);
        }
        let packed = pack(&letters.finish());
        pdf.cmap(cmap, &packed).filter(Filter::FlateDecode);
        Ok(font)
    }

    fn describe(&self, pdf: &mut Pdf, descriptor: Ref, base: Name<'_>, file: Ref) {
        let shape = &self.font.shape;
        let scaled = |units: i16| whole(self.font.thousandths(units.into()));
        let [left, bottom, right, top] = shape.bounds.map(|edge| scaled(edge).into());
        let stem: i16 = match self.weight {
            Weight::Regular => 80,
            Weight::Bold => 140,
        };
        pdf.font_descriptor(descriptor)
            .name(base)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(scaled(shape.ascender).into())
            .descent(scaled(shape.descender).into())
            .cap_height(scaled(shape.capitals).into())
            .stem_v(stem.into())
            .font_file2(file);
    }

    /// The font's name with six letters before it that tell this choice of letters from others.
    fn name(&self) -> String {
        let weight = match self.weight {
            Weight::Regular => "Regular",
            Weight::Bold => "Bold",
        };
        let mix = |hash: u32, place: (&u16, &(GlyphId16, char))| {
            let glyph = u32::from(place.1.0.to_u16());
            (hash ^ glyph).wrapping_mul(16_777_619)
        };
        let mut hash = self.letters.iter().fold(2_166_136_261, mix);
        let mut tag = String::new();
        for _ in 0..6 {
            tag.push(char::from(b'A' + u8::try_from(hash % 26).unwrap_or_default()));
            hash /= 26;
        }
        format!("{tag}+NotoSans-{weight}")
    }
}
