//! A file of the tree, taken apart so that a rule about code is not misled by a comment that
//! talks about it.

/// A text file.
pub(super) struct Source {
    /// From the root of the clone, with `/`.
    pub(super) path: String,
    /// All of it.
    pub(super) text: String,
    /// The text with comments, strings and characters blanked out; every line where it was.
    pub(super) code: String,
    /// The text with everything but the contents of strings blanked out.
    pub(super) strings: String,
}

impl Source {
    /// Takes `text` apart if it is Rust or TypeScript; of anything else all is code.
    pub(super) fn new(path: &str, text: String) -> Self {
        let (code, strings) = match extension(path) {
            "rs" => Scanner::new(&text, Language::Rust).split(),
            "ts" | "tsx" => Scanner::new(&text, Language::TypeScript).split(),
            _ => (text.clone(), String::new()),
        };
        Self { path: path.to_owned(), text, code, strings }
    }

    /// What is behind the last dot of the path.
    pub(super) fn extension(&self) -> &str {
        extension(&self.path)
    }

    /// The name without folders and extension.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// Whether it was written by a person, who can be asked to write it otherwise.
    pub(super) fn is_written_by_hand(&self) -> bool {
        let is_made = self.path == "ui/src/ipc/generated.ts" || self.path.ends_with("-lock.json");
        // A fixture is what somebody else sends, to the byte.
        !is_made && self.path != "Cargo.lock" && !self.path.contains("/fixtures/")
    }

    /// Whether the whole file is for tests.
    pub(super) fn is_test(&self) -> bool {
        let path = &self.path;
        path.starts_with("tests/")
            || path.contains("/tests/")
            || path.contains("/benches/")
            || path.starts_with("src-tauri/crates/simulate/")
            || path.starts_with("ui/src/test/")
            || path.contains(".test.")
            || path.ends_with("/tests.rs")
    }

    /// The code without what is only compiled for tests.
    pub(super) fn shipped_code(&self) -> String {
        if self.is_test() { String::new() } else { without_test_items(&self.code) }
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The lines of `text` in which `word` stands by itself, counted from 1. `word` may be a path
/// such as `Instant::now`.
pub(super) fn lines_saying<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.lines().enumerate().filter(|(_, line)| says(line, word)).map(|(index, _)| index + 1)
}

/// Whether `word` stands by itself in `text`.
pub(super) fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_of_a_name) && !after.is_some_and(is_of_a_name)
    })
}

