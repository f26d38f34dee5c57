//! Cells of a CSV file that a spreadsheet program may open.

use csv::{Terminator, WriterBuilder};

/// What a spreadsheet program takes for the start of a formula; the last four are the same signs
/// in full width, which some take for them too.
const STARTS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Text as a cell that is never a formula: an apostrophe before what would start one. A name such
/// as `=HYPERLINK(…)` typed at a till would else run where the file is opened.
pub(crate) fn text_cell(text: &str) -> String {
    let is_risky =
        text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(STARTS_A_FORMULA);
    if is_risky { format!("'{text}") } else { text.to_owned() }
}

/// Rows as RFC 4180 has them: commas, quotes where they are needed, each line ended by CR LF.
pub(crate) fn table<'a>(rows: impl IntoIterator<Item = &'a [String]>) -> String {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::<u8>::new());
    for row in rows {
        writer.write_record(row).expect("memory takes every row, and rows are of one length");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("strings and commas make a string")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_start_a_formula_is_text() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n", "  =1", "＝1"] {
            assert_eq!(text_cell(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "Boats", "1-2", "a=b", "'=1"] {
            assert_eq!(text_cell(text), text, "{text:?}");
        }
    }

    #[test]
    fn cells_with_commas_quotes_and_line_ends_are_quoted() {
        let row = ["a,b", "say \"x\"", "two\nlines", ""].map(str::to_owned);
        assert_eq!(table([row.as_slice()]), "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\r\n");
    }
}
