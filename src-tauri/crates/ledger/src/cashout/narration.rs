//! The narration: a cashout's unique name, and the key it is looked up by in Xero (facts §6.7).

use std::fmt;

use chrono::NaiveDate;

/// A cashout's name: `Cashout 2026-11-21 · Main Dock · 4K7Q2M`.
///
/// A range is written `2026-11-18 to 2026-11-21`, the second cashout of a day ends in ` · 2`. It
/// never contains a quote or a control character, since it is quoted in the look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narration<'a> {
    /// The first business date.
    pub from: NaiveDate,
    /// The last business date.
    pub to: NaiveDate,
    /// The location's name, as it is.
    pub location: &'a str,
    /// The code that makes it unique; never reused.
    pub code: &'a str,
    /// 1 for the cashout itself, 2 and on for what arrived later.
    pub supplement: u32,
}

impl fmt::Display for Narration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cashout {}", self.from)?;
        if self.to != self.from {
            write!(f, " to {}", self.to)?;
        }
        write!(f, " · {} · {}", clean_location(self.location), self.code)?;
        if self.supplement > 1 {
            write!(f, " · {}", self.supplement)?;
        }
        Ok(())
    }
}

/// A location's name without what could end or escape a quoted text, or be invisible in it; what
/// it separated stays apart by one space.
#[must_use]
pub fn clean_location(name: &str) -> String {
    let visible = |letter: char| if letter.is_control() { ' ' } else { letter };
    let kept: String = name.chars().filter(|letter| !is_unsafe(*letter)).map(visible).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

const fn is_unsafe(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\'' | '`' | '\\' | '‘'..='‟' | '«' | '»' | '‹' | '›'
            // Zero-width and direction marks.
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}