/// Whether `c` can be part of an identifier.
pub(super) fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the block that opens first in `code` ends: behind its closing brace, or behind the
/// semicolon that comes before any brace.
pub(super) fn end_of_item(code: &str) -> usize {
    let mut depth = 0_usize;
    let mut brackets = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 && brackets == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn without_test_items(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(MARK) {
        kept.push_str(&rest[..at]);
        let item = &rest[at + MARK.len()..];
        let end = end_of_item(item);
        kept.extend(item[..end].chars().filter(|c| *c == '\n'));
        rest = &item[end..];
    }
    kept + rest
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Rust,
    TypeScript,
}

/// Goes through a text once, sending each character to the code, the strings, or neither.
struct Scanner {
    text: Vec<char>,
    at: usize,
    language: Language,
    code: String,
    strings: String,
}

impl Scanner {
    fn new(text: &str, language: Language) -> Self {
        let (code, strings) = (String::new(), String::new());
        Self { text: text.chars().collect(), at: 0, language, code, strings }
    }

    fn split(mut self) -> (String, String) {
        while let Some(c) = self.peek(0) {
            match c {
                '/' if self.peek(1) == Some('/') => self.line_comment(),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.quoted('"'),
                '\'' if self.language == Language::TypeScript => self.quoted('\''),
                '`' if self.language == Language::TypeScript => self.quoted('`'),
                '\'' if self.is_character() => self.quoted('\''),
                'r' if self.raw_hashes().is_some() => self.raw_string(),
                _ => self.take_code(),
            }
        }
        (self.code, self.strings)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    fn take_code(&mut self) {
        self.take(|scanner, c| scanner.code.push(c), |scanner| scanner.strings.push(' '));
    }

    fn take_string(&mut self) {
        self.take(|scanner, c| scanner.strings.push(c), |scanner| scanner.code.push(' '));
    }

    fn take_comment(&mut self) {
        self.take(|scanner, _| scanner.code.push(' '), |scanner| scanner.strings.push(' '));
    }

    /// Sends the next character where `to` says; line ends go everywhere.
    fn take(&mut self, to: impl Fn(&mut Self, char), blank: impl Fn(&mut Self)) {
        match self.peek(0) {
            Some('\n') => {
                self.code.push('\n');
                self.strings.push('\n');
            }
            Some(c) => {
                to(self, c);
                blank(self);
            }
            None => return,
        }
        self.at += 1;
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.take_comment();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (None, _) => return,
                (Some('/'), Some('*')) if depth == 0 || self.language == Language::Rust => {
                    depth += 1;
                    self.take_comment();
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.take_comment();
                }
                _ => {
                    self.take_comment();
                    continue;
                }
            }
            self.take_comment();
            if depth == 0 {
                return;
            }
        }
    }

    /// A string or character up to its closing `quote`. An apostrophe in the text of a page is
    /// no quote, which its line's end shows.
    fn quoted(&mut self, quote: char) {
        let ends_with_the_line = self.language == Language::TypeScript && quote != '`';
        self.take_comment();
        while let Some(c) = self.peek(0) {
            if c == quote || (ends_with_the_line && c == '\n') {
                self.take_comment();
                return;
            }
            if c == '\\' {
                self.take_string();
            }
            self.take_string();
        }
    }

    /// Whether the apostrophe here opens a character rather than a lifetime.
    fn is_character(&self) -> bool {
        self.peek(1) == Some('\\') || self.peek(2) == Some('\'')
    }

    /// The number of `#` between the `r` here and its quote, if it opens a raw string.
    fn raw_hashes(&self) -> Option<usize> {
        let before = self.at.checked_sub(1).and_then(|at| self.text.get(at).copied());
        if self.language != Language::Rust
            || before.is_some_and(|c| is_of_a_name(c) && c != 'b' && c != 'c')
        {
            return None;
        }
        let hashes = self.text[self.at + 1..].iter().take_while(|c| **c == '#').count();
        (self.peek(hashes + 1) == Some('"')).then_some(hashes)
    }

    fn raw_string(&mut self) {
        let hashes = self.raw_hashes().unwrap_or_default();
        for _ in 0..hashes + 2 {
            self.take_comment();
        }
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                for _ in 0..=hashes {
                    self.take_comment();
                }
                return;
            }
            self.take_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both halves of one line of Rust, with runs of blanks made one.
    fn halves(text: &str) -> (String, String) {
        let source = Source::new("a.rs", text.to_owned());
        let squeezed = |half: &str| half.split_whitespace().collect::<Vec<_>>().join(" ");
        (squeezed(&source.code), squeezed(&source.strings))
    }

    fn pair(code: &str, strings: &str) -> (String, String) {
        (code.to_owned(), strings.to_owned())
    }

    #[test]
    fn comments_are_neither_code_nor_string() {
        assert_eq!(halves("a(); // b \"c\""), pair("a();", ""));
        assert_eq!(halves("a /* b /* c */ d */ e"), pair("a e", ""));
    }

    #[test]
    fn strings_end_where_rust_ends_them() {
        assert_eq!(halves(r#"f("a \" b", c)"#), pair("f( , c)", r#"a \" b"#));
        assert_eq!(halves(r###"f(r#"a " b"#, br"c")"###), pair("f( , b )", "a \" b c"));
        assert_eq!(halves(r##"var"x""##), pair("var", "x"), "the r ends a name");
    }

    #[test]
    fn a_lifetime_opens_no_character() {
        assert_eq!(halves("fn f<'a>(x: &'a str) { '\"'; '\\'' }").0, "fn f<'a>(x: &'a str) { ; }");
    }

    #[test]
    fn the_text_of_a_page_may_have_apostrophes() {
        let source = Source::new("a.tsx", "<p>Don't</p>\nconst a = 1;".to_owned());
        assert!(source.code.contains("const a = 1;"), "the next line is code again");
    }

    #[test]
    fn lines_stay_where_they_are() {
        let text = "a\n/* b\n c */ d\n\"e\nf\" g\n";
        let source = Source::new("a.rs", text.to_owned());
        assert_eq!(lines_saying(&source.code, "d").collect::<Vec<_>>(), [3]);
        assert_eq!(lines_saying(&source.code, "g").collect::<Vec<_>>(), [5]);
        assert_eq!(source.strings.lines().count(), text.lines().count());
    }

    #[test]
    fn a_word_is_not_found_inside_another() {
        assert!(says("x: f64", "f64"));
        assert!(!says("as_secs_f64()", "f64"));
    }

    #[test]
    fn test_items_are_not_shipped() {
        let text = "a\n#[cfg(test)]\nmod tests { fn b() {} }\nc\n";
        let shipped = Source::new("src/a.rs", text.to_owned()).shipped_code();
        assert!(shipped.contains('a') && shipped.contains('c') && !shipped.contains('b'));
        assert_eq!(lines_saying(&shipped, "c").collect::<Vec<_>>(), [4]);
    }
}
