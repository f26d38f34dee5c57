//! What people typed, made fit for one line of a file.

/// The most characters of one text that any file here takes over: more is no name or note.
const CHARACTERS_MAX: usize = 2_000;

/// One line: every run of white space and control characters becomes one space, what has no width
/// of its own is left out, and the ends are trimmed.
///
/// Marks that turn the direction of text are left out too, so that a name cannot make what stands
/// after it read backwards.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_invisible(*c)).take(CHARACTERS_MAX) {
        if !c.is_whitespace() && !c.is_control() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// The line, or `otherwise` where there is nothing on it.
pub(crate) fn one_line_or(text: &str, otherwise: &str) -> String {
    let line = one_line(text);
    if line.is_empty() { otherwise.to_owned() } else { line }
}

/// The text with every run of what is not `allowed` made one hyphen, and none at its ends.
pub(crate) fn hyphenated(text: &str, allowed: impl Fn(char) -> bool) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars().take(CHARACTERS_MAX) {
        if allowed(c) {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(name.trim_end_matches('-').len());
    name
}

/// Joiners, direction marks, variation selectors, tags, and the code points that are no
/// characters at all.
fn is_invisible(c: char) -> bool {
    let is_no_character = u32::from(c) & 0xfffe == 0xfffe;
    is_no_character
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_of_every_kind_becomes_one_space() {
        assert_eq!(one_line("  a\r\n\tb\u{a0}\u{2003}c\u{0}d  "), "a b c d");
        assert_eq!(one_line("\u{2028}\n "), "");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(one_line("a\u{200d}b\u{202e}c\u{fe0f}\u{feff}\u{ffff}"), "abc");
    }

    #[test]
    fn what_is_not_allowed_becomes_one_hyphen_between_what_is() {
        assert_eq!(hyphenated("(a) / b!", char::is_alphanumeric), "a-b");
        assert_eq!(hyphenated("!?", char::is_alphanumeric), "");
    }

    #[test]
    fn a_text_without_end_is_cut() {
        assert_eq!(one_line(&"x".repeat(5_000)).len(), CHARACTERS_MAX);
    }
}
